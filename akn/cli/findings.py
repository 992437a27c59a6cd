"""Findings as people and programs read them: a line, the place in its line, JSON."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from akn.cli.shown import cells, clean, fitted, style

if TYPE_CHECKING:
    from akn.diagnostics import Diagnostic, Problem

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def headline(name: str, finding: Diagnostic | Problem) -> str:
    """Return a finding as one line, as compilers print them."""
    from akn.diagnostics import Diagnostic

    place = f"{name}:{finding.line}" + (f":{finding.column}" if isinstance(finding, Diagnostic) else "")
    if isinstance(finding, Diagnostic) and finding.page:
        place = f"{name}: page {finding.page}, line {finding.page_line}"
    kind = style(f"{finding.severity}[{finding.code}]", COLOURS[finding.severity], "bold")
    return f"{style(place, 'bold')}: {kind}: {clean(finding.message)}"


def excerpt(finding: Diagnostic, width: int) -> Iterator[str]:
    """Yield the line of the source with the place marked under it, in columns of a terminal."""
    text, start = clean(finding.excerpt), finding.column - 1
    hint = f"expected {clean(finding.expected)}" if finding.expected else ""
    colour = COLOURS[finding.severity]
    margin = " " * len(str(finding.line))
    if text.strip():
        room = max(20, width - len(margin) - 3)
        covered = text[start : start + finding.length]
        if cells(text) > room and 0 < start < len(text):  # show the place with a little before it
            first = min(max(0, start - room // 6), max(0, len(text) - room // 2))
            text, start = ("…" if first else "") + text[first:], start - first + bool(first)
        mark = pointer(text, start, covered, room)
        fits = cells(mark) + 1 + cells(hint) <= room
        yield f"{margin} |"
        yield f"{finding.line} | {fitted(text, room)}"
        if mark:
            beside = style(f" {hint}", colour) if hint and fits else ""
            yield f"{margin} | {style(mark, colour, 'bold')}{beside}"
            hint = "" if fits else hint
    if hint:
        yield f"{margin} = {hint}"


def pointer(text: str, start: int, covered: str, room: int) -> str:
    """Return what stands under a line to show a place in it: carets, or the words where a terminal may turn the line round."""
    import unicodedata

    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text):
        return f"“{fitted(covered, 40)}”" if covered else ""
    before = cells(text[:start])
    if start > len(text) or before >= room:
        return ""
    return " " * before + "^" * max(1, min(cells(covered), room - before))


def record(name: str, finding: Diagnostic | Problem) -> dict[str, Any]:
    """Return a finding as JSON has it."""
    import msgspec

    return {"file": name, **msgspec.to_builtins(finding)}


def dumped(value: object) -> str:
    """Return the value as JSON; half a surrogate pair can't be written and becomes a question mark."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode("utf-8")


def fingerprint(name: str, finding: Diagnostic) -> tuple[str, str, str]:
    """Return what stays the same about a finding when the lines above it change."""
    return name.replace(os.sep, "/"), finding.code, finding.message
