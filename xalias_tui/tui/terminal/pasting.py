"""A pasted text is a text: nothing in it is taken for a key that was pressed.

Textual reads escape sequences within a bracketed paste, too (measured on 8.2.8): those it does not know arrive as keys,
before the paste itself. In a text that was copied with its colours that may be ``c`` or ``3``, which would act. Most
terminals take them out of what is pasted; tmux before 3.5 does not.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Final

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

_START: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
_SEQUENCE: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~])?")
"""A control sequence (ECMA-48, 5.4), or an escape that begins none."""
_BEGUN: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*)?\Z")
"""What may go on in the next piece that is read: a sequence, or the end of the paste."""


class PasteFilter:
    """Takes escape sequences out of bracketed pastes, in whatever pieces they are read; all else stays as it is."""

    def __init__(self) -> None:
        self._pasting = False
        self._last = ""

    def clean(self, data: str) -> str:
        """The next piece of what the terminal sends, without what must not be read as keys."""
        parts: list[str] = []
        while data:
            part, data = self._pasted(data) if self._pasting else self._typed(data)
            parts.append(part)
        return "".join(parts)

    def _typed(self, data: str) -> tuple[str, str]:
        """All up to the start of a paste, which may have begun in the piece before; and the rest."""
        seen = self._last + data
        at = seen.find(_START)
        if at < 0:
            self._last = seen[1 - len(_START) :]
            return data, ""
        end = at + len(_START) - len(self._last)
        self._pasting, self._last = True, ""
        return data[:end], data[end:]

    def _pasted(self, data: str) -> tuple[str, str]:
        """All up to the end of the paste without sequences, and the rest; an unfinished one waits for what follows."""
        text, end, rest = (self._last + data).partition(_END)
        self._pasting, self._last = not end, ""
        begun = None if end else _BEGUN.search(text)
        if begun:
            text, self._last = text[: begun.start()], begun[0]
        return _SEQUENCE.sub("", text) + end, rest


class WholePastes(XTermParser):
    """Textual's parser, which does not see escape sequences within a paste."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 -- Textual's signature
        super().__init__(debug)
        self._filter = PasteFilter()

    def feed(self, data: str) -> Iterable[Message]:
        """What was read, as messages; an empty text is the end of the input."""
        if not data:
            return super().feed(data)
        return self._messages(self._filter.clean(data))

    def _messages(self, cleaned: str) -> Iterator[Message]:
        if cleaned:
            yield from super().feed(cleaned)


def pastes_whole(driver: type[Driver]) -> type[Driver]:
    """The driver, which takes pastes as they are; Textual has no other place where its parser could be chosen."""
    module = sys.modules[driver.__module__]
    if hasattr(module, "XTermParser"):
        vars(module)["XTermParser"] = WholePastes
    return driver
