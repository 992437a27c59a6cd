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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> None:
    """Run the command line."""
    gc.set_threshold(200_000)  # one conversion leaves little behind; looking for it as it starts takes longer than a conversion
    for stream in (sys.stdout, sys.stderr):  # a name or a text that the terminal can't write must not end the work
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        run(sys.argv[1:])
    except Exception as error:  # whatever no file can be blamed for
        from akn.cli.desk import explained
        from akn.cli.shown import echo

        status, message = explained(error)
        echo(f"akn: {message}", err=True)
        sys.exit(status)
    finally:
        gc.freeze()  # what is left goes with the process: nobody need look through it on the way out


def run(arguments: Sequence[str]) -> None:
    """Run a command that is called plainly; leave every other call to click, and what it means where one ends in an error."""
    from akn.cli.commands import COMMANDS, VERSION, found

    if arguments == ["--version"]:
        print(VERSION, flush=True)
        sys.exit()
    failed: BaseException | None = None
    if arguments and arguments[0] in COMMANDS and "_AKN_COMPLETE" not in os.environ and os.name != "nt":  # there click finds globs
        command = found(arguments[0])
        values = command.plain(arguments[1:])
        if values is not None:
            try:
                command.run(**values)
            except (Exception, KeyboardInterrupt) as error:
                failed = error
            else:
                return
    from akn.cli.clicked import cli
    from akn.cli.shown import colour

    cli(arguments, prog_name="akn", color=colour(), obj=failed)
