"""``akn diff``: what became of a draft."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import akn
from akn.cli.desk import Desk
from akn.cli.files import Job, Plan, deliver
from akn.cli.options import examples, limit_option, output_option
from akn.cli.shown import named, terminal
from akn.limits import Limits


@click.command(
    "diff",
    epilog=examples(
        "akn diff draft.txt adopted.xml",
        "akn diff draft.txt adopted.txt --format html -o changes.html",
    ),
)
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    show_default=True,
    help="To read here, a page for a browser, or data.",
)
@click.option("--all", "whole", is_flag=True, help="Show what is the same as well (text).")
@output_option
@limit_option
def command(old: str, new: str, style: str, whole: bool, output: Path | None, limits: Limits) -> None:
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
            colour = click.get_current_context().color
            seen = terminal(sys.stdout) if colour is None else colour
            deliver(job, found.text(colour=seen and output is None, whole=whole).encode("utf-8", "replace"))

    desk.work(Plan([Job(f"{named(old)}, {named(new)}", Path(old), output)], []), take)
    sys.exit(desk.status)
