"""From physical lines to logical ones: the page is taken away, notes are lifted, what wraps is joined.

Every character of the source ends up in exactly one place: in the text of one logical line or note, or in the layout.
"""

from __future__ import annotations

from typing import Final

from akn.diagnostics import Reporter
from akn.grammar.classify import RECITAL, Classifier
from akn.grammar.levels import level
from akn.pages import tables
from akn.pages.footnote import Footnote
from akn.pages.furniture import set_aside
from akn.pages.joins import BEGUN, NUMBER, STRONG, Width, alike, figure, goes_on, hung, numbered
from akn.pages.lines import CONTROL, Line, Logical, cuts, physical, pieces
from akn.pages.logical import assemble
from akn.pages.masthead import columns, copied
from akn.pages.notes import lift, mark, part, raised
from akn.pages.tables import ROW

OFTEN: Final = 8
"""After so many lines the clock is looked at."""

QUOTED: Final = frozenset(("ENACTING", "RECITAL", "PARA", "ITEM"))
"""What is read behind a quotation mark."""

ZONES: Final = {
    **dict.fromkeys(("NUMBER", "TITLED", "COUNCIL", "STATEMENT"), "title"),
    **dict.fromkeys(("ENACTING", "PARA", "ANNEX"), "main"),
    **dict.fromkeys(("MEETING", "VOTE", "SIDE"), "close"),
}
"""The part of a document that a line of some kind is in, wherever it stands."""
TEXT: Final = frozenset(("", "RECITAL", "HEADING", "ARTICLE", "ITEM"))
"""What the text may begin with below a title."""
RECITING: Final = frozenset(("ENACTING", "HEADING", "ARTICLE"))
"""Below these, paragraphs have no numbers yet."""

__all__ = ["Footnote", "Line", "Logical", "logical", "physical", "pieces"]


def logical(
    source: str, lines: list[Line], plain: bool, classifier: Classifier, tell: Reporter
) -> tuple[list[Logical], list[Logical]]:
    """Return the logical lines of the text and those of the notes, in the order of the source.

    ``lines`` are its physical lines, and ``plain`` what they are.
    """
    controls = [] if plain else [*CONTROL.finditer(source)]
    for found in controls:
        tell.tell("control-character", found.start(), found.end(), char=f"U+{ord(found[0]):04X}")
    double, tabbed = "  " in source, not plain and "\t" in source
    wide = tabbed or (double and "   " in source)
    if wide:
        lines = columns(lines, classifier)
    lines = copied(lines, classifier)
    firsts: set[str] = set()
    for at in range(0, len(lines), OFTEN):
        tell.check()
        firsts.update(classifier.read(lines[at : at + OFTEN]))
    _quoted(lines, classifier)
    lines = set_aside(lines)
    width = Width(lines, classifier.language.spaced)
    signs = raised(source)
    text, notes = lift(lines, source, signs, firsts, classifier, width)
    orphans = mark(text, notes, source, signs)
    text = part(text, notes)
    for line in [line for line in text if line.spots]:
        first, last, _ = max(line.spots)
        if line.text[last - line.start :] in ("", ")"):  # a mark hides how the line ends
            line.ends = classifier.ends(line.text[: first - line.start].rstrip(" ("))
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
    cut = cuts(source) if controls or tabbed or double else []
    return assemble(source, groups, [note for note in notes if note.marked], cut, classifier)


def _quoted(lines: list[Line], classifier: Classifier) -> None:
    """Read the lines of a text that is quoted as a whole, from its organ line on, without the mark that opens each of them."""
    begun = False
    for line in lines:
        if not (line.kind or line.text[0].isalnum()) and 0 < (lead := classifier.quote(line.text)) < len(line.text):
            bare = Line(line.text[lead:], line.start + lead, line.end, line.line)
            classifier.read([bare])
            begun |= bare.kind == "ENACTING"
            if begun and bare.kind in QUOTED:
                line.kind, line.rule, line.num, line.lead = bare.kind, bare.rule, lead + bare.num, lead


def _join(lines: list[Line], classifier: Classifier, width: Width) -> list[list[Line]]:
    """Return the lines in groups, each the lines of one logical line."""
    groups: list[list[Line]] = []
    group: list[Line] = []
    zone, reciting, titled = "cover", False, False
    flat = not width.wraps
    last: Line | None = None
    above: Line | None = None
    items: list[Line] = []
    """Those of the paragraph whose levels nobody asked for yet."""
    levels: list[tuple[str, int]] = []
    headed = hung(lines) if width.wraps and not width.parted else [None] * len(lines)
    for before, line, after, below in zip([None, *lines], lines, [*lines[1:], None], headed, strict=False):
        kind = line.kind
        if before is None or (
            flat and zone == "main" and line.blanks and before.ends and not line.breaks and len(before.text) > NUMBER and kind != ROW
        ):
            pass  # as most lines of a text whose lines do not wrap
        elif (
            goes_on(before, line, width, classifier, zone, None if reciting else last, after, figure(below) == figure(last) + 1)
            and not (before.ends == "final" and line.text[0] == group[0].text[0] and classifier.quote(line.text))
            and not (titled and _below(before, line, width, classifier, zone))
            and not (kind == "ITEM" and line.breaks and not before.ends and _next_item(items, levels, line, classifier))
        ):
            group.append(line)
            if kind in STRONG and zone == "main":
                line.kind = ""  # a number or a date that a sentence wraps before
            continue
        titled = not kind and above is not None and numbered(above)  # a title below the number of an article
        group = [line]
        groups.append(group)
        if zone != "main" or kind not in BEGUN:
            zone = _zone(zone, kind, above)
        if kind == "PARA":
            items, levels, last, reciting = [], [], line, False
        elif kind == "ITEM":
            items.append(line)
        elif kind == RECITAL:
            items, levels = [], []
        elif kind:
            reciting = kind in RECITING
            last = None if kind == "ANNEX" else last
        above = line
    return groups


def _zone(zone: str, kind: str, above: Line | None) -> str:
    """Return the part of the document that a line of some kind is in, from that of the one ``above``."""
    if kind in ZONES:
        return ZONES[kind]
    if zone == "main":
        return "close" if kind == "DATE" else zone
    if zone == "title" and kind in TEXT and above is not None and above.kind != "NUMBER":  # below a number alone stands the title
        return "main"
    return "main" if zone == "close" and kind == "ARTICLE" else zone


def _below(before: Line, line: Line, width: Width, classifier: Classifier, zone: str) -> bool:
    """Say whether a line stands below the title of an article, and is no more of it."""
    if not (width.full(before, line) and goes_on(before, line, width, classifier, zone)):
        return True
    return line.breaks and alike(before.text, line.text)


def _label(line: Line, classifier: Classifier) -> str:
    found = classifier.patterns[line.rule].match(line.text[line.lead :])
    return found["num"] if found else ""


def _next_item(items: list[Line], levels: list[tuple[str, int]], line: Line, classifier: Classifier) -> bool:
    """Say whether the item that begins a line is the next of those above it, whose levels are told once."""
    for item in items:
        depth, style, value, _ = level(levels, _label(item, classifier), classifier.language)
        levels[depth:] = [(style, value)]
    items.clear()
    _, _, value, follows = level(levels, _label(line, classifier), classifier.language)
    return follows and value > 1
