"""Reads the data files, from their compiled form where that is fresh.

TOML is what people edit; reading seven languages of it takes longer than a conversion. So ``tables.json`` holds every data
file as it was read when the package was built, with the digest of its bytes: where the digest agrees, it is used, else the TOML.
``python -m akn.tables [FILE]`` makes it anew, and a test says when it is stale.
"""

from __future__ import annotations

import functools
import zlib
from _thread import allocate_lock
from pathlib import Path
from typing import Any, TypeVar

import msgspec

HERE = Path(__file__).parent
COMPILED = "tables.json"
FOLDERS = ("", "grammar", "languages", "names", "operatives", "organs", "readers", "schemas", "states")
CLUES = "clues/"
"""What tells that a line cannot fit a pattern stands in the compiled form under this and the language's tag."""
PREPARED = "prepared"

Shape = TypeVar("Shape")
LEARNING = allocate_lock()
"""Held while msgspec learns what a shape looks like: a second thread that wants it meanwhile would find half of it, and end the process."""


@functools.cache
def _compiled() -> dict[str, tuple[str, msgspec.Raw]]:
    path = HERE / COMPILED
    if not path.is_file():
        return {}
    return msgspec.json.decode(path.read_bytes(), type=dict[str, tuple[str, msgspec.Raw]])


def home(folder: str) -> Path:
    """Return where a folder of data files is: the wheel carries the schemas inside the package, the repository beside it."""
    return HERE.parent / folder if folder == "schemas" and not (HERE / folder).is_dir() else HERE / folder


def digest(data: bytes) -> str:
    """Return what tells whether a data file is the one that was compiled."""
    return f"{len(data)}-{zlib.crc32(data):08x}"


def read(shape: type[Shape], *place: str) -> Shape:
    """Return the data file at this place below the package in a shape.

    Raises :class:`tomllib.TOMLDecodeError` for what is no TOML, :class:`msgspec.ValidationError` for what has another shape.
    """
    *folder, name = place
    data = (home("".join(folder)) / name).read_bytes()
    known, value = _compiled().get("/".join(place), ("", msgspec.Raw()))
    if known == digest(data):
        with LEARNING:
            return msgspec.json.decode(value, type=shape)
    import tomllib

    with LEARNING:
        return msgspec.convert(tomllib.loads(data.decode("utf-8")), shape)


def names(folder: str) -> list[str]:
    """Return the names of the data files in a folder, without their suffix, in order."""
    return sorted(path.stem for path in (HERE / folder).iterdir() if path.suffix == ".toml")


def _grounds(tag: str) -> str:
    """Return the digest of all that the line patterns of a language are made of."""
    files = [f"languages/{tag}", "grammar/shared", *(f"organs/{name}" for name in names("organs"))]
    return "+".join(digest((HERE / f"{file}.toml").read_bytes()) for file in files)


class Clue(msgspec.Struct, frozen=True, array_like=True):
    """What tells that a line cannot fit a rule.

    Characters are a row of edges: one with an odd number of them up to it is meant; None stands for any.
    """

    first: str | None = None
    """Those with which a line can begin that fits it."""
    last: str | None = None
    """Those with which it can end."""
    part: str = ""
    """What it must hold."""
    short: bool = False
    """Whether only a short line can fit it."""


def clues(tag: str) -> tuple[Clue, ...]:
    """Return the clues to the rules of a language, in their order; empty where the compiled form is stale."""
    known, value = _compiled().get(CLUES + tag, ("", msgspec.Raw()))
    if known != _grounds(tag):
        return ()
    with LEARNING:
        return msgspec.json.decode(value, type=tuple[Clue, ...])


@functools.cache
def prepared() -> dict[str, str]:
    """Return patterns by the digests of what they are made of: they take longer to make than to use."""
    _, value = _compiled().get(PREPARED, ("", msgspec.Raw(b"{}")))
    return msgspec.json.decode(value, type=dict[str, str])


def compiled() -> str:
    """Return the compiled form of all data files as JSON text, a file a line."""
    import json
    import tomllib

    from akn.grammar.classify import clues_of
    from akn.grammar.firsts import made as first
    from akn.grammar.inline import scanner
    from akn.grammar.operative import finder
    from akn.packs import inverted, language, lengthy

    made: dict[str, tuple[str, Any]] = {}
    for folder in FOLDERS:
        for path in sorted(home(folder).glob("*.toml")):
            data = path.read_bytes()
            name = f"{folder}/{path.name}" if folder else path.name
            made[name] = digest(data), lean(tomllib.loads(data.decode("utf-8")))
    made |= {CLUES + tag: (_grounds(tag), msgspec.to_builtins(clues_of(tag))) for tag in names("languages")}
    tags = names("languages")
    scans = [one for tag in tags for one in finder(tag).sought]
    for scan in (scanner(tag, organ) for tag in tags for organ in names("organs")):
        scans += (*scan.branches, scan.every)
    lists = [list(kept) for tag in tags for kept in (inverted(language(tag).treaties), finder(tag).keys)]
    made[PREPARED] = "", {digest(pattern.encode()): first(pattern) for pattern in scans} | lengthy(lists)
    lines = (f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}" for name, value in made.items())
    return "{" + ",\n".join(lines) + "}\n"


def lean(value: Any) -> Any:
    """Return a value without the examples of its patterns, which only tests and people read."""
    if isinstance(value, list):
        return [lean(one) for one in value]
    if isinstance(value, dict):
        told = ("examples", "counterexamples") if "pattern" in value else ()
        return {key: lean(one) for key, one in value.items() if key not in told}
    return value


if __name__ == "__main__":
    import sys

    Path(sys.argv[1] if sys.argv[1:] else HERE / COMPILED).write_text(compiled(), encoding="utf-8")
