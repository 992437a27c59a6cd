"""Corners of the core that a user may turn: flattened note marks, odd pages, broken data files, documents made by hand."""

from __future__ import annotations

import re
import runpy
import shutil
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

import akn
from akn import detect, iris, packs, tables
from akn.document import Block, Document, Entity, Identity, Inline, Mark, Part
from akn.entities import Register
from akn.errors import DataError, SchemaError, SourceError
from akn.grammar import classify, named
from akn.grammar.classify import Classifier, classifier
from akn.grammar.content import weave
from akn.grammar.firsts import first, needed
from akn.grammar.inline import Scanner
from akn.grammar.levels import readings
from akn.grammar.numerals import number_of
from akn.grammar.tokens import Span
from akn.source import decode
from akn.validation import resources, schema

HEAD = "A/RES/99/7\n\n99/7. Public libraries\n\nThe General Assembly,\n\n"
TWO = "1. Recalls the report on reading rooms;1\n\n2. Invites libraries2 to lend maps."
THREE = TWO[:-1] + ";\n\n3. Requests a survey of archives.3"
GOOD = (Path(__file__).parent / "validation" / "resolution.xml").read_text(encoding="utf-8")


def lines(source: str) -> list[str]:
    """Return the canonical blocks after the organ line of a resolution; its source comes back on the way."""
    xml = akn.convert(source, language="en", organ="ga").xml
    assert akn.to_text(xml, layout="source") == source
    assert akn.validate(xml).valid
    return akn.to_text(xml).rstrip("\n").split("\n\n")[3:]


def names(source: str) -> list[str]:
    return [one.name for one in akn.convert(source, language="en", organ="ga").diagnostics]


def footed(body: str, foot: str, rule: str = "_______\n\n") -> str:
    return f"{HEAD}{body}\n\n{rule}{foot}\n"


# -- note marks that a tool has flattened ------------------------------------------------------------------------------

MARKED = ["1. Recalls the report on reading rooms;¹", "2. Invites libraries² to lend maps."]
NOTES = ["¹ First report on reading.", "² Second report on maps."]


@pytest.mark.parametrize(
    "foot",
    [
        "1 First report on reading.\n2 Second report on maps.",
        "1\nFirst report on reading.\n2\nSecond report on maps.",
        "1\n2\nFirst report on reading.\nSecond report on maps.",
        "First report on reading.\nSecond report on maps.\n1\n2",
        "First report on\nreading.\nSecond report\non maps.\n1\n2",
        "1 First report\non reading.\n2 Second report on\nmaps.",
        "1 First report on reading.\n77\n2 Second report on maps.",
    ],
    ids=["before", "above", "both above", "both below", "wrapped, below", "wrapped", "page number between"],
)
def test_flat_marks_find_their_notes(foot: str) -> None:
    """Wherever a tool puts the marks of a page's foot, the notes are the same."""
    assert lines(footed(TWO, foot)) == [*MARKED, *NOTES]


def test_a_flat_mark_in_a_title() -> None:
    """A line that is known by its form may have a mark if it keeps the form without it."""
    source = f"99/7. Public libraries1\n\nThe General Assembly,\n\n{TWO.replace(';1', ';')}\n\n_______\n\n1 A first one.\n2 A second one.\n"
    text = akn.to_text(akn.convert(source, language="en", organ="ga").xml)
    assert text.startswith("99/7. Public libraries¹\n\n")
    assert text.endswith("¹ A first one.\n\n² A second one.\n")


def test_a_mark_below_all_notes() -> None:
    assert lines(footed(TWO, "1 First report on reading.\nSecond report on maps.\n2", rule="")) == [*MARKED, *NOTES]


def test_a_note_that_wraps_at_a_number() -> None:
    """A figure that is no next mark goes on with the note."""
    foot = "1 First report on reading of the year\n12 pages long.\n2 Second report on maps."
    assert lines(footed(TWO, foot))[2:] == ["¹ First report on reading of the year 12 pages long.", NOTES[1]]
    foot = "1 First report on reading of\n12 January 2020\n2 Second report on maps."
    assert lines(footed(TWO, foot))[2:] == ["¹ First report on reading of 12 January 2020", NOTES[1]]


def test_bracketed_flat_marks() -> None:
    body = "1. Recalls the Convention of 1989(1);\n\n2. Invites libraries (2) to lend maps."
    assert lines(footed(body, "(1) First report on reading.\n(2) Second report on maps.")) == [
        "1. Recalls the Convention of 1989(¹);",
        "2. Invites libraries (²) to lend maps.",
        "(¹) First report on reading.",
        "(²) Second report on maps.",
    ]


def test_a_mark_at_a_year() -> None:
    body = "1. Recalls the Convention of 19891 and the report;\n\n2. Invites libraries2 to lend maps."
    assert lines(footed(body, "\n".join(["1 First report on reading.", "2 Second report on maps."])))[0] == (
        "1. Recalls the Convention of 1989¹ and the report;"
    )


def test_more_texts_than_marks_stay_text() -> None:
    """Where it cannot be told which text is whose, nothing is lifted and no word is lost."""
    found = lines(footed(TWO, "First report.\nSecond report.\nThird report.\n1\n2"))
    assert found[0].endswith("rooms;1")
    assert [one for one in found if "report." in one] == ["First report.", "Second report.", "Third report."]


def test_a_mark_below_without_text() -> None:
    """A mark that has no text of its own makes no note; that of another document's end neither."""
    body = TWO.replace("rooms;1", "rooms(1);").replace("libraries2", "libraries(2)")
    assert lines(footed(body, "(1) First report on reading\n(2)"))[2:] == ["(¹) First report on reading"]
    assert lines(footed(THREE, "1 First report on reading.\n3\n(4)"))[3:] == ["¹ First report on reading."]


def test_a_note_whose_mark_is_nowhere() -> None:
    """It is kept where it was printed, and told."""
    source = footed(TWO.replace("libraries2", "libraries"), "1 First report on reading.\n2 Second report on maps.")
    assert lines(source)[2:] == ["2 Second report on maps.", "¹ First report on reading."]
    assert names(source) == ["note-without-mark"]


def test_notes_go_on_from_page_to_page() -> None:
    first, second = TWO.split("\n\n")
    source = f"{HEAD}{first}\n\n1 First report on reading.\n\f{second}\n\n2 Second report on maps.\n"
    assert lines(source) == [*MARKED, *NOTES]


@pytest.mark.parametrize(
    ("text", "place", "likely"),
    [
        ("the rooms;1", 10, 4.0),
        ("the rooms1 lend", 9, 3.5),
        ("the rooms(1) lend", 9, 4.5),
        ("of 1989(1) and", 7, 2.0),
        ("the rooms 1 lend", 10, 0.4),
        ("of 12 1 lend", 6, 0.0),
        ("page 1st", 5, 0.0),
        ("at 10:1", 6, 0.0),
        ("of 3.1 m", 5, 0.0),
        ("of 2019.1", 8, 4.0),
        ("model1x", 5, 0.0),
        ("report1/annex", 6, 0.0),
        ("A/75/1", 5, 0.0),
        ("the rooms1 per cent", 9, 0.0),
        ("rooms#1", 6, 0.0),
        ("rooms1_", 5, 2.0),
        ("1 first", 0, 0.0),
    ],
)
def test_where_a_mark_can_stand(text: str, place: int, likely: float) -> None:
    end = text.index(")", place) + 1 if text[place] == "(" else place + 1
    assert classifier("en", "ga").mark_at(text, place, end) == likely


def test_a_year_of_five_digits_ends_in_a_mark() -> None:
    assert classifier("en", "ga").mark_at("of 19891 and", 7, 8, dated=True) == 2.5
    assert classifier("en", "ga").mark_at("of 19891 and", 7, 8) == 0.0


# -- pages -------------------------------------------------------------------------------------------------------------

MANY = "\n\n".join(f"{number}. Recalls map {number} of the set;" for number in range(1, 45))


def test_the_title_that_runs_above_a_later_page() -> None:
    head = "A/RES/99/7\n\nPublic libraries and archives\n\nThe General Assembly,\n\n"
    source = f"{head}{MANY}\n\nA/RES/99/7\nPublic libraries and archives\n\n45. Invites readers.\n"
    xml = akn.convert(source, language="en", organ="ga").xml
    assert akn.to_text(xml).count("Public libraries and archives") == 1
    assert akn.to_text(xml, layout="source") == source


def test_a_page_that_counts_beyond_the_last_is_a_number() -> None:
    """9/3 cannot be page 9 of 3; 1/3 above a form feed is page 1 of 3."""
    found = lines(f"{HEAD}1. Recalls the maps;\n\n1/3\n\f\n2. Invites readers.\n\n9/3\n\f\n3. Requests reports.\n")
    assert found == ["1. Recalls the maps;", "2. Invites readers.", "9/3", "3. Requests reports."]


def test_a_number_alone_at_the_end() -> None:
    """On a later page it is the page's, on the only one it may be text."""
    body = "1. Recalls the maps;\n\n2. Invites readers.\n\n2\n"
    assert lines(HEAD + body)[-1] == "2"
    assert lines(HEAD + body.replace("\n\n2.", "\n\f\n2."))[-1] == "2. Invites readers."


def test_a_page_number_above_a_rule() -> None:
    found = lines(f"{HEAD}24-12345 (E)\n\n1. Recalls the maps;\n\n2\n\n_______\n\n2. Invites readers.\n")
    assert found == ["1. Recalls the maps;", "2. Invites readers."]


def test_marks_stand_in_their_order() -> None:
    """A 2 above the 1 is no mark of this page."""
    body = "1. Recalls annex2 and rooms;1\n\n2. Invites libraries2 to lend maps."
    assert lines(footed(body, "1 First report on reading.\n2 Second report on maps."))[:2] == [
        "1. Recalls annex2 and rooms;¹",
        MARKED[1],
    ]


@pytest.mark.parametrize("note", ["¹\ufeff", "¹\ufeff\nNote one."])
def test_a_mark_with_nothing_but_a_byte_order_mark(note: str) -> None:
    """Tools that join files leave one in the middle."""
    found = lines(f"{HEAD}1. Recalls the maps¹ and rooms;\n\n{note}\n")
    assert found[0] == "1. Recalls the maps¹ and rooms;"
    assert found[1:] == (["¹ Note one."] if "Note" in note else ["¹"])


def test_a_number_that_a_sentence_wraps_before() -> None:
    """It is no number of the document, and the paragraph goes on."""
    one = "1. Recalls the good and most useful and well-known report and its resolution"
    two = "of 16 September 2005, and the reports on the libraries of the town and all"
    found = lines(f"{HEAD}{one}\n60/1\n{two}\nof the country;\n\n2. Decides.\n")
    assert found == [f"{one} 60/1 {two} of the country;", "2. Decides."]


def test_a_starred_note_without_mark_within_a_flat_note() -> None:
    """What nothing marks stays where it was printed, be it within another note."""
    body = "1. Recalls the report on reading rooms;1\n\n2. Invites libraries to lend maps."
    source = footed(body, "1 First report on the\n* Star.\nreading rooms.")
    assert lines(source)[2:] == ["¹ First report on the * Star. reading rooms."]
    assert names(source) == ["note-without-mark"]


def test_more_kinds_of_gaps_than_there_are_letters() -> None:
    """The record names the fifty-third piece by its number, and all come back."""
    source = HEAD + "".join(f"{n}.{' ' * (n % 60 + 2)}Recalls map {n};\n" + "\n" * (n % 50 + 1) for n in range(1, 120))
    document = akn.parse(source, language="en", organ="ga")
    assert document.layout is not None
    assert "{52}" in document.layout.blocks
    assert akn.to_text(document, layout="source") == source


def test_a_period_that_begins_on_no_day() -> None:
    head = "Human Rights Council\n\nFifty-third session\n\n{}\n\nAgenda item 3\n\n53/1. Maps\n\nThe Human Rights Council,\n\n1. Decides.\n"
    good, bad = (akn.convert(head.format(days), language="en", organ="hrc").xml for days in ("19 June-14 July 2023", "45-14 July 2023"))
    assert b'date="2023-06-19" refersTo="#startDate"' in good
    assert b"#startDate" not in bad
    assert b'date="2023-07-14"' in bad


def test_a_heading_at_the_foot_of_a_page() -> None:
    """Where blank lines part the paragraphs, a short line above a form feed does not go on below it."""
    one, two = "Recalls the map number {} of the set of all the maps in the libraries", "of the town and of the country that lies around the town and has books;"
    many = "".join(f"{n}. {one.format(n)}\n{two}\n\n" for n in range(1, 9))
    found = lines(f"{HEAD}{many}Books and maps\n\f\nRequests the libraries of the town and of the country around to give all\nof the books.\n")
    assert found[8:] == ["Books and maps", "Requests the libraries of the town and of the country around to give all of the books."]


def test_figures_below_an_item_that_ends_in_a_colon() -> None:
    source = f"{HEAD}1. Thanks all;\n\n2. Notes maps;\n\n3. Decides:\n\n(a) To lend:\n\n1. Books;\n\n2. Maps;\n\n4. Invites readers.\n"
    body = [one for one in akn.parse(source, language="en", organ="ga").body if isinstance(one, Part)]
    assert [one.num for one in body] == ["1.", "2.", "3.", "4."]
    (item,) = [one for one in body[2].content if isinstance(one, Part)]
    assert [one.num for one in item.content if isinstance(one, Part)] == ["1.", "2."]


def test_words_that_break_at_a_hyphen() -> None:
    one = "of libraries of the world and of the whole town in which they stand"
    found = lines(f"{HEAD}1. Recalls the good and most useful and well-known and long-standing co-\noperation {one}\nand of the others.\n")
    assert found == [f"1. Recalls the good and most useful and well-known and long-standing co-operation {one} and of the others."]


def test_chinese_lines_join_without_a_blank() -> None:
    xml = akn.convert("A/RES/99/7\n\n大会，\n\n回顾图书馆(A\nB)和\n报告，\n\n1.\n决定；\n", language="zh", organ="ga").xml
    assert akn.to_text(xml).split("\n\n")[2:] == ["回顾图书馆(A B)和报告，", "1. 决定；\n"]


def test_numbers_of_notes_begin_anew() -> None:
    source = f"{HEAD}1. Recalls the maps¹ and rooms;\n\n¹ Note one.\n\f2. Invites readers¹ to come.\n\n¹ Note two.\n"
    assert lines(source)[2:] == ["¹ Note one.", "¹ Note two."]


def test_a_bracketed_mark_that_a_sentence_wraps_before() -> None:
    one = "1. Recalls the report of the public libraries on reading rooms and maps"
    two = "(¹) which was told of at the last meeting of all librarians in the town."
    assert lines(f"{HEAD}{one}\n{two}\n\n¹ A note.\n") == [f"{one} {two}", "¹ A note."]


# -- data files that are wrong -----------------------------------------------------------------------------------------


def test_fragments_that_go_round() -> None:
    with pytest.raises(DataError, match=r"fragments: .*: they go round in a circle"):
        packs.expand("{one}", {"one": "{two}", "two": "{one}"})


@pytest.mark.parametrize(
    ("words", "message"),
    [("key = 7", r"organs/xx\.toml: .*key: Expected `str`, got `int`"), ("key = ", r"organs/xx\.toml: : Invalid value")],
)
def test_an_organ_that_does_not_say_what_it_must(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str, message: str) -> None:
    (tmp_path / "organs").mkdir()
    (tmp_path / "organs" / "xx.toml").write_text(words)
    monkeypatch.setattr(tables, "HERE", tmp_path)
    with pytest.raises(DataError, match=message) as caught:
        packs.load(packs.Organ, "organs", "xx.toml")
    assert caught.value.path == "organs/xx.toml"


def test_a_language_without_states() -> None:
    assert packs.states("xx") == {}


def test_without_compiled_tables_the_files_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An editable copy without its compiled form gives the same tables, and every rule may take every line."""
    usual = tables.read(dict[str, dict[str, str]], "entities.toml")
    shutil.copytree(tables.HERE, tmp_path, dirs_exist_ok=True, ignore=lambda _, names: [n for n in names if n.endswith(".json")])
    text = "A/RES/99/7\n\nThe General Assembly,\n\nRecalling the maps,\n\n1. Decides so;\n"
    wanted = akn.convert(text).xml
    monkeypatch.setattr(tables, "HERE", tmp_path)
    caches = (tables._compiled, classify.classifier)
    for cache in caches:
        cache.cache_clear()
    try:
        assert tables.read(dict[str, dict[str, str]], "entities.toml") == usual
        assert tables.clues("en") == ()
        assert akn.convert(text).xml == wanted
    finally:
        for cache in caches:
            cache.cache_clear()


def test_a_table_of_codes_that_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "codes.toml").write_text("xsd = 1")
    monkeypatch.setattr(tables, "HERE", tmp_path)
    with pytest.raises(DataError, match=r"codes\.toml: .*array"):
        resources.codes.__wrapped__()


def test_a_schema_that_is_none(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xsd"
    broken.write_text("<xs:schema", encoding="utf-8")
    with pytest.raises(SchemaError, match="is no usable schema"):
        akn.validate(GOOD, schema=broken)
    with pytest.raises(SchemaError, match="is no usable schema"):
        akn.validate(GOOD, schema=broken, engine="xmlschema")
    with pytest.raises(SchemaError, match="cannot be read"):
        akn.validate(GOOD, schema=tmp_path / "nowhere.xsd")


def test_places_that_cannot_be_found() -> None:
    tree = schema.etree.ElementTree(schema.etree.fromstring("<a><b/></a>"))
    assert schema._find(tree, None) is None
    assert schema._find(tree, "/x:a") is None
    assert schema._find(tree, "/a/c") is None
    assert schema._find(tree, "/a/b").tag == "b"


# -- small parts -------------------------------------------------------------------------------------------------------


def test_bytes_in_no_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    import charset_normalizer

    class Best:
        encoding = "utf_7"

        def best(self) -> Best:
            return self

    class Nothing:
        def best(self) -> None: ...

    monkeypatch.setattr(charset_normalizer, "from_bytes", lambda *_, **__: Nothing())
    with pytest.raises(SourceError, match="in any encoding that could be told"):
        decode(b"\xe9t\xe9")
    Best.encoding = "cp932"  # NEC's double of a sign comes back as IBM's
    monkeypatch.setattr(charset_normalizer, "from_bytes", lambda *_, **__: Best())
    with pytest.raises(SourceError, match="looks like cp932, but does not come back"):
        decode(b"\x87\x90")


def test_the_same_unknown_body_twice() -> None:
    register = Register(packs.language("en"))
    assert register.unknown("Guild of Bookbinders") == register.unknown("Guild of Bookbinders") == "#org-1"
    assert register.unknown("League of Readers") == "#org-2"
    assert [one.label for one in register.entities()] == ["Guild of Bookbinders", "League of Readers"]


def test_where_symbols_lead() -> None:
    assert iris.publication("A/75/12", "2020-10-02").iri.endswith("/2020-10-02/A-75-12")
    assert iris.publication("A/75/12", "2020-10-02").status == ""
    assert "/1995-01-01/" in iris.publication("A/1995/32").iri


def test_spans_that_cross() -> None:
    """Of two that cross the first stands; a mark at a span's beginning stands before it."""
    found = weave("one two three", [Span(0, 7, "term"), Span(4, 13, "term")], [])
    assert found == (Inline("term", ("one two",)), " three")
    found = weave("one two", [Span(4, 7, "term")], [(4, Mark("1"))])
    assert found == ("one ", Mark("1"), Inline("term", ("two",)))
    assert weave("one two", [], [(3, Mark("1")), (3, Mark("2"))]) == ("one", Mark("1"), Mark("2"), " two")


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("ab", "[a](?=[b])"),
        ("a?b", "[a-b]"),
        ("a?bc", "[a-b](?=[b-c])"),
        ("a{2}b", "[a](?=[a])"),
        ("(?:ab|c{1,2}d)e", "[ac](?=[b-d])"),
        ("[a-c]d|b|-", r"[\-a-c]"),
        (r"(?<!\w)a", "[a]"),
        ("(?=a)ab", "[a](?=[b])"),
        ("a(?=[bc])(?<=(?=abc|ac).)", "[a](?=[b-c])"),
        *((one, ".") for one in ("a?", ".", "[^a]", r"\d", "(?i:a)", "a|.")),
    ],
)
def test_what_a_pattern_begins_with(pattern: str, begins: str) -> None:
    assert first(pattern) == begins


@pytest.mark.parametrize(
    ("pattern", "strings"),
    [("ab[cd]e", {"ab", "e"}), ("a(?:bc)?d", {"a", "d"}), ("(?P<num>ab){2}|c", set()), ("(?P<num>ab){2}c", {"ab", "c"}), ("(?i:ab)c", {"c"})],
)
def test_what_a_pattern_cannot_do_without(pattern: str, strings: set[str]) -> None:
    assert needed(pattern) == strings


def test_names_that_end_alike_are_spelled_once() -> None:
    """The cases of one name differ in the middle; a shorter name within a longer one stays one."""
    names = ["vi lege regia", "vi legi regia", "vi lex", "vi"]
    pattern = packs.alternatives(names)
    assert pattern.count("regia") == 1
    assert [re.match(pattern, f"{name} at")[0] for name in names] == names  # type: ignore[index]
    assert packs.alternatives([]) == "(?!)"


def test_letters_of_other_alphabets_count_items() -> None:
    assert readings("в)", packs.language("ru")) == [("letter lower)", 2), ("letter lower)", 3)], "a lookalike of b, or the third"
    assert [value for _, value in readings("(ب)", packs.language("ar"))] == [2]
    assert readings("(§)", packs.language("en")) == [("other(§)", 0)]


def test_inspection_names_the_rule_of_each_line() -> None:
    """A rule of a data file by its place there, and how the line ends where no rule took it."""
    found = akn.inspect(f"{HEAD}Recalling maps,\n\n1. Decides.\n\nNo end here\n\nSome words.\n", language="en", organ="ga")
    assert [one.rule for one in found[1:]] == [
        "shared TITLED 1", "en ENACTING 1", "ends in a comma", "shared PARA 1", "ends in nothing, above a sentence", "ends as a sentence ends",
    ]  # fmt: skip


def test_a_block_gives_its_words() -> None:
    assert Block(("See ", Inline("ref", ("the ", Inline("b", ("report",)))), Mark("1"), ".")).text() == "See the report."


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_module_is_the_command(option: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["akn", option])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("akn", run_name="__main__")
    assert not left.value.code
    assert (akn.__version__ if option == "--version" else "Usage") in capsys.readouterr().out


def test_no_organ_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    nameless = packs.Organ(key="x", actor="x", label="X", names={})
    monkeypatch.setattr(packs, "organs", lambda: {"x": nameless})
    detect._lines.cache_clear()
    try:
        assert detect.organ(["The General Assembly,"], "en") == ""
    finally:
        detect._lines.cache_clear()


def test_an_abbreviation_is_no_symbol() -> None:
    xml = akn.convert(f"{HEAD}1. Recalls HIV/AIDS and A/75/L.1.\n", language="en", organ="ga").xml.decode("utf-8")
    assert "HIV/AIDS and <ref" in xml
    assert xml.count("<ref ") == 1


def test_a_statement_of_the_president() -> None:
    source = (
        "S/PRST/2021/13\n\nStatement by the President of the Security Council\n\n"
        "At the 8000th meeting of the Security Council, held on 1 May 2021, the President made a statement:\n\nThe Council recalls maps.\n"
    )
    document = akn.parse(source, language="en", organ="sc")
    assert document.kind == "presidentialStatement"
    assert document.identity.title == "Statement by the President of the Security Council"


def test_an_annex_with_a_preamble_of_its_own() -> None:
    source = (
        f"{HEAD}1. Adopts the rules annexed.\n\nAnnex\n\nRules of libraries\n\n"
        "The Economic and Social Council,\n\nRecalling its rules,\n\nNoting its maps,\n\n1. Decides.\n"
    )
    (annex,) = akn.parse(source, language="en", organ="ga").annexes
    assert len(annex.preamble) == 3
    assert [one.num for one in annex.body if isinstance(one, Part)] == ["1."]


# -- documents made by hand --------------------------------------------------------------------------------------------


def written(*body: Block | Part, **more: object) -> str:
    """Return the XML of a document with this body, which is read back as the same text."""
    document = Document(body=body, language="eng", organ="ga", **more)  # type: ignore[arg-type]
    xml = akn.to_xml(document)
    assert akn.to_text(akn.read(xml)) == akn.to_text(document)
    return xml.decode("utf-8")


def p(words: str) -> Block:
    return Block((words,))


def test_text_between_points_is_an_alinea() -> None:
    xml = written(Part("paragraph", (p("Decides:"), Part("point", (p("one"),), "(a)"), p("and then"), Part("point", (p("two"),), "(b)"), p("at once.")), "1."))
    assert "<intro" in xml
    assert "<alinea" in xml
    assert xml.index("<alinea") < xml.index("and then") < xml.index("two") < xml.index("<wrapUp") < xml.index("at once")


def test_sections_hold_paragraphs_and_tables() -> None:
    table = Part("table", (Part("tr", (Part("td", (p("a"),)), Part("td", (p("b"),)))),))
    xml = written(Part("section", (Part("paragraph", (p("Text"),), "1."), table), "I", Block(("Maps",), "heading")))
    assert "<heading" in xml
    assert "<list" not in xml
    assert xml.index("<wrapUp") < xml.index("<table") < xml.index("<td")


def test_a_draft_stands_in_the_block_that_leads_up_to_it_below_a_table() -> None:
    table = Part("table", (Part("tr", (Part("td", (p("a"),)), Part("td", (p("b"),)))),))
    draft = Part("embeddedStructure", (Part("paragraph", (p("Welcomes them."),), "1."),))
    xml = written(Part("paragraph", (p("Maps:"), table, p("Recommends:"), draft), "1."))
    assert xml.index("</table>") < xml.index("Recommends:<embeddedStructure ") < xml.index("</embeddedStructure></p>")


def test_empty_paragraph_and_loose_blocks() -> None:
    assert "<p " in written(Part("paragraph", (), "1."))
    assert "<paragraph" in written(p("Loose words"))


def test_signs_of_xml_are_escaped() -> None:
    xml = written(Part("container", (p('a < b & "c"'),), name='x "y" <z>'))
    assert "a &lt; b &amp; " in xml
    assert 'name="x &quot;y&quot; &lt;z&gt;"' in xml


def test_signs_of_xml_in_what_the_references_list() -> None:
    document = Document(body=(p("Text"),), entities=(Entity("r-d", "Concept", "/akn/a", "R&D"), Entity("b", "Concept", "/akn/b", "plain")))
    xml = akn.to_xml(document).decode("utf-8")
    assert 'showAs="R&amp;D"' in xml
    assert 'href="/akn/b" showAs="plain"' in xml


def test_blanks_between_elements_are_protected() -> None:
    one, other = Inline("b", ("one",)), Inline("i", ("other",))
    assert '_1" xml:space="preserve"><b>one</b> <i>' in written(Block((one, " ", other)))
    touching = written(Block((one, " ", other, "\u3000", one, other)))
    assert "preserve" not in touching
    assert "<b>one</b><span> </span><i>other</i>\u3000<b>" in touching
    assert "<span> </span>" in written(Block((one, " ", Inline("u", (one, other)))))
    assert '_1"><b>one</b> and <i>' in written(Block((one, " and ", other)))
    assert ' xml:space="preserve"> </p>' in written(p(" "))


def test_an_identifier_is_given_once() -> None:
    """Where a number is the position of what has none, where it comes again, and where something that is named has it."""
    parts = (Part("paragraph", (p("a"),), "1."), Part("paragraph", (p("b"),)), Part("paragraph", (p("c"),)), Part("paragraph", (p("d"),), "1."))
    xml = akn.to_xml(Document(body=parts, entities=(Entity("para_2", "Concept", "/akn/a", "a"),))).decode("utf-8")
    assert re.findall('<paragraph eId="(.*?)"', xml) == ["para_1", "para_1_2", "para_2_2", "para_1_3"]
    xml = akn.to_xml(Document(body=parts, entities=(Entity("para_1__p_1", "Concept", "/akn/a", "a"),))).decode("utf-8")
    assert re.findall('<p eId="(.*?)"', xml) == ["para_1__p_1_2", "para_1_2__p_1", "para_2__p_1", "para_1_3__p_1"]
    parts = (Part("paragraph", (p("a"),), num="1"), Part("paragraph", (p("b"),), num="1__p_1."))
    assert akn.to_xml(Document(body=parts)).count(b' eId="para_1-p-1__p_1"') == 1


def test_the_words_that_fill_the_markup_are_escaped_where_they_stand() -> None:
    """A quotation mark is itself in running text, a per cent sign everywhere; a part of a whole lists its own annexes."""
    annex = Document(kind="annex", element="doc", body=(p("Further"),))
    part = Document(body=(Part("container", (p('5 % < "six" & more'),), name='a "b" & c'),), annexes=(annex,))
    body = Entity("body", "Organization", "/akn/b%20&c", 'The "Body"', "<B>")
    document = Document(element="documentCollection", components=(part,), entities=(body,))
    xml = akn.to_xml(document).decode("utf-8")
    assert '>5 % &lt; "six" &amp; more</p>' in xml
    assert '<container name="a &quot;b&quot; &amp; c"' in xml
    assert 'href="/akn/b%20&amp;c" showAs="The &quot;Body&quot;" shortForm="&lt;B&gt;"/>' in xml
    assert '<references source="#converter"><hasAttachment eId="cmp_1__hasAttachment_1"' in xml
    assert akn.to_xml(akn.read(xml)).decode("utf-8") == xml


def test_items_of_a_recital() -> None:
    inner = Part("point", (p("Noting:"), Part("point", (p("deeper"),), "(i)")), "(a)")
    document = Document(preamble=(Part("recital", (p("Recalling"), inner, p("and so on,")), name="recital"),), body=(p("Text"),), language="eng")
    xml = akn.to_xml(document).decode("utf-8")
    assert xml.count("<blockList") == 2
    assert xml.index("<listIntroduction") < xml.index("<item") < xml.index("deeper") < xml.index("<listWrapUp")


def test_acts_keep_their_own_iri() -> None:
    identity = Identity(actor="ga", number="7", date="2020-01-01", date_name="adoption")
    xml = written(p("Words"), element="act", identity=identity)
    assert "/akn/un/act/ga/2020-01-01/7" in xml


def test_inline_elements_without_words() -> None:
    assert "<placeholder" in written(Block(("before ", Inline("placeholder", ()), " after")))


def test_elements_of_no_vocabulary_keep_their_words() -> None:
    xml = GOOD.replace("<mainBody", "<novelty><p>Unheard of</p></novelty><!-- a comment --><mainBody", 1)
    assert "Unheard of" in akn.to_text(akn.read(xml))


# -- the document's own sums -------------------------------------------------------------------------------------------


def codes(xml: str) -> set[str]:
    return {one.code for one in akn.validate(xml).problems}


def swapped(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_numbers_in_words_do_not_count() -> None:
    """A "bis" between two paragraphs breaks no sequence; a gap does."""
    eleven = resources.codes().integrity["number-gap"].code
    assert eleven not in codes(swapped("<num>2.</num>", "<num>1 bis.</num>").replace("<num>3.</num>", "<num>2.</num>"))
    assert eleven in codes(swapped("<num>2.</num>", "<num>7.</num>"))


def test_a_document_without_a_body_is_told_by_the_schema() -> None:
    start = GOOD.index("<mainBody")
    end = GOOD.index("</mainBody>") + len("</mainBody>")
    found = akn.validate(GOOD[:start] + GOOD[end:])
    assert not found.valid
    assert found.problems[0].code.startswith("XSD")


def test_elements_of_others_have_no_identifier() -> None:
    xml = swapped("<mainBody", '<x:note xmlns:x="urn:x" eId="odd">word</x:note><mainBody')
    assert resources.codes().integrity["identifier"].code not in codes(xml)


def test_quoted_paragraphs_count_their_own() -> None:
    quoted = (
        '<paragraph eId="para_3"><num>3.</num><content eId="para_3__content"><p eId="para_3__p_1">Decides:'
        '<mod eId="para_3__p_1__mod_1"><quotedStructure eId="para_3__p_1__mod_1__qstr_1"><paragraph><num>9.</num>'
        "<content><p>Words</p></content></paragraph></quotedStructure></mod></p></content></paragraph>"
    )
    end = GOOD.index("</mainBody>")
    gap = resources.codes().integrity["number-gap"].code
    assert gap not in codes(GOOD[:end] + quoted + GOOD[end:])
    table = '<table><tr><td><p>9.</p></td></tr></table><quotedStructure><paragraph><num>9.</num></paragraph></quotedStructure>'
    assert gap not in codes(GOOD[:end] + table + GOOD[end:])


def test_votes_without_a_place_are_not_counted_where_there_are_two() -> None:
    """Of two votes none can be told to be the one whose States are listed."""
    start, end = GOOD.index("<voting "), GOOD.index("</voting>") + len("</voting>")
    one = GOOD[start:end].replace('href="#conclusions__container_2" ', "").replace('value="2"', 'value="5"')
    listed = resources.codes().integrity["votes-listed"].code
    single = GOOD[:start] + one + GOOD[end:]
    double = GOOD[:start] + one + one.replace("voting_1", "voting_2") + GOOD[end:]
    assert (listed in codes(single), listed in codes(double)) == (True, False)


def test_a_number_in_an_inline_element() -> None:
    """The number is what is read, however it is marked up."""
    wrong = resources.codes().integrity["identifier"].code
    assert wrong not in codes(swapped("<num>1.</num>", "<num><b>1</b>.</num>"))
    assert wrong in codes(swapped("<num>1.</num>", "<num><b>8</b>.</num>"))


def test_what_others_put_into_blocks() -> None:
    """Comments, pictures and quotations within a block change none of its words and none of their order."""
    space = 'xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"'
    quote = "<quotedStructure><paragraph><num>9.</num><content><p>Quoted</p></content></paragraph></quotedStructure>"
    xml = (
        f'<akomaNtoso {space}><act name="act"><body><section><num>1</num>'
        '<content><p>One <img src="x"/>two<!-- c --> three</p><p> <!-- nothing --> </p>'
        f"<p>As <b>bold</b><mod>follows: {quote}<!-- c -->end</mod></p><p>{quote}</p>"
        "<p>Items<item><num>(a)</num><p>first</p></item></p>"
        "<table><tr><!-- c --><td>a</td><td><p>b</p></td></tr></table></content></section></body>"
        '<attachments><attachment><!-- c --><heading>Annex</heading><doc name="annex"><mainBody><p>Last</p></mainBody></doc>'
        "</attachment></attachments></act></akomaNtoso>"
    )
    found = akn.to_text(akn.read(xml)).rstrip("\n").split("\n\n")
    assert found == ["1 One two three", "As boldfollows:", "9. Quoted", "end", "9. Quoted", "Items (a) first", "a\tb", "Annex", "Last"]


def test_a_note_without_identifier_is_counted_all_the_same() -> None:
    import re

    start = re.search(r"<authorialNote[^>]*>", GOOD)
    assert start
    bare = re.sub(r' eId="[^"]*"', "", start[0])
    repeated = GOOD.replace(start[0], bare + "<p>Once</p></authorialNote>" + bare, 1)
    assert resources.codes().integrity["mark-repeated"].code in codes(repeated)


# -- what stands where a reader must look twice ------------------------------------------------------------------------


def cited(words: str) -> list[str]:
    """Return where the references of a recital lead: the body and the number."""
    import re

    xml = akn.convert(f"{HEAD}{words}\n\n1. Decides.\n", language="en", organ="ga").xml.decode("utf-8")
    recital = xml[xml.index("<preamble") : xml.index("</preamble>")]
    return [f"{body} {number}" for body, number in re.findall(r'deliberation/([a-z-]+)/[0-9-]+/([^"]+)"', recital)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Recalling resolution 48/13 of the Human Rights Council,", ["unga-hrc 48-13"]),
        ("Recalling resolutions 48/13 and 48/14 of the Human Rights Council,", ["unga-hrc 48-13", "unga-hrc 48-14"]),
        ("Recalling resolution 48/13 of the Security Council,", ["unsc 48-13"]),
        ("Recalling its resolution 60/1 and resolution 48/13 of the Human Rights Council,", ["unga 60-1", "unga-hrc 48-13"]),
        ("Recalling resolution 70/1 on maps, and resolution 48/13 of the Human Rights Council,", ["unga 70-1", "unga-hrc 48-13"]),
        ("Recalling resolutions 1325 (2000) and 48/13 of the Human Rights Council,", ["unsc 1325-2000", "unga-hrc 48-13"]),
        (
            "Recalling Human Rights Council resolutions 5/1 on institution-building and 5/2 on the code of conduct,",
            ["unga-hrc 5-1", "unga-hrc 5-2"],
        ),
        ("Recalling the resolution of the Human Rights Council 48/13,", ["unga-hrc 48-13"]),
        ("Recalling maps 48/13 of 16 September 2005,", []),
        ("Recalling resolution 70/1 on maps, 1325 (2000) on women and 3/4 of all,", ["unga 70-1", "unsc 1325-2000"]),
        ("Recalling resolutions 60/1, 59/2 and 60/3 of 16 September 2005,", ["unga 60-1", "unga 59-2", "unga 60-3"]),
    ],
)
def test_whose_resolution_it_is(words: str, found: list[str]) -> None:
    """The body named after a series owns what it can have numbered; a bare number cites where others of its kind do."""
    assert cited(words) == found


def test_a_body_without_a_name_in_the_language() -> None:
    organ = replace(packs.organs()["hrc"], names={})
    assert list(named._full(packs.language("en"), organ)) == []
    text = "the Council and the Human Rights Council"
    assert [one.value for one in Scanner(Classifier(packs.language("en"), organ)).tokens(text)] == ["Human Rights Council"]


@pytest.mark.parametrize("between", ["* Star.\n", "² Stray.\n", "* Star.\n² Stray.\n"])
def test_a_stray_note_within_a_paragraph(between: str) -> None:
    """It is a block of its own, and the source comes back with it where it was printed."""
    source = f"{HEAD}1. Recalls the maps¹ and the\n\n¹ Note one.\n{between}\fother rooms;\n\n2. Invites.\n"
    found = lines(source)
    assert found == ["1. Recalls the maps¹ and the other rooms;", *between.strip().split("\n"), "2. Invites.", "¹ Note one."]


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_notes_printed_in_another_order_than_their_marks(gap: str) -> None:
    source = f"{HEAD}1. Recalls maps² and rooms;¹\n\n2. Invites.\n\n¹ Note one.{gap}² Note two.\n\f3. Calls.\n"
    assert lines(source)[3:] == ["² Note two.", "¹ Note one."]


def test_an_item_below_one_that_ends_in_and() -> None:
    one = "of libraries of the world and of the whole town in which they stand"
    lead = "the good and most useful and well-known and long-standing maps"
    found = lines(f"{HEAD}1. Recalls {lead}\n{one}\nand of the others:\n(a) To lend books and\n(b) To give maps;\n2. Notes {lead}\n{one}.\n")
    assert found == [f"1. Recalls {lead} {one} and of the others:", "(a) To lend books and", "(b) To give maps;", f"2. Notes {lead} {one}."]


def test_a_decimal_glued_to_a_word_is_no_mark() -> None:
    assert classifier("en", "ga").mark_at("rooms1.5 m", 5, 6) == 0.0
    assert classifier("en", "ga").mark_at("rooms1. And", 5, 6) == 3.5


def test_a_vote_that_does_not_say_how_it_ended() -> None:
    close = "10th plenary meeting\n5 June 2020\n\n[{}]"
    told, untold = (
        akn.convert(f"{HEAD}1. Decides.\n\n{close.format(words)}\n", language="en", organ="ga").xml.decode("utf-8")
        for words in ("Adopted without a vote.", "The draft resolution was as amended.")
    )
    assert 'refersTo="#adoptedWithoutVote"' in told
    assert "<outcome" not in untold
    assert 'name="vote"' in untold


def test_the_same_identifier_a_dozen_times() -> None:
    """Each that repeats one is told, however many they are."""
    end = GOOD.index("</mainBody>")
    many = "".join(f'<paragraph eId="para_3"><num>{n}.</num><content><p>Words</p></content></paragraph>' for n in range(3, 15))
    found = akn.validate(GOOD[:end] + many + GOOD[end:])
    assert not found.valid
    assert any("para_3" in one.message for one in found.problems)


def test_what_may_come_next() -> None:
    """Nothing is read beyond the end; reductions may go down to the bottom of the stack and leave it as it was."""
    from akn.grammar.automaton import State, Tables, tables
    from akn.grammar.parser import END, _accepts

    assert not _accepts([0], END, tables())
    # all: X all | X, which piles up every X before the first reduction
    states = (State({"X": 1, "all": 2}, {}), State({"X": 1, "all": 3}, {"END": 1}), State({"END": 4}, {}), State({}, {"END": 0}))
    made = Tables(states, (("all", 2, "all"), ("all", 1, "all")), 4)
    stack = [0, *[1] * 30]
    assert _accepts(stack, "END", made)
    assert not _accepts(stack, "Y", made)
    assert stack == [0, *[1] * 30]


def test_a_fault_without_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the second engine cannot place keeps the path it gives."""
    from types import SimpleNamespace

    fault = SimpleNamespace(reason="something is wrong", message="", elem=None, path="/akomaNtoso")
    monkeypatch.setattr(schema, "_second", lambda _: SimpleNamespace(iter_errors=lambda _: [fault]))
    (found,) = schema._by_xmlschema(Path("any.xsd"), akn.validation.schema.etree.fromstring(b"<a/>"))
    assert (found.line, found.path) == (0, "/akomaNtoso")
    assert found.message.endswith("something is wrong")


def test_a_period_that_ends_on_no_day() -> None:
    head = "A/RES/99/7\n\n大会，\n\n回顾2020年1月30日至2月{}日的会议，\n\n1. 决定；\n"
    good, bad = (akn.convert(head.format(day), language="zh", organ="ga").xml.decode("utf-8") for day in ("20", "31"))
    assert ('date="2020-02-20"' in good, 'date="2020-02-' in bad) == (True, False)
    assert 'date="2020-01-30"' in bad


def test_a_value_that_libxml2_tells_twice() -> None:
    """Its second word on an identifier says nothing, and is left out."""
    found = akn.validate(swapped('eId="para_1"', 'eId="para 1"'))
    assert not found.valid
    assert not [one for one in found.problems if "No precomputed value" in one.message]


def test_scripts_of_two_families_have_no_letter_in_common() -> None:
    every = "".join(map(chr, range(0xD800)))
    families: dict[str, set[str]] = {}
    for tag in packs.languages():
        found = packs.letters(tag)
        families.setdefault(found.family, set()).update(re.findall(f"[{found.script}]", every))
    assert len(families) > 1
    assert sum(map(len, families.values())) == len(set().union(*families.values()))


def test_a_language_that_says_no_signs_has_every_line_looked_through() -> None:
    language, organ = packs.language("en"), packs.organs()["hrc"]
    texts = ["Recalling resolution 90/4,", "Decides to end."]
    assert Scanner(Classifier(language, organ)).bearing(texts) == texts[:1]
    assert Scanner(Classifier(replace(language, signs={}), organ)).bearing(texts) == texts


@pytest.mark.parametrize(("text", "number"), [("12", 12), (" 12 ", 12), ("fifty-third", 53), (" five ", 5), ("Book", 0)])
def test_a_number_stands_for_the_same_with_blanks_around_it(text: str, number: int) -> None:
    assert number_of(text, packs.language("en").numerals) == number


DRAFT = "The General Assembly,\n\n1. Acts;\n\n2. Requests a report on paragraph 1 above."


@pytest.mark.parametrize(
    ("body", "leads"),
    [
        ("Decides to act.\n\n1. Requests a report on paragraph 1 above.", "para_1_2"),
        ("1. Acts.\n\n1. Acts again.\n\n2. Requests a report on paragraph 1 above.", "para_1"),
        ("I. Reading\n\n1. Acts.\n\nBooks\n\n2. Requests a report on paragraph 1 above.", "sec_I__para_1"),
        ("1. Acts:\n\n(a) At once:\n\n1. Today;\n\n7. Requests a report on paragraph 7.", "para_7"),
        (f"1. Acts.\n\n1. Recommends:\n\n{DRAFT}", "para_1_2__p_1__embeddedStructure_1__para_1"),
        (f"1. Recommends:\n\n(a) A;\n\nand\n\nthe following:\n\n{DRAFT}", "para_1__list_1__wrapup__p_2__embeddedStructure_1__para_1"),
        (f"1. Recommends:\n\n(a) B:\n\n1. The following:\n\n{DRAFT}", "para_1__list_1__wrapup__p_1__embeddedStructure_1__para_1"),
        (f"Recommends what follows:\n\n{DRAFT}", "para_1__p_1__embeddedStructure_1__para_1"),
    ],
)
def test_a_reference_leads_to_the_paragraph_that_bears_the_number(body: str, leads: str) -> None:
    """Other paragraphs have no number or the same, items count as they do, and drafts stand below items."""
    xml = akn.convert(f"99/7. Books\n\nThe General Assembly,\n\n{body}\n").xml
    assert akn.validate(xml).valid
    assert re.findall(r'<ref href="#([^"]*)"', xml.decode()) == [leads]


def test_words_between_the_items_of_a_draft_are_read_back() -> None:
    xml = akn.convert("99/7. Books\n\nThe General Assembly,\n\n1. Recommends:\n\nThe General Assembly,\n\n1. Acts:\n\n(a) A;\n\nso\n\n(b) B.\n").xml
    assert b"<alinea" in xml
    assert akn.to_xml(akn.read(xml)) == xml
