"""Questions on the terminal; they are never on standard output."""

from __future__ import annotations

import contextlib
import io
import os
import sys

import click

from xalias_tui.domain.errors import AwsError, RefusedError, UsageError
from xalias_tui.domain.text import shown


def ask_mfa(prompt: str) -> str:
    """Ask for an MFA code.

    Raises:
        AwsError: when this is not an interactive terminal, or the operator gave up.
    """
    if not sys.stdin.isatty():
        raise AwsError(
            "needs-mfa",
            f"An MFA code is needed ({shown(prompt)}), and standard input is no terminal.",
            "Run it on a terminal, or sign in beforehand.",
        )
    try:
        code: str = click.prompt(shown(prompt).rstrip(": "), hide_input=True, err=True)
    except click.Abort as error:
        raise AwsError("cancelled", "No MFA code was entered.", "Try again.") from error
    return code


def ask_no_mfa(prompt: str) -> str:
    """Do not ask, where many profiles are only listed.

    Raises:
        AwsError: always.
    """
    del prompt
    raise AwsError("needs-mfa", "It needs an MFA code.", "Name it as --zone-profile or --target-profile to be asked.")


def confirm_sending(*, yes: bool) -> None:
    """Ask whether to send what was just shown.

    Raises:
        UsageError: when this is not an interactive terminal and ``--yes`` was not given.
        RefusedError: when the answer is not yes.
        OSError: when standard output is closed: what became of the change could not be printed.
    """
    with contextlib.suppress(io.UnsupportedOperation):  # a stream in memory takes everything
        os.write(sys.stdout.fileno(), b"")
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(
            "not-confirmed",
            "Standard input is not a terminal, so the change cannot be confirmed.",
            "Add --yes to send without asking.",
        )
    answer = click.prompt("Type yes to send exactly this", default="no", show_default=False, err=True)
    if answer.strip().lower() != "yes":
        raise RefusedError("not-confirmed", "Nothing was sent.", "")
