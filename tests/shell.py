"""The command line, run inside this process: what a user would get, without starting an interpreter for it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xalias_tui.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        try:
            found: dict[str, Any] = json.loads(self.out)
        except ValueError as error:
            raise AssertionError(f"no document, exit {self.status}\n{self.out}\n{self.err}") from error
        return found

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = self._part("data")
        return found

    @property
    def error(self) -> dict[str, str]:
        found: dict[str, str] = self._part("error")
        return found

    @property
    def unscanned(self) -> list[dict[str, Any]]:
        """The look-ups that failed."""
        found: list[dict[str, Any]] = self._part("unscanned")
        return found

    def _part(self, key: str) -> Any:
        document = self.document
        assert key in document, f"exit {self.status}: {document}"
        return document[key]


def run(words: Sequence[str], environment: Mapping[str, str], *, stdin: str = "") -> Ran:
    """Run ``xalias`` with these words in exactly this environment; no stream is a terminal.

    An exception that nothing catches ends in a traceback, on the main thread with status 1, as in a process of its own.
    """
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    redirected = (contextlib.redirect_stdout(out), contextlib.redirect_stderr(err))
    with _process(environment, ["xalias", *words], given), redirected[0], redirected[1]:
        status = _status()
    return Ran(status, _text(out), _text(err))


def _status() -> int:
    try:
        return main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except Exception:  # noqa: BLE001 -- what a program does not catch, the interpreter prints
        traceback.print_exc()
        return 1


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


@contextlib.contextmanager
def _process(environment: Mapping[str, str], words: list[str], given: io.TextIOWrapper) -> Iterator[None]:
    """What a new process would start with, for as long as the context lasts."""
    before = (dict(os.environ), sys.argv, sys.stdin)
    hook, threading.excepthook = threading.excepthook, threading.__excepthook__  # pytest has one of its own
    os.environ.clear()
    os.environ.update(environment)
    sys.argv, sys.stdin = words, given
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before[0])
        sys.argv, sys.stdin = before[1:]
        threading.excepthook = hook
