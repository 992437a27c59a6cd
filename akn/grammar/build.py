"""Makes the parse tables from the grammar: ``python -m akn.grammar.build [FILE]``.

The grammar is checked in lark's strict mode, so a conflict is an error here and not a surprise at run time. The tables are
numbered afresh, breadth first over sorted symbols, so that the same grammar always gives the same bytes; they stand in the
repository, and a test says when they are stale. Needs the extra ``akn[grammar]``; nothing else imports this module.
"""

from __future__ import annotations

import json
import re
import sys
from collections import deque
from importlib.resources import files
from pathlib import Path
from typing import Any

GRAMMAR = "document.lark"
TABLES = "tables.json"
KIND = re.compile(r"\b[A-Z]+\b")


def tables() -> str:
    """Return the tables as JSON text: for each state what a kind or a rule leads to, and the rules that reduce."""
    from lark import Lark
    from lark.parsers.lalr_analysis import Shift

    text = files("akn.grammar").joinpath(GRAMMAR).read_text(encoding="utf-8")
    kinds = sorted({word for line in text.split("\n") for word in KIND.findall(line.partition("//")[0])})
    declared = "".join(f"%declare {kind}\n" for kind in kinds)  # what a kind looks like lark need not know
    parser = Lark(f"{text}\n{declared}", parser="lalr", lexer="basic", strict=True)
    table = parser.parser.parser._parse_table

    rules: dict[tuple[str, int, str], int] = {}
    numbers: dict[int, int] = {table.start_states["start"]: 0}
    queue = deque(numbers)
    states: list[dict[str, Any]] = []
    while queue:
        state = table.states[queue.popleft()]
        shifts: dict[str, int] = {}
        reduces: dict[str, int] = {}
        grows: list[str] = []
        for symbol in sorted(state):
            action, target = state[symbol]
            if action is Shift:
                while rule := _passing(table.states[target], Shift):
                    target = state[str(rule.origin.name)][1]
                if symbol in kinds and _growing(table.states[target], Shift):
                    grows.append(symbol)
                    continue
                if target not in numbers:
                    numbers[target] = len(numbers)
                    queue.append(target)
                shifts[symbol] = numbers[target]
            else:
                name = str(target.origin.name)
                label = "" if name.startswith("_") else target.alias or name
                reduces[symbol] = rules.setdefault((name, len(target.expansion), label), len(rules))
        states.append({"shift": shifts, "reduce": reduces, "grow": grows})
    made = {"rules": list(rules), "states": states, "end": numbers[table.end_states["start"]]}
    return json.dumps(made, indent=None, separators=(",", ":"), sort_keys=True) + "\n"


def _passing(state: dict[str, tuple[Any, Any]], shift: Any) -> Any:
    """Return the rule of a state that does nothing but pass one part on under an unnamed rule; None for any other.

    Such a state can be left out: what comes after it decides the same whether or not it was visited.
    """
    rule = _only(state, shift)
    return rule if rule is not None and len(rule.expansion) == 1 else None


def _growing(state: dict[str, tuple[Any, Any]], shift: Any) -> bool:
    """Say whether a state does nothing but add one part to a list without a name, and so leads back to where the part was met."""
    rule = _only(state, shift)
    return rule is not None and len(rule.expansion) == 2 and rule.expansion[0] == rule.origin


def _only(state: dict[str, tuple[Any, Any]], shift: Any) -> Any:
    """Return the rule without a name that a state can do nothing but finish; None for any other state."""
    rules = {id(target): target for action, target in state.values() if action is not shift}
    if len(rules) != 1 or any(action is shift for action, _ in state.values()):
        return None
    (rule,) = rules.values()
    return rule if str(rule.origin.name).startswith("_") and not rule.alias else None


if __name__ == "__main__":
    Path(sys.argv[1] if sys.argv[1:] else Path(__file__).with_name(TABLES)).write_text(tables(), encoding="utf-8")
