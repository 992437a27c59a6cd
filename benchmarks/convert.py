"""How long a conversion takes: warm, as the text grows, and from a cold start.

    make bench

Every round converts a text that was not seen before (one character of it differs), so that no cache can answer. Printed are the
fastest and the median of many rounds; read small differences as none.
"""

from __future__ import annotations

import compileall
import importlib.util
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import akn

ROOT = Path(__file__).resolve().parent.parent
SEED = next((ROOT / "seeds").glob("002_*.txt"))
PARAGRAPH = re.compile(r"^(\d+)\. ", re.M)


def fresh(text: str, turn: int) -> str:
    """Return the text with one character in the middle of a long line changed, another one each time."""
    longest = max(text.split("\n"), key=len)
    at = text.index(longest) + len(longest) // 2
    return text[:at] + chr(0x4E00 + turn % 20000) + text[at + 1 :]


def grown(text: str, times: int) -> str:
    """Return the text with its operative paragraphs that many times, numbered on."""
    lines = text.split("\n")
    numbered = [index for index, line in enumerate(lines) if PARAGRAPH.match(line)]
    first, last = numbered[0], numbered[-1] + 1
    block, number, out = lines[first:last], 0, lines[:first]
    for _ in range(times):
        for line in block:
            number += bool(PARAGRAPH.match(line))
            out.append(PARAGRAPH.sub(f"{number}. ", line, count=1))
        out.append("")
    return "\n".join(out + lines[last:])


def timed(do: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Return the fastest and the median time of many rounds, in milliseconds."""
    times = []
    for turn in range(rounds):
        started = time.perf_counter()
        do(turn)
        times.append((time.perf_counter() - started) * 1000)
    return min(times), statistics.median(times)


def report(what: str, best: float, median: float, note: str = "") -> None:
    """Print a line of the table."""
    print(f"{what:44}{best:10.2f}{median:10.2f}  {note}")


def warm(text: str) -> None:
    """Measure the steps of one conversion in a process that has done some."""
    texts = [fresh(text, turn) for turn in range(300)]
    for one in texts[:20]:
        akn.convert(one)
    xml = akn.convert(text).xml
    for what, do in {
        "convert, text to bytes": lambda turn: akn.convert(texts[turn % 280 + 20]).xml,
        "parse, text to document": lambda turn: akn.parse(texts[turn % 280 + 20]),
        "to_text, source layout": lambda turn: akn.to_text(xml, layout="source"),
        "to_text, canonical": lambda turn: akn.to_text(xml),
        "validate": lambda turn: akn.validate(xml),
    }.items():
        do(0)
        best, median = timed(do, 280)
        report(what, best, median, f"{len(text) / median:,.0f} thousand characters a second")


def growth(text: str) -> None:
    """Measure whether ten times the paragraphs take ten times as long."""
    size = took = 0.0
    for times in (1, 10, 100):
        long = grown(text, times)
        best, median = timed(lambda turn, long=long: akn.convert(fresh(long, turn)), max(5, 200 // times))  # type: ignore[misc]
        note = f"{len(long):,} characters"
        if took:
            note += f": {len(long) / size:.1f} times the text, {median / took:.1f} times the time"
        report(f"convert, {times} x the paragraphs", best, median, note)
        size, took = len(long), median


def cold() -> None:
    """Measure whole processes, byte-compiled, from start to end."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compileall.compile_dir(ROOT / "akn", quiet=2)
    for name in ("click", "msgspec", "lxml", "charset_normalizer"):
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            compileall.compile_dir(Path(spec.origin).parent, quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder, "out.xml"))
        for what, command in {
            "the bare interpreter": ["-c", "pass"],
            "import akn": ["-c", "import akn"],
            "akn --version": ["-m", "akn", "--version"],
            "akn convert --no-validate": ["-m", "akn", "convert", "--no-validate", str(SEED), "-o", out],
            "akn convert, validated": ["-m", "akn", "convert", str(SEED), "-o", out],
            "akn text": ["-m", "akn", "text", out, "-o", str(Path(folder, "out.txt"))],
        }.items():

            def run(turn: int, command: list[str] = command) -> None:
                subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, check=True, capture_output=True)

            run(0)
            best, median = timed(run, 20)
            report(what, best, median)


def main() -> None:
    """Print the tables."""
    text = SEED.read_bytes().decode()
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    print(f"akn {akn.__version__}, Python {platform.python_version()}, {machine}; {SEED.name}\n")
    print(f"{'in one process':44}{'best ms':>10}{'median ms':>10}")
    warm(text)
    growth(text)
    print(f"\n{'a whole process':44}{'best ms':>10}{'median ms':>10}")
    cold()


if __name__ == "__main__":
    main()
