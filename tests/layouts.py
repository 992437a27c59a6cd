"""Other layouts of a text: what editors, mail programs and word processors make of the same resolution."""

from __future__ import annotations

import random
from collections.abc import Iterator


def wide(char: str) -> int:
    return 2 if ord(char) >= 0x2E80 else 1


def ideographic(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def wrapped(canonical: str, width: int, indent: str = "", whole: bool = False) -> str:
    """Return the canonical text of a Chinese resolution with lines of so many cells; without ``whole`` from its formula on.

    A line breaks between two ideographs only, so that no blank is lost.
    """
    out = []
    body = whole
    for block in canonical.rstrip("\n").split("\n\n"):
        body = body or block.endswith("，")
        out.append("\n".join(indent + line for line in (cut(block, width) if body else [block])))
    return "\n\n".join(out) + "\n"


def cut(block: str, width: int) -> Iterator[str]:
    line, cells, before = "", 0, ""
    for char in block:
        if cells + wide(char) > width and before and ideographic(before) and ideographic(char):
            yield line
            line, cells = "", 0
        line += char
        cells += wide(char)
        before = char
    yield line


def torn(line: str, size: int) -> Iterator[str]:
    """Yield the pieces of a long line, each of so many signs and those up to the next four ideographs: they are as wide as they come."""
    start = 0
    for at in range(len(line)):
        if at - start >= size and len(line) > 2 * size and all(map(ideographic, (line[at - 1], *f"{line[at : at + 4]:4}"))):
            yield line[start:at]
            start = at
    yield line[start:]


def layouts(text: str, canonical: str) -> dict[str, str]:
    """Return other layouts of a text; every one has the same canonical text."""
    chance = random.Random(20231012)
    lines = text.split("\n")
    found = {
        "itself": text,
        "CRLF": text.replace("\n", "\r\n"),
        "CR": text.replace("\n", "\r"),
        "mixed line ends": "".join(chance.choice(["\n", "\r\n", "\r"]) if char == "\n" else char for char in text),
        "line separators": text.replace("\n", "\u2028"),
        "next line": text.replace("\n", "\x85"),
        "no final newline": text.rstrip(),
        "trailing blanks": text.replace("\n", "  \n"),
        "trailing tabs": text.replace("\n", "\t\n"),
        "tabs": "\n".join(f"\t{line}" if line.strip() else line for line in lines),
        "ideographic indents": "\n".join(f"\u3000\u3000{line}" if line.strip() else line for line in lines),
        "no-break indents": "\n".join(f"\u00a0{line}" if line.strip() else line for line in lines),
        "byte-order mark": "\ufeff" + text,
        "canonical": canonical,
        "no blank lines": canonical.replace("\n\n", "\n"),
        "many blank lines": "".join("\n" * chance.randint(1, 4) if char == "\n" else char for char in canonical),
        "blank lines with blanks": canonical.replace("\n\n", "\n \t \n"),
        "form feeds on lines": canonical.replace("；\n\n", "；\n\n\f\n"),
        "form feeds before lines": "".join("\n\f" if char == "\n" and chance.random() < 0.1 else char for char in canonical),
        "blank beginning": "\n\n   \n" + text,
        "blank end": text + "\n\n\n   \n\f\n",
    }
    found |= {f"{width} cells": wrapped(canonical, width) for width in range(20, 61)}
    found |= {f"all in {width} cells": wrapped(canonical, width, whole=True) for width in (40, 46, 60, 72)}
    found |= {f"{width} cells, indented": wrapped(canonical, width, "    ") for width in (24, 32, 48, 60)}
    found["torn after 44 signs"] = "\n".join(piece for line in lines for piece in torn(line, 44))
    return found
