"""Work is in proportion to the input, told without a clock: by the lines of Python that run.

Of what is in proportion three times the input takes as much more than two times as two times take more than once; what grows with the
square of the input shows in what is left of that. What the pattern engine does is not counted here: ``tests/test_patterns.py`` and
``benchmarks/hostile.py`` have that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from test_properties import BREAKS, KINDS, LINES, PHRASES

import akn
from akn import packs

sys.path.insert(0, str(ROOT / "benchmarks"))
from hostile import FILES, FORMULA, MARKUP, TEXTS, file, markup

SHARE = 0.06
"""How much of the work may be left that does not grow in proportion: what is decided otherwise for a longer text."""


class Lines:
    """Counts the lines of Python that run."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, frame: FrameType, event: str, arg: object) -> Lines:
        """Take what the interpreter tells."""
        self.count += 1
        return self


@contextmanager
def counted() -> Iterator[Lines]:
    lines, before = Lines(), sys.gettrace()
    sys.settrace(lines)
    try:
        yield lines
    finally:
        sys.settrace(before)


def left(take: Callable[[Any], None], *sources: Any) -> float:
    """Return which share of the work on the largest of three is not in proportion."""
    for source in sources:
        take(source)  # what is loaded and compiled at first does not count
    once, twice, thrice = [run(take, source) for source in sources]
    return (thrice - 2 * twice + once) / thrice


def run(take: Callable[[Any], None], source: Any) -> int:
    with counted() as lines:
        take(source)
    return lines.count


def whole(source: str | bytes, language: str | None = None, organ: str | None = None) -> None:
    """Convert a text with all that is marked in it, and go back to both texts and on to the page."""
    xml = akn.convert(source, language=language, organ=organ, detail="full").xml
    akn.to_text(xml, layout="source")
    akn.to_text(xml)
    akn.to_html(xml)


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str) -> None:
    check(whole, *TEXTS[name])


@pytest.mark.parametrize("name", [name for name in MARKUP if name not in ("levels allowed", "tables within tables")])  # a hundred at most
def test_files(name: str) -> None:
    check(markup, *MARKUP[name])


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("PDF")])  # which grow by the page
def test_documents(name: str) -> None:
    check(file, *FILES[name])


def check(take: Callable[[Any], None], size: int, make: Callable[[int], Any]) -> None:
    size = max(1, min(size // 3, max(90, size // 200)))  # at its full size a document is still within its limits
    assert left(take, make(size), make(2 * size), make(3 * size)) < SHARE


UNITS = [*LINES, *PHRASES, *BREAKS, " ", ", ", " and ", " of ", *(one for kind in KINDS.values() for one in kind)]


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=5).map("".join), st.sampled_from(packs.languages()))
def test_anything_in_a_row(unit: str, language: str) -> None:
    """In a language that is said: which one it is told to be may change with the length."""
    times = 1200 // max(1, len(unit)) + 20
    check(lambda source: whole(source, language, "hrc"), 1, lambda size: FORMULA + unit * (size * times) + "\n")
