"""Tells language and organ from the text, where they are not given."""

from __future__ import annotations

import functools
import re
from typing import Final

from akn import packs
from akn.grammar.classify import called_in, formulas_of
from akn.patterns import compiled

PEEK: Final = 24
"""So many characters from the middle of a text tell what most of it is likely written in."""
SAMPLE: Final = 240
"""How many characters from all over a text tell by their letters what it is written in, at most."""
MIXED: Final = 400
"""How many letters of another script make a text one of two languages: a masthead and some names are fewer."""


Family = tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str], int], ...]]
"""Scripts that share letters: all of them, and which languages have them, which of them, and how much a letter of theirs counts."""


@functools.cache
def _families() -> tuple[Family, ...]:
    """Return the letters of every family of scripts, and of every language."""
    families: dict[str, list[str]] = {}
    for tag in packs.languages():
        families.setdefault(packs.letters(tag).family, []).append(tag)
    return tuple(map(_family, families.values()))


def _family(tags: list[str]) -> Family:
    found = [packs.letters(tag) for tag in tags]
    weights = [1 if one.spaced else 3 for one in found]  # without blanks a sign is a word
    every = _run(found)
    own = [_run([one]) for one in found] if len(found) > 1 else [every]
    return every, tuple(zip(tags, own, weights, strict=True))


def _run(found: list[packs.Letters]) -> re.Pattern[str]:
    """Return a pattern for letters that stand together."""
    script = "".join([letters.script for letters in found])
    # The engine looks for a first letter fast where it stands by itself; of a wide script, every sign is one.
    return compiled(f"[{script}][{script}]*" if found[0].spaced else f"[{script}]+")


@functools.cache
def _words(tag: str) -> re.Pattern[str]:
    """Return the words by which a language is told from others in the same script."""
    found = packs.language(tag)
    names = [name for organ in packs.organs().values() for name in called_in(organ, found)]
    return compiled(packs.alternatives([*names, *found.clues]))


def language(text: str) -> tuple[str, str]:
    """Return the tag of the language in which most of the text is, and of another in which a good part is; empty if none.

    The letters decide first; among the languages that have them, the words that only one of them has.
    """
    middle = len(text) // 2
    sample = text[:: 1 + len(text) // SAMPLE]
    letters = dict.fromkeys(packs.languages(), 0)
    peek, rest, most = text[middle : middle + PEEK], sample, 0
    for every, languages in sorted(_families(), key=lambda family: family[0].search(peek) is None):  # the likeliest first
        if 8 * languages[0][2] * len(rest) <= most:
            continue  # no other script, even if all that is left were letters of it
        left = every.sub("", rest)
        for tag, own, weight in languages if len(left) < len(rest) else ():
            letters[tag] = weight * (len(rest) - len(left if own is every else own.sub("", rest)))
            most = max(most, letters[tag])
        rest = left
    if not most:
        return "", ""
    near = [tag for tag in letters if letters[tag] * 10 > most * 8]
    second = max((letters[tag] for tag in letters if tag not in near), default=0)
    mixed = second * 8 > most and second * len(text) > MIXED * len(sample)
    words = _parts(text) if mixed or len(near) > 1 else ""
    scores = {tag: letters[tag] + (40 * len(_words(tag).findall(words)) if len(near) > 1 else 0) for tag in near}
    best = max(scores, key=lambda tag: scores[tag])
    if not mixed:
        return best, ""
    return best, max((tag for tag in letters if letters[tag] == second), key=lambda tag: len(_words(tag).findall(words)))


def _parts(text: str) -> str:
    """Return so much of a text as tells its words: parts of it from everywhere, of a long one its beginning and its middle."""
    if len(text) > 6_000:
        middle = len(text) // 2
        return text[:4_000] + text[middle : middle + 2_000]
    return text if len(text) <= 720 else "".join([text[at : at + 60] for at in range(0, len(text), len(text) // 12)])


def organ(lines: list[str], tag: str) -> str:
    """Return the key of the organ: whose formula opens the text, else whose name stands on a line of its own; empty if none."""
    formulas, names, longest = _lines(tag)
    here = {line for line in lines if len(line) <= longest}
    opened = [formulas[line] for line in sorted(formulas.keys() & here, key=lines.index)]
    named = {names[line] for line in names.keys() & here}
    if opened and (opened[0] in named or not named):
        return opened[0]  # a draft within, recommended to another body, has its own formula further down
    if named:
        return next(names[line] for line in reversed(lines) if line in names)  # a masthead names the body above first
    return _within("\n".join(lines), packs.language(tag))


@functools.cache
def _lines(tag: str) -> tuple[dict[str, str], dict[str, str], int]:
    """Return the organs by the lines that their formulas make in a language, and by their names; and how long the longest line is."""
    language = packs.language(tag)
    names = {name: organ.key for organ in packs.organs().values() for name in called_in(organ, language)}
    formulas = {name: organ.key for organ in packs.organs().values() for name in formulas_of(organ, language)}
    ends = [blank + sign for sign in language.punctuation.comma for blank in ("", " ")]
    lines = {
        name + end: key
        for name, key in formulas.items()
        for end in (ends if name in names else ("", *ends))  # "The Council" needs a comma, "Council" does not
    }
    return lines, names, max(map(len, (*lines, *names)), default=0)


def _within(head: str, language: packs.Language) -> str:
    """Return the organ that is named most."""
    counts = {found.key: sum(head.count(name) for name in called_in(found, language)) for found in packs.organs().values()}
    most = max(counts, key=lambda key: counts[key])
    return most if counts[most] else ""
