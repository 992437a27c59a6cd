"""``akn score``: how well conversion meets files that somebody else published."""

from __future__ import annotations

import sys

from akn.cli.declared import Choice, Count, declared, parameter
from akn.cli.desk import FAILED, Desk
from akn.cli.files import Job, plan
from akn.cli.findings import dumped
from akn.cli.options import examples, limit_option, several
from akn.cli.shown import clean, table
from akn.limits import Limits
from akn.source import MARKUPS

LAYOUTS = ("plain", "page", "pdf")


@declared(
    "score", epilog=examples("akn score official/", "akn score official/ --layout pdf --show 3", "akn score official/ --format json")
)
@several
@parameter(
    "--layout", "layouts", multiple=True, kind=Choice(*LAYOUTS), help="How to print the files; can be given again. All if not given."
)
@parameter("--format", "form", kind=Choice("text", "json"), default="text", help="How to print the figures.")
@parameter("--show", metavar="N", kind=Count(), default=0, help="Say what differs, in the N worst.")
@limit_option
def command(files: tuple[str, ...], layouts: tuple[str, ...], form: str, show: int, limits: Limits) -> None:
    """Measure conversion against official Akoma Ntoso.

    Each file is printed as plain text, converted, and compared with what it holds: in per cent, by organ, language and layout.
    """
    from akn.score import COLUMNS, Score, averages, score

    desk = Desk()
    scores: list[Score] = []

    def take(job: Job) -> None:
        scores.extend(score(job.data(limits), layouts or LAYOUTS, job.name, limits))

    desk.work(plan(files, MARKUPS)[0], take)
    scores.sort(key=lambda one: (one.organ, one.language, one.layout))
    groups = averages(scores, lambda one: f"{one.organ} {one.language} {one.layout}")
    groups |= averages(scores, lambda one: f"all {one.layout}")
    if form == "json":
        import msgspec

        desk.show(dumped({"groups": groups, "files": msgspec.to_builtins(scores)}))
    elif scores:
        head = [column for column in COLUMNS if any(column in figures for figures in groups.values())]
        rows = [
            (clean(group), f"{figures['documents']:.0f}", *(f"{100 * figures[name]:.1f}" if name in figures else "-" for name in head))
            for group, figures in groups.items()
        ]
        for line in table(("group", "files", *head), rows):
            desk.show(line)
        for one in sorted(scores, key=lambda one: one.figures["segments"])[:show]:
            desk.show(f"\n{one.file} {one.layout}: {100 * one.figures['segments']:.1f}")
            for difference in one.differences[:12]:
                desk.show(f"    {clean(difference)}")
    if any(not one.figures["exact"] or not one.figures["valid"] for one in scores):
        desk.status = max(desk.status, FAILED)
    sys.exit(desk.status)
