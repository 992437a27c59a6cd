"""The grammar of documents: its tables are fresh, and it refuses no sequence of lines."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import akn
from akn.grammar import build
from akn.grammar.automaton import tables
from akn.grammar.classify import classifier
from akn.grammar.parser import END, Node, _accepts, expected, parse

KINDS = sorted({kind for state in tables().states for kind in (*state.shift, *state.reduce, *state.grow) if kind.isupper() and kind != END})


HERE = Path(akn.__file__).parent


@pytest.mark.parametrize(
    ("module", "stored"),
    [
        ("grammar/build.py", HERE / "grammar" / build.TABLES),
        ("tables.py", HERE / "tables.json"),
        ("writers/jsonfile.py", Path(__file__).parents[1] / "schemas" / "document.schema.json"),
    ],
)
def test_what_is_made_is_fresh(module: str, stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parse tables, the data files' compiled form and the JSON Schema: ``make tables`` would change nothing."""
    monkeypatch.setattr(sys, "argv", [module, str(tmp_path / "made")])
    runpy.run_path(str(HERE / module), run_name="__main__")
    assert (tmp_path / "made").read_bytes() == stored.read_bytes(), f"{stored.name} is stale: make tables"


@pytest.mark.parametrize("number", ["0", "1", "271828"])
def test_building_is_deterministic(number: str) -> None:
    code = "import sys; from akn.grammar.build import tables; sys.stdout.write(tables())"
    environment = {**os.environ, "PYTHONHASHSEED": number}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, timeout=60)
    assert done.stdout.decode() == files("akn.grammar").joinpath(build.TABLES).read_text(encoding="utf-8")


def after(stack: tuple[int, ...], symbol: str) -> tuple[int, ...]:
    """Return the stack after a kind that is accepted."""
    states, rules = tables().states, tables().rules
    path = list(stack)
    while symbol in states[path[-1]].reduce:
        name, size, _ = rules[states[path[-1]].reduce[symbol]]
        if size:
            del path[-size:]
        path.append(states[path[-1]].shift[name])
    return tuple(path) if symbol in states[path[-1]].grow else (*path, states[path[-1]].shift[symbol])


def test_text_fits_everywhere_and_a_document_may_end_anywhere() -> None:
    """Every situation that lines can lead to is visited: the grammar recurs to the left, so there are not many."""
    seen = {(0,)}
    queue = deque(seen)
    while queue:
        stack = queue.popleft()
        assert _accepts(list(stack), "TEXT", tables()), expected(list(stack))
        if len(stack) > 1:
            assert _accepts_end(stack)
        for kind in expected(list(stack)):
            following = after(stack, kind)
            if following not in seen:
                seen.add(following)
                queue.append(following)
        assert len(seen) < 50_000
    assert len(seen) > len(KINDS)


def _accepts_end(stack: tuple[int, ...]) -> bool:
    states, rules = tables().states, tables().rules
    path = list(stack)
    while path[-1] != tables().end:
        reduce = states[path[-1]].reduce
        if END not in reduce:
            return False
        name, size, _ = rules[reduce[END]]
        if size:
            del path[-size:]
        path.append(states[path[-1]].shift[name])
    return True


def leaves(node: Node[tuple[int, str]]) -> list[tuple[int, str]]:
    return [*node.lines, *(leaf for inner in node.nodes for leaf in leaves(inner))]


def parsed(kinds: Sequence[str]) -> tuple[Node[tuple[int, str]], list[tuple[int, str]]]:
    items = list(enumerate(kinds))
    taken: list[tuple[int, str]] = []
    tree = parse(items, kinds, lambda item: ["TEXT"], lambda item, kind, wanted: taken.append((item[0], kind)))
    return tree, taken


@given(st.lists(st.sampled_from(KINDS), max_size=60))
def test_any_sequence_of_kinds_is_parsed(kinds: list[str]) -> None:
    tree, taken = parsed(kinds)
    assert leaves(tree) == list(enumerate(kinds)), "every line once, in order"
    assert tree.name == "start"
    assert {node.name for node in tree.nodes} <= {"cover", "title", "preamble", "body", "close", "annex", "part", "mends"}
    assert all(kind == "TEXT" for _, kind in taken)


@pytest.mark.parametrize("kinds", [[], ["TEXT"], ["VOTE"] * 3, ["ITEM"], ["ANNEX"], ["NUMBER", "ANNEX", "ENACTING"], KINDS, KINDS[::-1]])
def test_odd_sequences(kinds: list[str]) -> None:
    assert len(leaves(parsed(kinds)[0])) == len(kinds)


def test_a_resolution_takes_no_line_as_another_kind() -> None:
    kinds = "ORGAN SESSION PERIOD AGENDA TEXT ADOPTED TITLED ENACTING RECITAL RECITAL PARA PARA ITEM ITEM PARA DATE MEETING VOTE SIDE TEXT"
    tree, taken = parsed(kinds.split())
    assert taken == []
    assert [node.name for node in tree.nodes] == ["cover", "title", "preamble", "body", "close"]


def test_a_long_document_needs_no_deep_stack() -> None:
    tree, _ = parsed(["NUMBER", "ENACTING", *["RECITAL"] * 5000, *["PARA", "ITEM"] * 5000])
    assert len(leaves(tree)) == 15002


@pytest.mark.parametrize("mark", ["*", "**", "\u00b9", "\u00b9\u2070", "*)"])
def test_a_mark_hides_no_end(mark: str) -> None:
    """So a line is of one kind whether it is told from its own text or from that of a whole paragraph that was joined."""
    kinds = classifier("en", "sc")
    assert kinds.ends(f"The companies of the north.{mark}") == "final"
    assert kinds.ends(f"Recalling all of them,{mark}") == "comma"
    assert kinds.ends(f"South Shipping Company{mark}") == ""
