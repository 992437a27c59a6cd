"""``akn convert``: text, Word, PDF or HTML in, Akoma Ntoso out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import akn
from akn.cli.declared import Choice, Count, File, declared, mistake, parameter
from akn.cli.desk import Desk
from akn.cli.files import Job, deliver, routed
from akn.cli.findings import headline
from akn.cli.options import examples, iso_date, limit_option, quiet_option, reading, several, tracking, writing
from akn.limits import OURS, Limits
from akn.source import SOURCES

if TYPE_CHECKING:
    from pathlib import Path


@declared(
    "convert",
    epilog=examples(
        "akn convert resolution.txt -o resolution.xml",
        "akn convert texts/ 'more/**/*.txt' -d out",
        "akn convert draft.docx --tracked deletions -o draft.xml",
        "akn convert archive/ -d out --jobs 8",
        "pdftotext -layout resolution.pdf - | akn convert - > resolution.xml",
    ),
)
@several
@writing
@reading
@tracking
@parameter("--date", check=iso_date, metavar="YYYY-MM-DD", help="When the markup was made; else the date of the text.")
@parameter(
    "--catalog",
    metavar="FILE",
    kind=File(path=True, exists=True),
    help="Dates of cited resolutions, as `akn catalog` lists them.",
)
@parameter(
    "--detail",
    kind=Choice("none", "references", "full"),
    default="references",
    help="What is marked in running text: nothing, citations, or States, bodies and quantities too.",
)
@parameter("--validate/--no-validate", default=True, help="Check the result by the official schema and the profile.")
@parameter(
    "--jobs", "-j", kind=Count(), metavar="N", help="Many files: work on N processes (0: one a core), with a journal."
)
@limit_option
@quiet_option
def command(
    files: tuple[str, ...],
    output: str | None,
    folder: Path | None,
    language: str | None,
    organ: str | None,
    tracked: str,
    date: str | None,
    catalog: Path | None,
    detail: str,
    validate: bool,
    jobs: int | None,
    limits: Limits,
    quiet: bool,
) -> None:
    """Turn text into Akoma Ntoso.

    A source is plain text, a Word document, a PDF or a web page; its content says which.

    What looks wrong in the source is told on standard error, a line each; `akn check` tells more. An invalid result is not
    written. With --jobs, what failed is told and the findings are counted; a run that was stopped goes on where it was, and
    what is done and unchanged is left alone.
    """
    if jobs is not None:
        if folder is None or output:
            raise mistake("--jobs needs --directory FOLDER.")
        from akn.batch import cores
        from akn.cli.many import convert

        options = {"language": language, "organ": organ, "date": date, "tracked": tracked, "catalog": catalog, "detail": detail}
        sys.exit(convert(files, folder, jobs or cores(), validate, quiet, limits, **options))
    desk = Desk()

    def take(job: Job) -> None:
        result = akn.convert(
            job.data(limits), language=language, organ=organ, date=date, tracked=tracked, catalog=catalog, detail=detail, limits=limits
        )
        if not quiet:
            for finding in result.diagnostics:
                if finding.severity != "info":
                    desk.tell(headline(job.name, finding))
        wrong = [one for one in akn.validate(result.xml, limits=OURS).problems if one.severity == "error"] if validate else []
        for problem in wrong:
            desk.fail(headline(job.name, problem))
        if not wrong:
            deliver(job, result.xml)

    found = routed(files, SOURCES, output, folder, ".xml")
    if validate:
        from akn.validation import begin

        begin()
    desk.work(found, take)
    sys.exit(desk.status)
