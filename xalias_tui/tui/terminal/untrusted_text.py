"""The last defence of the terminal: no control octet of a segment's text reaches it, wherever the text came from.

Textual strips only BEL, BS, VT, FF and CR; ESC and the C1 range pass through every widget (measured on 8.2.8). What we
draw ourselves passes ``domain.text.shown`` before; this filter also covers exceptions and texts of libraries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.style import Style

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.text import DEFAULT_LIMIT, shown

_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)


class StripControls(LineFilter):
    """Removes control, direction and zero-width characters from every line that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 -- Textual's signature
        """The same line without them; Textual's own control segments stay."""
        return [
            segment
            if segment.control or not _UNSAFE.search(segment.text)
            else Segment(_UNSAFE.sub("", segment.text), segment.style)
            for segment in segments
        ]


def printable(segments: Iterable[Segment]) -> list[Segment]:
    """Lines that are printed after the screen is gone: as the filter does, line ends kept."""
    return [
        segment
        if segment.control
        else Segment("\n".join(_UNSAFE.sub("", line) for line in segment.text.split("\n")), segment.style)
        for segment in segments
    ]


STRIP_CONTROLS: Final = StripControls()


def account_style(*accounts: Account) -> str:
    """Bold, in the colour that the operator gave the first account; names and numbers stay beside it."""
    colour = accounts[0].colour if accounts else ""
    return f"bold ansi_{colour}" if colour else "bold"


def safe(text: str, style: str | Style = "", *, limit: int = DEFAULT_LIMIT) -> Content:
    """Untrusted text as content that is never read as markup."""
    return Content.styled(shown(text, limit), style)
