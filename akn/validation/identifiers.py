"""Makes every identifier of a document anew, from the document alone, by the OASIS naming convention.

The writer gives identifiers as it writes; this goes the other way and knows nothing of the writer, so that each checks the
other. Sources: Naming Convention 1.0, section 5; AKN4UN Guidelines part 1, section 6; where they are silent, our reading.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from akn.xml import AKN, Element, Names, local

# Element names are shortened as the naming convention has it; what is not listed goes by its own name.
SHORT = {
    "alinea": "al", "amendmentBody": "body", "article": "art", "attachment": "att", "blockList": "list", "body": "body",
    "chapter": "chp", "citation": "cit", "citations": "cits", "clause": "cl", "component": "cmp", "componentRef": "cref",
    "components": "cmpnts", "debateBody": "body", "debateSection": "dbsect", "division": "dvs", "documentRef": "dref",
    "eventRef": "eref", "judgmentBody": "body", "listIntroduction": "intro", "listWrapUp": "wrapup", "mainBody": "body",
    "paragraph": "para", "quotedStructure": "qstr", "quotedText": "qtext", "recital": "rec", "recitals": "recs",
    "section": "sec", "subchapter": "subchp", "subclause": "subcl", "subdivision": "subdvs", "subparagraph": "subpara",
    "subsection": "subsec", "temporalGroup": "tmpg", "wrapUp": "wrapup",
}  # fmt: skip

# What stands once in its parent needs no number.
SINGLE = frozenset({
    "amendmentBody", "body", "conclusions", "content", "coverPage", "debateBody", "heading", "intro", "judgmentBody",
    "listIntroduction", "listWrapUp", "mainBody", "num", "preamble", "preface", "subheading", "wrapUp",
})  # fmt: skip

# The containers of a resolution recur in all four of these, which mostly have no identifier: they lend their name.
REGIONS = frozenset(("coverPage", "preface", "preamble", "conclusions"))

# What stands in these is named as though it stood in what holds them: para_1__p_1, not para_1__content__p_1.
TRANSPARENT = frozenset(("content", "mainBody", "body", "debateBody", "judgmentBody", "amendmentBody"))

# Annexes and parts are counted whatever number is printed on them: Annex I is att_1.
COUNTED = frozenset(("attachment", "component"))

_OURS = f"{{{AKN}}}"
_NUM = f"{_OURS}num"


def regenerated(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield each element that has an eId, with the eId that the naming convention gives it; metadata are left out."""
    used: dict[str, int] = {}
    positions: defaultdict[str, int] = defaultdict(int)
    # The identifier of an element as its children see it. One wrong identifier is one finding: what stands in it is
    # named after what is there, not after what should be.
    stack: list[tuple[Element, str]] = [(root, "")]
    names = Names()
    while stack:
        element, inner = stack.pop()
        children = element[:]  # at once, which costs a fifth of a walk over them
        name = names[element.tag]
        if name and element.tag.startswith(_OURS):
            if name == "meta":
                continue
            reference = element.get("name", "") if name == "hcontainer" else SHORT.get(name, name)
            base = f"{inner}__{reference}" if inner else reference
            single = name in SINGLE
            printed = "" if single or name in COUNTED or not children else _number(children)
            # Where some have a number and others none, those without are counted among themselves.
            if not printed:
                positions[base] += 1
            eid = element.get("eId")
            if eid is not None:
                yield element, _unique(base if single else f"{base}_{printed or positions[base]}", used)
            if name in REGIONS or (eid is not None and name not in TRANSPARENT):
                inner = eid or base
        stack += [(child, inner) for child in reversed(children)]


def _unique(wanted: str, used: dict[str, int]) -> str:
    """Append _2, _3 to an identifier that is taken; ``used`` remembers how often each was asked for."""
    expected = wanted
    while expected in used:
        used[wanted] += 1
        expected = f"{wanted}_{used[wanted]}"
    used[expected] = 1
    return expected


def _number(children: list[Element]) -> str:
    """Return the number printed on an element as identifiers write it, empty where there is none among its children."""
    num = next((child for child in children if child.tag == _NUM), None)
    return "" if num is None else normalised("".join(_words(num)))


def _words(element: Element) -> Iterator[str]:
    """Yield the text of an element without that of its footnotes."""
    yield element.text or ""
    for child in element:
        if local(child) and local(child) != "authorialNote":
            yield from _words(child)
        yield child.tail or ""


def normalised(number: str) -> str:
    """Return a number as identifiers write it: ``(a)`` is ``a``, ``11.2 Rev. A`` is ``11-2RevA``."""
    pieces: list[str] = []
    for word in number.split() if number.isascii() else unicodedata.normalize("NFKC", number).split():
        # Letters, digits and the marks that belong to them stay; what else stands between them becomes one hyphen.
        kept = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in word if unicodedata.category(c) != "Cf")
        pieces.append("-".join(kept.split()))
    return "".join(pieces)
