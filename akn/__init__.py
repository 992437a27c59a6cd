"""United Nations resolutions as Akoma Ntoso (AKN4UN), and back to the very characters they came from.

    result = akn.convert(text)                          # never an exception for odd text
    akn.to_text(result.xml, layout="source") == text    # always, to the character
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers take it: to import it takes as long as to start Python
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from typing import Any

    from akn.batch import Outcome, Summary, convert_many
    from akn.catalog import Catalog
    from akn.compare.align import Alignment
    from akn.compare.diff import Comparison
    from akn.diagnostics import Diagnostic, Problem, Severity
    from akn.document import Document
    from akn.errors import AknError, DataError, LimitExceeded, SchemaError, SourceError
    from akn.facts.graph import Graph
    from akn.grammar.inspect import InspectedLine
    from akn.limits import Limits
    from akn.result import Result
    from akn.validation import Validation

__version__ = "0.1.0"

__all__ = [
    "AknError", "Alignment", "Comparison", "DataError", "Diagnostic", "Document", "Graph", "InspectedLine", "LimitExceeded",
    "Limits", "Outcome", "Problem", "Result", "SchemaError", "Severity", "SourceError", "Summary", "Validation", "align",
    "convert", "convert_many", "data", "diff", "from_json", "graph", "inspect", "parse", "read", "to_bytes", "to_docx", "to_html",
    "to_json", "to_markdown", "to_text", "to_xml", "validate", "view",
]  # fmt: skip

_HOMES = {
    "AknError": "akn.errors", "Alignment": "akn.compare.align", "Comparison": "akn.compare.diff", "DataError": "akn.errors",
    "LimitExceeded": "akn.errors", "SchemaError": "akn.errors", "SourceError": "akn.errors", "Diagnostic": "akn.diagnostics",
    "Problem": "akn.diagnostics", "Severity": "akn.diagnostics", "Document": "akn.document", "Graph": "akn.facts.graph",
    "InspectedLine": "akn.grammar.inspect", "Result": "akn.result", "Validation": "akn.validation",
    "Limits": "akn.limits", "Outcome": "akn.batch", "Summary": "akn.batch", "convert_many": "akn.batch",
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
    tracked: str = "insertions",
    catalog: Catalog | None = None,
    detail: str = "references",
    limits: Limits | None = None,
) -> Result:
    """Convert the text of a resolution to AKN4UN.

    ``source`` is the text itself (``str``), its bytes, or the path of a file (``os.PathLike``). Bytes and files may also be a Word
    document, of whose tracked changes the ``tracked`` ones stay (``insertions`` or ``deletions``), a PDF or a web page; their
    content says which. ``language`` (a BCP 47 tag
    such as ``zh``) and ``organ`` (a key such as ``hrc``) are told from the text when not given. ``date`` is the ISO date of the
    markup; without it the Expression's date stands, so the same input always gives the same bytes. Any text gives a valid
    document; what was guessed or looks wrong is in ``result.diagnostics``. ``limits`` are other ceilings than those of
    :class:`Limits`.

    ``catalog`` tells the dates of resolutions that the text cites without them: a file of Work IRIs, a mapping from symbols to
    dates, or a function of the body and the number; see :mod:`akn.catalog`.

    ``detail`` is how much is marked in running text: ``none`` for nothing, ``references`` for citations with their dates and
    organs, ``full`` for States, bodies, offices, conferences and quantities too. The text is the same at each.

    Raises :class:`SourceError` for what is no text, :class:`LimitExceeded` for what passes a ceiling, :class:`DataError` for an
    unknown language or organ, :class:`OSError` for a file that cannot be read, :class:`ValueError` for a date that is none or an
    unknown level of detail.
    """
    from akn.conversion import reading, result

    return result(reading(source, language, organ, date, tracked, limits, catalog, detail))


def parse(
    source: str | bytes | os.PathLike[str],
    *,
    language: str | None = None,
    organ: str | None = None,
    date: str | None = None,
    tracked: str = "insertions",
    catalog: Catalog | None = None,
    detail: str = "references",
    limits: Limits | None = None,
) -> Document:
    """Return the document that a text holds; arguments and errors as for :func:`convert`."""
    from akn.conversion import reading

    return reading(source, language, organ, date, tracked, limits, catalog, detail).document


def inspect(
    source: str | bytes | os.PathLike[str],
    *,
    language: str | None = None,
    organ: str | None = None,
    tracked: str = "insertions",
    limits: Limits | None = None,
) -> list[InspectedLine]:
    """Return every logical line with its kind, the rule that took it and its place in the structure."""
    from akn.conversion import reading
    from akn.grammar.inspect import inspected

    return inspected(reading(source, language, organ, None, tracked, limits))


def read(xml: bytes | str | os.PathLike[str], *, limits: Limits | None = None) -> Document:
    """Return the document of any Akoma Ntoso file: XML as bytes or text, or a path.

    Acts, bills, judgments, debates and the draft namespaces are read too, every word of them. Raises :class:`SourceError` for
    what is no Akoma Ntoso, :class:`LimitExceeded` for what passes a ceiling.
    """
    from akn.markup.reader import read as reader

    return reader(xml, limits)


def _document(xml: bytes | str | os.PathLike[str] | Document) -> Document:
    from akn.document import Document, hold

    return hold(xml) if isinstance(xml, Document) else read(xml)


def to_xml(document: Document) -> bytes:
    """Return a document as AKN4UN, UTF-8; ``to_xml(parse(text)) == convert(text).xml``.

    Raises :class:`SourceError` for a document made by hand that no XML can hold, with a control character in its words or an attribute
    twice. Here and wherever a document is given: raises :class:`LimitExceeded` for one in which something stands deeper than a file may
    have it.
    """
    from akn.markup.xml import checked

    return checked(document)


def to_text(xml: bytes | str | os.PathLike[str] | Document, layout: str = "canonical") -> str:
    """Return the text of an Akoma Ntoso file or a document.

    ``canonical`` is the normal form: one block a line, a blank line between, notes at the end. ``source`` is the text as it
    was laid out, to the character, from the layout record in the file; without a record it is the canonical text.
    """
    if layout not in ("canonical", "source"):
        raise ValueError(f"there is no layout {layout!r}: canonical or source")
    if not isinstance(xml, bytes):
        from akn.document import Document, hold

        if isinstance(xml, Document):
            from akn.text import to_text as write

            return write(hold(xml), layout)
    from akn.markup.lines import text

    return text(xml, layout)[0]


def to_bytes(xml: bytes | str | os.PathLike[str] | Document) -> bytes:
    """Return the very bytes that a file was converted from: its source text in its encoding, with its byte-order mark.

    Of a Word document, a PDF or a web page it is the text that was read in it, as UTF-8: ``document.origin`` says which file it was.
    """
    from akn.document import Document
    from akn.source import encode

    if isinstance(xml, Document):
        text, layout = to_text(xml, "source"), xml.layout
    else:
        from akn.markup.lines import text as read

        text, layout = read(xml, "source")
    return encode(text, layout.encoding if layout else "")


def validate(
    xml: bytes | str | os.PathLike[str],
    *,
    schema: str | os.PathLike[str] | None = None,
    engine: str = "lxml",
    limits: Limits | None = None,
) -> Validation:
    """Check a file against the official schema, the AKN4UN profile and its own sums.

    ``schema`` names another copy of the schema; ``engine`` is ``lxml``, ``xmlschema`` or ``both``. ``.valid`` means that there
    is no problem of severity error; ``.problems`` has each with line, path and a stable code.
    """
    from akn.validation import validate as check

    return check(xml, schema=schema, engine=engine, limits=limits)  # type: ignore[arg-type]


def to_html(xml: bytes | str | os.PathLike[str] | Document, *, page: bool = True) -> str:
    """Return an Akoma Ntoso file or a document as HTML: a page of its own, or with ``page=False`` one ``article`` to put into a page.

    Elements are in classes ``akn-*`` and identifiers in ``data-eid``, as the web components for Akoma Ntoso expect them; notes
    are linked from and to their marks. Raises what :func:`read` raises.
    """
    from akn.writers.html import to_html as write

    return write(_document(xml), page=page)


def to_markdown(xml: bytes | str | os.PathLike[str] | Document) -> str:
    """Return an Akoma Ntoso file or a document as Markdown: CommonMark with tables and footnotes. Raises what :func:`read` raises."""
    from akn.writers.markdown import to_markdown as write

    return write(_document(xml))


def to_docx(xml: bytes | str | os.PathLike[str] | Document) -> bytes:
    """Return an Akoma Ntoso file or a document as a Word file, with real numbering and real footnotes, to be edited further.

    The same document gives the same bytes. Raises what :func:`read` raises.
    """
    from akn.writers.docx import to_docx as write

    return write(_document(xml))


def to_json(xml: bytes | str | os.PathLike[str] | Document) -> str:
    """Return an Akoma Ntoso file or a document as JSON: the model, every field of it. Raises what :func:`read` raises."""
    from akn.writers.jsonfile import to_json as write

    return write(_document(xml))


def from_json(text: str | bytes) -> Document:
    """Return the document that :func:`to_json` wrote.

    Raises :class:`SourceError` for what is none and for what no XML can hold, :class:`LimitExceeded` for one in which something stands
    deeper than a file may have it.
    """
    from akn.writers.jsonfile import from_json as reader

    return reader(text)


def view(
    *sources: str | bytes | os.PathLike[str] | Document,
    language: str | None = None,
    organ: str | None = None,
    limits: Limits | None = None,
) -> str:
    """Return one self-contained HTML page to look at a source: its lines beside its structure, with what was found.

    A source is what :func:`convert` takes, which is converted first, or an Akoma Ntoso file, told by content: ``str``, ``bytes`` or
    a path; or a document. Several are language versions and stand side by side. Raises what :func:`convert` and :func:`read` raise, and
    :class:`ValueError` where there is no source.
    """
    from akn.writers.view import view as write

    return write(*sources, language=language, organ=organ, limits=limits)


def diff(
    old: str | bytes | os.PathLike[str] | Document,
    new: str | bytes | os.PathLike[str] | Document,
    *,
    limits: Limits | None = None,
) -> Comparison:
    """Compare a draft with what was adopted, or any two documents.

    Each is a document, Akoma Ntoso, or what :func:`convert` takes. The result tells for every passage whether it is the
    same, changed (word by word; character by character where no blanks stand between words), added or removed, and whether it
    moved; it can be had as ``.text()``, ``.html()`` and ``.json()``. Raises :class:`SourceError` for what cannot be read.
    """
    from akn.compare.diff import diff as compare

    return compare(old, new, limits)


def align(*versions: str | bytes | os.PathLike[str] | Document, limits: Limits | None = None) -> Alignment:
    """Lay the language versions of one text side by side, passage by passage.

    Each is a document, Akoma Ntoso, or what :func:`convert` takes. ``.rows`` has a passage of every version, or None where one
    lacks it; ``.findings`` tells where they disagree: another Work, a missing passage, another number, a footnote out of
    place, a figure that no other version has. Exports are ``.tmx()``, ``.tsv()``, ``.json()`` and ``.text()``. Raises
    :class:`ValueError` for fewer than two versions, :class:`SourceError` for what cannot be read.
    """
    from akn.compare.align import align as side_by_side

    return side_by_side(*versions, limits=limits)


def data(source: str | bytes | os.PathLike[str] | Document, *, limits: Limits | None = None) -> dict[str, Any]:
    """Return what a document says as plain values, ready for JSON.

    Identity, sponsors, votes with every State, paragraphs with what they ask of whom by when, footnotes, citations; the form is that
    of ``schemas/data.schema.json``. The source is a document, Akoma Ntoso, or what :func:`convert` takes. Raises :class:`SourceError` for
    what cannot be read.
    """
    from akn.facts.data import data as facts

    return facts(source, limits)


def graph(sources: Iterable[str | bytes | os.PathLike[str] | Document], *, limits: Limits | None = None) -> Graph:
    """Return who cites whom among documents: Works and their citations, as ``.jsonld()``, ``.graphml()`` and ``.csv()``.

    Sources are taken one by one and may come from a generator; language versions of one Work are one node. Raises
    :class:`SourceError` for what cannot be read.
    """
    from akn.facts.graph import graph as collected

    return collected(sources, limits)
