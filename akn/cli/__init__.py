"""The command line: what the library can do, for files and folders.

Nothing is decided here. A command plans its files first, so that a mistake in what was asked is told before any work is
done, and takes them one after another then; what goes wrong with one file is told and does not stop the others. Results
go to standard output and messages to standard error. What is heavy is imported by the command that needs it.

Exit status: 0 done · 1 an invalid result or a file that could not be processed · 2 usage · 3 no text · 4 a limit passed.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module

import click

from akn import __version__

COMMANDS = (
    "align", "catalog", "check", "completion", "convert", "data", "diff", "export", "graph", "inspect", "roundtrip", "score", "text",
    "validate", "view",
)  # fmt: skip
"""Each is a module of :mod:`akn.cli.commands`."""
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
        command = import_module(f"akn.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings=CONTEXT, epilog=STATUS)
@click.version_option(__version__, prog_name="akn", message="%(prog)s %(version)s")
def cli() -> None:
    """United Nations resolutions: plain text to Akoma Ntoso (AKN4UN) and back, exactly.

    FILE is a file, a folder, a glob in quotes, or - for standard input.
    """


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):  # a name or a text that the terminal can't write must not end the work
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    gc.set_threshold(200_000)  # one conversion leaves little behind; looking for it as it starts takes longer than a conversion
    colour = False if os.environ.get("NO_COLOR") else True if os.environ.get("FORCE_COLOR") else None
    try:
        cli(prog_name="akn", color=colour)
    except Exception as error:  # whatever no file can be blamed for
        from akn.cli.desk import explained

        status, message = explained(error)
        click.echo(f"akn: {message}", err=True)
        sys.exit(status)
