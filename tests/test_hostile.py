"""Word and PDF files of ill will: each ends in an error that says why, in a process that has little memory and little time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from portable import lines, pdf
from word import docx, p, package

from akn.limits import Limits
from akn.readers import office

PROGRAM = """
import json, resource, sys, pathlib
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
import akn
out = {}
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    try:
        akn.convert(path)
        out[path.name] = "nothing"
    except akn.AknError as error:
        out[path.name] = f"{type(error).__name__}: {error}"
print(json.dumps(out))
"""
"""Converts every file of a folder with two gigabytes of addresses and two minutes of a processor for all of them together."""


def bomb() -> bytes:
    """Return a document whose entities would be a billion letters."""
    entities = "".join(f'<!ENTITY e{at + 1} "{f"&e{at};" * 10}">' for at in range(9))
    return package({"_rels/.rels": f'<!DOCTYPE a [<!ENTITY e0 "ha">{entities}]><a>&e9;</a>'})


def nested(levels: int) -> str:
    """Return tables within each other."""
    return "<w:tbl><w:tr><w:tc>" * levels + p("x") + "</w:tc></w:tr></w:tbl>" * levels


def locked() -> bytes:
    """Return an archive whose parts say that they are encrypted."""
    data = bytearray(docx(p("x")))
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    return bytes(data)


def damaged() -> bytes:
    """Return an archive with a wrong sum."""
    data = docx(p("x" * 500))
    at = data.index(b"word/document.xml") + len(b"word/document.xml") + 20
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def crowded() -> bytes:
    """Return an archive of very many parts."""
    return package({f"{at}.xml": "" for at in range(Limits().parts + 1)})


PAGE = lines("99/7. Public libraries")


def inflated(times: int) -> bytes:
    """Return a PDF with a stream that is a thousand times as large unpacked, each time it is."""
    stream = b" " * (Limits().stream + 1)
    for _ in range(times):
        stream = zlib.compress(stream)
    return pdf(PAGE).replace(b"%%EOF", b"9 0 obj <<>> stream\n" + stream + b"\nendstream")


def secret() -> bytes:
    """Return a PDF that asks for a password: the sum of the empty one is another."""
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >> /ID [<41> <41>] >>"
    return pdf(PAGE).replace(b"/Root 1 0 R >>", b"/Root 1 0 R " + lock)


def looped() -> bytes:
    """Return a PDF whose tree of pages holds itself."""
    return pdf(PAGE).replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]")


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "word swells": (lambda: docx(" " * (Limits().part + 1)), "LimitExceeded: part:"),
    "word entities": (bomb, "SourceError: _rels/.rels: .*entity"),
    "word tables within tables": (lambda: docx(nested(Limits().nesting)), "LimitExceeded: nesting"),
    "word elements within elements": (lambda: docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "LimitExceeded|SourceError"),
    "word cut": (lambda: docx(p("x"))[:-40], "SourceError: .*broken"),
    "word damaged": (damaged, "SourceError: .*broken"),
    "word locked": (locked, "SourceError: .*password"),
    "word locked by itself": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + office.LOCKED, "SourceError: .*password"),
    "word of many parts": (crowded, "LimitExceeded: parts"),
    "word of a million empty paragraphs": (lambda: docx("<w:p/>" * 1_000_000), "LimitExceeded: paragraphs"),
    "pdf swells": (lambda: inflated(1), "LimitExceeded: stream"),
    "pdf swells again": (lambda: inflated(3), "LimitExceeded: stream"),
    "pdf locked": (secret, "SourceError: .*password"),
    "pdf cut": (lambda: pdf(PAGE)[:300], "SourceError: .*broken"),
    "pdf looped": (looped, "SourceError"),
    "pdf of many pages": (lambda: pdf(*[[]] * (Limits().pages + 1)), "LimitExceeded: pages"),
    "pdf of many letters": (lambda: pdf([(0, at, 1, "x" * 900) for at in range(Limits().page_letters // 900 + 1)]), "LimitExceeded: page_letters"),
    "pdf of nothing": (lambda: b"%PDF-1.7\n" + b"[" * 1_000_000, "SourceError: .*broken"),
}


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """How each file ends."""
    pytest.importorskip("pypdfium2")
    pytest.importorskip("resource")
    folder: Path = tmp_path_factory.mktemp("hostile")
    for name, (made, _) in HOSTILE.items():
        (folder / name).write_bytes(made())
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(folder)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_it_says_why(name: str, ends: dict[str, str]) -> None:
    assert re.match(HOSTILE[name][1], ends[name]), ends[name]
