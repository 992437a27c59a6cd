"""The command line: what the library can do, for files and folders.

Nothing is decided here. A command plans its files first, so that a mistake in what was asked is told before any work is
done, and takes them one after another then; what goes wrong with one file is told and does not stop the others. Results
go to standard output and messages to standard error. What is heavy is imported by the command that needs it.

Exit status: 0 done · 1 an invalid result or a file that could not be processed · 2 usage · 3 no text · 4 a limit passed.
"""

from __future__ import annotations

import _thread
import atexit
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


def main() -> None:
    """Run the command line."""
    gc.set_threshold(200_000)  # one conversion leaves little behind; looking for it as it starts takes longer than a conversion
    for stream in (sys.stdout, sys.stderr):  # a name or a text that the terminal can't write must not end the work
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    status: str | int | None = None
    try:
        run(sys.argv[1:])
    except SystemExit as end:
        status = end.code
    except Exception as error:  # whatever no file can be blamed for
        from akn.cli.desk import explained
        from akn.cli.shown import echo

        status, message = explained(error)
        echo(f"akn: {message}", err=True)
    leave(status)


def leave(status: str | int | None) -> NoReturn:
    """End the process; at once where nobody waits for its end, since to take it apart takes as long as half a conversion."""
    watched = sys.gettrace() or sys.getprofile() or (hasattr(sys, "monitoring") and any(map(sys.monitoring.get_tool, range(6))))
    waited = atexit._ncallbacks() or _thread._count() or sys.flags.inspect
    if not watched and not waited and not isinstance(status, str):
        try:
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
            os._exit(status or 0)
        except (OSError, ValueError):
            pass  # Python tells what it could not write
    gc.freeze()  # nobody need look through it on the way out
    sys.exit(status)


def run(arguments: Sequence[str]) -> None:
    """Run a command that is called plainly; leave every other call to click, and what it means where one ends in an error."""
    from akn.cli.commands import COMMANDS, VERSION, found

    failed: BaseException | None = None
    if arguments == ["--version"]:
        try:
            print(VERSION, flush=True)
            sys.exit()
        except BrokenPipeError as error:
            failed = error
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
