"""``akn align``: the language versions of one text side by side."""

from __future__ import annotations

import sys
from pathlib import Path

import akn
from akn.cli.declared import Choice, declared, mistake, parameter
from akn.cli.desk import Desk
from akn.cli.files import Job, Plan, deliver
from akn.cli.options import examples, limit_option, output_option, several
from akn.cli.shown import named
from akn.limits import Limits


@declared(
    "align",
    epilog=examples(
        "akn align en.xml fr.xml zh.xml",
        "akn align en.txt ar.txt --format tmx -o memory.tmx",
    ),
)
@several
@parameter(
    "--format",
    "style",
    kind=Choice("text", "tsv", "tmx", "json"),
    default="text",
    show_default=True,
    help="To read here, a table, a translation memory (TMX 1.4b), or data.",
)
@output_option
@limit_option
def command(files: tuple[str, ...], style: str, output: str | None, limits: Limits) -> None:
    """Lay the language versions of one text side by side, and tell where they disagree.

    Each FILE is a version, Akoma Ntoso or what `akn convert` takes. That versions disagree is no failure: the exit status is 0.
    """
    if len(files) < 2:
        raise mistake("There must be two versions at least.")
    desk = Desk()

    def take(job: Job) -> None:
        found = akn.align(*map(Path, files), limits=limits)
        if style == "json":
            deliver(job, found.json())
        elif style == "tmx":
            deliver(job, found.tmx())
        else:
            deliver(job, (found.tsv() if style == "tsv" else found.text()).encode("utf-8", "replace"))

    desk.work(Plan([Job(", ".join(map(named, files)), None, output)], []), take)
    sys.exit(desk.status)
