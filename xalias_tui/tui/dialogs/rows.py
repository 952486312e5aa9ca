"""Many records at once: rows that are pasted or typed, and the rows that had to be left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.record_rows import COLUMNS, Rejected, UnreadableRowsError, has_header
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Line, Page, item
from xalias_tui.tui.text.phrases import count

_EXAMPLE: Final = "name,target\n"


class RowsArea(TextArea):
    """Rows; the header that is offered makes way for rows that bring their own."""

    def on_paste(self, event: events.Paste) -> None:
        """Before Textual inserts what was pasted."""
        if self.text.strip() == _EXAMPLE.strip() and has_header(event.text):
            self.clear()


class RowsDialog(Dialog[str]):
    """Rows, which stay in sight until they are planned; gives them where they are left before that.

    Args:
        plan: Plans the rows; answers with ``progress``, ``fail`` or ``correct``, or closes the dialog with None.
        kept: Rows that were left before.
        pasted: Rows to begin with instead; undoing (ctrl+z) shows those that were kept.
    """

    TITLE = "Many records at once"
    HELP = f"""\
## Many records at once

One record a row: CSV with a header, as copied from a spreadsheet, or YAML. `name` and `target` are required. Columns:
{", ".join(f"`{column}`" for column in COLUMNS)}.
Rows are planned together, one reviewed batch a zone; `xalias plan --from FILE` does the same.
"""
    STARTS_WITH_INPUT = True
    KEYS: ClassVar[str] = "paste the rows · ctrl+s plans them: nothing is sent yet · esc closes, the rows are kept"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "plan", "Plan", id="rows-plan", tooltip="Plan the rows; what would be sent is shown first"),
    ]

    def __init__(self, plan: Callable[[RowsDialog, str], None], kept: str = "", pasted: str = "") -> None:
        super().__init__()
        self._plan = plan
        self._kept = kept
        self._pasted = pasted

    def body(self) -> ComposeResult:
        """The rows."""
        yield Static(safe(f"CSV with a header, or YAML. Columns: {', '.join(COLUMNS)}.", "dim", limit=300))
        yield RowsArea(self._kept or _EXAMPLE, id="rows", soft_wrap=False)

    def foot(self) -> ComposeResult:
        """What is wrong with them, or how far planning is."""
        yield Static(id="rows-says", classes="dialog-text")

    @property
    def _area(self) -> RowsArea:
        return self.query_one(RowsArea)

    def on_mount(self) -> None:
        """Rows are added behind what is there."""
        area = self._area
        if self._pasted:
            area.replace(self._pasted, (0, 0), area.document.end)
        area.move_cursor(area.document.end)
        area.focus()

    def action_plan(self) -> None:
        """Plan the rows, unless that is under way; meanwhile they stay as they are."""
        if self._area.read_only:
            return
        self._area.read_only = True
        self.progress("planning the rows")
        self._plan(self, self._area.text)

    def action_cancel(self) -> None:
        """Leave the rows as they are."""
        text = self._area.text
        self.dismiss("" if text.strip() in ("", _EXAMPLE.strip()) else text)

    def progress(self, what: str) -> None:
        """How far planning is."""
        self._say(safe(f"{what} …", "$text-muted"))

    def fail(self, error: XaliasError) -> None:
        """None of the rows could be planned."""
        self._stop_at(error.line if isinstance(error, UnreadableRowsError) else 0)
        self._say(safe(str(error), "$text-error", limit=500))

    def correct(self, rejected: Sequence[Rejected]) -> None:
        """Some rows are to be corrected: begin with the first."""
        first = rejected[0]
        self._stop_at(first.line)
        more = f" · {count(len(rejected) - 1, 'other row')} can't be planned" if len(rejected) > 1 else ""
        self._say(safe(f"{first.sentence} {first.error.remedy}".rstrip() + more, "$text-error", limit=500))

    def _stop_at(self, line: int) -> None:
        self._area.read_only = False
        if line:
            self._area.move_cursor((line - 1, 0))

    def _say(self, content: Content) -> None:
        self.query_one("#rows-says", Static).update(content)


class LeftOutDialog(Dialog[bool]):
    """Rows that can't be planned, each with its line; true where the others are to be reviewed.

    Args:
        rejected: Those left out.
        changes: How many changes the others are.
        unchanged: How many more rows are already as wanted.
    """

    TITLE = "Rows that are left out"
    HELP = """\
## Rows that are left out

Each with its line. The other rows can be reviewed and sent; correct these and plan them once more:
`esc` goes back to them.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", id="rows-go-on", tooltip="Review the other rows; nothing is sent yet"),
    ]

    def __init__(self, rejected: Sequence[Rejected], changes: int, unchanged: int = 0) -> None:
        super().__init__()
        self._rejected = tuple(rejected)
        self._changes = changes
        self._unchanged = unchanged

    def body(self) -> ComposeResult:
        """A line each."""
        head = f"{count(len(self._rejected), 'row')} can't be planned:"
        lines: list[Line] = [Content.styled(head, "bold")]
        lines += [item(safe(f"{row.sentence} {row.error.remedy}", limit=500)) for row in self._rejected]
        if self._unchanged:
            lines.append(safe(f"Already as wanted: {count(self._unchanged, 'row')}.", "$text-muted"))
        with VerticalScroll(classes="dialog-body"):
            yield Static(Page(lines), classes="dialog-text")

    def on_mount(self) -> None:
        """What is possible with the others."""
        others = f"enter reviews the other {count(self._changes, 'change')} · " if self._changes else ""
        self.say_keys(f"{others}esc goes back to the rows, nothing is sent")

    def action_go_on(self) -> None:
        """Review the others, where there are any."""
        self.dismiss(bool(self._changes))
