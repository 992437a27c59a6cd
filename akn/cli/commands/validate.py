"""``akn validate``: the official schema, the profile, the document's own sums."""

from __future__ import annotations

import sys
from typing import Any

import akn
from akn.cli.declared import Choice, File, declared, parameter
from akn.cli.desk import FAILED, Desk
from akn.cli.files import Job, plan
from akn.cli.findings import dumped, headline, record
from akn.cli.options import examples, limit_option, quiet_option, several
from akn.cli.shown import clean, style
from akn.limits import Limits
from akn.source import MARKUPS


@declared(
    "validate", epilog=examples("akn validate out/", "akn validate out/ --format json", "akn validate resolution.xml --schema copy.xsd")
)
@several
@parameter("--schema", metavar="FILE", kind=File(exists=True), help="A copy of the official schema.")
@parameter(
    "--engine",
    kind=Choice("lxml", "xmlschema", "both"),
    default="lxml",
    help="What reads the schema: lxml is fast, xmlschema a slow second opinion.",
)
@parameter("--format", "form", kind=Choice("text", "json"), default="text", help="How to print.")
@limit_option
@quiet_option
def command(files: tuple[str, ...], schema: str | None, engine: str, form: str, limits: Limits, quiet: bool) -> None:
    """Check Akoma Ntoso by schema and profile.

    The official schema, the AKN4UN profile, and the document's own sums: votes counted, notes matched, numbers in order.
    Warnings are told and leave it valid.
    """
    desk = Desk()
    records: list[dict[str, Any]] = []

    def take(job: Job) -> None:
        report = akn.validate(job.data(limits), schema=schema, engine=engine, limits=limits)
        if not report.valid:
            desk.status = max(desk.status, FAILED)
        if form == "json":
            records.extend(record(job.name, problem) for problem in report.problems)
            return
        for problem in report.problems:
            desk.show(headline(job.name, problem) + (f"\n    at {clean(problem.path)}" if problem.path else ""))
        if report.valid and not quiet:
            desk.show(f"{job.name}: {style('valid', 'green')}")

    desk.work(plan(files, MARKUPS)[0], take)
    if form == "json":
        desk.show(dumped(records))
    sys.exit(desk.status)
