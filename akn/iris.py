"""The names of documents and things: IRIs by the Akoma Ntoso naming convention and the practice of the United Nations."""

from __future__ import annotations

import functools
import re

import msgspec

from akn import packs
from akn.packs import Organ
from akn.tables import read

UNKNOWN = "1900-01-01"
"""The date of a Work whose date nothing tells (Guidelines part 1, section 5.1.10)."""


class Target(msgspec.Struct, frozen=True, gc=False):
    """Where a citation leads: the IRI, how sure it is, and the symbol for the address at undocs.org where it is not."""

    iri: str
    status: str = ""
    """``incomplete`` for a date that was derived, ``unknown`` for none (Guidelines part 1, annex II)."""
    symbol: str = ""


def slug(number: str) -> str:
    """Return a number as it stands in an IRI (Guidelines part 1, section 5.1.4): ``2587 (2021)`` as ``2587-2021``."""
    roman = re.fullmatch(r"([0-9]+)\s*([A-Z]*)\s*[(]([A-Z-]+)[)]", number.strip())
    if roman:  # 2200 A (XXI): roman sessions keep their brackets
        return "_".join(filter(None, (roman[1], roman[2], f"({roman[3]})")))
    return re.sub(r"[\s/()\uff08\uff09_]+", "-", number.strip()).strip("-")


def printed(number: str) -> str:
    """Return a number or a symbol in the one form that all languages share: ``2587(2021)`` as ``2587 (2021)``."""
    return re.sub(r"(?<=[0-9])[\s]*[(\uff08]([0-9]{4})[)\uff09]", r" (\1)", number)


def work(actor: str, date: str, number: str) -> str:
    """Return the Work IRI of a resolution, decision or statement (naming convention); ``number`` as :func:`slug` makes it."""
    return f"/akn/un/statement/deliberation/{actor}/{date}/{number}"


def publication(symbol: str, date: str = "") -> Target:
    """Return where a document's symbol leads: the body and, by the session, the year are the symbol's."""
    organ = of_symbol(symbol)
    number = re.sub(r"[\s/()\u2013]+", "-", symbol).strip("-")
    actor = organ.actor if organ else "un"
    status = ""
    if not date:
        year = year_of_symbol(symbol)
        date, status = (f"{year}-01-01", "incomplete") if year else (UNKNOWN, "unknown")
    return Target(f"/akn/un/documentCollection/publication/{actor}/{date}/{number}", status, symbol if status else "")


@functools.cache
def _prefixes() -> tuple[tuple[str, Organ], ...]:
    found = ((prefix, organ) for organ in packs.organs().values() for prefix in organ.symbols)
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def _named(symbol: str) -> tuple[str, Organ | None]:
    return next(((prefix, organ) for prefix, organ in _prefixes() if symbol.startswith(prefix)), ("", None))


def of_symbol(symbol: str) -> Organ | None:
    """Return the organ whose document a symbol names."""
    return _named(symbol)[1]


def year_of_symbol(symbol: str) -> int:
    """Return the year that a symbol gives by itself or by its session, 0 where it gives none."""
    prefix, organ = _named(symbol)
    first = re.match(r"(?:RES/|DEC/)?([0-9]{1,4})(?=/)", symbol[len(prefix) :])
    if organ is None or first is None:
        return 0
    value = int(first[1])
    if 1946 <= value <= 2100:
        return value
    return year_of_session(organ, value) if not organ.session.span else 0


def year_of_session(organ: Organ, number: int) -> int:
    """Return the year in which a regular session opens, 0 where no rule gives it."""
    return organ.session.first + (number - 1) // organ.session.each if organ.session.first and number > 0 else 0


@functools.cache
def treaties() -> dict[str, str]:
    """Return the IRIs of treaties and declarations by their keys."""
    return read(dict[str, str], "treaties.toml")
