"""The words of a language and the rules of an organ, as data that a jurist can correct.

A language or an organ is one TOML file. This module reads such a file, checks that it says what it must, and compiles its
patterns. It holds no word of any language and no name of any organ.
"""

import functools
import re
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from akn.errors import DataError
from akn.patterns import compiled
from akn.tables import digest, names, prepared, read

FRAGMENT = compiled(r"\{([a-z_]+)\}")
ALIKE = 4
"""How many letters words end alike in at least, to be told together: the cases of one name."""
LONG = 40
"""From how many words on a list is spelled when the package is built."""
GROUP = compiled(r"\(\?P<\w+>")
SERIAL = compiled("(?<=/)[0-9]+")
SAME = str.maketrans("\u2019\u2018\u00a0\u202f", "''  ")
"""Signs that are typed for one another in names: apostrophes, blanks."""

Pack = TypeVar("Pack", bound=msgspec.Struct)
Name = TypeVar("Name", int, str)


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern and what it stands for, with examples that must match and counterexamples that must not."""

    kind: str
    pattern: str
    examples: tuple[str, ...] = ()
    """In the TOML file, not in its compiled form."""
    counterexamples: tuple[str, ...] = ()
    value: str = ""
    """What the match means, where the kind alone does not say it: a template over the groups, or a key."""
    short: bool = False
    """Whether only a short line can be it, so that no other need be tried."""


class Punctuation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The signs that end or continue a paragraph."""

    comma: str
    """What a preambular paragraph ends in (UN editorial manual)."""
    final: str
    """What a sentence, an operative paragraph or a lead-in ends in."""
    closing: str
    """Brackets and quotation marks that may follow either."""
    other: str
    """Further signs that a note's mark may follow or precede."""
    unmarked: str
    """A pattern for what follows a figure that is no mark, as the word for a year."""
    separator: str
    """A pattern for what stands between names in a list of States."""
    colon: str = ":"
    """Which of the final signs lead up to what follows."""
    linking: tuple[str, ...] = ()
    """Signs with the word that links two items, which end a line as a full stop does: "; and"."""
    unfinished: str = "(?!)"
    """A pattern for what a full stop at a line's end shortens or counts, so that it ends no sentence."""
    joiner: str = "(?!)"
    """A pattern for the word that joins the last two."""
    linked: str = "(?!)"
    """A pattern for how a sentence begins that goes on in its paragraph, and no paragraph begins."""


class Numerals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers in words: their parts add up, and a multiplier multiplies what stands before it."""

    words: dict[str, int]
    multipliers: dict[str, int] = {}


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The names of one organ in one language."""

    name: str
    formula: tuple[str, ...] = ()
    """As the organ line has it, without its comma; the name where there is none."""
    short: tuple[str, ...] = ()
    """As a text of the organ's own calls it."""
    other: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    """Further names that count in citations alone."""


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language, as its file says it."""

    code: str
    tag: str
    label: str
    script: str
    """A character class of the script's letters."""
    family: str
    """What the scripts are called that share letters with this one; those of two families have none in common."""
    spaced: bool
    cased: bool
    """Whether the script has capitals."""
    punctuation: Punctuation
    numerals: Numerals
    months: dict[str, int]
    fragments: dict[str, str]
    lines: tuple[Rule, ...]
    phrases: dict[str, tuple[str, ...]]
    """The phrases that open a preambular paragraph, by their language-neutral keys."""
    inlines: tuple[Rule, ...] = ()
    signs: dict[str, str] = {}
    """Strings one of which all that the inlines find has, so that most lines need not be searched for it; with the characters one of
    which stands before it there, where that tells more."""
    openings: tuple[Rule, ...] = ()
    """How the language makes opening phrases that are not listed; the kind says of what."""
    direction: str = "ltr"
    masthead: str = ""
    """The language of what a masthead prints in another script, as its tag."""
    tongues: dict[str, tuple[str, ...]] = {}
    """What languages are called, by their codes, in small letters."""
    doctypes: dict[str, tuple[str, ...]] = {}
    """What the masthead calls the document, by the kinds of document."""
    outcomes: tuple[Rule, ...] = ()
    """How the close says what became of the draft; the kind is the outcome's key."""
    figures: tuple[Rule, ...] = ()
    """The figures of a vote; the kind is the choice, the group ``figure`` the number."""
    choices: dict[str, tuple[str, ...]] = {}
    """What the sides of a vote are called, by their keys."""
    treaties: dict[str, tuple[str, ...]] = {}
    """Titles of treaties and declarations, by the keys of their IRIs."""
    clues: tuple[str, ...] = ()
    """Small words that tell the language from others in the same script."""
    emphasis: tuple[Rule, ...] = ()
    """Opening phrases as far as an organ, which is the kind, sets them off, where others set off more or less."""
    silent: str = ""
    """Signs that a writer may set or leave out in a word, as vowel signs: opening phrases and marks of items are read without them."""
    alphabet: str = ""
    """The letters by which items are counted, besides the Latin ones."""
    lookalikes: dict[str, str] = {}
    """Letters typed for Latin ones in the marks of items, and those."""
    joins: dict[str, str] = {}
    """Patterns for what joins the parts of a citation: ``series``, ``article``, ``paragraph``, ``range`` and others."""
    letters: dict[str, str] = {}
    """The Latin letters of lettered resolutions by what the language calls them."""
    suspects: tuple[Rule, ...] = ()
    """Wording that is told as suspicious; the kind is the diagnostic's name."""
    date_first: bool = True
    """Whether the date of a cited resolution stands before its number."""
    labels: dict[str, str] = {}
    """What the references call a thing, by its key."""
    examples: dict[str, str] = {}
    """Lines that a diagnostic shows as what was expected."""


class Session(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In which year an organ holds its session: ``first + (n - 1) // each``."""

    first: int = 0
    each: int = 1
    span: int = 0
    """How many years later it may still sit."""


class Organ(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One organ, as its file says it."""

    key: str
    actor: str
    """Its name in IRIs (Guidelines part 1, section 6; practice of the United Nations)."""
    label: str
    names: dict[str, Names]
    number: str = ""
    """A pattern for the numbers of its resolutions."""
    symbol: str = ""
    """The symbol of a resolution, over ``{number}``, or over its ``{session}`` and ``{serial}``."""
    decision: str = ""
    """The symbol of a decision, likewise."""
    statement: str = ""
    """The symbol of a statement by its President, likewise."""
    stated: str = ""
    """What the number of such a statement begins with."""
    decisions: int = 0
    """The number within a session or a year from which it counts its decisions, 0 where the number does not tell."""
    symbols: tuple[str, ...] = ()
    """What the symbols of its documents begin with."""
    session: Session = Session()
    prescriptive: bool = False
    fallback: bool = False
    """Whether a text that names no organ is read as this one's."""

    def symbol_of(self, number: str, kind: str = "resolution") -> str:
        """Return the symbol of what has this number, empty where the organ gives none."""
        template = {"decision": self.decision, "presidentialStatement": self.statement}.get(kind) or self.symbol
        number = number.removeprefix(self.stated).lstrip(" /")
        session, _, serial = number.partition("/")
        return template.format(number=number, session=session, serial=serial or session)

    def kind_of(self, number: str) -> str:
        """Return what a number says of its kind by itself, empty where it does not: decisions have the high numbers."""
        if self.stated and number.startswith(self.stated):
            return "presidentialStatement"
        serial = SERIAL.search(number) if self.decisions else None
        return "decision" if serial and int(serial[0]) >= self.decisions else ""


def expand(pattern: str, fragments: dict[str, str]) -> str:
    """Return the pattern with every ``{name}`` replaced by the fragment of that name, as deep as they nest."""
    for _ in range(8):
        done = FRAGMENT.sub(lambda found: f"(?:{fragments[found[1]]})" if found[1] in fragments else found[0], pattern)
        if done == pattern:
            return done
        pattern = done
    raise DataError("fragments", pattern[:60], "they go round in a circle")


class Patterns(dict[Name, re.Pattern[str]]):
    """Patterns by their places or names, expanded and compiled when they are first used: few of a language's are used on one document.

    One that a language does not have matches nothing.
    """

    def __init__(self, sources: dict[Name, str], fragments: dict[str, str]) -> None:
        super().__init__()
        self._sources: dict[Name, str] = sources
        self._fragments = fragments

    def __missing__(self, name: Name) -> re.Pattern[str]:
        found = self[name] = compiled(expand(self._sources.get(name, "(?!)"), self._fragments))
        return found


def anonymous(pattern: str) -> str:
    """Return the pattern without the names of its groups, so that it can stand beside others."""
    return GROUP.sub("(?:", pattern)


def branch(name: str, pattern: str) -> str:
    """Return a pattern so that it can stand beside others: a group of its own tells that it matched, and where it ends.

    The group is empty and stands at the end: so the engine sees at a branch's first character that it cannot match.
    """
    return f"(?:{anonymous(pattern)})(?P<{name}>)"


def branches(named: dict[str, str]) -> str:
    """Return one pattern for many, of which the last group tells which one matched."""
    return "|".join(branch(name, pattern) for name, pattern in named.items())


def inverted(named: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the key of every word."""
    return {word: key for key, words in named.items() for word in words}


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first; one that matches nothing where there is none.

    That of a long list in the data files is made when the package is built.
    """
    listed = sorted(set(words))
    known = prepared(_key(listed)) if len(listed) > LONG else None
    return spelled(listed) if known is None else known


def lengthy(lists: Iterable[Iterable[str]]) -> dict[str, str]:
    """Return what :func:`akn.tables.prepared` keeps of lists of words."""
    every = [sorted(set(words)) for words in lists]
    return {_key(listed): spelled(listed) for listed in every if len(listed) > LONG}


def _key(listed: list[str]) -> str:
    return digest("\n".join(listed).encode())


def spelled(words: list[str]) -> str:
    """Return the pattern of a list of words, made anew."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}
    return _branches(tree) or "(?!)"


def _branches(node: dict[str, Any]) -> str:
    """Return a tree of letters as a pattern: words that begin alike are told apart where they differ, and end alike after that."""
    out: dict[str, list[str]] = {}
    for sign, after in node.items():
        lead, below = sign, after
        while len(below) == 1 and "" not in below:
            more, below = next(iter(below.items()))
            lead += more
        if sign:
            rest = _branches(below)
            inner = "" if not rest else f"(?:{rest})" if "" not in below else f"(?:{rest})?"
            out.setdefault(re.escape(lead[max(1, len(lead) - ALIKE) :]) + inner, []).append(lead)
    return "|".join(_ending(leads, end) for end, leads in out.items())


def _ending(leads: list[str], end: str) -> str:
    """Return a pattern for what ends alike."""
    if len(leads) == 1:
        return re.escape(leads[0][: max(1, len(leads[0]) - ALIKE)]) + end
    shared = leads[0][1:]
    for lead in leads[1:]:
        while not lead.endswith(shared, 1):
            shared = shared[1:]
    differ = "|".join(re.escape(lead.removesuffix(shared)) for lead in leads)
    return f"(?:{differ}){re.escape(shared[: max(0, len(shared) - ALIKE)])}{end}"


def load(shape: type[Pack], *place: str, head: bool = False) -> Pack:
    """Read and check one data file, or its head alone; a mistake in it is a :class:`DataError` that names the place.

    That annotations are no strings in this module spares msgspec to compile every one when it meets a shape first.
    """
    try:
        return read(shape, *place, head=head)
    except msgspec.ValidationError as error:
        reason, _, key = str(error).partition(" - at ")
        raise DataError("/".join(place), key.strip("`"), reason) from error
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError are two
        raise DataError("/".join(place), "", str(error)) from error


@functools.cache
def languages() -> tuple[str, ...]:
    """Return the tags of the languages that have a file."""
    return tuple(names("languages"))


@functools.cache
def organs() -> dict[str, Organ]:
    """Return every organ by its key."""
    found = (load(Organ, "organs", f"{name}.toml") for name in names("organs"))
    return {organ.key: organ for organ in sorted(found, key=lambda organ: organ.key)}


def fallback() -> Organ:
    """Return the organ whose a text is taken to be that names none."""
    return next(organ for organ in organs().values() if organ.fallback)


class Letters(msgspec.Struct, frozen=True):
    """What of a language tells its script."""

    script: str
    family: str
    spaced: bool


@functools.cache
def letters(tag: str) -> Letters:
    """Return the script of a language, without the rest of its file."""
    return load(Letters, "languages", f"{tag}.toml", head=True)


@functools.cache
def language(tag: str) -> Language:
    """Return the language with this BCP 47 tag or ISO 639-2 code."""
    if tag not in languages():
        for other in languages():
            if language(other).code == tag:
                return language(other)
        raise DataError(tag, "language", "there is no such file")
    return load(Language, "languages", f"{tag}.toml")


def named_states(tag: str) -> dict[str, tuple[str, ...]]:
    """Return the names that a language has for States by their codes, the one in use today first."""
    return read(dict[str, tuple[str, ...]], "states", f"{tag}.toml") if tag in names("states") else {}


@functools.cache
def states(tag: str) -> dict[str, str]:
    """Return the codes of States by the names that a language has for them."""
    return {folded(name): code for code, names in named_states(tag).items() for name in names}


def folded(name: str) -> str:
    """Return a name as it is looked up: small letters, one apostrophe, ordinary blanks."""
    small = name.casefold()
    return small if small.isascii() else small.translate(SAME)
