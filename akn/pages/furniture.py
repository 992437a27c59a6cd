"""Sets aside what belongs to the page: running heads, page numbers, job numbers, rules.

None of it is text, all of it comes back: what is not in a logical line stands in the layout record.
"""

from __future__ import annotations

import functools
import re
from itertools import pairwise, zip_longest
from typing import Final

from akn import packs
from akn.grammar.words import shared
from akn.pages.lines import Line
from akn.patterns import compiled

LONG: Final = 60
"""How many characters a line of a page has at most."""
TITLE: Final = 300
"""How many characters of a line of the masthead may run above a page."""
GAP: Final = compiled(r"[ \t]{2,}|\t")
NUMBERED: Final = compiled(r"[0-9][^\sA-Za-z]{0,12}\s+(?:[-–—]\s+)?")
"""The number with which a title begins."""


@functools.cache
def _pattern() -> re.Pattern[str]:
    """Return what a line of a page fits; the name of the last group begins with its kind."""
    page = [*((rule.kind, rule.pattern) for rule in shared().page), ("HEAD", "{symbol}$")]
    named = {f"{kind}_{n}": packs.expand(pattern, shared().fragments) for n, (kind, pattern) in enumerate(page)}
    return compiled(packs.branches(named))


def set_aside(lines: list[Line]) -> list[Line]:
    """Return the lines without the page's own, each told whether something was taken away above it."""
    pattern = _pattern()
    texts = [GAP.sub(" ", line.text) if "  " in line.text or "\t" in line.text else line.text for line in lines]
    found = [  # no sentence is the page's
        pattern.match(text) if not line.ends and len(text) <= LONG else None for line, text in zip(lines, texts, strict=True)
    ]
    if not any(found):
        kept = lines
    else:
        told = [*map(_told, found)]
        heads = _masthead(lines, pattern)
        gone = [False] * len(lines)
        for index, kind in enumerate(told):
            if kind == "HEAD":  # the first one is the masthead's, unless a page begins with it
                gone[index] = lines[index].text in heads
                heads.add(lines[index].text)
            elif kind and kind != "PAGE":
                gone[index] = True
        titles = _titles(lines) if heads else []
        if heads:
            _beside(texts, gone, told, titles)
            _paged(lines, gone, told)
        if "PAGE" in told:
            _numbers(lines, gone, told)
        if heads:
            _running(texts, gone, told, titles)
        kept = [line for index, line in enumerate(lines) if not gone[index]]
        for index, line in enumerate(lines):
            if index and gone[index - 1] and not gone[index]:
                line.breaks, line.foot = True, told[index - 1] == "RULE"
    if kept and kept[-1].page > kept[0].page:
        for before, line in pairwise(kept):
            line.breaks |= line.page > before.page
    return kept


def _masthead(lines: list[Line], pattern: re.Pattern[str]) -> set[str]:
    """Return the symbols that stand in the masthead beside other words, a wide gap away: they run above later pages alone."""
    columns = (part for line in lines[:12] if "  " in line.text or "\t" in line.text for part in GAP.split(line.text))
    return {part for part in columns if _told(pattern.match(part)) == "HEAD"}


def _told(found: re.Match[str] | None) -> str:
    """Return what a line could be of a page, by what it fits; empty where it is text."""
    return found.lastgroup.partition("_")[0] if found and found.lastgroup else ""


def _numbers(lines: list[Line], gone: list[bool], told: list[str]) -> None:
    """Set aside what could be the number of a page and stands at its edge, what else is set aside left out."""
    first = gone.index(True) if True in gone else len(gone)
    left = [index for index, away in enumerate(gone) if not away]
    before: Line | None = None
    for index, after in zip_longest(left, left[1:]):
        if told[index] == "PAGE" and _edge(lines, gone, index, before, None if after is None else lines[after], first):
            gone[index] = True
            first = min(first, index)
        else:
            before = lines[index]


def _edge(lines: list[Line], gone: list[bool], index: int, before: Line | None, after: Line | None, first: int) -> bool:
    """Say whether a line stands at the edge of a page: ``before`` and ``after`` are what is left, ``first`` is the first that is not."""
    line = lines[index]
    if index and not line.blanks and lines[index - 1].text.isdigit():
        return False  # marks of notes, one below the other
    of = re.match(r"([0-9]{1,3})/([0-9]{1,3})$", line.text)
    if of and (int(of[1]) > int(of[2]) or abs(int(of[1]) - line.page - 1) > 1):
        return False  # HRC 13/23: a resolution's number, not page 13 of 23
    if of and line.page and line.blanks and index + 1 < len(lines) and lines[index + 1].blanks:
        return True  # page 2 of 2, wherever a tool has put it
    if after is None:
        return line.page > 0 or first < len(lines)
    if after.page > line.page or (before is not None and before.page < line.page):
        return True
    return gone[index + 1] and lines[index + 1].page == line.page and first < index


def _paged(lines: list[Line], gone: list[bool], told: list[str]) -> None:
    """Count pages by their running heads, where no form feed does."""
    extra = page = 0
    for index, line in enumerate(lines):
        if gone[index] and told[index] == "HEAD":
            extra += line.page == page
            page = line.page
        line.page += extra


def _titles(lines: list[Line]) -> list[str]:
    """Return the lines of the masthead, each without the number that begins it: one of them may run above the later pages."""
    top = next((index for index, line in enumerate(lines[:40]) if line.kind in ("ENACTING", "PARA")), 40)
    return [NUMBERED.sub("", line.text) if len(line.text) <= TITLE else "" for line in lines[:top]]


def _beside(texts: list[str], gone: list[bool], told: list[str], titles: list[str]) -> None:
    """Set aside the symbol where it runs above a later page on one line with the title or with what else belongs to the page."""
    symbols = [text for text, kind in zip(texts[: len(titles)], told, strict=False) if kind == "HEAD"]
    for index in range(len(titles), len(texts)):
        text = texts[index]
        for symbol in symbols:
            rest = text.removeprefix(f"{symbol} ") if text.startswith(symbol) else text.removesuffix(f" {symbol}")
            if rest != text and (_told(_pattern().match(rest)) or _runs(rest, titles)):
                gone[index], told[index] = True, "HEAD"


def _running(texts: list[str], gone: list[bool], told: list[str], titles: list[str]) -> None:
    """Set aside the title where it runs above the text of a later page, below the symbol or above it, on as many lines as it takes."""
    down, up = range(len(titles), len(texts)), range(len(texts) - 2, len(titles) - 1, -1)
    for order, beside in ((down, -1), (up, 1)):
        for index in order:
            if gone[index + beside] and told[index + beside] == "HEAD" and not gone[index] and _runs(texts[index], titles):
                gone[index], told[index] = True, "HEAD"


def _runs(text: str, titles: list[str]) -> bool:
    """Say whether a text may be of the title that runs above the pages: a line of the masthead, or one that wraps there."""
    if len(text) <= 12 or text not in " ".join(titles):
        return False
    return any(text == line or (len(line) > 20 and text.startswith(line)) for line in titles)
