"""What became of a draft: each passage of two documents the same, changed, added, removed, and whether it moved.

Passages with the same words belong together wherever they stand. Of the rest, those belong together that share the most, looked
for by the words that few passages have, so that time grows with the length of the documents.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from akn import opened
from akn.compare.matching import common, rising
from akn.compare.passages import NOTES, Passage, Side, side
from akn.compare.recorder import passages
from akn.document import Document
from akn.limits import Limits
from akn.patterns import compiled

ALIKE = 0.5
"""How much of two passages must be the same for one to be the other, changed."""
BESIDE = 0.3
"""How much, where both stand between the same neighbours."""
RARE = 12
"""A word that more passages have than this tells nothing about which belongs to which."""
TRIES = 4
"""With how many likely partners a passage is compared in full."""

WORDS = compiled(r"\w+|\s|[^\w\s]")
SIGNS = compiled(r"[A-Za-z0-9]+|[\s\S]")
JOINERS = "\u00ad\u200c\u200d\u2060"
"""Signs that belong to the word on either side."""


class Edit(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a changed passage."""

    op: str
    """``same``, ``removed`` or ``added``."""
    text: str


class Change(msgspec.Struct, frozen=True, gc=False):
    """What became of one passage."""

    kind: str
    """``same``, ``changed``, ``added`` or ``removed``."""
    old: Passage | None
    new: Passage | None
    moved: bool = False
    edits: tuple[Edit, ...] = ()

    @property
    def renumbered(self) -> bool:
        """Whether the passage bears another number than before."""
        return self.old is not None and self.new is not None and self.old.num != self.new.num

    @property
    def passage(self) -> Passage:
        """The passage as it is now, or as it was where it is gone."""
        found = self.new if self.new is not None else self.old
        assert found is not None
        return found


class Comparison(msgspec.Struct, frozen=True):
    """Two documents laid beside each other, passage by passage, in the order of the new one."""

    old: Side
    new: Side
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return any(change.kind != "same" or change.moved or change.renumbered for change in self.changes)

    def summary(self) -> dict[str, int]:
        """Return how many passages are the same, changed, added, removed; and of all how many moved and were renumbered."""
        found = Counter(change.kind for change in self.changes)
        out = {kind: found[kind] for kind in ("same", "changed", "added", "removed")}
        out["moved"] = sum(change.moved for change in self.changes)
        out["renumbered"] = sum(change.renumbered for change in self.changes)
        return out

    def text(self, colour: bool = False, whole: bool = False) -> str:
        """Return it to be read: ``[-removed-]{+added+}``, or in colours; ``whole`` shows what is the same as well."""
        from akn.compare.show import text

        return text(self, colour, whole)

    def html(self) -> str:
        """Return it as one page that needs nothing else, both texts in the direction in which they are read."""
        from akn.compare.show import html

        return html(self)

    def json(self) -> bytes:
        """Return it as JSON."""

        def told(passage: Passage | None) -> dict[str, Any] | None:
            if passage is None:
                return None
            return {"id": passage.id, "region": passage.region, "kind": passage.kind, "num": passage.num, "text": passage.text}

        rows = [
            {
                "kind": change.kind,
                "moved": change.moved,
                "renumbered": change.renumbered,
                "old": told(change.old),
                "new": told(change.new),
                "edits": [{"op": edit.op, "text": edit.text} for edit in change.edits],
            }
            for change in self.changes
        ]
        whole = {"old": self.old.told(), "new": self.new.told(), "summary": self.summary(), "changes": rows}
        return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def diff(
    old: Document | str | bytes | os.PathLike[str],
    new: Document | str | bytes | os.PathLike[str],
    limits: Limits | None = None,
) -> Comparison:
    """Compare two documents; see :func:`akn.diff`."""
    before, after = opened.document(old, limits), opened.document(new, limits)
    new_side = side(after)
    spaced = new_side.spaced
    one, other = passages(before), passages(after)
    pairs = _paired(one, other, spaced)
    firm = {pair[1] for pair in rising(sorted(pairs))}
    partner = {there: here for here, there in pairs}
    made = [
        Change("added", None, passage)
        if place not in partner
        else _change(one[partner[place]], passage, place not in firm, spaced)
        for place, passage in enumerate(other)
    ]
    return Comparison(side(before), new_side, tuple(_with_removed(made, one, {here for here, _ in pairs})))


def _with_removed(made: list[Change], one: list[Passage], kept: set[int]) -> list[Change]:
    """Put each passage that is gone after the one that stood before it."""
    after: dict[str, list[Change]] = defaultdict(list)
    before = ""
    for place, passage in enumerate(one):
        if place in kept:
            before = passage.id
        else:
            after[before].append(Change("removed", passage, None))
    out = after[""]
    for change in made:
        out.append(change)
        if change.old is not None:
            out += after[change.old.id]
    return out


# ------------------------------------------------------------------------------------ which passage is which


def _key(passage: Passage) -> str:
    return " ".join((passage.text or passage.num).split())


def _paired(one: list[Passage], other: list[Passage], spaced: bool) -> list[tuple[int, int]]:
    """Return which passage of the one is which of the other."""
    left, right = [_key(passage) for passage in one], [_key(passage) for passage in other]
    pairs = common(left, right)
    waiting: dict[tuple[str, bool], list[int]] = defaultdict(list)
    taken = {here for here, _ in pairs}
    for place, words in enumerate(left):
        if place not in taken:
            waiting[words, one[place].region == NOTES].append(place)
    taken = {there for _, there in pairs}
    for place, words in enumerate(right):
        queue = waiting.get((words, other[place].region == NOTES)) if place not in taken else None
        if queue:
            pairs.append((queue.pop(0), place))
    return pairs + _similar(one, other, sorted(pairs), spaced)


def _similar(one: list[Passage], other: list[Passage], pairs: list[tuple[int, int]], spaced: bool) -> list[tuple[int, int]]:
    """Return which of the passages that are left are the same with changed words."""
    taken_here, taken_there = {here for here, _ in pairs}, {there for _, there in pairs}
    here = {place: tokens(one[place].text, spaced) for place in range(len(one)) if place not in taken_here}
    there = {place: tokens(other[place].text, spaced) for place in range(len(other)) if place not in taken_there}
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, words in here.items():
        for feature in _features(words):
            index[feature].append(place)
    # Where each stands, counted by the passages before it that are paired: the same figure is the same gap.
    gap_here, gap_there = _gaps(one, taken_here), _gaps(other, taken_there)
    beside = defaultdict(list)
    for place in here:
        beside[gap_here[place]].append(place)
    scored: list[tuple[float, int, int, int]] = []
    for place, words in there.items():
        shared: Counter[int] = Counter()
        for feature in _features(words):
            found = index.get(feature, ())
            if len(found) <= RARE:
                shared.update(found)
        near = [was for was in beside[gap_there[place]][:RARE] if one[was].kind == other[place].kind]
        likely = sorted(shared, key=lambda was: (-shared[was], was))[:TRIES]
        for was in dict.fromkeys([*likely, *near]):
            if (one[was].region == NOTES) != (other[place].region == NOTES):
                continue
            same = ratio(here[was], words)
            if same >= (BESIDE if was in near else ALIKE):
                scored.append((-same, abs(was - place), was, place))
    out: list[tuple[int, int]] = []
    for _, _, was, place in sorted(scored):
        if was in here and place in there:
            out.append((was, place))
            del here[was], there[place]
    return out


def _gaps(row: list[Passage], taken: set[int]) -> list[int]:
    out, count = [], 0
    for place in range(len(row)):
        count += place in taken
        out.append(count)
    return out


def _features(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Return what tells a passage from others: its words, and the pairs of them."""
    said = [word.casefold() for word in words if word[0].isalnum()]
    return {*((word,) for word in said), *pairwise(said)}


def ratio(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how much of two passages is the same, by characters, 0 to 1; blanks and signs count nothing."""
    left, right = ([word for word in words if word[0].isalnum()] for words in (one, other))
    size = sum(map(len, left)) + sum(map(len, right))
    return 2 * sum(len(left[place]) for place, _ in common(left, right)) / size if size else 0.0


# ------------------------------------------------------------------------------------------- word by word


def _change(old: Passage, new: Passage, moved: bool, spaced: bool) -> Change:
    moved = moved and new.region != NOTES  # a footnote follows its paragraph
    if _key(old) == _key(new):
        return Change("same", old, new, moved)
    return Change("changed", old, new, moved, edits(old.text, new.text, spaced))


def edits(old: str, new: str, spaced: bool = True) -> tuple[Edit, ...]:
    """Return how one text becomes the other: word by word, or character by character where no blanks stand between words."""
    one, other = tokens(old, spaced), tokens(new, spaced)
    pairs = [*common(one, other), (len(one), len(other))]
    out: list[Edit] = []
    gone: list[str] = []
    come: list[str] = []

    def flush() -> None:
        out.extend(Edit(op, "".join(words)) for op, words in (("removed", gone), ("added", come)) if words)
        gone.clear()
        come.clear()

    here = there = index = 0
    while index < len(pairs):
        was, place = pairs[index]
        gone += one[here:was]
        come += other[there:place]
        stop = index
        while stop + 1 < len(pairs) and pairs[stop + 1] == (pairs[stop][0] + 1, pairs[stop][1] + 1):
            stop += 1
        end = pairs[stop][0] + (stop < len(pairs) - 1)
        run = one[was:end]
        here, there = end, place + end - was
        index = stop + 1
        if (gone or come) and index < len(pairs) and not any(word[0].isalnum() for word in run):
            gone += run  # a blank or a comma between two changes is no common ground
            come += run
            continue
        flush()
        if run:
            out.append(Edit("same", "".join(run)))
    flush()
    return tuple(out)


def tokens(text: str, spaced: bool = True) -> list[str]:
    """Return the words, blanks and signs of a text; where no blanks stand between words, its characters as people see them.

    A letter stays with the marks upon it and an emoji with what modifies it (Unicode Standard Annex 29).
    """
    atoms = (WORDS if spaced else SIGNS).findall(text)
    if text.isascii():
        return atoms
    out: list[str] = []
    for atom in atoms:
        if out and _together(out[-1], atom, spaced):
            out[-1] += atom
        else:
            out.append(atom)
    return out


def _together(before: str, atom: str, spaced: bool) -> bool:
    first, last = atom[0], before[-1]
    if first.isspace() or first.isascii() and last.isascii():
        return False
    if unicodedata.category(first) in ("Mn", "Mc", "Me", "Cf") or "\U0001f3fb" <= first <= "\U0001f3ff" or 0x1160 <= ord(first) <= 0x11FF:
        return True
    if last in JOINERS:
        return True
    if _indicates(first):
        return len(before) == 1 and _indicates(before)
    return spaced and first.isalnum() and before[0].isalnum() and unicodedata.category(last)[0] == "M"


def _indicates(sign: str) -> bool:
    """Say whether two such signs are a flag."""
    return "\U0001f1e6" <= sign <= "\U0001f1ff"
