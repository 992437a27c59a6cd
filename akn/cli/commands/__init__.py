"""One module a command, imported when the command is asked for; each calls its own ``command``."""

from __future__ import annotations

from importlib import import_module

from akn import __version__
from akn.cli.declared import Command

VERSION = f"akn {__version__}"

COMMANDS = (
    "align", "catalog", "check", "completion", "convert", "data", "diff", "export", "graph", "inspect", "roundtrip", "score", "text",
    "validate", "view",
)  # fmt: skip
"""Each is a module here."""


def found(name: str) -> Command:
    """Return the command of one of these names."""
    command = import_module(f"{__name__}.{name}").command
    assert isinstance(command, Command)
    return command
