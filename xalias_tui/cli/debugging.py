"""``--debug FILE``: what was asked and answered, with times; without secrets."""

from __future__ import annotations

import contextlib
import logging
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

import click

from xalias_tui import __version__
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.redaction import scrubbed
from xalias_tui.domain.text import printable
from xalias_tui.store.files import open_regular

_ROOT: Final = logging.getLogger("xalias_tui")
_LOG: Final = logging.getLogger("xalias_tui.cli")
_SECRET_OPTIONS: Final = frozenset({"--external-id"})


class _Lines(logging.Formatter):
    """Time in UTC, the thread, the part of the program, and what happened; searched for secrets once more."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        part = record.name.removeprefix("xalias_tui.")
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return scrubbed(f"{at} {record.threadName} {part} {text}")


class LogFile(logging.StreamHandler[TextIO]):
    """A log that ends where its file takes no more: what it is a log of goes on, and ``stop`` says why it is not whole.

    Args:
        stream: The open file.

    Attributes:
        problem: Why nothing more was written; empty while there is none.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.problem = ""
        self.setFormatter(_Lines())

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, unless an earlier one could not be."""
        if not self.problem:
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- the name is logging's
        """Keep why a line could not be written; a fault of the program is shown as logging does."""
        error = sys.exception()
        if isinstance(error, OSError):
            self.problem = error.strerror or str(error)
        else:
            super().handleError(record)


def start(file: Path) -> None:
    """Write a new log; one that is being written goes on where both are the same file.

    Raises:
        UsageError: when it can't be written.
    """
    if any(isinstance(handler, LogFile) for handler in _ROOT.handlers):
        return
    try:
        descriptor = open_regular(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW)
    except OSError as error:
        why = f"{file} can't be written: {error.strerror}."
        raise UsageError("out-unwritable", why, "Name another file for --debug.") from error
    _ROOT.addHandler(LogFile(os.fdopen(descriptor, "w", encoding="utf-8")))
    _ROOT.setLevel(logging.DEBUG)
    _ROOT.propagate = False
    python = f"{platform.python_implementation()} {platform.python_version()}"
    _LOG.debug("xalias %s, %s, %s", __version__, python, platform.platform())
    _LOG.debug("called with: %s", " ".join(_words(sys.argv[1:])))


def note(words: str) -> None:
    """Write a line of the command line itself."""
    _LOG.debug("%s", words)


def stop(words: str, *, fault: bool = False) -> None:
    """Complete and close the log, if one is written.

    Args:
        words: How the run ended.
        fault: Whether an exception that is being handled ended it.
    """
    _LOG.debug("%s", words, exc_info=fault)
    for handler in list(_ROOT.handlers):
        if isinstance(handler, LogFile):
            _ROOT.removeHandler(handler)
            with contextlib.suppress(OSError):  # it was said while it was written
                handler.stream.close()
            _ROOT.setLevel(logging.NOTSET)
            _ROOT.propagate = True
            _say_problem(handler)


def _say_problem(log: LogFile) -> None:
    if log.problem:
        told = f"The log of --debug is not whole: {log.problem}. What the command did is not affected."
        with contextlib.suppress(OSError):
            click.echo(printable(told), err=True)


def _words(words: Sequence[str]) -> Iterator[str]:
    """The command line without the values that are secrets."""
    hides = False
    for word in words:
        option = word.partition("=")[0]
        yield "[redacted]" if hides else f"{option}=[redacted]" if option in _SECRET_OPTIONS and "=" in word else word
        hides = word in _SECRET_OPTIONS
