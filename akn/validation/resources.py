"""The schemas and the tables that the judges read."""

from __future__ import annotations

import functools

import msgspec

from akn.diagnostics import Severity
from akn.errors import DataError
from akn.packs import load
from akn.tables import content


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
    """Return a file of ``schemas/``."""
    try:
        return content("schemas", name)
    except FileNotFoundError:
        raise DataError(name, "schemas", "this file of the installation is missing: install akn again") from None


@functools.cache
def codes() -> Codes:
    """Return the codes of the schema and of the sums."""
    return load(Codes, "schemas", "codes.toml")


@functools.cache
def pins() -> Pins:
    """Return what the official schema must be."""
    return load(Pins, "schemas", "pins.toml")
