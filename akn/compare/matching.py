"""Finds what two sequences have in common, in time that grows with their length and not with its square.

What stands once in each is an anchor; the longest run of anchors in order splits both, and between two of them the same is done
again (B. Cohen's patience diff). Only a short stretch is handed to :mod:`difflib`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise

SHORT = 20_000
"""How many comparisons a stretch may cost before it is taken as a whole to differ."""

DEEP = 24

Pairs = list[tuple[int, int]]


def common(one: Sequence[Hashable], other: Sequence[Hashable]) -> Pairs:
    """Return the places of what is equal in both and in the same order."""
    out: Pairs = []
    waiting = [(0, len(one), 0, len(other), 0)]
    while waiting:
        a, b, c, d, depth = waiting.pop()
        while a < b and c < d and one[a] == other[c]:
            out.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and one[b - 1] == other[d - 1]:
            b, d = b - 1, d - 1
            out.append((b, d))
        if a == b or c == d:
            continue
        fixed = _anchors(one, other, a, b, c, d) if depth < DEEP else []
        if fixed:
            out += fixed
            edges = [(a - 1, c - 1), *fixed, (b, d)]
            waiting += [(i + 1, j, k + 1, m, depth + 1) for (i, k), (j, m) in pairwise(edges)]
        elif (b - a) * (d - c) <= SHORT:
            from difflib import SequenceMatcher

            for block in SequenceMatcher(None, one[a:b], other[c:d], autojunk=False).get_matching_blocks():
                out += [(a + block.a + step, c + block.b + step) for step in range(block.size)]
    return sorted(out)


def _anchors(one: Sequence[Hashable], other: Sequence[Hashable], a: int, b: int, c: int, d: int) -> Pairs:
    """Return what stands once in each stretch, as much of it as is in order."""
    left = Counter(one[a:b])
    right = Counter(other[c:d])
    places = {other[place]: place for place in range(c, d) if right[other[place]] == 1}
    return rising([(place, places[one[place]]) for place in range(a, b) if left[one[place]] == 1 and one[place] in places])


def rising(pairs: Pairs) -> Pairs:
    """Return the most pairs, given by their first, whose seconds rise too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        place = bisect_left(tails, second)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [second]
        ends[place : place + 1] = [index]
    out: Pairs = []
    index = ends[-1] if ends else -1
    while index >= 0:
        out.append(pairs[index])
        index = before[index]
    return out[::-1]
