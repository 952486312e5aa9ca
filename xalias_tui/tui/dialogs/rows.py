"""Many records at once: rows that are pasted or typed, and the rows that had to be left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from xalias_tui.domain.record_rows import COLUMNS, Rejected
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.phrases import count

_EXAMPLE: Final = "name,target\n"


class RowsDialog(Dialog[str]):
    """Gives the rows as text.

    Args:
        text: What was pasted; empty where it is to be pasted here.
    """

    TITLE = "Many records at once"
    HELP = f"""\
## Many records at once

One record a row: CSV with a header, as copied from a spreadsheet, or YAML. `name` and `target` are required. Columns:
{", ".join(f"`{column}`" for column in COLUMNS)}.
Rows are planned together, one reviewed batch a zone; `xalias plan --from FILE` does the same.
"""
    STARTS_WITH_INPUT = True
    KEYS: ClassVar[str] = "paste the rows · ctrl+s plans them: nothing is sent yet · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "plan", "Plan", id="rows-plan", tooltip="Plan the rows; what would be sent is shown first"),
    ]

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def body(self) -> ComposeResult:
        """The rows."""
        yield Static(safe(f"CSV with a header, or YAML. Columns: {', '.join(COLUMNS)}.", "dim", limit=300))
        yield TextArea(self._text or _EXAMPLE, id="rows", soft_wrap=False)

    def on_mount(self) -> None:
        """Rows are added behind what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def action_plan(self) -> None:
        """Give the rows."""
        self.dismiss(self.query_one(TextArea).text)


class LeftOutDialog(Dialog[bool]):
    """Rows that can't be planned, each with its line; true where the others are to be reviewed.

    Args:
        rejected: Those left out.
        changes: How many changes the others are.
    """

    TITLE = "Rows that are left out"
    HELP = """\
## Rows that are left out

Each with the line it stands on. The other rows can be reviewed and sent; correct these and plan them once more.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", id="rows-go-on", tooltip="Review the other rows; nothing is sent yet"),
    ]

    def __init__(self, rejected: Sequence[Rejected], changes: int) -> None:
        super().__init__()
        self._rejected = tuple(rejected)
        self._changes = changes

    def body(self) -> ComposeResult:
        """A line each."""
        head = f"{count(len(self._rejected), 'row')} can't be planned:"
        lines = [Content.styled(head, "bold")]
        for row in self._rejected:
            what = f"line {row.line}  {row.name}: {row.error.message} {row.error.remedy}"
            lines.append(safe(f"· {what}", limit=500))
        with VerticalScroll(classes="dialog-body"):
            yield Static(Content("\n").join(lines), classes="dialog-text")

    def on_mount(self) -> None:
        """What is possible with the others."""
        others = f"enter reviews the other {count(self._changes, 'change')} · " if self._changes else ""
        self.say_keys(f"{others}esc closes without sending")

    def action_go_on(self) -> None:
        """Review the others, where there are any."""
        self.dismiss(bool(self._changes))
