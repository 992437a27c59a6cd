"""United Nations resolutions as Akoma Ntoso (AKN4UN), and back to the very characters they came from.

    result = akn.convert(text)                          # never an exception for odd text
    akn.to_text(result.xml, layout="source") == text    # always, to the character
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from akn.catalog import Catalog
    from akn.diagnostics import Diagnostic, Problem, Severity
    from akn.document import Document
    from akn.errors import AknError, DataError, LimitExceeded, SchemaError, SourceError
    from akn.grammar.inspect import InspectedLine
    from akn.reading import Reading
    from akn.result import Result
    from akn.validation import Validation

__version__ = "0.1.0"

__all__ = [
    "AknError", "DataError", "Diagnostic", "Document", "InspectedLine", "LimitExceeded", "Problem", "Result", "SchemaError",
    "Severity", "SourceError", "Validation", "convert", "inspect", "parse", "read", "to_bytes", "to_text", "to_xml", "validate",
]  # fmt: skip

_HOMES = {
    "AknError": "akn.errors", "DataError": "akn.errors", "LimitExceeded": "akn.errors", "SchemaError": "akn.errors",
    "SourceError": "akn.errors", "Diagnostic": "akn.diagnostics", "Problem": "akn.diagnostics", "Severity": "akn.diagnostics",
    "Document": "akn.document", "InspectedLine": "akn.grammar.inspect", "Result": "akn.result", "Validation": "akn.validation",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'akn' has no attribute {name!r}")


def convert(
    source: str | bytes | os.PathLike[str],
    *,
    language: str | None = None,
    organ: str | None = None,
    date: str | None = None,
    catalog: Catalog | None = None,
) -> Result:
    """Convert the text of a resolution to AKN4UN.

    ``source`` is the text itself (``str``), its bytes, or the path of a file (``os.PathLike``); ``language`` (a BCP 47 tag
    such as ``zh``) and ``organ`` (a key such as ``hrc``) are told from the text when not given. ``date`` is the ISO date of the
    markup; without it the Expression's date stands, so the same input always gives the same bytes. Any text gives a valid
    document; what was guessed or looks wrong is in ``result.diagnostics``.

    ``catalog`` tells the dates of resolutions that the text cites without them: a file of Work IRIs, a mapping from symbols to
    dates, or a function of the body and the number; see :mod:`akn.catalog`.

    Raises :class:`SourceError` for what is no text, :class:`DataError` for an unknown language or organ, :class:`OSError` for
    a file that cannot be read, :class:`ValueError` for a date that is none.
    """
    from akn.markup.xml import to_xml as write
    from akn.result import Result

    reading = _reading(source, language, organ, date, catalog)
    return Result(xml=write(reading.document), document=reading.document, diagnostics=reading.diagnostics())


def parse(
    source: str | bytes | os.PathLike[str],
    *,
    language: str | None = None,
    organ: str | None = None,
    date: str | None = None,
    catalog: Catalog | None = None,
) -> Document:
    """Return the document that a text holds; arguments and errors as for :func:`convert`."""
    return _reading(source, language, organ, date, catalog).document


def inspect(
    source: str | bytes | os.PathLike[str], *, language: str | None = None, organ: str | None = None
) -> list[InspectedLine]:
    """Return every logical line with its kind, the rule that took it and its place in the structure."""
    from akn.grammar.inspect import inspected

    return inspected(_reading(source, language, organ, None))


def _reading(
    source: str | bytes | os.PathLike[str],
    language: str | None,
    organ: str | None,
    date: str | None,
    catalog: Catalog | None = None,
) -> Reading:
    from akn.reading import read as reading

    if date:
        import datetime

        datetime.date.fromisoformat(date)
    return reading(source, language, organ, date, catalog)


def read(xml: bytes | str | os.PathLike[str]) -> Document:
    """Return the document of any Akoma Ntoso file: XML as bytes or text, or a path.

    Acts, bills, judgments, debates and the draft namespaces are read too, every word of them. Raises :class:`SourceError` for
    what is no Akoma Ntoso.
    """
    from akn.markup.reader import read as reader

    return reader(xml)


def to_xml(document: Document) -> bytes:
    """Return a document as AKN4UN, UTF-8; ``to_xml(parse(text)) == convert(text).xml``."""
    from akn.markup.xml import to_xml as write

    return write(document)


def to_text(xml: bytes | str | os.PathLike[str] | Document, layout: str = "canonical") -> str:
    """Return the text of an Akoma Ntoso file or a document.

    ``canonical`` is the normal form: one block a line, a blank line between, notes at the end. ``source`` is the text as it
    was laid out, to the character, from the layout record in the file; without a record it is the canonical text.
    """
    from akn.document import Document
    from akn.text import to_text as write

    if layout not in ("canonical", "source"):
        raise ValueError(f"there is no layout {layout!r}: canonical or source")
    return write(xml if isinstance(xml, Document) else read(xml), layout)


def to_bytes(xml: bytes | str | os.PathLike[str] | Document) -> bytes:
    """Return the very bytes that a file was converted from: its source text in its encoding, with its byte-order mark."""
    from akn.document import Document
    from akn.source import encode

    document = xml if isinstance(xml, Document) else read(xml)
    return encode(to_text(document, "source"), document.layout.encoding if document.layout else "")


def validate(
    xml: bytes | str | os.PathLike[str], *, schema: str | os.PathLike[str] | None = None, engine: str = "lxml"
) -> Validation:
    """Check a file against the official schema, the AKN4UN profile and its own sums.

    ``schema`` names another copy of the schema; ``engine`` is ``lxml``, ``xmlschema`` or ``both``. ``.valid`` means that there
    is no problem of severity error; ``.problems`` has each with line, path and a stable code.
    """
    from akn.validation import validate as check

    return check(xml, schema=schema, engine=engine)  # type: ignore[arg-type]
