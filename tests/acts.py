"""How far the six language versions of the official documents agree on what their paragraphs do, whom they address, and by when.

The corpus lies beside the checkout and is no part of the project; without it there is nothing to measure. Each paragraph is
compared with the English one of the same identifier.

    python tests/acts.py           the table of docs/data.md
    python tests/acts.py --show    also every paragraph that differs
"""

from __future__ import annotations

import collections
import importlib
import sys
from pathlib import Path
from typing import Any

import akn

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
OTHERS = ("ar", "es", "fr", "ru", "zh")

Action = dict[str, Any]


def actions(path: Path, published: Any) -> dict[str, Action]:
    """Return what each numbered paragraph of the body does, by its identifier; nothing where no act was found."""
    found = akn.data(akn.parse(published.render(path, "plain")))["paragraphs"]
    return {row["part"]: row.get("action", {}) for row in found if row["num"] and row["kind"] == "paragraph"}


def compared(one: Action, other: Action) -> dict[str, bool]:
    """Say of each part that either version has whether both have the same."""
    out = {"key": one["key"] == other["key"]} if one and other else {}
    for name in ("addressees", "deadlines"):
        mine, theirs = one.get(name, []), other.get(name, [])
        if mine or theirs:
            out[name] = sorted(map(str, mine)) == sorted(map(str, theirs))
    return out


def main(show: bool) -> None:
    """Print a row for each language: of how many the act was found, and how many agree with English."""
    sys.path.insert(0, str(SHARED / "eval"))
    published: Any = importlib.import_module("published")
    same: dict[tuple[str, str], int] = collections.Counter()
    total: dict[tuple[str, str], int] = collections.Counter()
    for folder in sorted((SHARED / "corpus").glob("*/*")):
        if not all((folder / f"{tag}.xml").exists() for tag in ("en", *OTHERS)):
            continue
        english = actions(folder / "en.xml", published)
        for tag in OTHERS:
            theirs = actions(folder / f"{tag}.xml", published)
            total[tag, "found"] += len(theirs)
            same[tag, "found"] += sum(map(bool, theirs.values()))
            for part in english.keys() & theirs.keys():
                for name, agreed in compared(english[part], theirs[part]).items():
                    total[tag, name] += 1
                    same[tag, name] += agreed
                    if show and not agreed:
                        print(f"{folder.name} {tag} {part} {name}: {english[part]} - {theirs[part]}")
    names = ("found", "key", "addressees", "deadlines")
    print("| language | act found | same act | same addressees | same deadlines |", "|---|---|---|---|---|", sep="\n")
    for tag in OTHERS:
        print(f"| {tag} | " + " | ".join(f"{same[tag, name]} of {total[tag, name]}" for name in names) + " |")


if __name__ == "__main__":
    if not (SHARED / "eval" / "published.py").exists():
        sys.exit("no corpus here: nothing is measured")
    main("--show" in sys.argv[1:])
