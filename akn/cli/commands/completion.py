"""``akn completion``: the completion for a shell."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from akn.cli.commands import cli
from akn.cli.options import examples


@click.command("completion", epilog=examples('eval "$(akn completion bash)"', "akn completion fish > ~/.config/fish/completions/akn.fish"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion for a shell."""
    found = get_completion_class(shell)
    assert found is not None
    # Not its own source(): for bash that one starts bash to ask its version.
    click.echo(ShellComplete.source(found(cli, {}, "akn", "_AKN_COMPLETE")))
