"""``akn data``: what documents say, as JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import akn
from akn.cli.desk import Desk
from akn.cli.files import MARKUPS, TEXTS, Job, deliver, routed
from akn.cli.options import examples, several, writing


@click.command("data", epilog=examples("akn data resolution.xml", "akn data texts/ -d json"))
@several
@writing
def command(files: tuple[str, ...], output: str | None, folder: Path | None) -> None:
    """Write the data of documents as JSON: identity, sponsors, votes, paragraphs, footnotes, citations.

    FILE is Akoma Ntoso or plain text. The form is that of schemas/data.schema.json.
    """
    import msgspec

    def take(job: Job) -> None:
        deliver(job, msgspec.json.format(msgspec.json.encode(akn.data(job.source())), indent=1) + b"\n")

    desk = Desk()
    desk.work(routed(files, (*MARKUPS, *TEXTS), output, folder, ".json"), take)
    sys.exit(desk.status)
