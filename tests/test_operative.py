"""What operative paragraphs do, whom they address, by when they want an answer: found in every language, kept in the metadata alone."""

from __future__ import annotations

import re

import pytest
import written
from lxml import etree

import akn
from akn import packs
from akn.grammar import operative
from akn.grammar.words import operatives
from akn.xml import ACTS

TEXT = """Human Rights Council
Ninety-ninth session

99/7. Public libraries

The Human Rights Council,

Recalling its resolution 90/4 of 28 September 2035,

1. Notes with appreciation the report on reading rooms;

2. Also requests the Secretary-General and the High Commissioner to submit to the General Assembly at its ninety-fourth session a report on libraries;

3. Urges all States, the General Assembly and the special procedures:

(a) To report to the Council no later than 30 June 2039;

(b) To open reading rooms, which opened on 1 May 2030;

4. Libraries are open;

5. Decides to remain seized of the matter.

Annex
Principles
1. Requests are answered.
"""
ASKED = {
    "en": "The General Assembly,\n\n1. Requests the Secretary-General to report to it at its seventy-eighth session;\n",
    "fr": "L’Assemblée générale,\n\n1. Prie le Secrétaire général de lui présenter, à sa soixante-dix-huitième session, un rapport;\n",
    "es": "La Asamblea General,\n\n1. Solicita al Secretario General que en su septuagésimo octavo período de sesiones le presente un informe;\n",
    "ru": "Генеральная Ассамблея,\n\n1. просит Генерального секретаря представить ей на ее семьдесят восьмой сессии доклад;\n",
    "zh": "大会，\n\n1. 请秘书长向大会第七十八届会议提出报告；\n",
    "ar": "إن الجمعية العامة،\n\n1 - تطلب إلى الأمين العام أن يقدم إليها في دورتها الثامنة والسبعين تقريرا؛\n",
    "de": "Die Generalversammlung,\n\n1. ersucht den Generalsekretär, ihr auf ihrer achtundsiebzigsten Tagung einen Bericht vorzulegen;\n",
}


def actions(text: str) -> list[tuple[str, str, list[str], list[dict[str, str]]]]:
    rows = akn.data(text)["paragraphs"]
    return [(row["num"], row["action"]["key"], row["action"]["addressees"], row["action"]["deadlines"]) for row in rows if "action" in row]


def test_what_paragraphs_do() -> None:
    assert actions(TEXT) == [
        ("1.", "notesWithAppreciation", [], []),
        ("2.", "requests", ["secretaryGeneral", "highCommissioner"], [{"session": "94", "organ": "unga"}]),
        ("3.", "urges", ["states", "unga", "specialProcedures"], [{"date": "2039-06-30"}]),
        ("5.", "decides", [], []),
    ]


@pytest.mark.parametrize("tag", sorted(ASKED))
def test_every_language_says_the_same(tag: str) -> None:
    assert [action[1:] for action in actions(ASKED[tag])] == [("requests", ["secretaryGeneral"], [{"session": "78", "organ": "unga"}])]


def test_it_stands_in_the_metadata_alone() -> None:
    result = akn.convert(TEXT)
    bare = re.sub(rb"<analysis.*?</analysis>", b"", result.xml)
    assert b"#requests" not in bare
    listed = etree.fromstring(result.xml).findall(f".//{{{ACTS}}}act")
    assert [one.get("for") for one in listed] == ["#para_1", "#para_2", "#para_3", "#para_5"]
    known = set(etree.fromstring(result.xml).xpath("//@eId"))
    assert {value[1:] for one in listed for node in one.iter() for value in node.attrib.values() if value.startswith("#")} <= known
    assert akn.validate(result.xml, engine="both").problems == ()


def test_it_is_read_back_and_fits_its_schema() -> None:
    from conftest import ROOT

    result = akn.convert(TEXT)
    assert akn.to_xml(akn.read(result.xml)) == result.xml
    assert akn.data(result.xml) == akn.data(result.document)
    schema = etree.XMLSchema(etree.parse(ROOT / "schemas" / "acts.xsd"))
    for text in (TEXT, *ASKED.values(), TEXT.replace("no later than 30 June 2039", "by the end of 2039")):
        acts = etree.fromstring(akn.convert(text).xml).find(f".//{{{ACTS}}}acts")
        schema.assertValid(etree.fromstring(etree.tostring(acts)))


@pytest.mark.parametrize("tag", packs.languages())
def test_the_keys_are_the_same_in_every_language(tag: str) -> None:
    """A language may lack an act; none has one, or an addressee, that English has not."""
    one, english = operatives(tag), operatives("en")
    assert one.acts.keys() <= english.acts.keys()
    assert {(rule.kind, rule.value) for rule in one.addressees} <= {(rule.kind, rule.value) for rule in english.addressees}
    assert {rule.kind for rule in one.deadlines} <= {"report", "session", "before", "after", "year"}
    words = [word for named in one.acts.values() for word in named]
    assert len(set(words)) == len(words), "a word with two keys"
    assert all(word == word.lower() for word in words)


@pytest.mark.parametrize("tag", packs.languages())
def test_a_sign_stands_in_every_session_and_year(tag: str) -> None:
    words = written.operatives(tag)
    for rule in words.deadlines:
        if rule.kind in ("session", "year"):
            assert all(any(sign in example for sign in words.signs) for example in rule.examples), rule.pattern


@pytest.mark.parametrize("tag", packs.languages())
def test_every_word_is_found_by_its_key(tag: str) -> None:
    finder = operative.finder(tag)
    for key, words in operatives(tag).acts.items():
        for word in words:
            assert finder.act(f"{word.capitalize()} x")[0] == key, word


@pytest.mark.parametrize("text", ["Requesting more", "Requests", "", "Request­s", "Decidesx that", "请"])
def test_odd_beginnings(text: str) -> None:
    akn.validate(akn.convert(f"The General Assembly,\n\n1. {text};\n").xml)
    assert operative.finder("en").act("Requesting more") == ("", 0)


@pytest.mark.parametrize(
    ("tag", "text", "key", "addressees", "deadlines"),
    [
        ("en", "Notes further with deep concern that they close", "notesWithConcern", [], []),
        ("en", "Reiterates once again its serious concern that they close", "expressesConcern", [], []),
        ("en", "Notes the deep concern of readers", "notes", [], []),
        ("en", "Calls once again upon States and stakeholders to act", "callsUpon", ["states", "stakeholders"], []),
        ("en", "Requests the Deputy Secretary-General and the High Commissioner to act", "requests", ["highCommissioner"], []),
        ("en", "Invites General Assemblymen to meet", "invites", [], []),
        ("fr", "Demande également au Haut-Commissariat d’agir", "requests", ["highCommissioner"], []),
        ("fr", "Prie le Conseiller de présenter un rapport le 1er mai 2039 au plus tard", "requests", [], [{"date": "2039-05-01"}]),
        ("ar", "تطلب إلى الأمين العام والمفوضة السامية أن يعملا", "requests", ["secretaryGeneral", "highCommissioner"], []),
        ("ar", "تقرّر أن تقرأ", "decides", [], []),
        ("ru", "просит представить доклад до 1 мая 2039 года", "requests", [], [{"date": "2039-05-01"}]),
        ("zh", "请会员国与各国协商", "requests", ["memberStates"], []),
    ],
)  # fmt: skip
def test_one_paragraph(tag: str, text: str, key: str, addressees: list[str], deadlines: list[dict[str, str]]) -> None:
    mark, end = {"ar": ("1 - ", "؛"), "zh": ("1. ", "；")}.get(tag, ("1. ", ";"))
    found = akn.data(akn.parse(f"{mark}{text}{end}\n", language=tag, organ="sc"))["paragraphs"][0]["action"]
    assert found == {"key": key, "addressees": addressees, "deadlines": deadlines}


def test_a_draft_that_a_paragraph_holds_speaks_for_its_own_organ() -> None:
    text = """Economic and Social Council

The Economic and Social Council,

1. Recommends to the General Assembly the adoption of the following draft resolution:

“Reading rooms

“The General Assembly,

“Recalling its rules,

“1. Requests the Secretary-General to report at its ninety-fourth session;

“2. Decides to read.”

2. Requests the Secretary-General to report at its ninety-fourth session.
"""
    wanted = [row["action"]["deadlines"] for row in akn.data(text)["paragraphs"] if row.get("action", {}).get("key") == "requests"]
    assert wanted == [[{"session": "94", "organ": "unga"}], [{"session": "94", "organ": "unecosoc"}]]
