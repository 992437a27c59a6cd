"""The automatic numbers of a word processor, as they are printed (ECMA-376, part 1, section 17.9).

A paragraph names a list and a level, itself or by its style. A list is an instance of an abstract one: all instances of one
abstract list count on together, unless an instance says where it starts.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from akn.limits import Limits
from akn.readers.counts import counted, known
from akn.xml import local

LEVELS = 9
GLUE = {"nothing": ""}
"""What stands between number and text; a tab stop and a blank are both a blank."""


def child(element: Any, name: str) -> Any:
    """Return the first child of this name, None where there is none."""
    if element is not None:
        for one in element:
            if local(one) == name:
                return one
    return None


def value(element: Any, name: str = "val") -> str:
    """Return an attribute by its local name, empty where it is not there."""
    if element is not None:
        for key, text in element.items():
            if key.rpartition("}")[2] == name:
                return str(text)
    return ""


def number(text: str, otherwise: int = 0) -> int:
    """Return the number that a text gives."""
    return int(text) if re.fullmatch("-?[0-9]{1,9}", text) else otherwise


class Level(NamedTuple):
    """How one level of a list is printed."""

    start: int = 0
    style: str = "decimal"
    text: str = ""
    glue: str = " "
    restart: int = -1
    """After which level it begins anew, 0 for never, -1 for any above."""
    plain: bool = False
    """Whether the levels above are printed in plain digits."""
    font: str = ""


class Lists:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: Any, limits: Limits) -> None:
        self._limits = limits
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._own: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styled: dict[str, dict[str, int]] = {}
        """The levels that a list ties to styles."""
        self.unknown: set[str] = set()
        """The formats that were met and are printed in plain digits instead."""
        links: dict[str, str] = {}
        named: dict[str, str] = {}
        for one in root if root is not None else ():
            key = value(one, "abstractNumId")
            if local(one) == "abstractNum":
                self._levels[key] = {number(value(lvl, "ilvl")): self._made(lvl) for lvl in one if local(lvl) == "lvl"}
                for lvl in one:
                    if value(child(lvl, "pStyle")):
                        self._styled.setdefault(key, {}).setdefault(value(child(lvl, "pStyle")), number(value(lvl, "ilvl")))
                if value(child(one, "numStyleLink")):
                    links[key] = value(child(one, "numStyleLink"))
                if value(child(one, "styleLink")):
                    named[value(child(one, "styleLink"))] = key
            elif local(one) == "num":
                self._num(one)
        for key, style in links.items():  # a list that a list style defines
            if style in named:
                self._levels[key] = self._levels[named[style]]
                self._styled[key] = self._styled.get(named[style], {})

    def _num(self, one: Any) -> None:
        key = value(one, "numId")
        self._abstract[key] = value(child(one, "abstractNumId"))
        for override in one:
            if local(override) != "lvlOverride":
                continue
            at = number(value(override, "ilvl"))
            if child(override, "lvl") is not None:
                self._own.setdefault(key, {})[at] = self._made(child(override, "lvl"))
            if child(override, "startOverride") is not None:
                self._starts.setdefault(key, {})[at] = number(value(child(override, "startOverride")))

    def level_of(self, key: str, style: str) -> int:
        """Return the level that a list gives to the paragraphs of a style."""
        return self._styled.get(self._abstract.get(key, ""), {}).get(style, 0)

    def next(self, key: str, at: int) -> tuple[str, str, str]:
        """Count a paragraph; return its number as printed, what parts it from the text, and the font of a sign."""
        abstract = self._abstract.get(key)
        if abstract is None or not 0 <= at < LEVELS:
            return "", "", ""
        level = self._level(key, at)
        if level is None:
            return "", "", ""
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        start = self._starts.get(key, {}).get(at)
        now = counts[at]
        if now is None or start is not None and (key, at) not in self._begun:
            counts[at] = level.start if start is None else start
        else:
            counts[at] = now + 1
        self._begun.add((key, at))
        for below in range(at + 1, LEVELS):
            deeper = self._level(key, below)
            if deeper is None or deeper.restart < 0 or at < deeper.restart:
                counts[below] = None
        return self._printed(key, at, level, counts), level.glue, level.font

    def _level(self, key: str, at: int) -> Level | None:
        return self._own.get(key, {}).get(at) or self._levels.get(self._abstract.get(key, ""), {}).get(at)

    def _printed(self, key: str, at: int, level: Level, counts: list[int | None]) -> str:
        def one(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            other = self._level(key, index)
            if other is None or index > at:
                return ""
            style = "decimal" if level.plain and index < at else other.style
            if not known(style):
                self.unknown.add(style)
            now = counts[index]
            return counted(other.start if now is None else now, style)

        return "" if level.style == "none" and level.text == "" else re.sub("%([1-9])", one, level.text)

    def _made(self, element: Any) -> Level:
        parts = {local(one): one for one in element if local(one)}
        restart = parts.get("lvlRestart")
        style = value(parts.get("numFmt")) or "decimal"
        fonts = child(parts.get("rPr"), "rFonts")
        text = value(parts.get("lvlText"))
        self._limits.check("number", len(text))
        return Level(
            start=number(value(parts.get("start"))),
            style=style,
            text=text,
            glue=GLUE.get(value(parts.get("suff")), " "),
            restart=-1 if restart is None else number(value(restart)),
            plain=switched(parts.get("isLgl")),
            font=value(fonts, "ascii") or value(fonts, "hAnsi"),
        )


def switched(element: Any) -> bool:
    """Say whether a property is there and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")
