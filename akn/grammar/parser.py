"""Runs the document grammar over the kinds of the lines, and never refuses.

A line whose kind the grammar does not expect is tried as the other kinds that its patterns allow; if none fits, it is taken
as plain text at its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, TypeVar

from akn.grammar.automaton import State, Tables, tables

Item = TypeVar("Item")
END: Final = "$END"


class Node(Generic[Item]):
    """A part of the document as the grammar sees it: its name, the lines that are its own, and the parts below them."""

    __slots__ = ("lines", "name", "nodes")

    def __init__(self, name: str, lines: list[Item], nodes: list[Node[Item]]) -> None:
        self.name, self.lines, self.nodes = name, lines, nodes


def parse(
    items: Sequence[Item],
    kinds: Sequence[str],
    others: Callable[[Item], Sequence[str]],
    take: Callable[[Item, str, list[int]], None],
) -> Node[Item]:
    """Return the tree of the items, which are of these kinds; ``take`` is told, with the stack, of each that is taken as another."""
    made = tables()
    states, rules = made.states, made.rules
    stack = [0]
    values: list[list[Any]] = []
    state, add = states[0], list[Any]().append
    """The state that is on top, and what puts one more to the others that it takes."""
    shift, grow = state.shift, state.grow
    for item, symbol in zip(items, kinds, strict=True):
        if symbol in grow:
            add(item)
            continue
        if symbol not in shift and not _accepts(stack, symbol, made):
            wanted = symbol
            symbol = next((other for other in others(item) if other != wanted and _accepts(stack, other, made)), "TEXT")  # noqa: PLW2901
            take(item, symbol, stack)
        while symbol not in shift and symbol not in grow:
            state = states[_reduce(stack, values, rules[state.reduce[symbol]], states)]
            shift, grow = state.shift, state.grow
        if symbol in shift:
            stack.append(shift[symbol])
            values.append([])
            state = states[stack[-1]]
            shift, grow = state.shift, state.grow
        add = values[-1].append
        add(item)
    while stack[-1] != made.end and END in state.reduce:
        state = states[_reduce(stack, values, rules[state.reduce[END]], states)]
    (root,) = values[0]
    assert isinstance(root, Node)
    return root


def _accepts(stack: list[int], symbol: str, made: Tables) -> bool:
    """Say whether the symbol may come next, by running the reductions beside the stack."""
    states, rules = made.states, made.rules
    left = len(stack)
    """How much of the stack no reduction has taken."""
    above: list[int] = []
    """The states that reductions have put on top of that."""
    top = stack[-1]
    while True:
        state = states[top]
        if symbol in state.shift or symbol in state.grow:
            return True
        if symbol not in state.reduce:
            return False
        name, size, _ = rules[state.reduce[symbol]]
        below = size - len(above)
        if below >= 0:
            left -= below
            above.clear()
        elif size:
            del above[-size:]
        top = states[above[-1] if above else stack[left - 1]].shift[name]
        above.append(top)


def expected(stack: list[int]) -> list[str]:
    """Return the kinds of line that may come next."""
    made = tables()
    state = made.states[stack[-1]]
    kinds = {*state.shift, *state.reduce, *state.grow}
    return sorted(kind for kind in kinds if kind.isupper() and kind != END and _accepts(stack, kind, made))


def _reduce(stack: list[int], values: list[list[Any]], rule: tuple[str, int, str], states: Sequence[State]) -> int:
    """Finish a rule and return the state after it: its parts become one node, or, without a name of its own, one growing list.

    Such a list holds lines alone, or nodes alone.
    """
    name, size, label = rule
    parts = values[-size:] if size else []
    if size:
        del values[-size:], stack[-size:]
    if label:
        node: Node[Any] = Node(label, [], [])
        for part in parts:
            held = node.nodes if isinstance(part[0], Node) else node.lines
            held += part
        values.append([node])
    else:
        whole = parts[0]  # left recursion: the list grows in place, so that long documents stay linear
        for part in parts[1:]:
            whole += part
        values.append(whole)
    state = states[stack[-1]].shift[name]
    stack.append(state)
    return state
