"""The command palette: everything that is possible now, as the keys would do it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from textual.binding import ActiveBinding, Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

_MOVES: Final = ("list-", "preview-", "dialog-", "details-", "next-", "previous-", "zones-", "filter-", "finding-")
"""Beginnings of the ids of bindings that only move a cursor, scroll, filter or close a dialog."""
_ACTIONS: Final = (
    "list-choose",
    "list-open",
    "list-use-name",
    "preview-findings",
    "finding-copy",
    "filter",
    "dialog-help",
)
"""Those that do something all the same."""
_NO_COMMANDS: Final = ("list-", "preview-", "dialog-")


def moves_only(binding: Binding) -> bool:
    """Whether a key only moves, scrolls, filters or closes."""
    return binding.id is not None and binding.id.startswith(_MOVES) and binding.id not in _ACTIONS


class EverythingPossible(Provider):
    """Active, enabled bindings of the screen below, each once."""

    def _possible(self) -> Iterator[ActiveBinding]:
        seen: set[str] = set()
        ordered = sorted(self.screen.active_bindings.values(), key=lambda active: not active.binding.show)
        for active in ordered:
            binding = active.binding
            moves = binding.id is not None and binding.id.startswith(_NO_COMMANDS)
            if active.enabled and binding.id and not moves and binding.action not in seen:
                seen.add(binding.action)
                yield active

    async def discover(self) -> Hits:
        """Everything, before a letter is typed."""
        for active in self._possible():
            yield DiscoveryHit(Content(self._label(active)), partial(self._run, active), help=active.binding.tooltip)

    async def search(self, query: str) -> Hits:
        """What matches the letters typed."""
        matcher = self.matcher(query)
        for active in self._possible():
            label = self._label(active)
            score = matcher.match(f"{label} {active.binding.tooltip}")
            if score > 0:
                yield Hit(score, Content(label), partial(self._run, active), help=active.binding.tooltip)

    def _label(self, active: ActiveBinding) -> str:
        binding = active.binding
        return f"{binding.description or binding.id}  ({self.app.get_key_display(binding)})"

    async def _run(self, active: ActiveBinding) -> None:
        await self.app.run_action(active.binding.action, active.node)
