"""Levels of detail: the words are the same at each, and what is named has one key in all languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
import test_cases
import written
from conftest import SEEDS

import akn
from akn import packs
from akn.document import Inline, in_order
from akn.grammar.named import Finder, finder, forms
from akn.grammar.occasions import Occasions
from akn.grammar.structure import DETAIL, LONGEST
from akn.grammar.words import Names
from akn.packs import Rule

OFFICIAL = ["ar", "en", "es", "fr", "ru", "zh"]
LANGUAGES = sorted(packs.languages())
ENDS = {"zh": "1. {}；\n", "ar": "1 - {}؛\n"}
KINDS = ("organizations", "roles", "events")


def cases() -> list[Any]:
    """Return the texts of all cases with their language and organ."""
    out = []
    for path in test_cases.FILES:
        for number, one in enumerate(test_cases.CASE.finditer(path.read_text(encoding="utf-8"))):
            language, organ, *_ = [*one["options"].split(), "", ""]
            options = {name: value for name, value in (("language", language), ("organ", organ)) if value}
            out.append(pytest.param(one["source"], options, id=f"{path.stem}-{number}"))
    return out


def marked(text: str, tag: str) -> list[str]:
    """Return what the only paragraph of a text names, in order."""
    document = akn.parse(ENDS.get(tag, "1. {};\n").format(text), language=tag, organ="ga", detail="full")
    found: list[str] = []

    def walk(content: tuple[Any, ...]) -> None:
        for one in content:
            if isinstance(one, Inline):
                found.append(dict(one.data).get("refersTo", one.kind))
                walk(one.content)

    walk(document.body[0].content[0].content)  # type: ignore[union-attr, arg-type]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_official_languages_name_the_same_things(kind: str) -> None:
    keys = [set(getattr(written.names(tag), kind)) for tag in OFFICIAL]
    assert all(one == keys[0] for one in keys)
    assert set(getattr(written.names("de"), kind)) <= keys[0]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_name_leads_to_its_key(tag: str) -> None:
    names = written.names(tag)
    for kind in KINDS:
        for key, called in getattr(names, kind).items():
            for name in called:
                assert marked(name, tag) == [f"#{key}"], name


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_state_leads_to_its_code(tag: str) -> None:
    """Former and changed names too; one that two States had leads to one of them."""
    shared = [name for called in packs.named_states(tag).values() for name in called]
    for code, called in packs.named_states(tag).items():
        for name in called:
            if name not in written.names(tag).unclear and shared.count(name) == 1:
                assert marked(name, tag) == [f"#place-{code}"], name


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_name_of_a_state_is_longer_than_is_looked_for(tag: str) -> None:
    assert all(len(name) <= LONGEST for names in packs.named_states(tag).values() for name in names)


@pytest.mark.parametrize("code", ["COD", "CSK", "SWZ", "TUR", "MKD", "CPV", "MMR"])
def test_a_state_has_one_iri_in_every_language(code: str) -> None:
    for tag in LANGUAGES:
        xml = akn.convert(ENDS.get(tag, "1. {};\n").format(packs.named_states(tag)[code][-1]), language=tag, organ="ga", detail="full").xml
        assert f'<TLCLocation eId="place-{code}" href="/akn/ontology/location/un/{code}" showAs="{packs.named_states(tag)[code][0]}"/>' in xml.decode()


def rules() -> list[Any]:
    return [pytest.param(tag, rule, id=f"{tag}-{rule.kind}") for tag in LANGUAGES for rule in written.names(tag).quantities]


@pytest.mark.parametrize(("tag", "rule"), rules())
def test_quantities(tag: str, rule: Rule) -> None:
    assert rule.examples
    assert rule.counterexamples
    names = written.names(tag)
    figures = {name: getattr(names, name) for name in ("figure", "decimal", "scales", "units")}
    alone = Finder(packs.language(tag), Names(**figures, quantities=(rule,)))
    for example in rule.examples:
        assert [kind for _, _, kind, _ in alone._quantified(example)] == [rule.kind], example
    for example in rule.counterexamples:
        assert not list(alone._quantified(example)), example


@pytest.mark.parametrize(
    ("tag", "text", "value"),
    [
        ("en", "$1,500,000.50", "1500000.5"), ("en", "2 Billion US dollars", "2000000000"),
        ("fr", "1 500 000 dollars des États-Unis", "1500000"), ("fr", "0,70 %", "0.7"), ("es", "1.500 %", "1500"),
        ("ru", "12,5 процента", "12.5"), ("ar", "١٢٫٥ في المائة", "12.5"), ("zh", "1.5 亿美元", "150000000"), ("en", "100 per cent", "100"),
    ],
)  # fmt: skip
def test_values(tag: str, text: str, value: str) -> None:
    assert [found for *_, found in finder(tag)._quantified(text)] == [value]


def test_forms_change_word_by_word() -> None:
    found = set(forms("Республика Корея", written.names("ru")))
    assert {"Республики Корея", "Республике Корее", "Республикой Корея", "Республика Корея"} <= found


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_text_is_the_same_at_each_level(tag: str) -> None:
    names = written.names(tag)
    words = [packs.named_states(tag)["CHL"][0], *(called[0] for called in names.organizations.values()), *(rule.examples[0] for rule in names.quantities)]
    text = ENDS.get(tag, "1. {};\n").format(", ".join(words))
    made = [akn.convert(text, language=tag, organ="ga", detail=detail) for detail in DETAIL]
    for one in made:
        assert akn.to_text(one.xml, layout="source") == text
        assert akn.validate(one.xml).valid
        assert one.diagnostics == made[1].diagnostics
    bare = [re.sub(r"<[^>]*>", "", one.xml.decode().partition("</meta>")[2]) for one in made]
    assert bare[0] == bare[1] == bare[2]


def test_nothing_is_marked_in_running_text() -> None:
    text = (
        "The General Assembly,\n\nRecalling its resolution 91/150 of 19 December 2036 and Chile,¹\n\n"
        "1. Requests the Secretary-General to report by 30 June 2046;\n\n¹ See A/99/12.\n"
    )
    document = akn.parse(text, language="en", organ="ga", detail="none")
    xml = akn.to_xml(document).decode().partition("</meta>")[2]
    assert re.findall(r"<(ref|date|organization|location|role)\b", xml) == ["organization"]  # the organ's line
    meta = akn.to_xml(document).decode().partition("</meta>")[0]
    assert '<deadline date="2046-06-30"/>' in meta  # what paragraphs do is no matter of detail
    assert "alternativeReference" not in meta
    assert len(list(in_order(document))) == 5


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="none, references, full"):
        akn.convert("1. a;\n", detail="all")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_occasions(tag: str) -> None:
    names = written.names(tag)
    alone = Occasions(packs.language(tag), names.occasions, names.sittings, names.of, 80)
    for rule in names.occasions:
        patterns = [pattern for kind, pattern in alone._rules if kind == rule.kind]
        for example in rule.examples:
            assert any(sign in example for sign in names.sittings), example
            assert any(pattern.search(example) for pattern in patterns), example
        for example in rule.counterexamples:
            assert not any(pattern.search(example) for pattern in patterns), example


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Decides to return to it at its eightieth session", ["#session-80"]),
        ("Requests the Human Rights Council at its ninety-ninth session to act", ["#unga-hrc", "#unga-hrc-session-99"]),
        ("Notes the ninety-ninth session of the Human Rights Council", ["#unga-hrc-session-99", "#unga-hrc"]),
        ("Notes the ninety-ninth session of the Board of Readers", []),
        ("Notes what the Board of Readers said at its tenth session", []),
        ("Notes the reports and session papers", []),
        ("Decides to report to the Human Rights Council; and to return to it at its tenth session", ["#unga-hrc"]),
    ],
)
def test_a_session_is_of_the_body_that_is_named(text: str, found: list[str]) -> None:
    assert marked(text, "en") == found


TEXTS = [*(pytest.param(path.read_text(encoding="utf-8"), {}, id=path.stem) for path in SEEDS), *cases()]


@pytest.mark.parametrize(("text", "options"), TEXTS)
def test_every_inline_element_can_be_taken_out_again(text: str, options: dict[str, str]) -> None:
    made = {detail: akn.parse(text, detail=detail, **options) for detail in DETAIL}  # type: ignore[arg-type]
    canonical = {akn.to_text(document) for document in made.values()}
    assert len(canonical) == 1
    for document in made.values():
        assert akn.to_text(akn.to_xml(document), layout="source") == text
