"""From the words of the command line to an exit status."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from xalias_tui.cli.cycles import looked_for_seldom, not_looked_for_at_the_end
from xalias_tui.cli.root import Called, ReaderLeftError, root

_SIGNALLED: Final = 128
"""Shells add it to the number of the signal that ended a program."""
INTERRUPTED: Final = 130
"""What shells report for a command that was ended with Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is that of the headless contract."""
    _prepare_streams()
    not_looked_for_at_the_end()
    try:
        status = _run(arguments)
    except BaseException:
        _end_log("ended without an exit status", fault=True)
        raise
    _end_log(f"exit status {status}")
    return status


def _run(arguments: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    called = Called()
    try:
        with _ended_in_order(), looked_for_seldom():
            status = root.main(words, prog_name=_program(), standalone_mode=False, obj=called)
            _say_not_kept(called.problem())
    except (ReaderLeftError, BrokenPipeError):
        _let_go()
        return 0
    except (click.Abort, KeyboardInterrupt):
        with contextlib.suppress(OSError):
            click.echo(err=True)
        _let_go()
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 -- what can't be told is raised again
        return _failed(called.command, error, as_json="--json" in words)
    return status if isinstance(status, int) else 0


def _say_not_kept(problem: str) -> None:
    """Say once why what was read could not be kept: the answer is whole, but the next run will ask again."""
    if problem:
        from xalias_tui.cli.output import say  # noqa: PLC0415 -- seldom

        say(problem)


def _note(words: str) -> None:
    """A line of the debug log, if one is written."""
    debugging = sys.modules.get("xalias_tui.cli.debugging")
    if debugging is not None:
        debugging.note(words)


def _end_log(words: str, *, fault: bool = False) -> None:
    """Complete the debug log, if one is written."""
    debugging = sys.modules.get("xalias_tui.cli.debugging")
    if debugging is not None:
        debugging.stop(words, fault=fault)


@contextlib.contextmanager
def _ended_in_order() -> Iterator[None]:
    """Being ended from outside is an orderly exit: programs that are run for credentials end with this one."""

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(_SIGNALLED + number)

    usual = [number for number in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) is signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():
        usual = []
    for number in usual:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in usual:
            signal.signal(number, signal.SIG_DFL)


def _prepare_streams() -> None:
    """Make every stream one that can be used: a closed one is empty, and no character is beyond an encoding.

    A closed standard output is one that takes nothing: what would be printed is not, and that is an error.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            flags = os.O_WRONLY if name == "stderr" else os.O_RDONLY
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _failed(command: str, error: Exception, *, as_json: bool) -> int:
    """Print the error unless it was, as a sentence where its document can't be printed; the status depends on neither.

    Raises:
        Exception: a fault of the program.
    """
    from xalias_tui.cli.output import PrintedError, print_error  # noqa: PLC0415 -- not for what succeeds
    from xalias_tui.cli.refusal import refusal_of  # noqa: PLC0415 -- as above

    if isinstance(error, PrintedError):
        return error.exit_status
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    _note(f"error {refusal.code}: {refusal.message}")
    for document in dict.fromkeys((as_json, False)):
        with contextlib.suppress(OSError):
            print_error(command, refusal, as_json=document)
            break
    _let_go()
    return refusal.exit_status


def _let_go() -> None:
    """Lead what can't be written any more to nowhere: the interpreter writes it again when it ends, and complains."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _program() -> str:
    name = Path(sys.argv[0]).name
    return name if name in ("xalias", "xalias-tui") else "xalias"
