"""HTML: valid by the HTML standard's own parser, every word in its order, notes linked both ways, the same identifiers as the XML."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from conftest import ROOT, SEEDS
from lxml import etree

import akn
from akn.document import Block, Document, Inline, Mark, Note, Part
from akn.text import Lines
from akn.writers.addresses import symbol_of
from akn.writers.html import foreign

SAMPLES = re.findall(r"```sample (\w+) (\w+)\n(.*?)```", (ROOT / "docs" / "conventions.md").read_text(encoding="utf-8"), re.S)
CASES = sorted((ROOT / "tests").glob("**/*.xml"))
MARKS = re.compile(r"[\s*\u2070\u00b9\u00b2\u00b3\u2074-\u2079]")


def parsed(html: str) -> Element:
    """Return the page's tree; raise for any error that the standard knows."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def words(element: Element, without: tuple[str, ...]) -> str:
    """Return the text of an element but for the elements of some classes."""
    if element.get("class") in without or element.tag in ("style", "script", "title"):
        return element.tail or ""
    inner = "".join(words(child, without) for child in element)
    return (element.text or "") + inner + (element.tail or "")


def documents() -> list[object]:
    found = [pytest.param(akn.parse(path), id=path.name[:3]) for path in SEEDS]
    found += [pytest.param(akn.parse(text, language=tag, organ=organ), id=f"{tag}-{organ}") for tag, organ, text in SAMPLES]
    for path in CASES:
        try:
            found.append(pytest.param(akn.read(path), id=path.stem))
        except akn.AknError:
            continue  # a case of what is refused
    return found


@pytest.mark.parametrize("document", documents())
def test_pages_are_valid_and_hold_every_word(document: akn.Document) -> None:
    page = akn.to_html(document)
    tree = parsed(page)
    main = tree.find(".//article")
    assert main is not None
    got = words(main, ("akn-noteRef", "akn-notes"))
    assert MARKS.sub("", got) == MARKS.sub("", "".join(Lines(document).text))
    notes = "".join(words(one, ()) for one in tree.iter("section") if one.get("class") == "akn-notes")
    assert sorted(MARKS.sub("", re.sub(r"[0-9()↩]", "", notes))) == sorted(MARKS.sub("", re.sub(r"[0-9()]", "", "".join(Lines(document).notes))))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_identifiers_are_those_of_the_xml(path: Path) -> None:
    xml = akn.convert(path).xml
    tree = parsed(akn.to_html(xml))
    named = [one.get("data-eid") for one in tree.iter() if one.get("data-eid")]
    assert len(named) == len(set(named))
    there = {one.get("eId") for one in etree.fromstring(xml).iter("{*}paragraph", "{*}point", "{*}p", "{*}ref", "{*}container")}
    assert there <= set(named)
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for one in tree.iter("a"):
        if (one.get("href") or "").startswith("#"):
            assert one.get("href")[1:] in ids


def test_notes_are_linked_both_ways() -> None:
    text = "The Human Rights Council,\n\nRecalling the report¹ and the same report,¹\n\n1. Welcomes it.\n\n¹ A/HRC/99/12.\n"
    tree = parsed(akn.to_html(akn.parse(text, language="en", organ="hrc")))
    marks = [one for one in tree.iter("a") if one.get("role") == "doc-noteref"]
    back = [one for one in tree.iter("a") if one.get("role") == "doc-backlink"]
    note = next(one for one in tree.iter("li") if one.get("class") == "akn-authorialNote")
    assert [one.get("href") for one in marks] == ["#" + note.get("id")] * 2
    assert [one.get("href") for one in back] == ["#" + one.get("id") for one in marks]


def test_the_opening_phrase_is_set_off() -> None:
    text = "The Human Rights Council,\n\nRecalling General Assembly resolution 60/251 of 15 March 2006,\n\n1. Recalling it.\n"
    tree = parsed(akn.to_html(akn.parse(text, language="en", organ="hrc")))
    assert [one.text for one in tree.iter("em")] == ["Recalling"]


def test_language_and_direction() -> None:
    arabic = next(text for tag, _, text in [("ar", "", "إن مجلس حقوق الإنسان،\n\n1. يقرر إبقاء المسألة قيد نظره.\n")])
    tree = parsed(akn.to_html(akn.parse(arabic)))
    article = tree.find(".//article")
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    tree = parsed(akn.to_html(akn.read(ROOT / "tests" / "stored" / next(p.name for p in (ROOT / "tests" / "stored").glob("*.xml")))))
    assert tree.find(".//article").get("lang")
    assert foreign("16 October 2023")
    assert not foreign("2023")
    assert not foreign("A/HRC/1 \u0642")


def test_addresses() -> None:
    assert symbol_of("/akn/un/statement/deliberation/unga/2036-12-19/91-150", "") == "A/RES/91/150"
    assert symbol_of("/akn/un/statement/deliberation/unsc/2038-10-07/2999-2038", "") == "S/RES/2999 (2038)"
    assert symbol_of("/akn/un/statement/deliberation/un-nobody/2038-10-07/1-1", "") == ""
    assert symbol_of("/akn/un/documentCollection/publication/unga-hrc/2038-01-01/A-HRC-99-12", "A/HRC/99/12") == "A/HRC/99/12"
    assert symbol_of("/akn/un/documentCollection/publication/unga-hrc/2038-01-01/A-HRC-99-12", "that report") == ""


def test_tables_sections_breaks_and_documents_within() -> None:
    cell = Part("td", (Block(("One",)),))
    inner = Document(language="eng", body=(Part("paragraph", (Block(("Within",)),), num="1."),))
    document = Document(
        language="eng",
        cover=(Part("container", (Block((Inline("docTitle", ("A title",)),)),), name="title"),),
        preface=(Part("container", (Block(("Another",)),), name="title"),),
        preamble=(cell, Part("tr", (cell,)), Block(("g",), "th")),
        body=(
            Part("section", (Part("table", (Part("tr", (cell, Part("td", ()))), Block(("Between",)))),), num="I.", heading=Block(("Head",))),
            Part("paragraph", (Block(("a", Inline("br", ()), "b", Inline("ref", ("c", Note("1", (Block(("d",)),)), "e"), (("href", "https://example.org/"),)))),)),
        ),
        conclusions=(Part("container", (Block(("f", Mark("7"))),), name="adoption"),),
        components=(inner, inner),
    )  # fmt: skip
    page = akn.to_html(document)
    tree = parsed(page)
    assert len(list(tree.iter("table"))) == 1
    assert [len(list(row)) for row in tree.iter("tr")] == [2]
    assert [words(one, ()) for one in tree.iter("h1")] == ["A title"]
    assert [" ".join(words(one, ()).split()) for one in tree.iter("h2")] == ["Another", "I. Head"]
    assert [one.get("class") for one in tree.findall(".//article/section/section/article")] == ["akn-statement"] * 2
    ref = next(one for one in tree.iter("span") if one.get("class") == "akn-ref")
    assert [(one.get("href"), one.text) for one in ref.iter("a")] == [("https://example.org/", "c"), ("#para_1__p_1__ref_1__authorialNote_1", "1"), ("https://example.org/", "e")]
    assert '<sup class="akn-noteRef">7</sup>' in page
    assert akn.to_html(Document()).count("<h1") == 1


HOSTILE = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="s"><meta/><mainBody>
<p><a href="javascript:alert(1)">one</a> <ref href="#x&quot; onclick=&quot;alert(1)">two <ref href="https://example.org/">three</ref></ref>
&lt;script&gt;alert(1)&lt;/script&gt; <date date="&quot;&gt;&lt;img src=x&gt;">four</date></p></mainBody></statement></akomaNtoso>"""


def test_what_a_file_says_never_runs() -> None:
    page = akn.to_html(HOSTILE)
    tree = parsed(page)
    assert not list(tree.iter("script"))
    assert not list(tree.iter("img"))
    for one in tree.iter():
        assert not any(name.startswith("on") for name in one.attrib)
        assert not (one.get("href") or "").startswith("javascript")


def test_a_fragment_is_one_element() -> None:
    part = akn.to_html(akn.convert(SEEDS[0]).xml, page=False)
    assert part.startswith("<article")
    assert part.endswith("</article>")
    assert "<html" not in part
