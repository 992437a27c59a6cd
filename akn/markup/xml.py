"""The whole file."""

from __future__ import annotations

from akn.document import Document, collected, hold
from akn.eids import Identifiers
from akn.errors import SourceError
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


def checked(document: Document) -> bytes:
    """Return the XML of a document that others made; raise SourceError for one that no XML can hold."""
    from akn.xml import wrong

    xml = to_xml(hold(document))
    if fault := wrong(xml):
        raise SourceError(f"no XML can hold the document: {fault}")
    return xml


def _document(file: Markup, document: Document, writer: Writer, prefix: str) -> None:
    """Write a document with all that it holds; ``prefix`` is what its identifiers begin with."""
    _held(writer, document, prefix, document, "")
    file.write(f'<{document.element} name="\0" contains="originalVersion">', document.kind)
    metadata(file, document, writer, prefix)
    file.add(writer)
    file.write(f"</{document.element}>")


def _held(writer: Writer, document: Document, prefix: str, whole: Document, name: str) -> None:
    """Write the regions, the annexes and the documents within in their order; ``name`` is its own as an annex of the ``whole``."""
    lead = f"{prefix}__" if prefix else ""
    if collected(document):
        document_head(writer, document, prefix)
        writer.write("<collectionBody>")
        _components(writer, document, lead)
        writer.write("</collectionBody>")
        writer.region("conclusions", document.conclusions, f"{lead}conclusions")
    else:
        document_parts(writer, document, prefix)
    if document.annexes:
        writer.write("<attachments>")
        for number, annex in enumerate(document.annexes, 1):
            att, own = f"{lead}att_{number}", f"{name}annex_{number}"
            element = annex.element if collected(annex) else "doc"
            writer.write(f'<attachment eId="{att}"><{element} name="\0">', annex.kind)
            annex_metadata(writer, annex, whole, own, att)
            _held(writer, annex, att, whole, f"{own}/")
            writer.write(f"</{element}></attachment>")
        writer.write("</attachments>")
    if document.components and not collected(document):
        writer.write(f'<components eId="{lead}cmpnts_1">')
        _components(writer, document, lead)
        writer.write("</components>")


def _components(writer: Writer, document: Document, lead: str) -> None:
    """Write the documents within a document."""
    for number, part in enumerate(document.components, 1):
        cmp = f"{lead}cmp_{number}"
        writer.write(f'<component eId="{cmp}">')
        _document(writer, part, writer.inner(), cmp)
        writer.write("</component>")
