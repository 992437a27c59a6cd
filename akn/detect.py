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
    comma = f"[{re.escape(language.punctuation.comma)}]"
    alone = {name: organ.key for organ in packs.organs().values() for name in called_in(organ, language)}
    formulas = {name: organ.key for organ in packs.organs().values() for name in formulas_of(organ, language)}
    ending = {name: comma if name in alone else f"{comma}?" for name in formulas}  # "The Council" needs none, "Council" does
    opening = "|".join(f"{re.escape(name)}[ ]?{ending[name]}" for name in sorted(formulas, key=lambda name: -len(name)))
    for named, pattern, first in ((formulas, opening, True), (alone, packs.alternatives(list(alone)), False)):
        if named:
            lines = re.finditer(rf"^[ \t\u00a0\u3000]{{0,40}}({pattern})[ \t\u00a0]{{0,8}}\r?$", head, re.MULTILINE)
            found = [named[one[1].rstrip(f" {language.punctuation.comma}")] for one in lines]
            if found:
                return found[0 if first else -1]  # a masthead names the body above first
    return _within(head, language)


def _within(head: str, language: packs.Language) -> str:
    """Return the organ that is named most."""
    counts = {found.key: sum(head.count(name) for name in called_in(found, language)) for found in packs.organs().values()}
    most = max(counts, key=lambda key: counts[key])
    return most if counts[most] else ""
