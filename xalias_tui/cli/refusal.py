"""What ended a command, for the operator."""

from __future__ import annotations

import errno
from typing import Final

import click

from xalias_tui.domain.errors import AwsError, UsageError, XaliasError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.policies import what_to_do

_CLOSED: Final = "Standard output is closed, so nothing can be printed."


def refusal_of(error: Exception) -> XaliasError | None:
    """The error that the operator is told; None for a fault of the program."""
    if isinstance(error, XaliasError):
        return error
    if isinstance(error, click.ClickException):
        return UsageError("usage", error.format_message(), _hint(error))
    if isinstance(error, LookupFailedError):
        return AwsError(error.code, error.message, what_to_do(error.code, error.needed, said=error.message))
    if not isinstance(error, OSError):
        return None
    if error.errno == errno.EBADF and error.filename is None:
        return UsageError("system-refused", _CLOSED, "Leave it open, or direct it to a file, a pipe or /dev/null.")
    why = error.strerror or str(error)
    where = f" {error.filename}" if error.filename else ""
    message = f"The operating system refused to read or write{where}: {why}."
    return UsageError("system-refused", message, "Make room or correct the permissions, or name another place.")


def _hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if isinstance(context, click.Context) else "xalias"
    return f"See '{path} --help'."
