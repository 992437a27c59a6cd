"""Shows the structure of a source as a tree of lines: what each line was taken for, and by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from akn.grammar.classify import PROSE, RECITAL, TEXT, Classifier
from akn.grammar.parser import Node
from akn.pages import Logical

if TYPE_CHECKING:
    from akn.reading import Reading


class InspectedLine(msgspec.Struct, frozen=True):
    """One logical line, as the grammar sees it."""

    line: int
    """The number of its first physical line."""
    kind: str
    rule: str
    """The rule that took it, as data file, kind and number among its kind; how it ends where none did."""
    part: str
    """The part of the document: ``cover``, ``title``, ``preamble``, ``body``, ``close``, ``annex``, ``note``."""
    depth: int
    text: str


def inspected(reading: Reading) -> list[InspectedLine]:
    """Return the lines of a source in its order, notes where they are printed."""
    out: list[tuple[int, InspectedLine]] = []

    def walk(node: Node[Logical], part: str, depth: int) -> None:
        for line in node.lines:
            rule = _rule(reading.classifier, line)
            out.append((line.start, InspectedLine(line.line, line.kind, rule, part, depth + (line.kind == "ITEM"), line.text)))
        for child in node.nodes:
            walk(child, child.name, depth + 1)

    for tree in reading.trees:
        walk(tree, tree.name, 0)
    for note in reading.notes:
        assert note.note is not None
        text = f"{note.note.mark} {note.text}"
        out.append((note.start, InspectedLine(note.line, "NOTE", "a mark at the line's start", "note", 1, text)))
    return [line for _, line in sorted(out, key=lambda pair: pair[0])]


ENDS = {
    RECITAL: "ends in a comma",
    PROSE: "ends as a sentence ends",
    TEXT: "ends in nothing",
    "HEADING": "ends in nothing, above a sentence",
    "ROW": "cells in a row",
}


def _rule(classifier: Classifier, line: Logical) -> str:
    """Return the data file and the place of the rule among its like: ``zh SESSION 2``."""
    found = classifier.detail(line.kind, line.text[line.lead :])
    if not found:
        return ENDS.get(line.kind, "")
    own = classifier.language.lines
    name, rules = (classifier.language.tag, own) if found[0] in own else ("shared", classifier.rules[len(own) :])
    like = [rule for rule in rules if rule.kind == line.kind]
    return f"{name} {line.kind} {like.index(found[0]) + 1}"
