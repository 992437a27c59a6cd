"""``akn completion``: the completion for a shell."""

from __future__ import annotations

from click.shell_completion import ShellComplete, get_completion_class

from akn.cli.clicked import cli
from akn.cli.declared import Choice, declared, parameter
from akn.cli.options import examples
from akn.cli.shown import echo


@declared("completion", epilog=examples('eval "$(akn completion bash)"', "akn completion fish > ~/.config/fish/completions/akn.fish"))
@parameter("shell", kind=Choice("bash", "zsh", "fish"))
def command(shell: str) -> None:
    """Print the completion for a shell."""
    found = get_completion_class(shell)
    assert found is not None
    # Not its own source(): for bash that one starts bash to ask its version.
    echo(ShellComplete.source(found(cli, {}, "akn", "_AKN_COMPLETE")))
