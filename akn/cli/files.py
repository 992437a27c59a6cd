"""The files of a command: found once, each with the place where its result goes, written whole or not at all.

All of it is planned before any work is done, so that a mistake in what was asked is told first.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from akn.cli.declared import mistake
from akn.cli.shown import named
from akn.limits import Limits
from akn.source import MARKUPS, SOURCES, read, taken

if TYPE_CHECKING:
    from pathlib import Path


class Job(msgspec.Struct):
    """One file to be taken: its name as people typed it, where it lies, and where its result goes."""

    name: str
    path: str | None
    """None is standard input."""
    target: str | None = None
    """None is standard output."""

    def data(self, limits: Limits | None = None) -> bytes:
        """Return the bytes of the file; no more of them than tell that there are too many."""
        limits = limits or Limits()
        if self.path is not None:
            return read(self.path, limits)
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        data = taken(sys.stdin.buffer, limits.past("size"))
        limits.check("size", len(data))
        return data

    def source(self, limits: Limits | None = None) -> bytes | Path:
        """Return what the library takes as a source."""
        if self.path is None:
            return self.data(limits)
        from pathlib import Path

        return Path(self.path)


class Plan(msgspec.Struct):
    """All files of a command, and what was named but holds none."""

    jobs: list[Job]
    missing: list[str]


def tidy(path: str) -> str:
    """Return a path without the parts that say nothing, as ``pathlib`` has it."""
    drive, path = os.path.splitdrive(path.replace(os.altsep or os.sep, os.sep))
    parts = os.sep.join(part for part in path.split(os.sep) if part not in ("", "."))
    return drive + os.sep * path.startswith(os.sep) + parts or "."


def absolute(path: str) -> str:
    """Return a path from the root on."""
    return tidy(os.path.join(os.getcwd(), path))


def listed(folder: str, suffixes: Sequence[str]) -> Iterator[str]:
    """Yield the files of a folder and its subfolders in order, without hidden ones."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(tuple(suffixes)):
                yield tidy(os.path.join(parent, name))


def expanded(argument: str, suffixes: Sequence[str]) -> tuple[str, list[str]]:
    """Return the files that an argument stands for, and the folder that they were looked for in."""
    path = tidy(argument)
    if os.path.isdir(path):
        return path, list(listed(path, suffixes))
    if os.path.exists(path) or not any(sign in argument for sign in "*?["):
        return os.path.dirname(path), [path]
    found = map(tidy, sorted(matched(argument.replace(os.altsep or os.sep, os.sep).split(os.sep))))
    root = path
    while any(sign in root for sign in "*?["):
        root = os.path.dirname(root)
    return root, [file for hit in found for file in (listed(hit, suffixes) if os.path.isdir(hit) else (hit,))]


def matched(steps: list[str]) -> Iterator[str]:
    """Yield what a glob stands for, by its steps; ``**`` is any folders below but those that a link leads to, which may be a circle."""
    import glob

    if "**" not in steps:
        yield from glob.glob(os.sep.join(steps))
        return
    at = steps.index("**")
    for above in glob.glob(os.sep.join([*steps[:at], ""]) or os.curdir):
        for folder, inner, names in os.walk(above):
            inner[:] = [name for name in inner if not name.startswith(".")]
            if steps[at + 1 :]:
                yield from matched([glob.escape(folder), *steps[at + 1 :]])
            else:
                yield from (os.path.join(folder, name) for name in names if not name.startswith("."))


def fruitless(argument: str, suffixes: Sequence[str]) -> str:
    """Return what tells that an argument stands for no file."""
    return f"{named(argument)}: no file that ends in {' or '.join(suffixes)}"


def plan(arguments: Sequence[str], suffixes: Sequence[str]) -> tuple[Plan, str | None]:
    """Find every file once, in the order of the arguments, and the folder that all of them share."""
    jobs: dict[str, Job] = {}
    roots: list[str] = []
    missing: list[str] = []
    for argument in arguments:
        if argument == "-":
            jobs["-"] = Job("<stdin>", None)
            continue
        root, paths = expanded(argument, suffixes)
        if not paths:
            missing.append(fruitless(argument, suffixes))
        roots.append(absolute(root))
        for path in paths:
            jobs.setdefault(absolute(path), Job(named(path), path))
    try:
        shared = os.path.commonpath(roots) if roots else None
    except ValueError:  # on two drives
        shared = None
    return Plan(list(jobs.values()), missing), shared


def routed(arguments: Sequence[str], suffixes: Sequence[str], output: str | None, folder: Path | None, suffix: str) -> Plan:
    """Plan where each file's result goes; two results in one place are a mistake that is told before any work."""
    if output and folder:
        raise mistake("--output and --directory exclude each other.")
    found, shared = plan(arguments, suffixes)
    if folder is None:
        if len(found.jobs) > 1:
            raise mistake(f"{len(found.jobs)} files need --directory FOLDER to be written to.")
        targets = [tidy(output) if output and output != "-" else None for _ in found.jobs]
    elif folder.exists() and not folder.is_dir():
        raise mistake(f"{named(folder)} is not a folder.")
    else:
        targets = [str(folder / renamed(job, shared, suffix)) for job in found.jobs]
    sources = {os.path.realpath(job.path): job for job in found.jobs if job.path}
    taken: dict[str, Job] = {}
    for job, target in zip(found.jobs, targets, strict=True):
        job.target = target
        if target is None:
            continue
        place = os.path.normcase(os.path.realpath(target))
        if place in taken:
            raise mistake(f"{taken[place].name} and {job.name} would both be written to {named(target)}.")
        if place in sources and os.path.isfile(target):
            raise mistake(f"{sources[place].name} would be overwritten.")
        taken[place] = job
    return found


def renamed(job: Job, shared: str | None, suffix: str) -> str:
    """Return where a result stands below the folder: the subfolders kept, the suffix changed."""
    if job.path is None:
        return "stdin" + suffix
    path = absolute(job.path)
    above = os.path.join(shared, "") if shared else path
    inner = path.removeprefix(above) if shared and path.startswith(above) else os.path.basename(path)
    stem, own = os.path.splitext(inner)
    return (stem if own.lower() in (*SOURCES, *MARKUPS) else inner) + suffix


def deliver(job: Job, data: bytes) -> None:
    """Write a result whole or not at all, over whatever stood there."""
    if job.target is None:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "standard output is closed")
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write(job.target, data)


def write(path: str, data: bytes) -> None:
    """Write a file whole or not at all, where a link leads to; a device or a pipe is written to as it is."""
    from akn import stores

    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as file:
            file.write(data)
        return
    real = os.path.realpath(path)
    stores.write(real, data, os.path.dirname(real))
