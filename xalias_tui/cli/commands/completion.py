"""``xalias completion SHELL``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import print_data, say
from xalias_tui.cli.value_types import Choice

_INSTALL = {
    "bash": 'eval "$(xalias completion bash)"  # in ~/.bashrc',
    "zsh": 'eval "$(xalias completion zsh)"  # in ~/.zshrc',
    "fish": "xalias completion fish > ~/.config/fish/completions/xalias.fish",
}


@documented(
    "completion",
    "xalias completion bash > ~/.local/share/bash-completion/completions/xalias",
    "xalias completion fish > ~/.config/fish/completions/xalias.fish",
)
@click.argument("shell", type=Choice(list(_INSTALL)))
def command(invocation: Invocation, shell: str) -> int:
    """Print the script that completes commands, options, profiles and kinds in a shell."""
    completion = get_completion_class(shell)
    assert completion is not None  # noqa: S101 -- the choice above holds the shells that click knows
    script = completion(click.get_current_context().find_root().command, {}, "xalias", "_XALIAS_COMPLETE").source()
    if invocation.as_json:
        print_data("completion", {"shell": shell, "script": script, "install": _INSTALL[shell]})
        return 0
    click.echo(script)
    say(f"Install it with: {_INSTALL[shell]}")
    return 0
