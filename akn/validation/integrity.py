"""The third judge: the document's own sums.

Do the votes add up, do the footnotes match their marks, do the paragraphs count on, is each identifier what the naming
convention makes it? What the source got wrong is a warning, what the markup got wrong an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from akn.diagnostics import Problem
from akn.validation import places
from akn.validation.identifiers import normalised, regenerated
from akn.validation.resources import codes
from akn.xml import AKN, Element, etree

_NS = {"akn": AKN}
_A = f"{{{AKN}}}"

# Whatever else is in the file, only documents of this class are counted by these rules.
_DOCUMENTS = etree.XPath("/descendant::akn:statement | /descendant::akn:statement/akn:attachments//akn:doc", namespaces=_NS)
_ENTRIES = etree.XPath(
    "/descendant::akn:statement/descendant::akn:references/*[@eId and starts-with(local-name(), 'TLC')]", namespaces=_NS
)
_POINTERS = etree.XPath("/descendant::*/@*[contains(., '#')]", smart_strings=False)

# Documents, and texts quoted or proposed, count anew.
_OWN_COUNT = frozenset(f"{_A}{name}" for name in ("embeddedStructure", "quotedStructure", "attachments", "components", "table"))

_HEADING, _PARAGRAPH, _NUM = f"{_A}crossHeading", f"{_A}paragraph", f"{_A}num"


Finding: TypeAlias = "tuple[str, Element, dict[str, object]]"
"""The name of a code, the element, and what the message quotes."""


def iter_problems(root: Element) -> Iterator[Problem]:
    """Yield what does not add up."""
    known: places.Known = {}
    for name, element, values in _findings(root):
        entry = codes().integrity[name]
        yield Problem(
            code=entry.code,
            severity=entry.severity,
            message=entry.message.format_map(values),
            line=places.line(element),
            path=places.path(element, known=known),
        )


def _findings(root: Element) -> Iterator[Finding]:
    """Do the sums one after the other."""
    documents = _DOCUMENTS(root)
    if not documents:
        return
    for document in documents:
        yield from _votes(document)
        yield from _numbers(document)
    yield from _marks(documents)
    yield from _identifiers(root)
    yield from _entries(root)


# -- votes -------------------------------------------------------------------------------------------------------------


def _votes(document: Element) -> Iterator[Finding]:
    """Compare the figures of each vote with the States listed and with the figures printed."""
    votings = document.findall(f"{_A}meta/{_A}analysis/{_A}parliamentary/{_A}voting")
    if not votings:
        return
    places_of = {element.get("eId"): element for element in document.iter(f"{_A}*") if element.get("eId")}
    for voting in votings:
        scope = places_of.get(voting.get("href", "")[1:])
        # A vote that says not where it stands can only be checked if it is the only one.
        if scope is None and len(votings) > 1:
            continue
        listed = _listed(document if scope is None else scope)
        for count in voting.iterchildren(f"{_A}count"):
            choice, value = count.get("refersTo", ""), count.get("value", "")
            # Often only those against or abstaining are named: a choice without a list says nothing.
            if listed[choice] and value.isdecimal() and listed[choice] != int(value):
                yield "votes-listed", count, {"value": value, "choice": choice[1:], "listed": listed[choice]}
            figure = places_of.get(count.get("href", "")[1:])
            if figure is not None and figure.tag == f"{_A}quantity" and figure.get("normalized", value) != value:
                yield "votes-printed", count, {"value": value, "choice": choice[1:], "printed": figure.get("normalized")}


def _listed(scope: Element) -> Counter[str]:
    """Count the voters by choice, leaving out a vote that holds the outcome of all: it is the body's, no State's."""
    return Counter(
        vote.get("choice", "")
        for vote in scope.iter(f"{_A}vote")
        if vote.find(f".//{_A}outcome") is None and vote.find(f".//{_A}quantity") is None
    )


# -- footnotes ---------------------------------------------------------------------------------------------------------


def _marks(documents: list[Element]) -> Iterator[Finding]:
    """Check that repeated marks match their notes and that numbered notes count on, in each document and its annexes."""
    owners = set(documents)
    notes: dict[str, Element] = {}
    for document in documents:
        previous = 0
        seen: set[str] = set()
        for note in _within(document, "authorialNote", owners):
            if note.get("eId"):
                notes[note.get("eId")] = note
            mark = normalised(note.get("marker", ""))
            # A star marks another note on each page; only numbers count on. An annex may count anew or go on, and a
            # text in which the first notes are on its cover begins later than 1.
            if not mark.isdecimal():
                continue
            number = int(mark)
            if mark in seen:
                yield "mark-repeated", note, {"mark": note.get("marker")}
            elif previous and number != previous + 1:
                yield "mark-order", note, {"mark": note.get("marker"), "previous": previous}
            seen.add(mark)
            previous = number
    for document in documents:
        for again in _within(document, "noteRef", owners):
            target = notes.get(again.get("href", "")[1:])
            if target is not None and again.get("marker") and again.get("marker") != target.get("marker"):
                yield "mark-differs", again, {"mark": again.get("marker"), "note": target.get("marker", "")}


def _within(document: Element, name: str, owners: set[Element]) -> Iterator[Element]:
    """Yield the elements of a name that stand in this document and not in one that it holds."""
    for element in document.iter(f"{_A}{name}"):
        if next(ancestor for ancestor in element.iterancestors() if ancestor in owners) is document:
            yield element


# -- paragraph numbers -------------------------------------------------------------------------------------------------


def _numbers(document: Element) -> Iterator[Finding]:
    """Check that numbered paragraphs count on, one sequence at a time."""
    body = document.find(f"{_A}mainBody")
    if body is None:
        return
    previous, before, parent = 0, "", None
    for paragraph, num in _paragraphs(body):
        if num is None:
            parent = None
            continue
        printed = normalised("".join(num.itertext()))
        # Numbers with letters ("12 bis") stand between two others, and words are no figures.
        if not printed.isdecimal():
            continue
        number, holder = int(printed), paragraph.getparent()
        # The first number may be any: part of a document may begin at 39. A section may count anew, also one that is
        # only a heading between paragraphs.
        anew = not before or (number == 1 and holder is not parent)
        if not anew and number != previous + 1:
            yield _slip(number - previous), paragraph, {"number": printed, "previous": before}
        previous, before, parent = number, printed, holder


def _slip(step: int) -> str:
    """Name what is wrong with a step from one number to the next that is not 1."""
    if step == 0:
        return "number-repeated"
    return "number-gap" if step > 0 else "number-order"


def _paragraphs(element: Element) -> Iterator[tuple[Element, Element | None]]:
    """Yield what is of one count, paragraphs with their numbers and headings: paragraphs, quotations and tables count their own."""
    for child in element.iterchildren(f"{_A}*"):
        tag = child.tag
        if tag == _PARAGRAPH:
            num = next(child.iterchildren(_NUM), None)
            if num is not None:
                yield child, num
        elif tag == _HEADING:
            yield child, None
        elif tag not in _OWN_COUNT:
            yield from _paragraphs(child)


# -- identifiers and references ----------------------------------------------------------------------------------------


def _identifiers(root: Element) -> Iterator[Finding]:
    """Compare each identifier with the one that the naming convention makes."""
    for element, expected in regenerated(root):
        if element.get("eId") != expected:
            yield "identifier", element, {"expected": expected, "found": element.get("eId")}


def _entries(root: Element) -> Iterator[Finding]:
    """Find the entries of the references that nothing uses."""
    pointed = {pointer.rpartition("#")[2] for pointer in _POINTERS(root)}
    for entry in _ENTRIES(root):
        if entry.get("eId") not in pointed:
            yield "entry-unused", entry, {"eid": entry.get("eId")}
