"""The parse tables of the document grammar, as :mod:`akn.grammar.build` makes them from ``document.lark``."""

from __future__ import annotations

import functools

import msgspec

from akn.tables import LEARNING, content


class State(msgspec.Struct, frozen=True):
    """What a kind of line or a finished rule leads to."""

    shift: dict[str, int]
    reduce: dict[str, int]
    grow: frozenset[str] = frozenset()
    """The kinds of which one more joins the list that is open: nothing else changes."""


class Tables(msgspec.Struct, frozen=True):
    """The parse tables: states, and the rules as name, length and the label of the node they make (empty for none)."""

    states: tuple[State, ...]
    rules: tuple[tuple[str, int, str], ...]
    end: int


@functools.cache
def tables() -> Tables:
    """Return the parse tables."""
    with LEARNING:
        return msgspec.json.decode(content("grammar", "tables.json"), type=Tables)
