"""Finds in running text the names of States, organs, bodies, offices and conferences, and the quantities.

An index a language holds all names (``akn/states``, ``akn/organs``, ``akn/names``) in all forms that they take in a sentence; one
pass over a text finds the longest at each place. It is made when the full level of detail is first asked for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import msgspec

from akn import packs
from akn.entities import Register
from akn.grammar.firsts import first, inline
from akn.grammar.occasions import Occasions
from akn.grammar.tokens import Span
from akn.grammar.words import Names, names
from akn.packs import Language, Organ
from akn.patterns import compiled

ELEMENTS: Final = {"Organization": "organization", "Role": "role", "Event": "event", "Location": "location"}
"""The element that marks a name, by the class of what it names."""
TYPED: Final = str.maketrans("\u00a0\u202f'\u2011", "  \u2019-")
"""What stands in texts for a blank, an apostrophe and a hyphen of a name, and those."""
UNTYPED: Final = compiled("[\u00a0\u202f'\u2011]")
WORD: Final = compiled(r"\w+")
HEAD: Final = 5
"""By how many of its first characters a name is looked for."""


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
        sizes: dict[str, set[int]] = {}
        for form in self._known:
            sizes.setdefault(form[:HEAD], set()).add(len(form))
        shorter = {head: {size for size in range(HEAD) if head[:size] in self._known} for head in sizes}
        self._sizes = {head: sorted(sizes[head] | shorter[head], reverse=True) for head in sizes}
        """How long the names are that begin so, the longest first."""
        others = "|".join(names.others) or "(?!)"
        begin = f"{names.before}(?P<name>)(?:(?={first(others)})(?:{others})(?P<other>)|{packs.alternatives(sizes)})(?P<end>)"
        self._begin = compiled(inline(begin, r"(?<![\w-].)" if language.spaced else ""))
        self.occasions = Occasions(language, names.occasions, names.sittings, names.of, names.reach)
        parts = {"figure": f"(?P<figure>{names.figure})", "scale": f"(?P<scale>(?i:{packs.alternatives(list(names.scales))}))"}
        self._quantities = tuple((rule.kind, compiled(packs.expand(rule.pattern, parts))) for rule in names.quantities)

    def spans(self, text: str, register: Register, taken: list[Span]) -> list[Span]:
        """Return the names and quantities of a text that stand outside what is marked already."""
        named, counted = self._marked(text), self._quantified(text)
        if not named and not counted:
            return []
        free = bytearray(b"\1") * len(text)
        for one in taken:
            free[one.start : one.end] = bytes(one.end - one.start)
        out: list[Span] = []
        for start, end, kind, value in counted:
            if all(free[start:end]):
                out.append(Span(start, end, "quantity", (("refersTo", register.add(kind)), ("normalized", value))))
        for span in out:
            free[span.start : span.end] = bytes(span.end - span.start)
        for start, end, what in named:
            if all(free[start:end]):
                key = register.add(what.key, what.kind, what.label, name=what.iri)
                out.append(Span(start, end, ELEMENTS[what.kind], (("refersTo", key),)))
        return out

    def _marked(self, text: str) -> list[tuple[int, int, Named]]:
        """Return where names stand and what they stand for; what only holds a name is passed over."""
        typed = text.translate(TYPED) if UNTYPED.search(text) else text
        out, end = [], 0
        for begin in self._begin.finditer(typed):
            start, stop = begin.start("name"), begin.start("end")
            if start < end:
                continue
            if begin["other"] is not None:
                end = stop
            elif form := self._longest(typed, start, typed[start:stop]):
                end = start + len(form)
                out.append((start, end, self._known[form]))
        return out

    def _longest(self, typed: str, start: int, head: str) -> str:
        """Return the longest name that stands at a place and does not end within a word, empty where none does."""
        for size in self._sizes[head]:
            form = typed[start : start + size]
            if form in self._known and not (self._language.spaced and typed[start + size : start + size + 1].isalnum()):
                return form
        return ""

    def _quantified(self, text: str) -> list[tuple[int, int, str, str]]:
        """Return where quantities stand, the keys of their units, and their values."""
        if not any(map(text.__contains__, self._names.units)):
            return []
        return [(*found.span(), kind, self._value(found)) for kind, pattern in self._quantities for found in pattern.finditer(text)]

    def _value(self, found: re.Match[str]) -> str:
        """Return the value of a quantity in digits: "1.5 million" as 1500000."""
        groups = found.groupdict()
        whole, *part = re.split(self._names.decimal, groups["figure"])
        value = Decimal("".join(filter(str.isdecimal, whole)) + "".join(f".{figures}" for figures in part))
        return f"{(value * self._names.scales.get((groups.get('scale') or '').casefold(), 1)).normalize():f}"


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
    return Finder(packs.language(tag), names(tag))
