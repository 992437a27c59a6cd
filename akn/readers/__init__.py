"""Readers of files that are no plain text: each turns bytes into the text that everything else takes.

A reader gives lines as they are printed and says what it set aside or had to make; nothing after it knows where a text came from.
"""

from __future__ import annotations

from akn.document import Origin
from akn.limits import Limits
from akn.readers.recovered import Recovered
from akn.source import Source

OFFICE = frozenset(("doc", "odt", "rtf"))
"""What another program turns into a Word document first."""


def read(data: bytes, kind: str, tracked: str = "insertions", limits: Limits | None = None) -> Source:
    """Return the text of a file in the format that :func:`akn.source.format_of` told; see :func:`akn.source.open_source`."""
    import hashlib

    limits = limits or Limits()
    limits.check("size", len(data))
    found = _found(data, kind, tracked, limits)
    limits.check("size", len(found.text))
    origin = Origin(found.format, hashlib.sha256(data).hexdigest(), found.pieced, found.raised)
    return Source(found.text, origin=origin, findings=tuple(found.findings))


def _found(data: bytes, kind: str, tracked: str, limits: Limits) -> Recovered:
    if kind == "pdf":
        from akn.readers import pdf

        return pdf.read(data, limits)
    if kind == "html":
        from akn.readers import html

        return html.read(data, tracked, limits)
    from akn.readers import docx, office

    if kind == "zip" and office.is_odt(data):
        kind = "odt"
    if kind in OFFICE:
        found = docx.read(office.converted(data, kind, limits), tracked, limits)
        found.format = kind
        return found
    return docx.read(data, tracked, limits)
