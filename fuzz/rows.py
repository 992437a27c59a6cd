"""Looks for what takes longer a character the more of it there is: pieces of texts, put together at random and repeated.

python fuzz/rows.py [SECONDS [SEED [FOLDER …]]]

Pieces are lines, phrases and examples of the data files and the seeds, and of the texts in the folders. ``tests/test_proportion.py`` asks
the same without a clock, and does not see what the pattern engine does; this does. A finding belongs in ``benchmarks/hostile.py``.
"""

from __future__ import annotations

import random
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
SIZES = (4_000, 16_000, 48_000, 144_000)
GROWS = 1.6
"""How much longer a character may take in a text three or four times as long: caches are left, and a clock is never sure."""
DEAR = 25e-6
"""Seconds a character that nothing may take."""


def pieces(folders: list[Path]) -> list[str]:
    """Return what units are made of."""
    lines = [line for folder in folders for path in folder.rglob("*.txt") for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    whole = [*LINES, *lines]
    return [*test_proportion.UNITS, *whole, *(line[:at] for line in whole for at in (12, 30)), *(line[-at:] for line in whole for at in (8, 20))]


def cost(unit: str, tag: str, size: int) -> float:
    """Return the seconds of a processor that a character takes, the better of two."""
    source = test_proportion.FORMULA + unit * max(1, size // len(unit)) + "\n"
    spent = []
    for _ in range(2):
        begun = time.process_time()
        akn.convert(source, language=tag, organ="hrc", detail="full")
        spent.append(time.process_time() - begun)
    return min(spent) / len(source)


def grows(unit: str, tag: str) -> list[float]:
    """Return what a character takes at each size, as far as it goes on to take longer; empty where it does not."""
    told = [cost(unit, tag, SIZES[0])]
    for size in SIZES[1:]:
        told.append(cost(unit, tag, size))
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
        unit = "".join(chance.choice(every) + chance.choice(JOINTS) for _ in range(chance.choice((1, 1, 2, 3, 5))))
        try:
            told = grows(unit, tag)
        except akn.LimitExceeded:
            continue
        tried += 1
        if told:
            found += 1
            print(tag, repr(unit), *(f"{one * 1e6:.1f}" for one in told), flush=True)
    print(f"{tried} units tried, {found} grow (seed {seed})")
    sys.exit(found > 0)


if __name__ == "__main__":
    main()
