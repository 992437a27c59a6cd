"""How fast many small files are converted, and whether memory stays what it is when there are more of them.

python benchmarks/many.py [FILES [JOBS]]

Prints a JSON object: files, files a second at first and when all is known, and the most memory that the run itself and a worker of it had.
The files are made in a temporary folder, which is removed.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
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


def main() -> None:
    """Make the files, convert them twice, print what it took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else os.cpu_count() or 1
    folder = Path(tempfile.mkdtemp(prefix="akn-many-"))
    try:
        for number in range(count):
            path = folder / "in" / f"{number % 500}" / f"{number}.txt"
            if number < 500:
                path.parent.mkdir(parents=True)
            path.write_text(TEXT.format(number), encoding="utf-8")
        seconds, counts = run(folder / "in", folder / "out", jobs)
        assert counts["converted"] == count, counts
        again, counts = run(folder / "in", folder / "out", jobs)
        assert counts["unchanged"] == count, counts
        assert sum(1 for _ in (folder / "out").rglob("*.xml")) == count
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    most = {who: resource.getrusage(which).ru_maxrss / 1000 for who, which in (("run", resource.RUSAGE_SELF), ("worker", resource.RUSAGE_CHILDREN))}
    print(json.dumps({"files": count, "jobs": jobs, "rate": count / seconds, "again": count / again, "run": most["run"], "worker": most["worker"]}))


if __name__ == "__main__":
    main()
