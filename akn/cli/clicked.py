"""The commands as click has them, made of what they declare: for help, completion, mistakes, and every way to write a call."""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import CompletionItem

from akn import __version__
from akn.cli.commands import COMMANDS, VERSION, found
from akn.cli.declared import Choice, Command, Count, File, Kind, Parameter

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
        return made(found(cmd_name)) if cmd_name in COMMANDS else None


@click.group(cls=Commands, context_settings=CONTEXT, epilog=STATUS)
@click.version_option(__version__, message=VERSION)
def cli() -> None:
    """United Nations resolutions: plain text to Akoma Ntoso (AKN4UN) and back, exactly.

    FILE is a file, a folder, a glob in quotes, or - for standard input.
    """


def made(command: Command) -> click.Command:
    """Return a command as click has it; where its call has ended in an error, that is all it does, so that click tells what it means."""

    @click.pass_obj
    def run(error: BaseException | None, /, **values: Any) -> None:
        if error is not None:
            raise error
        command.run(**values)

    parameters = [*map(_parameter, command.parameters)]
    return click.Command(command.name, callback=run, params=parameters, help=command.about, epilog=command.epilog)


def _parameter(one: Parameter) -> click.Parameter:
    settings = dict(one.settings)
    if one.kind:
        settings["type"] = _type(one.kind)
    if one.check:
        settings["callback"] = _checking(one)
    if one.completes:
        settings["shell_complete"] = _completing(one)
    return click.Option(one.names, **settings) if one.flags else click.Argument(one.names, **settings)


def _type(kind: Kind) -> click.ParamType[Any]:
    if isinstance(kind, Choice):
        return click.Choice(kind.words)
    if isinstance(kind, Count):
        return click.IntRange(min=0)
    assert isinstance(kind, File)
    if not kind.path:
        return click.Path(exists=kind.exists, dir_okay=not kind.exists, allow_dash=kind.dash)
    from pathlib import Path

    return click.Path(exists=kind.exists, dir_okay=not kind.exists, allow_dash=kind.dash, path_type=Path)


def _checking(one: Parameter) -> Any:
    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        assert one.check
        try:
            return one.check(value)
        except ValueError as error:
            raise click.BadParameter(str(error), ctx, param) from None

    return callback


def _completing(one: Parameter) -> Any:
    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        assert one.completes
        return [CompletionItem(name) for name in one.completes(incomplete)]

    return complete
