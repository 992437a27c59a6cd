"""The whole file."""

from __future__ import annotations

from akn.document import Document
from akn.eids import Identifiers
from akn.markup.metadata import annex_metadata, metadata
from akn.markup.writer import NAMESPACE, Markup, Writer, document_head, document_parts


def to_xml(document: Document, writer: Writer | None = None) -> bytes:
    """Return the document as AKN4UN: UTF-8, the same bytes for the same document; ``writer`` is one that notes more."""
    writer = writer or Writer(Identifiers())
    writer.names(document.entities)
    file = Markup()
    file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{NAMESPACE}">')
    _document(file, document, writer, "")
    file.write("</akomaNtoso>\n")
    return file.xml()


def _document(file: Markup, document: Document, writer: Writer, prefix: str) -> None:
    """Write a document with all that it holds, in the order of the file; ``prefix`` is what its identifiers begin with."""
    lead = f"{prefix}__" if prefix else ""
    collection = document.element == "documentCollection" and bool(document.components)
    if collection:
        document_head(writer, document, prefix)
        writer.write("<collectionBody>")
        _components(document, writer, lead)
        writer.write("</collectionBody>")
        writer.region("conclusions", document.conclusions, f"{lead}conclusions")
    else:
        document_parts(writer, document, prefix)
    if document.annexes:
        writer.write("<attachments>")
        for number, annex in enumerate(document.annexes, 1):
            att = f"{lead}att_{number}"
            writer.write(f'<attachment eId="{att}"><doc name="\0">', annex.kind)
            annex_metadata(writer, annex, document, number, att)
            document_parts(writer, annex, att)
            writer.write("</doc></attachment>")
        writer.write("</attachments>")
    if document.components and not collection:
        writer.write(f'<components eId="{lead}cmpnts_1">')
        _components(document, writer, lead)
        writer.write("</components>")
    file.write(f'<{document.element} name="\0" contains="originalVersion">', document.kind)
    metadata(file, document, writer, prefix)
    file.add(writer)
    file.write(f"</{document.element}>")


def _components(document: Document, writer: Writer, lead: str) -> None:
    for number, part in enumerate(document.components, 1):
        cmp = f"{lead}cmp_{number}"
        writer.write(f'<component eId="{cmp}">')
        _document(writer, part, writer.inner(), cmp)
        writer.write("</component>")
