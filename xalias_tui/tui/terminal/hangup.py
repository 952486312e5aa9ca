"""A terminal that goes away (a closed window, a lost SSH connection) ends the program, never holds it.

Textual writes on a thread of its own, which ends with the first write that fails; on the way out the program then waits
for ever until that thread takes what is still queued (8.2.8).
"""

from __future__ import annotations

from contextlib import suppress
from typing import IO, Any

from textual.driver import Driver


class Enduring:
    """The file of a terminal; what is written after the terminal is gone is lost, as no one is left to read it."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write, where someone reads."""
        with suppress(OSError):
            self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Let the terminal have what was written."""
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """The number of the file."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._file.isatty()


def outlives_terminal(driver: type[Driver]) -> type[Driver]:
    """A driver that ends in order where its terminal is gone."""

    class Outliving(driver):  # type: ignore[valid-type,misc] # which driver it is depends on the platform
        def __init__(self, *given: Any, **options: Any) -> None:
            super().__init__(*given, **options)
            file: IO[str] | None = getattr(self, "_file", None)  # which a driver without a terminal has not
            if file is not None:
                self._file = Enduring(file)

    return Outliving
