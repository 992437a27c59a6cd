"""Identifiers of elements: the kind's short name, and the printed number or the position, under the nearest element above that has one.

The writer gives them as the text goes by; references to a document's own paragraphs have to know them before.
"""

from __future__ import annotations

from typing import Final

from akn.grammar.numerals import normalised

SHORT: Final = {
    "alinea": "al", "article": "art", "attachment": "att", "blockList": "list", "chapter": "chp", "citation": "cit",
    "citations": "cits", "clause": "cl", "component": "cmp", "division": "dvs", "listIntroduction": "intro",
    "listWrapUp": "wrapup", "mainBody": "body", "paragraph": "para", "quotedStructure": "qstr", "quotedText": "qtext",
    "recitals": "recs", "section": "sec", "subchapter": "subchp", "subclause": "subcl", "subdivision": "subdvs",
    "subparagraph": "subpara", "subsection": "subsec", "wrapUp": "wrapup",
}  # fmt: skip
"""How identifiers call an element (naming convention, table of prefixes); the others keep their own name."""


class Identifiers:
    """Gives out eIds, each once: naming convention; Guidelines part 1, section 6."""

    def __init__(self) -> None:
        self.given: set[str] = set()
        """Those that are given; that of a paragraph which stands alone in its part is told by the part's."""
        self._counts: dict[str, int] = {}
        """How many elements were counted, by what their identifiers begin with."""
        self._again: dict[str, int] = {}

    def named(self, prefix: str, kind: str, num: str = "") -> str:
        """Return the identifier of an element by its number, or by its position where it has none."""
        name = SHORT.get(kind, kind)
        label = num and normalised(num)
        if not label:
            return self.counted(prefix, name)
        wanted = f"{prefix}__{name}_{label}" if prefix else f"{name}_{label}"
        if wanted in self.given:
            return self.only(wanted)
        self.given.add(wanted)
        return wanted

    def counted(self, prefix: str, name: str) -> str:
        """Return the identifier of an element by its position among those of its name under the same prefix."""
        stem = f"{prefix}__{name}_" if prefix else f"{name}_"
        number = self._counts[stem] = self._counts.get(stem, 0) + 1
        wanted = f"{stem}{number}"
        if wanted in self.given:
            return self.only(wanted)
        self.given.add(wanted)
        return wanted

    def only(self, wanted: str) -> str:
        """Return the identifier, with ``_2``, ``_3`` where it is given already."""
        found = wanted
        while found in self.given:
            again = self._again[wanted] = self._again.get(wanted, 1) + 1  # those before are given
            found = f"{wanted}_{again}"
        self.given.add(found)
        return found
