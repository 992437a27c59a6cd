"""The last branches of the core, each by the least that reaches it."""

from __future__ import annotations

import re

import pytest
from lxml import etree

import akn
from akn import characters, packs
from akn.diagnostics import Reporter
from akn.document import Block, Part
from akn.grammar import divisions, words
from akn.grammar.automaton import State, Tables
from akn.grammar.classify import classifier
from akn.grammar.parser import _accepts
from akn.pages import Logical
from akn.text import blocks_of
from akn.xml import AKN, LARGE, parse

HEAD = "A/RES/99/7\n\n99/7. Libraries\n\nThe General Assembly,\n\nRecalling the maps,\n\n"


def lines(*kinds: str) -> list[Logical]:
    return [Logical("Words", 0, 5, number, kind=kind) for number, kind in enumerate(kinds, 1)]


def mended(text: str) -> str:
    """Return the XML of a text that must be valid and come back."""
    result = akn.convert(text, language="en", organ="ga")
    assert akn.validate(result.xml).valid
    assert akn.to_text(result.xml, layout="source") == text
    return result.xml.decode()


def test_a_reduction_takes_what_reductions_put_there() -> None:
    states = (
        State({"a": 1}, {"$END": 0}), State({"b": 2, "c": 3}, {"$END": 1}), State({}, {"$END": 2}), State({"$END": 4}, {}), State({}, {}),
    )  # fmt: skip
    made = Tables(states, (("a", 0, "a"), ("b", 0, "b"), ("c", 1, "c")), 4)
    assert _accepts([0], "$END", made)


def test_a_reporter_without_a_clock_never_ends_the_work() -> None:
    told = Reporter("text")
    told.check()
    assert told.diagnostics() == ()


def test_the_words_of_a_language_without_a_file() -> None:
    assert words.operatives("xx") == words.Operatives({})


def test_headings_are_blocks_too() -> None:
    part = Part("section", (Block(("Below",)),), heading=Block(("Above",)))
    assert [one.text() for one in blocks_of((part,))] == ["Above", "Below"]


def test_where_a_further_document_begins() -> None:
    """The date above a masthead is the close of the document before; what stands in an annex is none."""
    assert divisions._masthead(lines("NUMBER", "PARA", "DATE", "ORGAN", "NUMBER"), 0, 4) == 3
    assert divisions._within(lines("NUMBER", "ANNEX", "TEXT", "NUMBER"), 3, classifier("en", "ga"))


def test_letters_that_are_no_parts_are_sections() -> None:
    found = [Logical(text, 0, len(text), 1, kind=kind) for text, kind in (("99/7", "NUMBER"), ("A", "LETTER"), ("1. Go.", "PARA"), ("B", "LETTER"))]
    divisions.letters(found, classifier("en", "ga"))
    assert [line.kind for line in found] == ["NUMBER", "HEADING", "PARA", "HEADING"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in the 2030 Agenda4 of", [(18, 19, 0)]),
        ("Agenda 20304 of", [(11, 12, 1)]),
        ("resolution III/14 of", [(16, 17, 2)]),
        ("the “rooms” 4 of", []),
        ("1.4 degrees", []),
        ("decided4 rooms", [(7, 8, 0)]),
        ("a room 14", []),
    ],
)  # fmt: skip
def test_where_a_mark_may_hide(text: str, found: list[tuple[int, int, int]]) -> None:
    assert [place for place in classifier("en", "ga").hidden_marks(text) if text[place[0] : place[1]] == "4"] == found


def test_rows_below_items() -> None:
    xml = mended(f"{HEAD}1. Requests the following:\n\n(a) Maps;\n\n(b) Rooms;\n\nTown\tMaps\tRooms\n\nBay\t1\t2\n\nHill\t3\t4\n\n2. Decides so.\n")
    assert xml.count("<tr ") == 3


def test_what_looks_like_a_row_and_is_none() -> None:
    """Two lines with wide gaps are no table, nor are lines whose gaps stand at different places."""
    text = f"{HEAD}1. Requests maps:\n\nTown     Maps\nBay   of the sea     Many maps of it\nHill  and     Dale     too\n\n2. Decides so.\n"
    assert "<tr " not in mended(text)


def test_a_draft_below_a_heading() -> None:
    draft = "The General Assembly,\n\nNoting the rooms,\n\n1. Welcomes them;\n\n2. Decides so."
    text = (
        "E/RES/2045/7\n\n2045/7. Libraries\n\nThe Economic and Social Council,\n\nRecalling the maps,\n\nReading rooms\n\n"
        f"1. Recommends to the General Assembly the adoption of the following draft resolution:\n\n{draft}\n\n2. Decides so too, bearing in mind paragraph 1 above.\n"
    )
    result = akn.convert(text, language="en", organ="ecosoc")
    assert akn.validate(result.xml).valid
    assert b"<embeddedStructure " in result.xml
    assert b'href="#dvs_1__para_1"' in result.xml
    assert akn.to_text(result.xml, layout="source") == text


def test_a_draft_that_recommends_a_draft() -> None:
    inner = "The Economic and Social Council,\n\nNoting the maps,\n\n1. Welcomes them."
    middle = f"The General Assembly,\n\nNoting the rooms,\n\n1. Recommends to the Council the following draft resolution:\n\n{inner}"
    text = (
        "E/RES/2045/7\n\n2045/7. Libraries\n\nThe Economic and Social Council,\n\nRecalling the maps,\n\n"
        f"1. Recommends to the General Assembly the adoption of the following draft resolution:\n\n{middle}\n"
    )
    xml = akn.convert(text, language="en", organ="ecosoc").xml
    assert b'<paragraph eId="para_1__p_1__embeddedStructure_1__para_1__p_1__embeddedStructure_1__para_1">' in xml


def test_paragraphs_in_brackets_are_those_of_another_text() -> None:
    xml = mended(f"{HEAD}1. Welcomes the maps;\n\n2. Recalls the report (paragraph 1) of the porters, as set out in paragraph 1 above.\n")
    assert xml.count('href="#para_1"') == 1


def test_a_letter_before_a_stroke_is_a_symbol() -> None:
    xml = mended(f"{HEAD}1. Recalls its resolution 53/243 A and B/12 of 13 September 1999.\n")
    assert "53-243-B" not in xml


def test_symbols_lead_to_their_session_or_nowhere() -> None:
    from akn import iris

    assert iris.publication("A/C.3/75/L.1").status == "unknown"
    assert iris.publication("X/1").status == "unknown"
    assert packs.fallback().key == "ga"


def test_what_xml_cannot_hold_is_what_libxml2_refuses() -> None:
    held = re.compile(f"[^{characters.UNHELD}]")
    for code in range(0x10000):
        try:
            etree.Element("a").text = chr(code)
        except ValueError:
            assert not held.match(chr(code)), hex(code)
        else:
            assert held.match(chr(code)), hex(code)


def padded(xml: str) -> bytes:
    """Return XML so large that it is looked through before a tree is made of it."""
    return f"<!--{' ' * LARGE}-->{xml}".encode()


def test_a_large_file_that_is_no_xml_is_said_with_its_place() -> None:
    with pytest.raises(akn.SourceError, match=rf"line 1, column {LARGE + 15}: Opening and ending tag mismatch"):
        parse(padded("<a></b>"))


def test_the_clock_is_looked_at_while_a_large_file_goes_by() -> None:
    parse(padded(f"<a>{'<b/>' * 5000}</a>"))
    with pytest.raises(akn.LimitExceeded, match="seconds"):
        parse(padded(f"<a>{'<b/>' * 5000}</a>"), akn.Limits(seconds=-1))


def test_lines_of_a_close_with_what_is_no_text_between() -> None:
    foreign = f'<akomaNtoso xmlns="{AKN}"><doc name="x"><mainBody><p>One.</p></mainBody><conclusions><p>5th meeting<!-- of 99 --><eol/><img src="a"/>3 May 2035</p></conclusions></doc></akomaNtoso>'
    assert akn.to_text(akn.read(foreign)) == "One.\n\n5th meeting\n\n3 May 2035\n"


def test_a_note_of_others_that_begins_with_a_word_in_italics() -> None:
    foreign = f'<akomaNtoso xmlns="{AKN}"><doc name="x"><mainBody><p>One<authorialNote marker="1"><p><i>Ibid.</i>, p. 5</p></authorialNote>.</p></mainBody></doc></akomaNtoso>'
    assert akn.to_text(akn.read(foreign)) == "One¹.\n\n¹ Ibid., p. 5\n"


def test_what_a_paragraph_asks_is_read_past_a_comment() -> None:
    made = akn.convert("The Human Rights Council,\n\n1. Requests the Secretary-General to report to it at its ninetieth session.\n").xml.decode()
    assert "<addressee" in made
    noted = re.sub(r"(<(?:\w+:)?addressee)", r"<!-- whom -->\1", made)
    assert akn.read(noted) == akn.read(made)


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
def test_what_stands_behind_the_last_note(end: str) -> None:
    xml = mended(f"{HEAD}1. Decides so.¹\n\n¹ A/99/1.{end}")
    assert akn.to_text(xml).endswith("1. Decides so.¹\n\n¹ A/99/1.\n")
