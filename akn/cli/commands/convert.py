"""``akn convert``: text in, Akoma Ntoso out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import akn
from akn.cli.desk import Desk
from akn.cli.files import TEXTS, Job, deliver, routed
from akn.cli.findings import headline
from akn.cli.options import examples, iso_date, quiet_option, reading, several, writing


@click.command(
    "convert",
    epilog=examples(
        "akn convert resolution.txt -o resolution.xml",
        "akn convert texts/ 'more/**/*.txt' -d out",
        "pdftotext -layout resolution.pdf - | akn convert - > resolution.xml",
    ),
)
@several
@writing
@reading
@click.option("--date", callback=iso_date, metavar="YYYY-MM-DD", help="When the markup was made; else the date of the text.")
@click.option(
    "--catalog",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Dates of cited resolutions, as `akn catalog` lists them.",
)
@click.option("--validate/--no-validate", default=True, help="Check the result by the official schema and the profile.")
@quiet_option
def command(
    files: tuple[str, ...],
    output: str | None,
    folder: Path | None,
    language: str | None,
    organ: str | None,
    date: str | None,
    catalog: Path | None,
    validate: bool,
    quiet: bool,
) -> None:
    """Turn text into Akoma Ntoso.

    What looks wrong in the source is told on standard error, a line each; `akn check` tells more. An invalid result is not
    written.
    """
    desk = Desk()

    def take(job: Job) -> None:
        result = akn.convert(job.source(), language=language, organ=organ, date=date, catalog=catalog)
        if not quiet:
            for finding in result.diagnostics:
                if finding.severity != "info":
                    desk.tell(headline(job.name, finding))
        wrong = [one for one in akn.validate(result.xml).problems if one.severity == "error"] if validate else []
        for problem in wrong:
            desk.fail(headline(job.name, problem))
        if not wrong:
            deliver(job, result.xml)

    desk.work(routed(files, TEXTS, output, folder, ".xml"), take)
    sys.exit(desk.status)
