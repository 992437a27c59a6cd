"""``akn catalog``: the dates that converted documents know."""

from __future__ import annotations

import sys

from akn.catalog import works
from akn.cli.declared import declared
from akn.cli.desk import Desk
from akn.cli.files import Job, plan
from akn.cli.options import examples, several
from akn.cli.shown import echo
from akn.source import MARKUPS


@declared("catalog", epilog=examples("akn catalog out/ > resolutions.txt", "akn convert more/ -d out --catalog resolutions.txt"))
@several
def command(files: tuple[str, ...]) -> None:
    """List the resolutions of converted documents with their dates.

    A line each, sorted: the Work IRIs of the documents and of what they cite. `akn convert --catalog` completes undated citations by it.
    """
    desk = Desk()
    found: list[bytes] = []

    def take(job: Job) -> None:
        found.append(job.data())

    desk.work(plan(files, MARKUPS)[0], take)
    echo("".join(f"{one}\n" for one in works(found)), nl=False)
    sys.exit(desk.status)
