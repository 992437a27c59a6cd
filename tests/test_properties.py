"""Any text whatever gives a valid document and comes back: texts made of anything, of pieces of resolutions, by the grammar."""

from __future__ import annotations

import pytest
import test_cases
import written
from conftest import SEEDS
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from oracles import data as check_bytes
from oracles import text as check
from word import abstract, docx, instance, level, num, p, r

import akn
from akn import packs
from akn.source import open_source

TEXTS = [path.read_bytes().decode("utf-8") for path in SEEDS]
LINES = sorted({line for text in TEXTS for line in text.splitlines() if line.strip()})
ODD = [
    "\x00", "\x01", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", "\x7f", "\x85", "\x9f", "\xa0", "\xad", "\u1680", "\u2028",
    "\u2029", "\u200b", "\u200e", "\u202e", "\u3000", "\ud800", "\udfff", "\ufdd0", "\ufeff", "\ufffe", "\uffff", "\U0001f54a", "\U0010ffff", "<", ">",
    "&", '"', "'", "]]>", "<!--", "~", "|", "\\", "@", "_", ";", "{0}", "¹", "²³", "ᵃ", "ʷ", "ªº", "*", "**", "(¹)", "(1)", "1", "1 ", "1.", "٣", "é", "e\u0301",
]  # fmt: skip
BREAKS = ["\n", "\n\n", "\n\n\n", "\r\n", "\r", "\n\f", "\f\n", " \n ", "\n\t", "\u2028", "\x85", "\n\u3000", ""]


def examples() -> dict[str, list[str]]:
    """Return the examples of every kind of line and of what stands in lines, in every language."""
    found: dict[str, list[str]] = {}
    for owner in (*map(written.language, packs.languages()), written.shared()):
        for rule in (*owner.lines, *getattr(owner, "page", ()), *owner.inlines):
            found.setdefault(rule.kind, []).extend((*rule.examples, *rule.counterexamples))
    return found


KINDS = examples()
WORDS = sorted({word for texts in KINDS.values() for word in texts})
PHRASES = sorted({word for tag in packs.languages() for words in packs.language(tag).phrases.values() for word in words})

anything = st.text(st.characters(exclude_categories=()), max_size=80)
odd = st.lists(st.one_of(st.sampled_from(ODD), st.sampled_from(WORDS), st.text(max_size=4)), max_size=24).map("".join)
pieces = st.lists(
    st.one_of(
        st.sampled_from(LINES),
        st.sampled_from(LINES).flatmap(lambda line: st.integers(0, len(line)).map(lambda at: line[:at])),
        st.sampled_from(LINES).flatmap(lambda line: st.integers(0, len(line)).map(lambda at: line[at:])),
        st.sampled_from(WORDS),
        st.sampled_from(PHRASES),
        st.sampled_from(ODD),
        st.sampled_from(BREAKS),
        st.sampled_from(BREAKS),
    ),
    max_size=30,
).map("".join)


@st.composite
def resolutions(draw: st.DrawFn) -> str:
    """A document by the grammar: the kinds in their order, some missing, some out of place, in the words of a language."""
    tag = draw(st.sampled_from(packs.languages()))
    language = written.language(tag)
    organ = draw(st.sampled_from(sorted(key for key, one in packs.organs().items() if tag in one.names)))
    names = packs.organs()[organ].names[tag]
    comma, final = language.punctuation.comma[0], language.punctuation.final[0]
    phrases = [word for words in language.phrases.values() for word in words]
    sentence = st.sampled_from(WORDS).map(lambda words: words.replace("\n", " "))

    def of(kind: str) -> str:
        found = [text for rule in (*language.lines, *written.shared().lines) if rule.kind == kind for text in rule.examples]
        return draw(st.sampled_from(found)) if found else ""

    lines = [of(kind) for kind in ("SYMBOL", "ORGAN", "SESSION", "PERIOD", "AGENDA", "ADOPTED") if draw(st.booleans())]
    lines += [of(draw(st.sampled_from(["TITLED", "NUMBER", "DOCTYPE"])))]
    lines += [draw(st.sampled_from([*names.formula, names.name])) + comma]
    for _ in range(draw(st.integers(0, 3))):
        mark = draw(st.sampled_from(["", "", "¹", "²", "*", "ᵃ"]))
        lines.append(f"{draw(st.sampled_from(phrases))} {draw(sentence)}{mark}{comma}")
    for number in range(1, draw(st.integers(1, 4))):
        mark = draw(st.sampled_from(["", "", "¹", "1 ", "1, "]))
        lines.append(f"{number}. {mark}{draw(sentence)}{draw(st.sampled_from([';', final, ':']))}")
        for label in "abc"[: draw(st.integers(0, 3))]:
            lines.append(f"({label}) {draw(sentence)};")
    lines += [of(kind) for kind in ("MEETING", "DATE", "VOTE", "SIDE", "ANNEX", "HEADING") if draw(st.booleans())]
    lines += draw(st.lists(st.sampled_from(["¹ A/HRC/54/61.", "1 A/HRC/54/61.", "² Ibid.", "* Non-member.", "ᵃ  Ibid.", "ᵃ* A/99/1.", "2/13", "___", "\f", "GE.24-79238 (C)"]), max_size=3, unique=True))
    if draw(st.booleans()):
        other = draw(st.integers(0, len(lines) - 1))
        lines.insert(draw(st.integers(0, len(lines))), lines.pop(other))
    gap = draw(st.sampled_from(["\n", "\n\n", "\r\n\r\n", "\n \n"]))
    return gap.join(lines) + draw(st.sampled_from(["", "\n", "\n\n"]))


def body(xml: bytes) -> bytes:
    """Return the file without what is told about it."""
    root = etree.fromstring(xml)
    for meta in root.findall(".//{*}meta"):
        meta.getparent().remove(meta)
    return etree.tostring(root)


def check_stable(text: str) -> None:
    first = akn.convert(text)
    canonical = akn.to_text(first.xml)
    again = akn.convert(canonical, language=first.document.language, organ=first.document.organ)
    assert akn.to_text(again.xml) == canonical
    assert akn.to_text(again.xml, layout="source") == canonical


@given(anything)
def test_any_characters(text: str) -> None:
    check(text)


@given(odd)
@example("")
@example("\ufeff")
@example("\ufeff\ufeffa")
@example("\n")
@example("\x00")
@example("¹")
@example("*\n* a")
@example("1.")
@example("(a)")
@example("]]>")
def test_odd_characters(text: str) -> None:
    check(text)


@given(pieces)
def test_pieces_of_resolutions(text: str) -> None:
    check(text)


@given(resolutions())
def test_documents_by_the_grammar(text: str) -> None:
    check(text)


@given(resolutions())
def test_the_canonical_text_is_stable(text: str) -> None:
    check_stable(text)


@given(st.one_of(anything.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=80), pieces.map(lambda t: t.encode("utf-16", "surrogatepass")), pieces.map(lambda t: t.encode("gb18030", "ignore"))))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe\x00\xd8")
@example(b"\x80")
@example(b"a\x00")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
def test_any_bytes(data: bytes) -> None:
    """What is no text is refused; what is comes back to the byte."""
    check_bytes(data)


@given(st.sampled_from(TEXTS).flatmap(lambda text: st.tuples(st.just(text), st.integers(0, len(text)), st.integers(0, 40), odd)))
def test_a_resolution_with_a_wound(wound: tuple[str, int, int, str]) -> None:
    """Anything put in place of any part of a resolution."""
    text, at, length, put = wound
    check(text[:at] + put + text[at + length :])


@pytest.mark.parametrize("tag", packs.languages())
@given(text=odd)
def test_in_every_language(tag: str, text: str) -> None:
    result = akn.convert(text, language=tag, organ="hrc")
    assert akn.to_text(result.xml, layout="source") == text.removeprefix("\ufeff")


BODY = [
    "1. Recommends:", "1. Acts on paragraphs 1 to 3 above.", "2. Requests a report on paragraph 2 above:", "3. Ends as paragraphs 1 and 9 begin.", "9. Decides:",
    "Acts as paragraph 1 says.", "And the following:", "Recalling paragraph 2 below,", "The General Assembly,", "(a) A as in paragraph 3;", "(b) B:", "(i) One:", "1) First;",
    "I. Reading", "II.", "Books", "Article 1", "Figures\t1\t2", "Annex", "Rules", "A¹", "¹ See paragraph 1 above.",
]  # fmt: skip


@given(st.sampled_from(["99/7. Books", "99/7. Books¹"]), st.lists(st.sampled_from(BODY), max_size=14))
def test_references_of_a_text_lead_to_its_paragraphs(title: str, lines: list[str]) -> None:
    """Whatever stands among them: paragraphs without numbers or with the same, items that count like them, drafts, headings, annexes.

    Marks lead to the note of the title, also those in lettered parts.
    """
    check("\n\n".join([title, "The General Assembly,", *lines]) + "\n")


CASES = [case.values[1].split("\n") for case in test_cases.cases()]


@given(st.sampled_from(CASES), st.sampled_from(CASES), st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_cases_within_and_behind_each_other(one: list[str], other: list[str], at: int, start: int, within: bool) -> None:
    check("\n".join([*one[:at], *other[start:], *(one[at:] if within else [])]) + "\n")


SIDES = {"": {"insertions", "deletions"}, "ins": {"insertions"}, "moveTo": {"insertions"}, "del": {"deletions"}, "moveFrom": {"deletions"}}
changes = st.sampled_from(sorted(SIDES))
Changed = tuple[list[tuple[str, str]], str, bool, bool]
"""Words and what became of each, what became of the end of their paragraph, whether that had a number, and whether it has one."""


def tracked(paragraphs: list[Changed]) -> str:
    """Return paragraphs with what became of them."""
    out = ""
    for words, end, before, now in paragraphs:
        runs = [f"<w:{change}>{r(word)}</w:{change}>" if change else r(word) for word, change in words]
        mark = f"<w:rPr><w:{end}/></w:rPr>" if end else ""
        out += p(*runs, props=f"{num(1) * now}{mark}<w:pPrChange><w:pPr>{num(1) * before}</w:pPr></w:pPrChange>")
    return out


def settled(paragraphs: list[Changed], side: str) -> str:
    """Return paragraphs as they are on one side: without an end one goes on in the next."""
    out = ""
    runs: list[str] = []
    for words, end, before, now in paragraphs:
        runs += [r(word) for word, change in words if side in SIDES[change]]
        if side in SIDES[end]:
            out += p(*runs, props=num(1) * (now if side == "insertions" else before))
            runs = []
    return out


@pytest.mark.parametrize("side", ["insertions", "deletions"])
@given(st.lists(st.tuples(st.lists(st.tuples(st.sampled_from(["Council ", "acts ", "2038"]), changes), max_size=4), changes, st.booleans(), st.booleans()), max_size=6))
def test_each_side_of_tracked_changes_is_a_document_of_its_own(side: str, paragraphs: list[Changed]) -> None:
    paragraphs = [*paragraphs, ([("End.", "")], "", False, False)]
    lists = abstract(0, level(0, "decimal", "%1.")) + instance(1, 0)
    found = open_source(docx(tracked(paragraphs), numbering=lists), tracked=side)
    assert found.text == open_source(docx(settled(paragraphs, side), numbering=lists)).text
