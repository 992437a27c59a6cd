"""The text of a file straight from its bytes is that of its document; what could make them differ is left to the reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

import akn
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


def test_ceilings_hold(xml: bytes) -> None:
    """Of depth and of elements: what passes one is left to the reader, who says so."""
    count = xml.count(b"<") - xml.count(b"</")
    assert lines.vouched(xml, Limits(elements=count)) is None
    assert lines.vouched(xml, Limits(nesting=12)) is None
    many = akn.convert(SOURCE + "3.  Decides\nto act.\n" * 100, language="en", organ="hrc").xml
    assert vouched(many)
    deep = xml.replace(b"<num>1.</num>", b"<num>1.</num>" + b'<list a="">' * 99).replace(b"</mainBody>", b"</list>" * 99 + b"</mainBody>")
    assert not vouched(deep)


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
