"""The source comes back to the character, whatever its layout, whoever rewrote the file, and where it was edited."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

import msgspec
import pytest
from conftest import SEEDS
from layouts import layouts
from lxml import etree

import akn
from akn.document import Block, Document, Part

TEXTS = {path.stem[:3]: path.read_bytes().decode("utf-8") for path in SEEDS}
VARIANTS = [
    pytest.param(name, layout, id=f"{name}-{layout}")
    for name, text in TEXTS.items()
    for layout in layouts(text, akn.to_text(akn.parse(text)))
]


def unplaced(value: Any) -> Any:
    """Return a document without the places of its parts: a file does not know where the source had them."""
    if isinstance(value, tuple):
        return tuple(unplaced(one) for one in value)
    if isinstance(value, Document | Part | Block) or hasattr(value, "content"):
        fields = {name: unplaced(getattr(value, name)) for name in value.__struct_fields__ if name != "place"}
        return msgspec.structs.replace(value, **fields, **({"place": None} if "place" in value.__struct_fields__ else {}))
    return value


@pytest.mark.parametrize(("name", "layout"), VARIANTS)
def test_every_layout_comes_back_and_has_one_canonical_text(name: str, layout: str) -> None:
    canonical = akn.to_text(akn.parse(TEXTS[name]))
    source = layouts(TEXTS[name], canonical)[layout]
    xml = akn.convert(source).xml
    assert akn.to_text(xml, layout="source") == source.removeprefix("\ufeff")
    assert akn.to_bytes(xml) == source.encode()
    assert akn.to_text(xml) == canonical


def test_canonical_is_a_normal_form(seed: str) -> None:
    canonical = akn.to_text(akn.parse(seed))
    again = akn.convert(canonical)
    assert akn.to_text(again.xml) == canonical
    assert again.document.layout is None, "a canonical text needs no record"
    assert b"proprietary" not in again.xml
    assert unplaced(msgspec.structs.replace(again.document, layout=None)) == unplaced(
        msgspec.structs.replace(akn.parse(seed), layout=None)
    )
    assert canonical.endswith("\n")
    assert not canonical.endswith("\n\n")
    assert "\n\n\n" not in canonical
    assert all(line == line.strip() for line in canonical.split("\n"))


def test_writing_and_reading_lose_nothing(seed: str) -> None:
    result = akn.convert(seed)
    assert akn.to_xml(akn.parse(seed)) == result.xml
    assert akn.to_xml(result.document) == result.xml
    assert akn.read(result.xml) == unplaced(result.document)
    assert akn.to_xml(akn.read(result.xml)) == result.xml
    assert akn.to_text(result.document, layout="source") == seed


REWRITERS: dict[str, Callable[[bytes], bytes]] = {
    "lxml": lambda xml: etree.tostring(etree.fromstring(xml)),
    "lxml, a line for every part": lambda xml: etree.tostring(etree.fromstring(xml), pretty_print=True),
    "C14N": lambda xml: etree.tostring(etree.fromstring(xml), method="c14n"),
    "C14N 2": lambda xml: etree.canonicalize(xml.decode()).encode(),
    "exclusive C14N": lambda xml: etree.tostring(etree.fromstring(xml), method="c14n", exclusive=True),
    "ElementTree, prefixes ns0": lambda xml: ElementTree.tostring(ElementTree.fromstring(xml)),
    "ASCII, character references": lambda xml: etree.tostring(etree.fromstring(xml), encoding="us-ascii"),
    "UTF-16": lambda xml: etree.tostring(etree.fromstring(xml), encoding="utf-16"),
    "CRLF": lambda xml: etree.tostring(etree.fromstring(xml), pretty_print=True).replace(b"\n", b"\r\n"),
    "comments and instructions": lambda xml: xml.replace(b"<preamble>", b"<!-- here --><?page 2?><preamble>"),
    "its own writer": lambda xml: akn.to_xml(akn.read(xml)),
}


@pytest.mark.parametrize("rewrite", REWRITERS.values(), ids=REWRITERS)
def test_a_file_may_be_rewritten(seed: str, rewrite: Callable[[bytes], bytes]) -> None:
    xml = akn.convert(seed).xml
    again = rewrite(xml)
    assert akn.to_text(again, layout="source") == seed
    assert akn.to_text(again) == akn.to_text(xml)


@pytest.mark.parametrize("rewrite", REWRITERS.values(), ids=REWRITERS)
def test_odd_layouts_may_be_rewritten(rewrite: Callable[[bytes], bytes]) -> None:
    """Characters that no XML holds, blanks in a row, tabs and line ends of every kind survive too."""
    text = TEXTS["003"].replace("\n", "\r\n", 9).replace("决议", "决\x00议\ud800", 2).replace("大会", "大\t 会").replace("，\n", "，  \x0b\x0c")
    xml = akn.convert(text).xml
    assert akn.to_text(rewrite(xml), layout="source") == text


# What was edited is new, everything else stays exactly as it was.


def opened(text: str) -> Any:
    return akn.convert(text).tree


def named(tree: Any, eid: str) -> Any:
    (found,) = tree.xpath("//*[@eId=$eid]", eid=eid)
    return found


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """Return what differs, line by line: what was there and what is there now."""
    one, two = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return [("".join(one[a:b]), "".join(two[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def source(tree: Any) -> str:
    return akn.to_text(etree.tostring(tree), layout="source")


def set_text(block: Any, text: str) -> None:
    for child in list(block):
        block.remove(child)
    block.text = text


def test_one_paragraph_is_edited(seed: str) -> None:
    tree = opened(seed)
    set_text(named(tree, "para_2__p_1"), "请秘书长另行报告；")
    ((gone, new),) = changes(seed, source(tree))
    assert new.strip() == "2.  请秘书长另行报告；" or new.strip() == "2. 请秘书长另行报告；"
    assert gone.strip().startswith("2.")


def test_two_paragraphs_are_edited(seed: str) -> None:
    tree = opened(seed)
    set_text(named(tree, "preamble__container_2__p_1"), "回顾其各项决议，")
    set_text(named(tree, "para_1__p_1"), "决定休会；")
    found = changes(seed, source(tree))
    assert len(found) == 2
    assert [new.strip().partition(" ")[2] or new.strip() for _, new in found] == ["回顾其各项决议，", "决定休会；"]


def test_a_paragraph_is_removed() -> None:
    tree = opened(TEXTS["004"])
    gone = named(tree, "para_3")
    words = "".join(gone.itertext())
    gone.getparent().remove(gone)
    ((before, after),) = changes(TEXTS["004"], source(tree))
    assert before.replace(" ", "").strip() == words
    assert not after.strip()


def test_a_wrapped_paragraph_is_removed() -> None:
    tree = opened(TEXTS["001"])
    gone = named(tree, "para_4")
    words = "".join(gone.itertext())
    gone.getparent().remove(gone)
    ((before, after),) = changes(TEXTS["001"], source(tree))
    assert "".join(before.split()) == words
    assert not after.strip()


def test_a_paragraph_is_inserted(seed: str) -> None:
    tree = opened(seed)
    last = named(tree, "para_2")
    new = etree.fromstring(
        f'<paragraph xmlns="{last.nsmap[None]}" eId="para_2bis"><num>2 bis.</num><content eId="para_2bis__content">'
        '<p eId="para_2bis__p_1">又请秘书长报告；</p></content></paragraph>'
    )
    last.addnext(new)
    ((before, after),) = changes(seed, source(tree))
    assert not before.strip()
    assert after.strip() == "2 bis. 又请秘书长报告；"


@pytest.mark.parametrize(("name", "eid"), [("000", "preamble__container_10__p_1__authorialNote_2"), ("002", "preamble__container_8__p_1__authorialNote_1"), ("003", "coverPage__container_4__p_1__authorialNote_1")])
def test_a_note_is_edited(name: str, eid: str) -> None:
    tree = opened(TEXTS[name])
    note = named(tree, eid)
    set_text(note[0], "见秘书长的说明。")
    ((before, after),) = changes(TEXTS[name], source(tree))
    assert before.strip()[0] == after.strip()[0]
    assert after.strip()[1:].strip() == "见秘书长的说明。"


def test_the_paragraph_that_holds_a_note_is_edited() -> None:
    """The note was printed inside the recital that is new: it is not lost."""
    tree = opened(TEXTS["002"])
    block = named(tree, "preamble__container_15__p_1")
    set_text(block, "欢迎区域机制的作用，")
    text = source(tree)
    assert "¹ A/HRC/54/61." in text
    assert "欢迎区域机制的作用，" in text
    for line in TEXTS["002"].splitlines():
        if not line.startswith(("欢迎区域机制", "后续行动")):
            assert line in text


def test_the_order_of_paragraphs_is_changed() -> None:
    tree = opened(TEXTS["003"])
    one, two = named(tree, "para_12"), named(tree, "para_13")
    two.addnext(one)
    text = source(tree)
    assert sorted(text.split()) == sorted(TEXTS["003"].split())
    assert text.index("13. ") < text.index("12. ")


def test_everything_is_edited(seed: str) -> None:
    """A translation into the same structure: no word of it is lost."""
    tree = opened(seed)
    for number, block in enumerate(tree.iter("{*}p")):
        if not block.findall(".//{*}authorialNote"):
            set_text(block, f"第{number}段。")
    text = source(tree)
    for number, block in enumerate(tree.iter("{*}p")):
        assert block.findall(".//{*}authorialNote") or f"第{number}段。" in text
