"""``akn convert --jobs``: many texts at once, with how far it is, how fast, and what failed."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from akn.batch import SUFFIXES, Outcome, Summary, convert_many
from akn.cli.declared import mistake
from akn.cli.desk import FAILED, PATIENCE
from akn.cli.files import absolute, fruitless, plan
from akn.cli.shown import clean, echo, named, terminal
from akn.limits import Limits
from akn.stores import Folder

NAMED = 20
"""How many of the failed texts the last line names."""


def convert(arguments: Sequence[str], folder: Path, jobs: int, validate: bool, quiet: bool, limits: Limits | None, **options: Any) -> int:
    """Convert the texts into the folder, and return the exit status."""
    summary = Summary()
    root, names = found(arguments)
    if names is not None and not names:
        echo(fruitless(arguments[0], SUFFIXES), err=True)
        return FAILED
    begun = time.monotonic()
    outcomes = convert_many(root, folder, names=names, jobs=jobs, validate=validate, limits=limits, **options)
    findings = 0
    for outcome in shown(outcomes, root, names):
        summary.add(outcome)
        findings += outcome.findings
    if not summary.total:
        echo(fruitless(arguments[0], SUFFIXES), err=True)
        return FAILED
    if not quiet or summary.failed:
        took = time.monotonic() - begun
        echo(
            f"{summary.total:,} texts: {summary.converted:,} converted, {summary.unchanged:,} unchanged, {summary.failed:,} failed; "
            f"{findings:,} findings; {took:.1f} s, {summary.total / took:,.0f} a second",
            err=True,
        )
    if summary.failed:
        listed = ", ".join(named(one.name) for one in summary.failures[:NAMED])
        more = f" and {summary.failed - NAMED:,} more" if summary.failed > NAMED else ""
        echo(f"failed: {listed}{more}", err=True)
    return summary.code


def found(arguments: Sequence[str]) -> tuple[str, list[str] | None]:
    """Return the folder of the texts and their names in it; None for all that are there, which nobody needs to list."""
    if "-" in arguments:
        raise mistake("--jobs takes files and folders, not standard input.")
    if len(arguments) == 1 and Path(arguments[0]).is_dir():
        return arguments[0], None
    listed, shared = plan(arguments, SUFFIXES)
    if shared is None:
        raise mistake("The files lie on two drives; take one after the other.")
    paths = [Path(absolute(job.path)).relative_to(shared).as_posix() for job in listed.jobs if job.path is not None]
    return str(shared), paths


def shown(outcomes: Iterator[Outcome], root: str, names: list[str] | None) -> Iterator[Outcome]:
    """Yield the outcomes; tell those that failed, and where somebody looks on, how far it is."""
    if not terminal(sys.stderr):
        for outcome in outcomes:
            if outcome.status == "failed":
                echo(failure(root, outcome), err=True)
            yield outcome
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    line = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*line, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("", total=len(names) if names is not None else None, rate="")
        if names is None:  # counted meanwhile
            count = lambda: bar.update(task, total=sum(1 for _ in Folder(root).names(SUFFIXES)))  # noqa: E731
            threading.Thread(target=count, daemon=True).start()
        begun = told = time.monotonic()
        for number, outcome in enumerate(outcomes, 1):
            if outcome.status == "failed":
                console.print(failure(root, outcome), markup=False, highlight=False, soft_wrap=True)
            now = time.monotonic()
            if now - told > PATIENCE / 5:
                told = now
                bar.update(task, completed=number, rate=f"{number / (now - begun):,.0f}/s")
            yield outcome


def failure(root: str, outcome: Outcome) -> str:
    """Return what is told of a text that failed."""
    return f"{named(Path(root, outcome.name))}: {clean(outcome.message)}"
