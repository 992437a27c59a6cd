"""How fast many small files are converted, and whether memory stays what it is when there are more of them.

python benchmarks/many.py [FILES [JOBS [KILLS]]]

Prints a JSON object: files, files a second at first and when all is known, and the most memory that the run itself and a worker of it had.
With KILLS the run is killed so many times at random moments, a minute apart at most, and goes on; its time is that of all the runs together.
The files are made in a temporary folder, which is removed.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import akn

TEXT = "The Human Rights Council,\n\nRecalling its resolution 90/{0} of 28 September 2035,\n\n1. Welcomes report {0};\n\n2. Decides to end.\n"


def run(source: Path, target: Path, jobs: int) -> tuple[float, dict[str, int]]:
    """Convert all; return the seconds and how many came out how."""
    begun, counts = time.perf_counter(), {"converted": 0, "unchanged": 0, "failed": 0}
    for outcome in akn.convert_many(source, target, jobs=jobs):
        counts[outcome.status] += 1
    return time.perf_counter() - begun, counts


def killed(source: Path, target: Path, jobs: int, wait: float) -> None:
    """Begin to convert all, and be killed."""
    child = os.fork()
    if not child:
        run(source, target, jobs)
        os._exit(0)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def main() -> None:
    """Make the files, convert them twice, print what it took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else os.cpu_count() or 1
    kills, chance = int(sys.argv[3]) if len(sys.argv) > 3 else 0, random.Random(1945)
    folder = Path(tempfile.mkdtemp(prefix="akn-many-"))
    try:
        for number in range(count):
            path = folder / "in" / f"{number % 500}" / f"{number}.txt"
            if number < 500:
                path.parent.mkdir(parents=True)
            path.write_text(TEXT.format(number), encoding="utf-8")
        begun = time.perf_counter()
        for _ in range(kills):
            killed(folder / "in", folder / "out", jobs, 60 * chance.random())
        _, counts = run(folder / "in", folder / "out", jobs)
        seconds = time.perf_counter() - begun
        assert counts["converted"] + counts["unchanged"] == count, counts
        assert kills or not counts["unchanged"], counts
        again, counts = run(folder / "in", folder / "out", jobs)
        assert counts["unchanged"] == count, counts
        most = {who: resource.getrusage(which).ru_maxrss / 1000 for who, which in (("run", resource.RUSAGE_SELF), ("worker", resource.RUSAGE_CHILDREN))}
        assert sum(1 for _ in (folder / "out").rglob("*.xml")) == count
        for number in chance.sample(range(count), min(count, 1000)):
            made = akn.convert(folder / "in" / f"{number % 500}" / f"{number}.txt").xml
            assert (folder / "out" / f"{number % 500}" / f"{number}.xml").read_bytes() == made, number
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps({"files": count, "jobs": jobs, "kills": kills, "rate": count / seconds, "again": count / again, "run": most["run"], "worker": most["worker"]}))


if __name__ == "__main__":
    main()
