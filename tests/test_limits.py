"""Hostile inputs: each limit just below and just above, and texts that are far from any resolution."""

from __future__ import annotations

import contextlib
import importlib.util
import inspect
import io
import pickle
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import oracles
import portable
import pytest
import word
from click.testing import CliRunner
from conftest import ROOT
from lxml import etree

import akn
from akn import limits as ceilings
from akn import readers
from akn.cli.clicked import cli
from akn.document import Block, Content, Document, Inline, Note, Part
from akn.limits import Limits
from akn.source import format_of
from akn.writers import jsonfile

FORMULA = "The Human Rights Council,\n\n"
AKN = 'xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"'


def markup(inner: str) -> bytes:
    return f'<akomaNtoso {AKN}><statement name="x"><mainBody>{inner}</mainBody></statement></akomaNtoso>'.encode()


def elements(count: int, padding: int = 0) -> bytes:
    """Return a file with so many elements, so large if it is to be."""
    return markup(f"<!--{' ' * padding}-->" + "<p>a</p>" * (count - 3))


def nested(levels: int, padding: int = 0) -> bytes:
    return markup(f"<!--{' ' * padding}-->" + "<hcontainer>" * (levels - 4) + "<p>a</p>" + "</hcontainer>" * (levels - 4))


def crowded(count: int, padding: int = 0) -> bytes:
    given = " ".join(f'a{i}=""' for i in range(count))
    return markup(f"<!--{' ' * padding}--><p {given}>a</p>")


def notes(count: int) -> str:
    marks = "¹²³⁴⁵⁶⁷"[:count]
    return FORMULA + "".join(f"Recalling it,{mark}\n\n" for mark in marks) + "".join(f"{mark} A/99/1.\n" for mark in marks)


def cited(count: int) -> str:
    return f"Recalling resolutions {', '.join(f'90/{number}' for number in range(1, count + 1))},\n"


ITEMS = FORMULA + "1. Decides:\n\n(a) To open:\n\n(i) Reading rooms;\n"
DRAFTS = "Recommends a new one:\n\nThe General Assembly,\n\nRecalling it,\n\n"
LARGE = 8_100_000
"""A file of this size is looked through before it is read."""

TEXT_LIMITS: dict[str, tuple[str, int, str | bytes, str | bytes]] = {
    "characters": ("size", 6, "a" * 6, "a" * 7),
    "bytes": ("size", 6, b"a" * 6, b"a" * 7),
    "line": ("line", 9, "a" * 9 + "\r\n" + "b" * 9, "a" * 9 + "\r\n" + "b" * 10),
    "lines": ("pieces", 9, "a\n" * 8, "a\n" * 9),
    "control characters": ("pieces", 9, "a\x01" * 8, "a\x01" * 9),
    "cells": ("pieces", 9, "a\tb   c\n" * 2, "a\tb   c\n" * 3),
    "marks": ("pieces", 9, "a\u00b9" * 8, "a\u00b9" * 9),
    "references": ("pieces", 13, FORMULA + cited(11), FORMULA + cited(12)),
    "notes": ("notes", 3, notes(3), notes(4)),
    "nesting": ("nesting", 20, ITEMS, ITEMS + "\na. One:\n\n(A) Two;\n"),
    "nesting, of drafts": ("nesting", 26, FORMULA + DRAFTS * 2, FORMULA + DRAFTS * 3),
    "nesting, of many drafts": ("nesting", 103, FORMULA + DRAFTS * 22, FORMULA + DRAFTS * 2000),
}
XML_LIMITS: dict[str, tuple[str, int, bytes, bytes]] = {
    "size": ("size", len(elements(9)), elements(9), elements(10)),
    "elements": ("elements", 9, elements(9), elements(10)),
    "elements, large": ("elements", 9, elements(9, LARGE), elements(10, LARGE)),
    "nesting": ("nesting", 100, nested(100), nested(101)),
    "nesting, as deep as it goes": ("nesting", 256, nested(256), nested(257)),
    "nesting, large": ("nesting", 100, nested(100, LARGE), nested(101, LARGE)),
    "attributes": ("attributes", 256, crowded(256), crowded(257)),
    "attributes, large": ("attributes", 256, crowded(256, LARGE), crowded(257, LARGE)),
}


@pytest.mark.parametrize("name", TEXT_LIMITS)
def test_a_text_at_its_limit_and_past_it(name: str, tmp_path: Path) -> None:
    limit, ceiling, below, above = TEXT_LIMITS[name]
    limits = Limits(**{limit: ceiling})
    assert akn.to_text(akn.convert(below, limits=limits).xml)
    for take in (akn.convert, akn.parse, akn.inspect):
        with pytest.raises(akn.LimitExceeded) as found:
            take(above, limits=limits)
        assert (found.value.limit, found.value.value, found.value.ceiling) == (limit, ceiling + 1, ceiling)
        assert str(pickle.loads(pickle.dumps(found.value))) == str(found.value)
    path = tmp_path / "a.txt"
    path.write_bytes(above if isinstance(above, bytes) else above.encode())
    done = CliRunner().invoke(cli, ["convert", str(path), "--limit", f"{limit}={ceiling}"])
    assert (done.exit_code, done.stdout) == (4, "")
    assert "a limit is passed" in done.stderr


@pytest.mark.parametrize("name", XML_LIMITS)
def test_a_file_at_its_limit_and_past_it(name: str, tmp_path: Path) -> None:
    limit, ceiling, below, above = XML_LIMITS[name]
    limits = Limits(**{limit: ceiling})
    akn.to_text(akn.read(below, limits=limits))
    akn.validate(below, limits=limits)
    for take in (akn.read, akn.validate):
        with pytest.raises(akn.LimitExceeded) as found:
            take(above, limits=limits)
        assert found.value.limit == limit
        assert found.value.ceiling == ceiling < found.value.value
    path = tmp_path / "a.xml"
    path.write_bytes(above)
    for command in ("text", "validate"):
        assert CliRunner().invoke(cli, [command, str(path), "--limit", f"{limit}={ceiling}"]).exit_code == 4


def test_time_is_looked_at_while_working(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock takes a second here: few lines are in time, many are not."""
    now = iter(range(10**9))
    monkeypatch.setattr(ceilings.time, "monotonic", lambda: float(next(now)))
    text = FORMULA + "1. Welcomes it;\n\n" * 40
    akn.convert(FORMULA, limits=Limits(seconds=4))
    for take in (lambda: akn.convert(text, limits=Limits(seconds=4)), lambda: akn.read(markup("<hcontainer><p>a</p></hcontainer>" * 30), limits=Limits(seconds=4))):
        with pytest.raises(akn.LimitExceeded, match="seconds: 5"):
            take()


@pytest.mark.parametrize("padding", [0, LARGE])
@pytest.mark.parametrize("declared", ['<!DOCTYPE a [<!ENTITY e "x">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">', "<!DOCTYPE a>"])
def test_no_entity_is_declared(declared: str, padding: int) -> None:
    """None is allowed at all, so none is expanded and nothing is fetched; the five of XML itself are no declared ones."""
    plain = markup("<p>&lt;&amp;&gt;&quot;&apos;&#65;</p>" + f"<!--{' ' * padding}-->")
    assert akn.to_text(akn.read(plain)) == "<&>\"'A\n"
    for take in (akn.read, akn.validate):
        with pytest.raises(akn.SourceError, match="document type"):
            take(declared.encode() + plain)


def test_deeper_than_any_tree_is_a_limit_passed() -> None:
    for padding in (0, LARGE):
        with pytest.raises(akn.LimitExceeded, match="nesting"):
            akn.read(nested(5000, padding))
    with pytest.raises(ValueError, match="256"):
        Limits(nesting=257)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="nothing endless here")
@pytest.mark.parametrize("command", ["convert", "check", "inspect", "roundtrip", "text", "validate"])
def test_what_never_ends_is_read_no_further_than_tells(command: str) -> None:
    done = CliRunner().invoke(cli, [command, "/dev/zero", "--limit", "size=1000"])
    assert done.exit_code == 4
    assert "size: 1001 is more than 1000" in done.stderr
    done = CliRunner().invoke(cli, [command, "-", "--limit", "size=1000"], input="x" * 2000)
    assert done.exit_code == 4


@pytest.mark.parametrize("given", ["size", "size=", "size=many", "heap=3", "size=1.5", "nesting=300"])
def test_a_limit_that_is_none(given: str) -> None:
    done = CliRunner().invoke(cli, ["convert", "-", "--limit", given], input="")
    assert done.exit_code == 2
    assert "NAME=NUMBER" in done.stderr


@pytest.mark.parametrize("ceiling", [sys.maxsize, 10**30])
def test_a_ceiling_may_be_as_high_as_one_likes(ceiling: int, tmp_path: Path) -> None:
    """Nothing is asked for or made room for that is not there."""
    limits = Limits(**dict.fromkeys(set(Limits.__struct_fields__) - {"nesting", "seconds"}, ceiling))
    for name, data in {"a.txt": FORMULA.encode(), "b.docx": word.docx(word.text(FORMULA)), "c.pdf": packed("")}.items():
        if name == "c.pdf" and not importlib.util.find_spec("pypdfium2"):
            continue
        path = tmp_path / name
        path.write_bytes(data)
        assert akn.convert(path, limits=limits).xml == akn.convert(path).xml
    done = CliRunner().invoke(cli, ["convert", "-", "--limit", f"size={ceiling}"], input=FORMULA)
    assert done.stdout_bytes == akn.convert(FORMULA).xml
    assert CliRunner().invoke(cli, ["convert", str(tmp_path), "-d", str(tmp_path / "out"), "--jobs", "1", "--limit", f"size={ceiling}"]).exit_code == 0


def test_every_limit_is_documented() -> None:
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for name in Limits.__struct_fields__:
        assert f"| `{name}` | {getattr(Limits(), name):,.0f} |" in said


THREE = word.docx(word.p("a") * 3)
with zipfile.ZipFile(io.BytesIO(THREE)) as package:
    UNPACKED = [package.read(name) for name in package.namelist()]
NUMBERED = word.docx(word.p("x", props=word.num(1)), numbering=word.abstract(0, word.level(0, "decimal", "(%1)..")) + word.instance(1, 0))
NESTED = word.docx("<w:sdt><w:sdtContent>" * 10 + word.p("a") + "</w:sdtContent></w:sdt>" * 10)
FIELDS = word.docx(word.p("a", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20))
LINES = portable.lines("99/7. Public libraries", "The Human Rights Council,")
SHEET = portable.pdf(LINES)


def packed(about: str) -> bytes:
    """Return a PDF with a stream of seventy bytes."""
    return SHEET.replace(b"%%EOF", f"9 0 obj <<{about}>> stream\n".encode() + zlib.compress(b" " * 70) + b"\nendstream")


READER_LIMITS: dict[str, tuple[str, bytes, int]] = {
    "paragraphs": ("paragraphs", THREE, 3),
    "parts": ("parts", THREE, len(UNPACKED)),
    "bytes of a part": ("part", THREE, max(map(len, UNPACKED))),
    "tags of a part": ("tags", THREE, max(part.count(b"<") for part in UNPACKED)),
    "tags of a page": ("tags", b"<html><p>x</p>", 3),
    "levels": ("nesting", NESTED, 25),
    "fields within fields": ("nesting", FIELDS, 20),
    "characters of a number": ("number", NUMBERED, 6),
    "attributes of a part": ("attributes", word.docx('<w:p w:a="" w:b="" w:c="" w:d="" w:e="" w:f=""><w:r><w:t>x</w:t></w:r></w:p>'), 6),
    "attributes of a page": ("attributes", b"<html><p a b c>x</p>", 3),
    "attributes of a page without blanks": ("attributes", b"<html><p a='>'b='<p>'c=\"'\"/d>x</p>", 4),
    "pages": ("pages", portable.pdf(LINES, LINES), 2),
    "letters of a page": ("page_letters", SHEET, 49),
    "letters": ("letters", portable.pdf(LINES, LINES), 2 * sum(len(words) for *_, words in LINES)),
    "pieces": ("objects", portable.pdf(LINES, LINES), 4),
    "bytes of a stream": ("stream", packed(""), 70),
    "bytes of a picture": ("picture", packed("/Image"), 70),
}


@pytest.mark.parametrize("name", READER_LIMITS)
def test_a_document_at_its_readers_limit_and_past_it(name: str) -> None:
    limit, file, count = READER_LIMITS[name]
    if file.startswith(b"%PDF"):
        pytest.importorskip("pypdfium2")
    akn.convert(file, limits=Limits(**{limit: count}))
    with pytest.raises(akn.LimitExceeded) as found:
        akn.convert(file, limits=Limits(**{limit: count - 1}))
    assert (found.value.limit, found.value.value, found.value.ceiling) == (limit, count, count - 1)


def test_every_limit_is_tried() -> None:
    tried = {limit for limits in (TEXT_LIMITS, XML_LIMITS, READER_LIMITS) for limit, *_ in limits.values()}
    assert tried | {"seconds"} == set(Limits.__struct_fields__)


CLOCKED: dict[str, bytes] = {
    "word": word.docx(word.p("a") * 40),
    "notes": word.docx(word.p("a", '<w:r><w:footnoteReference w:id="1"/></w:r>' * 40)),
    "page": b"<html>" + b"<p>a</p>" * 40,
    "tables": b"<html><table>" + b"<tr><td>" * 40,
    "pdf": portable.pdf(portable.lines(*["a"] * 40)),
}


@pytest.mark.parametrize("name", CLOCKED)
def test_readers_look_at_the_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "pdf":
        pytest.importorskip("pypdfium2")
    now = iter(range(10**9))
    monkeypatch.setattr(ceilings.time, "monotonic", lambda: float(next(now)))
    with pytest.raises(akn.LimitExceeded, match="seconds: 31"):
        readers.read(CLOCKED[name], format_of(CLOCKED[name]), limits=Limits(seconds=30))


def deep(levels: int) -> dict[str, bytes]:
    """Return files in which so many elements stand within each other, by what they are."""
    three, two, one = (levels - 4) // 3, (levels - 4) // 2, levels - 4
    return {
        "levels": nested(levels),
        "tables": markup("<table><tr><td>" * three + "<p>a</p>" + "</td></tr></table>" * three),
        "quotations": markup("<p>" + "<mod>a<quotedStructure><p>b" * three + "</p></quotedStructure></mod>" * three + "</p>"),
        "notes": markup("<p>" + '<authorialNote marker="1"><p>a' * two + "</p></authorialNote>" * two + "</p>"),
        "inline elements": markup("<p>" + "<i>a" * one + "</i>" * one + "</p>"),
    }


DOORS = (
    akn.to_xml, akn.to_html, akn.to_markdown, akn.to_docx, akn.to_json, akn.data, akn.view, repr, hash,
    lambda one: akn.validate(akn.to_xml(one), limits=Limits(nesting=256)), lambda one: akn.graph([one]).csv(),
    lambda one: akn.diff(one, one).summary(), lambda one: akn.align(one, one).findings, lambda one: akn.from_json(akn.to_json(one)),
    lambda one: pickle.loads(pickle.dumps(one)),
)  # fmt: skip


@pytest.mark.parametrize(("name", "file"), deep(256).items(), ids=deep(256))
def test_as_deep_as_it_goes_through_every_door(name: str, file: bytes) -> None:
    """A limit of the library is all that may stop it, however the document is taken; what stands within each other is read once."""
    document = akn.read(file, limits=Limits(nesting=256))
    words = "".join(etree.fromstring(file).itertext())
    assert sum(map(akn.to_text(document).count, "ab")) == len(words)
    for take in DOORS:
        with contextlib.suppress(akn.LimitExceeded):
            take(document)


@pytest.mark.parametrize(("name", "file"), deep(100).items(), ids=deep(100))
def test_as_deep_as_is_usual_every_door_is_open(name: str, file: bytes) -> None:
    """Half of the stack that Python has without being asked is room enough for it."""
    document = akn.read(file)
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(500 + len(inspect.stack()))
    try:
        for take in DOORS:
            take(document)
    finally:
        sys.setrecursionlimit(before)


def within(levels: int, kind: str) -> Document:
    """Return a document that no file was read for, in which so many pieces stand within each other."""
    if kind == "parts":
        piece: Part | Block = Block(("a",))
        for _ in range(levels - 1):
            piece = Part("section", (piece,))
        return Document(body=(piece,))
    if kind == "headings":
        return Document(body=(Part("section", within(levels - 1, "parts").body, heading=Block(("b",))),))
    if kind == "notes":
        content: tuple[Content, ...] = ("a",)
        for number in range(levels // 2):
            content = ("a", Note(str(number), (Block(content),)))
        return Document(body=(Block(content),))
    if kind == "annexes":
        document = Document(body=(Block(("a",)),))
        for _ in range(levels - 1):
            document = Document(annexes=(document,))
        return document
    content = ("a",)
    for _ in range(levels - 1):
        content = (Inline("i", content),)
    return Document(body=(Block(content),))


WITHIN = ("parts", "headings", "notes", "annexes", "inline elements")


@pytest.mark.parametrize("kind", WITHIN)
def test_a_document_that_was_made_is_held_to_what_a_file_may_have(kind: str) -> None:
    """Who writes a document goes down into it: what no file may have is refused, however the document came to be."""
    akn.to_text(within(200, kind))
    for levels in (300, 100_000):
        document = within(levels, kind)
        for take in (akn.to_text, akn.to_bytes, akn.to_xml, akn.to_html, akn.to_markdown, akn.to_docx, akn.to_json, akn.view, akn.data, lambda one: akn.diff(one, one)):
            with pytest.raises(akn.LimitExceeded, match="nesting: 257 is more than 256"):
                take(document)
    one = akn.to_json(within(200, kind))
    assert akn.from_json(one) == within(200, kind)
    with pytest.raises(akn.LimitExceeded):
        akn.from_json(jsonfile.to_json(within(300, kind)))


# Sizes at which what grows faster than its input would not end today.

sys.path.insert(0, str(ROOT / "benchmarks"))
from hostile import FILES, MARKUP, TEXTS, file, text  # noqa: E402
from hostile import markup as taken  # noqa: E402


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts(name: str) -> None:
    """Each comes back exactly and is valid."""
    size, make = TEXTS[name]
    text(make(max(1000, size // 200)))


@pytest.mark.parametrize("name", MARKUP)
def test_hostile_files(name: str) -> None:
    size, make = MARKUP[name]
    taken(make(min(size, max(90, size // 100))))


@pytest.mark.parametrize("name", FILES)
def test_hostile_documents(name: str) -> None:
    if name.startswith("PDF"):
        pytest.importorskip("pypdfium2")
    size, make = FILES[name]
    file(make(max(400, size // 100)))


@pytest.mark.parametrize("digits", [1000, 5000])
@pytest.mark.parametrize("line", ["{}. Welcomes it;", "({}) Welcomes it;", "{}/7. A title", "Recalling resolution 90/{},", "{}th meeting", "Recalling paragraph {} above,", "Resolution {} (2038)"])
def test_numbers_of_a_thousand_digits(line: str, digits: int) -> None:
    """More than Python takes for a number without being asked to."""
    oracles.text(FORMULA + "1. Decides:\n\n" + line.format("1" * digits) + "\n")
    oracles.text(line.format("1" * digits))


@pytest.mark.parametrize("encode", [lambda t: t.encode("utf-16"), lambda t: t.encode("utf-32"), lambda t: t.encode("gb18030"), lambda t: t.encode("utf-8-sig")], ids=["UTF-16", "UTF-32", "GB18030", "UTF-8 with a mark"])
def test_encodings(encode: Callable[[str], bytes], seed: str) -> None:
    oracles.data(encode(seed))


@pytest.mark.parametrize("count", [40_000, 200_000])
def test_attributes_are_never_walked_by_name(count: int) -> None:
    """Forty thousand take two seconds so, two hundred thousand three minutes: they are counted first, whatever the file is."""
    file = crowded(count)
    page = b"<html><p " + b"/".join(b"a%d" % at for at in range(count)) + b">a"
    given = " ".join(f'w:a{at}=""' for at in range(count))
    letter = word.docx(f"<w:p {given}/>")
    takes = (
        akn.read, akn.validate, akn.to_text, akn.to_bytes, akn.to_html, akn.to_markdown, akn.to_docx, akn.to_json, akn.view, akn.data,
        lambda one: akn.graph([one]), lambda one: akn.diff(one, one), lambda one: akn.align(one, one),
    )  # fmt: skip
    for take in takes:
        with pytest.raises(akn.LimitExceeded, match=f"attributes: {count} is more than 256"):
            take(file)
    for other in (page, letter):
        with pytest.raises(akn.LimitExceeded, match=f"attributes: {count} is more than 256"):
            akn.convert(other)
