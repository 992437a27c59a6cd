"""``akn data``: what documents say, as JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import akn
from akn.cli.declared import declared
from akn.cli.desk import Desk
from akn.cli.files import Job, deliver, routed
from akn.cli.options import examples, limit_option, several, writing
from akn.limits import Limits
from akn.source import MARKUPS, TEXTS

if TYPE_CHECKING:
    from pathlib import Path


@declared("data", epilog=examples("akn data resolution.xml", "akn data texts/ -d json"))
@several
@writing
@limit_option
def command(files: tuple[str, ...], output: str | None, folder: Path | None, limits: Limits) -> None:
    """Write the data of documents as JSON: identity, sponsors, votes, paragraphs, footnotes, citations.

    FILE is Akoma Ntoso, or what `akn convert` takes. The form is that of schemas/data.schema.json.
    """
    import msgspec

    def take(job: Job) -> None:
        deliver(job, msgspec.json.format(msgspec.json.encode(akn.data(job.source(limits), limits=limits)), indent=1) + b"\n")

    desk = Desk()
    desk.work(routed(files, (*MARKUPS, *TEXTS), output, folder, ".json"), take)
    sys.exit(desk.status)
