"""Where a reference leads on the web: documents of the United Nations are at undocs.org under their symbols."""

from __future__ import annotations

import re

from akn import iris, packs
from akn.patterns import compiled

SAFE = compiled(r"https?://[^\s]+|mailto:[^\s]+")
"""The addresses that a page may link to: no script hides in them."""
RESOLUTION = compiled(r"/akn/un/statement/deliberation/([\w-]+)/[0-9-]+/((?:S-)?[0-9]+)-([0-9]+)(?![\w-])")


def address(href: str, words: str, symbol: str = "") -> str:
    """Return the address of a reference by its IRI and the words that cite; empty where nothing tells it.

    ``symbol`` is the symbol, where the model has it.
    """
    if SAFE.fullmatch(href):
        return href
    symbol = symbol or symbol_of(href, words)
    return iris.undocs(symbol) if symbol else ""


def symbol_of(iri: str, words: str) -> str:
    """Return the symbol of the document that an IRI names, as far as the organ's rules or the citing words tell it."""
    found = RESOLUTION.match(iri)
    if found:
        organ = next((one for one in packs.organs().values() if one.actor == found[1]), None)
        forms = (f"{found[2]}/{found[3]}", f"{found[2]} ({found[3]})")
        return next((organ.symbol_of(form) for form in forms if organ and re.fullmatch(organ.number, form)), "")
    words = words.strip()
    return words if words and "/publication/" in iri and iris.publication(words).iri.endswith(iri[iri.rindex("/") :]) else ""
