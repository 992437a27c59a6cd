"""Versions side by side for people and for other tools: text, a table, a translation memory, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from akn import __version__
from akn.markup.writer import escaped, quoted

if TYPE_CHECKING:
    from akn.compare.align import Alignment
    from akn.compare.passages import Passage


def text(alignment: Alignment) -> str:
    """Return rows and findings to be read."""
    width = max(len(version.language) for version in alignment.versions)
    told: dict[str, list[str]] = {}
    for one in alignment.findings:
        told.setdefault(one.row, []).append(f"  ! {alignment.versions[one.version].language}: {one.code}: {one.message}")
    out = [*told.get("", []), *([""] if "" in told else [])]
    for row in alignment.rows:
        out.append(row.id)
        for version, cell in zip(alignment.versions, row.cells, strict=True):
            out.append(f"  {version.language:{width}}  {_line(cell, True) or '-'}")
        out += [*told.get(row.id, []), ""]
    out.append(f"{len(alignment.rows)} rows, {len(alignment.findings)} findings")
    return "\n".join(out) + "\n"


def _line(cell: Passage | None, numbered: bool = False) -> str:
    """Return a passage on one line; what would steer a terminal or break a table is a blank."""
    if cell is None:
        return ""
    words = f"{cell.num} {cell.text}".strip() if numbered else cell.text
    return "".join(sign if sign.isprintable() or sign in "\u00a0\u3000\u200c\u200d" else " " for sign in words)


def tsv(alignment: Alignment) -> str:
    """Return a table with the identifiers first and a column a version."""
    head = "\t".join(["id", *(version.language for version in alignment.versions)])
    return "\n".join([head, *("\t".join([row.id, *map(_line, row.cells)]) for row in alignment.rows)]) + "\n"


def tmx(alignment: Alignment) -> bytes:
    """Return a translation memory: a unit for each row that two versions have at least (TMX 1.4b, OSCAR/LISA 2005)."""
    first = alignment.versions[0]
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n',
        (f'<header creationtool="akn" creationtoolversion="{__version__}" segtype="paragraph" o-tmf="AkomaNtoso" adminlang="en" '
        f'srclang="{quoted(first.language)}" datatype="plaintext"/>\n<body>\n'),
    ]
    for row in alignment.rows:
        pairs = [(version, cell) for version, cell in zip(alignment.versions, row.cells, strict=True) if cell is not None and cell.text]
        if len(pairs) > 1:
            variants = "".join(
                f'<tuv xml:lang="{quoted(version.language)}"><seg>{escaped(cell.text)}</seg></tuv>' for version, cell in pairs
            )
            out.append(f'<tu tuid="{quoted(row.id)}">{variants}</tu>\n')
    return "".join([*out, "</body>\n</tmx>\n"]).encode("utf-8", "replace")


def json(alignment: Alignment) -> bytes:
    """Return everything as JSON."""

    def cell(one: Passage | None) -> dict[str, Any] | None:
        return None if one is None else {"id": one.id, "num": one.num, "text": one.text}

    whole = {
        "versions": [version.told() for version in alignment.versions],
        "rows": [{"id": row.id, "cells": [cell(one) for one in row.cells]} for row in alignment.rows],
        "findings": [msgspec.to_builtins(one) for one in alignment.findings],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
