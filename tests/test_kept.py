"""Compiled patterns are kept from one command to the next, and a file that is not ours to trust counts for nothing."""

from __future__ import annotations

import marshal
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from akn import patterns

PATTERN = r"(?P<num>[0-9]{1,3}|[一二三])\. (?P<rest>\w+)?"


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A cache of its own, empty at first, that may be written."""
    monkeypatch.setattr(patterns, "_place", lambda: str(tmp_path / "cache" / "kept.patterns"))
    monkeypatch.setattr(patterns, "_made", {})
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    patterns._kept.cache_clear()
    yield tmp_path / "cache" / "kept.patterns"
    patterns._kept.cache_clear()


def again() -> None:
    """Begin as the next process does."""
    patterns._made.clear()
    patterns._kept.cache_clear()


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.MULTILINE | re.DOTALL])
def test_a_pattern_that_was_kept_is_the_same(place: Path, flags: int) -> None:
    patterns.compiled(PATTERN, flags)
    patterns.keep()
    again()
    found = patterns.compiled(PATTERN, flags)
    assert not patterns._made, "it was compiled again"
    usual = re.compile(PATTERN, flags)
    assert (found.flags, found.groupindex, found.groups, found.pattern) == (usual.flags, usual.groupindex, usual.groups, usual.pattern)
    for text in ("1. one", "一. ", "none"):
        matches = [pattern.match(text) for pattern in (found, usual)]
        assert len({match and (match.groupdict().__repr__(), match.span(), match.lastgroup) for match in matches}) == 1


def test_what_is_kept_grows(place: Path) -> None:
    patterns.compiled("a")
    patterns.keep()
    again()
    patterns.compiled("b")
    patterns.keep()
    again()
    assert {key for key, _ in patterns._kept()} == {"a", "b"}


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\x00", marshal.dumps(7), marshal.dumps((("3.1", 0, 0), {("a", 0): ()}))],
    ids=["empty", "rubbish", "another thing", "of another Python"],
)
def test_a_file_that_is_none(place: Path, data: bytes) -> None:
    place.parent.mkdir()
    place.write_bytes(data)
    assert patterns.compiled("a+").fullmatch("aa")
    assert patterns._kept() == {}


def test_code_that_the_engine_does_not_take(place: Path) -> None:
    patterns.compiled("a+")
    patterns.keep()
    again()
    (flags, _, *rest) = patterns._kept()["a+", 0]
    patterns._kept()["a+", 0] = (flags, b"\xff" * 8, *rest)  # type: ignore[assignment]
    assert patterns.compiled("a+").fullmatch("aa")


def test_where_byte_code_is_not_written_nothing_is(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patterns.compiled("a")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    patterns.keep()
    assert not place.exists()


def test_a_place_that_cannot_be_written(place: Path) -> None:
    place.parent.write_text("a file where the folder should be")
    patterns.compiled("a")
    patterns.keep()


def test_a_pattern_that_is_none() -> None:
    with pytest.raises(re.error, match="unterminated"):
        patterns.compiled("(")


def test_another_engine(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without this engine compiles as it always does."""
    monkeypatch.setitem(sys.modules, "_sre", None)
    assert patterns.compiled("a+").fullmatch("aa")
