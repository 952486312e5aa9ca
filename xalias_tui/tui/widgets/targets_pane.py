"""The right pane: targets, streaming in while they are discovered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from xalias_tui.domain.filters import Filter
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.targets import Target
from xalias_tui.tui.widgets.arranged_list import ArrangedList
from xalias_tui.tui.widgets.chips import Chips
from xalias_tui.tui.widgets.columns import TARGETS
from xalias_tui.tui.widgets.filter_bar import FilterBar
from xalias_tui.tui.widgets.notice import Notice
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.target_list import TargetList


class TargetsPane(Pane):
    """What an alias can point to."""

    NAME = "Targets"
    HELP = """\
## Targets

Resources that an alias record can point to, in every enabled region. Greyed rows cannot be aliased: *State* names the
rule. A `~` before the state: not read of its account just now, but kept before, recorded by AWS Config or named by a
target card. A `?`: it may be gone by now; the preview says why. *Uses* counts the records read so far that point to it;
`enter` finds all. `R` reads all of them again, `ctrl+r` one of them or its account. `A` chooses another account.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "h,left", "kind(-1)", "Previous kind", show=False, id="kind-previous", tooltip="Show the previous kind only"
        ),
        Binding("l,right", "kind(1)", "Next kind", show=False, id="kind-next", tooltip="Show the next kind only"),
        Binding("K", "kinds", "Kinds", id="kinds", tooltip="Choose which kinds of target are listed"),
        Binding(
            "ctrl+r", "again", "Read again …", show=False, id="target-again", tooltip="Read one target, or its account"
        ),
        Binding("S", "stop", "Stop", show=False, id="stop", tooltip="Stop the search for targets"),
    ]

    class TargetHighlighted(Message):
        """Another target is meant, or none."""

        def __init__(self, target: Target | None) -> None:
            super().__init__()
            self.target = target

    class UsesAsked(Message):
        """The records that point to a target are wanted."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    class NameTyped(Message):
        """The filter holds what may be a DNS name and matches no row."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class KindsAsked(Message):
        """Other kinds are to be chosen."""

        def __init__(self, counts: Mapping[str, int], chosen: frozenset[str]) -> None:
            super().__init__()
            self.counts = counts
            self.chosen = chosen

    class AgainAsked(Message):
        """A target, or its account, is to be read again."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    class StopAsked(Message):
        """The search must stop."""

    _kinds: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """Chips above the rows."""
        chips, rows = Chips(), ArrangedList(TARGETS, id="targets")
        self.listed = TargetList(self, rows, chips, self._say_anew)
        yield chips
        yield FilterBar("filter, or paste a DNS name", self.list_in_front)
        yield rows
        yield Notice()

    @property
    def _rows(self) -> ArrangedList[Target]:
        return self.query_one("#targets", ArrangedList)

    def copied_text(self) -> str:
        """The DNS name of the highlighted target, or of every one that is marked."""
        return "\n".join(target.dns_name.bare if target.dns_name else target.name for target in self._rows.chosen)

    @property
    def target(self) -> Target | None:
        """The highlighted target."""
        return self._rows.highlighted

    @property
    def targets(self) -> Sequence[Target]:
        """Everything that was found or pasted so far, whatever is filtered."""
        return self._rows.all_rows

    def go_to(self, target: Target) -> None:
        """Put the cursor on a target, whatever was filtered."""
        self.filter_bar.remove_filter()
        self.query_one(Chips).choose(frozenset())
        self._kinds = frozenset()
        self._rows.filter("")
        self._rows.put_cursor(target.key)

    def _say_anew(self) -> None:
        """The row under the cursor may be the same target, better known."""
        if self.target is not None:
            self.post_message(self.TargetHighlighted(self.target))

    # -- filter and kinds

    def action_kinds(self) -> None:
        """Choose among the kinds that were found."""
        chips = self.query_one(Chips)
        self.post_message(self.KindsAsked(chips.counts, chips.chosen))

    def list_kinds(self, kinds: frozenset[str]) -> None:
        """List only these kinds; empty means all."""
        self.query_one(Chips).choose(kinds)

    def action_kind(self, by: int) -> None:
        """Step through the kinds."""
        self.query_one(Chips).step(by)

    def action_again(self) -> None:
        """Choose how much of what is highlighted is read again."""
        if self.target is not None and self.target.account_id:
            self.post_message(self.AgainAsked(self.target))

    def action_stop(self) -> None:
        """Stop the search."""
        if self.listed.searching:
            self.post_message(self.StopAsked())

    def on_chips_changed(self, event: Chips.Changed) -> None:
        """Show the kinds that were chosen."""
        event.stop()
        self._kinds = event.kinds
        self._filter()

    def filter_rows(self, text: str) -> None:
        """Filter; a text like a DNS name that matches nothing is worth recognising."""
        self.listed.offers.forget_refused()
        self._filter()
        pasted = ("." in text or ":" in text) and Filter.read(text, TARGETS.searchable).is_plain
        if pasted and not self._rows.rows:
            self.post_message(self.NameTyped(text.strip()))

    def _filter(self) -> None:
        self._rows.filter(Pasted.read(self.filter_bar.value).meant, self._kinds)
        self.listed.draw()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Pass on which target is meant."""
        event.stop()
        self.post_message(self.TargetHighlighted(event.row))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter on a target asks which records point to it."""
        event.stop()
        self.post_message(self.UsesAsked(event.row))
