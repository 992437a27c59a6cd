"""The logical lines: the text of each as one clean line, and how the source differs from it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from akn.characters import UNHELD
from akn.grammar.classify import RECITAL, Classifier, ended
from akn.grammar.marks import RAISE
from akn.pages.footnote import Footnote
from akn.pages.lines import BLANKS, Edit, Line, Logical
from akn.patterns import compiled

Event = tuple[int, int, str, str]
"""Start and end in the source, what the canonical text has instead, and the mark if it is one."""

NUMBERED: Final = frozenset(("PARA", "ITEM", "HEADING"))
APART: Final = compiled(rf"[{BLANKS}{UNHELD}\n\r]*")
"""What may stand between a number and its text."""


def assemble(
    source: str, groups: list[list[Line]], notes: list[Footnote], cuts: list[tuple[int, int, str]], classifier: Classifier
) -> tuple[list[Logical], list[Logical]]:
    """Return the logical lines of the text and of the notes."""
    text: list[Logical] = []
    for group in groups:
        first = group[0]
        plain = len(group) == 1 and not (cuts or first.spots)
        if plain and first.kind in NUMBERED:
            num, words = first.num, first.text
            plain = num + 1 < len(words) and words[num] == " " and words[num + 1].isalnum() and words[num - 1] not in BLANKS
        elif plain:
            first.num = 0
        if plain and first.rule < 0:
            first.kind = ended(first.ends, first.kind == RECITAL)
        text.append(first if plain else _text(source, group, cuts, classifier))
    feet = [_foot(source, note, cuts, classifier) for note in notes]
    return text, feet


def _text(source: str, group: list[Line], cuts: list[tuple[int, int, str]], classifier: Classifier) -> Logical:
    first = group[0]
    kind = first.kind
    if kind == "ROW":
        return _row(source, group, cuts, classifier)
    num, alone = 0, False
    events: list[Event] = []
    if kind in NUMBERED:
        num = len(first.text[: first.num].rstrip(BLANKS))
        if first.spots or not (first.text[num : num + 1] == " " and first.text[num + 1 : num + 2].isalnum()):
            gap = first.start + num
            rest = APART.match(first.text, num)
            after = first.start + rest.end() if rest else gap
            alone = after == first.end
            # A flattened mark takes the blank before it along; behind a number the blank is that of the number.
            first.spots = [(max(start, after), end, mark) if start >= gap else (start, end, mark) for start, end, mark in first.spots]
            if source[gap:after] != ("" if alone else " "):
                events.append((gap, after, "" if alone else " ", ""))
    made = _build(source, group, cuts, classifier, events, 0, alone)
    made.kind = _kind(made.text[first.lead :], group, classifier)
    made.num = num if made.kind in NUMBERED else 0
    made.lead = first.lead
    return made


def _kind(words: str, group: list[Line], classifier: Classifier) -> str:
    """Return the kind of a whole line: that of its one line, as far as it stands, or what the words are together."""
    first = group[0]
    # A mark may have stood where the kind needs a figure.
    kept = len(group) == 1 and (not first.spots or classifier.detail(first.kind, words) is not None)
    return first.kind if kept and first.kind not in ("", RECITAL) else classifier.kind(words)


def _row(source: str, group: list[Line], cuts: list[tuple[int, int, str]], classifier: Classifier) -> Logical:
    """Return the row of a table: its cells, parted by tabs."""
    made = _build(source, group, cuts, classifier, [(start, end, "\t", "") for start, end in group[0].gaps], 0)
    made.kind = "ROW"
    lead = group[0].text[: len(group[0].text) - len(group[0].text.lstrip("\t "))]
    for line in group:
        line.kind, line.gaps = line.usual, ()
    group[0].start += len(lead)
    group[0].text = group[0].text[len(lead) :]
    made.plain = _text(source, group, cuts, classifier)
    return made


def _foot(source: str, note: Footnote, cuts: list[tuple[int, int, str]], classifier: Classifier) -> Logical:
    shown = note.mark.translate(RAISE)
    head = f"({shown}) " if note.bracketed else f"{shown} "
    first, lines = note.lines[0], note.lines[1:]
    body = note.shown[1]
    while body < first.end and source[body] in BLANKS:
        body += 1
    if body < first.end:
        lines = [Line(source[body : first.end], body, first.end, first.line), *lines]
    elif lines:  # the mark stands alone on its line
        body = lines[0].start
    else:
        head, body, lines = head[:-1], first.end, [Line("", first.end, first.end, first.line)]
    lead = source[first.start : body]
    made = _build(source, lines, cuts, classifier, [], len(head))
    if lead != head:  # the mark is text where it is printed as it is kept, and no layout takes the place of text
        same = len(head.rstrip(" ")) if lead.startswith(head.rstrip(" ")) else 0
        made.edits = [(same, len(head) - same, first.start + same, body), *made.edits]
    made.start, made.note, made.kind = first.start, note, "NOTE"
    made.turns = [(0, body), *made.turns]
    return made


def _build(
    source: str,
    lines: list[Line],
    cuts: list[tuple[int, int, str]],
    classifier: Classifier,
    events: list[Event],
    length: int,
    alone: bool = False,
) -> Logical:
    """Put the lines together, with a blank where they were wrapped at one, and after a number that stands ``alone`` on its line."""
    first, last = lines[0], lines[-1]
    edits: list[Edit] = []
    marks: list[tuple[int, str]] = []
    turns: list[tuple[int, int]] = []
    parts: list[str] = []
    size, before = 0, None
    for line in lines:
        if before is not None:
            glue = " " if alone and before is first else _glue(before.text, line.text, classifier.language.spaced)
            edits.append((length, len(glue), before.end, line.start))
            parts.append(glue)
            size, length = size + len(glue), length + len(glue)
            turns.append((size, line.start))
        here = [(start, end, label.translate(RAISE), label) for start, end, label in line.spots]
        if before is None:
            here += events
        if cuts:
            cut = _cut(cuts, line)
            if line.gaps:  # what the gap between two cells is made of is no blank
                cut = [piece for one in cut for piece in _beside(one, line.gaps)]
            here += [(s, e, "" if s == line.start or e == line.end else kept, "") for s, e, kept in cut]
        before, at = line, line.start
        for start, end, kept, label in sorted(here, key=_first) if len(here) > 1 else here:
            if start < at:
                continue
            parts.append(source[at:start])
            size, length = size + start - at, length + start - at
            if label:
                marks.append((size, label))
            else:
                parts.append(kept)
                size += len(kept)
            if source[start:end] != kept:
                edits.append((length, len(kept), start, end))
            length += len(kept)
            at = end
            if end - start != (0 if label else len(kept)):
                turns.append((size, at))
        parts.append(source[at : line.end])
        size, length = size + line.end - at, length + line.end - at
    made = Line("".join(parts), first.start, last.end, first.line)
    made.edits, made.marks, made.turns = edits, marks, turns
    return made


def _first(event: Event) -> tuple[int, bool, int]:
    """Return what events are sorted by: first what is put in, as the blank after a number."""
    start, end, _, _ = event
    return start, end > start, -end


def _cut(cuts: list[tuple[int, int, str]], line: Line) -> list[tuple[int, int, str]]:
    """Return the cuts that touch a line, as far as they do."""
    inside = cuts[bisect_right(cuts, line.start, key=lambda cut: cut[1]) : bisect_left(cuts, line.end, key=lambda cut: cut[0])]
    return [(max(start, line.start), min(end, line.end), kept) for start, end, kept in inside]


def _beside(cut: tuple[int, int, str], gaps: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Return what of a cut lies outside the gaps between cells; at the edge of a cell nothing is kept instead."""
    start, end, kept = cut
    out = []
    place = bisect_right(gaps, start, key=lambda gap: gap[1])
    while place < len(gaps) and gaps[place][0] < end:
        if start < gaps[place][0]:
            out.append((start, gaps[place][0], ""))
        start, kept = gaps[place][1], ""
        place += 1
    return [*out, (start, end, kept)] if start < end else out


def _glue(before: str, after: str, spaced: bool) -> str:
    """Return what joins two physical lines: a blank where words stand apart, nothing in a script that has none."""
    last, first = before[-1], after[0]
    if before[-2:-1].isalpha() and last in "-\u00ad\u2010\u2011" and first.isalnum():
        return ""
    if spaced or before[:-1].isdecimal() and last in "." or last == ")" and before[0] == "(" and len(before) <= 5:
        return " "
    return " " if last.isascii() and last.isalpha() and first.isascii() and first.isalpha() else ""
