"""The whole file."""

from __future__ import annotations

from akn.document import Document
from akn.markup.metadata import annex_metadata, metadata
from akn.markup.writer import NAMESPACE, Identifiers, Writer, document_parts, quoted


def to_xml(document: Document, writer: Writer | None = None) -> bytes:
    """Return the document as AKN4UN: UTF-8, the same bytes for the same document; ``writer`` is one that notes more."""
    writer = writer or Writer(Identifiers())
    writer.ids.given.update(dict.fromkeys([entity.key for entity in document.entities], 0))
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{NAMESPACE}">'
    pieces = [start, *_document(document, writer, ""), "</akomaNtoso>\n"]
    return b"".join(map(str.encode, pieces))  # the marks, which are most of it, are ASCII: joined with words they were not


def _document(document: Document, writer: Writer, prefix: str) -> list[str]:
    """Return a document with all that it holds; ``prefix`` is what its identifiers begin with."""
    lead = f"{prefix}__" if prefix else ""
    within: list[str] = []
    for number, part in enumerate(document.components, 1):
        cmp = f"{lead}cmp_{number}"
        within.append(f'<component eId="{cmp}">')
        within += _document(part, writer.inner(), cmp)
        within.append("</component>")
    collection = document.element == "documentCollection" and bool(within)
    document_parts(writer, document, prefix, within if collection else None)
    if document.annexes:
        writer.out.append("<attachments>")
        for number, annex in enumerate(document.annexes, 1):
            att = f"{lead}att_{number}"
            writer.out.append(f'<attachment eId="{att}"><doc name="{quoted(annex.kind)}">')
            writer.out.append(annex_metadata(annex, document, number, att))
            document_parts(writer, annex, att)
            writer.out.append("</doc></attachment>")
        writer.out.append("</attachments>")
    if within and not collection:
        writer.out += [f'<components eId="{lead}cmpnts_1">', *within, "</components>"]
    return [
        f'<{document.element} name="{quoted(document.kind)}" contains="originalVersion">',
        *metadata(document, writer, prefix),
        *writer.out,
        f"</{document.element}>",
    ]
