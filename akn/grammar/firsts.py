"""What a match of a pattern can begin with, so that a scan skips what cannot begin one.

An alternation of thirty patterns is tried at every character; a look at the character itself is many times cheaper, and finds
the same.
"""

from __future__ import annotations

import re
from re import _parser
from typing import Any

Ranges = list[tuple[int, int]]


def firsts(pattern: str) -> Ranges | None:
    """Return the characters that a match of the pattern can begin with, as ranges in order; None where that is any."""
    found = _firsts(list(_parser.parse(pattern)))
    return None if found is None else sorted(set(found))


def lookahead(pattern: str) -> str:
    """Return a lookahead that holds wherever the pattern can match; empty where that is anywhere."""
    spans = firsts(pattern)
    if spans is None:
        return ""
    return "(?=[" + "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in spans) + "])"


def _firsts(items: list[Any]) -> Ranges | None:
    """Return the characters that a sequence can begin with; None for any, or for a sequence that can be empty."""
    out: Ranges = []
    for name, value in items:
        inner, optional = _one(str(name), value)
        if inner is None:
            return None
        out += inner
        if not optional:
            return out
    return None


def _one(name: str, value: Any) -> tuple[Ranges | None, bool]:
    """Return the characters that one element of a pattern can begin with, and whether it can be empty."""
    if name == "LITERAL":
        return [(value, value)], False
    if name == "IN":
        ranges = [_range(str(kind), one) for kind, one in value]
        return (None if None in ranges else [pair for pair in ranges if pair]), False
    if name == "SUBPATTERN":
        case = value[1]
        return (None if case else _firsts(list(value[3]))), False
    if name == "BRANCH":
        branches = [_firsts(list(branch)) for branch in value[1]]
        return (None if None in branches else [pair for branch in branches for pair in branch or ()]), False
    if name == "MAX_REPEAT":
        return _firsts(list(value[2])), value[0] == 0
    if name == "AT":
        return [], True
    return None, False


def _range(kind: str, value: Any) -> tuple[int, int] | None:
    if kind == "LITERAL":
        return value, value
    return (value[0], value[1]) if kind == "RANGE" else None
