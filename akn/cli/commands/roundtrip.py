"""``akn roundtrip``: the proof that nothing is lost."""

from __future__ import annotations

import sys

import akn
from akn.cli.declared import declared
from akn.cli.desk import Desk
from akn.cli.files import Job, plan
from akn.cli.measures import body, count_blocks, difference
from akn.cli.options import examples, limit_option, reading, several, tracking
from akn.cli.shown import table, yes
from akn.limits import Limits
from akn.source import SOURCES, open_source


@declared("roundtrip", epilog=examples("akn roundtrip resolution.txt", "akn roundtrip texts/"))
@several
@reading
@tracking
@limit_option
def command(files: tuple[str, ...], language: str | None, organ: str | None, tracked: str, limits: Limits) -> None:
    """Prove that text comes back exactly.

    The text is converted and written back from the Akoma Ntoso alone.

    "exact": the XML gives back the very bytes of the file; of a Word document, a PDF or a web page the text that was read in
    it. "stable": the canonical text, converted again, gives the same document and the same canonical text.
    """
    desk = Desk()
    rows: list[tuple[str, ...]] = []

    def take(job: Job) -> None:
        data = job.data(limits)
        result = akn.convert(data, language=language, organ=organ, tracked=tracked, limits=limits)
        if result.document.origin is not None:  # what the reader gave is the source; the file itself is not in the XML
            data = open_source(data, limits, tracked).text.encode("utf-8", "surrogatepass")
        back = akn.to_bytes(result.xml)
        normal = akn.to_text(result.xml)
        again = akn.convert(normal, language=language, organ=organ, limits=limits)
        exact = back == data
        stable = body(again.xml) == body(result.xml) and akn.to_text(again.xml) == normal
        size = len(akn.to_text(result.xml, layout="source"))
        rows.append((job.name, f"{size:,}", str(count_blocks(result.document)), yes(exact), yes(stable)))
        if not exact:
            desk.fail(f"{job.name}: {difference(data, back)}")
        elif not stable:
            desk.fail(f"{job.name}: the canonical text converts to another document")

    desk.work(plan(files, SOURCES)[0], take)
    if rows:
        for line in table(("file", "characters", "blocks", "exact", "stable"), rows):
            desk.show(line)
    sys.exit(desk.status)
