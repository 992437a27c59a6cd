"""The styles of a word processor, as far as they change what is printed: numbers, and what is hidden."""

from __future__ import annotations

from typing import Any

from akn.readers import limits
from akn.readers.numbering import child, switched, value
from akn.xml import local


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

    def chain(self, key: str) -> list[tuple[str, Any]]:
        """Return a style and those it is based on, the nearest first; a circle is left where it closes."""
        found: dict[str, Any] = {}
        while key in self._styles and key not in found and len(found) < limits.NESTING:
            found[key] = self._styles[key]
            key = value(child(found[key], "basedOn"))
        return list(found.items())

    def numbered(self, key: str) -> tuple[str, Any] | None:
        """Return the style in the chain that names a list, and its ``numPr``."""
        for name, style in self.chain(key):
            named = child(child(style, "pPr"), "numPr")
            if named is not None and child(named, "numId") is not None:
                return name, named
        return None

    def outline(self, key: str) -> Any:
        """Return the level that the nearest style names in its ``numPr``."""
        for _, style in self.chain(key):
            at = child(child(child(style, "pPr"), "numPr"), "ilvl")
            if at is not None:
                return at
        return None

    def hidden(self, key: str) -> bool:
        """Say whether a style hides its text."""
        if key not in self._hidden:
            given = (child(child(style, "rPr"), "vanish") for _, style in self.chain(key))
            self._hidden[key] = next((switched(one) for one in given if one is not None), False)
        return self._hidden[key]
