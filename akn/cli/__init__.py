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


def main() -> None:
    """Run the command line."""
    gc.set_threshold(200_000)  # one conversion leaves little behind; looking for it as it starts takes longer than a conversion
    import click

    from akn.cli.commands import cli

    for stream in (sys.stdout, sys.stderr):  # a name or a text that the terminal can't write must not end the work
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    colour = False if os.environ.get("NO_COLOR") else True if os.environ.get("FORCE_COLOR") else None
    try:
        cli(prog_name="akn", color=colour)
    except Exception as error:  # whatever no file can be blamed for
        from akn.cli.desk import explained

        status, message = explained(error)
        click.echo(f"akn: {message}", err=True)
        sys.exit(status)
    finally:
        gc.freeze()  # what is left goes with the process: nobody need look through it on the way out
