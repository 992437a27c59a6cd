"""``akn diff``: what became of a draft."""

from __future__ import annotations

import sys
from pathlib import Path

import akn
from akn.cli.declared import Choice, File, declared, parameter
from akn.cli.desk import Desk
from akn.cli.files import Job, Plan, deliver, tidy
from akn.cli.options import examples, limit_option, output_option
from akn.cli.shown import colour, named, terminal
from akn.limits import Limits


@declared(
    "diff",
    epilog=examples(
        "akn diff draft.txt adopted.xml",
        "akn diff draft.txt adopted.txt --format html -o changes.html",
    ),
)
@parameter("old", kind=File())
@parameter("new", kind=File())
@parameter(
    "--format",
    "style",
    kind=Choice("text", "html", "json"),
    default="text",
    show_default=True,
    help="To read here, a page for a browser, or data.",
)
@parameter("--all", "whole", is_flag=True, help="Show what is the same as well (text).")
@output_option
@limit_option
def command(old: str, new: str, style: str, whole: bool, output: str | None, limits: Limits) -> None:
    """Tell what became of a draft: what was added, removed, moved and changed, word by word.

    OLD and NEW are Akoma Ntoso or what `akn convert` takes. That they differ is no failure: the exit status is 0.
    """
    desk = Desk()

    def take(job: Job) -> None:
        found = akn.diff(Path(old), Path(new), limits=limits)
        if style == "json":
            deliver(job, found.json())
        elif style == "html":
            deliver(job, found.html().encode("utf-8", "replace"))
        else:
            wanted = colour()
            seen = terminal(sys.stdout) if wanted is None else wanted
            deliver(job, found.text(colour=seen and output is None, whole=whole).encode("utf-8", "replace"))

    desk.work(Plan([Job(f"{named(old)}, {named(new)}", tidy(old), output)], []), take)
    sys.exit(desk.status)
