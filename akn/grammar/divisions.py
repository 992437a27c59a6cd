"""What only the whole text tells: which lines are recitals, where a lettered part begins, where a further document does."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from akn.grammar.classify import PROSE, RECITAL, TEXT, Classifier
from akn.pages import Logical
from akn.patterns import compiled

HEADS: Final = frozenset("NUMBER TITLED COUNCIL".split())
BEGINNING: Final = HEADS | {"ENACTING", "STATEMENT"}
"""What tells that a document begins."""
OPERATIVE: Final = ("PARA", "HEADING")
"""What no preamble holds."""
SENTENCE: Final = frozenset((PROSE, TEXT))
"""What in a preamble may be a recital all the same."""
BELOW: Final = frozenset("TEXT REPORT ADOPTED".split())
"""What may stand between a number and the organ line."""
LETTERED: Final = frozenset(("HEADING", "LETTER"))
"""What the letter of a part is first taken for."""
COVER: Final = frozenset(
    "PUBLISHER SYMBOL ORGAN DISTR DATE LANGUAGE ORIGINAL SESSION PERIOD AGENDA ADOPTED REPORT DOCTYPE COMMITTEE TEXT".split()
)
CLOSE: Final = frozenset("DATE TEXT".split())
"""What stands at the end of a document as well as in a masthead."""
ENDING: Final = frozenset("MEETING DATE VOTE SIDE".split())
HEADED: Final = frozenset("PARA PROSE HEADING ARTICLE RECITAL ROW".split())
"""What a heading stands above."""
HEADINGS: Final = frozenset(("HEADING", "ARTICLE"))
"""What begins a section or a division."""
STRAY: Final = compiled(r"[0-9]{1,3}[ \u00a0]")
"""How a footnote begins that was kept where it was printed."""
TITLE: Final = 6
"""How many lines a title and what stands below it may take."""


def recitals(lines: list[Logical], found: list[str], kinds: Classifier) -> None:
    """Take a preambular paragraph that ends in no comma for one, where another follows before the first operative one.

    HRC 54/29 ends a recital in a semicolon in the middle of its preamble; GA 80/116 quotes a question there. A footnote whose
    mark was lost does not end the preamble either. ``found`` are the kinds of the lines.
    """
    if "ENACTING" not in found:  # the one sentence of a decision, which goes on in items
        for line, after in pairwise(lines) if RECITAL in found else ():
            if line.kind == RECITAL and after.kind == "ITEM" and not kinds.openings.opens(line.text[line.lead :]):
                line.kind = PROSE
        return
    begin = found.index("ENACTING") + 1
    end = min([found.index(kind) for kind in OPERATIVE if kind in found], default=len(found))
    while end > begin and found[end - 1] != RECITAL:
        end -= 1
    for index in [at for at, kind in enumerate(found[begin:end], begin) if kind in SENTENCE]:
        line, before = lines[index], lines[index - 1]
        quoted = before.kind == RECITAL and kinds.ends(before.text) == "colon"
        if quoted or kinds.openings.opens(line.text[line.lead :]) or STRAY.match(line.text):
            line.kind = RECITAL


def documents(lines: list[Logical], kinds: Classifier) -> list[list[Logical]]:
    """Return the lines of each document in the text: a further one has a number of its own, and an organ line below it.

    A statement by the President has neither, and a decision no organ line: a sentence stands below its heading.
    """
    starts, begun = [0], False
    told = ""
    """What the document is told by that has no organ line: its heading."""
    for index, line in [(index, line) for index, line in enumerate(lines) if line.kind in BEGINNING]:
        sentence = index + 1 < len(lines) and lines[index + 1].kind == PROSE
        if line.kind == "ENACTING":
            begun = True
        elif sentence and (line.kind == "STATEMENT" or (line.kind == "TITLED" and told == "TITLED" and not begun)):
            start = _masthead(lines, starts[-1], index)
            if (begun or told) and not _within(lines, start, kinds):
                starts.append(start)
                begun = False
            told = line.kind
        elif sentence and line.kind == "TITLED" and not begun:
            told = line.kind
        elif line.kind in HEADS and (begun or told == "STATEMENT") and _opens(lines, index, kinds):
            start = _masthead(lines, starts[-1], index)
            if not _within(lines, start, kinds):
                starts.append(start)
                begun, told = False, ""
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _opens(lines: list[Logical], index: int, kinds: Classifier) -> bool:
    """Say whether an organ line follows, with nothing but a title between."""
    after = next((line for line in lines[index + 1 : index + 1 + TITLE] if line.kind not in BELOW), None)
    return after is not None and (after.kind == "ENACTING" or (after.kind == "ORGAN" and "ENACTING" in kinds.kinds(after.text)))


def _masthead(lines: list[Logical], least: int, index: int) -> int:
    """Return where the masthead above a number begins, what may be the close of the document before left out."""
    start = index
    while start - 1 > least and lines[start - 1].kind in COVER:
        start -= 1
    while start < index and lines[start].kind in CLOSE:
        start += 1
    return start


def _within(lines: list[Logical], start: int, kinds: Classifier) -> bool:
    """Say whether what begins there is held by what stands above: an annex, or a sentence that ends in a colon."""
    above = start - 1
    while above > 0 and lines[above].kind == TEXT:
        above -= 1
    before = lines[start - 1]
    return lines[above].kind == "ANNEX" or (before.kind != "SIDE" and kinds.ends(before.text) == "colon")


def drafts(lines: list[Logical], kinds: Classifier) -> dict[int, int]:
    """Return where in a body a draft for another body begins, and where it ends: below a colon, with an organ line of its own.

    E/RES/2021/23 recommends one to the General Assembly. It ends where the numbers of the body itself go on.
    """
    found: dict[int, int] = {}
    end = 0
    for index in [index for index, line in enumerate(lines) if line.kind == "ENACTING"]:
        if index < max(end, 1):
            continue
        start = index
        while start > 1 and index - start < TITLE and lines[start - 1].kind == TEXT:
            start -= 1
        lead = lines[start - 1]
        if lead.kind in ("PARA", PROSE, RECITAL) and kinds.ends(lead.text) == "colon":
            end = _ended(lines, index, figure(lead))
            found[start] = end
    return found


def _ended(lines: list[Logical], index: int, number: int) -> int:
    """Return where a draft ends that stands within the paragraph of this number."""
    last = 0
    for at in range(index, len(lines)):
        if lines[at].kind == "PARA":
            if number and figure(lines[at]) == number + 1 != last + 1:
                return at
            last = figure(lines[at])
    return len(lines)


def figure(line: Logical) -> int:
    """Return the number of a paragraph, 0 where it has none in figures."""
    return int("".join(filter(str.isdecimal, line.text[: line.num])) or 0)


def headings(lines: list[Logical], kinds: Classifier, first: int = 0) -> None:
    """Take a line that ends in nothing for a heading where a sentence or a number follows it, and no colon stands above.

    GA 75/90 has "Security" between its paragraphs, GA 75/212 has titles above its rules. Names in a list are none.
    """
    run = 0
    for index, line in enumerate(lines[first:], first):
        if line.kind != TEXT:
            run = 0
            continue
        run += 1
        after = lines[index + 1].kind if index + 1 < len(lines) else ""
        before = lines[index - 1] if index else None
        apart = before is None or ((before.kind not in ("ITEM", "ROW") or after == "PARA") and kinds.ends(before.text) != "colon")
        if run < 4 and after in HEADED and apart and _titling(line.text) and kinds.rule(line.text) < 0:
            line.kind = "HEADING"


def _titling(text: str) -> bool:
    """Say whether a line may be a title by how it begins, and how long it is."""
    return len(text) <= 200 and text[:1].isalnum() and not text[0].islower()


def subtitled(lines: list[Logical], index: int) -> bool:
    """Say whether a heading is the title of what only has a number in the line above: an article, a section."""
    above = lines[index - 1] if index else None
    return above is not None and (above.kind == "ARTICLE" or (above.kind == "HEADING" and above.num == len(above.text)))


def letters(lines: list[Logical], kinds: Classifier) -> None:
    """Tell the letter of a part from that of a section: an organ line follows, or it stands alone below the title.

    GA 69/96 has a part A and a part B, each with preamble and paragraphs of its own; GA 75/251 C is a part issued by itself.
    """
    head = next((index for index, line in enumerate(lines) if line.kind in HEADS), len(lines))
    found = [index for index in range(head + 1, len(lines)) if _lettered(lines[index], kinds)]
    parts = [index for index in found if _opens(lines, index, kinds)]
    if not parts and len(found) == 1 and all(line.kind in BELOW for line in lines[head + 1 : found[0]]):
        parts = found
    for index in found:
        if index in parts:
            lines[index].kind = "LETTER"
        elif lines[index].kind == "LETTER":
            lines[index].kind = "HEADING"


def endings(lines: list[Logical]) -> None:
    """Take what looks like the close within an annex for text, unless nothing else follows."""
    first = next((index for index, line in enumerate(lines) if line.kind == "ANNEX"), len(lines))
    end = len(lines)
    while end > first and lines[end - 1].kind in ENDING:
        end -= 1
    for line in lines[first:end]:
        if line.kind in ENDING and line.kind != "DATE":
            line.kind = TEXT


def _lettered(line: Logical, kinds: Classifier) -> bool:
    return line.kind in LETTERED and len(line.text) < 8 and "LETTER" in kinds.kinds(line.text)
