"""Finds in running text the names of States, organs, bodies, offices and conferences, and the quantities.

An index a language holds all names (``akn/states``, ``akn/organs``, ``akn/names``) in all forms that they take in a sentence; one
pass over a text finds the longest at each place. It is made when the full level of detail is first asked for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from akn import packs, tables
from akn.entities import Register
from akn.grammar.firsts import lookahead
from akn.grammar.inline import Span
from akn.grammar.occasions import Occasions
from akn.packs import Language, Organ, Rule
from akn.patterns import compiled

ELEMENTS = {"Organization": "organization", "Role": "role", "Event": "event", "Location": "location"}
"""The element that marks a name, by the class of what it names."""
TYPED = str.maketrans("\u00a0\u202f'\u2011", "  \u2019-")
"""What stands in texts for a blank, an apostrophe and a hyphen of a name, and those."""
WORD = compiled(r"\w+")
FIGURE = compiled(r"\d")
"""What every quantity has."""


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The names of one language, as its file says them, and how names change within a sentence."""

    organizations: dict[str, tuple[str, ...]] = {}
    """Names of bodies by keys that are the same in every language; the first is the one that the references list."""
    roles: dict[str, tuple[str, ...]] = {}
    """Names of offices, likewise."""
    events: dict[str, tuple[str, ...]] = {}
    """Names of conferences, likewise."""
    endings: dict[str, tuple[str, ...]] = {}
    """What the end of a word becomes, case by case; the longest end that fits counts."""
    beginnings: dict[str, str] = {}
    """What the beginning of a name becomes after a particle that is written together with it."""
    before: str = ""
    """A pattern for particles that are written together with a name and are no part of it."""
    unclear: tuple[str, ...] = ()
    """Names of States that also mean something else, and are not looked for."""
    others: tuple[str, ...] = ()
    """Patterns for what holds a name and does not mean it: the "Gulf of Guinea"."""
    figure: str = "(?!)"
    """A pattern for a figure in digits, with what sets off thousands and decimals."""
    decimal: str = "[.]"
    """A pattern for what sets off decimals."""
    scales: dict[str, int] = {}
    """Words that multiply the figure before them, in lower case."""
    quantities: tuple[Rule, ...] = ()
    """Patterns over ``{figure}`` and ``{scale}`` for quantities; the kind is the key of the unit."""
    occasions: tuple[Rule, ...] = ()
    """Patterns over ``{numeral}``; the kind is ``session``, ``specialSession``, ``emergencySession`` or ``meeting``."""
    of: str = "(?!)"
    """A pattern for what stands between a session and the body that is named behind it."""
    reach: int = 80
    """In how many characters behind a body's name its session is."""


class Named(msgspec.Struct, frozen=True, gc=False):
    """What a name stands for."""

    key: str
    kind: str
    label: str
    iri: str = ""
    """Its key in the IRI where that is another."""


class Finder:
    """The names and quantities of one language, compiled."""

    def __init__(self, language: Language, names: Names) -> None:
        self._language, self._names = language, names
        self._known: dict[str, Named] = {}
        for name, what in _named(language, names):
            for form in forms(name, names):
                self._known.setdefault(form.translate(TYPED), what)
        self._index: dict[str, list[str]] = {}
        """The forms by their first two characters, the longest first."""
        for form in sorted(self._known, key=len, reverse=True):
            self._index.setdefault(form[:2], []).append(form)
        others = "|".join(names.others) or "(?!)"
        self._before, self._others = compiled(names.before), compiled(others)
        known = packs.alternatives(sorted({form[0] for form in self._known}))
        likely = lookahead("|".join(filter(None, (known, names.before, *names.others)))) or r"(?=\S)"
        self._begin = compiled(rf"(?<![\w-]){likely}" if language.spaced else likely)
        self.occasions = Occasions(language, names.occasions, names.of, names.reach)
        parts = {"figure": f"(?P<figure>{names.figure})", "scale": f"(?P<scale>(?i:{packs.alternatives(list(names.scales))}))"}
        self._quantities = tuple((rule.kind, compiled(packs.expand(rule.pattern, parts))) for rule in names.quantities)

    def spans(self, text: str, register: Register, taken: list[Span]) -> list[Span]:
        """Return the names and quantities of a text that stand outside what is marked already."""
        out: list[Span] = []
        for start, end, kind, value in self._quantified(text):
            if _free(start, end, taken):
                out.append(Span(start, end, "quantity", (("refersTo", register.add(kind)), ("normalized", value))))
        taken = [*taken, *out]
        for start, end, what in self._marked(text):
            if _free(start, end, taken):
                key = register.add(what.key, what.kind, what.label, name=what.iri)
                out.append(Span(start, end, ELEMENTS[what.kind], (("refersTo", key),)))
        return out

    def _marked(self, text: str) -> Iterator[tuple[int, int, Named]]:
        """Yield where names stand and what they stand for; what only holds a name is passed over."""
        typed, end = text.translate(TYPED), 0
        for begin in self._begin.finditer(typed):
            first = begin.start()
            if first < end:
                continue
            particle = self._before.match(typed, first)
            for start in range(first, particle.end() + 1 if particle else first + 1):
                other = self._others.match(typed, start)
                form = "" if other else self._longest(typed, start)
                if other:
                    end = other.end()
                elif form:
                    end = start + len(form)
                    yield start, end, self._known[form]
                if other or form:
                    break

    def _longest(self, typed: str, start: int) -> str:
        """Return the longest name that stands at a place and does not end within a word."""
        for form in self._index.get(typed[start : start + 2], ()):
            after = start + len(form)
            if typed.startswith(form, start) and not (self._language.spaced and typed[after : after + 1].isalnum()):
                return form
        return ""

    def _quantified(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """Yield where quantities stand, the keys of their units, and their values."""
        if not FIGURE.search(text):
            return
        for kind, pattern in self._quantities:
            for found in pattern.finditer(text):
                yield found.start(), found.end(), kind, self._value(found)

    def _value(self, found: re.Match[str]) -> str:
        """Return the value of a quantity in digits: "1.5 million" as 1500000."""
        groups = found.groupdict()
        whole, *part = re.split(self._names.decimal, groups["figure"])
        value = Decimal("".join(filter(str.isdecimal, whole)) + "".join(f".{figures}" for figures in part))
        return f"{(value * self._names.scales.get((groups.get('scale') or '').casefold(), 1)).normalize():f}"


def _free(start: int, end: int, taken: list[Span]) -> bool:
    return not any(start < one.end and one.start < end for one in taken)


def forms(name: str, names: Names) -> Iterator[str]:
    """Yield a name in the forms that it takes in a sentence: its first words change case by case, those behind them stay."""
    words = list(WORD.finditer(name))
    changed = [_changed(word[0], names.endings) for word in words]
    found = [name]
    for case in range(max(map(len, changed), default=0)):
        form, at = "", 0
        for word, cases in zip(words, changed, strict=True):
            form += name[at : word.start()] + (cases[case] if case < len(cases) else word[0])
            at = word.end()
            found.append(form + name[at:])
    for form in dict.fromkeys(found):
        yield form
        for sign, become in names.beginnings.items():
            if form.startswith(sign):
                yield become + form[len(sign) :]


def _changed(word: str, endings: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the cases of a word, none where it does not change."""
    for size in range(min(len(word) - 2, 5), -1, -1):
        end = word[len(word) - size :]
        if end in endings:
            return tuple(word[: len(word) - size] + case for case in endings[end])
    return ()


def _named(language: Language, names: Names) -> Iterator[tuple[str, Named]]:
    """Yield every name of a language with what it stands for; where two things have one name, the first counts."""
    for kind, listed in (("Organization", names.organizations), ("Role", names.roles), ("Event", names.events)):
        for key, called in listed.items():
            for name in called:
                yield name, Named(key, kind, called[0])
    for organ in packs.organs().values():
        for name in _full(language, organ):
            yield name, Named(organ.actor, "Organization", organ.names[language.tag].name)
    for code, called in packs.named_states(language.tag).items():
        for name in called:
            if name not in names.unclear:
                yield name, Named(f"place-{code}", "Location", called[0], code)
                if "\u2019" in name:  # as it is typed
                    yield name.replace("\u2019", "'"), Named(f"place-{code}", "Location", called[0], code)


def _full(language: Language, organ: Organ) -> Iterator[str]:
    """Yield the names of an organ that mean it anywhere: those of one word mean it in its own texts alone."""
    called = organ.names.get(language.tag)
    listed = {name: name in called.short for name in (called.name, *called.other, *called.cited)} if called else {}
    for name, short in listed.items():
        if not short and (" " in name or not language.spaced):
            yield name


@functools.cache
def finder(tag: str) -> Finder:
    """Return the names and quantities of a language; one that has no file has those of States and organs."""
    listed = packs.load(Names, "names", f"{tag}.toml") if tag in tables.names("names") else Names()
    return Finder(packs.language(tag), listed)
