"""``xalias`` itself: without a command it opens the explorer. Commands join by being a module of ``commands``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final

import click

from xalias_tui import __version__
from xalias_tui.cli import commands
from xalias_tui.cli.option_table import ORGANISATION, OUTPUT, PROGRAM, TABLE, WHERE
from xalias_tui.cli.options import Invocation, asking_options, common_options, pass_invocation
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.meant import did_you_mean

_HELP: Final = "help"
_SECTIONS: Final = {WHERE: (), OUTPUT: (), PROGRAM: ("version", _HELP), ORGANISATION: ()}
"""Titles of options, in order, and those below each that are not in the table."""
_SENTENCE: Final = 200
"""Characters of a summary: more than any first sentence has."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Browse": (
        "zones",
        "records",
        "targets",
        "usedby",
        "diff",
        "accounts",
        "inventory",
        "health-checks",
        "cidr-collections",
    ),
    "Plan and send": ("plan", "group", "convert", "validate", "repoint", "export", "apply", "history", "undo", "redo"),
    "Find out": ("trace", "audit", "changes", "resolve", "rules", "kinds", "zone-ids", "policy"),
    "Program": ("demo", "config", "info", "release-notes", "completion", "man"),
}
"""What commands are for."""


@dataclass(slots=True)
class Called:
    """Which command was called: what ends it is told under its name.

    Attributes:
        command: Its name; that of the program as long as none is known.
        problem: Why what it read could not be kept, known at its end; empty where it could.
    """

    command: str = "xalias"
    problem: Callable[[], str] = str


class ReaderLeftError(Exception):
    """Whoever read the output closed it; click takes a ``BrokenPipeError`` for a failure."""


@cache
def _command_names() -> tuple[str, ...]:
    """Names of all commands, in order."""
    return tuple(sorted(module.name.replace("_", "-") for module in iter_modules(commands.__path__)))


class CommandGroup(click.Group):
    """The commands are the modules of the package ``commands``, with ``-`` for ``_``; each has a ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        del ctx
        return list(_command_names())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}").command
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands first, as most who ask look for one; then the options by what they are about."""
        self.format_commands(ctx, formatter)
        left = {_HELP if "--help" in each.opts else each.name or "": each for each in self.get_params(ctx)}
        for title, more in _SECTIONS.items():
            names = (*(name for name, row in TABLE.items() if row.group == title), *more)
            records = (left[name].get_help_record(ctx) for name in names)
            with formatter.section(title):
                formatter.write_dl([record for record in records if record is not None])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by what they are for, each with its whole first sentence."""
        left = dict.fromkeys(self.list_commands(ctx))
        groups = [
            *GROUPS.items(),
            ("More", tuple(name for name in left if not any(name in g for g in GROUPS.values()))),
        ]
        for title, names in groups:
            rows = [(name, _summary(self.get_command(ctx, name))) for name in names if name in left]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the words name; kept for who called.

        Raises:
            UsageError: when there is no such command.
        """
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise click.UsageError(f"No such command '{args[0]}'. {did_you_mean(args[0], known)}".rstrip(), ctx)
        found = super().resolve_command(ctx, args)
        if isinstance(ctx.obj, Called) and found[0] is not None:
            ctx.obj.command = found[0]
        return found

    def make_context(self, info_name: str | None, args: list[str], *more: Any, **extra: Any) -> click.Context:
        """Read the program's own options, some of which print.

        Raises:
            ReaderLeftError: when its reader closed the pipe.
        """
        try:
            return super().make_context(info_name, args, *more, **extra)
        except BrokenPipeError as error:
            raise ReaderLeftError from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command.

        Raises:
            ReaderLeftError: when the reader of its output closed the pipe.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderLeftError from error


def _summary(command: click.Command | None) -> str:
    return "" if command is None else command.get_short_help_str(limit=_SENTENCE)


@click.group(
    cls=CommandGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 done; 1 findings at or over --fail-on; 2 wrong usage; 3 AWS could not be asked; "
    "4 conflict, the record changed meanwhile; 5 refused.",
)
@click.version_option(__version__, prog_name="xalias")
@asking_options
@common_options
@pass_invocation
def root(invocation: Invocation) -> int:
    """Find, plan, commit and undo Route 53 alias records whose target lives in another AWS account.

    Without a command the explorer opens. 'xalias demo' shows it on a simulated organisation, without an AWS account.
    """
    if click.get_current_context().invoked_subcommand is not None:
        return 0
    from xalias_tui.cli.explorer import explore  # noqa: PLC0415 -- Textual is only for those who open it

    return explore(invocation.workspace)
