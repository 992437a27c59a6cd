"""Finds the schemas and the tables that the judges read, in the installed package or in the repository."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import Any

import msgspec

from akn.diagnostics import Severity
from akn.errors import DataError
from akn.tables import LEARNING


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code of the official schema, and how both engines speak of it."""

    code: str
    name: str
    types: tuple[str, ...]
    reasons: str
    wording: str = ""
    """Words of libxml2's message, where one of its types covers two faults."""
    message: str = ""


class Sum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code of the document's own sums."""

    code: str
    severity: Severity
    message: str


class Codes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table of codes."""

    xsd: tuple[Fault, ...]
    integrity: dict[str, Sum]


class Pins(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which files the official schema consists of."""

    package: str
    folder: str
    main: str
    sha256: dict[str, str]


def read(name: str) -> bytes:
    """Return a file of ``schemas/``: the wheel carries the folder inside the package, the repository beside it."""
    package = files("akn")
    for folder in (package / "schemas", package / ".." / "schemas"):
        file = folder / name
        if file.is_file():
            return file.read_bytes()
    raise DataError(name, "schemas", "this file of the installation is missing: install akn again")


@functools.cache
def codes() -> Codes:
    """Return the codes of the schema and of the sums."""
    table: Codes = _convert("codes.toml", Codes)
    return table


@functools.cache
def pins() -> Pins:
    """Return what the official schema must be."""
    table: Pins = _convert("pins.toml", Pins)
    return table


def _convert(name: str, kind: Any) -> Any:
    """Read a table, and say where it is wrong if it is."""
    try:
        with LEARNING:
            return msgspec.convert(tomllib.loads(read(name).decode("utf-8")), kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(name, "", str(error)) from None
