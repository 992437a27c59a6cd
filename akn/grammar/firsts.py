"""What a match of a pattern begins and ends with and cannot do without, so that a pattern is neither tried nor compiled in vain.

An alternation of thirty patterns is tried at every character; a look at the character itself is many times cheaper, and finds
the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from re import _parser
from typing import Any

from akn.tables import Clue, digest, prepared

Ranges = list[tuple[int, int]]
WIDTHLESS = ("AT", "ASSERT", "ASSERT_NOT")
"""What takes no character."""


def firsts(pattern: str) -> Ranges | None:
    """Return the characters that a match of the pattern can begin with, as ranges in order; None where that is any."""
    found = _firsts(list(_parser.parse(pattern)))
    return None if found is None else sorted(set(found))


def lasts(pattern: str) -> Ranges | None:
    """Return the characters that a line can end with which the pattern fits, likewise; None too where it fits a line's beginning."""
    items = list(_parser.parse(pattern))
    found = _firsts(items, back=True) if _closed(items) else None
    return None if found is None else sorted(set(found))


def longest(pattern: str) -> int | None:
    """Return how long a line is at most that the pattern fits; None where it fits a line's beginning."""
    tree = _parser.parse(pattern)
    return tree.getwidth()[1] if _closed(list(tree)) else None


def clue(patterns: list[str], short: int) -> Clue:
    """Return what all of these patterns have in common, where no more than ``short`` characters are a short line."""
    strings = set.intersection(*map(needed, patterns))
    lengths = [longest(pattern) for pattern in patterns]
    return Clue(
        first=_edges([firsts(pattern) for pattern in patterns]),
        last=_edges([lasts(pattern) for pattern in patterns]),
        part=max(sorted(strings), key=len, default=""),
        short=all(length is not None and length <= short for length in lengths),
    )


def _edges(every: list[Ranges | None]) -> str | None:
    if None in every:
        return None
    edges = merged(sorted(span for one in every for span in one or ()))
    return "".join(chr(edge) for edge in edges if edge <= sys.maxunicode)


def first(pattern: str) -> str:
    """Return a pattern for the first character of a match, which looks at the second: a class, or any.

    Those of the data files are made when the package is built.
    """
    known = prepared(digest(pattern.encode()))
    return made(pattern) if known is None else known


def made(pattern: str) -> str:
    """Return the first character of a pattern, made anew."""
    items = list(_parser.parse(pattern))
    one, two = _telling(_firsts(items)), _telling(_all(map(_firsts, _after(items))))
    if one is None:
        return "."
    return _class(one) + (f"(?={_class(two)})" if two else "")


def inline(pattern: str, before: str = "") -> str:
    """Return a pattern for the first character of a match: the engine looks for single characters faster than for anything else.

    ``before`` is tried next, behind that character. The groups take what they take in the whole match.
    """
    return f"{first(pattern)}{before}(?<=(?={pattern}).)"


def merged(spans: Ranges) -> list[int]:
    """Return where characters begin and cease to be within ranges in order, so that an odd number of edges is before one that is."""
    edges: list[int] = []
    for low, high in spans:
        if edges and low <= edges[-1]:
            edges[-1] = max(edges[-1], high + 1)
        else:
            edges += (low, high + 1)
    return edges


def _class(spans: Ranges) -> str:
    edges = merged(sorted(spans))
    return "[" + "".join(_span(low, high - 1) for low, high in zip(edges[::2], edges[1::2], strict=True)) + "]"


def _span(low: int, high: int) -> str:
    return re.escape(chr(low)) if low == high else f"{re.escape(chr(low))}-{re.escape(chr(high))}"


def _closed(items: list[Any]) -> bool:
    """Say whether every match of a sequence ends where the line does."""
    end: Any = items[-1] if items else ("", None)
    name, value = end
    if str(name) == "SUBPATTERN":
        return _closed(list(value[3]))
    if str(name) == "BRANCH":
        return all(_closed(list(branch)) for branch in value[1])
    return str(name) == "AT" and str(value) == "AT_END"


def _firsts(items: list[Any], back: bool = False) -> Ranges | None:
    """Return the characters that a sequence can begin with, or end with, looked at from its end; None for any, or if it can be empty."""
    out: Ranges = []
    for name, value in reversed(items) if back else items:
        inner, optional = _one(str(name), value, back)
        if inner is None:
            return None
        out += inner
        if not optional:
            return out
    return None


def _one(name: str, value: Any, back: bool) -> tuple[Ranges | None, bool]:
    """Return the characters that one element of a pattern can begin or end with, and whether it can be empty."""
    if name == "LITERAL":
        return [(value, value)], False
    if name == "IN":
        other = str(value[0][0]) == "NEGATE"
        ranges = [_range(str(kind), one) for kind, one in value[other:]]
        known = None if None in ranges else [pair for pair in ranges if pair]
        return (_others(known) if other and known else known), False
    if name == "NOT_LITERAL":
        return _others([(value, value)]), False
    if name == "SUBPATTERN":
        case = value[1]
        return ([], True) if not value[3] else (None if case else _firsts(list(value[3]), back), False)
    if name == "BRANCH":
        return _all(_firsts(list(branch), back) for branch in value[1]), False
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        return _firsts(list(value[2]), back), value[0] == 0
    if name == "ASSERT" and value[0] > 0 and not back and (ahead := _firsts(list(value[1]))):
        return ahead, False
    if name in WIDTHLESS:
        return [], True
    return None, False


def _others(spans: Ranges) -> Ranges:
    """Return the characters that are not within ranges."""
    edges = [0, *merged(sorted(spans)), sys.maxunicode + 1]
    return [(low, high - 1) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]


def _telling(spans: Ranges | None) -> Ranges | None:
    """Return ranges if they tell anything: all characters but a few do not."""
    return spans if spans is not None and sum(high - low for low, high in spans) < sys.maxunicode // 2 else None


def _all(several: Iterable[Ranges | None]) -> Ranges | None:
    """Return the characters of several; None where those of one are any."""
    every = list(several)
    return None if None in every else [pair for spans in every for pair in spans or ()]


def _after(items: list[Any]) -> Iterator[list[Any]]:
    """Yield what may be left of a sequence when its first character is taken."""
    for at, (name, value) in enumerate(items):
        left: Iterable[list[Any]] = [[]]
        if str(name) in WIDTHLESS:
            continue
        if str(name) == "SUBPATTERN":
            left = _after(list(value[3]))
        elif str(name) == "BRANCH":
            left = (one for branch in value[1] for one in _after(list(branch)))
        elif str(name) == "MAX_REPEAT":
            least, most, inner = value
            again = [(name, (max(least - 1, 0), most - 1, inner))] if most > 1 else []
            left = ([*one, *again] for one in _after(list(inner)))
        yield from ([*one, *items[at + 1 :]] for one in left)
        if not _one(str(name), value, False)[1]:
            return


def _range(kind: str, value: Any) -> tuple[int, int] | None:
    if kind == "LITERAL":
        return value, value
    return (value[0], value[1]) if kind == "RANGE" else None


def needed(pattern: str) -> set[str]:
    """Return strings each of which stands in every match of the pattern."""
    return set(_needed(list(_parser.parse(pattern))))


def _needed(items: list[Any]) -> Iterator[str]:
    run = ""
    for name, value in items:
        if str(name) == "LITERAL":
            run += chr(value)
            continue
        if run:
            yield run
        run = ""
        if str(name) == "SUBPATTERN" and not value[1]:
            yield from _needed(list(value[3]))
        elif str(name) == "MAX_REPEAT" and value[0]:
            yield from _needed(list(value[2]))
    if run:
        yield run
