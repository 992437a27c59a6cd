"""The styles of a word processor, as far as they change what is printed: numbers, and what is hidden."""

from __future__ import annotations

from typing import Any

from akn.readers.numbering import child, switched, value
from akn.xml import local

LONGEST = 100
"""How many styles are looked at that are based on each other; Word itself takes eleven."""


class Styles:
    """The styles of a document by their identifiers."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Any] = {}
        self.usual = ""
        """The style of a paragraph that names none."""
        for one in root if root is not None else ():
            if local(one) == "style":
                self._styles[value(one, "styleId")] = one
                if value(one, "type") == "paragraph" and value(one, "default") in ("1", "true", "on"):
                    self.usual = value(one, "styleId")
        self._hidden: dict[str, bool] = {}
        self._numbered: dict[str, tuple[str, str]] = {}

    def chain(self, key: str) -> list[Any]:
        """Return a style and those it is based on, the nearest first; a circle is left where it closes."""
        found: dict[str, Any] = {}
        while key in self._styles and key not in found and len(found) < LONGEST:
            found[key] = self._styles[key]
            key = value(child(found[key], "basedOn"))
        return list(found.values())

    def numbered(self, key: str) -> tuple[str, str]:
        """Return the list that a style or one that it is based on names, and the level that the nearest names; both may be empty."""
        if key not in self._numbered:
            given = [child(child(style, "pPr"), "numPr") for style in self.chain(key)]
            lists, levels = ([one for each in given if (one := child(each, name)) is not None] for name in ("numId", "ilvl"))
            self._numbered[key] = value(next(iter(lists), None)), value(next(iter(levels), None))
        return self._numbered[key]

    def hidden(self, key: str) -> bool:
        """Say whether a style hides its text."""
        if key not in self._hidden:
            given = (child(child(style, "rPr"), "vanish") for style in self.chain(key))
            self._hidden[key] = next((switched(one) for one in given if one is not None), False)
        return self._hidden[key]
