"""Word there and back: every official file of the corpus, written as Word and converted again, against what it was.

The corpus and what compares with it lie beside the checkout and are no part of the project; without them there is nothing to
measure. The reader sees what anybody sees who opens the file: nothing is hidden in it for the way back.

    python tests/word_back.py               measure; fails where a figure is below 99.5 per cent
    python tests/word_back.py --show 5      and say what differs in the five worst files
"""

from __future__ import annotations

import argparse
import concurrent.futures
import functools
import importlib
import os
import sys
from collections import defaultdict
from pathlib import Path

import akn
from akn.source import open_source

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
COLUMNS = ("segments", "numbers", "nesting", "notes", "valid", "exact")
ASIDE = ("phrase", "citation", "number:", "title:", "adopted:", "session:", "agenda:", "vote:")
"""What is said of other figures."""
ASKED = 0.995

Row = tuple[str, dict[str, float], list[str]]


def measured(path: Path) -> Row | None:
    """Return how a file fares that is written as Word."""
    return compared(path, akn.to_docx(path.read_bytes()))


def compared(path: Path, data: bytes) -> Row | None:
    """Return how another form of an official file fares: its language, its figures, and what differs.

    None where the official file has its masthead in its body.
    """
    wanted = importlib.import_module("published").gold(path)
    if wanted.unfit:
        return None
    result = akn.convert(data)
    figures, said = importlib.import_module("score").compare(wanted, result.tree)
    figures["valid"] = float(akn.validate(result.xml).valid)
    figures["exact"] = float(akn.to_text(result.xml, layout="source") == open_source(data).text)
    kept = {name: figures[name] for name in COLUMNS if name in figures}
    return path.stem.rpartition(".")[2], kept, [line for line in said if not line.startswith(ASIDE)]


def table(rows: list[Row]) -> list[str]:
    """Return the averages as lines of a Markdown table, by language and over all, with how many files came back whole."""
    groups: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    for language, figures, _ in rows:
        groups[language].append(figures)
    listed = [*sorted(groups.items()), ("all", [figures for _, figures, _ in rows])]
    out = [f"| language | documents | {' | '.join(COLUMNS)} | whole |", "|---" * (len(COLUMNS) + 3) + "|"]
    for name, group in listed:
        cells = [f"{100 * average(group, column):.2f}" for column in COLUMNS]
        whole = sum(all(figure == 1 for figure in figures.values()) for figures in group)
        out.append(f"| {name} | {len(group)} | {' | '.join(cells)} | {whole} |")
    return out


def average(group: list[dict[str, float]], column: str) -> float:
    """Return the average of a figure over those that have it."""
    values = [figures[column] for figures in group if column in figures]
    return sum(values) / len(values) if values else 1.0


def main() -> int:
    """Measure."""
    ask = argparse.ArgumentParser(description="Write the official corpus as Word and convert it again.")
    ask.add_argument("--show", type=int, default=0, help="say what differs in so many of the worst files")
    ask.add_argument("--shared", type=Path, default=SHARED, help="the folder that has eval/ and corpus/")
    ask.add_argument("--only", default="", help="only files whose path has this in it")
    args = ask.parse_args()
    paths = [
        path for path in sorted((args.shared / "corpus").rglob("*.xml"))
        if "genuine" not in path.parts and args.only in str(path)
    ]  # fmt: skip
    if not paths:
        print("no corpus here: nothing is measured")
        return 0
    begin = functools.partial(sys.path.insert, 0, str(args.shared / "eval"))
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count() or 1, initializer=begin) as pool:
        found = [(path, row) for path, row in zip(paths, pool.map(measured, paths, chunksize=4), strict=True) if row]
    rows = [row for _, row in found]
    worst = sorted(found, key=lambda one: sum(one[1][1].values()) / len(one[1][1]))
    for path, (_, figures, said) in worst[: args.show]:
        if said:
            print(path.parent.name, path.name, *(f"{name} {100 * figure:.2f}" for name, figure in figures.items()))
            print(*(f"    {line}" for line in said[:12]), sep="\n")
    print(*table(rows), sep="\n")
    low = [name for name in COLUMNS if average([figures for _, figures, _ in rows], name) < ASKED]
    print(f"below {100 * ASKED} per cent: {', '.join(low)}" if low else f"nothing is below {100 * ASKED} per cent")
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())
