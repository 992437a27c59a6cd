"""The names of documents and things: IRIs by the Akoma Ntoso naming convention and the practice of the United Nations."""

from __future__ import annotations

import functools
import re
from typing import Final

from akn import packs
from akn.packs import Organ
from akn.patterns import compiled
from akn.tables import read

UNKNOWN: Final = "1900-01-01"
"""The date of a Work whose date nothing tells (Guidelines part 1, section 5.1.10)."""
ROMAN: Final = compiled(r"([0-9]+)\s*([A-Z]*)\s*[(]([A-Z-]+)[)]")
"""A number with its session in Roman numerals: 2200 A (XXI)."""
PARTING: Final = compiled(r"[\s/()\uff08\uff09\u2013_]+")
"""What parts a number, where an IRI has a dash."""
BRACKETED: Final = compiled(r"(?<=[0-9])[\s]*[(\uff08]([0-9]{4})[)\uff09]")
"""The year behind a number, as it is typed."""
PLACE: Final = compiled(r"\\\{(\w+)\\\}")
"""What an organ's template leaves open, once it is escaped."""
YEAR: Final = compiled(r"([0-9]{4})/|.*[(\uff08]([0-9]{4})[)\uff09]")
SESSION: Final = compiled(r"[0-9]{1,3}(?=/)")
"""The year, the session that a number gives."""
DATED: Final = compiled(r"/((?:19|20)[0-9]{2})(?=/)")
FIRST: Final = compiled(r"(?:RES/|DEC/)?([0-9]{1,4})(?=/)")
"""The year, the session that a symbol gives."""
OUTSIDE: Final = compiled(r'[\s\x7f-\x9f"#%<>?\\^`{|}]')
"""What no path of an address holds as it is (RFC 3987, section 2.2)."""


class Target:
    """Where a citation leads: the IRI, how sure it is, and the symbol for the address at undocs.org where it is not."""

    __slots__ = ("iri", "status", "symbol")

    def __init__(self, iri: str, status: str = "", symbol: str = "") -> None:
        self.iri, self.symbol = iri, symbol
        self.status = status
        """``incomplete`` for a date that was derived, ``unknown`` for none (Guidelines part 1, annex II)."""


class Address:
    """A place in a cited document: the document, its component, and the part of it by the identifier that we would give it."""

    __slots__ = ("component", "fragment", "target")

    def __init__(self, target: Target, component: str = "", fragment: str = "") -> None:
        self.target, self.component, self.fragment = target, component, fragment

    def iri(self) -> str:
        """Return it as one IRI (naming convention, section 4.7): of the work, of a part, of an annex, or of this document."""
        if not self.target.iri:
            return f"#{self.fragment}"
        if not self.component and not self.fragment:
            return self.target.iri
        place = f"#{self.fragment}" if self.fragment else ""
        return f"{self.target.iri}/!{self.component or 'main'}{place}"

    def into(self, kind: str, number: str) -> Address:
        """Return the part of this kind and number in it: ``para`` 5 in ``sec_II``, ``annex`` 2 of the whole."""
        if kind == "annex":
            return Address(self.target, f"annex_{number or 1}")
        number, _, point = number.partition("-")
        lead = f"{self.fragment}__" if self.fragment else f"att_{self.component[6:]}__" if self.component else ""
        below = "" if not point else f"__para_{point}" if point.isdecimal() else f"__list_1__point_{point}"
        return Address(self.target, self.component, f"{lead}{kind}_{number}{below}")

    def document(self) -> Address:
        """Return the whole document."""
        return Address(self.target)


def slug(number: str) -> str:
    """Return a number as it stands in an IRI (Guidelines part 1, section 5.1.4): ``2587 (2021)`` as ``2587-2021``."""
    session, _, serial = number.partition("/")
    if session.isdecimal() and serial.isdecimal():
        return f"{session}-{serial}"
    roman = ROMAN.fullmatch(number.strip()) if "(" in number else None
    if roman:  # Roman sessions keep their brackets
        return "_".join(filter(None, (roman[1], roman[2], f"({roman[3]})")))
    return _dashed(number)


def _dashed(text: str) -> str:
    return PARTING.sub("-", text).strip("-")


def printed(number: str) -> str:
    """Return a number or a symbol in the one form that all languages share: ``2587(2021)`` as ``2587 (2021)``."""
    return number if number.isascii() and "(" not in number else BRACKETED.sub(r" (\1)", number)


def work(actor: str, date: str, number: str) -> str:
    """Return the Work IRI of a resolution, decision or statement (naming convention); ``number`` as :func:`slug` makes it."""
    return f"/akn/un/statement/deliberation/{actor}/{date}/{number}"


def publication(symbol: str, date: str = "") -> Target:
    """Return where a document's symbol leads: the body and, by the session, the year are the symbol's."""
    prefix, organ = _named(symbol)
    number = _dashed(symbol)
    actor = organ.actor if organ else "un"
    status = ""
    if not date:
        year = _year_of(symbol, prefix, organ)
        date, status = (f"{year}-01-01", "incomplete") if year else (UNKNOWN, "unknown")
    return Target(f"/akn/un/documentCollection/publication/{actor}/{date}/{number}", status, symbol if status else "")


def treaty(key: str) -> Address:
    """Return where a treaty or a declaration is by its key, or the annex of the resolution that has it."""
    iri, _, component = treaties()[key].partition("/!")
    return Address(Target(iri), component)


def registered(key: str) -> Target:
    """Return the treaty with this volume and number in the Treaty Series, ``999-14668``; the entry there if it is not listed."""
    iri = treaties().get(_registered().get(key, ""), "")
    return Target(iri) if iri else Target(f"/akn/un/officialGazette/publication/un/{UNKNOWN}/UNTS-{key}", "unknown")


def undocs(symbol: str) -> str:
    """Return the address at which a document is found by its symbol."""
    path = symbol.replace(" ", "")
    if not path.replace("/", "").isalnum():
        path = OUTSIDE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), path)
    return f"https://undocs.org/{path}"


def adopted(symbol: str) -> tuple[Organ, str] | None:
    """Return whose resolution, decision or statement has this symbol, and its number; None for any other document."""
    beginnings, symbols = _symbols()
    if not symbol.startswith(beginnings):
        return None
    for begins, pattern, organ in symbols:
        found = symbol.startswith(begins) and pattern.fullmatch(symbol)
        if found:
            return organ, found["number"] if "number" in found.groupdict() else f"{found['session']}/{found['serial']}"
    return None


@functools.cache
def _symbols() -> tuple[tuple[str, ...], list[tuple[str, re.Pattern[str], Organ]]]:
    """Return what the symbols begin with that organs give to what they adopt, and with it their patterns."""
    out = []
    for organ in packs.organs().values():
        for template in filter(None, (organ.symbol, organ.decision, organ.statement)):
            number = organ.number if template != organ.statement else r"(?:O?S[-/])?[0-9]{1,4}/[0-9]+"
            parts = {"number": f"(?P<number>{number})", "session": "(?P<session>[0-9]+)", "serial": "(?P<serial>[0-9]+)"}
            pattern = PLACE.sub(lambda one, parts=parts: parts[one[1]], re.escape(template))  # type: ignore[misc]
            out.append((template.partition("{")[0], compiled(pattern), organ))
    return tuple(begins for begins, _, _ in out), out


def year_of_number(organ: Organ, number: str) -> int:
    """Return the year that the number of a resolution gives, by itself or by its session; 0 where it gives none."""
    given = YEAR.match(number)
    if given:
        return int(given[1] or given[2])
    return 0 if organ.session.span else first_year(organ, number)


def first_year(organ: Organ, number: str) -> int:
    """Return the year in which the session began that the number of a resolution gives, 0 where it gives none."""
    session = SESSION.match(number)
    return year_of_session(organ, int(session[0])) if session else 0


@functools.cache
def _prefixes() -> tuple[tuple[str, Organ], ...]:
    found = ((prefix, organ) for organ in packs.organs().values() for prefix in organ.symbols)
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def _named(symbol: str) -> tuple[str, Organ | None]:
    """Return the organ whose document a symbol names, with what tells it."""
    for prefix, organ in _prefixes():
        if symbol.startswith(prefix):
            return prefix, organ
    return "", None


def _year_of(symbol: str, prefix: str, organ: Organ | None) -> int:
    """Return the year that a symbol gives by itself or by its session, 0 where it gives none."""
    printed = DATED.search(symbol)
    if printed:
        return int(printed[1])
    first = FIRST.match(symbol, len(prefix))
    if organ is None or first is None:
        return 0
    return year_of_session(organ, int(first[1])) if not organ.session.span else 0


def year_of_session(organ: Organ, number: int) -> int:
    """Return the year in which a regular session opens, 0 where no rule gives it."""
    return organ.session.first + (number - 1) // organ.session.each if organ.session.first and number > 0 else 0


@functools.cache
def treaties() -> dict[str, str]:
    """Return the IRIs of treaties and declarations by their keys."""
    return {key: iri for key, iri in _listed().items() if isinstance(iri, str)}


@functools.cache
def _registered() -> dict[str, str]:
    found = _listed()["registered"]
    return found if isinstance(found, dict) else {}


def _listed() -> dict[str, str | dict[str, str]]:
    return read(dict[str, str | dict[str, str]], "treaties.toml")
