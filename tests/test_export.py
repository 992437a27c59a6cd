"""Word, Markdown and JSON: the numbers and notes as printed, every word, and the model without loss."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import ROOT, SEEDS
from markdown_it import MarkdownIt
from printed import Printed, W

import akn
from akn.cli.clicked import cli
from akn.document import Block, Document, Inline, Mark, Note, Part
from akn.text import Lines
from akn.writers.docx import ordered
from akn.writers.jsonfile import schema
from akn.writers.markdown import escape
from akn.writers.numbering import Label, read

SOFFICE = shutil.which("soffice")
SAMPLES = re.findall(r"```sample (\w+) (\w+)\n(.*?)```", (ROOT / "docs" / "conventions.md").read_text(encoding="utf-8"), re.S)

MANY = {
    "en": """The Human Rights Council,

Recalling the report¹ and the list,*

1. Welcomes it;

2. Requests States:

(a) To read:

(i) The first;

(ii) The second;

(b) To write;

(d) To count;

3. Requests the same of others:

(a) To read;

5. Decides to remain seized of the report.¹

Annex

1. A rule.²

2. Another.

¹ A/HRC/99/12.

* As listed.

² A/HRC/99/13.
""",
    "ar": """إن مجلس حقوق الإنسان،

إذ يشير إلى التقرير(¹)،

1 - يرحب بالتقرير؛

2 - يطلب ما يلي:

(أ) فتح القاعات؛

(ب) إغلاقها؛

(هـ) النظر فيها؛

3 - يقرر إبقاء المسألة قيد نظره.

(¹) A/HRC/99/12.
""",
    "zh": "人权理事会，\n\n一. 图书馆\n\n1. 请各国：\n\n㈠ 开放；\n\n㈡ 关闭；\n\n二. 其他\n\n2. 决定继续处理。\n",
    "ru": "Совет по правам человека,\n\n1. просит государства:\n\nа) открыть;\n\nб) закрыть;\n\n2. постановляет продолжить рассмотрение.\n",
}


def documents() -> list[object]:
    found = [pytest.param(akn.parse(path), id=path.name[:3]) for path in SEEDS]
    found += [pytest.param(akn.parse(text, language=tag, organ=organ), id=f"{tag}-{organ}") for tag, organ, text in SAMPLES]
    return found + [pytest.param(akn.parse(text, language=tag, organ="hrc"), id=f"many-{tag}") for tag, text in MANY.items()]


# Word.


@pytest.mark.parametrize("document", documents())
def test_word_prints_every_line_number_and_note(document: Document) -> None:
    printed, lines = Printed(akn.to_docx(document)), Lines(document)
    assert printed.lines == lines.text
    assert printed.notes == lines.notes


def test_numbers_are_counted_and_what_no_format_counts_is_printed() -> None:
    printed = Printed(akn.to_docx(akn.parse(MANY["en"], language="en", organ="hrc")))
    assert printed.used == {"decimal": 6, "lowerLetter": 4, "lowerRoman": 2}
    assert Printed(akn.to_docx(akn.parse(MANY["ar"], language="ar", organ="hrc"))).used == {"decimal": 3, "arabicAbjad": 2, "": 1}
    assert Printed(akn.to_docx(akn.parse(MANY["zh"], language="zh", organ="hrc"))).used == {"chineseCounting": 2, "decimal": 2, "": 2}
    assert Printed(akn.to_docx(akn.parse(MANY["ru"], language="ru", organ="hrc"))).used == {"decimal": 2, "russianLower": 2}


def test_items_go_on_when_one_is_put_in() -> None:
    """One list serves paragraphs and items: an item more makes every later number follow."""
    printed = Printed(akn.to_docx(akn.parse(MANY["en"], language="en", organ="hrc")))
    numbered = list(printed.body.iter(W + "numId"))
    assert [one.get(W + "val") for one in numbered] == ["1", "1", "1", "1", "1", "1", "2", "1", "1", "3", "4", "4"]


def test_a_further_mark_follows_its_note() -> None:
    printed = Printed(akn.to_docx(akn.parse(MANY["en"], language="en", organ="hrc")))
    field = printed.body.find(f".//{W}fldSimple")
    (name,) = re.findall(r"NOTEREF (\S+)", field.get(W + "instr"))
    assert [one.get(W + "name") for one in printed.body.iter(W + "bookmarkStart")] == [name]


def test_readings_of_a_number() -> None:
    assert list(read("(i)")) == [Label("lowerLetter", 9, "(", ")"), Label("lowerRoman", 1, "(", ")")]
    assert list(read("1 -")) == [Label("decimal", 1, "", " -")]
    assert [found.value for found in read("(aa)")] == [27]
    assert list(read("2 bis.")) == list(read("100%")) == list(read("07")) == list(read("")) == []


def test_direction_and_styles() -> None:
    printed = Printed(akn.to_docx(akn.parse(MANY["ar"])))
    assert printed.body.find(f"{W}sectPr/{W}bidi") is not None
    assert all(one.find(f"{W}pPr/{W}bidi") is not None for one in printed.body.iter(W + "p"))
    known = {one.get(W + "styleId") for one in printed.roots["word/styles.xml"].iter(W + "style")}
    for text in MANY.values():
        for root in Printed(akn.to_docx(akn.parse(text))).roots.values():
            used = {one.get(W + "val") for name in ("pStyle", "rStyle", "tblStyle") for one in root.iter(W + name)}
            assert used <= known
    assert ordered("<w:i/><w:iCs/>", "<w:b/><w:bCs/>") == "<w:b/><w:bCs/><w:i/><w:iCs/>"


HAND = Document(
    language="eng",
    body=(
        Part("table", (
            Part("tr", (Part("td", (Block(("One",)),)), Part("td", (Block(("Two ", Inline("b", ("bold ", Inline("i", ("both",)))))),)))),
            Part("tr", (Part("td", ()),)),
        )),
        Part("table", (Part("tr", (Part("td", (Block(("<Three>",)),)),)),)),
        Part("paragraph", (), num="1."),
        Part("paragraph", (Block(("A", Note("7", (Block(("Seven", Note("8", (Block(("eight",)),)))),)), Mark("9"))),), num="100%"),
    ),
)  # fmt: skip


def test_tables_emphasis_and_odd_values() -> None:
    printed = Printed(akn.to_docx(HAND))
    assert printed.lines == ["One\tTwo bold both", "", "<Three>", "1.", "100% A⁷⁹"]
    assert printed.notes == ["⁷ Seven (8 eight)"]
    assert Printed(akn.to_docx(Document(body=(Part("paragraph", (Block(("\x01<Four>",)),)),)))).lines == ["<Four>"]
    assert akn.to_docx(Document())[:2] == b"PK"


def test_the_same_document_gives_the_same_bytes() -> None:
    document = akn.parse(SEEDS[0])
    assert akn.to_docx(document) == akn.to_docx(akn.convert(SEEDS[0]).xml)
    with zipfile.ZipFile(BytesIO(akn.to_docx(document))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(b"$" in archive.read(name) for name in archive.namelist() if name != "word/document.xml")


@pytest.mark.skipif(SOFFICE is None, reason="there is no LibreOffice")
def test_another_program_prints_the_same(tmp_path: Path) -> None:
    """LibreOffice opens the files and counts the same numbers."""
    for tag in ("en", "ru"):
        tmp_path.joinpath(f"{tag}.docx").write_bytes(akn.to_docx(akn.parse(MANY[tag], language=tag, organ="hrc")))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [str(SOFFICE), home, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    done = subprocess.run([*command, *map(str, sorted(tmp_path.glob("*.docx")))], capture_output=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr.decode()
    for tag in ("en", "ru"):
        got = [line.strip() for line in tmp_path.joinpath(f"{tag}.txt").read_text(encoding="utf-8-sig").splitlines() if line.strip()]
        want = Lines(akn.parse(MANY[tag], language=tag, organ="hrc")).text
        bare = re.compile(r"[*¹²]|(?<=[a-z.,])[0-9]$|(?<=report)[0-9]")
        assert [bare.sub("", line) for line in got] == [bare.sub("", line) for line in want]


@pytest.mark.skipif(not importlib.util.find_spec("akn.readers") or not importlib.util.find_spec("akn.readers.docx"), reason="no reader of Word yet")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_there_and_back(path: Path) -> None:
    document = akn.parse(path)
    assert Lines(akn.parse(akn.to_docx(document))).text == Lines(document).text


# Markdown.


def rendered(markdown: str) -> str:
    """Return the words of Markdown as a page shows them, without notes."""
    markdown = re.sub(r"^\[\^[^\]]+\]: .*(?:\n\n    .*)*\n?", "", markdown, flags=re.MULTILINE)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(re.sub(r"\[\^[^\]]+\]", "", markdown))
    import html as entities

    starts = re.compile(r'<ol(?: start="(\d+)")?>')
    numbers: list[int] = []

    def tag(found: re.Match[str]) -> str:
        if found[0].startswith("<ol"):
            begun = starts.fullmatch(found[0])
            numbers.append(int(begun[1]) if begun and begun[1] else 1)
        elif found[0] == "<ul>":
            numbers.append(-1)
        elif found[0] in ("</ol>", "</ul>"):
            numbers.pop()
        elif found[0] == "<li>" and numbers[-1] >= 0:
            numbers[-1] += 1
            return f"{numbers[-1] - 1}."
        return ""

    return re.sub(r"\s", "", entities.unescape(re.sub(r"<!--.*?-->|</?\w[^>]*>", tag, html)))


@pytest.mark.parametrize("document", [one for one in documents() if one.id not in ("many-ar", "ar-hrc")])  # type: ignore[attr-defined]
def test_markdown_shows_every_word_and_number(document: Document) -> None:
    lines = Lines(document)
    want = re.sub(r"[\s¹²³⁴-⁹⁰]", "", "".join(lines.text))
    got = rendered(akn.to_markdown(document))
    stars = [note[0] for note in lines.notes if note.startswith("*")]
    assert re.sub(r"[¹²³⁴-⁹⁰]", "", got) == (want.replace("*", "") if stars else want)
    assert len(re.findall(r"^\[\^[^\]]+\]: ", akn.to_markdown(document), re.MULTILINE)) == len(lines.notes)


HEAD = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution"><meta/><coverPage>
<p><docAuthority refersTo="#publisher">United Nations</docAuthority></p><p><docNumber>A/RES/99/7</docNumber></p>
<p><docAuthority>General Assembly</docAuthority></p><p><docStatus>Distr.: General</docStatus></p><p><inline name="language">English</inline></p>
<p><session>Ninety-ninth session</session></p><p><inline name="agenda item">Agenda item 7</inline></p>
<p><docTitle>Resolution adopted by the General Assembly</docTitle></p></coverPage><preface><p><docNumber>99/7.</docNumber>
<docTitle>Public <span class="bold">libraries</span></docTitle></p></preface><mainBody><p><span class="bold italic"> Recalling</span> it,</p></mainBody>
</statement></akomaNtoso>"""


def test_a_head_without_containers_looks_like_a_masthead() -> None:
    body = Printed(akn.to_docx(HEAD)).body
    styles = [one.find(f"{W}pPr/{W}pStyle").get(W + "val") for one in body.iter(W + "p")]
    assert styles == ["Publisher", "Symbol", "Organ", "Distribution", "Distribution", "Session", "Session", "Adoption", "Title", "Single"]
    slanted = [one for one in body.iter(W + "r") if one.find(f"{W}rPr/{W}i") is not None]
    assert ["".join(one.itertext()) for one in slanted] == ["Recalling"]


PARTS = """99/7. Public libraries

The General Assembly,

Recalling its rules,

A

Reading rooms

1. Welcomes the report;¹

B

Lending

1. Welcomes another.²

¹ A/99/1.

² A/99/2.
"""


def test_parts_have_headings_of_two_lines_and_their_notes_stand_at_the_end() -> None:
    document = akn.parse(PARTS, language="en", organ="ga")
    markdown = akn.to_markdown(document)
    assert "\n\nA\\\nReading rooms\n-------------\n\n" in markdown
    assert "<h2>A<br>\nReading rooms</h2>" in MarkdownIt("commonmark").render(markdown).replace("<br />", "<br>")
    html = akn.to_html(document, page=False)
    assert re.findall(r"<h2>(.*?)</h2>", re.sub(r"<span[^>]*>|</span>", "", html)) == ["A <br>Reading rooms", "B <br>Lending"]
    assert html.count("doc-endnotes") == 1
    assert html.index("doc-endnotes") > html.index("Welcomes another")
    anew = PARTS.replace("1. Welcomes another.²", "Annex\n\nLending\n\n1. Welcomes another.¹").replace("²", "¹").replace("\nB\n\nLending\n", "")
    assert akn.to_html(akn.parse(anew, language="en", organ="ga"), page=False).count("doc-endnotes") == 2


def test_markdown_of_what_is_odd() -> None:
    text = akn.to_markdown(akn.parse(MANY["en"], language="en", organ="hrc"))
    assert "3. Requests the same of others:\n\n   - (a) To read;\n\n<!-- -->\n\n5. Decides" in text
    assert "[^1]: [A/HRC/99/12](https://undocs.org/A/HRC/99/12)." in text
    assert "[^note]: As listed." in text
    assert akn.to_markdown(akn.parse(MANY["ar"])).startswith('<div dir="rtl" lang="ar">\n\n')
    again = akn.to_markdown(akn.parse(MANY["en"].replace("2. Another.", "2. Another.¹"), language="en", organ="hrc"))
    assert "2. Another.[^1]\n" in again, "a note of the body has its mark again in an annex"
    table = akn.to_markdown(HAND)
    assert "|  |  |\n| --- | --- |\n| One | Two **bold *both*** |\n|  |  |" in table
    assert "[^7]: Seven[^8]" in table
    assert escape("# *a* [b] <c> | 1. _d_ &amp; ~", True) == "\\# \\*a\\* \\[b\\] \\<c\\> \\| 1. \\_d\\_ \\&amp; \\~"
    assert escape("12. Not a list", True) == "12\\. Not a list"
    assert escape("- dash", True) == "\\- dash"


# JSON.


@pytest.mark.parametrize("document", [*documents(), pytest.param(HAND, id="hand")])
def test_json_loses_nothing(document: Document) -> None:
    text = akn.to_json(document)
    assert akn.from_json(text) == akn.from_json(text.encode()) == document
    assert akn.to_xml(akn.from_json(text)) == akn.to_xml(document)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"document": {}, "version": "9"}', '{"document": {"body": [{"type": "nothing"}]}}', b"\xff"])
def test_what_is_no_document_is_refused(text: str | bytes) -> None:
    with pytest.raises(akn.SourceError):
        akn.from_json(text)


HOSTILE = {
    "an element": ({"type": "part", "kind": "p onclick", "content": []}, "$.document.body[0].kind"),
    "the end of a line in a name": ({"type": "part", "kind": "p\n", "content": []}, "$.document.body[0].kind"),
    "an attribute": ({"type": "block", "content": [{"type": "inline", "kind": "b", "content": [], "data": [["x='1' y", ""]]}]}, "data[0][0]"),
    "a control character": ({"type": "block", "content": ["\0"]}, "$.document.body[0].content[0]"),
    "an attribute twice": ({"type": "block", "content": [{"type": "inline", "kind": "b", "content": [], "data": [["x", ""], ["x", ""]]}]}, "redefined"),
    "a name that begins with a figure": ({"type": "part", "kind": "1p", "content": []}, "no XML can hold"),
}
"""What the form of the file allows and no XML can hold, and what is said of it."""


@pytest.mark.parametrize(("part", "told"), HOSTILE.values(), ids=HOSTILE)
def test_no_file_makes_us_write_what_is_no_xml(part: dict[str, Any], told: str) -> None:
    with pytest.raises(akn.SourceError, match=re.escape(told)):
        akn.from_json(json.dumps({"document": {"body": [part]}}))


def test_a_document_by_hand_is_written_as_xml_or_refused() -> None:
    with pytest.raises(akn.SourceError, match="no XML can hold the document"):
        akn.to_xml(Document(body=(Part("paragraph", (Block(("A\x0c",)),)),)))


def test_the_schema_is_the_models() -> None:
    assert (ROOT / "schemas" / "document.schema.json").read_bytes() == schema(), "make tables"
    assert json.loads(schema())["$defs"]["Document"]["properties"]["annexes"]


# The command.


def test_the_command(tmp_path: Path) -> None:
    run = CliRunner()
    xml = tmp_path / "a.xml"
    xml.write_bytes(akn.convert(SEEDS[0]).xml)
    shutil.copy(SEEDS[1], tmp_path / "b.txt")
    for form, write in (("html", akn.to_html), ("md", akn.to_markdown), ("docx", akn.to_docx), ("json", akn.to_json)):
        done = run.invoke(cli, ["export", str(tmp_path), "--to", form, "-d", str(tmp_path / "out")])
        assert (done.exit_code, done.output) == (0, "")
        for name, document in (("a", akn.read(xml)), ("b", akn.parse(SEEDS[1]))):
            want = write(document)
            assert (tmp_path / "out" / f"{name}.{form}").read_bytes() == (want if isinstance(want, bytes) else want.encode())
    done = run.invoke(cli, ["export", "-", "--to", "md"], input=SEEDS[1].read_bytes())
    assert done.output == akn.to_markdown(akn.parse(SEEDS[1]))
    assert run.invoke(cli, ["export", str(xml), "--to", "odt"]).exit_code == 2
    bad = tmp_path / "bad.xml"
    bad.write_bytes(b"<?xml version='1.0'?><akomaNtoso/>")
    assert run.invoke(cli, ["export", str(bad), "--to", "json"]).exit_code == 3
