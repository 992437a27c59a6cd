"""Says whether an Akoma Ntoso document is what it should be, and where it is not.

Three judges in turn: the official schema (``XSD...``), the AKN4UN profile (``A4U...``) and the document's own sums
(``INT...``). Nothing is loaded before the first document is checked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from akn.diagnostics import Problem, Severity
from akn.limits import Clock, Limits

__all__ = ["Engine", "Validation", "begin", "iter_problems", "validate"]

Engine: TypeAlias = Literal["lxml", "xmlschema", "both"]


class Validation(msgspec.Struct, frozen=True):
    """What the three judges found."""

    problems: tuple[Problem, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether there is no problem of severity error."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


def begin() -> None:
    """Get ready to validate: the schema is compiled in a thread of its own, for which libxml2 needs no Python, and the caller goes on."""
    from akn.validation import profile, schema

    schema.begin()
    profile.compiled()


def validate(
    xml: bytes | str | os.PathLike[str],
    *,
    schema: str | os.PathLike[str] | None = None,
    engine: Engine = "lxml",
    limits: Limits | None = None,
) -> Validation:
    """Check a document: bytes and text are XML, a path is a file; ``schema`` names another copy of the official schema."""
    return Validation(tuple(iter_problems(xml, schema=schema, engine=engine, limits=limits)))


def iter_problems(
    xml: bytes | str | os.PathLike[str],
    *,
    schema: str | os.PathLike[str] | None = None,
    engine: Engine = "lxml",
    limits: Limits | None = None,
) -> Iterator[Problem]:
    """Yield the problems of a document: first the schema's, then the profile's, then those of its sums."""
    from akn.source import read
    from akn.validation import integrity, profile
    from akn.validation import schema as official
    from akn.xml import parse

    if engine not in ("lxml", "xmlschema", "both"):
        raise ValueError(f"engine is 'lxml', 'xmlschema' or 'both', not {engine!r}")
    limits = limits or Limits()
    clock = Clock(limits)
    root = parse(xml if isinstance(xml, bytes | str) else read(xml, limits), limits)
    yield from official.iter_problems(root, schema=schema, engine=engine)
    clock.check()
    yield from profile.iter_problems(root)
    clock.check()
    yield from integrity.iter_problems(root)
