"""A catalogue tells the dates of resolutions that a text cites without them.

It is a list of Work IRIs, a line each: an IRI has the body, the date and the number. A caller's own may be a file of such
lines, a mapping from symbols to dates, or a function.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from akn import iris
from akn.errors import DataError
from akn.patterns import compiled

Dates: TypeAlias = Callable[[str, str], str]
"""Gives the ISO date of a resolution by the body and the number as in the IRI, ``unga`` and ``70-1``; empty for unknown."""
Catalog: TypeAlias = "str | os.PathLike[str] | Mapping[str, str] | Dates"

WORK = compiled(r"/akn/un/statement/deliberation/(?P<actor>[^/\s]+)/(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})/(?P<number>[^/\s]+)")


def dates(catalog: Catalog) -> Dates:
    """Return what asks a catalogue: a file of Work IRIs, a mapping from symbols (``A/RES/70/1``) to dates, a function.

    Raises :class:`OSError` for a file that cannot be read and :class:`DataError` for a line or an entry that names no
    resolution and its date.
    """
    if callable(catalog):
        return catalog
    known = _symbols(catalog) if isinstance(catalog, Mapping) else _listed(Path(catalog))
    return lambda actor, number: known.get((actor, number), "")


def _listed(path: Path) -> dict[tuple[str, str], str]:
    known: dict[tuple[str, str], str] = {}
    for place, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            found = WORK.fullmatch(line.strip())
            if not found:
                raise DataError(str(path), f"line {place}", "this is no IRI of a resolution")
            known[found["actor"], found["number"]] = _date(found["date"], line)
    return known


def _symbols(given: Mapping[str, str]) -> dict[tuple[str, str], str]:
    known = {}
    for symbol, date in given.items():
        found = iris.adopted(symbol)
        if found is None:
            raise DataError("catalog", symbol, "this is no symbol of a resolution")
        known[found[0].actor, iris.slug(found[1])] = _date(date, symbol)
    return known


def _date(date: str, named: str) -> str:
    try:
        return datetime.date.fromisoformat(date).isoformat()
    except (TypeError, ValueError):
        raise DataError("catalog", named, f"{date!r} is no date") from None


def _derived(date: str) -> bool:
    """Say whether a date stands for a year alone, or for none."""
    return date.endswith("-01-01")


def works(documents: Iterable[bytes]) -> list[str]:
    """Return the catalogue of converted documents: the Work IRIs of themselves and of what they cite, if dated, in order."""
    found: set[str] = set()
    for xml in documents:
        text = xml.decode("utf-8", "replace")
        unsure = set(re.findall(r'href="([^"]*)" status="(?:incomplete|unknown)"', text))
        named = filter(str.isprintable, re.findall(r'(?:<FRBRuri value|href)="([^"]*)"', text))
        found.update(one for one in named if one not in unsure and (work := WORK.fullmatch(one)) and not _derived(work["date"]))
    return sorted(found)
