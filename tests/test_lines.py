"""The text of a file straight from its bytes is that of its document; what could make them differ is left to the reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

import akn
from akn.layout import sums
from akn.limits import Limits
from akn.markup import lines
from akn.text import Lines

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
SOURCE = """The Human Rights Council,

Recalling the report on reading
rooms,¹ and the comments on it by
States,
¹ A/HRC/99/12, with a note.²
² Of its own.
1. Welcomes the report:
(a) Of the libraries;
(b) Of the
readers;

2.  Decides to remain seized of the
matter.
"""


DECLARED = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def vouched(xml: bytes) -> bool:
    """Say whether the record knows every line that is guessed."""
    return lines.vouched(xml, Limits()) is not None


def guessed(xml: bytes) -> tuple[list[str], list[str]]:
    """Return the lines of a text and of its notes as they are guessed."""
    found = lines.vouched(xml, Limits())
    assert found is not None
    return found[:2]


def written(root: Any) -> bytes:
    """Return a file as our writer declares it."""
    return DECLARED + etree.tostring(root, encoding="utf-8", xml_declaration=False) + b"\n"


def read(xml: bytes) -> tuple[list[str], list[str]]:
    """Return the lines of a text and of its notes as the document has them."""
    found = Lines(akn.read(xml))
    return found.text, found.notes


@pytest.fixture(scope="module")
def xml() -> bytes:
    return akn.convert(SOURCE, language="en", organ="hrc").xml


def test_both_ways_give_the_same_lines(seed: str) -> None:
    """Of every seed at every level of detail; and the reader's way stays exact though it is seldom gone."""
    for detail in ("none", "references", "full"):
        xml = akn.convert(seed, detail=detail).xml
        assert guessed(xml) == read(xml)
        assert vouched(xml)
        for layout in ("source", "canonical"):
            assert akn.to_text(xml, layout) == akn.to_text(akn.read(xml), layout)
        assert akn.to_text(akn.read(xml), "source") == seed


def test_both_ways_give_the_same_headings() -> None:
    text = "99/7. Books\n\nThe General Assembly,\n\nReading rooms\n\n1. Decides to act;\n\nI. Travelling libraries\n\n2. Requests States to act.\n"
    xml = akn.convert(text.replace("States to", "States\nto"), language="en", organ="ga").xml
    assert b"<heading" in xml
    assert vouched(xml)
    assert guessed(xml) == read(xml)


def test_both_ways_give_the_same_bytes(xml: bytes) -> None:
    assert vouched(xml)
    assert akn.to_bytes(xml) == akn.to_bytes(akn.read(xml)) == SOURCE.encode()
    assert akn.to_text(xml) == akn.to_text(akn.read(xml))


def edited(xml: bytes, path: str, more: str = "", text: str | None = None, tail: str = "") -> bytes:
    """Return a file with an element put before another, or with other words in it or behind it."""
    root = etree.fromstring(xml)
    found = root.find(path)
    if more:
        found.addprevious(etree.fromstring(f'<body xmlns="{AKN}">{more}</body>')[0])
    found.text = found.text if text is None else text
    found.tail = tail or found.tail
    return written(root)


EDITS = {
    "other words": ("{*}p", "", "Otherwise", ""),
    "a number of nothing": ("{*}paragraph", "<paragraph><num>7.</num></paragraph>", None, ""),
    "a number before a part": ("{*}paragraph", "<paragraph><num>7.</num><section><content><p>More.</p></content></section></paragraph>", None, ""),
    "a number without words": ("{*}paragraph", "<paragraph><num>7.</num><content><p/></content></paragraph>", None, ""),
    "two numbers": ("{*}num", "<num>0.</num>", None, ""),
    "an empty block": ("{*}paragraph", "<paragraph><content><p/></content></paragraph>", None, ""),
    "words in what holds blocks": ("{*}content", "", "Loose", ""),
    "words behind a block": ("{*}content/{*}p", "", None, "loose"),
    "a line's end within a block": ("{*}authorialNote/..", "<eol/>", None, ""),
    "what no one of ours is": ("{*}paragraph", "<tblock><table><tr><td><p>Cell</p></td></tr></table></tblock>", None, ""),
    "another mark": ("{*}authorialNote/..", '<noteRef marker="1" href="#x"/>', None, ""),
    "a note of an editor": ("{*}publication", '<notes source="#e"><note eId="n"><p>Editor.</p></note></notes>', None, ""),
    "a bracketed note": ("{*}authorialNote/..", '<sup><authorialNote class="bracketed" marker="9"><p>More.</p></authorialNote></sup>', None, ""),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_left_to_the_reader(xml: bytes, name: str) -> None:
    path, more, text, tail = EDITS[name]
    new = edited(xml, f".//{path}", more, text, tail)
    assert not vouched(new) or name == "an empty block"
    for layout in ("source", "canonical"):
        assert akn.to_text(new, layout) == akn.to_text(akn.read(new), layout)


def late(root: Any) -> None:
    """Put the preamble behind the body."""
    root.find(".//{*}mainBody").addnext(root.find(".//{*}preamble"))


def joined(root: Any) -> None:
    """Make one paragraph of two, so that its second number stands amid its words."""
    *_, one, other = body = root.find(".//{*}mainBody")
    one.extend(list(other))
    body.remove(other)


def loose(root: Any) -> None:
    """Let a number stand in the body itself."""
    body = root.find(".//{*}mainBody")
    body[-1:] = list(body[-1])


def headed(root: Any) -> None:
    """Make a heading of what stands behind a block."""
    intro = root.find(".//{*}mainBody//{*}list")
    intro.getparent().append(etree.fromstring(f'<heading xmlns="{AKN}"/>'))


def framed(root: Any) -> None:
    """Let an annex be no document."""
    root.find(".//{*}attachment/{*}doc").tag = f"{{{AKN}}}hcontainer"


def marked(root: Any) -> None:
    """Set a number in bold type."""
    root.find(".//{*}num").append(etree.fromstring(f'<b xmlns="{AKN}"/>'))


def named(root: Any) -> None:
    """Let an annex be no attachment."""
    root.find(".//{*}attachment").tag = f"{{{AKN}}}num"


@pytest.mark.parametrize("move", [late, joined, loose, headed, framed, marked, named], ids=lambda move: move.__name__)
def test_what_stands_elsewhere_is_left_to_the_reader(move: Callable[[Any], None]) -> None:
    """Though the record knows every line of it: where a reader takes it to stand is for the reader to say."""
    root = etree.fromstring(akn.convert(f"{SOURCE}\nAnnex\n\n1. Books.\n", language="en", organ="hrc").xml)
    assert vouched(written(root))
    move(root)
    new = written(root)
    assert not vouched(new)
    for layout in ("source", "canonical"):
        assert akn.to_text(new, layout) == akn.to_text(akn.read(new), layout)


def test_a_number_in_the_body_itself_is_not_lost() -> None:
    words = "<mainBody><num>1.</num><p>Words.</p><heading>More</heading></mainBody>"
    assert akn.to_text(f'<akomaNtoso xmlns="{AKN}"><doc name="d">{words}</doc></akomaNtoso>') == "1.\n\nWords.\n\nMore\n"


def test_indented_it_is_the_same(xml: bytes) -> None:
    new = etree.tostring(etree.fromstring(xml), pretty_print=True)
    assert akn.to_text(new, "source") == SOURCE


def test_a_file_without_a_record_or_metadata_is_left_to_the_reader() -> None:
    assert akn.to_text(f'<akomaNtoso xmlns="{AKN}"><doc name="d"><mainBody><p>Words.</p></mainBody></doc></akomaNtoso>', "source") == "Words.\n"
    canonical = akn.to_text(akn.parse(SOURCE, language="en", organ="hrc"))
    xml = akn.convert(canonical, language="en", organ="hrc").xml
    assert not vouched(xml)
    assert akn.to_text(xml, "source") == akn.to_text(xml) == canonical


@pytest.mark.parametrize("source", [" ", "\n\n"])
def test_a_text_of_blanks_has_no_lines(source: str) -> None:
    xml = akn.convert(source).xml
    assert vouched(xml)
    assert akn.to_text(xml) == akn.to_text(akn.read(xml)) == ""
    assert akn.to_text(xml, "source") == source


UNUSUAL: dict[str, tuple[bytes, bytes]] = {
    "another declaration": (b'version="1.0" encoding', b"version='1.0' encoding"),
    "a comment": (b"</num>", b"</num><!-- -->"),
    "an instruction": (b"</akomaNtoso>", b"</akomaNtoso><?a?>"),
    "a comment in the metadata": (b"</proprietary>", b"</proprietary><!-- -->"),
    "words in a section of their own": (b">Recalling", b"><![CDATA[Recalling]]>"),
    "a sign that closes": (b">Recalling", b">Recalling>"),
    "a line's end in the words": (b">Recalling", b'><eol eId="e"/>Recalling'),
    "a number and a part with its own": (b"<mainBody>", b'<mainBody><section eId="s"><num>I.</num><section eId="t"><content eId="c"><p eId="p">More.</p></content></section></section>'),
    "another form of the record": (b"<blocks>", b"<blocks >"),
    "no end of the metadata": (b"</meta>", b"</meta >"),
    "another end of a note": (b"</authorialNote>", b"</authorialNote >"),
    "a mark that is escaped": (b'marker="1"', b'marker="&#49;"'),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_written_otherwise_is_left_to_the_reader(xml: bytes, name: str) -> None:
    old, new = UNUSUAL[name]
    assert old in xml
    other = xml.replace(old, new)
    assert not vouched(other)
    for layout in ("source", "canonical"):
        assert akn.to_text(other, layout) == akn.to_text(akn.read(other), layout)


@pytest.mark.parametrize(("old", "new"), [(b"</p></container>", b"</p></formula>"), (b"<mainBody>", b"<mainBody a='1' a='1'>"), (b"States,", b"States&,")])
def test_what_is_no_xml_is_refused_though_every_line_is_known(xml: bytes, old: bytes, new: bytes) -> None:
    with pytest.raises(akn.SourceError, match="not well-formed"):
        akn.to_text(xml.replace(old, new, 1), "source")


@pytest.mark.parametrize("given", ["a:b='1'", "xmlns:a=''", "xmlns='a b'", "xml:id='1 2'"])
@pytest.mark.parametrize("name", [b"<FRBRthis", b"<p", b"<mainBody"])
def test_names_in_no_space_are_refused_though_every_line_is_known(xml: bytes, name: bytes, given: str) -> None:
    """libxml2 tells of these only who has a tree made."""
    assert name in xml
    with pytest.raises(akn.SourceError, match="not well-formed"):
        akn.to_text(xml.replace(name, name + b" " + given.encode(), 1), "source")


def known(xml: bytes, old: bytes, new: bytes, *words: bytes) -> bytes:
    """Return a file with something else behind its metadata, and a record that knows its lines as they are with other words."""
    text, notes = guessed(xml)
    checks = sums([line.encode().replace(*words) if words else line.encode() for line in (*text, *notes)])
    before, end, after = re.sub(rb"<checks>[^<]*", b"<checks>" + checks.encode(), xml).partition(b"</meta>")
    assert old in after
    return before + end + after.replace(old, new, 1)


SIGNS_OF_NO_XML = {
    "nothing": b"\0",
    "a control": b"\x01",
    "a line's end of another kind": b"\x0b",
    "the end of a form": b"\x0c",
    "a control that ends a line": b"\x1e",
    "the last control": b"\x1f",
    "a sign that is none": b"\xef\xbf\xbe",
    "another that is none": b"\xef\xbf\xbf",
    "half a pair": b"\xed\xa0\x80",
    "a sign behind the last": b"\xf4\x90\x80\x80",
    "the beginning of a sign": b"\xe4",
    "the end of a sign": b"\xbd\xa0",
    "two bytes for a sign of one": b"\xc0\xaf",
}
PLACES = {
    "plain words": b"Decides",
    "words amid markup": b"Recalling the",
    "a number": b"2.</num>",
    "a number of a part": b"1.</num>",
    "the words of a note": b", with a",
    "an identifier": b"para_2__p_1",
    "the identifier of a level": b'para_2"',
    "the identifier of a content": b"para_2__content",
    "the name of a level": b'Recalling" ',
    "a mark": b'1" placement',
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("sign", SIGNS_OF_NO_XML)
def test_what_xml_cannot_hold_is_refused_though_every_line_is_known(xml: bytes, place: str, sign: str) -> None:
    """libxml2 does not see the words that stand in no markup: here they are looked through."""
    old = PLACES[place]
    words = old.partition(b"</num>")[0]
    for other in (
        known(xml, old, SIGNS_OF_NO_XML[sign] + old),
        known(xml, old, SIGNS_OF_NO_XML[sign] + old, words, SIGNS_OF_NO_XML[sign] + words),
    ):
        assert not vouched(other)
        with pytest.raises(akn.SourceError, match="not well-formed"):
            akn.to_text(other, "source")


@pytest.mark.parametrize("old", [b"Decides", b"Recalling the", b"2.</num>", b", with a"])
def test_the_end_of_a_section_is_refused_though_every_line_is_known(xml: bytes, old: bytes) -> None:
    words = old.partition(b"</num>")[0]
    other = known(xml, old, b"]]>" + old, words, b"]]>" + words)
    assert not vouched(other)
    with pytest.raises(akn.SourceError, match="not well-formed"):
        akn.to_text(other, "source")


@pytest.mark.parametrize("sign", ["\x7f", "\x85", "\ufeff", "\ufffd", "\ue000", "\U0001fffe", "\U0010ffff", "\u2028"])
def test_odd_signs_that_xml_can_hold_need_no_reader(xml: bytes, sign: str) -> None:
    other = known(xml, b"Decides", b"Decides" + sign.encode(), b"Decides", b"Decides" + sign.encode())
    assert vouched(other)
    assert akn.to_text(other) == akn.to_text(akn.read(other))


def test_an_identifier_in_another_script_needs_no_reader(xml: bytes) -> None:
    other = xml.replace(b"para_2", "para_\u0623".encode())
    assert vouched(other)
    assert akn.to_text(other, "source") == SOURCE


@pytest.mark.parametrize("sign", SIGNS_OF_NO_XML)
def test_what_xml_cannot_hold_is_refused_in_what_a_document_speaks_of(xml: bytes, sign: str) -> None:
    """Nor are the rows of the ontology shown to libxml2."""
    assert b'showAs="Author"' in xml
    other = xml.replace(b'showAs="Author"', b'showAs="' + SIGNS_OF_NO_XML[sign] + b'Author"')
    assert not vouched(other)
    with pytest.raises(akn.SourceError, match="not well-formed"):
        akn.to_text(other, "source")


@pytest.mark.parametrize("value", ["A > B", "A &lt; B", "Автор", " href=", "/&gt;&lt;TLCRole"])
def test_any_word_may_name_what_a_document_speaks_of(xml: bytes, value: str) -> None:
    other = xml.replace(b'showAs="Author"', f'showAs="{value}"'.encode())
    assert vouched(other)
    assert akn.to_text(other) == akn.to_text(akn.read(other))


LINED = b'<p eId="x">Words.</p>'
ROW = b'<TLCRole eId="x" href="/akn/ontology/x" showAs="x"/>'
ODD: dict[str, tuple[bytes, bytes]] = {
    "a line in a tag": (b'<paragraph eId="para_2">', b'<paragraph eId="para_2" ' + LINED + b"<num>2.</num>"),
    "a line in an attribute": (b'<paragraph eId="para_2">', b'<paragraph eId="' + LINED + b'">'),
    "a line in an attribute with another behind it": (b"<mainBody>", b'<mainBody a="' + LINED + b'<list eId="x">'),
    "a line in a tag that ends": (b"</mainBody>", b"</mainBody " + LINED + b">"),
    "a line behind all": (b"</akomaNtoso>", b"</akomaNtoso>" + LINED),
    "an end with attributes": (b"seized of the matter.</p>", b'seized of the matter.</p eId="x">'),
    "the end of another block": (b"seized of the matter.</p>", b"seized of the matter.</heading>"),
    "the end of another level": (b"</paragraph></mainBody>", b"</point></mainBody>"),
    "a level that ends at once": (b'<paragraph eId="para_2">', b'<paragraph eId="para_2"/>'),
    "an identifier twice": (b'<p eId="para_2__p_1">', b'<p eId="para_2__p_1" eId="para_2__p_1">'),
    "a content with an identifier twice": (b'<content eId="para_2__content">', b'<content eId="para_2__content" eId="x">'),
    "a level with an identifier twice": (b'<paragraph eId="para_2">', b'<paragraph eId="para_2" eId="x">'),
    "a sign that opens in a row": (b'showAs="Author"', b'showAs="<Author"'),
    "a sign that opens in a row, and what looks like a row more": (b"<TLC", ROW.replace(b'"x" h', b'" href=" h').replace(b'"x"/', b'"<"/') + b"<TLC"),
    "a row in an attribute": (b'<references source="#converter">', b'<references source="' + ROW + b'">'),
    "a row in a tag": (b'<references source="#converter">', b'<references source="#converter" ' + ROW + b">"),
    "a row in a tag with another behind it": (b'<references source="#converter">', b"<references " + ROW + b'<references source="#converter">'),
    "a row with an attribute twice": (b"<TLC", ROW.replace(b"href", b'eId="y" href') + b"<TLC"),
    "a row without a name": (b"<TLC", ROW.replace(b"TLCRole", b"TLC:") + b"<TLC"),
    "a note in a tag": (b"Decides to", b'<b title="<authorialNote marker="1"><p eId="x">N.</p></authorialNote>">Decides</b> to'),
    "a note that begins in a tag": (b'<sup class="footnote"><authorialNote', b'<sup class="<authorialNote'),
    "an attribute twice within a note": (b'<p eId="preamble__container_1__p_1__a', b'<list eId="x" eId="x"/><p eId="preamble__container_1__p_1__a'),
    "half a sign on either side of a note": (b"Decides to", b'D\xe4<authorialNote marker=""><p eId="x">N.</p></authorialNote>\xbd\xa0cides to'),
    "an end before its beginning": (b"Decides to", b"</b>Decides<b> to"),
    "a tag over two lines": (b"Of the libraries;", b"Of the <b "),
    "a bare sign": (b"seized", b"sei & zed"),
    "a name in no space": (b"seized", b"<q:b>seized</q:b>"),
    "an attribute in no space": (b"<preamble>", b"<preamble q:a='1'>"),
}


@pytest.mark.parametrize("name", ODD)
def test_markup_that_is_none_is_refused_whatever_the_record_knows(xml: bytes, name: str) -> None:
    """Where lines, notes and parts of them stand apart, what is left is as it should be."""
    old, new = ODD[name]
    assert xml.count(old)
    other = xml.replace(old, new, 1)
    text, notes = guessed(xml)
    for lines_ in ([*text, *notes], [*text[:-1], "Words.", text[-1], *notes], ["Words.", *text, *notes], [*text, "Words.", *notes]):
        checked = re.sub(rb"<checks>[^<]*", b"<checks>" + sums(map(str.encode, lines_)).encode(), other)
        assert not vouched(checked)
        with pytest.raises(akn.SourceError, match="not well-formed"):
            akn.to_text(checked, "source")


def test_the_sign_of_a_line_is_no_line(xml: bytes) -> None:
    other = xml.replace(b"<mainBody>", b"<mainBody>|>", 1)
    assert not vouched(other)
    assert akn.to_text(other) == akn.to_text(akn.read(other))


def test_signs_that_are_escaped_come_back() -> None:
    source = 'The Human Rights Council,\n\nRecalling "A & B" <C>,\n\n\n1. Decides\nto act & to <read>.\n'
    xml = akn.convert(source, language="en", organ="hrc").xml
    assert vouched(xml)
    assert akn.to_text(xml, "source") == source


def test_a_note_with_two_marks_and_an_annex_need_no_reader() -> None:
    text = SOURCE.replace("(a) Of the libraries;", "(a) Of the libraries;\u00b9") + "\nAnnex\n\n1. Books.\n"
    xml = akn.convert(text, language="en", organ="hrc").xml
    assert b"<noteRef" in xml
    assert b"<doc name" in xml
    assert guessed(xml) == read(xml)
    assert akn.to_text(xml, "source") == text


INSIDE: dict[str, tuple[bytes, bool]] = {
    "a row": (b'<references source="#x">' + ROW + b"</references>", True),
    "a line": (LINED, False),
    "a number": (b"<num>7.</num>", True),
    "a note": (b'<p><authorialNote marker="7">' + LINED + b"</authorialNote></p>", False),
    "metadata": (b"<meta><identification/></meta>", False),
}


@pytest.mark.parametrize("name", INSIDE)
def test_the_metadata_of_a_document_within_are_no_text(name: str) -> None:
    """Whatever the record knows: what stands there is read by no one as a line."""
    new, told = INSIDE[name]
    xml = akn.convert(SOURCE + "\nAnnex\n\n1. Books.\n", language="en", organ="hrc").xml
    before, end, after = xml.rpartition(b"</identification>")
    assert b"<doc name" in before
    other = before + end + new + after
    text, notes = guessed(xml)
    for more in ("Words.", "7."):
        for place in range(len(text) + 1):
            checks = sums(map(str.encode, [*text[:place], more, *text[place:], *notes]))
            assert not vouched(re.sub(rb"<checks>[^<]*", b"<checks>" + checks.encode(), other))
    assert vouched(other) is told
    assert akn.to_text(other, "source") == akn.to_text(akn.read(other), "source")


def test_ceilings_hold(xml: bytes) -> None:
    """Of depth and of elements: what passes one is left to the reader, who says so."""
    count = xml.count(b"<") - xml.count(b"</")
    assert lines.vouched(xml, Limits(elements=count)) is None
    assert lines.vouched(xml, Limits(nesting=12)) is None
    many = akn.convert(SOURCE + "3.  Decides\nto act.\n" * 100, language="en", organ="hrc").xml
    assert vouched(many)
    deep = xml.replace(b"<num>1.</num>", b"<num>1.</num>" + b'<list a="">' * 99).replace(b"</mainBody>", b"</list>" * 99 + b"</mainBody>")
    assert not vouched(deep)


@pytest.mark.parametrize("block", [b'<heading eId="x">', b'<heading eId="x">a</p>', b'<item eId="x"><heading eId="y">', b'<heading eId="x"><listWrapUp eId="y">'])
def test_blocks_without_end_take_no_longer_than_others(xml: bytes, block: bytes) -> None:
    assert not vouched(xml.replace(b"<mainBody>", b"<mainBody>" + block * 100_000))


SIGNS = {
    "a sign by its number": (b"rooms", b"r&#111;oms"),
    "a sign by its number in the record": (b"<texts>", b"<texts>&#97;"),
    "a line feed by its number in hexadecimals": (b"<texts>", b"<texts>&#xA;"),
    "an apostrophe by its name": (b"<blocks>", b"<blocks>&apos;"),
    "a carriage return": (b"<texts>", b"<texts>\r"),
    "line ends of another system": (b"\n<akomaNtoso", b"\r\n<akomaNtoso"),
    "a line end in an attribute of the record": (b'gap="', b'gap="\n'),
    "a line end in a mark": (b'marker="', b'marker="\n'),
}


@pytest.mark.parametrize("name", SIGNS)
def test_signs_that_xml_reads_as_others_are_left_to_the_reader(name: str) -> None:
    """A record that has them says something else than its bytes do, and no check would tell."""
    xml = akn.convert(SOURCE + "\n\n3. Decides so.\n\n\n4. Goes on.\n", language="en", organ="hrc").xml
    before, after = SIGNS[name]
    assert before in xml
    other = xml.replace(before, after, 1)
    assert not vouched(other)
    for layout in ("source", "canonical"):
        assert akn.to_text(other, layout) == akn.to_text(akn.read(other), layout)
