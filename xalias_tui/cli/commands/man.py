"""``xalias man``."""

from __future__ import annotations

from typing import Final

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.man_page import man_page
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import print_data, say

_INSTALL: Final = "xalias man > ~/.local/share/man/man1/xalias.1"


@documented("man", "xalias man | man -l -", _INSTALL)
def command(invocation: Invocation) -> int:
    """Print the manual page, which says what --help says of every command."""
    program = click.get_current_context().find_root().command
    assert isinstance(program, click.Group)  # noqa: S101 -- it has this command
    page = man_page(program)
    if invocation.as_json:
        print_data("man", {"page": page, "install": _INSTALL})
        return 0
    click.echo(page, nl=False)
    say(f"Read it with: xalias man | man -l -\nInstall it with: {_INSTALL}")
    return 0
