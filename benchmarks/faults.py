"""What a batch survives: it is killed, its workers are killed, its disk is full, it is run twice at once; then everything is counted.

python benchmarks/faults.py [FILES [KILLS]]

The full disk and the read-only one are small file systems in memory, for which one must be root on Linux; without that they are left out.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import akn

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = """
import sys, akn
if __name__ == "__main__":
    for outcome in akn.convert_many(sys.argv[1], sys.argv[2], jobs=2):
        print(outcome.status, outcome.name, flush=True)
"""
TEXT = "The Human Rights Council,\n\nRecalling its resolution 90/{0} of 28 September 2035,\n\n1. Welcomes report {0};\n\n2. Decides to end.\n"


def expected(path: Path) -> tuple[str, bytes]:
    """Return the name of a text's result and what it must be."""
    return path.stem + ".xml", akn.convert(path).xml


class Batch:
    """A folder of texts, and what must become of them."""

    def __init__(self, folder: Path, count: int) -> None:
        self.source, self.script = folder / "in", folder / "run.py"
        self.source.mkdir()
        self.script.write_text(SCRIPT, encoding="utf-8")
        for number in range(count):
            (self.source / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
        with ProcessPoolExecutor(2) as pool:
            self.wanted = dict(pool.map(expected, self.source.iterdir(), chunksize=50))
        self.made: set[str] = set()
        self.runs = self.lost = self.half = self.twice = 0

    def start(self, out: Path) -> subprocess.Popen[str]:
        """Begin a run."""
        self.runs += 1
        return subprocess.Popen([sys.executable, self.script, self.source, out], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)

    def take(self, said: str) -> int:
        """Count what a run did; what the journal knew before must not be among it."""
        did = {line.split(" ", 1)[1] for line in said.splitlines() if line.startswith("converted ")}
        self.twice += len(did & self.made)
        return len(did)

    def look(self, out: Path) -> None:
        """Count what is half written, and learn what the journal knows."""
        for path in out.glob("*.xml"):
            self.half += path.read_bytes() != self.wanted[path.name]
        journal = out / ".akn" / "journal.sqlite"
        if journal.exists():
            base = sqlite3.connect(journal)
            self.made = {os.fsdecode(row[0]) for row in base.execute("SELECT source FROM results WHERE key != ''")}
            base.close()

    def end(self, out: Path, what: str) -> None:
        """Run to the end, and print what was counted."""
        process = self.start(out)
        said, errors = process.communicate()
        assert process.returncode == 0, errors
        self.take(said)
        self.look(out)
        found = {path.name for path in out.glob("*.xml")}
        self.lost += len(set(self.wanted) - found)
        left = len(list((out / ".akn").glob("*.part")))
        print(f"{what:58}{self.runs:6}{self.lost:6}{self.half:6}{self.twice:6}{left:6}", flush=True)
        self.made = set()
        self.runs = self.lost = self.half = self.twice = 0


def workers(parent: int) -> list[int]:
    """Return the processes that a process has started."""
    try:
        return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except OSError:
        return []


def killed(batch: Batch, out: Path, kills: int, chance: random.Random, whole: bool) -> None:
    """Kill the run, or one of its workers, at random moments."""
    for _ in range(kills):
        process = batch.start(out)
        time.sleep(0.3 + chance.random() * 2)
        if whole:
            process.send_signal(signal.SIGKILL)
        else:
            for pid in chance.sample(workers(process.pid), k=min(1, len(workers(process.pid)))):
                os.kill(pid, signal.SIGKILL)
            time.sleep(chance.random())
            process.send_signal(signal.SIGINT)
        said, _ = process.communicate()
        batch.take(said)
        time.sleep(0.2)
        batch.look(out)


def mounted(folder: Path, size: str) -> bool:
    """Mount a small file system in memory."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False)
    return done.returncode == 0


def main() -> None:
    """Print a line for each kind of fault."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    chance = random.Random(20231012)
    folder = Path(tempfile.mkdtemp(prefix="akn-faults-"))
    try:
        batch = Batch(folder, count)
        print(f"{count} texts\n{'fault':58}{'runs':>6}{'lost':>6}{'half':>6}{'twice':>6}{'left':>6}")
        if kills:
            killed(batch, folder / "a", kills, chance, True)
            batch.end(folder / "a", f"the run killed (SIGKILL) {kills} times at random moments")
            killed(batch, folder / "b", kills, chance, False)
            batch.end(folder / "b", f"a worker killed {kills} times, then Ctrl-C")
        pair = [batch.start(folder / "c"), batch.start(folder / "c")]
        told = [process.communicate() for process in pair]
        assert sum("another run is at work here" in errors for _, errors in told) == 1, told
        batch.look(folder / "c")
        batch.end(folder / "c", "two runs at once: the second is told")
        if mounted(folder / "d", "3m"):
            process = batch.start(folder / "d" / "out")
            said, errors = process.communicate()
            batch.take(said)
            full = said.count("failed ") or len(errors) > 0
            subprocess.run(["mount", "-o", "remount,size=300m", folder / "d"], check=True)
            batch.look(folder / "d" / "out")
            batch.end(folder / "d" / "out", "the disk full" if full else "THE DISK WAS NOT FULL")
            subprocess.run(["mount", "-o", "remount,ro", folder / "d"], check=True)
            process = batch.start(folder / "d" / "new")
            _, errors = process.communicate()
            assert process.returncode == 1, errors
            assert "Read-only" in errors, errors
            subprocess.run(["mount", "-o", "remount,rw", folder / "d"], check=True)
            batch.look(folder / "d" / "out")
            batch.end(folder / "d" / "out", "the output read-only: told, nothing begun")
    finally:
        if os.path.ismount(folder / "d"):
            subprocess.run(["umount", folder / "d"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
