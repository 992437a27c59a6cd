"""Where a command works: it takes the files one by one, tells what goes wrong with one, and goes on with the next.

Results go to standard output and messages to standard error.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from akn.cli.files import Job, Plan
from akn.cli.shown import clean, echo, fitted, named, terminal

DONE, FAILED, USAGE, NO_TEXT, LIMIT = range(5)
"""The exit statuses."""
PATIENCE = 0.5
"""After how many seconds of work a bar shows how far it is."""


class Desk:
    """Where a command works: it takes the files, shows how far it is, tells what went wrong, keeps the highest status."""

    def __init__(self) -> None:
        self.status = DONE
        self._bar: Any = None

    def tell(self, message: str) -> None:
        """Write a message to standard error."""
        self._write(message, True)

    def show(self, text: str) -> None:
        """Write a line of the result to standard output."""
        self._write(text, False)

    def fail(self, message: str, status: int = FAILED) -> None:
        """Tell why a file could not be processed."""
        self.tell(message)
        self.status = max(self.status, status)

    def work(self, found: Plan, take: Callable[[Job], None]) -> None:
        """Take every file; an error that belongs to one is told, and the next is taken. What was compiled for it is kept."""
        for message in found.missing:
            self.fail(message)
        for job in self._shown(found.jobs):
            try:
                take(job)
            except BrokenPipeError:
                raise
            except Exception as error:
                status, message = explained(error, job)
                self.fail(f"{job.name}: {message}", status)
        from akn.patterns import keep

        keep()

    def _shown(self, jobs: list[Job]) -> Iterator[Job]:
        """Yield the files, with a bar for many of them where somebody looks on."""
        begun = time.monotonic()
        left = iter(jobs)
        taken = 0
        for job in left:
            yield job
            taken += 1
            if time.monotonic() - begun > PATIENCE and terminal(sys.stderr):
                break
        else:
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        line = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        console = Console(stderr=True)
        bar = Progress(*line, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
        task = bar.add_task("", total=len(jobs), completed=taken)
        self._bar = bar
        try:
            bar.start()
            for job in left:
                bar.update(task, description=fitted(job.name.rpartition(os.sep)[2], 30).replace("[", "\\["))
                yield job
                bar.advance(task)
        finally:
            self._bar = None
            bar.stop()

    def _write(self, text: str, error: bool) -> None:
        if self._bar is None:
            echo(text, err=error)
            return
        self._bar.stop()
        echo(text, err=error)
        self._bar.start()


def explained(error: Exception, job: Job | None = None) -> tuple[int, str]:
    """Return the exit status that an error stands for and what it means to a person."""
    from akn.errors import AknError, LimitExceeded, SourceError

    if isinstance(error, LimitExceeded):
        return LIMIT, f"a limit is passed: {clean(str(error))}"
    if isinstance(error, SourceError):
        return NO_TEXT, clean(str(error))
    if isinstance(error, AknError):
        return FAILED, clean(str(error))
    if isinstance(error, OSError):
        about = "" if error.filename is None or (job and error.filename == str(job.path)) else f"{named(error.filename)}: "
        return FAILED, about + (error.strerror or str(error))
    return FAILED, f"this is a mistake in akn, please report it: {type(error).__name__}: {clean(str(error))}"
