"""From the order in which letters are seen to the order in which they are spoken: the reverse of the bidirectional algorithm.

A page has its letters from left to right. In a line of Arabic that is backwards, but for the figures and foreign words in it,
which are seen as they are spoken (Unicode Standard Annex 9, whose rules W1 to W7 and L2 are taken backwards here).
"""

from __future__ import annotations

import unicodedata

RIGHT = frozenset(("R", "AL"))
NUMBERS = frozenset(("EN", "AN"))
WITHIN = frozenset(("ES", "CS", "ET"))
"""What belongs to a number when it stands within it: separators and signs."""
CURSIVE = frozenset(("AL", "NSM"))
"""Letters of which one sign may stand for several, and what combines with them."""
STRETCH = chr(0x0640)
"""What a program prints within a word to fill the line."""
STRONG = RIGHT | {"L"}
PAIRS = {sign: pair for pair in ("()", "[]", "{}", "\u00ab\u00bb", "\u2039\u203a") for sign in pair}
QUOTES = str.maketrans("\u201c\u201d\u2018\u2019", "\u201d\u201c\u2019\u2018")
STOPS = ".,;:!?\u060c\u061b\u061f\u2026"
"""What may follow a bracket that closes."""
LAM = 0x0644
ALEFS = frozenset((0x0622, 0x0623, 0x0625, 0x0627))


def kind(text: str) -> str:
    """Return the bidirectional class of a letter."""
    return unicodedata.bidirectional(text[0]) or "L"


def backwards(units: list[str]) -> bool:
    """Say whether a line runs from right to left: whether most of its letters do."""
    kinds = [kind(unit) for unit in units]
    return sum(one in RIGHT for one in kinds) > sum(one == "L" for one in kinds)


def spoken(units: list[str], rtl: bool) -> list[int]:
    """Return the places of the units of a line in the order in which they are spoken; they are given from left to right."""
    kinds = [kind(unit) for unit in units]
    if not rtl and not any(one in RIGHT for one in kinds):
        return list(range(len(units)))
    levels = _levels(kinds, rtl)
    order = list(range(len(units)))
    if rtl:
        order.reverse()
    return _turned(order, [levels[at] for at in order], not rtl)


def _levels(kinds: list[str], rtl: bool) -> list[bool]:
    """Return for each unit whether it runs from left to right."""
    arabic = rtl and "AL" in kinds
    strong = ["R" if one in RIGHT else "L" if one == "L" or one in NUMBERS else "" for one in kinds]
    for at in range(1, len(kinds) - 1):  # rules W2 to W4: among Arabic letters a hyphen does not belong to a number
        if (kinds[at] == "CS" or kinds[at] == "ES" and not arabic) and kinds[at - 1] in NUMBERS and kinds[at + 1] in NUMBERS:
            strong[at] = "L"
    if not arabic:  # rule W5
        for at, one in enumerate(kinds):
            if one == "ET" and "EN" in (kinds[at - 1 : at] + kinds[at + 1 : at + 2]):
                strong[at] = "L"
    out = [side == "L" for side in strong]
    at = 0
    while at < len(strong):  # what is neutral goes with what stands on both sides of it, else with the line (N1, N2)
        if strong[at]:
            at += 1
            continue
        end = at
        while end < len(strong) and not strong[end]:
            end += 1
        before, after = _side(kinds, at - 1), _side(kinds, end)
        if rtl and all(one in NUMBERS for one in kinds[end:]):
            after = "R"  # a number that begins the line is none of a Latin word behind it
        out[at:end] = [before == after == "L" if rtl else not before == after == "R"] * (end - at)
        at = end
    return out


def _side(kinds: list[str], at: int) -> str:
    """Return what a neutral sees beside it: a number counts as right to left, unless a Latin word leads to it."""
    if not 0 <= at < len(kinds):
        return ""
    if kinds[at] in NUMBERS:
        lead = next((one for one in reversed(kinds[:at]) if one in STRONG), "")  # seen from left to right, it stands before
        return "L" if lead == "L" else "R"
    return "L" if kinds[at] == "L" else "R"


def _turned(order: list[int], left: list[bool], side: bool) -> list[int]:
    """Return the order with every stretch turned round that does not run as the line does."""
    out: list[int] = []
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and left[end] == left[at]:
            end += 1
        out += order[at:end] if left[at] == side else order[at:end][::-1]
        at = end
    return out


def bracketed(text: str, opened: list[str] | None = None) -> str:
    """Return a line that runs from right to left with its brackets and quotation marks as they are spoken.

    A file may hold a bracket as it looks there or as it is meant, and a reader may have turned it round: so where it stands
    decides. What opens has a blank before it, what closes has one after it; else what is open is closed. ``opened`` are the pairs
    that the lines above have left open; it is brought up to date. Quotation marks have no mirror image in Unicode, but the reader
    of the letters turns them all the same: they are turned back.
    """
    out = list(text.translate(QUOTES))
    opened = [] if opened is None else opened
    for at, char in enumerate(out):
        pair = PAIRS.get(char)
        if pair is None:
            continue
        before = at == 0 or out[at - 1].isspace()
        after = at + 1 == len(out) or out[at + 1].isspace() or out[at + 1] in STOPS
        broken = at + 1 == len(out) and out[at - 1].isdecimal()  # a figure in brackets may begin the next line
        opens = before if before is not after and not broken else pair not in opened
        out[at] = pair[0] if opens else pair[1]
        if opens:
            opened.append(pair)
        elif pair in opened:
            opened.remove(pair)
    return "".join(out)


def ligature(text: str) -> str:
    """Return the letters of one sign in the order in which they are spoken: an alef follows its lam."""
    letters = [ord(char) for char in text if not unicodedata.combining(char)]
    if len(letters) == 2 and letters[0] in ALEFS and letters[1] == LAM:
        lam = text.index(chr(LAM))
        return text[lam:] + text[:lam]
    return text
