"""The second judge: the AKN4UN profile, as ``schemas/akn4un.sch`` has it.

Nearly every document keeps nearly every rule, so one question comes first, "is anything wrong at all?", and only a yes
leads to the rules one by one. Rules about identifiers have a question of their own: whether each pointer leads somewhere
and no identifier is given twice, which two sets answer.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import msgspec

from akn.diagnostics import Problem
from akn.validation import places
from akn.validation.resources import read
from akn.validation.schematron import Assertion, load
from akn.xml import Element, etree


class _Profile(msgspec.Struct, frozen=True):
    """The rules, compiled."""

    wrong: Any
    """Whether any rule is broken that looks up no identifier."""
    identifiers: Any
    pointers: Any
    rules: dict[str, list[tuple[Assertion, Any]]]
    """By subject."""


def iter_problems(root: Element) -> Iterator[Problem]:
    """Yield what the profile has against a document."""
    profile = compiled()
    identifiers = profile.identifiers(root)
    unique = set(identifiers)
    broken = {
        "plain": profile.wrong(root),
        "key": True,
        "unique": len(unique) < len(identifiers),
        "pointer": not unique.issuperset(pointer[1:] for pointer in profile.pointers(root)),
    }
    known: places.Known = {}
    for subject, rules in profile.rules.items():
        for assertion, breaking in rules if broken[subject] else ():
            for element in breaking(root):
                yield Problem(
                    code=assertion.code,
                    severity=assertion.severity,
                    message=assertion.words(element),
                    line=places.line(element),
                    path=places.path(element, known=known),
                )


@functools.cache
def compiled() -> _Profile:
    """Return the rules, compiled once a process."""
    source = load(read("akn4un.sch"), "akn4un.sch")

    def xpath(expression: str) -> Any:
        return etree.XPath(expression, namespaces=source.namespaces, extensions={(None, "key"): _key}, smart_strings=False)

    rules: dict[str, list[tuple[Assertion, Any]]] = {"plain": [], "key": [], "unique": [], "pointer": []}
    for assertion in source.assertions:
        rules[assertion.subject()].append((assertion, xpath(assertion.breaking)))
    asked: dict[str, list[str]] = {}  # all that is asked of the same elements is asked in one walk to them
    for assertion, _ in rules["plain"]:
        for path in assertion.paths:
            asked.setdefault(path, []).append(f"boolean({assertion.test})")
    return _Profile(
        wrong=xpath(" or ".join(f"boolean({path}[not({' and '.join(tests)})])" for path, tests in asked.items())),
        identifiers=xpath("/descendant::*/@eId"),
        pointers=xpath("/descendant::*/@*[starts-with(., '#')]"),
        rules=rules,
    )


def _key(context: Any, name: str, value: Any) -> list[Element]:
    """Stand in for the function of XSLT: return the elements that have this eId."""
    tables: dict[str, dict[str, list[Element]]] = context.eval_context
    if name not in tables:
        table = tables[name] = {}  # it stays empty where nothing has an identifier, and is not made again
        for element in context.context_node.getroottree().getroot().iter("*"):
            eid = element.get("eId")
            if eid is not None:
                same = table.setdefault(eid, [])
                # Two would do to say that an identifier is not unique; a hundred thousand of one kind take hours.
                if len(same) < 8:
                    same.append(element)
    # The value is text, or the attributes that hold it.
    values = [value] if isinstance(value, str) else value
    return [element for one in values for element in tables[name].get(one, ())]
