"""Chips that filter targets by kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from xalias_tui.tui.text.chip import choice

_LINES: Final = 2
_SLACK: Final = 24
"""Cells of the lines that wrapping between words may leave empty, and the count of what has no room."""


class Chips(Static):
    """One chip a kind with its count; clicking toggles, the pane's keys step through them."""

    class Changed(Message):
        """Other kinds are wanted; empty means all."""

        def __init__(self, kinds: frozenset[str]) -> None:
            super().__init__()
            self.kinds = kinds

    def __init__(self) -> None:
        super().__init__()
        self._counts: Mapping[str, int] = {}
        self._on: frozenset[str] = frozenset()

    def show(self, counts: Mapping[str, int]) -> None:
        """How many targets of which kind were found."""
        if counts != self._counts:
            self._counts = dict(counts)
            self._draw()

    def toggle(self, kind: str) -> None:
        """Switch one kind on or off; ``all`` removes the choice."""
        self._choose(frozenset() if kind == "all" else self._on ^ {kind})

    def step(self, by: int) -> None:
        """Show the next (1) or previous (-1) single kind; after the last one, all."""
        kinds = ["all", *self._counts]
        now = next(iter(self._on)) if len(self._on) == 1 else "all"
        at = kinds.index(now) if now in kinds else 0
        wanted = kinds[(at + by) % len(kinds)]
        self._choose(frozenset() if wanted == "all" else frozenset({wanted}))

    def on_click(self, event: events.Click) -> None:
        """Toggle the chip that was clicked."""
        kind = event.style.meta.get("chip")
        if kind is not None:
            self.toggle(kind)

    def _choose(self, kinds: frozenset[str]) -> None:
        self._on = kinds
        self._draw()
        self.post_message(self.Changed(kinds))

    def on_resize(self) -> None:
        """Other chips fit."""
        self._draw()

    def _draw(self) -> None:
        pieces = [self._chip("all", "all", on=not self._on)]
        pieces += [self._chip(kind, f"{kind} {self._counts[kind]}", on=kind in self._on) for kind in self._in_order()]
        room = max(1, self.size.width - 2) * _LINES - _SLACK
        shown, used = 0, 0
        while shown < len(pieces) and used + pieces[shown].cell_length < room:
            used += pieces[shown].cell_length + 1
            shown += 1
        hidden = len(pieces) - shown
        if hidden:
            pieces = [*pieces[:shown], Content.styled(f"+{hidden}: l", "$text-muted")]
        self.update(Content(" ").join(pieces) if self._counts else Content(""))

    def _in_order(self) -> list[str]:
        """The kinds that are switched on first: they are never among those without room."""
        return sorted(self._counts, key=lambda kind: kind not in self._on)

    @staticmethod
    def _chip(key: str, text: str, *, on: bool) -> Content:
        return choice(text, {"chip": key}, on=on)
