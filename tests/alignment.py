"""How many paragraphs of the official documents in six languages are paired right, judged by the numbers in the official files.

The corpus lies beside the checkout and is no part of the project; without it there is nothing to measure. Every text is converted by
us; a numbered block of the official file counts once with each language against English, and is paired right if both blocks of
our conversion stand in one row of ``akn.align``. What our conversion does not have as a block of its own counts as wrong. A number that
one file has more often than the other (it counts an annex that the other leaves uncounted) names nothing and is not judged.

    python tests/alignment.py              measure and compare with what docs/comparing.md says
    python tests/alignment.py --record     measure and write it there
    python tests/alignment.py --show       also print every pair that is wrong, and every finding
"""

from __future__ import annotations

import argparse
import collections
import difflib
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import akn
from akn.compare.align import Alignment
from akn.compare.passages import NOTES
from akn.compare.recorder import passages
from akn.document import Document
from akn.markup.metadata import identification

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
PAGE = HERE.parent / "docs" / "comparing.md"
BETWEEN = ("<!-- figures -->\n", "<!-- end of figures -->\n")
LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")
GOAL = 99.5

Key = tuple[Any, ...]


def numbered(found: list[Any], squeeze: Any) -> dict[Key, list[int]]:
    """Return the places of the numbered blocks of an official file by number: figures as they are, letters by their order."""
    out: dict[Key, list[int]] = collections.defaultdict(list)
    order: dict[Key, int] = collections.Counter()
    known: dict[Key, Key] = {}
    for place, block in enumerate(found):
        if not block.num or block.tag in ("heading", "subheading") or block.region not in ("mainBody", "attachments", "components"):
            continue
        held = tuple(squeeze(number) for number in block.path)
        holder = known.get((block.region, *held), (block.region, *held))
        own = re.sub(r"\D", "", unicodedata.normalize("NFKC", block.num))
        if not own:
            order[holder] += 1
            own = f"item {order[holder]}"
        key: Key = (*holder, own)
        known[(block.region, *held, squeeze(block.num))] = key
        out[key].append(place)
    return out


def matched(found: list[Any], document: Document, squeeze: Any) -> dict[int, str]:
    """Return the identifier of our passage for each official block."""
    ours = [one for one in passages(document) if one.region != NOTES]
    official = [squeeze(block.num + block.text).replace("*", "") for block in found]
    mine = [squeeze(one.num + one.text).replace("*", "") for one in ours]
    out: dict[int, str] = {}
    for block in difflib.SequenceMatcher(None, official, mine, autojunk=False).get_matching_blocks():
        out.update({block.a + step: ours[block.b + step].id for step in range(block.size)})
    return out


def judged(folder: Path, style: str, blocks: Any, published: Any) -> tuple[int, list[str], Alignment, bool]:
    """Return how many pairs a document has, those that are wrong, its alignment, and whether its Work is one."""
    from lxml import etree

    documents, numbers, places = [], [], []
    for language in LANGUAGES:
        path = folder / f"{language}.xml"
        document = akn.parse(published.render(path, style))
        found = blocks.joined(blocks.blocks(etree.parse(str(path)).getroot()))
        documents.append(document)
        numbers.append(numbered(found, blocks.squeeze))
        places.append(matched(found, document, blocks.squeeze))
    alignment = akn.align(*documents)
    row = {(version, cell.id): at for at, one in enumerate(alignment.rows) for version, cell in enumerate(one.cells) if cell is not None}
    wrong: list[str] = []
    pairs = 0
    for version in range(1, len(LANGUAGES)):
        for key in sorted(numbers[0].keys() & numbers[version].keys()):
            one, other = numbers[0][key], numbers[version][key]
            if len(one) != len(other):  # one file numbers a section or an annex that the other does not: the number names nothing
                continue
            for mine, theirs in zip(one, other, strict=True):
                pairs += 1
                here, there = places[0].get(mine, ""), places[version].get(theirs, "")
                if not here or not there or row[0, here] != row[version, there]:
                    wrong.append(f"{folder.name} {style} {LANGUAGES[version]} {key}: {here or 'no block'} - {there or 'no block'}")
    works = {identification(document).partition("<FRBRExpression>")[0] for document in documents}
    return pairs, wrong, alignment, len(works) == 1


def main() -> int:
    """Measure; compare or record."""
    ask = argparse.ArgumentParser(description="Judge akn.align over the official documents in six languages.")
    ask.add_argument("--record", action="store_true")
    ask.add_argument("--show", action="store_true")
    ask.add_argument("--shared", type=Path, default=SHARED)
    ask.add_argument("--style", action="append", choices=("plain", "page", "pdf"))
    args = ask.parse_args()
    if not (args.shared / "eval" / "published.py").exists():
        print("no corpus here: nothing is measured")
        return int(args.record)
    sys.path.insert(0, str(args.shared / "eval"))
    sys.dont_write_bytecode = True
    import blocks  # type: ignore[import-not-found]
    import published  # type: ignore[import-not-found]

    folders = sorted(path for path in (args.shared / "corpus").glob("*/*") if all((path / f"{name}.xml").exists() for name in LANGUAGES))
    lines = ["| layout | documents | pairs | paired right | one Work |", "|---|---|---|---|---|"]
    pairs_of_all = wrong_of_all = 0
    for style in args.style or ("plain", "page", "pdf"):
        total, wrong, single = 0, [], 0
        told: dict[str, int] = collections.Counter()
        for folder in folders:
            pairs, bad, alignment, one = judged(folder, style, blocks, published)
            total, single = total + pairs, single + one
            wrong += bad
            told.update(found.code for found in alignment.findings)
            if args.show:
                for found in alignment.findings:
                    print(f"{folder.name} {style} {LANGUAGES[found.version]} {found.code} {found.row}: {found.message}")
        if args.show:
            print(*wrong, sep="\n")
        pairs_of_all, wrong_of_all = pairs_of_all + total, wrong_of_all + len(wrong)
        lines.append(f"| {style} | {len(folders)} | {total} | {100 * (1 - len(wrong) / total):.2f} % | {single} |")
        print(f"{lines[-1]} findings: {dict(sorted(told.items()))}")
    if args.record:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BETWEEN[0])
        PAGE.write_text(before + BETWEEN[0] + "\n".join(lines) + "\n" + BETWEEN[1] + rest.partition(BETWEEN[1])[2], encoding="utf-8")
    share = 100 * (1 - wrong_of_all / pairs_of_all)
    print(f"{share:.2f} % of {pairs_of_all} pairs; the goal is {GOAL} %")
    return int(share < GOAL)


if __name__ == "__main__":
    sys.exit(main())
