"""A check box that needs no colour."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox


class Toggle(Checkbox):
    """A check box whose state shows without colour."""

    def __init__(self, words: str, on: bool, *, id: str) -> None:  # noqa: A002, FBT001 -- Textual's order and names
        self.BUTTON_INNER = "X" if on else " "
        super().__init__(Content(words), on, id=id, compact=True)

    def watch_value(self) -> None:
        """The mark follows the value."""
        self.BUTTON_INNER = "X" if self.value else " "
        super().watch_value()
