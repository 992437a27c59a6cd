"""What is marked within a paragraph never touches the text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import akn
from akn.document import Block, Content, Inline, Note, Part, regions

SEEDS = sorted(Path(__file__).parent.parent.joinpath("seeds").glob("*.txt"))


def bare(content: tuple[Content, ...]) -> tuple[Content, ...]:
    """Return the content without its inline elements, their words and notes kept."""
    out: list[Content] = []
    for piece in content:
        out.extend(bare(piece.content) if isinstance(piece, Inline) else (piece,))
    return tuple(out)


def texts(part: Block | Part, strip: bool) -> list[str]:
    if isinstance(part, Part):
        inner = [part.heading, *part.content] if part.heading is not None else list(part.content)
        return [text for one in inner for text in texts(one, strip)]
    content = bare(part.content) if strip else part.content
    notes = [text for piece in bare(part.content) if isinstance(piece, Note) for one in piece.content for text in texts(one, strip)]
    return ["".join(piece for piece in content if isinstance(piece, str)) if strip else part.text(), *notes]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_without_the_inline_elements_the_text_is_the_same(seed: Path) -> None:
    source = seed.read_bytes().decode("utf-8")
    result = akn.convert(source)
    assert akn.to_text(result.xml, layout="source") == source
    for _, parts in regions(result.document):
        for part in parts:
            assert texts(part, strip=True) == texts(part, strip=False)
    names = "ref|rref|mref|date|organization"
    stripped = re.sub(rf"</?(?:{names})(?: [^>]*)?>", "", re.sub(r"(?s)<meta>.*</meta>", "", result.xml.decode()))
    tags = re.compile(r"<[^>]*>")
    assert tags.sub("", stripped) == tags.sub("", re.sub(r"(?s)<meta>.*</meta>", "", result.xml.decode()))
