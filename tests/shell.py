"""Runs the command line inside the test's own process, as a shell runs it in one of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from unittest import mock

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
        """What a command that succeeded answered."""
        document = self.document
        assert "data" in document, f"exit {self.status}: {document}"
        found: dict[str, Any] = document["data"]
        return found

    @property
    def error(self) -> dict[str, str]:
        """Why the command ended."""
        document = self.document
        assert "error" in document, f"exit {self.status}: {document}"
        found: dict[str, str] = document["error"]
        return found

    @property
    def unscanned(self) -> list[dict[str, Any]]:
        """The look-ups that failed."""
        document = self.document
        assert "unscanned" in document, f"exit {self.status}: {document}"
        found: list[dict[str, Any]] = document["unscanned"]
        return found


def run(words: tuple[str, ...], variables: Mapping[str, str], stdin: str = "") -> Ran:
    """Run ``xalias`` with these words in an environment of nothing but ``variables``.

    Exceptions that nothing catches end in a traceback and status 1, on the main thread and on others, as they would in
    a process of its own.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with (
        mock.patch.dict(os.environ, variables, clear=True),
        mock.patch.multiple(sys, argv=["xalias", *words], stdin=given),
        mock.patch.object(threading, "excepthook", threading.__excepthook__),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            status = main(list(words))
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except Exception:  # noqa: BLE001 -- the interpreter prints whatever a program does not catch
            traceback.print_exc()
            status = 1
    return Ran(status, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.detach()
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode()
