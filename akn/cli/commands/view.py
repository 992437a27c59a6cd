"""``akn view``: one page to look at a conversion."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from akn.cli.declared import File, declared, mistake, parameter
from akn.cli.desk import Desk
from akn.cli.files import Job, Plan, deliver, plan
from akn.cli.options import examples, limit_option, reading, several
from akn.cli.shown import named
from akn.limits import Limits
from akn.source import MARKUPS, TEXTS


@declared(
    "view",
    epilog=examples(
        "akn view resolution.txt --open",
        "akn view resolution.xml -o page.html",
        "akn view en.txt fr.txt zh.txt -o versions.html",
    ),
)
@several
@parameter("--output", "-o", metavar="FILE", kind=File(dash=True), help="Write to this file.")
@parameter("--open", "opening", is_flag=True, help="Show the page in the browser; without --output it is a temporary file.")
@reading
@limit_option
def command(
    files: tuple[str, ...], output: str | None, opening: bool, language: str | None, organ: str | None, limits: Limits
) -> None:
    """Show a text, a Word document, a PDF, a web page or an Akoma Ntoso file with its structure, on one page.

    The source with its lines stands beside the structure, with what was found; several files are language versions and
    stand side by side. The page holds all that it needs and asks nothing of any server.
    """
    from akn.opened import Opened, opened
    from akn.writers.view import to_page

    desk = Desk()
    seen: list[tuple[Opened, str]] = []

    def take(job: Job) -> None:
        seen.append((opened(job.source(limits), language=language, organ=organ, limits=limits), job.name))

    found = plan(files, (*TEXTS, *MARKUPS))[0]
    target = Path(output) if output and output != "-" else None
    read = {os.path.realpath(job.path) for job in found.jobs if job.path is not None}
    if target is not None and os.path.realpath(target) in read:
        raise mistake(f"{named(target)} would be overwritten.")
    desk.work(found, take)
    if seen:
        data = to_page([one for one, _ in seen], [Path(name).name for _, name in seen]).encode()
        if opening and target is None:
            import tempfile

            target = Path(tempfile.mkdtemp(prefix="akn-")) / "page.html"
        page = Job(str(target or "-"), None, str(target) if target else None)
        desk.work(Plan([page], []), lambda job: deliver(job, data))
        if opening and target is not None and desk.status == 0:
            import webbrowser

            webbrowser.open(target.absolute().as_uri())
    sys.exit(desk.status)
