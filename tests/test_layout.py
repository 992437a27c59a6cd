"""The layout record: small, and no danger to the text whatever becomes of it."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from conftest import SEEDS
from hypothesis import given
from hypothesis import strategies as st
from layouts import layouts, wrapped
from lxml import etree
from oracles import text as check

import akn
from akn.document import Layout
from akn.layout import checks, escape, unescape

STORED = Path(__file__).with_name("stored")
TEXTS = [path.read_bytes().decode("utf-8") for path in SEEDS]
DOCUMENTS = [akn.parse(text) for text in TEXTS]
RECORDED = [document for document in DOCUMENTS if document.layout]


def size(xml: bytes) -> int:
    """Return how many bytes the record takes in the file."""
    found = re.search(rb"<proprietary.*</proprietary>", xml, re.DOTALL)
    return len(found[0]) if found else 0


def test_a_canonical_text_has_no_record(seed: str) -> None:
    assert size(akn.convert(akn.to_text(akn.parse(seed))).xml) == 0


LIMITS = {"000": 0.10, "001": 0.13, "002": 0.04, "003": 0.06, "004": 0.05}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_the_record_is_small(path: Path) -> None:
    """A tenth of the text for one that is wrapped and paged, less for a clean one."""
    data = path.read_bytes()
    assert size(akn.convert(data).xml) <= len(data) * LIMITS[path.stem[:3]]


@pytest.mark.parametrize("layout", ["CRLF", "no blank lines", "trailing blanks", "ideographic indents", "60 cells", "30 cells, indented"])
def test_a_regular_layout_is_recorded_once(layout: str) -> None:
    """What is the same on every line is not said for every line."""
    text = TEXTS[4]
    canonical = akn.to_text(DOCUMENTS[4])
    source = wrapped(canonical, 30, "    ") if layout == "30 cells, indented" else layouts(text, canonical)[layout]
    assert size(akn.convert(source).xml) < len(source.encode()) * 0.12


def test_the_record_does_not_hold_the_text(seed: str) -> None:
    for source in layouts(seed, akn.to_text(akn.parse(seed))).values():
        layout = akn.parse(source).layout
        if layout:
            held = layout.texts + layout.wrap + layout.gap + layout.end
            assert not re.search(r"[\u3400-\u9fff]", held)


def test_a_running_head_is_kept_once() -> None:
    head = "\n\f\nA/HRC/RES/99/7\n\n"
    paragraphs = [f"{number}. 决定第{number}次报告；" for number in range(1, 30)]
    source = "A/HRC/RES/99/7\n\n99/7. 图书馆\n\n人权理事会，\n\n" + "".join(f"{one}\n{head}" if at % 5 == 4 else f"{one}\n\n" for at, one in enumerate(paragraphs))
    xml = akn.convert(source).xml
    assert akn.to_text(xml, layout="source") == source
    (record,) = re.findall(rb"<proprietary.*</proprietary>", xml, re.DOTALL)
    assert record.count(b"A/HRC/RES/99/7") == 1
    assert akn.to_text(xml).count("A/HRC/RES/99/7") == 1, "the masthead's is text, those of the pages are not"


@pytest.mark.parametrize("mark", ["¹", "¹²", "(¹)", "*", "(*)", "ᵃ", "ʷ", "ᵃᵇ"])
@pytest.mark.parametrize("begins", ["{} A", "{}A", "{}  A", "{}\tA", "{}\u00a0A", "{}\n   A", " {}  A", "{}* A"])
def test_notes_begin_in_any_layout(mark: str, begins: str) -> None:
    check(f"99/7. Books{mark}\n\nThe General Assembly,\n\n1. Decides so.\n\n{begins.format(mark)}/99/1.\n")


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_pieces_are_escaped_for_any_tool(piece: str) -> None:
    written = escape(piece)
    assert unescape(written) == piece
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff~]|  |^ | $", re.sub(r"\\~", "", written))


def test_checks_tell_texts_apart() -> None:
    texts = [f"第{number}段" for number in range(2000)]
    assert len({checks([text]) for text in texts}) > 1980
    assert {len(checks([text])) for text in texts} == {3}


# A record that was tampered with, cut off or made for another text.

fields = st.sampled_from(["texts", "blocks", "checks", "version", "wrap", "gap", "end", "encoding", "notes"])
noise = st.one_of(st.text("abc;,@-_{}\\|~.0123456789us", max_size=12), st.text(max_size=6))


@st.composite
def tampered(draw: st.DrawFn) -> tuple[int, Layout]:
    at = draw(st.integers(0, len(RECORDED) - 1))
    layout = RECORDED[at].layout
    assert layout is not None
    for _ in range(draw(st.integers(1, 3))):
        name = draw(fields)
        value = getattr(layout, name)
        start = draw(st.integers(0, len(value)))
        cut = draw(st.integers(0, 30))
        layout = msgspec.structs.replace(layout, **{name: value[:start] + draw(noise) + value[start + cut :]})
    return at, layout


@given(tampered())
def test_tampering_loses_no_block(case: tuple[int, Layout]) -> None:
    at, layout = case
    document = msgspec.structs.replace(RECORDED[at], layout=layout)
    source = akn.to_text(document, layout="source")
    found = re.sub(r"\s", "", source)
    for block in akn.to_text(document).rstrip("\n").split("\n\n"):
        for piece in re.findall(r"\w+", block):
            assert piece in found or all(char in found for char in piece)


@given(tampered())
def test_tampered_files_are_read(case: tuple[int, Layout]) -> None:
    """The canonical text does not depend on the record, nor does the file's validity on what the record says."""
    at, layout = case
    document = msgspec.structs.replace(RECORDED[at], layout=layout)
    assert akn.to_text(document) == akn.to_text(RECORDED[at])


@pytest.mark.parametrize(
    "blocks", ["@@@@", "@1.@1.", "a@999999999.", "{999999999}", "0-999999999a", "99999999999999999999", ";" * 3000, "@0.", "0@0.", "-", "a" * 3000]
)
def test_hostile_records(blocks: str) -> None:
    for document in RECORDED:
        assert document.layout is not None
        layout = msgspec.structs.replace(document.layout, blocks=blocks)
        source = akn.to_text(msgspec.structs.replace(document, layout=layout), layout="source")
        for block in akn.to_text(document).rstrip("\n").split("\n\n"):
            assert re.sub(r"\s", "", block)[:12] in re.sub(r"\s", "", source)


def test_the_record_of_another_document() -> None:
    for one in RECORDED:
        for other in RECORDED:
            text = re.sub(r"\s", "", akn.to_text(msgspec.structs.replace(one, layout=other.layout), layout="source"))
            for block in akn.to_text(one).rstrip("\n").split("\n\n"):
                assert re.sub(r"\s", "", block)[:12] in text


def test_a_file_without_its_record_is_canonical(seed: str) -> None:
    tree = akn.convert(seed).tree
    for record in tree.findall(".//{*}proprietary"):
        record.getparent().remove(record)
    xml = etree.tostring(tree)
    assert akn.to_text(xml, layout="source") == akn.to_text(xml) == akn.to_text(akn.parse(seed))


# Files written by earlier versions stay readable: they are never rewritten, not even by --accept.


@pytest.mark.parametrize("path", sorted(STORED.glob("*.xml")), ids=lambda path: path.stem)
def test_a_stored_file_gives_its_text(path: Path) -> None:
    assert akn.to_bytes(path) == path.with_suffix(".txt").read_bytes()
    assert akn.validate(path).valid


def test_every_version_is_stored() -> None:
    from akn.layout import VERSION

    assert {path.stem for path in STORED.glob("*.xml")} == {f"layout-{number}" for number in range(1, int(VERSION) + 1)}


def test_blocks_are_known_whatever_characters_they_have() -> None:
    half, words = "Half a pair \ud800", "Words"
    assert checks([half, words]) == checks([half]) + checks([words])
    assert checks([half]) != checks([half.replace("\ud800", "\udfff")])
