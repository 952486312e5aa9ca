"""Commands whose help is for reading: their own options, the names of those of every command, and examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from xalias_tui.cli.option_table import COMMON
from xalias_tui.cli.options import common_options, pass_invocation


class DocumentedCommand(click.Command):
    """A command with examples.

    Attributes:
        examples: Lines of a shell, as they are typed.
    """

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options of this command; of those that every command takes, which ``xalias --help`` explains, the names."""
        own: list[tuple[str, str]] = []
        shared: list[str] = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if parameter.name in COMMON:
                shared.append(parameter.opts[0])
            elif record is not None and isinstance(parameter, click.Option):
                own.append(record)
        with formatter.section("Options"):
            formatter.write_dl(own)
        if shared:
            with formatter.section("Options of every command, which 'xalias --help' explains"):
                formatter.write_text(" ".join(shared))
        if self.examples:
            with formatter.section("Examples"):
                for line in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def documented(name: str, *examples: str) -> Callable[[Callable[..., Any]], DocumentedCommand]:
    """Make a function a command with the options of every command and examples, each a line of a shell.

    The function gets the invocation as its first argument.
    """

    def made(function: Callable[..., Any]) -> DocumentedCommand:
        taking = common_options(pass_invocation(function))
        command = click.command(name, cls=DocumentedCommand, examples=examples)(taking)
        command.params.sort(key=lambda parameter: parameter.name in COMMON)
        return command

    return made
