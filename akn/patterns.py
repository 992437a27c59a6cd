"""Compiles patterns, and keeps them compiled from one command to the next, as Python keeps its byte code.

Compiling the patterns of a language and of the modules takes ten times as long as converting a text with them. What a command has
compiled is written to ``__pycache__`` beside the byte code, under the same conditions, and only a command writes it, never the library.
A file of another Python, of other data files, or a broken one counts for nothing, and where it cannot be written nothing is lost but
time.
"""

from __future__ import annotations

import contextlib
import functools
import marshal
import os
import re
import sys
from array import array
from typing import Any, AnyStr

from akn.tables import HERE

Key = tuple[str | bytes, int]
"""A pattern and its flags."""
Entry = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What the engine makes of it: flags, code, the number of groups, and their names."""

_made: dict[Key, Entry] = {}
"""What this process has compiled itself."""


def compiled(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern compiled. Raises :class:`re.error` for what is none."""
    key = pattern, int(flags)
    try:
        entry = _kept().get(key) or _made.get(key)
        if entry is None:
            entry = _made[key] = _entry(*key)
        found: re.Pattern[AnyStr] = _revived(pattern, *entry)
    except (AttributeError, ImportError, OverflowError, RuntimeError, TypeError, ValueError):
        return re.compile(pattern, flags)  # another engine, or code that the engine, which checks it, does not take
    return found


def keep() -> None:
    """Write what was compiled, for the next command; a disk that does not take it is no reason to fail."""
    if not _made or sys.dont_write_bytecode:
        return
    from akn.stores import write

    with contextlib.suppress(OSError):
        write(_place(), marshal.dumps((_grounds(), {**_kept(), **_made})), os.path.dirname(_place()))


def _place() -> str:
    return os.path.join(HERE, "__pycache__", f"compiled.{sys.implementation.cache_tag}.patterns")


def _grounds() -> tuple[str, int, int]:
    """Return what must be the same for a compiled pattern to hold."""
    tables = os.stat(os.path.join(HERE, "tables.json"))
    return sys.version, tables.st_size, tables.st_mtime_ns


@functools.cache
def _kept() -> dict[Key, Entry]:
    try:
        with open(_place(), "rb") as file:
            grounds, entries = marshal.loads(file.read())  # noqa: S302 (written by us, where byte code is)
        return entries if grounds == _grounds() else {}
    except (EOFError, OSError, TypeError, ValueError):
        return {}


def _revived(pattern: str | bytes, flags: int, code: bytes, groups: int, names: dict[str, int], order: tuple[str | None, ...]) -> Any:
    import _sre  # type: ignore[import-not-found]

    return _sre.compile(pattern, flags, array("I", code).tolist(), groups, names, order)


def _entry(pattern: str | bytes, flags: int) -> Entry:
    """Return what :func:`re.compile` would hand to the engine."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    tree = _parser.parse(pattern, flags)
    names = tree.state.groupdict
    order: list[str | None] = [None] * tree.state.groups
    for name, number in names.items():
        order[number] = name
    code = array("I", _compiler._code(tree, flags)).tobytes()
    return int(flags | tree.state.flags), code, tree.state.groups - 1, names, tuple(order)
