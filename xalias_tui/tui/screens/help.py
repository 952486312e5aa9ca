"""Help of the focused pane: its own text, then every key that works now."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.widgets import Markdown

from xalias_tui.tui.screens.dialog import Dialog

_EVERYWHERE = """
## Everywhere

| key | does |
|---|---|
| `1` `3` `4` | explorer, history, accounts |
| `↑` `↓` `j` `k` | move; `g` `G` first and last |
| `tab` | next pane |
| `ctrl+p` | everything that is possible now |
| `?` | this help |
| `esc` | back |
| `q` | quit |
"""


def help_of(node: DOMNode) -> str:
    """The help of a widget: its own, else that of the nearest around it."""
    texts = [widget.HELP for widget in node.ancestors_with_self if widget.HELP]
    return (texts[0] if texts else "") + _EVERYWHERE


class HelpDialog(Dialog[None]):
    """Shows a help text."""

    TITLE = "Help"
    KEYS: ClassVar[str] = "↑ ↓ scrolls · esc closes"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def body(self) -> ComposeResult:
        """The text, scrolling."""
        with VerticalScroll(classes="dialog-body"):
            yield Markdown(self._text, open_links=False)
