"""The kinds that targets are filtered by, above the rows; while all kinds are listed no row is spent on them."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from xalias_tui.tui.text.chip import choice


class Chips(Static):
    """One chip for each kind that is shown, with its count; a click leaves it out again."""

    class Changed(Message):
        """Other kinds are wanted; empty means all."""

        def __init__(self, kinds: frozenset[str]) -> None:
            super().__init__()
            self.kinds = kinds

    def __init__(self) -> None:
        super().__init__()
        self._counts: Mapping[str, int] = {}
        self._on: frozenset[str] = frozenset()
        self.display = False

    @property
    def counts(self) -> Mapping[str, int]:
        """How many targets of which kind were found."""
        return self._counts

    @property
    def chosen(self) -> frozenset[str]:
        """The kinds that are shown; empty means all."""
        return self._on

    def show(self, counts: Mapping[str, int]) -> None:
        """How many targets of which kind were found."""
        if counts != self._counts:
            self._counts = dict(counts)
            self._draw()

    def choose(self, kinds: frozenset[str]) -> None:
        """Show only these kinds; empty means all."""
        self._on = kinds
        self._draw()
        self.post_message(self.Changed(kinds))

    def step(self, by: int) -> None:
        """Show the next (1) or previous (-1) single kind; after the last one, all."""
        kinds = ["all", *self._counts]
        now = next(iter(self._on)) if len(self._on) == 1 else "all"
        at = kinds.index(now) if now in kinds else 0
        wanted = kinds[(at + by) % len(kinds)]
        self.choose(frozenset() if wanted == "all" else frozenset({wanted}))

    def on_click(self, event: events.Click) -> None:
        """Leave out the kind that was clicked."""
        kind = event.style.meta.get("chip")
        if kind is not None:
            self.choose(self._on - {kind})

    def _draw(self) -> None:
        self.display = bool(self._on)
        pieces = [choice(f"{kind} {self._counts.get(kind, 0)}", {"chip": kind}, on=True) for kind in sorted(self._on)]
        self.update(Content(" ").join([*pieces, Content.styled("K other kinds", "$text-muted")]))
