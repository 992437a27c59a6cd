"""What the fuzzers found, and a short run of what they do, the same each time; ``fuzz/run.py`` does it for as long as one likes."""

from __future__ import annotations

import random
from pathlib import Path

import oracles
import pytest
import word
from conftest import SEEDS

import akn

FOUND = Path(__file__).parent / "found"
TURNS = 40


@pytest.mark.parametrize("path", sorted((FOUND / "text").iterdir()), ids=lambda path: path.stem)
def test_texts_that_were_found(path: Path) -> None:
    oracles.data(path.read_bytes())
    oracles.text(path.read_bytes().decode("utf-8"))


@pytest.mark.parametrize("path", sorted((FOUND / "xml").iterdir()), ids=lambda path: path.stem)
def test_files_that_were_found(path: Path) -> None:
    oracles.markup(path.read_bytes())
    assert akn.to_text(akn.read(path.read_bytes()))


def wounded(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with stretches doubled, moved, taken out, or changed."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 1, 3, 8, 30, 300)))
        piece = data[start:end]
        match chance.randrange(5):
            case 0:
                data = data[:start] + data[end:]
            case 1:
                data = data[:start] + piece + data[start:]
            case 2:
                to = chance.randrange(len(data) + 1)
                data = data[:to] + piece + data[to:]
            case 3:
                data = data[:start] + chance.randbytes(chance.randint(1, 3)) + data[end:]
            case 4:
                data = data[:start] + chance.choice((b"\n", b"\n\n", b"\f", b"1. ", b"(a) ", b"* ", b"\xc2\xb9", b"\xef\xbb\xbf", b"\x00", b"\r")) + data[start:]
    return data


@pytest.mark.parametrize("turn", range(5))
def test_wounded_texts(turn: int, seed: str) -> None:
    chance = random.Random(f"text {turn} {seed[:40]}")
    for _ in range(TURNS // 5):
        oracles.text(wounded(seed.encode(), chance).decode("utf-8", "replace"))


@pytest.mark.parametrize("turn", range(2))
def test_wounded_bytes(turn: int, seed: str) -> None:
    chance = random.Random(f"bytes {turn} {seed[:40]}")
    for encoding in ("utf-8", "utf-16", "gb18030"):
        oracles.data(wounded(seed.encode(encoding), chance))


@pytest.mark.parametrize("turn", range(3))
def test_wounded_files(turn: int) -> None:
    """Of XML most wounds are no XML any more, so that more can be tried."""
    chance = random.Random(f"xml {turn}")
    made = [akn.convert(path).xml for path in SEEDS]
    for _ in range(TURNS):
        oracles.markup(wounded(chance.choice(made), chance))


@pytest.mark.parametrize("turn", range(2))
def test_wounded_pages(turn: int) -> None:
    chance = random.Random(f"html {turn}")
    made = [akn.to_html(akn.convert(path).document).encode() for path in SEEDS[:2]]
    for _ in range(TURNS // 5):
        oracles.file(wounded(chance.choice(made), chance))


def test_wounded_word_documents(seed: str) -> None:
    """The file as it lies, and its text: of the XML within, most wounds are no XML any more."""
    chance = random.Random(f"docx {seed[:40]}")
    body = word.text(seed.replace("&", "&amp;").replace("<", "&lt;"))
    for _ in range(TURNS // 10):
        oracles.file(wounded(word.docx(body), chance))
        oracles.file(word.docx(wounded(body.encode(), chance).decode("utf-8", "replace")))
