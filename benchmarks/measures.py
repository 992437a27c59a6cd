"""What the benchmarks measure with: texts that grow and change, the clock, counted instructions, memory.

No round gets what an earlier one got: a character of the text is another one each time, so that nothing that is kept could answer.
"""

from __future__ import annotations

import math
import os
import re
import resource
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = next((ROOT / "seeds").glob("002_*.txt"))
PARAGRAPH = re.compile(r"^(\d+)\. ", re.M)


def fresh(text: str, turn: int) -> str:
    """Return the text with one character in the middle of its longest line changed, another one each time."""
    return variants(text)(turn)


def variants(text: str) -> Callable[[int], str]:
    """Return what makes such texts without looking for the place again."""
    longest = max(text.split("\n"), key=len)
    at = text.index(longest) + len(longest) // 2
    before, after = text[:at], text[at + 1 :]
    return lambda turn: f"{before}{chr(0x4E00 + turn % 20000)}{after}"


def grown(text: str, count: int) -> str:
    """Return the text with that many operative paragraphs: its own, with their items, over and over, numbered on."""
    lines = text.split("\n")
    numbered = [index for index, line in enumerate(lines) if PARAGRAPH.match(line)]
    last = next((index for index, line in enumerate(lines) if index > numbered[-1] and not line), len(lines))
    parts = ["\n".join(lines[start:end]).strip("\n") for start, end in zip(numbered, [*numbered[1:], last], strict=True)]
    body = (PARAGRAPH.sub(f"{number + 1}. ", parts[number % len(parts)], count=1) for number in range(count))
    return "\n".join([*lines[: numbered[0]], "\n\n".join(body), *lines[last:]])


TURN = 8
"""How many rounds one has before it is the next one's turn; one more before them, which nobody counts, fetches its code and data back."""


def turns(rounds: int) -> int:
    """Return how many rounds each does in all, those that nobody counts among them."""
    return rounds + math.ceil(rounds / TURN)


def together(doers: Mapping[str, Callable[[int], object]], rounds: int, slow: Collection[str] = ()) -> dict[str, tuple[float, float]]:
    """Return the fastest and the median time of each in milliseconds.

    It is the processor's time, which waiting for other processes does not count to; all take turns, so that what disturbs one disturbs all.
    What is slow has a single round a turn, which is long enough to warm itself up.
    """
    times: dict[str, list[float]] = {what: [] for what in doers}
    for begin in range(0, turns(rounds), TURN + 1):
        for what, do in doers.items():
            for turn in [begin] if what in slow else range(begin, min(begin + TURN + 1, turns(rounds))):
                started = time.process_time()
                do(turn)
                if turn > begin or what in slow:
                    times[what].append((time.process_time() - started) * 1000)
    return {what: (min(all_), statistics.median(all_)) for what, all_ in times.items()}


def environment(place: Path | None = ROOT) -> dict[str, str]:
    """Return what a measured process gets: byte code is kept, hashes are the same each time, ``akn`` is the one in a place.

    That is this checkout or a folder with a compiled one; None for the one that is installed.
    """
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}
    return {**kept, "PYTHONHASHSEED": "0", "PYTHONSAFEPATH": "1", **({"PYTHONPATH": str(place)} if place else {})}


def processes(commands: Mapping[str, tuple[Sequence[object], Path | None]], rounds: int) -> dict[str, tuple[float, float, float]]:
    """Return the fastest and the median time of whole processes from start to end in milliseconds, and their least processor time.

    Each is a command and the place of its ``akn``; they take turns, and a round before the others, which nobody counts, fetches their files.
    """
    times: dict[str, list[float]] = {what: [] for what in commands}
    busy: dict[str, list[float]] = {what: [] for what in commands}
    for turn in range(rounds + 1):
        for what, (command, place) in commands.items():
            started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([*map(str, command)], env=environment(place), cwd=ROOT, check=True, capture_output=True)
            took, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
            if turn:
                times[what].append(took * 1000)
                busy[what].append((after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000)
    return {what: (min(all_), statistics.median(all_), min(busy[what])) for what, all_ in times.items()}


def instructions(command: Sequence[object], place: Path | None = ROOT) -> float | None:
    """Return how many instructions a whole process took, in millions: what a busy machine cannot change. None without valgrind."""
    if not shutil.which("valgrind"):
        return None
    traced = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", *map(str, command)]
    done = subprocess.run(traced, check=False, env=environment(place), cwd=ROOT, capture_output=True, text=True)
    found = re.search(r"I +refs: +([\d,]+)", done.stderr)
    return int(found[1].replace(",", "")) / 1e6 if found and not done.returncode else None


def peak(python: object, script: str) -> float:
    """Return the most memory that a process had at any moment of a script, in MB."""
    # What a child inherits at its birth counts as its own, so that a small process in between gives it birth.
    measured = "import resource, subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run([str(python), "-c", measured, script], env=environment(), cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) / 1000
