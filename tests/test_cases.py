"""The cases in ``cases/*.md``: prose, a text, and the structure that comes of it, for a lawyer to read and correct.

A case is two fenced blocks: ``in`` with the language, the organ and maybe the level of detail, and ``out`` with the parts of the document, each with its
number, its name and its text. In the text, ``[words → IRI]`` is a reference, ``[words: kind value]`` another inline element,
``{1: words}`` a footnote at its mark, ``{1}`` its mark again. The last lines tell the findings, ``! line:column name``.
``pytest --accept`` writes what comes out, for review. Every case comes back to the character, too, and is valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import akn
from akn.document import Block, Content, Document, Inline, Mark, Part, regions

FOLDER = Path(__file__).with_name("cases")
CASE = re.compile(r"^```in(?P<options>[^\n]*)\n(?P<source>.*?)^```\n\n?```out\n(?P<expected>.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = sorted(FOLDER.glob("*.md"))
TELLING = {
    "date": "date", "docDate": "date", "organization": "refersTo", "docAuthority": "refersTo", "session": "value", "quantity": "normalized",
    "event": "refersTo", "vote": "by", "outcome": "refersTo", "docProponent": "refersTo", "docType": "refersTo", "inline": "title",
    "docStatus": "refersTo", "role": "refersTo", "location": "refersTo",
}  # fmt: skip
"""The attribute that says most of an element."""


def inline(content: tuple[Content, ...]) -> str:
    return "".join(_piece(piece) for piece in content)


def _piece(piece: Content) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Mark):
        return f"{{{piece.mark}}}"
    if not isinstance(piece, Inline):
        return f"{{{piece.mark}: {' / '.join(line.strip() for part in piece.content for line in outline(part))}}}"
    data, words = dict(piece.data), inline(piece.content)
    if piece.kind in ("ref", "rref"):
        where = data.get("href") or f"{data.get('from')}–{data.get('upTo')}"
        return f"[{words} → {where}{' ?' if data.get('status') else ''}]"
    told = data.get(TELLING.get(piece.kind, "status"), "").removeprefix("#")
    return f"[{words}: {piece.kind}{' ' + told if told else ''}]"


def outline(part: Block | Part, depth: int = 0) -> Iterator[str]:
    """Yield a line for every part and every block."""
    lead = "  " * depth
    if isinstance(part, Block):
        yield f"{lead}{part.kind + ': ' if part.kind != 'p' else ''}{inline(part.content)}"
        return
    concept = f"({part.concept})" if part.concept and part.kind == "recital" else ""  # what paragraphs do is tested by itself
    named = " ".join(filter(None, (part.kind, part.num, part.name, concept)))
    inner = [part.heading, *part.content] if part.heading is not None else list(part.content)
    if len(inner) == 1 and isinstance(inner[0], Block):
        yield f"{lead}{named} | {next(outline(inner[0]))}"
        return
    yield f"{lead}{named}"
    for one in inner:
        yield from outline(one, depth + 1)


def structure(document: Document, depth: int = 0) -> Iterator[str]:
    lead = "  " * depth
    told = [document.kind, document.identity.show, document.identity.date, document.outcome] if document.kind != "annex" else [document.kind]
    if document.element == "documentCollection":
        told.insert(0, "collection")
    yield lead + " ".join(filter(None, told))
    for name, parts in regions(document):
        if name == "conclusions":
            for part in document.components:
                yield from structure(part, depth + 1)
        if parts:
            yield f"{lead}{name}"
            for part in parts:
                yield from outline(part, depth + 1)
    for vote in document.votes:
        yield f"{lead}{vote.kind} {vote.outcome}: " + ", ".join(f"{count.choice} {count.value}" for count in vote.counts)
    for annex in document.annexes:
        yield from structure(annex, depth + 1)


def rendered(source: str, options: str) -> str:
    language, organ, detail = [*options.split(), "", "", ""][:3]
    detail = detail or "references"
    result = akn.convert(source, language=language or None, organ=organ or None, detail=detail)
    assert akn.validate(result.xml).valid
    assert akn.to_text(result.xml, layout="source") == source
    assert akn.to_xml(akn.read(result.xml)) == result.xml
    normal = akn.to_text(result.xml)
    again = akn.convert(normal, language=language or None, organ=organ or None, detail=detail)
    assert akn.to_text(again.xml) == normal
    assert list(structure(again.document)) == list(structure(result.document))
    findings = [f"! {one.line}:{one.column} {one.name}" for one in result.diagnostics]
    return "\n".join([*structure(result.document), *findings]) + "\n"


def cases() -> Iterator[object]:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        for found in CASE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield pytest.param(found["options"], unshown(found["source"]), found["expected"], id=f"{path.stem}:{line}")


def unshown(source: str) -> str:
    r"""Return the text of a case: ``\f``, ``\t`` and ``\x07`` stand for characters that no editor shows."""
    return re.sub(r"\\(?:f|t|r|x([0-9a-f]{2})|u([0-9a-f]{4}))", lambda one: {"\\f": "\f", "\\t": "\t", "\\r": "\r"}.get(one[0]) or chr(int(one[1] or one[2], 16)), source)


@pytest.mark.parametrize(("options", "source", "expected"), list(cases()))
def test_case(options: str, source: str, expected: str, accept: bool) -> None:
    if not accept:
        assert rendered(source, options).split("\n") == expected.split("\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_accept(path: Path, accept: bool) -> None:
    """With ``--accept``, write what comes out; without it, see that every block of the file belongs to a case."""
    text = path.read_text(encoding="utf-8")
    if accept:
        new = CASE.sub(lambda one: f"{one[0][: one.start('expected') - one.start()]}{rendered(unshown(one['source']), one['options'])}```", text)
        path.write_text(new, encoding="utf-8")
        text = new
    assert text.count("```in") == text.count("```out") == len(CASE.findall(text))


def test_there_are_cases() -> None:
    assert len(list(cases())) >= 40
