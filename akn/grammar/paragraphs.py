"""Which paragraphs a body will have, and their identifiers: a reference may lead to one that stands further below.

The body itself is read in :mod:`akn.grammar.body`, by the same steps, and the writer gives the identifiers, by the same rule: a number that
is printed, or else the place among those without one, and what is given already gets ``_2`` (naming convention, section 5).
"""

from __future__ import annotations

from collections.abc import Iterator

from akn.eids import Identifiers
from akn.grammar.classify import Classifier
from akn.grammar.divisions import HEADINGS, drafts, figure, subtitled
from akn.grammar.levels import counts, leads, level
from akn.grammar.numerals import normalised
from akn.packs import Language
from akn.pages import Logical


class Paragraphs:
    """The identifiers of numbered paragraphs, for the references to them: they are given out when the first reference is read."""

    def __init__(self) -> None:
        self._waiting: list[tuple[list[Logical], Classifier, str]] = []
        self._found: dict[str, str] = {}

    def add(self, lines: list[Logical], kinds: Classifier, prefix: str) -> None:
        """Take the paragraphs of a body; of two with one number the reference is to that of the later body."""
        self._waiting.append((lines, kinds, prefix))

    def get(self, number: str) -> str | None:
        """Return the identifier of the paragraph with this number, None where there is none."""
        for lines, kinds, prefix in self._waiting:
            own: dict[str, str] = {}
            for _, printed, eid in paragraphs(lines, kinds, prefix):
                own.setdefault(printed, eid)
            self._found |= own
        self._waiting.clear()
        return self._found.get(number) if number else None


def paragraphs(lines: list[Logical], kinds: Classifier, prefix: str = "") -> Iterator[tuple[Logical, str, str]]:
    """Yield the line with which each paragraph of a body begins, its number, if any, and its identifier; a draft's are not its own."""
    within = drafts(lines, kinds)
    ids, opened = Identifiers(), _Opened(kinds.language)
    whole = section = lead = prefix.removesuffix("__")
    end = 0
    for index, line in enumerate(lines):
        if index in within:
            end = within[index]
            opened.items = None
        if index < end:
            continue
        if line.kind in HEADINGS:
            opened = _Opened(kinds.language, opened.last)
            if line.kind == "HEADING" and not line.num and subtitled(lines, index):
                continue
            if line.num:
                section = lead = ids.named(whole, "section", line.text[: line.num])
            else:
                lead = ids.named(section, "division")
        elif opened.by(line):
            number = line.text[: line.num] if line.kind == "PARA" else ""
            yield line, normalised(number), ids.named(lead, "paragraph", number)


class _Opened:
    """Whether a paragraph is open, and its items, as :class:`akn.grammar.body.Body` has them."""

    def __init__(self, language: Language, last: int = 0) -> None:
        self._language = language
        self._open = self._colon = False
        self.items: list[tuple[str, int]] | None = None
        self.last = last

    def by(self, line: Logical) -> bool:
        """Say whether a line opens a paragraph."""
        colon, self._colon = self._colon, False
        label = line.text[: line.num]
        if line.kind == "PARA":
            number = figure(line)
            if number and number != self.last + 1 and self.items is not None and counts(self.items, label, number, colon, self._language):
                self._item(label)
                return False
            self.last, self.items, self._open = number, None, True
            return True
        if not self._open:
            self._open = True
            return True
        if line.kind == "ITEM":
            self._colon = leads(line.text, self._language)
            self._item(label)
            return False
        return line.kind != "ROW" and self.items is None

    def _item(self, label: str) -> None:
        levels = self.items = self.items or []
        depth, style, value, _ = level(levels, label, self._language)
        levels[depth:] = [(style, value)]
