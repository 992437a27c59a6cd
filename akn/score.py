"""How well conversion meets files that somebody else published: each is printed as plain text, converted, and compared.

An official file says what a converter should find in its text: the blocks and their parts, numbers, notes and where they are
anchored, phrases, the facts of the preface. What it does not print, or prints otherwise than it says, is not compared.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

import akn
from akn.document import Block, Document, Inline, Part, plain
from akn.errors import SourceError
from akn.limits import Limits
from akn.patterns import compiled
from akn.published import LAYOUTS, Line, lines, numbered, opened, rendered
from akn.source import read

RATES = ("segments", "numbers", "nesting", "notes", "phrases", "number", "title", "adopted", "session", "agenda", "vote")
FLAGS = ("valid", "exact", "stable", "canonical", "perfect")
COLUMNS = (*RATES, *FLAGS)
TEXT = frozenset(("preamble", "mainBody", "annex"))
BLANK = compiled(r"[\s\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]+")
NUMBER = compiled(r"[0-9]{1,9} ?\([0-9]{4}\)")


class Score(msgspec.Struct, frozen=True):
    """What came of one official file in one layout; each figure is from 0 to 1."""

    file: str
    organ: str
    """As the conversion knew it; the files name their organs in many ways."""
    language: str
    layout: str
    figures: dict[str, float]
    differences: tuple[str, ...] = ()


def score(
    xml: bytes | os.PathLike[str], layouts: Sequence[str] = LAYOUTS, name: str = "", limits: Limits | None = None
) -> list[Score]:
    """Return how an official file fares in each layout; raise SourceError where it is no Akoma Ntoso."""
    if isinstance(xml, os.PathLike):
        name = name or os.fspath(xml)
        xml = read(xml, limits or Limits())
    wanted = opened(xml, limits)
    if not any(line.part in TEXT for line in lines(wanted)):
        raise SourceError("nothing to compare: there is no text in preamble, body or annexes")
    found, canonical = [], ""
    for layout in layouts:
        text = rendered(wanted, layout)
        result = akn.convert(text, limits=limits)
        figures, said = compared(wanted, result.document, text)
        normal = akn.to_text(result.xml)
        figures["valid"] = float(akn.validate(result.xml).valid)
        figures["exact"] = float(akn.to_text(result.xml, layout="source") == text)
        again = akn.convert(normal)
        figures["stable"] = float(akn.to_text(again.xml) == normal and _bare(again.document) == _bare(result.document))
        if canonical:
            figures["canonical"] = float(BLANK.sub("", normal) == canonical)
        canonical = canonical or BLANK.sub("", normal)
        whole = (figures[column] for column in ("valid", "exact", *RATES) if column in figures and column != "phrases")
        figures["perfect"] = float(all(figure == 1 for figure in whole))
        found.append(Score(name, result.document.organ, wanted.language, layout, figures, tuple(said)))
    return found


def averages(scores: Iterable[Score], by: Callable[[Score], str]) -> dict[str, dict[str, float]]:
    """Return the averages of every group of scores, and how many each has as ``documents``."""
    groups: defaultdict[str, list[Score]] = defaultdict(list)
    for one in scores:
        groups[by(one)].append(one)
    out: dict[str, dict[str, float]] = {}
    for group in sorted(groups):
        out[group] = {"documents": len(groups[group])}
        for column in COLUMNS:
            figures = [one.figures[column] for one in groups[group] if column in one.figures]
            if figures:
                out[group][column] = sum(figures) / len(figures)
    return out


def compared(wanted: Document, got: Document, text: str) -> tuple[dict[str, float], list[str]]:
    """Return the figures of a document against the official one, and what differs; ``text`` is what was converted."""
    want = [line for line in numbered(lines(wanted)) if line.part in TEXT]
    have = [line for line in lines(got) if line.part in TEXT]
    figures: dict[str, float] = {}
    said: list[str] = []

    def rate(column: str, hits: list[tuple[bool, str]]) -> None:
        if hits:
            figures[column] = sum(hit for hit, _ in hits) / len(hits)
            said.extend(f"{column}: {what[:80]}" for hit, what in hits if not hit)

    figures["segments"] = _shared([(line.part, _key(line)) for line in want], [(line.part, _key(line)) for line in have], said)
    ours: defaultdict[str, list[Line]] = defaultdict(list)
    for line in have:
        ours[_key(line)].append(line)
    met = [(line, ours[_key(line)]) for line in want if _key(line) in ours]
    rate("numbers", [(any(_same(line.num, one.num) for one in ones), f"{line.num} {line.text}") for line, ones in met if line.num])
    nested = [(line, ones) for line, ones in met if line.num and line.path]
    rate("nesting", [(any(_within(line, one) for one in ones), " ".join((*line.path, line.num))) for line, ones in nested])
    notes = [[(_squeezed(line.text[: foot.at])[-6:], _squeezed(foot.text)) for line in side for foot in line.feet] for side in (want, have)]
    if any(notes):
        figures["notes"] = _shared(notes[0], notes[1], said)
    recitals = [(line, ones) for line, ones in met if line.part == "preamble" and _opens(line)]
    rate("phrases", [(any(_same(line.name, one.name) for one in ones), f"{line.name}: {line.text}") for line, ones in recitals])
    facts = _facts(got)
    for column, value in _facts(wanted, text).items():
        rate(column, [(facts.get(column) == value, f"{value} expected, {facts.get(column, 'nothing')} found")])
    return figures, said


def _bare(document: Document) -> Document:
    """Return a document without its layout, places and the date of its markup: what two conversions have in common."""
    again = akn.read(akn.to_xml(document))
    return msgspec.structs.replace(again, layout=None, entities=())


def _shared(want: list[tuple[str, str]], have: list[tuple[str, str]], said: list[str]) -> float:
    """Return the F1 of two sequences in order; say what is missing and what is extra."""
    matcher = SequenceMatcher(None, want, have, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            said += [f"missing: {' '.join(one)[:80]}" for one in want[a:b]] + [f"extra: {' '.join(one)[:80]}" for one in have[c:d]]
    return 2 * sum(block.size for block in matcher.get_matching_blocks()) / (len(want) + len(have))


def _squeezed(text: str) -> str:
    return BLANK.sub("", text).replace("*", "")


def _key(line: Line) -> str:
    """Return the text of a block; the number belongs to it, since some files leave it inside the paragraph."""
    return _squeezed(line.num + line.text)


def _same(one: str, other: str) -> bool:
    return _squeezed(one).lower() == _squeezed(other).lower()


def _within(line: Line, one: Line) -> bool:
    """Say whether a block stands under the same numbers; a section around all that a file leaves out does no harm."""
    want, have = [[_squeezed(num) for num in side.path] for side in (line, one)]
    return have[len(have) - len(want) :] == want


def _opens(line: Line) -> bool:
    """Say whether a container is named by the words that open it, as recitals are."""
    return bool(line.name) and _squeezed(line.text).lower().startswith(_squeezed(line.name).lower())


def _facts(document: Document, text: str | None = None) -> dict[str, str]:
    """Return the facts of a document; with its text, those alone that are printed there."""
    cover, preface = ([*_inlines(parts)] for parts in (document.cover, document.preface))
    title = next((plain(one.content) for one in preface if one.kind == "docTitle"), "")
    number = next((plain(one.content) for one in preface if one.kind == "docNumber"), "")
    council = next((found[0] for one in cover if one.kind == "docTitle" and (found := NUMBER.search(plain(one.content)))), "")
    sessions = [(dict(one.data).get("value", ""), plain(one.content)) for one in cover if one.kind == "session"]
    items = [(dict(one.data).get("title", ""), plain(one.content)) for one in cover if "genda" in dict(one.data).get("name", "")]
    session = next((value for value, words in sessions if value and words), "")
    agenda = next((value for value, words in items if value and (text is None or _figures(value) == _figures(words))), "")
    votes = {count.choice: count.value for vote in document.votes for count in vote.counts}
    date = document.identity.date if document.identity.date_name == "adoption" else ""
    facts = {
        "number": _squeezed(number or council).rstrip("."),
        "title": _squeezed(title),
        "adopted": date,
        "session": re.sub("^E?S-", "", session),
        "agenda": " ".join(_figures(agenda)),
        "vote": " ".join(f"{choice} {value}" for choice, value in sorted(votes.items()) if value),
    }
    if text is not None:
        close = " ".join(line.text for line in lines(document) if line.part == "conclusions")
        if not {date[:4], date[8:].lstrip("0")} <= set(re.findall(r"[0-9]+", text)):
            facts["adopted"] = ""
        if not {str(value) for value in votes.values() if value} <= set(re.findall(r"[0-9]+", close)):
            facts["vote"] = ""
    return {column: value for column, value in facts.items() if value}


def _figures(text: str) -> list[str]:
    return re.findall(r"[0-9]+|(?<=\()\w(?=\))", text)


def _inlines(parts: Iterable[object]) -> Iterator[Inline]:
    for part in parts:
        if isinstance(part, Inline):
            yield part
        if isinstance(part, Inline | Block | Part):
            yield from _inlines(part.content)


__all__ = ["COLUMNS", "LAYOUTS", "Score", "averages", "compared", "score"]
