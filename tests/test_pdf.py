"""PDF: lines in reading order, marks by their size, Arabic as it is spoken; a clear word where there is no text."""

from __future__ import annotations

import sys
import zlib

import pytest
from portable import Words, lines, pdf

import akn
from akn.errors import LimitExceeded, SourceError
from akn.limits import Limits
from akn.readers import speech
from akn.readers.glyphs import LAYERS
from akn.source import open_source

pytest.importorskip("pypdfium2")


def read(data: bytes) -> str:
    return open_source(data).text


PAGE = lines(
    "99/7. Public libraries", "", "The Human Rights Council,", "", "Recalling the report on reading rooms and the comments",
    "of States and of libraries on it, in all their parts", "and with all that they say,", "", "1. Welcomes the report;", "",
    "2. Decides to remain seized of the matter.",
)  # fmt: skip


def test_rows_become_lines_and_wider_gaps_blank_ones() -> None:
    result = akn.convert(pdf(PAGE))
    assert akn.to_text(result.xml, layout="source") == (
        "99/7. Public libraries\n\nThe Human Rights Council,\n\nRecalling the report on reading rooms and the comments\n"
        "of States and of libraries on it, in all their parts\nand with all that they say,\n\n1. Welcomes the report;\n\n"
        "2. Decides to remain seized of the matter.\n"
    )
    assert akn.to_text(result.xml).count("\n\n") == 4
    origin = akn.read(result.xml).origin
    assert origin is not None
    assert (origin.format, origin.recovered, origin.raised) == ("pdf", True, 0)
    assert akn.validate(result.xml).valid
    assert result.diagnostics[0].code == "AKN804"


def test_the_order_of_the_file_does_not_matter() -> None:
    assert read(pdf(PAGE[::-1])) == read(pdf(PAGE))


def test_small_raised_figures_are_marks_and_the_others_are_not() -> None:
    page: list[Words] = [*lines("Recalling the reports,", "1 See A/99/1 on H"), (232, 703.5, 6.5, "12"), (202.5, 685.5, 6.5, "2")]
    assert read(pdf(page)) == "Recalling the reports,¹²\n1 See A/99/1 on H2\n"
    assert open_source(pdf(page)).origin.raised == 1  # type: ignore[union-attr]


def test_a_note_whose_own_mark_is_not_raised_gets_it_where_every_mark_has_such_a_line() -> None:
    mark: Words = (232, 703.5, 6.5, "1")
    page = [*lines("Recalling the reports,", "1 January and so on,", "", "1 A/99/1."), mark]
    assert read(pdf(page)) == "Recalling the reports,¹\n1 January and so on,\n\n¹ A/99/1.\n"
    page = [*lines("Recalling the reports,", "", "1 A/99/1."), mark, (237, 703.5, 6.5, ","), (242, 703.5, 6.5, "2")]
    assert "\n1 A/99/1." in read(pdf(page))


def test_a_mark_may_stand_a_tab_before_its_note_and_have_brackets() -> None:
    marks: list[Words] = [(232, 703.5, 6.5, "(1)"), (100, 603.5, 5, "1")]
    page = [*lines("Recalling the reports,"), (140, 600, 9, "A/99/1."), *marks]
    assert read(pdf(page)) == "Recalling the reports,(¹)\n\n¹ A/99/1.\n"


def test_raised_letters_belong_to_their_word() -> None:
    page: list[Words] = [*lines("Decree n  of the 1"), (148, 704, 6, "o"), (208, 704, 6, "st"), (220, 700, 10, "day")]
    assert read(pdf(page)) == "Decree no of the 1st day\n"


def test_a_number_at_the_edge_of_a_page_stays_with_its_text() -> None:
    text = "The text of an item that fills the line of a page as running text does,"
    page = [(100, 750, 10, "(g)"), (175, 750, 10, text), *lines("and goes on in the next line of it;", left=175, top=738)]
    assert read(pdf(lines("First page"), page)).split("\f")[1] == f"(g)\t{text}\nand goes on in the next line of it;\n"


def test_pages_are_parted_and_findings_name_them() -> None:
    second = lines("A/99/L.1", "", "1. Welcomes the report;", "", "3. Decides to act.")
    result = akn.convert(pdf(PAGE[:4], second), language="en", organ="hrc")
    found = next(one for one in result.diagnostics if one.name == "numbering-gap")
    assert (found.page, found.page_line) == (2, 5)
    assert akn.to_text(result.xml, layout="source").count("\f") == 1
    assert all(one.page == 0 for one in akn.convert("1. Decides.\n\n3. Acts.\n").diagnostics)


def test_a_masthead_and_the_edges_of_a_page_stand_piece_by_piece_and_cells_have_tabs() -> None:
    wide = "Recalling that a line of running text is as wide as the page that it stands on,"
    page = [(100, 750, 10, "United Nations"), (420, 750, 10, "A/99/L.1"), (100, 700, 10, wide), (100, 600, 10, "Chile"), (420, 600, 10, "12")]
    page += [(100, 580, 10, wide), (100, 60, 10, "GE.99-12345 (E)"), (420, 60, 10, "*9912345*"), (100, 40, 10, "2")]
    assert read(pdf(page)).split("\n") == ["United Nations", "A/99/L.1", "", wide, "", "Chile\t12", "", wide, "", "GE.99-12345 (E)", "*9912345*", "", "2", ""]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"the left column has a line {at}," for at in "abcd"]
    right = [f"the right one has such a line {at}" for at in "efgh"]
    page = [*lines("Text above that is so wide that it is no masthead, and goes on to the end"), *lines(*left, top=650)]
    page += [*lines(*right, left=350, top=650), *lines("Text below", "and its end", top=560)]
    assert [line for line in read(pdf(page)).split("\n") if line][1:-2] == left + right


def test_letters_printed_twice_are_there_once_and_narrow_gaps_are_told() -> None:
    assert read(pdf([*lines("Bold"), (100.2, 700, 10, "Bold")])) == "Bold\n"
    data = pdf([(100, 700, 10, "Rules"), (131.4, 700, 10, "of")])
    assert read(data) == "Rulesof\n"
    assert ("split-word", "Rulesof") in [(name, values.get("word")) for name, _, _, values in open_source(data).findings]
    assert read(pdf([(100, 700, 10, "Two"), (120, 700, 10, "words")])) == "Two words\n"


def test_a_page_may_be_shown_turned_and_leaning_letters_are_set_aside() -> None:
    turned = "q 0 1 -1 0 300 100 cm BT /F 10 Tf <2122> Tj ET Q"
    data = pdf(lines("AB"), more=turned)
    assert read(data) == "AB\n"
    assert "set-aside" in [finding[0] for finding in open_source(data).findings]
    for angle, matrix in ((90, "0 1 -1 0 300 100"), (180, "-1 0 0 -1 300 100"), (270, "0 -1 1 0 300 100")):
        moved = f"q {matrix} cm BT /F 10 Tf <2122> Tj ET Q"
        assert read(pdf([(10, 10, 10, "AB")], rotate=angle, more=moved)) == "AB\n"


def test_a_font_of_negative_size_stands_on_its_head_and_a_turned_place_rights_it() -> None:
    assert read(pdf(lines("AB"), more="BT /F -10 Tf -1 0 0 -1 100 600 Tm <2122> Tj ET")) == "AB\n\nAB\n"
    data = pdf(lines("AB"), more="BT /F -10 Tf 100 600 Td <2122> Tj ET")
    assert read(data) == "AB\n"
    assert ("set-aside", "turned letters (2)") in [(name, values.get("what")) for name, _, _, values in open_source(data).findings]


@pytest.mark.parametrize("matrix", [f"{'9' * 38}.0 0 0 {'9' * 38}.0 100 600", f"1 0 0 1 {'9' * 38}.0 0"], ids=["size", "place"])
def test_letters_that_stand_nowhere_are_set_aside(matrix: str) -> None:
    data = pdf(lines("AB"), more=f"q {'9' * 38}.0 0 0 {'9' * 38}.0 0 0 cm BT /F 10 Tf {matrix} Tm <2122> Tj ET Q")
    assert read(data) == "AB\n"
    assert "set-aside" in [finding[0] for finding in open_source(data).findings]


def test_letters_pressed_flat_are_letters() -> None:
    assert read(pdf([], lines("AB"), more="q 1 0 0 0 0 0 cm BT /F 10 Tf 100 600 Td <2122> Tj ET Q")).replace(" ", "") == "AB\n\fAB\n\nAB\n"


def test_arabic_is_read_as_it_is_spoken() -> None:
    def seen(words: str) -> str:
        """Return words as they are seen, from left to right."""
        return words[::-1]

    title = seen("قرار") + " A/RES/99/7 " + seen("إن الجمعية العامة")
    page = [(100, 700, 10, title), (100, 680, 10, seen("في الفترة") + " " + "2038-2030" + " " + seen("من السنوات"))]
    text = read(pdf(page)).split("\n")
    assert text[0] == "إن الجمعية العامة A/RES/99/7 قرار"
    assert "من السنوات 2030-2038 في الفترة" in text


def test_arabic_words_are_not_stretched_and_no_letter_is_there_twice() -> None:
    page: list[Words] = [(100, 700, 10, "ة"), (101, 704, 10, "ة"), (106, 700, 10, "ـيبرعلا ـه")]
    data = pdf(page)
    assert read(data) == "هـ العربية\n"
    assert ("set-aside", "stretched words (1)") in [(name, values.get("what")) for name, _, _, values in open_source(data).findings]


def test_brackets_that_a_line_leaves_open_are_closed_in_the_next() -> None:
    opened: list[str] = []
    assert [speech.bracketed(line, opened) for line in ("القرار 2624)", "2022( المؤرخ (أ")] == ["القرار 2624(", "2022) المؤرخ (أ"]
    assert speech.bracketed("(نص)") == "(نص)"


@pytest.mark.parametrize(
    ("line", "spoken"),
    [("76/506", "76/506"), ("A/99/1 ب", "ب A/99/1"), ("abc", "abc"), ("A 5 ب", "ب A 5"), ("E/1 2", "2 E/1"), ("", "")],
)
def test_a_line_that_runs_from_right_to_left(line: str, spoken: str) -> None:
    units = list(line)
    assert "".join(units[at] for at in speech.spoken(units, True)) == spoken


def test_words_from_right_to_left_within_another_line() -> None:
    units = list("the word باتك here")
    assert "".join(units[at] for at in speech.spoken(units, False)) == "the word كتاب here"
    assert speech.spoken(list("plain"), False) == [0, 1, 2, 3, 4]


def test_signs_of_several_letters_and_brackets() -> None:
    assert speech.ligature("ال") == "لا"
    assert speech.ligature("اًل") == "لاً"
    assert speech.ligature("لا") == "لا"
    assert speech.bracketed(")أ( نص") == "(أ) نص"
    assert speech.bracketed("نص(ب)") == "نص(ب)"
    assert speech.bracketed("“نص”") == "”نص“"
    assert read(pdf(lines("ﬁnal ﻻ"))).startswith("final")


@pytest.mark.parametrize(
    ("data", "said"),
    [(pdf([]), "OCR"), (b"%PDF-1.4 and nothing", "broken"), (pdf(PAGE)[:300], "broken"), (pdf(lines("\ufffe" * 9)), "OCR")],
    ids=["scan", "nothing", "cut", "no letters"],
)
def test_what_has_no_text_says_so(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        open_source(data)


def test_one_page_without_text_is_told() -> None:
    found = open_source(pdf(PAGE, [])).findings
    assert ("set-aside", "pages without text (2)") in [(name, values.get("what")) for name, _, _, values in found]


@pytest.mark.parametrize(("times", "begin"), [(1, b"\n"), (1, b"\r"), (2, b"\n")])
def test_a_stream_that_swells_is_not_unpacked(times: int, begin: bytes) -> None:
    swollen = b" " * (Limits().stream + 1)
    for _ in range(times):
        swollen = zlib.compress(swollen)
    data = pdf(PAGE).replace(b"%%EOF", b"9 0 obj <<>> stream" + begin + swollen + b"\nendstream")
    with pytest.raises(LimitExceeded, match="stream:"):
        open_source(data)


def test_a_stream_that_is_packed_ever_again_is_refused() -> None:
    packed = b" "
    for _ in range(LAYERS):
        packed = zlib.compress(packed)
    data = pdf(PAGE).replace(b"%%EOF", b"9 0 obj <<>> stream\n" + packed + b"\nendstream")
    with pytest.raises(SourceError, match="packed 8 times"):
        open_source(data)


def test_without_its_reader_a_pdf_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(SourceError, match=r"akn\[pdf\]"):
        open_source(pdf(PAGE))
