"""Tells language and organ from the text, where they are not given."""

from __future__ import annotations

import functools
import re

from akn import packs
from akn.grammar.classify import called_in

DEFAULT = "ga"


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
    return (ranked[0], "") if ranked else ("", "")


def organ(text: str, tag: str) -> str:
    """Return the key of the organ whose line opens the text, the longest name first; empty if none does."""
    language = packs.language(tag)
    named = {name: found.key for found in packs.organs().values() for name in called_in(found, language)}
    if not named:
        return ""
    pattern = re.compile(rf"^[ \t\u00a0\u3000]{{0,40}}({packs.alternatives(list(named))})", re.MULTILINE)
    counts: dict[str, int] = {}
    for found in pattern.finditer(text[:20_000]):
        after = text[found.end() : found.end() + 1]
        counts[named[found[1]]] = counts.get(named[found[1]], 0) + (3 if after in language.punctuation.comma and after else 1)
    return max(counts, key=lambda key: counts[key]) if counts else ""
