"""From the words of the command line to an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from xalias_tui.cli.output import print_error
from xalias_tui.cli.root import root
from xalias_tui.domain.errors import AwsError, UsageError, XaliasError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.policies import how_to_allow

INTERRUPTED: Final = 130
"""What shells report for a command that was ended with Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is that of the headless contract."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = root.main(words, prog_name=_program(), standalone_mode=False)
    except click.ClickException as error:
        return _refuse(words, UsageError("usage", error.format_message(), _hint(error)))
    except XaliasError as error:
        return _refuse(words, error)
    except LookupFailedError as error:
        remedy = how_to_allow(error.needed, said=error.message) if error.needed else "Try again."
        return _refuse(words, AwsError(error.code, error.message, remedy))
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left; nothing more can be said
        return 0
    return status if isinstance(status, int) else 0


def _refuse(words: Sequence[str], error: XaliasError) -> int:
    command = next((word for word in words if word in root.list_commands(click.Context(root))), "xalias")
    print_error(command, error, as_json="--json" in words)
    return error.exit_status


def _hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if isinstance(context, click.Context) else _program()
    return f"See '{path} --help'."


def _program() -> str:
    name = Path(sys.argv[0]).name
    return name if name in ("xalias", "xalias-tui") else "xalias"
