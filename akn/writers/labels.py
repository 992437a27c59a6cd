"""What pages say of their own: labels in the reader's language, the direction of scripts, files that pages are made of."""

from __future__ import annotations

import functools
from importlib.resources import files

import msgspec

from akn import packs
from akn.errors import DataError
from akn.tables import read

FALLBACK = "en"


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The labels of one language."""

    notes: str
    back: str
    """What a link from a note back to its ``{mark}`` says."""
    note: str
    """What a note's ``{mark}`` says to those who hear it."""
    skip: str
    source: str
    structure: str
    both: str
    findings: str
    """How many were found, with ``{count}``."""
    none: str
    line: str
    """What the number of a line says, with ``{line}``."""
    lines: str
    page: str
    """Where on which page a finding is, with ``{page}`` and ``{line}``."""
    vote: str
    error: str
    warning: str
    info: str
    expected: str
    help: str
    choices: dict[str, str]


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file: scripts that run from right to left, signs, and the labels by language."""

    rtl: tuple[str, ...]
    arrow: str
    between: str
    languages: dict[str, Labels]


@functools.cache
def frame() -> Frame:
    """Return the data file of the writers."""
    return read(Frame, "writers", "labels.toml")


def labels(tag: str) -> Labels:
    """Return the labels of a language, the English ones where it has none."""
    known = frame().languages
    return known.get(tag) or known[FALLBACK]


def tag_of(language: str) -> str:
    """Return the BCP 47 tag of a document's language, empty where it is not known."""
    try:
        return packs.language(language).tag
    except DataError:
        return "" if language == "und" else language


def direction(tag: str) -> str:
    """Return ``rtl`` or ``ltr`` for a language."""
    return "rtl" if tag.partition("-")[0] in frame().rtl else "ltr"


@functools.cache
def asset(name: str) -> str:
    """Return a file that pages are made of."""
    return files("akn").joinpath("writers", "assets", name).read_text(encoding="utf-8")
