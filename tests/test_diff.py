"""What became of a draft: every passage accounted for, moves told, words and characters compared."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import SEEDS
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import akn
from akn.cli.clicked import cli
from akn.compare.diff import edits, tokens
from akn.compare.matching import common
from akn.compare.recorder import passages

OLD = """The Human Rights Council,

Recalling its resolution 90/4 of 28 September 2035,

Guided by the Charter of the United Nations,

1. Welcomes the report on reading rooms;¹

2. Requests States to open public libraries to all, free of charge;

3. Urges States to gather figures on travelling libraries in rural areas;

4. Regrets the silence of the catalogue;

5. Decides to remain seized of the matter.

¹ A/HRC/99/12.
"""
NEW = """The Human Rights Council,

Guided by the Charter of the United Nations,

Recalling its resolution 90/4 of 28 September 2035,

Noting with concern the closing of many libraries,

1. Welcomes the report on reading rooms;¹

2. Urges States to gather figures on travelling libraries in remote and rural areas;

3. Calls upon States to open public libraries and reading rooms to all, free of charge;

4. Decides to remain seized of the matter.

¹ A/HRC/99/13.
"""


def marked(found: tuple[object, ...]) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[edit.op].format(edit.text) for edit in found)  # type: ignore[attr-defined]


def test_each_passage_is_told() -> None:
    found = akn.diff(OLD, NEW)
    assert found
    told = {change.passage.text[:12]: (change.kind, change.moved, change.renumbered) for change in found.changes}
    assert told == {
        "The Human Ri": ("same", False, False),
        "Guided by th": ("same", False, False),
        "Recalling it": ("same", True, False),
        "Noting with ": ("added", False, False),
        "Welcomes the": ("same", False, False),
        "Urges States": ("changed", False, True),
        "Calls upon S": ("changed", True, True),
        "Regrets the ": ("removed", False, False),
        "Decides to r": ("same", False, True),
        "A/HRC/99/13.": ("changed", False, False),
    }
    urges = next(change for change in found.changes if change.passage.text.startswith("Urges"))
    assert marked(urges.edits) == "Urges States to gather figures on travelling libraries in {+remote and +}rural areas;"


def test_what_is_the_same_does_not_differ() -> None:
    same = akn.diff(OLD, akn.convert(OLD).xml)
    assert not same
    assert same.summary()["same"] == len(passages(akn.parse(OLD)))


@pytest.mark.parametrize(
    ("old", "new", "spaced", "shown"),
    [
        ("各国应当开放图书馆", "各国应尽快开放公共图书馆", False, "各国应[-当-]{+尽快+}开放{+公共+}图书馆"),
        ("A/99/12号文件", "A/99/13号文件", False, "A/99/[-12-]{+13+}号文件"),
        ("das Café ist", "das Cafe\u0301 ist", True, "das [-Café-]{+Cafe\u0301+} ist"),
        ("好👨\u200d👩\u200d👧", "好👨\u200d👩\u200d👦", False, "好[-👨\u200d👩\u200d👧-]{+👨\u200d👩\u200d👦+}"),
        ("🇨🇭🇨🇱", "🇨🇭🇰🇪", False, "🇨🇭[-🇨🇱-]{+🇰🇪+}"),
        ("one, two, three", "four, five, three", True, "[-one, two-]{+four, five+}, three"),
        ("", "new", True, "{+new+}"),
    ],
)
def test_words_and_characters(old: str, new: str, spaced: bool, shown: str) -> None:
    assert marked(edits(old, new, spaced)) == shown


TEXTS = st.text(st.sampled_from("ab ,é\u0301各国\u200d👧🇨🇭\u0651ا"), max_size=30)


@given(TEXTS, TEXTS, st.booleans())
def test_edits_hold_both_texts(old: str, new: str, spaced: bool) -> None:
    found = edits(old, new, spaced)
    assert "".join(edit.text for edit in found if edit.op != "added") == old
    assert "".join(edit.text for edit in found if edit.op != "removed") == new
    assert "".join(tokens(old, spaced)) == old


@given(st.lists(st.integers(0, 6), max_size=40), st.lists(st.integers(0, 6), max_size=40))
def test_what_is_common_is_equal_and_in_order(one: list[int], other: list[int]) -> None:
    pairs = common(one, other)
    assert all(one[here] == other[there] for here, there in pairs)
    for side in (0, 1):
        places = [pair[side] for pair in pairs]
        assert places == sorted(set(places))


class Counted(str):
    """A word that counts how often it is compared."""

    __slots__ = ()
    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)


def test_the_work_grows_with_the_length() -> None:
    def work(size: int) -> int:
        dice = random.Random(7)
        one = [Counted(dice.randrange(size)) for _ in range(size)]
        Counted.compared = 0
        common(one, [Counted(word) if dice.random() < 0.7 else Counted("x") for word in one])
        return Counted.compared

    assert work(8000) < 12 * work(1000)


def test_nothing_is_lost_from_a_resolution_in_disorder(seed: str) -> None:
    blocks = akn.to_text(akn.convert(seed).xml).split("\n\n")
    dice = random.Random(3)
    dice.shuffle(blocks)
    old, new = akn.parse(seed), akn.parse("\n\n".join(blocks[: len(blocks) // 2]))
    found = akn.diff(old, new)
    assert sorted(change.old.id for change in found.changes if change.old) == sorted(one.id for one in passages(old))
    assert [change.new.id for change in found.changes if change.new] == [one.id for one in passages(new)]


def test_the_page_holds_both_texts() -> None:
    page = akn.diff(OLD, NEW).html()
    tree = html.fromstring(page)
    rows = tree.xpath("//tbody/tr")
    assert len(rows) == len(akn.diff(OLD, NEW).changes)
    old, new = (" ".join(" ".join(cell.itertext()) for cell in tree.xpath(f"//tbody/tr/td[{side}]")) for side in (1, 2))
    assert "Regrets the silence" in old
    assert "Regrets the silence" not in new
    assert [one.text for one in tree.xpath("//ins")] == ["Noting with concern the closing of many libraries,", "remote and ", "Calls upon", " and reading rooms", "13"]
    assert not tree.xpath("//script | //link | //img | //@src | //@href | //@style")
    assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id"))
    assert tree.xpath("//html/@lang") == ["en"]


def test_arabic_runs_from_right_to_left_and_markup_is_escaped() -> None:
    page = akn.diff("مجلس حقوق الإنسان،\n\n1. يرحب <b>بالتقرير</b>؛\n", "مجلس حقوق الإنسان،\n\n1. يرحب بالتقرير؛\n").html()
    cells = html.fromstring(page).xpath("//td")
    assert {cell.get("dir") for cell in cells} == {"rtl"}
    assert {cell.get("lang") for cell in cells} == {"ar"}
    assert not html.fromstring(page).xpath("//td//b[.='بالتقرير']")


def test_the_command(tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.xml"
    old.write_text(OLD, encoding="utf-8")
    new.write_bytes(akn.convert(NEW).xml)
    run = CliRunner().invoke
    plain = run(cli, ["diff", str(old), str(new)])
    assert plain.exit_code == 0
    assert "[-Requests-]{+Calls upon+} States" in plain.output
    assert "\x1b" not in plain.output
    assert "\x1b[32;4mremote and \x1b[0m" in akn.diff(OLD, NEW).text(colour=True)
    data = json.loads(run(cli, ["diff", str(old), str(new), "--format", "json"]).output)
    assert data["summary"] == akn.diff(OLD, NEW).summary()
    page = tmp_path / "page.html"
    assert run(cli, ["diff", str(old), str(new), "--format", "html", "-o", str(page)]).exit_code == 0
    assert page.read_text(encoding="utf-8") == akn.diff(OLD, NEW).html()
    gone = run(cli, ["diff", str(old), str(tmp_path / "none.txt")])
    assert gone.exit_code == 1
    assert "No such file" in gone.output
    assert run(cli, ["diff", str(SEEDS[0]), str(SEEDS[0])]).output.rstrip().endswith("0 renumbered")
