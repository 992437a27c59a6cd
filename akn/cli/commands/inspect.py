"""``akn inspect``: how a text was understood."""

from __future__ import annotations

import sys
from pathlib import Path

import akn
from akn.cli.declared import Choice, File, declared, mistake, parameter
from akn.cli.desk import Desk
from akn.cli.files import Job, plan
from akn.cli.findings import dumped
from akn.cli.options import examples, limit_option, reading, tracking
from akn.cli.shown import clean, columns, fitted, named, padded, style
from akn.limits import Limits
from akn.source import SOURCES


@declared("inspect", epilog=examples("akn inspect resolution.txt", "akn inspect resolution.txt --format json"))
@parameter("file", kind=File(dash=True))
@reading
@tracking
@parameter("--format", "form", kind=Choice("text", "json"), default="text", help="How to print.")
@limit_option
def command(file: str, language: str | None, organ: str | None, tracked: str, form: str, limits: Limits) -> None:
    """Show how a text was understood.

    Each line with its number, its kind and the rule of the grammar that took it, as a tree.
    """
    desk = Desk()

    def take(job: Job) -> None:
        lines = akn.inspect(job.source(limits), language=language, organ=organ, tracked=tracked, limits=limits)
        if form == "json":
            import msgspec

            desk.show(dumped([msgspec.to_builtins(line) for line in lines]))
            return
        width = columns(sys.maxsize)
        kinds = max((len(line.kind) for line in lines), default=0)
        rules = max((len(line.rule) for line in lines), default=0)
        number = len(str(max((line.line for line in lines), default=0)))
        part = None
        for line in lines:
            if line.part != part:
                part = line.part
                desk.show(style(part, "bold"))
            left = f"{line.line:{number}}  {line.kind:{kinds}}  {line.rule:{rules}}  "
            words = "│ " * line.depth + clean(line.text)
            desk.show(
                f"  {line.line:{number}}  {style(padded(line.kind, kinds), 'cyan')}  "
                f"{style(padded(line.rule, rules), 'dim')}  {fitted(words, max(20, width - len(left) - 2))}"
            )

    if Path(file).is_dir():
        raise mistake(f"{named(file)} is a folder; inspect takes one file.")
    desk.work(plan([file], SOURCES)[0], take)
    sys.exit(desk.status)
