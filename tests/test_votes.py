"""Votes and sponsors in every language and for every organ: figures and every State, in the text and in the metadata, and their sums."""

from __future__ import annotations

import pytest

import akn
from akn import packs
from akn.tables import read
from akn.xml import AKN

NAMES = {"a": AKN}
VOTES = {
    "en": "[Adopted by a recorded vote of {0} to {1}, with {2} abstentions. The voting was as follows:",
    "fr": "[Adoptée à l’issue d’un vote enregistré par {0} voix contre {1}, avec {2} abstentions. Les voix se sont réparties comme suit :",
    "es": "[Aprobada en votación registrada por {0} votos contra {1} y {2} abstenciones. El resultado de la votación fue el siguiente:",
    "ru": "[Принята заносимым в отчет о заседании голосованием {0} голосами против {1} при {2} воздержавшихся. Голоса распределились следующим образом:",
    "zh": "[经记录表决，以 {0} 票赞成、{1} 票反对、{2} 票弃权获得通过。表决结果如下：",
    "ar": "[اعتُمد بتصويت مسجل بأغلبية {0} صوتاً مقابل {1} أصوات وامتناع {2} عضواً عن التصويت. وكانت نتيجة التصويت كما يلي:",
    "de": "[In einer aufgezeichneten Abstimmung mit {0} Stimmen bei {1} Gegenstimmen und {2} Enthaltungen verabschiedet. Das Abstimmungsergebnis ist wie folgt:",
}
SIDES = {
    "en": ("In favour:", "Against:", "Abstaining:"),
    "fr": ("Ont voté pour :", "Ont voté contre :", "Se sont abstenus :"),
    "es": ("Votos a favor:", "Votos en contra:", "Abstenciones:"),
    "ru": ("Голосовали за:", "Голосовали против:", "Воздержались:"),
    "zh": ("赞成：", "反对：", "弃权："),
    "ar": ("المؤيدون:", "المعارضون:", "الممتنعون عن التصويت:"),
    "de": ("Dafür:", "Dagegen:", "Enthaltungen:"),
}
COMMAS = {"zh": "、", "ar": "، "}
LANGUAGES = sorted(VOTES)
ORGANS = sorted(packs.organs())
FOR = "CHL KEN NPL TTO GBR BOL VEN".split()
AGAINST = "BEL CUB".split()
ABSTAINING = "JPN TGO IRN".split()
PAIRS = [(tag, organ) for tag in LANGUAGES for organ in ORGANS if tag in packs.organs()[organ].names]


def named(tag: str, codes: list[str]) -> list[str]:
    listed = read(dict[str, list[str]], "states", f"{tag}.toml")
    return [listed[code][0] for code in codes]


def text(tag: str, organ: str, figures: tuple[object, object, object] = (7, 2, 3), against: list[str] = AGAINST) -> str:
    body = packs.organs()[organ].names[tag]
    formula = (body.formula or (body.name,))[0]
    comma = "，" if tag == "zh" else "،" if tag == "ar" else ","
    sides = zip(SIDES[tag], (FOR, against, ABSTAINING), strict=True)
    lists = "\n\n".join(f"{side}\n{COMMAS.get(tag, ', ').join(named(tag, codes))}" for side, codes in sides)
    number = "2999 (2038)" if organ == "sc" else "2038/7" if organ in ("ecosoc", "chr") else "99/7"
    return f"{formula}{comma}\n\n1. {number};\n\n{VOTES[tag].format(*figures)}\n\n{lists}]\n"


@pytest.mark.parametrize(("tag", "organ"), PAIRS)
def test_a_vote_is_in_the_text_and_in_the_metadata(tag: str, organ: str) -> None:
    result = akn.convert(text(tag, organ), language=tag, organ=organ)
    tree = result.tree
    counts = {one.get("refersTo"): one.get("value") for one in tree.xpath("//a:voting/a:count", namespaces=NAMES)}
    assert counts == {"#inFavour": "7", "#against": "2", "#abstaining": "3"}
    printed = {one.get("refersTo"): one.get("normalized") for one in tree.xpath("//a:conclusions//a:quantity", namespaces=NAMES)}
    assert printed == counts
    cast = [(one.get("choice"), one.get("by")) for one in tree.xpath("//a:vote", namespaces=NAMES)]
    expected = [("#inFavour", FOR), ("#against", AGAINST), ("#abstaining", ABSTAINING)]
    assert cast == [(choice, f"#state-{code}") for choice, codes in expected for code in codes]
    told = {found.name for found in result.diagnostics}
    assert not told & {"vote-count", "unknown-state", "state-twice"}
    assert akn.data(result.document)["votes"][0]["counts"] == {"inFavour": 7, "against": 2, "abstaining": 3}
    assert not [problem for problem in akn.validate(result.xml).problems if problem.code in ("INT001", "INT002")]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_figures_and_lists_are_held_against_each_other(tag: str) -> None:
    result = akn.convert(text(tag, "hrc", (8, 2, 3)), language=tag, organ="hrc")
    assert [found.message for found in result.diagnostics if found.name == "vote-count"] == ["the vote says 8 inFavour, but its list names 7"]
    assert "INT001" in {problem.code for problem in akn.validate(result.xml).problems}
    twice = akn.convert(text(tag, "hrc", against=["BEL", "BEL"]), language=tag, organ="hrc")
    assert "state-twice" in {found.name for found in twice.diagnostics}
    wrong = result.xml.replace(b'normalized="8"', b'normalized="9"', 1)
    assert "INT002" in {problem.code for problem in akn.validate(wrong).problems}


SPONSORS = {
    "en": "{0}, {1},* {2} and {3}:* draft resolution",
    "fr": "{0}, {1}*, {2} et {3}* : projet de résolution",
    "es": "{0}, {1}*, {2} y {3}*: proyecto de resolución",
    "ru": "{0}, {1}*, {2} и {3}*: проект резолюции",
    "zh": "{0}、{1}*、{2}和{3}*：\n决议草案",
    "ar": "{0}، {1}*، {2} و{3}*: مشروع قرار",
    "de": "{0}, {1},* {2} und {3}:* Resolutionsentwurf",
}
NOT_MEMBERS = {
    "en": "* State not a member of the Council.",
    "fr": "* État non membre du Conseil.",
    "es": "* Estado no miembro del Consejo.",
    "ru": "* Государство, не являющееся членом Совета.",
    "zh": "* 非理事会成员国。",
    "ar": "* دولة غير عضو في المجلس.",
    "de": "* Kein Mitglied des Rates.",
}


@pytest.mark.parametrize(("tag", "organ"), [pair for pair in PAIRS if pair[1] != "sc"])
def test_sponsors_and_their_marks(tag: str, organ: str) -> None:
    body = packs.organs()[organ].names[tag]
    formula = (body.formula or (body.name,))[0]
    comma = "，" if tag == "zh" else "،" if tag == "ar" else ","
    states = named(tag, ["CHL", "KEN", "NPL", "TTO"])
    source = f"{body.name}\n\n{SPONSORS[tag].format(*states)}\n\n99/...\n\n{formula}{comma}\n\n1. 99/7;\n\n{NOT_MEMBERS[tag]}\n"
    result = akn.convert(source, language=tag, organ=organ)
    found = [(one.get("refersTo"), one.get("as")) for one in result.tree.xpath("//a:docProponent", namespaces=NAMES)]
    assert found == [
        ("#state-CHL", "#sponsor"),
        ("#state-KEN", "#nonMemberSponsor"),
        ("#state-NPL", "#sponsor"),
        ("#state-TTO", "#nonMemberSponsor"),
    ]
    assert akn.to_text(result.xml, layout="source") == source
    assert len(result.tree.xpath("//a:authorialNote[@marker='*']", namespaces=NAMES)) == 1
    assert len(result.tree.xpath("//a:noteRef[@marker='*']", namespaces=NAMES)) == 1


def proponents(source: str, tag: str = "en") -> list[tuple[str | None, str | None]]:
    tree = akn.convert(source, language=tag, organ="hrc").tree
    return [((one.get("refersTo") or "").removeprefix("#state-"), (one.get("as") or "")[1:]) for one in tree.xpath("//a:docProponent", namespaces=NAMES)]


ADDED = {
    "en": "Additional sponsors: {0}, {1}* and {2}",
    "fr": "Coauteurs supplémentaires : {0}, {1}* et {2}",
    "es": "Patrocinadores adicionales: {0}, {1}* y {2}",
    "ru": "Дополнительные авторы: {0}, {1}* и {2}",
    "zh": "增列提案国：{0}、{1}*和{2}",
    "ar": "مقدمون إضافيون: {0}، {1}* و{2}",
    "de": "Weitere Einbringer: {0}, {1}* und {2}",
}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_additional_sponsors(tag: str) -> None:
    body = packs.organs()["hrc"].names[tag]
    states = named(tag, ["CHL", "KEN", "NPL", "TTO"])
    more = ADDED[tag].format(*named(tag, ["TGO", "JPN", "BEL"]))
    comma = "，" if tag == "zh" else "،" if tag == "ar" else ","
    formula = (body.formula or (body.name,))[0]
    source = f"{body.name}\n\n{SPONSORS[tag].format(*states)}\n\n{more}\n\n99/...\n\n{formula}{comma}\n\n1. 99/7;\n\n{NOT_MEMBERS[tag]}\n"
    found = proponents(source, tag)
    assert [code for code, _ in found] == ["CHL", "KEN", "NPL", "TTO", "TGO", "JPN", "BEL"]
    assert [role for _, role in found][4:] == ["additionalSponsor", "additionalNonMemberSponsor", "additionalSponsor"]
    assert akn.validate(akn.convert(source, language=tag, organ="hrc").xml).valid


def test_a_star_means_what_its_note_says() -> None:
    source = "Human Rights Council\n\nChile,* Kenya,** Nepal: draft resolution\n\n99/...\n\nThe Human Rights Council,\n\n1. Decides;\n\n{}\n"
    notes = "* State not a member of the Human Rights Council.\n** On behalf of the Group of African States."
    assert proponents(source.format(notes)) == [("CHL", "nonMemberSponsor"), ("KEN", "sponsor"), ("NPL", "sponsor")]
    notes = "* On behalf of the Group of African States.\n** State not a member of the Human Rights Council."
    assert proponents(source.format(notes)) == [("CHL", "sponsor"), ("KEN", "nonMemberSponsor"), ("NPL", "sponsor")]


def test_in_whose_name_a_sponsor_speaks_is_no_part_of_its_name() -> None:
    source = "Human Rights Council\n\n{}: draft resolution\n\n99/...\n\nThe Human Rights Council,\n\n1. Decides;\n"
    assert proponents(source.format("Togo (on behalf of the Group of African States), Bolivia (Plurinational State of)")) == [("TGO", "sponsor"), ("BOL", "sponsor")]


def test_a_vote_that_a_file_of_others_has_among_its_recitals() -> None:
    """The vote is there, in plain words, and its place leads to it."""
    xml = akn.convert("The General Assembly,\n\nRecalling it,\n\n1. Decides so.\n\n[Adopted by a recorded vote of 3 to 1, with 2 abstentions.]\n").xml
    head, _, rest = xml.partition(b'<container name="vote"')
    moved = head.replace(b'<container name="Recalling" refersTo="#recalling"', b'<container name="vote"') + b'<container name="sides"' + rest
    assert b'<voting eId="voting_1" href="#preamble__container_1"' in akn.to_xml(akn.read(moved))


def test_a_side_on_which_nobody_stands_is_not_listed() -> None:
    source = "99/7. Books\n\nThe General Assembly,\n\n1. Decides so.\n\n[Adopted by a recorded vote.\n\nIn favour:\nChile, Ghana\n\nAgainst:\nNone]\n"
    result = akn.convert(source, language="en", organ="ga")
    assert "against" not in [entity.key for entity in result.document.entities]
    assert not akn.validate(result.xml).problems
