"""Chooses which columns of a list are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.widgets.problem import Problem
from xalias_tui.tui.widgets.toggle import Toggle


class ColumnsDialog(Dialog[frozenset[str]]):
    """Gives the titles of the columns that are left out.

    Args:
        titles: Of every column, from left to right.
        hidden: Those left out now.
    """

    TITLE = "Columns"
    HELP = """\
## Columns

The columns of the list. One that has no room in a narrow terminal is left out whatever is chosen here.
"""
    KEYS: ClassVar[str] = "↑ ↓ choose · space toggles · ctrl+s applies · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "apply", "Apply", id="columns-apply", tooltip="Show the columns that are ticked"),
    ]

    def __init__(self, titles: Sequence[str], hidden: frozenset[str]) -> None:
        super().__init__()
        self._titles = tuple(titles)
        self._hidden = hidden

    def body(self) -> ComposeResult:
        """One box a column."""
        with VerticalScroll(classes="dialog-body", can_focus=False):
            for at, title in enumerate(self._titles):
                yield Toggle(title, title not in self._hidden, id=f"column-{at}")
            yield Problem()

    # The keys that scroll elsewhere move among the boxes, which are all that there is to go to.

    def action_scroll(self, by: int) -> None:
        """Go to another box."""
        boxes = list(self.query(Toggle))
        at = next((at for at, box in enumerate(boxes) if box.has_focus), 0)
        self.set_focus(boxes[max(0, min(at + by, len(boxes) - 1))])

    def action_page(self, by: int) -> None:
        """Go a page further."""
        for body in self.scrolled:
            self.action_scroll(by * max(1, body.scrollable_content_region.height - 1))

    def action_end(self, to_bottom: bool) -> None:  # noqa: FBT001 -- as the dialog has it
        """Go to the first or last box."""
        self.action_scroll(len(self._titles) * (1 if to_bottom else -1))

    def action_apply(self) -> None:
        """Give what is chosen, if anything is left to show."""
        boxes = [self.query_one(f"#column-{at}", Toggle) for at in range(len(self._titles))]
        hidden = frozenset(title for title, box in zip(self._titles, boxes, strict=True) if not box.value)
        if len(hidden) == len(self._titles):
            self.query_one(Problem).say("Leave at least one column.")
        else:
            self.dismiss(hidden)
