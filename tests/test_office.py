"""Other word processors' files, by way of LibreOffice; and what LibreOffice itself writes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
from word import abstract, docx, instance, level, num, p, r, table

import akn
from akn.errors import LimitExceeded, SourceError
from akn.limits import Limits
from akn.readers import office
from akn.source import open_source

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
needed = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")

REFERENCE = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
FOOTNOTE = f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", " A/99/1.")}</w:footnote>'
NUMBERS = abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)")) + instance(1, 0)
DELETED = "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
BODY = (
    p("99/7. Public libraries") + p("The Human Rights Council,") + p("Recalling the report", REFERENCE, " on non", "<w:r><w:noBreakHyphen/></w:r>", "State rooms,")
    + p("Welcomes:", props=num(1)) + p("The report;", props=num(1, 1)) + p("The comments;", props=num(1, 1))
    + p("Decides ", DELETED, "to act.", props=num(1)) + table(("Chile", "12"), ("Peru", "13")) + p("End.")
)  # fmt: skip
TEXT = [
    "99/7. Public libraries", "The Human Rights Council,", "Recalling the report¹ on non\u2011State rooms,", "1. Welcomes:", "(a) The report;",
    "(b) The comments;", "2. Decides to act.", "Chile\t12", "Peru\t13", "End.", "¹ A/99/1.",
]  # fmt: skip


FIELD = "".join(
    part if part.startswith("<") else f'<w:r><w:fldChar w:fldCharType="{part}"/></w:r>'
    for part in ("begin", "<w:r><w:instrText> QUOTE </w:instrText></w:r>", "separate", r("7 October 2038"), "end")
)
BOX = (
    '<w:r><w:pict><v:shape id="s" style="position:absolute;width:200pt;height:40pt"><v:textbox><w:txbxContent>'
    f'{p("United Nations")}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
)  # fmt: skip
CONTROL = f'<w:sdt><w:sdtPr><w:alias w:val="a"/></w:sdtPr><w:sdtContent>{r("chosen")}</w:sdtContent></w:sdt>'
WHO = 'w:id="9" w:author="A" w:date="2038-01-01T00:00:00Z"'
CHANGED = f'<w:ins {WHO}>{r("also ")}</w:ins><w:del {WHO}><w:r><w:delText xml:space="preserve">not </w:delText></w:r></w:del>'
ANEW = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
SIGNS = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol" w:hint="default"/></w:rPr>'
LISTS = (
    abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)")) + abstract(1, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2"))
    + abstract(2, level(0, "bullet", "\uf0b7", more=SIGNS)) + instance(1, 0) + instance(2, 1) + instance(3, 0, ANEW) + instance(4, 2)
)  # fmt: skip
ENDNOTE = '<w:endnote w:id="2">' + p("<w:r><w:endnoteRef/></w:r>", " An endnote.") + "</w:endnote>"
TRAITS = (
    p(BOX, "Masthead") + p("On ", FIELD, ", ", CONTROL, " words") + p("One ", CHANGED, "acts", props=num(1)) + p("Two", props=num(1))
    + p("Anew", props=num(3)) + p("Item", props=num(3, 1)) + p("Part", props=num(2)) + p("Section", props=num(2, 1)) + p("Point", props=num(4))
    + p(r("قرار ", "<w:rtl/>"), r("A/99/1"), props="<w:bidi/>")
    + p("Noted", REFERENCE.replace("foot", "end"), ", a\u00a0b, soft", "<w:r><w:softHyphen/></w:r>", "ly m", r("2", '<w:vertAlign w:val="superscript"/>'))
)  # fmt: skip
LINES = [
    "United Nations", "Masthead", "On 7 October 2038, chosen words", "1. One {} acts", "2. Two", "1. Anew", "(a) Item", "I. Part", "I.1 Section", "• Point",
    "قرار A/99/1", "Notedⁱ, a\u00a0b, soft\u00adly m2", "ⁱ An endnote.",
]  # fmt: skip


def written() -> bytes:
    return docx(BODY, numbering=NUMBERS, footnotes=FOOTNOTE)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The document in every format that LibreOffice writes, in one run of it a format."""
    folder: Path = tmp_path_factory.mktemp("office")
    out = {}
    folder.joinpath("traits.docx").write_bytes(docx(TRAITS, numbering=ordered(LISTS), endnotes=ENDNOTE))
    for kind in ("doc", "pdf", "docx"):
        source, target = folder / "source.docx", folder / kind
        source.write_bytes(docx(BODY.replace(DELETED, ""), numbering=NUMBERS, footnotes=FOOTNOTE) if kind == "pdf" else written())
        subprocess.run(
            [str(PROGRAM), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind, "--outdir", str(target), str(source), *[str(folder / "traits.docx")] * (kind == "docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        out[kind] = (target / f"source.{kind}").read_bytes()
    out["traits"] = (folder / "docx" / "traits.docx").read_bytes()
    return out


def ordered(lists: str) -> str:
    """Return lists as the schema orders them: what they are, then their uses."""
    return "".join(sorted(re.findall("<w:abstractNum .*?</w:abstractNum>|<w:num .*?</w:num>", lists), key=lambda one: "<w:num " in one))


def lines(data: bytes) -> list[str]:
    return [line.rstrip() for line in open_source(data).text.split("\n") if line.strip()]


def test_the_document_itself() -> None:
    assert lines(written()) == TEXT


@needed
def test_a_word_document_as_another_program_writes_it(converted: dict[str, bytes]) -> None:
    assert lines(converted["docx"]) == TEXT


@needed
@pytest.mark.parametrize(("tracked", "word"), [("insertions", "also"), ("deletions", "not")])
def test_every_trait_as_another_program_writes_it(converted: dict[str, bytes], tracked: str, word: str) -> None:
    found = open_source(converted["traits"], tracked=tracked).text
    assert [line for line in found.split("\n") if line] == [line.format(word) for line in LINES]


@needed
def test_an_older_format_by_way_of_it(converted: dict[str, bytes]) -> None:
    result = akn.convert(converted["doc"])
    assert [line for line in akn.to_text(result.xml, "source").split("\n") if line] == TEXT
    assert result.document.origin is not None
    assert result.document.origin.format == "doc"


@needed
def test_a_pdf_as_another_program_writes_it(converted: dict[str, bytes]) -> None:
    pytest.importorskip("pypdfium2")
    found = [line.replace("\u2011", "-").replace("\t", " ") for line in lines(converted["pdf"])]
    assert [line for line in found if line] == [line.replace("\u2011", "-").replace("\t", " ") for line in TEXT]


@needed
def test_what_it_cannot_read_says_so() -> None:
    with pytest.raises(SourceError, match="could not read"):
        open_source(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_without_it_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PROGRAMS", ())
    with pytest.raises(SourceError, match="LibreOffice, which is not installed"):
        open_source(b"{\\rtf1 text}")


def test_a_locked_document_says_so() -> None:
    with pytest.raises(SourceError, match="password"):
        open_source(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + office.LOCKED)


def test_it_has_its_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "slow"
    program.write_text("#!/bin/sh\nsleep 60 & sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "PROGRAMS", (str(program),))
    with pytest.raises(LimitExceeded, match="seconds"):
        open_source(b"{\\rtf1 text}", Limits(seconds=0.2))


def test_what_outlives_its_head_is_ended_and_its_files_go_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program, left, told = tmp_path / "dying", tmp_path / "left", tmp_path / "told"
    program.write_text(f"#!/bin/sh\necho $TMPDIR > {told}\n(sleep 1; touch {left}) &\ntouch $TMPDIR/own\nkill -9 $$\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "PROGRAMS", (str(program),))
    with pytest.raises(SourceError, match="could not read"):
        open_source(b"{\\rtf1 text}")
    time.sleep(1.2)
    assert not left.exists()
    assert not Path(told.read_text().strip()).exists()


def test_an_open_document_is_told_from_other_archives() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert office.is_odt(out.getvalue())
    assert not office.is_odt(written())
