"""Runs the document grammar over the kinds of the lines, and never refuses.

A line whose kind the grammar does not expect is tried as the other kinds that its patterns allow; if none fits, it is taken
as plain text at its place. The tables are made from ``document.lark`` by :mod:`akn.grammar.build`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any, Generic, TypeVar

import msgspec

Item = TypeVar("Item")
END = "$END"


class State(msgspec.Struct, frozen=True):
    """What a kind of line or a finished rule leads to."""

    shift: dict[str, int]
    reduce: dict[str, int]


class Tables(msgspec.Struct, frozen=True):
    """The parse tables: states, and the rules as name, length and the label of the node they make (empty for none)."""

    states: tuple[State, ...]
    rules: tuple[tuple[str, int, str], ...]
    end: int


class Node(Generic[Item]):
    """A part of the document as the grammar sees it: its name, and the lines and parts in it."""

    __slots__ = ("children", "name")

    def __init__(self, name: str, children: list[Any]) -> None:
        self.name = name
        self.children: list[Item | Node[Item]] = children


@functools.cache
def tables() -> Tables:
    """Return the parse tables."""
    return msgspec.convert(json.loads(files("akn.grammar").joinpath("tables.json").read_bytes()), Tables)


def parse(
    items: Sequence[Item],
    kind: Callable[[Item], str],
    others: Callable[[Item], Sequence[str]],
    take: Callable[[Item, str, Sequence[str]], None],
) -> Node[Item]:
    """Return the tree of the items; ``take`` is told of every item that is taken as another kind than its own."""
    states, rules = tables().states, tables().rules
    stack: list[int] = [0]
    values: list[Any] = []
    for item in items:
        symbol = kind(item)
        if symbol not in states[stack[-1]].shift and not _accepts(stack, symbol):
            wanted = symbol
            symbol = next((other for other in others(item) if other != wanted and _accepts(stack, other)), "TEXT")
            take(item, symbol, expected(stack))
        while symbol not in states[stack[-1]].shift:
            _reduce(stack, values, rules[states[stack[-1]].reduce[symbol]])
        stack.append(states[stack[-1]].shift[symbol])
        values.append(item)
    while stack[-1] != tables().end and END in states[stack[-1]].reduce:
        _reduce(stack, values, rules[states[stack[-1]].reduce[END]])
    root = values[0]
    assert isinstance(root, Node)
    return root


def _accepts(stack: list[int], symbol: str) -> bool:
    """Say whether the symbol may come next, by running the reductions on a copy of the stack."""
    states, rules = tables().states, tables().rules
    path = list(stack[-12:])
    deeper = len(stack) - len(path)
    while True:
        state = states[path[-1]]
        if symbol in state.shift:
            return True
        if symbol not in state.reduce:
            return False
        name, size, _ = rules[state.reduce[symbol]]
        while len(path) <= size and deeper:
            deeper -= 1
            path.insert(0, stack[deeper])
        if size:
            del path[-size:]
        path.append(states[path[-1]].shift[name])


def expected(stack: list[int]) -> list[str]:
    """Return the kinds of line that may come next."""
    state = tables().states[stack[-1]]
    return sorted(kind for kind in {*state.shift, *state.reduce} if kind.isupper() and kind != END and _accepts(stack, kind))


def _reduce(stack: list[int], values: list[Any], rule: tuple[str, int, str]) -> None:
    """Finish a rule: its parts become one node, or, for a rule without a name of its own, one growing list."""
    name, size, label = rule
    parts = values[len(values) - size :] if size else []
    if size:
        del values[-size:]
        del stack[-size:]
    if parts and type(parts[0]) is list:
        flat = parts[0]  # left recursion: the list grows in place, so that long documents stay linear
        rest = parts[1:]
    else:
        flat, rest = [], parts
    for part in rest:
        if type(part) is list:
            flat.extend(part)
        else:
            flat.append(part)
    values.append(Node(label, flat) if label else flat)
    stack.append(tables().states[stack[-1]].shift[name])
