"""What holds for any input whatever; the properties and the fuzzers ask the same of what each of them makes up."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

import akn
from akn.layout import unescape
from akn.limits import OURS
from akn.source import format_of


def text(source: str) -> akn.Result:
    """Any text gives a valid document, comes back to the character, and no character of it is lost on the way."""
    result = akn.convert(source)
    root = etree.fromstring(result.xml)
    found = akn.validate(result.xml)
    assert found.valid, [problem for problem in found.problems if problem.severity == "error"]
    back = akn.to_text(result.xml, layout="source")
    assert back == source.removeprefix("\ufeff")
    assert akn.to_text(result.document, layout="source") == back
    assert akn.to_xml(akn.read(result.xml)) == result.xml

    canonical = akn.to_text(result.xml)
    record = "".join(unescape(piece) for piece in re.findall(r"(?:[^\\~]|\\.)+", root.findtext(".//{urn:akn:layout}texts") or ""))
    record += "".join(unescape(root.xpath("string(//*[local-name()='layout']/@*[name()=$name])", name=name)) for name in ("wrap", "gap", "end"))
    lost = Counter(char for char in source.removeprefix("\ufeff") if not char.isspace() and char not in record) - Counter(canonical)
    assert not lost, f"neither in the text nor in the record: {lost}"
    return result


def stable(source: str) -> None:
    """The same, and the canonical text of what came of it is its own."""
    first = text(source)
    canonical = akn.to_text(first.xml)
    again = akn.convert(canonical, language=first.document.language, organ=first.document.organ)
    assert akn.to_text(again.xml) == canonical


def file(source: bytes) -> None:
    """A file is refused, or its text converts as any text does, and says where it came from."""
    try:
        result = akn.convert(source)
    except akn.AknError:
        return
    shown = akn.to_text(result.xml, layout="source")
    assert akn.to_bytes(result.xml).decode() == shown
    assert akn.validate(result.xml).valid
    assert akn.to_xml(akn.read(result.xml)) == result.xml
    assert akn.to_text(text(f"\ufeff{shown}").document) == akn.to_text(result.document)


def data(source: bytes) -> None:
    """Bytes are refused as no text, or come back to the byte; those of a file in another format are read for their words alone."""
    if format_of(source):
        file(source)
        return
    try:
        result = akn.convert(source)
    except akn.SourceError:
        return
    assert akn.validate(result.xml).valid
    assert akn.to_bytes(result.xml) == source


def markup(xml: bytes) -> None:
    """Any XML is refused, or read, checked and turned to text without a stumble; what is read can be written and read again.

    Our form may be deeper than that of others, by a list around points or a block in a part: no more than twice as deep, so that it can be read.
    """
    try:
        document = akn.read(xml)
    except akn.AknError:
        return
    akn.validate(xml)
    for layout in ("canonical", "source"):
        assert akn.to_text(xml, layout) == akn.to_text(document, layout), "the text of a file is that of its document"
    akn.to_text(akn.read(akn.to_xml(document), limits=OURS))
    text(akn.to_text(document))
