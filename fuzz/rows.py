"""Looks for what takes longer a character the more of it there is: pieces of texts, put together at random and repeated.

One row of a unit may be followed by a row of another, since what is dear may be the many of one kind beside the many of another; and
numbers may count on from one to the next.

python fuzz/rows.py [SECONDS [SEED [FOLDER …]]]

Pieces are lines, phrases and examples of the data files and the seeds, and of the texts in the folders. ``tests/test_proportion.py`` asks
the same without a clock, and does not see what the pattern engine does; this does. A finding belongs in ``benchmarks/hostile.py``.
"""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import test_proportion  # noqa: E402
from test_properties import LINES  # noqa: E402

import akn  # noqa: E402
from akn import packs  # noqa: E402

JOINTS = (" ", ", ", "; ", ". ", " (", ") ", "\n", "\n", "\n\n", "\n\n", ";\n\n", "\n\f\n", "\n    ", "\n\t", "\n_____\n")
COUNT = "\ue000"
"""Stands in a unit for how many of it there were."""
SIZES = (4_000, 16_000, 48_000, 144_000)
GROWS = 1.6
"""How much longer a character may take in a text three or four times as long: caches are left, and a clock is never sure."""
DEAR = 25e-6
"""Seconds a character that nothing may take."""


def pieces(folders: list[Path]) -> list[str]:
    """Return what units are made of."""
    lines = [line for folder in folders for path in folder.rglob("*.txt") for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    whole = [*LINES, *lines]
    counted = [re.sub("[0-9]{1,4}", COUNT, line) for line in whole]
    return [*test_proportion.UNITS, *whole, *counted, COUNT, f"{COUNT}. ", f"({COUNT}) ", *(line[:at] for line in whole for at in (12, 30)), *(line[-at:] for line in whole for at in (8, 20))]


def row(unit: str, times: int) -> str:
    """Return a unit so many times, counted."""
    return "".join(unit.replace(COUNT, str(number)) for number in range(1, times + 1)) if COUNT in unit else unit * times


def cost(units: list[str], tag: str, size: int) -> float:
    """Return the seconds of a processor that a character takes, the better of two."""
    times = max(1, size // sum(map(len, units)))
    source = test_proportion.FORMULA + "\n\n".join(row(unit, times) for unit in units) + "\n"
    spent = []
    for _ in range(2):
        begun = time.process_time()
        akn.convert(source, language=tag, organ="hrc", detail="full")
        spent.append(time.process_time() - begun)
    return min(spent) / len(source)


def grows(units: list[str], tag: str) -> list[float]:
    """Return what a character takes at each size, as far as it goes on to take longer; empty where it does not."""
    told = [cost(units, tag, SIZES[0])]
    for size in SIZES[1:]:
        told.append(cost(units, tag, size))
        if told[-1] < GROWS * told[-2] and told[-1] < DEAR:
            return []
    return told


def main() -> None:
    """Print every unit that grows, with microseconds a character, and how many were tried."""
    seconds, seed, *folders = (*sys.argv[1:], *("60", "1")[len(sys.argv) - 1 :])
    chance, until, tried, found = random.Random(int(seed)), time.monotonic() + float(seconds), 0, 0
    every = pieces([Path(folder) for folder in folders])
    tags = packs.languages()
    while time.monotonic() < until:
        tag = chance.choice(tags)
        units = ["".join(chance.choice(every) + chance.choice(JOINTS) for _ in range(chance.choice((1, 1, 2, 3, 5)))) for _ in range(chance.choice((1, 2)))]
        try:
            told = grows(units, tag)
        except akn.LimitExceeded:
            continue
        tried += 1
        if told:
            found += 1
            print(tag, *map(repr, units), *(f"{one * 1e6:.1f}" for one in told), flush=True)
    print(f"{tried} units tried, {found} grow (seed {seed})")
    sys.exit(found > 0)


if __name__ == "__main__":
    main()
