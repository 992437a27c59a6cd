"""Web pages in any encoding: what a browser shows comes out, a block a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SEEDS

import akn
from akn.errors import LimitExceeded, SourceError
from akn.limits import Limits
from akn.source import format_of, open_source


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html>\n<html><head>{head}<title>No text</title></head><body>{body}</body></html>".encode()


def lines(body: str | bytes, tracked: str = "insertions") -> list[str]:
    data = body if isinstance(body, bytes) else page(body)
    return [line for line in open_source(data, tracked=tracked).text.split("\n") if line]


def test_a_page_becomes_a_resolution() -> None:
    data = page("<h1>99/7. Public libraries</h1><p><i>The Human Rights\nCouncil</i>,</p><p>Recalling&nbsp;the   report,</p><p>1. <i>Decides</i> so.</p>")
    result = akn.convert(data, language="en")
    assert akn.to_text(result.xml, "source") == "99/7. Public libraries\n\nThe Human Rights Council,\n\nRecalling\u00a0the report,\n\n1. Decides so.\n"
    origin = akn.read(result.xml).origin
    assert origin is not None
    assert (origin.format, origin.recovered) == ("html", False)
    assert akn.to_bytes(result.xml).decode() == akn.to_text(result.xml, "source")
    assert akn.validate(result.xml).valid


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<html><body>", "html"), (b"\xef\xbb\xbf  <!doctype HTML>", "html"), (b"<!-- a --><!-- b -->\n<HTML lang='en'>", "html"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "html"), ("\ufeff<html>".encode("utf-16"), "html"), (b"<p>text</p>", ""),
        (b"< html", ""), (b"1. Decides <html>", ""), (b"<!---->" * 500, ""), (b"", ""), (b"%PDF-1.4", "pdf"), (b"\n\n%PDF-1.4", "pdf"),
        (b"PK\x03\x04", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"), (b"{\\rtf1", "rtf"), ("1. 决定".encode(), ""),
    ],
)  # fmt: skip
def test_the_beginning_says_what_it_is(data: bytes, kind: str) -> None:
    assert format_of(data) == kind


def test_lists_are_counted_as_a_browser_counts_them() -> None:
    body = "<ol><li>One</li><li><p>Two</p><ol type=a><li>x</li><li value=5>y</li></ol></li></ol><ol start=9 reversed><li>z<li>u</ol>"
    body += "<ol style='list-style-type: upper-roman'><li>R</ol><ul><li>dot</ul><ul style='list-style:none'><li>bare</ul><ol><li></ol>"
    assert lines(body) == ["1. One", "2. Two", "a. x", "e. y", "9. z", "8. u", "I. R", "• dot", "bare"]


def test_raised_figures_are_marks_where_they_are_references() -> None:
    body = "<p>Area in m<sup>2</sup>, reports<sup><a href='#n1'>1</a></sup> and others<sup>3</sup>.</p><p><sup>3</sup> A/99/3.</p>"
    body += "<p>Word<a href='#_ftn4' name='_ftnref4'><span>[4]</span></a> and <a href='https://example.org/#x'>[5]</a></p><p><a href='#_ftnref4'>[4]</a> A/99/4. <a role='doc-backlink' href='#x'>back</a></p>"
    assert lines(body) == ["Area in m2, reports¹ and others³.", "³ A/99/3.", "Word⁴ and [5]", "⁴ A/99/4."]


def test_tables_are_rows_but_a_masthead_and_a_frame_are_not() -> None:
    masthead = "<table><tr><td>United Nations<td>A/99/L.1</tr></table>"
    figures = "<table><thead><tr><th>State<th>Books</thead><tr><td>Chile<br>and Peru<td><p>12</p><p>of 13</p></table>"
    frame = "<table><tr><td>menu<td><p>One</p><p>Two</p></table><table><td>loose</table>"
    assert lines(masthead + "Text" + figures + frame) == ["United Nations", "A/99/L.1", "Text", "State\tBooks", "Chile and Peru\t12 of 13", "menu", "One", "Two", "loose"]


def test_blanks_and_lines_are_those_that_are_shown() -> None:
    assert open_source(page("<p> One <b>two </b> <i> three</i><br> four\r\n</p>loose<div>in <span>a</span> box</div>")).text == "One two three\nfour\n\nloose\n\nin a box\n"
    assert open_source(page("<pre>\nkept  as\n  it is\n</pre>")).text == "kept  as\n  it is\n"


def test_what_is_not_shown_is_set_aside() -> None:
    body = "<nav>menu</nav><p>seen<script>x</script><span style='display: none'>not</span><span hidden>nor</span></p><img src=x><!-- no -->"
    data = page(body)
    assert lines(data) == ["seen"]
    assert [(name, values) for name, _, _, values in open_source(data).findings] == [("set-aside", {"what": "hidden words (2), menus (1), pictures (1)"})]
    assert lines("<header>site</header><main><p>text</p></main><footer>end</footer>") == ["text"]
    assert lines("<p>a<del>b</del><ins>c</ins></p>") == ["ac"]
    assert lines("<p>a<del>b</del><ins>c</ins></p>", "deletions") == ["ab"]
    assert lines("") == []


RUSSIAN = "Совет по правам человека, ссылаясь на доклад о библиотеках и читальных залах"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-8-sig"])
def test_unicode_needs_no_declaration(codec: str) -> None:
    assert lines(f"<html><p>{RUSSIAN}</p></html>".encode(codec)) == [RUSSIAN]


def test_an_encoding_is_the_one_that_the_page_names() -> None:
    def told(name: str, codec: str) -> list[str]:
        return lines(f"<html><meta charset='{name}'><p>{RUSSIAN}</p></html>".encode(codec))

    assert told("windows-1251", "cp1251") == told("koi8-r", "koi8-r") == [RUSSIAN]
    assert told("utf-8", "cp1251") == told("punycode", "cp1251") == told("iso-8859-99", "cp1251") == [RUSSIAN]
    assert lines("<html><meta http-equiv=x content='text/html; charset=ISO-8859-1'><p>“café”</p></html>".encode("cp1252")) == ["“café”"]
    assert lines("<html><meta charset=gb2312><p>决定㐀</p></html>".encode("gb18030")) == ["决定㐀"]


def test_an_encoding_that_nobody_names_is_guessed_and_told() -> None:
    data = f"<html><p>{RUSSIAN}</p><p>{RUSSIAN}</p></html>".encode("cp1251")
    assert lines(data) == [RUSSIAN, RUSSIAN]
    assert [name for name, *_ in open_source(data).findings] == ["guessed-encoding"]
    with pytest.raises(SourceError, match="binary"):
        open_source(b"<html><p>\xff\x00\x00</p>")


def test_ceilings() -> None:
    with pytest.raises(LimitExceeded, match="nesting"):
        open_source(page("<div>" * 300))
    with pytest.raises(LimitExceeded, match="tags"):
        open_source(page("<p>" * (Limits().tags + 1)))
    many = " ".join(f"a{at}" for at in range(Limits().attributes + 1))
    with pytest.raises(LimitExceeded, match="attributes"):
        open_source(page(f"<p {many}>x</p>"))
    assert lines(f"<p title='{many}'>x</p>") == ["x"]
    assert lines("<sup>" * 5 + "1" + "</sup>" * 5) == ["¹"]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_a_page_of_ours_is_the_document_again(path: Path) -> None:
    document = akn.parse(path)
    assert akn.to_text(akn.convert(akn.to_html(document).encode()).xml) == akn.to_text(document)


def test_numbers_and_marks_of_akoma_ntoso_stand_before_their_words() -> None:
    number = '<div class="akn-paragraph"><span class="akn-num">2.</span><p>Decides:</p></div>'
    item = '<div class="akn-point"><span class="akn-num">(a)</span> <div><p>To act;</p></div></div>'
    note = '<ul><li><span class="akn-marker">3</span><p>A/99/1.</p></li></ul><h2><span class="akn-num">I.</span> Head</h2><span class="akn-num">9.</span>'
    assert open_source(page(number + item + note)).text == "2. Decides:\n\n(a) To act;\n\n³ A/99/1.\n\nI. Head\n\n9.\n"
