"""Reads the data files, from their compiled form where that is fresh.

TOML is what people edit; reading seven languages of it takes longer than a conversion. So ``tables.json`` holds every data
file as it was read when the package was built, with the digest of its bytes: where the digest agrees, it is used, else the TOML.
``python -m akn.tables [FILE]`` makes it anew, and a test says when it is stale.
"""

from __future__ import annotations

import functools
import os
import zlib
from _thread import allocate_lock
from typing import Any, TypeVar

import msgspec

HERE = os.path.dirname(os.path.abspath(__file__))
COMPILED = "tables.json"
FOLDERS = ("", "grammar", "languages", "names", "operatives", "organs", "readers", "schemas", "states")
CLUES = "clues/"
"""What tells that a line cannot fit a pattern stands in the compiled form under this and the language's tag."""
HEAD = "#head"
"""The head of a language's file, all that stands before its first table, is compiled by itself too, under the file's name and this."""
PREPARED = "prepared/"
"""Patterns stand under this and the digests of what they are made of: they take longer to make than to use."""

Shape = TypeVar("Shape")
LEARNING = allocate_lock()
"""Held while msgspec learns what a shape looks like: a second thread that wants it meanwhile would find half of it, and end the process."""


@functools.cache
def _compiled() -> tuple[memoryview, dict[str, tuple[str, int, int]]]:
    """Return the compiled form, and of every value in it the digest of what it was made from, and where it begins and ends."""
    try:
        data = content(COMPILED)
    except FileNotFoundError:
        return memoryview(b""), {}
    end = data.index(b"\n")
    return memoryview(data)[end + 1 :], msgspec.json.decode(data[:end], type=dict[str, tuple[str, int, int]])


def _found(name: str, grounds: str = "") -> memoryview | None:
    """Return a value as it stands in the compiled form, None where it was made from anything else."""
    data, places = _compiled()
    known, start, end = places.get(name, (None, 0, 0))
    return data[start:end] if known == grounds else None


def home(folder: str) -> str:
    """Return where a folder of data files is: the wheel carries the schemas inside the package, the repository beside it."""
    inside = os.path.join(HERE, folder)
    return os.path.join(os.path.dirname(HERE), folder) if folder == "schemas" and not os.path.isdir(inside) else inside


def content(*place: str) -> bytes:
    """Return the bytes of the file at a place below the package."""
    with open(os.path.join(home("".join(place[:-1])), place[-1]), "rb") as file:
        return file.read()


def digest(data: bytes) -> str:
    """Return what tells whether a data file is the one that was compiled."""
    return f"{len(data)}-{zlib.crc32(data):08x}"


def read(shape: type[Shape], *place: str, head: bool = False) -> Shape:
    """Return the data file at this place below the package in a shape, or its ``head`` alone.

    Raises :class:`tomllib.TOMLDecodeError` for what is no TOML, :class:`msgspec.ValidationError` for what has another shape.
    """
    data = content(*place)
    if head:
        data, _, _ = data.partition(b"\n[")
    value = _found("/".join(place) + HEAD * head, digest(data))
    if value is not None:
        with LEARNING:
            return msgspec.json.decode(value, type=shape)
    import tomllib

    with LEARNING:
        return msgspec.convert(tomllib.loads(data.decode("utf-8")), shape)


def names(folder: str) -> list[str]:
    """Return the names of the data files in a folder, without their suffix, in order."""
    return sorted(name.removesuffix(".toml") for name in os.listdir(os.path.join(HERE, folder)) if name.endswith(".toml"))


def _grounds(tag: str) -> str:
    """Return the digest of all that the line patterns of a language are made of."""
    files = [("languages", tag), ("grammar", "shared"), *(("organs", name) for name in names("organs"))]
    return "+".join(digest(content(folder, f"{name}.toml")) for folder, name in files)


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
    value = _found(CLUES + tag, _grounds(tag))
    if value is None:
        return ()
    with LEARNING:
        return msgspec.json.decode(value, type=tuple[Clue, ...])


def prepared(key: str) -> str | None:
    """Return the pattern that stands under the digest of what it is made of, None where there is none."""
    value = _found(PREPARED + key)
    return None if value is None else msgspec.json.decode(value, type=str)


def compiled() -> bytes:
    """Return the compiled form of all data files: JSON, a value a line, after a line that tells where each stands."""
    import itertools
    import json
    import tomllib

    from akn.grammar.classify import classifier, clues_of, typed
    from akn.grammar.firsts import made as first
    from akn.grammar.inline import scanner
    from akn.grammar.operative import finder
    from akn.packs import alternatives, inverted, language, lengthy

    made: dict[str, tuple[str, Any]] = {}
    for folder in FOLDERS:
        for name in sorted(name for name in os.listdir(home(folder)) if name.endswith(".toml")):
            data = content(folder, name)
            made[f"{folder}/{name}" if folder else name] = digest(data), lean(tomllib.loads(data.decode("utf-8")))
    for tag in names("languages"):
        head, _, _ = content("languages", f"{tag}.toml").partition(b"\n[")
        made[f"languages/{tag}.toml{HEAD}"] = digest(head), tomllib.loads(head.decode("utf-8"))
    made |= {CLUES + tag: (_grounds(tag), msgspec.to_builtins(clues_of(tag))) for tag in names("languages")}
    tags = names("languages")
    scans = [one for tag in tags for one in finder(tag).sought]
    for tag, organ in itertools.product(tags, names("organs")):
        scan = scanner(tag, organ)
        scans += (*scan.branches, scan.every, *classifier(tag, organ).openings.sought)
    lists = [list(kept) for tag in tags for kept in (inverted(language(tag).treaties), finder(tag).keys)]
    patterns = {digest(pattern.encode()): first(pattern) for pattern in scans} | lengthy(lists)
    titles = [alternatives(inverted(language(tag).treaties)) for tag in tags]
    patterns |= {digest(pattern.encode()): typed(pattern) for pattern in titles}
    made |= {PREPARED + key: ("", pattern) for key, pattern in patterns.items()}
    lines = [json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() for _, value in made.values()]
    ends = list(itertools.accumulate(len(line) + 1 for line in lines))
    places = {name: (made[name][0], end - len(line) - 1, end - 1) for name, line, end in zip(made, lines, ends, strict=True)}
    return b"\n".join((json.dumps(places, separators=(",", ":")).encode(), *lines, b""))


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

    made = compiled()
    with open(sys.argv[1] if sys.argv[1:] else os.path.join(HERE, COMPILED), "wb") as file:
        file.write(made)
