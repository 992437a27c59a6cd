"""The five resolutions as whole files, read by hand once and held since."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SEEDS
from lxml import etree

import akn

GOLDEN = Path(__file__).with_name("golden")


def shown(xml: bytes) -> bytes:
    """Return a file with a line for every part; what stands within a sentence is left as it is."""
    return etree.tostring(etree.fromstring(xml), pretty_print=True, encoding="UTF-8", xml_declaration=True)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_golden(path: Path, accept: bool) -> None:
    result = akn.convert(path)
    golden = GOLDEN / f"{path.stem}.xml"
    if accept:
        golden.write_bytes(shown(result.xml))
    assert shown(result.xml).decode().split("\n") == golden.read_text(encoding="utf-8").split("\n")
    assert akn.to_bytes(golden) == path.read_bytes(), "the file on disk gives the source too"
    assert akn.to_xml(akn.read(golden)) == result.xml


def test_every_golden_file_is_held() -> None:
    assert {path.stem for path in GOLDEN.glob("*.xml")} == {path.stem for path in SEEDS}


WARNINGS = {
    "000": [],
    "001": [("session-date", 43)],
    "002": [("foreign-word", line) for line in (63, 67, 69, 73, 85, 87)],
    "003": [],
    "004": [("session-date", 27), ("foreign-word", 45)],
}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_warnings(path: Path) -> None:
    """Two dates that are not of their sessions and seven stray Latin words: nothing else is wrong with the five."""
    found = [(one.name, one.line) for one in akn.convert(path).diagnostics if one.severity == "warning"]
    assert found == WARNINGS[path.stem[:3]]
