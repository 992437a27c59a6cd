"""Any Akoma Ntoso file can be read, every word of it in its order: acts, bills, debates, judgments, and the draft namespaces."""

from __future__ import annotations

import re

import pytest
from conftest import SEEDS
from lxml import etree
from msgspec.structs import replace

import akn
from akn.compare.recorder import passages
from akn.document import Block, Part

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
NAMESPACES = [AKN, f"{AKN}/WD17", f"{AKN}/CSD13"]
META = """<meta><identification source="#editor"><FRBRWork><FRBRthis value="/akn/xx/{kind}/2038-01-19/1/!main"/><FRBRuri value="/akn/xx/{kind}/2038-01-19/1"/>
<FRBRdate date="2038-01-19" name="generation"/><FRBRauthor href="#parliament"/><FRBRcountry value="xx"/></FRBRWork><FRBRExpression>
<FRBRthis value="/akn/xx/{kind}/2038-01-19/1/eng@/!main"/><FRBRuri value="/akn/xx/{kind}/2038-01-19/1/eng@"/><FRBRdate date="2038-01-19" name="generation"/>
<FRBRauthor href="#parliament"/><FRBRlanguage language="eng"/></FRBRExpression><FRBRManifestation><FRBRthis value="x/!main.xml"/><FRBRuri value="x.xml"/>
<FRBRdate date="2038-01-19" name="markup"/><FRBRauthor href="#editor"/></FRBRManifestation></identification>{more}</meta>"""

ACT = """
<coverPage><p>Republic of Utopia</p></coverPage>
<preface><longTitle><p>An <docType>Act</docType> to provide for <docTitle>public libraries</docTitle></p></longTitle></preface>
<preamble><formula name="enacting"><p>BE IT ENACTED by the Assembly:</p></formula>
<recitals><recital eId="rec_1"><num>(1)</num><p>Whereas reading is a right;</p></recital></recitals>
<citations><citation eId="cit_1"><p>Having regard to the Constitution,</p></citation></citations></preamble>
<body>
 <part eId="part_I"><num>PART I</num><heading>Preliminary</heading>
  <chapter eId="chp_1"><num>Chapter 1</num><heading>Interpretation</heading><subheading>(in brief)</subheading>
   <section eId="sec_1"><num>1.</num><heading>Definitions</heading>
    <subsection eId="sec_1__subsec_1"><num>(1)</num><intro><p>In this Act,</p></intro>
     <paragraph eId="p1"><num>(a)</num><content><p>“<term refersTo="#library">library</term>” means a place of <i>books<sup>2</sup></i>;</p></content></paragraph>
     <paragraph eId="p2"><num>(b)</num><content><p>“reader” means any person.</p></content></paragraph>
     <wrapUp><p>and these words have this meaning throughout.</p></wrapUp></subsection>
    <subsection eId="sec_1__subsec_2"><num>(2)</num><content><p>Section 1 of the<eol/>old Act is<br/>repealed.</p></content></subsection>
   </section></chapter></part>
 <part eId="part_II"><num>PART II</num><article eId="art_2"><num>2</num><alinea eId="al_1"><content><p>First alinea.</p></content></alinea>
   <alinea eId="al_2"><num>(x)</num><content><block name="b">Second alinea.</block></content></alinea></article>
  <hcontainer name="schedule"><crossHeading>Loose heading</crossHeading><content><p>Last words.</p></content></hcontainer></part>
</body>
<conclusions><p>Done at <location refersTo="#amaurot">Amaurot</location>.</p><signature><person refersTo="#a">A. Scribe</person></signature></conclusions>"""

BILL = """
<preface><p><docTitle>Amending Bill</docTitle></p></preface>
<body><section eId="sec_1"><num>1.</num><content><p>In the Act, <mod>for “<quotedText>ten</quotedText>” substitute
“<quotedText>twelve</quotedText>”</mod>, and <mod>after section 4 insert:
<quotedStructure><section eId="q"><num>4A.</num><heading>New rule</heading><content><p>Nobody shall shout.</p></content></section></quotedStructure></mod>
and renumber.</p></content></section>
<section eId="sec_2"><num>2.</num><content><p>Plain end.</p></content></section></body>"""

JUDGMENT = """
<header><p><courtType>High Court</courtType> of <docJurisdiction>Utopia</docJurisdiction></p><p><party refersTo="#a" as="#x">Alpha</party> v <party refersTo="#b" as="#y">Beta</party></p></header>
<judgmentBody><introduction><p>This is an appeal.</p></introduction><background><p>Alpha lost a book.</p></background>
<motivation><p>The book was <b>found</b>.</p><blockList eId="l"><listIntroduction>It follows that:</listIntroduction><item eId="i1"><num>(a)</num><p>nothing was lost;</p></item>
<item eId="i2"><num>(b)</num><p>nothing is owed;</p></item><listWrapUp>as we said.</listWrapUp></blockList></motivation><decision><p>Appeal dismissed.</p></decision></judgmentBody>"""

DEBATE = """
<preface><p>Sitting of <docDate date="2038-01-19">19 January 2038</docDate></p></preface>
<debateBody><debateSection name="sitting" eId="s"><num>I</num><heading>Libraries</heading><narrative>The sitting opened at <recordedTime time="2038-01-19T10:00:00">ten</recordedTime>.</narrative>
<speech by="#a" eId="sp1"><from>Ms Alpha:</from><p>I beg to move.</p><p>I said so before.</p></speech><scene>(Applause)</scene>
<questions><question by="#b" eId="q1"><from>Mr Beta:</from><p>Why?</p></question><answer by="#a" eId="a1"><from>Ms Alpha:</from><p>Because.</p></answer></questions>
<adjournment><p>The sitting rose.</p></adjournment></debateSection></debateBody>"""

DOC = """
<preface><toc><tocItem level="1" href="#a">1. Libraries ..... 3</tocItem><tocItem level="2" href="#b">1.1 Books ..... 4</tocItem></toc></preface>
<mainBody><division eId="a"><heading>Libraries</heading><content><p>Before the list:</p><ol><li value="1.">first <a href="https://example.org">thing</a></li><li value="2.">second
<ul><li>dash</li><li><p>dot</p></li></ul></li></ol><p>after it.</p>
<table><caption>Loans</caption><tr><th><p>Year</p></th><th><p>Loans</p></th></tr><tr><td><p>2037</p></td><td><p>1,000</p></td></tr><tr><td>2038</td><td><p>2,000</p><p>(estimate)</p></td></tr></table>
<p>A word<sup class="footnote"><authorialNote marker="1" placement="bottom"><p>An author’s note.</p></authorialNote></sup>, another<noteRef href="#n1" marker="*"/>.</p></content></division></mainBody>
<attachments><attachment eId="att_1"><heading>Annex heading</heading><doc name="annex">{meta}<preface><p>Annex</p></preface><mainBody><paragraph eId="x"><content><p>Text of the annex.</p></content></paragraph></mainBody></doc></attachment></attachments>"""
NOTES = '<notes source="#editor"><note eId="n1"><p>An editor’s note.</p></note></notes>'

COLLECTION = """
<preface><p>Official journal</p></preface>
<collectionBody><component eId="c1"><statement name="resolution">{meta}<preface><p>First resolution</p></preface><mainBody><paragraph eId="p"><num>1.</num><content><p>Decides.</p></content></paragraph></mainBody></statement></component>
<interstitial><p>Between the two.</p></interstitial>
<component eId="c2"><doc name="letter">{meta}<mainBody><p>Dear reader,</p></mainBody></doc></component></collectionBody>"""

AMENDMENT = """
<preface><p>Amendment to <affectedDocument href="/akn/xx/bill/1">Bill 1</affectedDocument></p></preface>
<amendmentBody><amendmentHeading><p>Section 2</p></amendmentHeading><amendmentContent><p>Leave out “ten”.</p></amendmentContent><amendmentJustification><p>It is enough.</p></amendmentJustification></amendmentBody>"""

PORTION = '<portionBody><section eId="sec_9"><num>9.</num><heading>Cut out</heading><content><p>Only this.</p></content></section></portionBody>'

KINDS = {
    "act": ACT, "bill": BILL, "judgment": JUDGMENT, "debate": DEBATE, "debateReport": DOC, "doc": DOC, "statement": DOC, "amendment": AMENDMENT,
    "documentCollection": COLLECTION, "officialGazette": COLLECTION, "portion": PORTION,
}  # fmt: skip


def file(kind: str, namespace: str = AKN) -> bytes:
    meta = META.replace("{kind}", kind)
    inner = KINDS[kind].replace("{meta}", meta.replace("{more}", ""))
    return f'<akomaNtoso xmlns="{namespace}"><{kind} name="{kind}">{meta.replace("{more}", NOTES if "#n1" in inner else "")}{inner}</{kind}></akomaNtoso>'.encode()


def words(xml: bytes) -> list[str]:
    """Return the words of a file in their order, without what is told about it; notes stand after all the rest."""
    root = etree.fromstring(xml)
    notes = [re.findall(r"\w+", " ".join(note.itertext())) for note in root.iter("{*}note")]
    authorial = []
    for note in list(root.iter("{*}authorialNote")):
        authorial.append(re.findall(r"\w+", " ".join(note.itertext())))
        note.getparent().text = note.get("marker").translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        note.getparent().remove(note)
    for meta in list(root.iter("{*}meta")):
        meta.getparent().remove(meta)
    for one in root.iter("{*}eol", "{*}br", "{*}p", "{*}caption", "{*}crossHeading", "{*}num", "{*}heading", "{*}subheading", "{*}td", "{*}th", "{*}li", "{*}from", "{*}tocItem"):
        one.tail = " " + (one.tail or "")
    text = "".join(root.itertext())
    return [*re.findall(r"\w+", text), *(word for note in authorial for word in note), *(word for note in notes for word in note)]


@pytest.mark.parametrize("namespace", NAMESPACES, ids=lambda name: name.rpartition("/")[2])
@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_read_in_its_order(kind: str, namespace: str) -> None:
    xml = file(kind, namespace)
    text = akn.to_text(xml)
    marks = str.maketrans("", "", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    found = [word for word in re.findall(r"\w+", text.translate(marks)) if word]
    expected = [word.translate(marks) for word in words(xml)]
    assert found == [word for word in expected if word]
    assert text == akn.to_text(xml, layout="source"), "no record: the canonical text"
    assert text.endswith("\n")
    assert "\n\n\n" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_canonical_text_does_not_depend_on_indentation(kind: str) -> None:
    xml = file(kind)
    again = etree.tostring(etree.fromstring(xml, etree.XMLParser(remove_blank_text=True)), pretty_print=True)
    assert akn.to_text(again) == akn.to_text(xml)
    assert akn.read(xml).element == kind


@pytest.mark.parametrize("kind", ["act", "bill", "judgment", "debate", "doc"])
def test_the_canonical_text_is_read_as_text(kind: str) -> None:
    text = akn.to_text(file(kind))
    assert akn.to_text(akn.convert(text).xml, layout="source") == text


def test_numbers_headings_and_words() -> None:
    lines = akn.to_text(file("act")).split("\n\n")
    assert "PART I Preliminary" in lines
    assert "(1) In this Act," in lines
    assert "(a) “library” means a place of books2;" in lines
    assert "(2) Section 1 of the old Act is repealed." in lines
    assert "(x) Second alinea." in lines
    assert lines.index("and these words have this meaning throughout.") == lines.index("(b) “reader” means any person.") + 1


def test_quoted_provisions_stand_in_their_place() -> None:
    lines = akn.to_text(file("bill")).split("\n\n")
    at = lines.index("4A. New rule")
    assert lines[at - 1].endswith("after section 4 insert:")
    assert lines[at + 1 : at + 3] == ["Nobody shall shout.", "and renumber."]


def test_tables_notes_and_lists() -> None:
    lines = akn.to_text(file("doc")).rstrip("\n").split("\n\n")
    assert "Year\tLoans" in lines
    assert "2037\t1,000" in lines
    assert "2038\t2,000 (estimate)" in lines
    assert "A word¹, another*." in lines
    assert lines[-2:] == ["¹ An author’s note.", "* An editor’s note."]
    assert lines.index("Before the list:") < lines.index("after it.")


def test_collections_hold_documents() -> None:
    document = akn.read(file("documentCollection"))
    assert [one.element for one in document.components if one.element in ("statement", "doc")][::1]
    text = akn.to_text(document)
    assert text.index("First resolution") < text.index("1. Decides.") < text.index("Between the two.") < text.index("Dear reader,")


def test_what_the_metadata_say() -> None:
    document = akn.read(file("act"))
    assert document.language == "eng"
    assert document.identity.date == "2038-01-19"
    assert document.kind == "act"
    assert document.layout is None
    assert document.votes == ()


def test_each_line_of_a_close_is_a_block_and_what_goes_on_over_its_end_is_in_both() -> None:
    close = '<conclusions><p><event refersTo="#adoption"><location>9th meeting</location>\n<eol/>\n<docDate date="2038-01-19">19 January 2038</docDate></event></p></conclusions>'
    document = akn.read(f'<akomaNtoso xmlns="{AKN}"><statement name="resolution"><mainBody><p>Words.</p></mainBody>{close}</statement></akomaNtoso>')
    assert [block.text() for block in document.conclusions] == ["9th meeting", "19 January 2038"]
    assert [[one.kind for one in block.content] for block in document.conclusions] == [["event"], ["event"]]
    assert akn.to_text(document).endswith("9th meeting\n\n19 January 2038\n")


def test_the_empty_brackets_of_a_mark_are_no_words_of_its_note() -> None:
    body = '<p>Words(<authorialNote marker="1"><p>)( A/99/1.</p></authorialNote>).</p>'
    document = akn.read(f'<akomaNtoso xmlns="{AKN}"><statement name="resolution"><mainBody>{body}</mainBody></statement></akomaNtoso>')
    note = document.body[0].content[1]
    assert (note.bracketed, note.content[0].text()) == (True, "A/99/1.")
    assert akn.to_text(document) == "Words(¹).\n\n(¹) A/99/1.\n"


def test_a_raised_sign_that_is_no_mark_is_a_word_like_others() -> None:
    body = "<p>Words<sup><i>2</i></sup>.</p>"
    document = akn.read(f'<akomaNtoso xmlns="{AKN}"><doc name="d"><mainBody>{body}</mainBody></doc></akomaNtoso>')
    assert [one if isinstance(one, str) else (one.kind, one.content[0].kind) for one in document.body[0].content] == ["Words", ("sup", "i"), "."]
    assert akn.to_text(document) == "Words2.\n"


def test_a_line_that_ends_within_a_block_is_one_blank() -> None:
    """However many blanks stand around what ends it."""
    for end in ("<br/>", " <br/>", "<br/> ", " <eol/>\n    "):
        xml = file("act").replace(b"Section 1 of the<eol/>old Act is<br/>repealed.", f"Section 1 of the{end}<b>old</b> Act.".encode())
        assert "Section 1 of the old Act." in akn.to_text(xml)


def test_what_hangs_on_an_annex_is_written_as_it_was_read() -> None:
    """An annex of its own, a document, a collection: every word of them, with the identifiers that comparisons and data give."""
    made = akn.parse("99/7. Books\n\nThe General Assembly,\n\n1. Adopts the rules.\n\nAnnex\n\nRules\n\n1. A room is open to all.\n")
    (annex,) = made.annexes
    collection = replace(annex, element="documentCollection", body=(), components=(made,))
    document = replace(made, annexes=(replace(annex, annexes=(annex, collection), components=(made,)),))
    xml = akn.to_xml(document)
    assert akn.validate(xml).valid
    assert akn.to_xml(akn.read(xml)) == xml
    assert akn.to_text(xml) == akn.to_text(document)
    assert akn.to_html(xml).count("A room is open to all.") == akn.to_text(document).count("A room is open to all.") == 4
    assert {row.id for row in passages(document)} <= {one.get("eId") for one in etree.fromstring(xml).iter()}


def test_a_number_that_the_profile_has_no_place_for_is_written_as_words() -> None:
    """A recital of European acts has one; as we write it, its element holds blocks alone."""
    document = akn.read(file("act"))
    xml = akn.to_xml(document)
    assert "\n(1) Whereas reading is a right;\n" in akn.to_text(document)
    assert "\n(1) Whereas reading is a right;\n" in akn.to_text(xml)
    assert "(1) Whereas reading is a right;" in [row.text for row in passages(document)]
    assert "(1) Whereas reading is a right;" in akn.to_html(document)
    head = akn.Document(cover=(Part("container", (Block(("of 2038",)),), num="1.", heading=Block(("List",)), name="x"), Part("container", (), num="2.")))
    assert akn.to_text(akn.to_xml(head)) == akn.to_text(head) == "1. List\n\nof 2038\n\n2.\n"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_says_what_was_read(kind: str) -> None:
    document = akn.read(file(kind))
    again = akn.read(akn.to_xml(document))
    assert akn.to_text(again) == akn.to_text(document)
    assert again.identity == document.identity
    if kind != "debate":  # what a section of it holds has no introduction
        assert akn.to_xml(again) == akn.to_xml(document)
    bodies = {"act": "body", "bill": "body", "debate": "debateBody", "judgment": "judgmentBody", "officialGazette": "collectionBody"}
    assert etree.fromstring(akn.to_xml(document)).find(f".//{{{AKN}}}{kind}/{{{AKN}}}{bodies.get(kind, '*')}") is not None


def test_what_official_files_have_is_written_as_it_was_read() -> None:
    """Blanks that a word processor left and a tool protected, two subheadings of a section, a vote without figures, no date."""
    body = """<section><subheading>\t\tA</subheading><subheading>\tReading  rooms</subheading><crossHeading><b>Recalling</b> it,</crossHeading>
    <paragraph><num>1.</num><content><p xml:space="preserve">\tWelcomes  the <i>report</i>\t; </p></content></paragraph></section>"""
    document = akn.read(f'<akomaNtoso xmlns="{AKN}"><statement name="resolution"><meta/><mainBody>{body}</mainBody></statement></akomaNtoso>')
    assert akn.to_text(document) == "A\n\nReading rooms\n\nRecalling it,\n\n1. Welcomes the report ;\n"
    assert akn.to_text(akn.to_xml(document)) == akn.to_text(document)
    made = akn.parse(SEEDS[0])
    bare = replace(made, identity=replace(made.identity, date="", issued=""), votes=tuple(replace(one, counts=()) for one in made.votes))
    assert made.votes
    assert akn.validate(akn.to_xml(bare)).valid
    assert [one.outcome for one in akn.read(akn.to_xml(bare)).votes] == [one.outcome for one in made.votes]


SIGNS = "a&quot;&lt;b&gt;&amp;&#9;'"
"""What ends a value, an element or a reference, each in its place."""


def test_no_value_of_an_attribute_ends_before_it_does() -> None:
    made = [akn.convert(path).xml.decode() for path in SEEDS]
    every = {(one[1], two[1]): (xml, one.start() + two.start(2), one.start() + two.end(2))
             for xml in made for one in re.finditer(r"<(\w+)[^>]*>", xml) for two in re.finditer(r' ([\w:]+)="([^"]*)"', one[0])}  # fmt: skip
    for name, (xml, start, end) in every.items():
        try:
            document = akn.read(f"{xml[:start]}{SIGNS}{xml[end:]}")
        except akn.AknError:
            continue
        assert akn.read(akn.to_xml(document)).body == document.body, name
        assert akn.from_json(akn.to_json(document)) == document, name
