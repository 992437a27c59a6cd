"""The words that the grammar looks for, as the data files say them: what all languages share, acts and deadlines, names."""

from __future__ import annotations

import functools

import msgspec

from akn import packs, tables
from akn.packs import Rule


class Shared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the lines of all languages have in common."""

    fragments: dict[str, str]
    lines: tuple[Rule, ...]
    page: tuple[Rule, ...] = ()
    inlines: tuple[Rule, ...] = ()


@functools.cache
def shared() -> Shared:
    """Return the patterns that all languages share."""
    return packs.load(Shared, "grammar", "shared.toml")


class Operatives(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one language, as its file says them."""

    acts: dict[str, tuple[str, ...]]
    """What operative paragraphs open with, by keys that are the same in every language."""
    adverbs: str = "(?!)"
    """A pattern for words that may stand before the act, or between its words."""
    between: str = "(?!)"
    """A pattern for further words that may stand between the words of an act: "expresses its *deep* concern"."""
    addressees: tuple[Rule, ...] = ()
    """Whom paragraphs address; the kind is the key, the value its top-level class, empty for what holds a name and does not mean it."""
    attached: str = ""
    """The letter that joins the name of an addressee to the one before, and is written together with it."""
    signs: tuple[str, ...] = ()
    """Strings one of which stands in every session and year by which an answer is wanted: most lines need not be searched for them."""
    deadlines: tuple[Rule, ...] = ()
    """Patterns by kind: ``report`` for what tells that one is wanted, ``session``, ``year``, ``before`` and ``after`` a date."""


@functools.cache
def operatives(tag: str) -> Operatives:
    """Return the words of the operative paragraphs of a language; one that has no file has none."""
    return packs.load(Operatives, "operatives", f"{tag}.toml") if tag in tables.names("operatives") else Operatives({})


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
    """A pattern for particles that are written together with a name and are no part of it; the shortest counts."""
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
    units: tuple[str, ...] = ()
    """Strings one of which every quantity has, so that most texts need not be searched for one."""
    quantities: tuple[Rule, ...] = ()
    """Patterns over ``{figure}`` and ``{scale}`` for quantities; the kind is the key of the unit."""
    sittings: tuple[str, ...] = ()
    """Strings one of which every occasion has, likewise."""
    occasions: tuple[Rule, ...] = ()
    """Patterns over ``{numeral}``; the kind is ``session``, ``specialSession``, ``emergencySession`` or ``meeting``."""
    of: str = "(?!)"
    """A pattern for what stands between a session and the body that is named behind it."""
    reach: int = 80
    """In how many characters behind a body's name its session is."""


def names(tag: str) -> Names:
    """Return the names of a language; one that has no file has none."""
    return packs.load(Names, "names", f"{tag}.toml") if tag in tables.names("names") else Names()
