"""The files of a command: found once, each with the place where its result goes, written whole or not at all.

All of it is planned before any work is done, so that a mistake in what was asked is told first.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from akn.cli.shown import named
from akn.limits import Limits
from akn.source import MARKUPS, SOURCES, read


class Job(NamedTuple):
    """One file to be taken: its name as people typed it, where it lies, and where its result goes."""

    name: str
    path: Path | None
    """None is standard input."""
    target: Path | None = None
    """None is standard output."""

    def data(self, limits: Limits | None = None) -> bytes:
        """Return the bytes of the file; no more of them than tell that there are too many."""
        limits = limits or Limits()
        if self.path is not None:
            return read(self.path, limits)
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        data = sys.stdin.buffer.read(limits.size + 1)
        limits.check("size", len(data))
        return data

    def source(self, limits: Limits | None = None) -> bytes | Path:
        """Return what the library takes as a source."""
        return self.data(limits) if self.path is None else self.path


class Plan(NamedTuple):
    """All files of a command, and what was named but holds none."""

    jobs: list[Job]
    missing: list[str]


def listed(folder: Path, suffixes: Sequence[str]) -> Iterator[Path]:
    """Yield the files of a folder and its subfolders in order, without hidden ones."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(tuple(suffixes)):
                yield Path(parent, name)


def expanded(argument: str, suffixes: Sequence[str]) -> tuple[Path, list[Path]]:
    """Return the files that an argument stands for, and the folder that they were looked for in."""
    path = Path(argument)
    if path.is_dir():
        return path, list(listed(path, suffixes))
    if path.exists() or not any(sign in argument for sign in "*?["):
        return path.parent, [path]
    import glob

    found = [Path(name) for name in sorted(glob.glob(argument, recursive=True))]
    root = path
    while any(sign in str(root) for sign in "*?["):
        root = root.parent
    return root, [file for hit in found for file in (listed(hit, suffixes) if hit.is_dir() else (hit,))]


def plan(arguments: Sequence[str], suffixes: Sequence[str]) -> tuple[Plan, Path | None]:
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
            missing.append(f"{named(argument)}: no file that ends in {' or '.join(suffixes)}")
        roots.append(str(root.absolute()))
        for path in paths:
            jobs.setdefault(str(path.absolute()), Job(named(path), path))
    try:
        shared = Path(os.path.commonpath(roots)) if roots else None
    except ValueError:  # on two drives
        shared = None
    return Plan(list(jobs.values()), missing), shared


def routed(arguments: Sequence[str], suffixes: Sequence[str], output: str | None, folder: Path | None, suffix: str) -> Plan:
    """Plan where each file's result goes; two results in one place are a mistake that is told before any work."""
    if output and folder:
        raise click.UsageError("--output and --directory exclude each other.")
    found, shared = plan(arguments, suffixes)
    if folder is None:
        if len(found.jobs) > 1:
            raise click.UsageError(f"{len(found.jobs)} files need --directory FOLDER to be written to.")
        targets = [Path(output) if output and output != "-" else None for _ in found.jobs]
    elif folder.exists() and not folder.is_dir():
        raise click.UsageError(f"{named(folder)} is not a folder.")
    else:
        targets = [folder / renamed(job, shared, suffix) for job in found.jobs]
    jobs = [job._replace(target=target) for job, target in zip(found.jobs, targets, strict=True)]
    sources = {os.path.realpath(job.path): job for job in jobs if job.path}
    taken: dict[str, Job] = {}
    for job in jobs:
        if job.target is None:
            continue
        place = os.path.normcase(os.path.realpath(job.target))
        if place in taken:
            raise click.UsageError(f"{taken[place].name} and {job.name} would both be written to {named(job.target)}.")
        if place in sources and job.target.is_file():
            raise click.UsageError(f"{sources[place].name} would be overwritten.")
        taken[place] = job
    return found._replace(jobs=jobs)


def renamed(job: Job, shared: Path | None, suffix: str) -> Path:
    """Return where a result stands below the folder: the subfolders kept, the suffix changed."""
    if job.path is None:
        return Path("stdin" + suffix)
    path = job.path.absolute()
    inner = path.relative_to(shared) if shared and path.is_relative_to(shared) else Path(path.name)
    stem = inner.stem if inner.suffix.lower() in (*SOURCES, *MARKUPS) else inner.name
    return inner.with_name(stem + suffix)


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


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, where a link leads to; a device or a pipe is written to as it is."""
    from akn import stores

    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    real = Path(os.path.realpath(path))
    stores.write(str(real), data, str(real.parent))
