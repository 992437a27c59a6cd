"""``akn check``: what looks wrong in a text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import akn
from akn.cli.baseline import Baseline
from akn.cli.declared import Choice, File, declared, mistake, parameter
from akn.cli.desk import FAILED, Desk
from akn.cli.files import Job, plan
from akn.cli.findings import dumped, excerpt, headline, record
from akn.cli.options import examples, limit_option, reading, several, tracking
from akn.cli.sarif import sarif
from akn.cli.shown import columns, named
from akn.diagnostics import catalogue
from akn.limits import Limits
from akn.source import SOURCES

if TYPE_CHECKING:
    from pathlib import Path

    from akn.diagnostics import Diagnostic


@declared(
    "check",
    epilog=examples(
        "akn check resolution.txt",
        "akn check texts/ --ignore AKN203 --format sarif > findings.sarif",
        "akn check texts/ --baseline known.json --write-baseline",
        "akn check texts/ --baseline known.json --strict",
    ),
)
@several
@reading
@tracking
@parameter("--format", "form", kind=Choice("text", "json", "sarif"), default="text", help="How to print.")
@parameter("--ignore", multiple=True, metavar="CODE", help="Leave out findings of this code or name; may be repeated.")
@parameter("--baseline", "kept", metavar="FILE", kind=File(path=True), help="Leave out what this file lists.")
@parameter("--write-baseline", "renew", is_flag=True, help="Write what is found to the baseline and print nothing.")
@parameter("--strict", is_flag=True, help="Exit with 1 if a warning or an error is left.")
@limit_option
def command(
    files: tuple[str, ...],
    language: str | None,
    organ: str | None,
    tracked: str,
    form: str,
    ignore: tuple[str, ...],
    kept: Path | None,
    renew: bool,
    strict: bool,
    limits: Limits,
) -> None:
    """Tell what looks wrong in text.

    What was guessed or looks wrong is told as a compiler does it: place, code, the line, and what was expected. The words
    themselves are never corrected.
    """
    for code in ignore:
        if not any(code in (name, entry.code) for name, entry in catalogue().items()):
            import click

            raise click.BadParameter(f"{code!r} is neither a code nor a name of a finding.", param_hint="--ignore")
    if renew and kept is None:
        raise mistake("--write-baseline needs --baseline FILE.")
    desk = Desk()
    found: list[tuple[str, Diagnostic]] = []
    baseline = Baseline(kept) if kept else None
    if baseline and not renew:
        baseline.read()
    width = columns(120)

    def take(job: Job) -> None:
        fresh = [
            (job.name, one)
            for one in akn.convert(job.source(limits), language=language, organ=organ, tracked=tracked, limits=limits).diagnostics
            if one.code not in ignore and one.name not in ignore and (renew or not (baseline and baseline.knows(job.name, one)))
        ]
        found.extend(fresh)
        if form == "text" and not renew:
            for name, one in fresh:
                desk.show("\n".join((headline(name, one), *excerpt(one, width))))

    desk.work(plan(files, SOURCES)[0], take)
    if baseline and renew:
        try:
            baseline.write(found)
        except OSError as error:
            desk.fail(f"{named(baseline.path)}: {error.strerror}")
    elif form == "json":
        desk.show(dumped([record(name, one) for name, one in found]))
    elif form == "sarif":
        desk.show(dumped(sarif(found)))
    if strict and not renew and any(one.severity != "info" for _, one in found):
        desk.status = max(desk.status, FAILED)
    sys.exit(desk.status)
