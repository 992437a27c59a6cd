"""Says where in a document something is, in words a person can follow: the nearest identifier, and the way from there."""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias

from akn.xml import Element

Known: TypeAlias = "dict[Element, dict[Element, str]]"
"""The steps to the children of elements already asked for: a hundred thousand faults in a row must not be counted anew each."""


def path(element: Element, attribute: str = "", known: Known | None = None) -> str:
    """Return where an element, or an attribute of it, stands: ``//paragraph[@eId='para_4']/num``."""
    known = {} if known is None else known
    steps: list[str] = [f"@{attribute}"] if attribute else []
    start = ""
    while element is not None:
        eid = element.get("eId")
        if eid:
            start = "/"
            steps.append(f"{_name(element)}[@eId='{eid}']")
            break
        parent = element.getparent()
        steps.append(_name(element) if parent is None else _steps(parent, known)[element])
        element = parent
    return f"{start}/" + "/".join(reversed(steps))


def line(element: Element) -> int:
    """Return the line of the XML on which an element begins, 0 where it is not known."""
    return element.sourceline or 0


def _name(element: Element) -> str:
    """Return the name without its namespace; a comment or an instruction goes by its kind."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else "node()"


def _steps(parent: Element, known: Known) -> dict[Element, str]:
    """Return the steps to all children: the name, with the position where there are others of the same name."""
    if parent not in known:
        total = Counter(_name(child) for child in parent)
        seen: Counter[str] = Counter()
        steps = known[parent] = {}
        for child in parent:
            name = _name(child)
            seen[name] += 1
            steps[child] = name if total[name] == 1 else f"{name}[{seen[name]}]"
    return known[parent]
