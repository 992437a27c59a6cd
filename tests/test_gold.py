"""The citations that were worked out by hand, ``gold/``, against those that are found: precision and recall.

The texts lie beside the checkout and are no part of the project; without them there is nothing to measure.

    python tests/test_gold.py second      the figures of a sample, and what is wrong
"""

from __future__ import annotations

import collections
import csv
import functools
import importlib
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import akn
from akn.document import Block, Content, Document, Inline, Note, Part, regions

FOLDER = Path(__file__).with_name("gold")
SHARED = FOLDER.parent.parent.parent / "shared"
SAMPLES = [(path.parent.name, path.stem) for path in sorted(FOLDER.glob("*/*.tsv"))]
WANTED = 0.98
LEAST = 0.95
"""What each language must reach: of twenty citations one is five in a hundred."""

Key = tuple[str, str, str]
Found = tuple[str, str]
Place = tuple[str, str]


def gold(sample: str, tag: str) -> dict[Key, list[Found]]:
    """Return the citations of every block that was read: as written, and where they lead."""
    out: dict[Key, list[Found]] = {}
    with (FOLDER / sample / f"{tag}.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            cited = out.setdefault((row["document"], row["block"], row["note"]), [])
            if row["citation"]:
                cited.append((row["citation"], f"{row['IRI']} {row['status']}".strip()))
    return out


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words(content: tuple[Content, ...]) -> str:
    return "".join(piece if isinstance(piece, str) else words(piece.content) if isinstance(piece, Inline) else "" for piece in content)


def links(content: tuple[Content, ...], inside: bool = False) -> list[Found]:
    """Return the references in a block, those within a range of resolutions for themselves."""
    out: list[Found] = []
    for piece in content:
        if isinstance(piece, Inline):
            data, inner = dict(piece.data), links(piece.content)
            where = data.get("href") or (f"{data['from']}–{data['upTo']}" if "from" in data and not inner else "")
            if where:
                out.append((words(piece.content), f"{where} {data.get('status', '')}".strip()))
            out += inner
    return out


def blocks(part: Block | Part) -> list[tuple[str, list[Found]]]:
    """Return the text of every block and every note, each with its references."""
    if isinstance(part, Part):
        inner = [part.heading, *part.content] if part.heading is not None else list(part.content)
        return [one for child in inner for one in blocks(child)]
    out = [(squeezed(words(part.content)), links(part.content))]

    def notes(content: tuple[Content, ...]) -> None:
        for piece in content:
            if isinstance(piece, Note):
                out.extend(one for child in piece.content for one in blocks(child))
            elif isinstance(piece, Inline):
                notes(piece.content)

    notes(part.content)
    return out


def every(document: Document) -> list[tuple[str, list[Found]]]:
    found = [one for _, parts in regions(document) for part in parts for one in blocks(part)]
    return found + [one for other in (*document.annexes, *document.components) for one in every(other)]


def same(ours: dict[str, list[list[Found]]], text: str, place: int, count: int) -> list[Found]:
    """Return the references of the block with this text; some files leave a number in it, or a mark of a note.

    Of several with one text, as "Ibid.", it is the one in the same place if there are as many; else the one with the most.
    """
    if text in ours:
        return ours[text][place] if len(ours[text]) == count else max(ours[text], key=len)
    bare = re.sub(r"^\(?\w{1,3}[).-]+", "", text)
    near = [known for known in ours if len(known) > 20 and (known[:40] == bare[:40] or known[-40:] == bare[-40:])]
    return max(ours[max(near, key=len)], key=len) if near else []


@functools.cache
def read(name: str) -> tuple[Any, dict[str, list[list[Found]]], dict[str, list[Place]]]:
    """Return the blocks of a document, our references by the text of each, and where in the document each text stands."""
    sys.path.insert(0, str(SHARED / "eval"))
    published: Any = importlib.import_module("published")
    ours, places = collections.defaultdict(list), collections.defaultdict(list)
    for text, refs in every(akn.parse(published.render(SHARED / "corpus" / name, "plain"))):
        ours[text].append(refs)
    theirs = published.gold(SHARED / "corpus" / name).blocks
    for at, block in enumerate(theirs):
        for number, piece in (("", block), *((str(number), note) for number, note in enumerate(block.notes))):
            places[squeezed(piece.text)].append((str(at), number))
    return theirs, ours, places


def compared(sample: str, tag: str) -> tuple[int, int, int, list[str]]:
    """Return how many citations there are, how many were found, how many of those are right, and what is wrong."""
    there = found = right = 0
    said = []
    for (name, block, note), cited in gold(sample, tag).items():
        theirs, ours, places = read(name)
        one = theirs[int(block)]
        text = squeezed(one.notes[int(note)].text if note else one.text)
        got = list(same(ours, text, places[text].index((block, note)), len(places[text])))
        there, found = there + len(cited), found + len(got)
        for written, iri in cited:
            hit = next((ref for ref in got if ref[1] == iri and (squeezed(written) in squeezed(ref[0]) or squeezed(ref[0]) in squeezed(written))), None)
            if hit is None:
                said.append(f"missed {name} {block} {note}: {written} → {iri}")
            else:
                right += 1
                got.remove(hit)
        said += [f"wrong {name} {block} {note}: {ref[0]} → {ref[1]}" for ref in got]
    return there, found, right, said


@pytest.mark.parametrize(("sample", "tag"), SAMPLES)
def test_there_are_enough(sample: str, tag: str) -> None:
    assert sum(len(cited) for cited in gold(sample, tag).values()) >= (20 if sample == "third" else 50)


@pytest.mark.skipif(not (SHARED / "eval" / "published.py").exists(), reason="the texts are not here")
@pytest.mark.parametrize("sample", sorted({sample for sample, _ in SAMPLES}))
def test_citations_worked_out_by_hand(sample: str) -> None:
    pytest.importorskip("lxml")
    figures = [compared(sample, tag) for one, tag in SAMPLES if one == sample]
    there, found, right = (sum(figure[at] for figure in figures) for at in range(3))  # type: ignore[misc]
    said = [line for figure in figures for line in figure[3]]
    assert right / there >= WANTED, said
    assert right / found >= WANTED, said
    assert all(right / max(there, found) >= LEAST for there, found, right, _ in figures), said


if __name__ == "__main__":
    sums = [0, 0, 0]
    for sample, tag in SAMPLES:
        if sample in sys.argv[1:]:
            there, found, right, said = compared(sample, tag)
            sums = [old + new for old, new in zip(sums, (there, found, right), strict=True)]
            print(f"{sample} {tag}: {there} there, recall {100 * right / there:.1f}, precision {100 * right / found:.1f}", *said, sep="\n  ")
    print(f"recall {100 * sums[2] / sums[0]:.1f} % of {sums[0]}, precision {100 * sums[2] / sums[1]:.1f} %")
