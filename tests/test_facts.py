"""What documents say, as data, and who cites whom."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from conftest import ROOT, SEEDS
from lxml import etree
from msgspec.structs import replace

import akn
from akn.cli.clicked import cli
from akn.compare.recorder import passages
from akn.document import Block, Inline, Part, Vote

SCHEMA = json.loads((ROOT / "schemas" / "data.schema.json").read_text(encoding="utf-8"))
CHECK = jsonschema.Draft202012Validator(SCHEMA)
TEXT = """Human Rights Council
Ninety-ninth session
7 October 2038

Chile, Kenya:* draft resolution

99/7. Public libraries

The Human Rights Council,

Recalling General Assembly resolution 91/150 of 19 December 2036 and its resolution 99/8,

1. Welcomes the report on reading rooms;¹

2. Requests States:

(a) To open libraries;

3. Decides to remain seized of the matter.

41st meeting
7 October 2038

[Adopted by a recorded vote of 2 to 1, with 0 abstentions. The voting was as follows:

In favour:
Chile, Kenya

Against:
Belgium]

Annex
Principles for reading rooms
1. A reading room is open to all.

¹ A/HRC/99/12.
"""
OTHER = """Human Rights Council
7 October 2038

99/8. Reading rooms

The Human Rights Council,

Recalling its resolution 99/7 of 7 October 2038,

1. Decides to remain seized of the matter.
"""
WORK = "/akn/un/statement/deliberation/unga-hrc/2038-10-07/"


def test_the_schema_is_one_and_forbids_what_it_does_not_name() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    found = akn.data(TEXT)
    CHECK.validate(found)
    for wrong in ({**found, "more": 1}, {**found, "format": "0"}, {name: value for name, value in found.items() if name != "notes"}):
        assert not CHECK.is_valid(wrong)


def test_data_of_a_resolution() -> None:
    found = akn.data(TEXT)
    one = found["identity"]
    assert (one["work"], one["number"], one["title"], one["session"], one["language"]) == (f"{WORK}99-7", "99/7", "Public libraries", "99", "en")
    assert [(row["num"], row["path"], row["text"]) for row in found["paragraphs"]] == [
        ("1.", ["1."], "Welcomes the report on reading rooms;"),
        ("2.", ["2."], "Requests States:"),
        ("(a)", ["2.", "(a)"], "To open libraries;"),
        ("3.", ["3."], "Decides to remain seized of the matter."),
    ]
    assert found["paragraphs"][0]["notes"] == [{"mark": "1", "at": len("Welcomes the report on reading rooms;")}]
    assert found["notes"] == [{"id": "para_1__p_1__authorialNote_1", "mark": "1", "at": "para_1__p_1", "text": "A/HRC/99/12."}]
    assert found["preamble"][1]["concept"] == "recalling"
    assert [(one["in"], one["text"], one["status"]) for one in found["citations"]][:2] == [
        ("preamble__container_1__p_1", "resolution 91/150", ""),
        ("preamble__container_1__p_1", "resolution 99/8", "incomplete"),
    ]
    assert found["votes"] == [
        {
            "kind": "recordedVote",
            "outcome": "adopted",
            "counts": {"inFavour": 2, "against": 1, "abstaining": 0},
            "states": [
                {"choice": "inFavour", "state": "CHL", "name": "Chile"},
                {"choice": "inFavour", "state": "KEN", "name": "Kenya"},
                {"choice": "against", "state": "BEL", "name": "Belgium"},
            ],
        }
    ]
    annex = found["annexes"][0]
    assert (annex["id"], annex["title"], [row["text"] for row in annex["paragraphs"]]) == (
        "att_1", "Principles for reading rooms", ["A reading room is open to all."],
    )  # fmt: skip


@pytest.mark.parametrize("text", [*(path.read_bytes().decode() for path in SEEDS), TEXT, "", "Odd text\x00 *¹", "<a/>\n1. b;"])
def test_data_of_anything_fits_the_schema_and_survives_the_markup(text: str) -> None:
    result = akn.convert(text)
    found = akn.data(result.document)
    CHECK.validate(found)
    assert akn.data(result.xml) == found
    assert json.loads(json.dumps(found)) == found


def test_every_paragraph_of_the_body_is_in_the_data(seed: str) -> None:
    document = akn.parse(seed)
    assert [row["id"] for row in akn.data(document)["paragraphs"]] == [one.id for one in passages(document) if one.region == "mainBody"]


def test_an_annex_has_its_close_and_its_own_annexes_in_the_data() -> None:
    """A close that is printed below the annex belongs to the annex, as it stands."""
    (annex,) = akn.data("The General Assembly,\n\n1. Adopts the rules.\n\nAnnex\n\nRules\n\n1. A room is open to all.\n\n64th plenary meeting\n18 December 2039\n")["annexes"]
    assert [row["text"] for row in annex["conclusions"]] == ["64th plenary meeting", "18 December 2039"]
    inner = akn.Document(kind="annex", element="doc", body=(Part("paragraph", (Block(("Within",)),), num="1."),))
    found = akn.data(akn.Document(annexes=(replace(inner, annexes=(inner,)),)))
    CHECK.validate(found)
    assert [row["id"] for row in found["annexes"][0]["annexes"][0]["paragraphs"]] == ["att_1__att_1__para_1__p_1"]


def test_a_vote_that_does_not_say_whose_it_is_is_there_as_it_is() -> None:
    cast = Inline("vote", ("Chile",))
    found = akn.data(akn.Document(votes=(Vote("recordedVote", "adopted", ()),), conclusions=(Part("container", (Block((cast,)),), name="vote"),)))
    CHECK.validate(found)
    assert found["votes"][0]["states"] == [{"choice": "", "state": "", "name": "Chile"}]


def test_who_cites_whom() -> None:
    graph = akn.graph([TEXT, akn.convert(OTHER).xml])
    given = [node for node in graph.nodes if node.given]
    assert [(node.iri, node.symbol) for node in given] == [(f"{WORK}99-7", "A/HRC/RES/99/7"), (f"{WORK}99-8", "A/HRC/RES/99/8")]
    told = {(edge.source, edge.target): (edge.count, edge.status) for edge in graph.edges}
    # "its resolution 99/8" does not say its date; the document itself does.
    assert told[f"{WORK}99-7", f"{WORK}99-8"] == (1, "")
    assert told[f"{WORK}99-8", f"{WORK}99-7"] == (1, "")
    assert told[f"{WORK}99-7", "/akn/un/statement/deliberation/unga/2036-12-19/91-150"] == (1, "")
    alone = akn.graph([TEXT])
    assert any(edge.status == "incomplete" and edge.target.endswith("/99-8") for edge in alone.edges)


def test_versions_of_one_work_are_one_node() -> None:
    chinese = "人权理事会\n2038年10月7日\n\n99/8. 阅览室\n\n人权理事会，\n\n回顾其 2038 年 10 月 7 日第 99/7 号决议，\n\n1. 决定继续处理此案。\n"
    graph = akn.graph([OTHER, chinese])
    node = next(node for node in graph.nodes if node.given)
    assert node.titles == (("en", "Reading rooms"), ("zh", "阅览室"))
    assert [(edge.count, edge.target) for edge in graph.edges] == [(1, f"{WORK}99-7")]


@pytest.mark.parametrize("date", ["", " of 7 October 2038"])
def test_a_work_does_not_cite_itself(date: str) -> None:
    """Nor has it a title where it has none; without its date a citation is found by its number."""
    graph = akn.graph([f"Human Rights Council\n7 October 2038\n\n99/9\n\nThe Human Rights Council,\n\nRecalling resolution 99/9{date},\n\n1. Decides to read.\n"])
    assert [(node.iri, node.titles) for node in graph.nodes] == [(f"{WORK}99-9", ())]
    assert graph.edges == ()


def test_what_a_paragraph_does_is_said_once() -> None:
    """Its first block says it, not the words below its items."""
    rows = akn.data("The Human Rights Council,\n\n1. Requests the States:\n\n(a) To read;\n\nand to write.\n")["paragraphs"]
    assert [(row["text"], row.get("action", {}).get("key")) for row in rows] == [("Requests the States:", "requests"), ("To read;", None), ("and to write.", None)]


def test_exports() -> None:
    graph = akn.graph([TEXT, OTHER])
    linked: dict[str, Any] = json.loads(graph.jsonld("https://example.org/"))
    assert linked["@context"]["@base"] == "https://example.org/"
    listed = {one["@id"]: one for one in linked["@graph"]}
    assert listed.keys() == {node.iri for node in graph.nodes}
    assert listed[f"{WORK}99-8"] == {
        "@id": f"{WORK}99-8", "@type": "Work", "identifier": "A/HRC/RES/99/8", "title": {"en": "Reading rooms"},
        "date": "2038-10-07", "references": [f"{WORK}99-7"],
    }  # fmt: skip
    names = {"g": "http://graphml.graphdrawing.org/xmlns"}
    tree = etree.fromstring(graph.graphml())
    ids = set(tree.xpath("//g:node/@id", namespaces=names))
    assert ids == listed.keys()
    ends = list(zip(tree.xpath("//g:edge/@source", namespaces=names), tree.xpath("//g:edge/@target", namespaces=names), strict=True))
    assert ends == [(edge.source, edge.target) for edge in graph.edges]
    assert set(tree.xpath("//g:data/@key", namespaces=names)) <= set(tree.xpath("//g:key/@id", namespaces=names))
    rows = list(csv.DictReader(graph.csv().splitlines()))
    assert [(row["source"], row["target"]) for row in rows] == ends


def test_the_commands(tmp_path: Path) -> None:
    tmp_path.joinpath("a.txt").write_text(TEXT, encoding="utf-8")
    tmp_path.joinpath("b.xml").write_bytes(akn.convert(OTHER).xml)
    run = CliRunner().invoke
    assert json.loads(run(cli, ["data", str(tmp_path / "b.xml")]).output) == akn.data(OTHER)
    assert run(cli, ["data", str(tmp_path), "-d", str(tmp_path / "json")]).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "json").iterdir()) == ["a.json", "b.json"]
    graph = akn.graph([TEXT, OTHER])
    assert run(cli, ["graph", str(tmp_path)]).output.encode() == graph.jsonld()
    assert run(cli, ["graph", str(tmp_path), "--format", "csv"]).output == graph.csv()
    assert run(cli, ["graph", str(tmp_path), "--format", "graphml", "-o", str(tmp_path / "c.graphml")]).exit_code == 0
    tmp_path.joinpath("c.xml").write_text("<a/>", encoding="utf-8")
    bad = run(cli, ["graph", str(tmp_path), "--format", "csv"])
    assert bad.exit_code == 3
    assert "A/HRC/RES/99/8" in bad.output  # the others are told all the same
