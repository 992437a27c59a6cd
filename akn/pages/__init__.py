"""From physical lines to logical ones: the page is taken away, notes are lifted, what wraps is joined.

Every character of the source ends up in exactly one place: in the text of one logical line or note, or in the layout.
"""

from __future__ import annotations

from akn.diagnostics import Reporter
from akn.grammar.classify import Classifier
from akn.grammar.levels import level
from akn.pages import tables
from akn.pages.footnote import Footnote
from akn.pages.furniture import set_aside
from akn.pages.joins import STRONG, Width, alike, goes_on, numbered
from akn.pages.lines import CONTROL, Line, cuts, physical
from akn.pages.logical import Logical, assemble
from akn.pages.masthead import columns
from akn.pages.notes import lift, mark, part

OFTEN = 8
"""After so many lines the clock is looked at."""

QUOTED = frozenset(("ENACTING", "RECITAL", "PARA", "ITEM"))
"""What is read behind a quotation mark."""

ZONES = {
    **dict.fromkeys(("NUMBER", "TITLED", "COUNCIL", "STATEMENT"), "title"),
    **dict.fromkeys(("ENACTING", "PARA", "ANNEX"), "main"),
    **dict.fromkeys(("MEETING", "VOTE", "SIDE"), "close"),
}
"""The part of a document that a line of some kind is in, wherever it stands."""
TEXT = frozenset(("", "RECITAL", "HEADING", "ARTICLE", "ITEM"))
"""What the text may begin with below a title."""
RECITING = frozenset(("ENACTING", "HEADING", "ARTICLE"))
"""Below these, paragraphs have no numbers yet."""

__all__ = ["Footnote", "Line", "Logical", "logical", "physical"]


def logical(
    source: str, lines: list[Line], plain: bool, classifier: Classifier, tell: Reporter
) -> tuple[list[Logical], list[Logical]]:
    """Return the logical lines of the text and those of the notes, in the order of the source.

    ``lines`` are its physical lines, and ``plain`` what they are.
    """
    controls = [] if plain else [*CONTROL.finditer(source)]
    for found in controls:
        tell.tell("control-character", found.start(), found.end(), char=f"U+{ord(found[0]):04X}")
    wide = not plain and "\t" in source or "   " in source
    if wide:
        lines = columns(lines, classifier)
    for index, line in enumerate(lines):
        if not index % OFTEN:
            tell.check()
        line.kind, line.rule = classifier.start(line.text)
        line.ends = classifier.ends(line.text)
    _quoted(lines, classifier)
    lines = set_aside(lines)
    width = Width(lines, classifier.language.spaced)
    text, notes = lift(lines, classifier, width)
    orphans = mark(text, notes, source)
    text = part(text, notes)
    for line in text:
        if line.marks and line.text[max(line.marks)[1] - line.start :] in ("", ")"):  # a mark hides how the line ends
            line.ends = classifier.ends(line.text[: max(line.marks)[0] - line.start].rstrip(" ("))
    for start, end, label in orphans:
        tell.tell("mark-without-note", start, end, mark=label)
    if wide:
        tables.find(text, source, width)
    groups = _join(text, classifier, width)
    kept: list[list[Line]] = []
    furthest = None
    for note in notes:
        if note.marked:
            furthest = note if furthest is None or furthest.lines[-1].start < note.lines[-1].start else furthest
            continue
        tell.tell("note-without-mark", *note.shown, mark=note.mark)  # it is kept where it was printed (AKN4UN digest, section 7)
        if furthest is not None and note.lines[0].start < furthest.lines[-1].start:
            furthest.lines = sorted([*furthest.lines, *note.lines], key=lambda line: line.start)
        else:
            kept.append(note.lines)
    if kept:
        groups = sorted([*groups, *kept], key=lambda group: group[0].start)
    cut = cuts(source) if controls or "\t" in source or "  " in source else []
    return assemble(source, groups, [note for note in notes if note.marked], cut, classifier)


def _quoted(lines: list[Line], classifier: Classifier) -> None:
    """Read the lines of a text that is quoted as a whole, from its organ line on, without the mark that opens each of them."""
    begun = False
    for line in lines:
        if line.rule < 0 and not line.text[0].isalnum() and (lead := classifier.quote(line.text)):
            kind, rule = classifier.start(line.text[lead:])
            begun |= kind == "ENACTING"
            if begun and kind in QUOTED:
                line.kind, line.rule, line.lead = kind, rule, lead


def _join(lines: list[Line], classifier: Classifier, width: Width) -> list[list[Line]]:
    """Return the lines in groups, each the lines of one logical line."""
    groups: list[list[Line]] = []
    group: list[Line] = []
    zone, reciting, titled = "cover", False, False
    last: Line | None = None
    items: list[Line] = []
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        kind = line.kind
        if (
            group
            and goes_on(group[-1], line, width, classifier, zone, None if reciting else last, after)
            and not (titled and _below(group[-1], line, width, classifier, zone))
            and not (kind == "ITEM" and line.breaks and not group[-1].ends and _next_item(items, line, classifier))
        ):
            group.append(line)
            if kind in STRONG and zone == "main":
                line.kind = ""  # a number or a date that a sentence wraps before
            continue
        above = group[0] if group else None
        titled = above is not None and not kind and numbered(above)  # a title below the number of an article
        group = [line]
        groups.append(group)
        if kind in ZONES:
            zone = ZONES[kind]
        elif zone != "main":
            if (zone == "close" and kind == "ARTICLE") or (
                zone == "title" and kind in TEXT and above is not None and above.kind != "NUMBER"  # below a number alone stands the title
            ):
                zone = "main"
        elif kind == "DATE":
            zone = "close"
        reciting = kind in RECITING or (reciting and kind in ("", "RECITAL", "ITEM"))
        if kind == "PARA":
            items, last = [], line
        elif kind == "ITEM":
            items.append(line)
        elif kind == "RECITAL":
            items = []
        elif kind == "ANNEX":
            last = None
    return groups


def _below(before: Line, line: Line, width: Width, classifier: Classifier, zone: str) -> bool:
    """Say whether a line stands below the title of an article, and is no more of it."""
    if not (width.full(before, line) and goes_on(before, line, width, classifier, zone)):
        return True
    return line.breaks and alike(before.text, line.text)


def _label(line: Line, classifier: Classifier) -> str:
    found = classifier.patterns[line.rule].match(line.text[line.lead :])
    return found["num"] if found else ""


def _next_item(items: list[Line], line: Line, classifier: Classifier) -> bool:
    """Say whether the item that begins a line is the next of those above it."""
    levels: list[tuple[str, int]] = []
    for item in items:
        depth, style, value, _ = level(levels, _label(item, classifier), classifier.language)
        levels[depth:] = [(style, value)]
    _, _, value, follows = level(levels, _label(line, classifier), classifier.language)
    return follows and value > 1
