"""One module a command, imported when the command is asked for; each calls its own ``command``."""

from __future__ import annotations

from importlib import import_module

import click

from akn import __version__

COMMANDS = (
    "align", "catalog", "check", "completion", "convert", "data", "diff", "export", "graph", "inspect", "roundtrip", "score", "text",
    "validate", "view",
)  # fmt: skip
"""Each is a module here."""
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
STATUS = """\b
Exit status: 0 done, warnings included; 1 an invalid result, a failed round trip or a file
that could not be processed; 2 usage; 3 no text; 4 a limit passed. Of several files the highest."""


class Commands(click.Group):
    """The commands by name, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None for a name that there is none of."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"{__name__}.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings=CONTEXT, epilog=STATUS)
@click.version_option(__version__, prog_name="akn", message="%(prog)s %(version)s")
def cli() -> None:
    """United Nations resolutions: plain text to Akoma Ntoso (AKN4UN) and back, exactly.

    FILE is a file, a folder, a glob in quotes, or - for standard input.
    """
