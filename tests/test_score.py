"""The scorer: an official file, made up in the manner of those that are published, printed in three layouts and met again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from akn.cli.clicked import cli
from akn.errors import SourceError
from akn.published import LAYOUTS, opened, rendered
from akn.score import averages, score

LONG = "which all of the readers of the town have made for the rooms in which they read all day long"
OFFICIAL = f"""<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">
<meta><identification source="#un"><FRBRWork><FRBRthis value="/akn"/><FRBRuri value="/akn/un/statement/deliberation/hrc/2045-10-12/99-7"/>
<FRBRdate date="2045-10-12" name="adoption"/><FRBRauthor href="#hrc"/><FRBRcountry value="un"/></FRBRWork>
<FRBRExpression><FRBRthis value="/akn"/><FRBRuri value="/akn"/><FRBRdate date="2045-10-12" name="adoption"/><FRBRauthor href="#hrc"/>
<FRBRlanguage language="eng"/></FRBRExpression></identification></meta>
<coverPage><p><docNumber refersTo="#symbol">A/HRC/RES/99/7</docNumber></p>
<p><docAuthority refersTo="#issuingBody">Human Rights Council</docAuthority></p>
<p><session value="99">Ninety-ninth session</session></p>
<p><inline name="agenda item" title="3">Agenda item 3</inline></p>
<p><docTitle>Resolution adopted by the Human Rights Council on 12 October 2045</docTitle></p></coverPage>
<preface><p><docNumber>99/7</docNumber>. <docTitle>Libraries</docTitle></p></preface>
<preamble><formula name="enactingFormula"><p>The <i>Human Rights Council</i>,</p></formula>
<container name="Recalling"><p>	<i>Recalling</i> the rules,<authorialNote marker="2"><p>A/HRC/98/2.</p></authorialNote> {LONG},</p></container>
<container name="Welcoming"><p><i>Welcoming</i> the agenda for readers known as Agenda 21<authorialNote marker="3"><p>A/HRC/98/3.</p></authorialNote> of
the town, {LONG},</p></container></preamble>
<mainBody><paragraph><num>1.</num><content><p>Decides that the rooms shall hold:</p></content></paragraph>
<paragraph><num>2.</num><list><intro><p>Also decides that there shall be:</p></intro>
<point><num>(a)</num><content><p>Lamps, namely:</p></content></point>
<sublist><point><num>(i)</num><content><p>Small ones;</p></content></point><point><num>(ii)</num><content><p>Large ones;</p></content></point></sublist>
<point><num>(b)</num><content><p>Chairs;</p></content></point></list></paragraph>
<paragraph><num>3.</num><content><p>Decides to remain seized of the matter.</p></content></paragraph></mainBody>
<conclusions><p><location>48th meeting</location><eol/><docDate date="2045-10-12">12 October 2045</docDate></p>
<p><outcome>[Adopted without a vote.]</outcome></p></conclusions></statement></akomaNtoso>
""".encode()


def test_the_layouts() -> None:
    document = opened(OFFICIAL)
    plain, page, pdf = (rendered(document, layout) for layout in LAYOUTS)
    assert plain.startswith("A/HRC/RES/99/7\n\nHuman Rights Council\n\nNinety-ninth session\n\n")
    assert "48th meeting\n\n12 October 2045\n\n[Adopted without a vote.]\n\n¹ A/HRC/98/2.\n\n² A/HRC/98/3.\n" in plain
    assert "Agenda 21² of the" in page
    assert "Agenda 212 of the" in pdf
    assert "_______________\n1 A/HRC/98/2.\n2 A/HRC/98/3.\n" in pdf
    assert "\f" in pdf
    assert max(map(len, page.split("\n"))) <= 80 < max(map(len, plain.split("\n")))


def test_chinese_lines_wrap_between_signs() -> None:
    words = "图书馆的规则2045年，" * 12
    xml = OFFICIAL.replace(b"Small ones;", words.encode())
    lines = [line for line in rendered(opened(xml), "page").split("\n") if "图书馆" in line]
    assert len(lines) == 4
    assert "".join(lines).endswith(words)
    assert not any(line.startswith("，") for line in lines)


def test_a_file_that_is_met() -> None:
    scores = score(OFFICIAL, name="seven.xml")
    assert [(one.file, one.organ, one.language, one.layout) for one in scores] == [
        ("seven.xml", "hrc", "eng", layout) for layout in LAYOUTS
    ]
    for one in scores:
        assert not one.differences
        assert set(one.figures.values()) == {1.0}
    assert {"segments", "numbers", "nesting", "notes", "phrases", "number", "title", "adopted", "session", "agenda"} < scores[
        0
    ].figures.keys()
    assert "canonical" in scores[1].figures.keys() - scores[0].figures.keys()
    assert averages(scores, lambda one: one.organ)["hrc"] == {"documents": 3, **scores[1].figures}


DOUBTFUL = (f"the town, {LONG},", f"the town, {LONG}.")
"""A recital that ends as a paragraph of the body does."""


@pytest.mark.parametrize(
    ("right", "wrong", "columns", "difference"),
    [
        (*DOUBTFUL, {"segments", "phrases", "perfect"}, "missing: preamble WelcomingtheagendaforreadersknownasAgenda21"),
        ("<num>(b)</num><content><p>", "<content><p>(b) ", set(), ""),
        ('name="Welcoming"', 'name="Welcoming the agenda"', {"phrases"}, "phrases: Welcoming the agenda: Welcoming the agenda"),
        ('value="99">', 'value="98">', {"session", "perfect"}, "session: 98 expected, 99 found"),
        ("sublist>", "list>", {"nesting", "perfect"}, "nesting: 2. (i)"),
        ('title="3"', 'title="4"', set(), ""),
    ],
)
def test_what_differs(right: str, wrong: str, columns: set[str], difference: str) -> None:
    (one,) = score(OFFICIAL.decode().replace(right, wrong).encode(), ("plain",))
    assert {column for column, figure in one.figures.items() if figure < 1} == columns
    assert any(said.startswith(difference) for said in one.differences) == bool(columns)


def test_what_says_nothing_is_refused() -> None:
    with pytest.raises(SourceError, match="nothing to compare"):
        score(b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="x"/></akomaNtoso>')


def test_the_command(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "seven.xml").write_bytes(OFFICIAL)
    (folder / "eight.xml").write_bytes(OFFICIAL.decode().replace(*DOUBTFUL).encode())
    (folder / "broken.xml").write_bytes(b"<akomaNtoso")
    run = CliRunner().invoke(cli, ["score", str(folder), "--layout", "plain", "--show", "1"])
    assert run.exit_code == 3
    assert "broken.xml: not well-formed XML" in run.stderr
    head, group, every = run.stdout.split("\n")[:3]
    assert head.split()[:4] == ["group", "files", "segments", "numbers"]
    assert group.split()[:4] == ["hrc", "eng", "plain", "2"]
    assert every.split()[:3] == ["all", "plain", "2"]
    assert "eight.xml plain: " in run.stdout
    assert "missing: preamble Welcoming" in run.stdout
    (folder / "broken.xml").unlink()
    told = json.loads(CliRunner().invoke(cli, ["score", str(folder), "--format", "json"]).stdout)
    assert told["groups"]["all pdf"]["documents"] == 2
    assert {one["layout"] for one in told["files"]} == set(LAYOUTS)
