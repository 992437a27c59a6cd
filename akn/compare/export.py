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
    names = [_plain(version.language) for version in alignment.versions]
    width = max(map(len, names))
    told: dict[str, list[str]] = {}
    for one in alignment.findings:
        told.setdefault(one.row, []).append(f"  ! {names[one.version]}: {one.code}: {_plain(one.message)}")
    out = [*told.get("", []), *([""] if "" in told else [])]
    for row in alignment.rows:
        out.append(row.id)
        for name, cell in zip(names, row.cells, strict=True):
            out.append(f"  {name:{width}}  {_plain(f'{cell.num} {cell.text}'.strip() if cell else '') or '-'}")
        out += [*told.get(row.id, []), ""]
    out.append(f"{len(alignment.rows)} rows, {len(alignment.findings)} findings")
    return "\n".join(out) + "\n"


def _plain(words: str) -> str:
    """Return words for one line; what would steer a terminal or break a table is a blank."""
    return "".join(sign if sign.isprintable() or sign in "\u00a0\u3000\u200c\u200d" else " " for sign in words)


def tsv(alignment: Alignment) -> str:
    """Return a table with the identifiers first and a column a version."""
    rows = [("id", *(version.language for version in alignment.versions))]
    rows += [(row.id, *(cell.text if cell else "" for cell in row.cells)) for row in alignment.rows]
    return "".join("\t".join(map(_cell, row)) + "\n" for row in rows)


def _cell(words: str) -> str:
    """Return words for a cell; where they begin with a quotation mark, programs take them for quoted."""
    words = _plain(words)
    return '"' + words.replace('"', '""') + '"' if words.startswith('"') else words


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
