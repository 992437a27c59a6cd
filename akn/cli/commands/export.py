"""``akn export``: a text or an Akoma Ntoso file as HTML, Markdown, Word or JSON."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from akn.cli.declared import Choice, declared, mistake, parameter
from akn.cli.desk import Desk
from akn.cli.files import Job, deliver, routed
from akn.cli.options import examples, limit_option, reading, several, writing
from akn.limits import Limits
from akn.source import MARKUPS, TEXTS

if TYPE_CHECKING:
    from pathlib import Path

FORMS = {"html": ("html", "to_html"), "md": ("markdown", "to_markdown"), "docx": ("docx", "to_docx"), "json": ("jsonfile", "to_json")}
"""The module and the function that write each form; its name is the suffix too."""


@declared(
    "export",
    epilog=examples(
        "akn export resolution.xml --to docx -o resolution.docx",
        "akn export resolution.txt --to md",
        "akn export out/ --to html -d pages",
    ),
)
@several
@parameter("--to", "form", kind=Choice(*FORMS), required=True, help="HTML, Markdown, Word, or the model as JSON.")
@writing
@reading
@limit_option
def command(
    files: tuple[str, ...],
    form: str,
    output: str | None,
    folder: Path | None,
    language: str | None,
    organ: str | None,
    limits: Limits,
) -> None:
    """Turn Akoma Ntoso into what people read.

    A text, a Word document, a PDF or a web page is converted first: what a file is, its content tells.
    One that is named .xml or .akn must be Akoma Ntoso.
    """
    from akn.opened import document

    if form == "docx" and output in (None, "-") and folder is None and sys.stdout is not None and sys.stdout.isatty():
        raise mistake("Word is not for a terminal: name a file with --output.")
    module, function = FORMS[form]
    write = getattr(import_module(f"akn.writers.{module}"), function)
    desk = Desk()

    def take(job: Job) -> None:
        found = write(document(job.source(limits), limits, language=language, organ=organ))
        deliver(job, found.encode("utf-8") if isinstance(found, str) else found)

    desk.work(routed(files, (*TEXTS, *MARKUPS), output, folder, f".{form}"), take)
    sys.exit(desk.status)
