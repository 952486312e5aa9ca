"""A text that may be the name of anything."""

from __future__ import annotations

from textual.message import Message


class Sought(Message):
    """A text is looked for everywhere: whoever posts it has nothing of that name, and the app finds it.

    Attributes:
        text: As it was typed or pasted; untrusted.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
