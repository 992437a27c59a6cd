"""The data files as people write them: with the examples, which their compiled form leaves out."""

from __future__ import annotations

import functools
import tomllib

import msgspec

from akn import tables
from akn.grammar.words import Names, Operatives, Shared
from akn.packs import Language, Pack


def _read(shape: type[Pack], place: str) -> Pack:
    return msgspec.convert(tomllib.loads(tables.content(place).decode("utf-8")), shape)


@functools.cache
def language(tag: str) -> Language:
    """Return a language with the examples of its patterns."""
    return _read(Language, f"languages/{tag}.toml")


@functools.cache
def shared() -> Shared:
    """Return what all languages share, with the examples of its patterns."""
    return _read(Shared, "grammar/shared.toml")


@functools.cache
def operatives(tag: str) -> Operatives:
    """Return what operative paragraphs of a language do, with the examples of its patterns."""
    return _read(Operatives, f"operatives/{tag}.toml")


@functools.cache
def names(tag: str) -> Names:
    """Return the names of a language with the examples of its quantities."""
    return _read(Names, f"names/{tag}.toml")
