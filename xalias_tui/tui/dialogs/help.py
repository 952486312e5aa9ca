"""Help of the focused pane: what it is for, then every key that works there now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import Static

from xalias_tui.tui.dialogs.base import Dialog


def help_of(node: DOMNode) -> str:
    """The help of a widget: its own, else that of the nearest around it."""
    return next((widget.HELP for widget in node.ancestors_with_self if widget.HELP), "")


def keys_of(bindings: Mapping[str, ActiveBinding]) -> tuple[tuple[str, str], ...]:
    """Keys and what they do, bindings of one action together; only what is ours and possible now."""
    keys: dict[str, list[str]] = {}
    for active in sorted(bindings.values(), key=lambda active: not active.binding.show):
        if active.enabled and active.binding.id and active.tooltip:
            keys.setdefault(active.tooltip, []).append(active.node.app.get_key_display(active.binding))
    return tuple((" ".join(dict.fromkeys(names)), tooltip) for tooltip, names in keys.items())


class HelpDialog(Dialog[None]):
    """Shows a help text and keys."""

    TITLE = "Help"
    KEYS: ClassVar[str] = "↑ ↓ scrolls · esc closes"

    def __init__(self, text: str, keys: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._text = text
        self._keys = keys

    def body(self) -> ComposeResult:
        """The text, then the keys."""
        from textual.widgets import Markdown

        width = max((len(key) for key, _ in self._keys), default=0)
        lines = [Content.assemble((key.ljust(width), "bold $text-accent"), f"  {what}") for key, what in self._keys]
        with VerticalScroll(classes="dialog-body"):
            yield Markdown(self._text, open_links=False)
            yield Static(Content("\n").join(lines), classes="dialog-text")
