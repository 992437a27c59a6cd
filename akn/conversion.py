"""Text in, XML out: what the package imports when it is first asked to convert.

It is one module because each import within a function takes time at every call, although nothing is left to import.
"""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING

from akn.grammar.structure import check_detail
from akn.markup.xml import to_xml
from akn.reading import Reading, read
from akn.result import Result
from akn.source import check_tracked

if TYPE_CHECKING:
    from akn.catalog import Catalog
    from akn.limits import Limits


def reading(
    source: str | bytes | os.PathLike[str],
    language: str | None,
    organ: str | None,
    date: str | None,
    tracked: str,
    limits: Limits | None,
    catalog: Catalog | None = None,
    detail: str = "references",
) -> Reading:
    """Read a source, once what is asked for is there to be had."""
    check_detail(detail)
    check_tracked(tracked)
    if date:
        datetime.date.fromisoformat(date)
    return read(source, language, organ, date, tracked, limits, catalog, detail)


def result(made: Reading) -> Result:
    """Return what the conversion of a source gives, once it is read."""
    return Result(to_xml(made.document), made.document, made.tell.diagnostics)
