"""Help of what is focused: what it is for, then every key that works there now; letters typed search the keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import Input, Static

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.dialogs.picker import SearchLine
from xalias_tui.tui.text.page import Hanging, Line, Page

_GAP: Final = 2
_MOVES: Final = (
    "list-",
    "preview-",
    "dialog-",
    "details-",
    "next-",
    "previous-",
    "zones-",
    "filter-",
    "finding-",
    "pick-",
)
"""Beginnings of the ids of bindings that only move a cursor, scroll, filter or close a dialog."""
_ACTIONS: Final = (
    "list-choose",
    "list-open",
    "list-use-name",
    "preview-findings",
    "finding-copy",
    "preview-filter",
    "dialog-help",
)
"""Those that do something all the same."""


def moves_only(binding: Binding) -> bool:
    """Whether a key only moves, scrolls, filters or closes."""
    return binding.id is not None and binding.id.startswith(_MOVES) and binding.id not in _ACTIONS


@dataclass(frozen=True, slots=True)
class Key:
    """What some keys do.

    Attributes:
        keys: As they are shown.
        does: What they do.
        moves: Whether that is only to move, scroll or close.
    """

    keys: str
    does: str
    moves: bool = False

    def says(self, words: list[str]) -> bool:
        """Whether it contains every word, in any case."""
        text = f"{self.keys} {self.does}".lower()
        return all(word in text for word in words)


def help_of(node: DOMNode) -> str:
    """The help of a widget: its own, else that of the nearest around it."""
    return next((widget.HELP for widget in node.ancestors_with_self if widget.HELP), "")


def keys_of(bindings: Mapping[str, ActiveBinding]) -> tuple[Key, ...]:
    """Keys and what they do, bindings of one action together; only what is ours and possible now, actions first."""
    keys: dict[tuple[str, bool], list[str]] = {}
    for active in sorted(bindings.values(), key=lambda active: not active.binding.show):
        if active.enabled and active.binding.id and active.tooltip:
            about = (active.tooltip, moves_only(active.binding))
            keys.setdefault(about, []).append(active.node.app.get_key_display(active.binding))
    found = (Key(" ".join(dict.fromkeys(names)), tooltip, moves) for (tooltip, moves), names in keys.items())
    return tuple(sorted(found, key=lambda key: key.moves))


class HelpDialog(Dialog[None]):
    """Shows a help text and keys."""

    TITLE = "Help"
    HELP = "## Help\n\nWhat the focused part is for, and every key that works there now.\n"
    STARTS_WITH_INPUT = True
    KEYS: ClassVar[str] = "letters search the keys · ↑ ↓ scrolls · esc closes"

    def __init__(self, text: str, keys: tuple[Key, ...]) -> None:
        super().__init__()
        self._text = text
        self._keys = keys

    def body(self) -> ComposeResult:
        """The text, then the keys."""
        from textual.widgets import Markdown

        yield SearchLine(placeholder="search the keys", compact=True, id="help-search")
        with VerticalScroll(classes="dialog-body", can_focus=False):
            yield Markdown(self._text, open_links=False)
            yield Static(Page(self._lines([])), classes="dialog-text", id="help-keys")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the keys that contain every word."""
        event.stop()
        words = event.value.lower().split()
        self.query_one("Markdown").display = not words
        self.query_one("#help-keys", Static).update(Page(self._lines(words)))
        self.action_end(to_bottom=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter is done with it."""
        event.stop()
        self.action_cancel()

    def _lines(self, words: list[str]) -> list[Line]:
        width = max((len(key.keys) for key in self._keys), default=0) + _GAP
        lines: list[Line] = []
        for title, moves in (("Actions", False), ("Moving", True)):
            found = [key for key in self._keys if key.moves == moves and key.says(words)]
            lines += [Content(""), Content.styled(title, "bold")] if found else []
            lines += [
                Hanging(Content.styled(key.keys.ljust(width), "bold $text-accent"), Content(key.does)) for key in found
            ]
        return lines or [Content("No key does that here.")]
