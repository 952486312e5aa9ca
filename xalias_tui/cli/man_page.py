"""The manual page: what ``--help`` says of the program and of every command, as roff for ``man``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import click

from xalias_tui import __version__

_BEGINS: Final = re.compile(r"^(?=[.\'])", re.MULTILINE)


class Roff(click.HelpFormatter):
    """Writes help in the macros of man(7) instead of columns."""

    sections = True
    """Whether what follows is of the program, whose headings are sections, or of a command."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How it is called."""
        del prefix
        self.write(f".PP\n.B {_roff(prog)}\n{_roff(args)}\n")

    def write_heading(self, heading: str) -> None:
        """The title of a section."""
        self.write(f'.SH "{_roff(heading).upper()}"\n' if self.sections else f".PP\n.B {_roff(heading)}\n")

    def write_paragraph(self) -> None:
        """What follows is apart from what was written."""

    def write_text(self, text: str) -> None:
        r"""Sentences; where they hold line ends on purpose (behind ``\b``) those stay."""
        for part in text.split("\n\n"):
            if part.lstrip().startswith("\b"):
                self.write(f".PP\n.nf\n{_roff(part.partition(chr(8))[2].strip(chr(10)))}\n.fi\n")
            elif part.strip():
                self.write(f".PP\n{_roff(' '.join(part.split()))}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms, each with what it means."""
        del col_max, col_spacing
        for term, meaning in rows:
            self.write(f".TP\n.B {_roff(term)}\n{_roff(meaning)}\n")


def man_page(program: click.Group) -> str:
    """The page of a program: its own help, then that of each command."""
    return "".join(_parts(program))


def _parts(program: click.Group) -> Iterator[str]:
    name = "xalias"
    context = click.Context(program, info_name=name)
    yield f'.TH XALIAS 1 "" "xalias {__version__}" "User Commands"\n'
    yield f".SH NAME\n{name} \\- {_roff(program.get_short_help_str(limit=500))}\n"
    yield ".SH SYNOPSIS\n"
    formatter = _formatter(context, sections=True)
    program.format_usage(context, formatter)
    formatter.write_heading("Description")
    program.format_help_text(context, formatter)
    program.format_options(context, formatter)
    formatter.write_heading("Exit status")
    program.format_epilog(context, formatter)
    yield formatter.getvalue()
    yield ".SH COMMANDS\n"
    yield from _commands(program, context)


def _commands(group: click.Group, context: click.Context) -> Iterator[str]:
    """The help of every command of a group, and of the commands below it."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        own = click.Context(command, parent=context, info_name=name)
        formatter = _formatter(own, sections=False)
        command.format_help(own, formatter)
        yield f'.SS "{_roff(own.command_path)}"\n{formatter.getvalue()}'
        if isinstance(command, click.Group):
            yield from _commands(command, own)


def _formatter(context: click.Context, *, sections: bool) -> Roff:
    formatter = Roff(width=context.terminal_width)
    formatter.sections = sections
    return formatter


def _roff(text: str) -> str:
    """A text as roff draws it: nothing in it is a request or an escape, and hyphens can be copied."""
    return _BEGINS.sub(r"\\&", text.replace("\\", r"\e").replace("-", r"\-"))
