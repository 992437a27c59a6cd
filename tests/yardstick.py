"""Hold the line: how well the official corpus is met may rise and must not fall.

The corpus and the script that scores it lie beside the checkout and are no part of the project; without them there is
nothing to measure. ``tests/figures.json`` has the averages of every group of documents (organ, language, layout) as they were
recorded last; a change that lets one of them fall does not pass.

    python tests/yardstick.py              measure and compare
    python tests/yardstick.py --record     measure and record; refuses to lower a figure, unless with --force
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "figures.json"
PAGE = HERE.parent / "docs" / "accuracy.md"
BETWEEN = ("<!-- figures -->\n", "<!-- end of figures -->\n")
SHARED = HERE.parent.parent / "shared"
SLACK = 0.0005
LOWER_IS_BETTER = {"layout"}
"""What the layout record costs, in parts of the text."""
FACTS = {"file", "organ", "language", "style", "said"}

Group = dict[str, float]


def measured(shared: Path, only: list[str]) -> list[dict[str, Any]]:
    """Score the corpus, on every core, and return a row for each document in each layout."""
    files = [str(path) for path in sorted((shared / "corpus").rglob("*.xml")) if "genuine" not in path.parts]
    cores = os.cpu_count() or 1
    runs = [share for share in (files[core::cores] for core in range(cores)) if share]
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(cores) as pool:
        orders = [[str(share), *run] for share, run in enumerate(runs)] + [["genuine", "--style", "genuine"]]

        def score(order: list[str]) -> list[dict[str, Any]]:
            out = Path(folder, f"{order[0]}.json")
            command = [sys.executable, str(shared / "eval" / "score.py"), "--json", str(out), *only, *order[1:]]
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode or not out.exists():
                sys.exit(f"the corpus could not be scored:\n{done.stdout[-2000:]}")
            rows: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))
            return rows

        return [row for rows in pool.map(score, orders) for row in rows]


def grouped(rows: list[dict[str, Any]]) -> dict[str, Group]:
    """Return the averages of every group, and how many documents it has."""
    groups = collections.defaultdict(list)
    for row in rows:
        groups[f"{row['organ']} {row['language']} {row['style']}"].append(row)
    return {name: averages(groups[name]) for name in sorted(groups)}


def averages(rows: list[dict[str, Any]]) -> Group:
    """Return the average of every column over the rows that have it."""
    out: Group = {"docs": len(rows)}
    for name in sorted({name for row in rows for name in row} - FACTS):
        values = [row[name] for row in rows if name in row]
        out[name] = round(sum(values) / len(values), 4)
    return out


def fallen(recorded: dict[str, Group], now: dict[str, Group], slack: float = SLACK) -> list[str]:
    """Return a line for every figure that is worse than recorded by more than the slack.

    A group that has other documents than it had can't be compared: the corpus is not ours.
    """
    out = []
    for group, before in recorded.items():
        after = now.get(group)
        if after is None or after["docs"] != before["docs"]:
            continue
        for name, figure in before.items():
            got = after.get(name, 0.0 if name not in LOWER_IS_BETTER else 1.0)
            loss = got - figure if name in LOWER_IS_BETTER else figure - got
            if name != "docs" and loss > slack + 1e-9:
                out.append(f"{group}: {name} was {figure:.4f} and is {got:.4f}")
    return out


def ratcheted(recorded: dict[str, Group], now: dict[str, Group]) -> dict[str, Group]:
    """Return the figures of now, each at least as good as recorded: what lies within the slack is no reason to sink."""
    out = {}
    for group, after in now.items():
        before = recorded.get(group, {})
        same = before.get("docs") == after["docs"]
        out[group] = {
            name: (min if name in LOWER_IS_BETTER else max)(figure, before[name]) if same and name in before else figure
            for name, figure in after.items()
        }
    return out


def table(rows: list[dict[str, Any]], by: str) -> list[str]:
    """Return the averages as lines, by one property of the documents, and over all."""
    groups = {name: averages([row for row in rows if row[by] == name]) for name in sorted({row[by] for row in rows})}
    groups["all"] = averages(rows)
    names = [name for name in groups["all"] if name != "docs"]
    out = [f"{by:9}{'docs':>6}" + "".join(f"{name[:8]:>9}" for name in names)]
    for group, figures in groups.items():
        cells = (f"{100 * figures[name]:9.2f}" if name in figures else f"{'-':>9}" for name in names)
        out.append(f"{group:9}{figures['docs']:6.0f}" + "".join(cells))
    return out


COLUMNS = (
    "segments", "numbers", "nesting", "notes", "phrases", "citations", "number", "title", "adopted", "session", "agenda", "vote",
    "valid", "exact", "stable", "canonical", "perfect", "layout",
)  # fmt: skip


def page(rows: list[dict[str, Any]]) -> str:
    """Return the figures as Markdown tables: over all, by language, by organ, each layout for itself."""
    out = []
    for title, by in (("All documents", ("style",)), ("By language", ("language", "style")), ("By organ", ("organ", "style"))):
        groups = collections.defaultdict(list)
        for row in rows:
            groups[tuple(row[name] for name in by)].append(row)
        out += [f"### {title}", "", f"| {' | '.join((*by, 'documents', *COLUMNS))} |", "|---" * (len(by) + 1 + len(COLUMNS)) + "|"]
        for group, found in sorted(groups.items()):
            figures = averages(found)
            cells = [f"{100 * figures[name]:.1f}" if name in figures else "-" for name in COLUMNS]
            out.append(f"| {' | '.join((*group, str(len(found)), *cells))} |")
        out.append("")
    return "\n".join(out)


def paged(text: str, tables: str) -> str:
    """Return the page with these tables in the place of the old ones."""
    before, _, rest = text.partition(BETWEEN[0])
    return before + BETWEEN[0] + tables + BETWEEN[1] + rest.partition(BETWEEN[1])[2]


def written(groups: dict[str, Group]) -> str:
    """Return the figures as JSON, a group a line, so that a change can be read."""
    lines = (f" {json.dumps(name)}: {json.dumps(figures)}" for name, figures in sorted(groups.items()))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> int:
    """Measure; compare or record."""
    ask = argparse.ArgumentParser(description="Compare the scores over the official corpus with the recorded ones.")
    ask.add_argument("--record", action="store_true", help="record the figures")
    ask.add_argument("--force", action="store_true", help="record lower ones too")
    ask.add_argument("--shared", type=Path, default=SHARED, help="the folder that has eval/ and corpus/")
    for name in ("organ", "language"):
        ask.add_argument(f"--{name}", action="append", default=[], help=f"only documents of this {name}")
    args = ask.parse_args()
    only = [word for name in ("organ", "language") for value in getattr(args, name) for word in (f"--{name}", value)]
    if not (args.shared / "eval" / "score.py").exists():
        print("no yardsticks here: nothing is measured")
        return int(args.record)
    started = time.monotonic()
    rows = measured(args.shared, only)
    now = grouped(rows)
    recorded: dict[str, Group] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    for by in ("organ", "language", "style"):
        print(*table(rows, by), "", sep="\n")
    print(f"{len(rows)} conversions scored in {time.monotonic() - started:.0f} s")
    known = {*now} if only else {*recorded, *now}
    changed = [group for group in sorted(known) if recorded.get(group, {}).get("docs") != now.get(group, {}).get("docs")]
    if changed and recorded:
        print(f"{len(changed)} groups have other documents than were recorded and are not compared: {', '.join(changed[:8])}")
    worse = fallen(recorded, now)
    print(*worse, sep="\n", end="\n" if worse else "")
    if args.record:
        if worse and not args.force:
            print(f"{len(worse)} figures fell: not recorded (make figures FORCE=1 does)")
            return 1
        kept = recorded if only else {}
        FIGURES.write_text(written({**kept, **(now if args.force else ratcheted(recorded, now))}), encoding="utf-8")
        if not only:
            PAGE.write_text(paged(PAGE.read_text(encoding="utf-8"), page(rows)), encoding="utf-8")
        print(f"{len(now)} groups recorded in {FIGURES.name}")
        return 0
    print(
        f"{len(worse)} figures fell" if worse else "no figure fell" if recorded else "no figures are recorded yet: make figures"
    )
    return int(bool(worse))


if __name__ == "__main__":
    sys.exit(main())
