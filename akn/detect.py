"""Tells language and organ from the text, where they are not given."""

from __future__ import annotations

import functools
import re

from akn import packs
from akn.grammar.classify import called_in, formulas_of

DEFAULT = "ga"
MIXED = 400
"""How many letters of another script make a text one of two languages: a masthead and some names are fewer."""


@functools.cache
def _letters(tag: str) -> re.Pattern[str]:
    return re.compile(f"[{packs.language(tag).script}]")


def language(text: str) -> tuple[str, str]:
    """Return the tag of the language in which most of the text is, and of another in which a good part is; empty if none."""
    sample = text if len(text) <= 20_000 else text[:10_000] + text[-10_000:]
    scores: dict[str, int] = {}
    for tag in packs.languages():
        letters = len(_letters(tag).findall(sample))
        if letters:
            names = sum(
                sample.count(name) for organ in packs.organs().values() for name in called_in(organ, packs.language(tag))
            )
            scores[tag] = letters + 50 * names
    ranked = sorted(scores, key=lambda tag: -scores[tag])
    if not ranked:
        return "", ""
    best = _letters(ranked[0])
    rest = best.sub("", sample)  # Languages that share a script are not told apart here.
    others = {tag: len(_letters(tag).findall(rest)) for tag in ranked[1:]}
    other = max(others, key=lambda tag: others[tag], default="")
    return ranked[0], other if others.get(other, 0) > max(MIXED, len(best.findall(sample)) // 4) else ""


def organ(text: str, tag: str) -> str:
    """Return the key of the organ: whose formula opens the text, else whose name stands on a line of its own; empty if none."""
    language = packs.language(tag)
    head = text[:20_000]
    for words, mark in ((formulas_of, f"[{re.escape(language.punctuation.comma)}]"), (called_in, "")):
        named = {name: found.key for found in packs.organs().values() for name in words(found, language)}
        if named:
            pattern = rf"^[ \t\u00a0\u3000]{{0,40}}({packs.alternatives(list(named))})[ ]?{mark}[ \t\u00a0]{{0,8}}\r?$"
            found = [named[one[1]] for one in re.finditer(pattern, head, re.MULTILINE)]
            if found:
                return found[0] if mark else found[-1]  # a masthead names the body above first
    return _within(head, language)


def _within(head: str, language: packs.Language) -> str:
    """Return the organ that is named most."""
    counts = {found.key: sum(head.count(name) for name in called_in(found, language)) for found in packs.organs().values()}
    most = max(counts, key=lambda key: counts[key])
    return most if counts[most] else ""
