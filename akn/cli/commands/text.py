"""``akn text``: Akoma Ntoso in, text out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import akn
from akn.cli.declared import Choice, declared, parameter
from akn.cli.desk import Desk
from akn.cli.files import Job, deliver, routed
from akn.cli.options import examples, limit_option, several, writing
from akn.limits import Limits
from akn.source import MARKUPS

if TYPE_CHECKING:
    from pathlib import Path


@declared(
    "text",
    epilog=examples(
        "akn text resolution.xml",
        "akn text resolution.xml --layout source -o resolution.txt",
        "akn text out/ -d texts",
    ),
)
@several
@writing
@parameter(
    "--layout",
    kind=Choice("canonical", "source"),
    default="canonical",
    show_default=True,
    help="A normal form, or the very bytes that the document was made from.",
)
@limit_option
def command(files: tuple[str, ...], output: str | None, folder: Path | None, layout: str, limits: Limits) -> None:
    """Turn Akoma Ntoso into text.

    Any Akoma Ntoso document has a canonical text; the source's own layout comes back from a document that akn made.
    """

    def take(job: Job) -> None:
        document = akn.read(job.data(limits), limits=limits)
        deliver(job, akn.to_bytes(document) if layout == "source" else akn.to_text(document).encode("utf-8", "surrogatepass"))

    desk = Desk()
    desk.work(routed(files, MARKUPS, output, folder, ".txt"), take)
    sys.exit(desk.status)
