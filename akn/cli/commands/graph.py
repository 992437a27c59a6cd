"""``akn graph``: who cites whom."""

from __future__ import annotations

import sys

from akn.cli.declared import Choice, declared, parameter
from akn.cli.desk import Desk
from akn.cli.files import Job, Plan, deliver, plan
from akn.cli.options import examples, limit_option, output_option, several
from akn.limits import Limits
from akn.source import MARKUPS, TEXTS


@declared(
    "graph",
    epilog=examples("akn graph out/ -o citations.jsonld", "akn graph out/ --format csv", "akn graph texts/ --format graphml -o c.graphml"),
)
@several
@parameter(
    "--format",
    "style",
    kind=Choice("jsonld", "graphml", "csv"),
    default="jsonld",
    show_default=True,
    help="Linked data, a network, or a table.",
)
@parameter("--base", metavar="ADDRESS", default="", help="The address that the IRIs stand below (jsonld).")
@output_option
@limit_option
def command(files: tuple[str, ...], style: str, base: str, output: str | None, limits: Limits) -> None:
    """Write who cites whom among the documents of a folder.

    FILE is Akoma Ntoso, or what `akn convert` takes. Language versions of one document are one; a citation
    without a date leads to the document in the folder that it means, if that is there.
    """
    from akn.facts.graph import Collector

    desk = Desk()
    collector = Collector(limits)
    desk.work(plan(files, (*MARKUPS, *TEXTS))[0], lambda job: collector.add(job.source(limits)))

    def take(job: Job) -> None:
        found = collector.graph()
        if style == "jsonld":
            deliver(job, found.jsonld(base))
        elif style == "graphml":
            deliver(job, found.graphml())
        else:
            deliver(job, found.csv().encode("utf-8", "replace"))

    desk.work(Plan([Job("the graph", None, output)], []), take)
    sys.exit(desk.status)
