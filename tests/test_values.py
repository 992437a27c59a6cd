"""No value becomes markup: whatever a document says in its words and its attributes, all that is written of it has the shape that it has
where it says something plain, and every value stands there as it is."""

from __future__ import annotations

import csv
import functools
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
from click.testing import CliRunner
from conftest import SEEDS
from lxml import etree
from markdown_it import MarkdownIt
from msgspec.structs import replace
from test_reader import file

import akn
from akn.cli.clicked import cli
from akn.document import Block, Document, Inline, Mark, Note, Part
from akn.grammar.marks import RAISE
from akn.grammar.numerals import normalised
from akn.validation.schema import official

SIGNS = "".join((
    "\"'`\"onclick=\"x\"'",
    "[x](javascript:x)![x](x)[^1]<x-y>`x`*x*_x_~x~|\\](x)&copy;",
    "{mark}{0}%s%(x)s${title}$title<!--rows-->\\1\\g<0>&#x;%1",
    "<x-y/z=1>&amp;&#60;</p></title></style></script><script>x</script>]]>--><!--",
))  # fmt: skip
"""What begins or ends something in one of the forms."""
PLAIN = "(plainly"
LEADS = ("", "http://un.org/(", "ar-", "#", "1. ")
"""What a value may begin with, to be taken for something: an address, a language that is written to the left, a pointer, a number."""
STEERING = "\"a\t\rb\x85\x9b31m\u2028\u202e\u2066\nc"
"""What steers a terminal, or ends a line or a cell."""
NAMES = frozenset(("kind", "element", "type"))
"""The fields that are names, and not values."""


def whole() -> Document:
    """Return a document that has something of everything."""
    ours, of_others, parts = akn.parse(SEEDS[0], detail="full"), akn.read(file("doc")), akn.read(file("documentCollection"))
    unsure = Inline("ref", ("A/1",), (("href", "/akn/un"), ("class", "x"), ("status", "unknown")), alternative="A/1")
    linked = Inline("a", ("words", Mark("1")), (("href", "https://un.org"), ("title", "T")))
    note = Note("1", (Block(("see", Note("2", (Block(("there",)),)))),))
    table = Part("table", (Part("tr", (Part("td", (Part("point", (Block(("cell",)),), num="(a)"),)),)),))
    odd = Part("section", (Block((unsure, note, linked), language="fr"), table), num="I", heading=Block(("Heading",), "heading"))
    return replace(ours, layout=None, cover=(Block((Mark("1"), "words")),), preamble=ours.preamble[:3], body=(*ours.body[:2], odd), annexes=(replace(of_others, kind="annex"),), components=parts.components)


WHOLE = json.loads(akn.to_json(whole()))


def valued(value: str) -> Document:
    """Return that document with the value for every value in it."""

    def put(one: Any, name: str = "") -> Any:
        if isinstance(one, dict):
            return {key: inner if key in NAMES else put(inner, key) for key, inner in one.items() if key != "place"}
        if isinstance(one, list):
            return [[pair[0], value] for pair in one] if name == "data" else [put(inner) for inner in one]
        return value if isinstance(one, str) else one

    return akn.from_json(json.dumps({"document": {**put(WHOLE["document"]), "kind": value}, "version": "1"}))


def tree(root: Any) -> list[Any]:
    """Return the elements of a tree in their order, with the names of their attributes and their words."""
    return [(str(one.tag), [str(name) for name in one.keys()], one.text or "", one.tail or "") for one in root.iter()]  # noqa: SIM118


def of_xml(data: bytes) -> list[Any]:
    return tree(etree.fromstring(data))


def of_html(text: str) -> list[Any]:
    root = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree")).parse(text)
    for one in root.iter():
        assert re.match(r"#|https?://|$", one.get("href") or ""), "a link leads into the page or to the web"
    return tree(root)


def of_markdown(text: str) -> list[Any]:
    return of_html(MarkdownIt("commonmark", {"html": True}).enable("table").render(re.sub(r"(?<!\\)\[\^[^\]]+\]:?", "", text)))


def of_word(data: bytes) -> list[Any]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return [of_xml(archive.read(name)) for name in archive.namelist()]


def of_json(data: str | bytes) -> Any:
    def values(one: Any) -> Any:
        if isinstance(one, dict):
            return [values(inner) for name, inner in one.items() if name not in ("id", "part", "row", "in", "at", "@id")]
        return [values(inner) for inner in one] if isinstance(one, list) else one

    return values(json.loads(data))


def of_table(text: str, between: str) -> list[list[str]]:
    return [row[1:] for row in csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)]


def of_lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if "__" not in line]


def less(document: Document) -> Document:
    return replace(document, preamble=document.preamble[1:])


OTHER = akn.parse(SEEDS[1])
FORMS: dict[str, tuple[Callable[[Document], Any], Callable[[Any], Any]]] = {
    "xml": (akn.to_xml, of_xml),
    "json": (akn.to_json, of_json),
    "page": (akn.to_html, of_html),
    "article": (lambda one: akn.to_html(one, page=False), of_html),
    "markdown": (akn.to_markdown, of_markdown),
    "word": (akn.to_docx, of_word),
    "view": (akn.view, of_html),
    "diff.html": (lambda one: akn.diff(one, less(one)).html(), of_html),
    "diff.text": (lambda one: akn.diff(one, one).text(whole=True), of_lines),
    "diff.json": (lambda one: akn.diff(one, one).json(), of_json),
    "align.tmx": (lambda one: akn.align(one, one).tmx(), of_xml),
    "align.tsv": (lambda one: akn.align(one, one).tsv(), lambda text: of_table(text, "\t")),
    "align.text": (lambda one: akn.align(one, one).text(), of_lines),
    "align.json": (lambda one: akn.align(one, one).json(), of_json),
    "data": (lambda one: json.dumps(akn.data(one)), of_json),
    "graph.graphml": (lambda one: akn.graph([one, OTHER]).graphml(), lambda data: sorted(of_xml(data))),
    "graph.csv": (lambda one: akn.graph([one, OTHER]).csv(), lambda text: of_table(text, ",")),
    "graph.jsonld": (lambda one: akn.graph([one, OTHER]).jsonld(), of_json),
}
"""How each form is written, and what is read of it."""


@functools.cache
def said(value: str) -> dict[str, Any]:
    """Return what every form says of the document, with one and the same sign for the value."""

    forms = (value, value.translate(RAISE), value.removeprefix("#"), value.partition(" ")[2] or value, normalised(value))

    def put(one: Any) -> Any:
        if isinstance(one, list | tuple):
            return [put(inner) for inner in one]
        return functools.reduce(lambda text, form: text.replace(form, "\u00a4"), forms, one) if isinstance(one, str) else one

    document = valued(value)
    return {name: put(read(write(document))) for name, (write, read) in FORMS.items()}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("lead", LEADS)
def test_no_value_becomes_markup(lead: str, name: str) -> None:
    assert said(lead + SIGNS)[name] == said(lead + PLAIN)[name]


def test_a_work_is_cited_by_its_name_as_it_is() -> None:
    iri = "/akn/un/\"'<x-y>&amp;,\t\r\n;"
    graph = akn.graph([Document(body=(Block((Inline("ref", ("words",), (("href", iri),)),)),))])
    root = etree.fromstring(graph.graphml())
    assert [one.get("target") for one in root.iter("{*}edge")] == [iri]
    assert iri in [one.get("id") for one in root.iter("{*}node")]
    assert [row[2] for row in csv.reader(io.StringIO(graph.csv(), newline=""))] == ["target", iri]
    assert json.loads(graph.jsonld())["@graph"][1]["references"] == [iri]


STEERED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def test_no_value_ends_a_line_or_a_cell_or_steers_a_terminal() -> None:
    odd, tame = valued(STEERING), valued(PLAIN)
    texts = [akn.diff(odd, odd).text(whole=True), akn.align(odd, odd).text(), akn.align(odd, odd).tsv()]
    assert not [found for text in texts if (found := STEERED.search(text))]
    assert [len(row) for row in of_table(texts[2], "\t")] == [len(row) for row in of_table(akn.align(tame, tame).tsv(), "\t")]
    table = akn.graph([odd, OTHER]).csv()
    assert {len(row) for row in of_table(table, ",")} == {5}
    assert akn.read(akn.to_xml(odd)).identity.title == STEERING


def test_no_value_steers_the_terminal_of_a_command(tmp_path: Path) -> None:
    text = tmp_path / "a\u202e\x9b31m.txt"
    text.write_text(f"{SEEDS[0].read_text(encoding='utf-8')}\n\nA line with \x1b[31m\x9b\u202e.\n", encoding="utf-8")
    xml = text.with_suffix(".xml")
    made = akn.convert(SEEDS[0]).xml.decode()
    for value in ('language="eng', 'value="A/HRC/RES/53/30', "unga-hrc"):
        made = made.replace(value, f"{value}&#10;&#x9b;31m&#x202e;")
    xml.write_text(made, encoding="utf-8")
    calls = [["check"], ["validate"], ["inspect"], ["roundtrip"], ["catalog"], ["score", "--show", "9"], ["convert", "-l", "x\x9b"]]
    calls += [["convert", "--limit", "\x1b[31m=1"], ["convert", "--organ", "\u202e"], ["convert", "--date", "\x1b[31m"], ["convert", "--catalog", str(text)]]
    runs = [CliRunner().invoke(cli, [*call, str(xml if call[0] in ("validate", "catalog", "score") else text)]) for call in calls]
    runs += [CliRunner().invoke(cli, [name, str(text), str(xml)]) for name in ("align", "diff")]
    assert not [run.output for run in runs if STEERED.search(run.output) or "mistake in akn" in run.output]
    assert "\n31m" not in runs[4].output, "a line a Work"


def test_a_page_about_a_text_holds_its_words_and_its_name_as_words(tmp_path: Path) -> None:
    path = tmp_path / "<x-y>&amp;.txt"
    path.write_text("The Human Rights Council,\n\n1. Calls <x-y>&amp;\n\n3. <x-y>&amp;<script>\n\n¹ <x-y>\n", encoding="utf-8")
    page = akn.view(path)
    found = html5lib.parse(page)
    assert not [one for one in found.iter() if "x-y" in str(one.tag)]
    words = "".join(found.itertext())
    assert "<x-y>&amp;.txt" in words
    assert words.count("<x-y>&amp;<script>") == 2
    assert "AKN" in words


def test_a_heading_is_one_whatever_its_words_begin_and_end_with() -> None:
    words = ("# C #", "- C", "===", "1. C ##")
    parts = tuple(Part("section", (), num=num, heading=Block((one,), "heading")) for num in ("I", "1.") for one in words)
    html = MarkdownIt("commonmark").render(akn.to_markdown(Document(body=parts)))
    assert re.findall(r"<h2>(.*?)</h2>", html, re.S) == [*(f"I<br />\n{one}" for one in words), *(f"1. {one}" for one in words)]


def test_a_schema_may_lie_anywhere(tmp_path: Path) -> None:
    copy = tmp_path / os.fsdecode(b"\xff")
    shutil.copytree(official().parent, copy)
    assert akn.validate(akn.convert(SEEDS[0]).xml, schema=copy / official().name).valid
