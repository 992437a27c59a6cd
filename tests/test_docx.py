"""Word documents: what is printed comes out, as it is printed, and the same pipeline takes it."""

from __future__ import annotations

import hashlib

import pytest
from word import abstract, docx, instance, level, num, p, package, r, table, text

import akn
from akn.errors import LimitExceeded, SourceError
from akn.limits import Limits
from akn.readers.counts import counted
from akn.source import open_source


def lines(data: bytes, tracked: str = "insertions") -> list[str]:
    """Return the lines that the reader gives."""
    return [line for line in open_source(data, tracked=tracked).text.split("\n") if line]


def names(data: bytes) -> list[str]:
    """Return the names of what the reader tells."""
    return [finding[0] for finding in open_source(data).findings]


RESOLUTION = """99/7. Public libraries
The Human Rights Council,
Recalling the report on reading rooms,
1. Welcomes the report;
2. Decides to remain seized of the matter."""


def test_a_document_becomes_a_resolution_with_the_hash_of_its_file() -> None:
    data = docx(text(RESOLUTION))
    result = akn.convert(data)
    assert result.document.identity.show == "99/7"
    assert akn.to_text(result.xml, layout="source") == RESOLUTION.replace("\n", "\n\n") + "\n"
    origin = result.document.origin
    assert origin is not None
    assert (origin.format, origin.sha256, origin.recovered) == ("docx", hashlib.sha256(data).hexdigest(), False)
    again = akn.read(result.xml)
    assert again.origin == origin
    assert akn.to_xml(again) == result.xml
    assert akn.validate(result.xml).valid
    assert result.diagnostics == akn.convert(RESOLUTION.replace("\n", "\n\n") + "\n").diagnostics


def test_the_content_and_not_the_name_says_what_a_file_is(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "resolution.txt"
    path.write_bytes(docx(text(RESOLUTION)))
    assert akn.parse(path).identity.show == "99/7"


def test_numbers_are_printed_with_their_levels_and_begin_anew_below_a_higher_one() -> None:
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "lowerRoman", "(%3)")) + instance(1, 0)
    body = p("One", props=num(1)) + p("a", props=num(1, 1)) + p("i", props=num(1, 2)) + p("ii", props=num(1, 2)) + p("b", props=num(1, 1))
    body += p("Two", props=num(1)) + p("a again", props=num(1, 1))
    assert lines(docx(body, numbering=numbering)) == ["1. One", "(a) a", "(i) i", "(ii) ii", "(b) b", "2. Two", "(a) a again"]


def test_levels_are_printed_within_each_other_legal_ones_in_digits() -> None:
    levels = level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3", more="<w:isLgl/>")
    body = p("A", props=num(1)) + p("B", props=num(1, 1)) + p("C", props=num(1, 2))
    assert lines(docx(body, numbering=abstract(0, *levels) + instance(1, 0))) == ["I A", "I.1 B", "1.1.1 C"]


def test_lists_count_on_together_unless_an_instance_says_where_it_starts() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1.")) + instance(1, 0) + instance(2, 0) + instance(3, 0, start)
    numbering += abstract(1, level(0, "decimal", "%1.")) + instance(4, 1, other)
    body = "".join(p("x", props=num(key)) for key in (1, 2, 3, 3, 1, 4, 4))
    assert lines(docx(body, numbering=numbering)) == ["1. x", "2. x", "5. x", "6. x", "7. x", "C) x", "D) x"]


def test_a_level_may_never_begin_anew_or_only_after_a_certain_one() -> None:
    levels = level(0, "decimal", "%1."), level(1, "decimal", "%2)", more='<w:lvlRestart w:val="0"/>')
    body = "".join(p("x", props=num(1, at)) for at in (0, 1, 1, 0, 1))
    assert lines(docx(body, numbering=abstract(0, *levels) + instance(1, 0))) == ["1. x", "1) x", "2) x", "2. x", "3) x"]
    levels = level(0, "decimal", "%1."), level(1, "decimal", "%2)"), level(2, "decimal", "%3]", more='<w:lvlRestart w:val="1"/>')
    body = "".join(p("x", props=num(1, at)) for at in (0, 1, 2, 1, 2, 0, 2))
    assert lines(docx(body, numbering=abstract(0, *levels) + instance(1, 0))) == ["1. x", "1) x", "1] x", "2) x", "2] x", "2. x", "1] x"]


def test_a_style_gives_the_number_and_a_list_the_level_of_a_style() -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="Par"><w:pPr>{num(1)}</w:pPr></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Par"/></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    levels = level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)", more='<w:pStyle w:val="Item"/><w:suff w:val="nothing"/>')
    body = "".join(p("x", props=f'<w:pStyle w:val="{style}"/>') for style in ("Par", "Sub", "Item"))
    body += p("x", props='<w:pStyle w:val="Par"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(docx(body, numbering=abstract(0, *levels) + instance(1, 0), styles=styles)) == ["1. x", "2. x", "(a)x", "x"]


def test_a_list_may_be_defined_by_a_list_style() -> None:
    numbering = abstract(0, level(0, "decimal", "%1.-"), more='<w:styleLink w:val="L"/>') + abstract(1, more='<w:numStyleLink w:val="L"/>')
    assert lines(docx(p("x", props=num(2)), numbering=numbering + instance(2, 1))) == ["1.- x"]


def test_styles_in_a_circle_are_left_where_it_closes() -> None:
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>' for one, other in ("AB", "BA"))
    assert lines(docx(p("x", props='<w:pStyle w:val="A"/>'), styles=styles)) == ["x"]


@pytest.mark.parametrize(
    ("style", "value", "shown"),
    [
        ("lowerLetter", 27, "aa"), ("upperRoman", 1994, "MCMXCIV"), ("decimalZero", 7, "07"), ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 10, "十"), ("chineseCountingThousand", 105, "一百零五"), ("chineseLegalSimplified", 12, "壹拾贰"),
        ("japaneseCounting", 110, "百十"), ("ideographDigital", 20, "二〇"), ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 99, "99"), ("arabicAlpha", 2, "ب"), ("arabicAbjad", 3, "ج"), ("russianLower", 2, "б"),
        ("decimalFullWidth", 12, "１２"), ("none", 3, ""), ("numberInDash", 3, "- 3 -"), ("hex", 10, "A"), ("lowerLetter", 0, "0"),
        ("nobodyKnows", 4, "4"), ("decimal", 4, "4"), ("upperLetter", 99_999, "99999"),
    ],
)  # fmt: skip
def test_number_formats(style: str, value: int, shown: str) -> None:
    assert counted(value, style) == shown


def test_a_number_format_that_is_not_known_is_told() -> None:
    data = docx(p("x", props=num(1)), numbering=abstract(0, level(0, "ordinalText", "%1.")) + instance(1, 0))
    assert lines(data) == ["1. x"]
    assert names(data) == ["unknown-sign"]


def test_bullets_are_signs_of_their_font() -> None:
    font = '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>'
    data = docx(p("x", props=num(1)), numbering=abstract(0, level(0, "bullet", "\uf0b7", more=font)) + instance(1, 0))
    assert lines(data) == ["• x"]


REFERENCE = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{}"/></w:r>'


def note(key: int, *words: str) -> str:
    """Return a footnote of several paragraphs."""
    mark = "<w:r><w:footnoteRef/></w:r>"
    return f'<w:footnote w:id="{key}">{p(mark, " " + words[0])}{"".join(map(p, words[1:]))}</w:footnote>'


def test_notes_have_their_own_marks_and_stand_at_the_end() -> None:
    notes = note(1, "A/99/1.") + note(2, "See A/99/2,", "and A/99/3.")
    body = p("Recalling the reports", REFERENCE.format(2), " and others", REFERENCE.format(1), ",") + p("area in m", r("2", '<w:vertAlign w:val="superscript"/>'))
    assert lines(docx(body, footnotes=notes)) == ["Recalling the reports¹ and others²,", "area in m2", "¹ See A/99/2, and A/99/3.", "² A/99/1."]


def test_a_note_may_print_its_own_mark_and_be_referred_to_again() -> None:
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    again = '<w:fldSimple w:instr=" NOTEREF _Ref1 \\h "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    body = p("One", own) + p("Two", REFERENCE.format(2)) + p("Three", again)
    notes = f'<w:footnote w:id="1">{p("* Own.")}</w:footnote>' + note(2, "Other.")
    assert lines(docx(body, footnotes=notes)) == ["One*", "Two¹", "Three¹", "* Own.", "¹ Other."]


def test_a_figure_of_its_own_is_raised_and_a_mark_stands_where_the_note_says() -> None:
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>5</w:t></w:r>'
    notes = f'<w:footnote w:id="1">{p("5 A/99/1 of 5 May.")}</w:footnote>'
    assert lines(docx(p("One", own, ","), footnotes=notes)) == ["One⁵,", "⁵ A/99/1 of 5 May."]
    held = f'<w:footnote w:id="2">{p("(", "<w:r><w:footnoteRef/></w:r>", ") A/99/2.")}</w:footnote>'
    assert lines(docx(p("Two(", REFERENCE.format(2), "),"), footnotes=held)) == ["Two(¹),", "(¹) A/99/2."]
    silent = f'<w:footnote w:id="3">{p("A/99/3.")}</w:footnote>'
    assert lines(docx(p("Three", REFERENCE.format(3)), footnotes=silent)) == ["Three¹", "¹ A/99/3."]


def test_notes_begin_anew_with_a_section_and_start_where_they_are_told() -> None:
    anew = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    body = p("One", REFERENCE.format(1), props=anew) + p("Two", REFERENCE.format(2)) + anew
    assert lines(docx(body, footnotes=note(1, "A.") + note(2, "B."))) == ["One¹", "¹ A.", "Two¹", "¹ B."]
    start = '<w:footnotePr><w:numStart w:val="4"/></w:footnotePr>'
    assert lines(docx(p("One", REFERENCE.format(1)), footnotes=note(1, "A."), settings=start)) == ["One⁴", "⁴ A."]


def test_endnotes_follow_the_footnotes() -> None:
    end = REFERENCE.format(1).replace("footnote", "endnote")
    body = p("One", end, " and", REFERENCE.format(1))
    notes, ends = note(1, "Foot."), note(1, "End.").replace("footnote", "endnote")
    decimal = '<w:endnotePr><w:numFmt w:val="decimal"/><w:numStart w:val="9"/></w:endnotePr>'
    assert lines(docx(body, footnotes=notes, endnotes=ends)) == ["Oneⁱ and¹", "¹ Foot.", "ⁱ End."]
    assert lines(docx(body, footnotes=notes, endnotes=ends, settings=decimal)) == ["One⁹ and¹", "¹ Foot.", "⁹ End."]


def test_letters_are_marks_where_a_note_begins_with_them() -> None:
    end = REFERENCE.replace("footnote", "endnote")
    body = p("The Human Rights Council,") + p("Recalling the 1ˢᵗ report", end.format(1), " and another", end.format(2), ",") + p("1. Decides to act.")
    ends = (note(1, "First.") + note(2, "Second.")).replace("footnote", "endnote")
    result = akn.convert(docx(body, endnotes=ends), language="en", organ="hrc")
    found = list(result.tree.iter("{*}authorialNote"))
    assert [(one.get("marker"), "".join(one.itertext()).strip()) for one in found] == [("i", "First."), ("ii", "Second.")]
    assert found[0].getparent().getparent().text == "Recalling the 1ˢᵗ report"
    assert akn.to_text(result.xml).endswith("ⁱ First.\n\nⁱⁱ Second.\n")
    assert akn.to_xml(akn.parse(akn.to_text(result.xml))) == akn.to_xml(akn.parse(akn.to_text(akn.read(result.xml))))
    assert {one.name for one in result.diagnostics} == {"missing-number"}


NUMBERED = abstract(0, level(0, "decimal", "%1.")) + instance(1, 0)


def test_of_tracked_changes_one_side_is_there() -> None:
    moved = f"<w:moveFrom>{r('old place ')}</w:moveFrom><w:moveTo>{r('new place ')}</w:moveTo>"
    deleted = "<w:del><w:r><w:delText>removes</w:delText></w:r></w:del>"
    body = p("1. ", deleted, f"<w:ins>{r('adds')}</w:ins>", " words ", moved, "here;")
    body += p("2. Joined ", props="<w:rPr><w:del/></w:rPr>") + p("to one.")
    data = docx(body)
    assert lines(data) == ["1. adds words new place here;", "2. Joined to one."]
    assert lines(data, "deletions") == ["1. removes words old place here;", "2. Joined ", "to one."]
    assert names(data) == ["tracked-changes"]


def test_inserted_rows_and_paragraphs_and_earlier_numbers() -> None:
    row = table(("a", "b")).replace("<w:tr>", "<w:tr><w:trPr><w:ins/></w:trPr>")
    body = p("x") + row + p("One ", props="<w:rPr><w:ins/></w:rPr>") + p("two", props=f"{num(1)}<w:pPrChange><w:pPr/></w:pPrChange>")
    data = docx(body, numbering=NUMBERED)
    assert lines(data) == ["x", "a\tb", "One ", "1. two"]
    assert lines(data, "deletions") == ["x", "One two"]


def test_what_was_moved_is_in_one_place_and_counted_once() -> None:
    moved = p(f"<w:moveFrom>{r('Acts')}</w:moveFrom>", props=f"{num(1)}<w:rPr><w:moveFrom/></w:rPr>")
    body = moved + p("Decides", props=num(1)) + moved.replace("moveFrom", "moveTo") + p("Ends", props=num(1))
    data = docx(body, numbering=NUMBERED)
    assert lines(data) == ["1. Decides", "2. Acts", "3. Ends"]
    assert lines(data, "deletions") == ["1. Acts", "2. Decides", "3. Ends"]


def test_cells_rows_and_what_stands_before_a_table() -> None:
    both = table(("State", "Votes", "Seats")).replace("<w:tc>", "<w:tc><w:tcPr><w:cellIns/></w:tcPr>", 2).replace("<w:cellIns/>", "<w:cellDel/>", 1)
    body = p("Votes: ", props="<w:rPr><w:ins/></w:rPr>") + both.replace("</w:tbl>", "") + table(("a", "b")).removeprefix("<w:tbl>") + p("End.")
    assert lines(docx(body)) == ["Votes: ", "Votes\tSeats", "a\tb", "End."]
    assert lines(docx(body), "deletions") == ["Votes: ", "State\tSeats", "a\tb", "End."]


def test_hidden_words_and_numbers_that_came_with_a_change() -> None:
    shown = p(r("now hidden ", "<w:vanish/><w:rPrChange><w:rPr/></w:rPrChange>"), r("now shown", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"))
    numbered = p("item", props='<w:numPr><w:numId w:val="1"/><w:ins/></w:numPr>')
    data = docx(shown + numbered, numbering=NUMBERED)
    assert lines(data) == ["now shown", "1. item"]
    assert lines(data, "deletions") == ["now hidden ", "item"]


def test_of_a_deleted_field_the_result_is_printed_as_of_any_other() -> None:
    first, code, parted, last = (
        f"<w:del><w:r>{one}</w:r></w:del>"
        for one in ('<w:fldChar w:fldCharType="begin"/>', "<w:delInstrText> NOTEREF _a </w:delInstrText>", '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>')
    )
    data = docx(p("the report", first, code, parted, "<w:del><w:r><w:delText>2</w:delText></w:r></w:del>", last, " of States"))
    assert lines(data) == ["the report of States"]
    assert lines(data, "deletions") == ["the report² of States"]


def test_there_are_two_sides_only() -> None:
    with pytest.raises(ValueError, match="insertions or deletions"):
        akn.convert(docx(text(RESOLUTION)), tracked="all")


def test_of_a_field_its_result_is_printed() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> DATE </w:instrText></w:r>"
    inner = mark("begin") + code + mark("separate") + r("inner") + mark("end")
    body = p("on ", mark("begin") + code + inner + mark("separate") + r("7 October 2038") + mark("end"), ".") + p(mark("begin") + code + mark("end"), "x")
    body += p(mark("end"), "y")
    assert lines(docx(body)) == ["on 7 October 2038.", "x", "y"]


def test_wrappers_are_looked_through() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    link = f"<w:hyperlink>{r('link')}</w:hyperlink>"
    cell = table(("a", "b")).replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>").replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>")
    body = control(p("block")) + p("a ", control(r("run")), " ", link, f" <w:smartTag>{r('tag')}</w:smartTag>".strip()) + cell
    assert lines(docx(body)) == ["block", "a run linktag", "a\tb"]


def test_boxes_stand_before_their_paragraph_once() -> None:
    box = f"<w:txbxContent>{p('United Nations')}</w:txbxContent>"
    both = f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    data = docx(p("Resolution", both))
    assert lines(data) == ["United Nations", "Resolution"]
    assert names(data) == []


def test_rows_are_lines_with_tabs_but_a_masthead_is_not() -> None:
    masthead = table(("United Nations", "A/99/L.1"), ("General Assembly", p("Distr.: General") + p("7 October 2038")))
    figures = table(("State", "Books"), (p("Chile") + p("and Peru"), "12"))
    assert lines(docx(masthead + p("Text") + figures + table((p("In a") + p("frame"),)))) == [
        "United Nations", "A/99/L.1", "General Assembly", "Distr.: General", "7 October 2038",
        "Text", "State\tBooks", "Chile and Peru\t12", "In a", "frame",
    ]  # fmt: skip


def test_signs_are_as_they_are() -> None:
    run = '<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t xml:space="preserve">State  a\u00a0b</w:t><w:softHyphen/><w:tab/><w:sym w:font="Symbol" w:char="F061"/><w:br/><w:t> x </w:t></w:r>'
    assert open_source(docx(p(run))).text == "non\u2011State  a\u00a0b\u00ad\tα\nx\n"
    assert names(docx(p('<w:r><w:sym w:font="Nobody" w:char="F061"/><w:sym w:font="Symbol" w:char="zz"/></w:r>'))) == ["unknown-sign"]


def test_right_to_left_runs_are_in_the_order_of_speech() -> None:
    assert lines(docx(p(r("١ - تقرر", "<w:rtl/>"), r(" A/99/1", ""), props="<w:bidi/>"))) == ["١ - تقرر A/99/1"]


def test_what_is_no_text_is_set_aside_and_told() -> None:
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p("seen", r("hidden", "<w:vanish/>"), r("too", '<w:rStyle w:val="H"/>'), r("not", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>'), "<w:r><w:drawing/></w:r>")
    data = docx(body, styles=styles, header=p("A/99/L.1"))
    assert lines(data) == ["seennot"]
    found = akn.convert(data).diagnostics[0]
    assert (found.code, found.message.partition(": ")[2]) == ("AKN801", "headers (1), hidden words (2), pictures (1)")


def test_a_hidden_mark_of_a_paragraph_lets_the_next_run_on() -> None:
    assert lines(docx(p("Title.", props="<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p(" Text.") + p("End"))) == ["Title. Text.", "End"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04" + b"rubbish" * 9, "broken"),
        (docx(text(RESOLUTION))[:-60], "broken"),
        (package({"a.txt": "x"}), "no Word document"),
        (docx("").replace(b"word/document.xml", b"word/documenu.xml"), "no Word document"),
        (docx("<w:p>"), "not well-formed"),
        (docx("").replace(b"<w", b"<w"), ""),
    ],
    ids=["rubbish", "cut", "zip", "missing", "xml", "empty"],
)
def test_what_cannot_be_read_says_why(data: bytes, said: str) -> None:
    if not said:
        assert open_source(data).text == ""
        return
    with pytest.raises(SourceError, match=said):
        open_source(data)


def test_an_archive_that_is_locked_says_so() -> None:
    data = bytearray(docx(text(RESOLUTION)))
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    with pytest.raises(SourceError, match="password"):
        open_source(bytes(data))


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(SourceError, match="document type"):
        open_source(package({"_rels/.rels": bomb}))


def test_ceilings() -> None:
    with pytest.raises(LimitExceeded, match="part:"):
        open_source(docx(" " * (Limits().part + 1)))
    with pytest.raises(LimitExceeded, match="paragraphs"):
        open_source(docx("<w:p/>" * (Limits().paragraphs + 1)))
    with pytest.raises(LimitExceeded, match="tags"):
        open_source(docx("<w:b/>" * (Limits().tags + 1)))
    deep = Limits().nesting // 2 + 5
    with pytest.raises(LimitExceeded, match="nesting"):
        open_source(docx("<w:sdt><w:sdtContent>" * deep + "</w:sdtContent></w:sdt>" * deep))
    with pytest.raises(LimitExceeded, match="nesting"):
        open_source(docx(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * (Limits().nesting + 1))))


def test_nothing_is_read_more_often_than_it_is_printed() -> None:
    itself = '<w:footnote w:id="1"><w:p><w:r><w:t>x</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote>'
    assert lines(docx(p("a", REFERENCE.format(1) * 3), footnotes=itself)) == ["a¹¹¹", "¹ x¹"]
    long = abstract(0, level(0, "decimal", "%1" * Limits().number)) + instance(1, 0)
    with pytest.raises(LimitExceeded, match="number:"):
        open_source(docx(p("x", props=num(1)), numbering=long))


def test_the_text_as_a_whole_has_the_ceiling_of_any_source() -> None:
    data = docx(p("x" * 2000) * 3)
    with pytest.raises(LimitExceeded, match="size: 6000 is more than 5000"):
        open_source(data, akn.Limits(size=5000))
    assert open_source(data, akn.Limits(size=6100)).text


def test_a_part_that_says_it_is_small_is_not_believed() -> None:
    with pytest.raises(LimitExceeded, match="part:"):
        open_source(docx(p("x" * 2000)), Limits(part=1000))
