"""A comparison as people read it: on a terminal, or as a page."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from akn.compare.passages import NOTES, Side
from akn.iris import UNKNOWN

if TYPE_CHECKING:
    from akn.compare.diff import Change, Comparison, Edit

SIDES = {"same": "new", "changed": "new", "added": "new", "removed": "old"}
"""Whose identifier a passage has."""
PLAIN = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
COLOURED = {"same": ("", ""), "removed": ("\x1b[31;9m", "\x1b[0m"), "added": ("\x1b[32;4m", "\x1b[0m")}
SIGNS = {"same": " ", "changed": "~", "added": "+", "removed": "-"}
ELEMENTS = {"removed": "del", "added": "ins"}


def edited(change: Change) -> tuple[Edit, ...]:
    """Return a passage as edits, also where it came or went as a whole."""
    from akn.compare.diff import Edit

    return change.edits or (Edit("same" if change.kind == "changed" else change.kind, change.passage.text),)


def heading(change: Change) -> str:
    """Return what happened to a passage, and where it stands."""
    told = [change.kind] if change.kind != "same" or not (change.moved or change.renumbered) else []
    told += ["moved"] * change.moved
    if change.renumbered and change.old is not None and change.new is not None:
        told.append(f"{change.old.num or '()'} \u2192 {change.new.num or '()'}")
    passage = change.passage
    return f"{passage.id if passage.region == NOTES else passage.part}  {', '.join(told)}"


def counted(comparison: Comparison) -> str:
    """Return the summary as a line."""
    return ", ".join(f"{count} {name}" for name, count in comparison.summary().items())


def text(comparison: Comparison, colour: bool, whole: bool) -> str:
    """Return a comparison as text; see :meth:`akn.Comparison.text`."""
    marks = COLOURED if colour else PLAIN
    out = ["--- " + _clean(_named(comparison.old, "old")), "+++ " + _clean(_named(comparison.new, "new")), ""]
    for change in comparison.changes:
        if change.kind == "same" and not change.moved and not change.renumbered and not whole:
            continue
        sign = ">" if change.kind == "same" and change.moved else SIGNS[change.kind]
        out.append(f"{sign} {_clean(heading(change))}")
        num = _clean(change.passage.num)
        words = "".join(_marked(edit, marks) for edit in edited(change))
        out += [f"    {num} {words}".rstrip() if num else f"    {words}".rstrip(), ""]
    return "\n".join([*out, counted(comparison), ""])


def _marked(edit: Edit, marks: dict[str, tuple[str, str]]) -> str:
    before, after = marks[edit.op]
    return f"{before}{_clean(edit.text)}{after}"


def _clean(words: str) -> str:
    """Return words without what would steer a terminal."""
    return "".join(sign if sign.isprintable() or sign in "\u00a0\u3000\u200c\u200d" else " " for sign in words)


def _named(side: Side, otherwise: str) -> str:
    """Return what a document is called, as far as it says so."""
    one = side.identity
    date = one.date if one.date != UNKNOWN else ""
    return " ".join(filter(None, (one.symbol or one.show, date, one.title))) or otherwise


def html(comparison: Comparison) -> str:
    """Return a comparison as a page; see :meth:`akn.Comparison.html`."""
    page = files("akn").joinpath("compare", "page.html").read_text(encoding="utf-8")
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    rows = "\n".join(_row(change, comparison) for change in comparison.changes)
    old, new = (": ".join(filter(None, (word, _named(side, "")))) for word, side in (("Old", comparison.old), ("New", comparison.new)))
    given = {"digest": digest, "old": escape(old), "new": escape(new), "summary": escape(counted(comparison)), "rows": rows}
    for name, value in given.items():
        page = page.replace(f"<!--{name}-->", value)
    return page


def _row(change: Change, comparison: Comparison) -> str:
    kinds = " ".join([change.kind, *["moved"] * change.moved])
    passage = change.passage
    label = f'<p class="what">{escape(heading(change))}</p>'
    cells = "".join(
        f'<td lang="{escape(side.language)}" dir="{side.direction}">{_cell(change, gone)}</td>'
        for side, gone in ((comparison.old, "added"), (comparison.new, "removed"))
    )
    return f'<tr class="{kinds}"><th scope="row" id="{escape(passage.id)}-{SIDES[change.kind]}">{label}</th>{cells}</tr>'


def _cell(change: Change, gone: str) -> str:
    """Return one side of a passage, without what only the other has."""
    passage = change.old if gone == "added" else change.new
    if passage is None:
        return ""
    parts = [f"<b>{escape(passage.num)}</b> "] if passage.num else []
    for edit in change.edits or edited(change):
        if edit.op != gone:
            element = ELEMENTS.get(edit.op)
            words = escape(edit.text)
            parts.append(f"<{element}>{words}</{element}>" if element else words)
    if change.kind == "same":
        return "".join(parts[:1] if passage.num else []) + escape(passage.text)
    return "".join(parts)
