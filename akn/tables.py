"""Reads the data files, from their compiled form where that is fresh.

TOML is what people edit; reading seven languages of it takes longer than a conversion. So ``tables.json`` holds every data
file as it was read when the package was built, with the digest of its bytes: where the digest agrees, it is used, else the TOML.
``python -m akn.tables`` makes it anew, and a test says when it is stale.
"""

from __future__ import annotations

import functools
import json
import zlib
from importlib.resources import files
from pathlib import Path
from typing import Any

FOLDERS = ("", "grammar", "languages", "organs", "states")


def digest(data: bytes) -> str:
    """Return what tells whether a data file is the one that was compiled."""
    return f"{len(data)}-{zlib.crc32(data):08x}"


@functools.cache
def _compiled() -> dict[str, tuple[str, dict[str, Any]]]:
    path = files("akn").joinpath("tables.json")
    if not path.is_file():
        return {}
    import msgspec

    return msgspec.json.decode(path.read_bytes(), type=dict[str, tuple[str, dict[str, Any]]])


def table(*place: str) -> dict[str, Any]:
    """Return the data file at this place below the package; raises :class:`tomllib.TOMLDecodeError` for a mistake in it."""
    data = files("akn").joinpath(*place).read_bytes()
    known, value = _compiled().get("/".join(place), ("", {}))
    if known == digest(data):
        return value
    import tomllib

    return tomllib.loads(data.decode("utf-8"))


def compiled() -> str:
    """Return the compiled form of all data files as JSON text, a file a line."""
    import tomllib

    lines = []
    for folder in FOLDERS:
        for path in sorted(Path(str(files("akn").joinpath(folder))).glob("*.toml")):
            data = path.read_bytes()
            value = [digest(data), tomllib.loads(data.decode("utf-8"))]
            name = f"{folder}/{path.name}" if folder else path.name
            lines.append(f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}")
    return "{" + ",\n".join(lines) + "}\n"


if __name__ == "__main__":
    Path(__file__).with_name("tables.json").write_text(compiled(), encoding="utf-8")
