"""The operative part: paragraphs, their items, sections, tables, drafts within (Guidelines part 3, section 1.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import TYPE_CHECKING

from akn.document import Block, Data, Part, Place
from akn.grammar.divisions import HEADINGS, drafts, figure, subtitled
from akn.grammar.levels import counts, leads, level
from akn.grammar.paragraphs import paragraphs
from akn.pages import Logical

if TYPE_CHECKING:
    from akn.grammar.structure import Builder

Parts = tuple["Block | Part", ...]
Texts = list[tuple[str, int]]
"""The lines that something was made of, and where in each its words begin, behind its number."""
Acts = Callable[[Texts], "tuple[str, Data]"]
"""Returns what a paragraph does, by all that stands in it: the concept and the data of its part."""


def idle(texts: Texts) -> tuple[str, Data]:
    """Return what a paragraph does that does nothing, as those of an annex."""
    return "", ()


class Draft:
    """A part that is still growing."""

    __slots__ = ("content", "heading", "kind", "num", "place", "texts")

    def __init__(self, kind: str, num: str, place: Place | None, content: list[Content], texts: Texts | None = None) -> None:
        self.kind, self.num, self.place, self.content = kind, num, place, content
        self.heading: Block | None = None
        self.texts: Texts = texts or []
        """What a paragraph was made of."""

    def part(self, acts: Acts = idle) -> Part:
        """Return it finished."""
        content = finished(self.content, acts)
        concept, data = acts(self.texts) if self.kind == "paragraph" and isinstance(content[0], Block) else ("", ())
        return Part(self.kind, content, self.num, self.heading, "", concept, data, self.place)


Content = Block | Part | Draft


def finished(content: list[Content], acts: Acts = idle) -> Parts:
    """Return what has grown as it stays."""
    if Draft not in map(type, content):
        return tuple(content)  # type: ignore[arg-type]
    return tuple([one.part(acts) if isinstance(one, Draft) else one for one in content])


def words(line: Logical) -> int:
    """Return where the words of a line begin, behind its number."""
    return line.num + 1 if line.num else 0


def place(line: Logical) -> Place:
    """Return where a logical line stands."""
    return Place(line.start, line.end, line.line)


class Body:
    """One body while it is read, line by line."""

    def __init__(self, builder: Builder, prefix: str) -> None:
        self._builder, self._prefix = builder, prefix
        self._out: list[Content] = []
        self._section: Draft | None = None
        self._division: Draft | None = None
        """What a heading without a number holds."""
        self._current: Draft | None = None
        """The paragraph that is open."""
        self._items: Items | None = None
        self._last = 0
        """The number of the last paragraph."""
        self._anew = True
        """Whether numbers may begin anew: below a heading, an organ line, or words that lead up to a list."""
        self._colon = False
        """Whether the line before is an item that leads up to others."""
        self._eids: dict[int, str] = {}
        """The identifiers of the paragraphs, by where they begin, if any holds a draft."""

    def parts(self, lines: list[Logical], acts: Acts) -> Parts:
        """Return the parts of a body, each paragraph with what it does."""
        within = drafts(lines, self._builder.classifier)
        if within:
            self._eids = {line.start: eid for line, _, eid in paragraphs(lines, self._builder.classifier, self._prefix)}
        end = 0
        for index, line in enumerate(lines):
            if index < end:
                continue
            if index in within and self._current is not None:
                end = within[index]
                self._draft(self._current, lines[index:end])
            elif line.kind in HEADINGS:
                self._heading(line, line.kind == "HEADING" and not line.num and subtitled(lines, index))
            else:
                self._line(line)
        self._finish()
        return finished(self._out, acts)

    def _line(self, line: Logical) -> None:
        kind, text = line.kind, line.text
        colon, self._colon = self._colon, False
        if kind == "PARA":
            label, number = text[: line.num], self._last + 1
            if label != f"{number}." and (number := figure(line)) != self._last + 1:
                if number and self._items is not None and counts(self._items.levels, label, number, colon, self._builder.language):
                    self._item(line, self._items)  # "iii) ...: 1. ... 2. ..."
                    return
                self._sequence(line, number)
            self._finish()
            self._last, self._anew = number, False
            start = words(line)
            self._open(self._builder.block(line, start=start), line, start, label)
        elif kind == "ITEM" and self._current is not None:
            self._colon = leads(text, self._builder.language)
            self._items = self._items or Items(self._builder)
            self._item(line, self._items)
        elif kind == "ROW":
            self._row(line)
        elif self._items is not None and self._current is not None:
            self._current.content.extend(self._items.finish())
            self._items = Items(self._builder, levels=self._items.levels)
            self._current.content.append(self._builder.block(line))
            self._current.texts.append((text, 0))
        else:
            self._anew |= kind == "ENACTING" or self._builder.classifier.ends(text) in ("colon", "")
            self._open(self._builder.block(line), line)

    def _above(self) -> list[Content]:
        holder = self._division or self._section
        return holder.content if holder is not None else self._out

    def _open(self, first: Block | Draft, line: Logical, start: int = 0, num: str = "") -> None:
        """Begin a paragraph with what stands first in it, which was made of a line from there on."""
        self._current = Draft("paragraph", num, first.place, [first], [(line.text, start)])
        self._above().append(self._current)

    def _item(self, line: Logical, items: Items) -> None:
        """Put an item into the paragraph that is open."""
        items.add(line)
        assert self._current is not None
        self._current.texts.append((line.text, words(line)))

    def _finish(self) -> None:
        if self._items is not None and self._current is not None:
            self._current.content.extend(self._items.finish())
            self._items = None

    def _heading(self, line: Logical, subtitle: bool) -> None:
        """Begin a section or a division; a ``subtitle`` is the title of the section or the article whose number stands above it."""
        self._finish()
        self._current, self._anew, self._colon = None, True, False
        if subtitle:
            self._above().append(self._builder.block(line, [], kind="subheading"))
            return
        self._division = None
        if line.num:
            self._section = part = Draft("section", line.text[: line.num], place(line), [])
            self._out.append(part)
        else:
            part = Draft("division", "", place(line), [])
            self._above().append(part)
            self._division = part
        if len(line.text) > line.num:
            part.heading = self._builder.block(line, [], line.num + 1 if line.num else 0, "heading")

    def _row(self, line: Logical) -> None:
        """Put a row into the table of the paragraph above it; rows below one another are one table."""
        row = self._builder.row(line)
        current = self._current
        if current is None:
            self._open(Draft("table", "", row.place, [row]), line)
            return
        current.texts.append((line.text, 0))
        if self._items is not None:
            current.content.extend(self._items.finish())
            self._items = Items(self._builder, levels=self._items.levels)
        table = current.content[-1]
        if isinstance(table, Draft) and table.kind == "table":
            table.content.append(row)
        else:
            current.content.append(Draft("table", "", row.place, [row]))

    def _draft(self, current: Draft, lines: list[Logical]) -> None:
        """Put a draft for another body into the paragraph that leads up to it."""
        self._finish()
        assert current.place is not None
        eid, below = self._eids[current.place.start], current.content
        if any(isinstance(one, Part) for one in below):  # items: what follows them is their close
            eid += "__list_1__wrapup"
            below = list(takewhile(lambda one: not isinstance(one, Part), reversed(below)))
        block = sum(isinstance(one, Block) for one in below) or 1
        eid += f"__p_{block}__embeddedStructure_1__"
        current.content.append(self._builder.draft(lines, eid))
        current.texts += [(line.text, words(line)) for line in lines if line.kind not in HEADINGS]

    def _sequence(self, line: Logical, number: int) -> None:
        """Tell that a number does not follow on the last."""
        last = self._last
        if not last or (number == 1 and self._anew):
            return
        name = "numbering-repeated" if number == last else "numbering-anew" if number == 1 else "numbering-gap"
        self._builder.tell.tell(name, line.start, line.start + line.num, number=number, before=last, wanted=f"{last + 1}.")


class Items:
    """The items of one paragraph, with the levels that their numbers open."""

    def __init__(self, builder: Builder, lines: Iterable[Logical] = (), levels: list[tuple[str, int]] | None = None) -> None:
        self._builder = builder
        self.levels: list[tuple[str, int]] = levels or []
        self._open: list[Draft | None] = [None] * len(self.levels)
        self._top: list[Draft] = []
        for line in lines:
            self.add(line)

    def add(self, line: Logical) -> None:
        """Put an item where its number belongs."""
        label = line.text[: line.num]
        before = self.levels[-1][1] if self.levels else 0
        depth, style, value, follows = level(self.levels, label, self._builder.language)
        if not follows and value:
            self._builder.tell.tell(
                "numbering-gap", line.start, line.start + line.num, number=label, before=before or "-", wanted=""
            )
        del self.levels[depth:], self._open[depth:]
        block = self._builder.block(line, start=words(line))
        draft = Draft("point", label, block.place, [block])
        parent = next((one for one in reversed(self._open) if one is not None), None)
        (parent.content if parent is not None else self._top).append(draft)
        self.levels.append((style, value))
        self._open.append(draft)

    def finish(self) -> tuple[Part, ...]:
        """Return the items of the outermost level."""
        return tuple(draft.part() for draft in self._top)
