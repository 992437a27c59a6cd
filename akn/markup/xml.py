"""The whole file."""

from __future__ import annotations

from akn.document import Document
from akn.markup.metadata import annex_metadata, metadata
from akn.markup.writer import NAMESPACE, Identifiers, Writer, document_parts, quoted


def to_xml(document: Document, writer: Writer | None = None) -> bytes:
    """Return the document as AKN4UN: UTF-8, the same bytes for the same document; ``writer`` is one that notes more."""
    writer = writer or Writer(Identifiers())
    writer.ids.given.update(entity.key for entity in document.entities)
    document_parts(writer, document, "")
    if document.annexes:
        writer.out.append("<attachments>")
        for number, annex in enumerate(document.annexes, 1):
            writer.out.append(f'<attachment eId="att_{number}"><doc name="{quoted(annex.kind)}">')
            writer.out.append(annex_metadata(annex, document, number))
            document_parts(writer, annex, f"att_{number}")
            writer.out.append("</doc></attachment>")
        writer.out.append("</attachments>")
    contains = ' contains="originalVersion"'
    return "".join(
        [
            f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{NAMESPACE}">',
            f'<{document.element} name="{quoted(document.kind)}"{contains}>',
            metadata(document, writer),
            *writer.out,
            f"</{document.element}></akomaNtoso>\n",
        ]
    ).encode("utf-8")
