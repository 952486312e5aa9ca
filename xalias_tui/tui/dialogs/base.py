"""What every dialog shares: a bordered box, escape closes it, help, page keys, and how much lies below."""

from __future__ import annotations

from typing import ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from xalias_tui.tui.terminal.drawing import DrawnByLine
from xalias_tui.tui.terminal.type_ahead import AnswersKeys
from xalias_tui.tui.widgets.details import lines_below, rows_below, scroll_by, watch_below
from xalias_tui.tui.widgets.row_list import RowList

T = TypeVar("T")

GOTO: Final = Binding(
    "colon", "app.command_palette", "Go to", show=False, id="goto", tooltip="Find anything and go there; also ctrl+p"
)
"""Works on every screen and in every dialog; ``ctrl+p`` does, too, while something is typed."""


class Dialog(AnswersKeys, DrawnByLine[T | None], ModalScreen[T | None]):
    """A modal question or report; dismissing gives None."""

    TITLE: ClassVar[str] = ""
    KEYS: ClassVar[str] = "esc closes"
    BELOW: ClassVar[str] = "pgdn"
    """The key that shows what lies below."""
    BINDINGS: ClassVar[list[BindingType]] = [
        GOTO,
        Binding("escape", "cancel", "Close", id="dialog-close", tooltip="Close without doing anything"),
        Binding("question_mark,f1", "app.help", "Help", id="dialog-help", tooltip="Help of this box; F1 while typing"),
        Binding("up,k", "scroll(-1)", "Up", show=False, id="dialog-up", tooltip="Scroll up"),
        Binding("down,j", "scroll(1)", "Down", show=False, id="dialog-down", tooltip="Scroll down"),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False, id="dialog-page-up", tooltip="One page up"),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False, id="dialog-page-down", tooltip="One page down"),
        Binding("home", "end(False)", "Top", show=False, id="dialog-top", tooltip="Scroll to the top"),
        Binding("end", "end(True)", "Bottom", show=False, id="dialog-bottom", tooltip="Scroll to the bottom"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 -- Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 -- as above
    STARTS_WITH_INPUT: ClassVar[bool] = False
    _typing = False

    @property
    def awaits_typing(self) -> bool:
        """Whether it is about to focus a line that keys typed by now are meant for."""
        return self.STARTS_WITH_INPUT and not self._typing

    def on_descendant_focus(self) -> None:
        """The line is there."""
        self._typing = True

    def compose(self) -> ComposeResult:
        """A box: the body, which scrolls where it is long, and the foot, which is always in sight."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self.TITLE)
            yield from self.body()
            with Vertical(classes="dialog-foot"):
                yield from self.foot()
                yield Static(Content(self.KEYS), classes="dialog-keys")

    def on_mount(self) -> None:
        """What was said before makes way, so that it covers nothing; say how much of the body lies below.

        A list without a text to scroll takes what there is of a low terminal.
        """
        self.app.clear_notifications()
        self.set_class(bool(self.query(RowList)) and not self.scrolled, "-list")
        self._watch_body()

    def _watch_body(self) -> None:
        """The body is another one after it was composed again."""
        for body in self.scrolled:
            watch_below(body, self._say_below)

    def body(self) -> ComposeResult:
        """The dialog's own widgets."""
        yield from ()

    def foot(self) -> ComposeResult:
        """Widgets that stay in sight above the keys, such as the line that has to be filled in."""
        yield from ()

    def say_keys(self, text: str) -> None:
        """Say from now on that keys do something else."""
        for line in self.query(".dialog-keys").results(Static):
            line.update(Content(text))

    def commit_landed(self) -> None:
        """A commit ended while this was open: what it shows may no longer be what is there."""

    # -- scrolling

    @property
    def scrolled(self) -> list[VerticalScroll]:
        """The body that scrolls, where there is one."""
        return list(self.query(".dialog-body").results(VerticalScroll))[:1]

    def rows_below(self) -> int:
        """Rows of the body that lie below what is in sight."""
        return sum(map(rows_below, self.scrolled))

    def words_below(self, rows: int) -> str:
        """What lies below, in words."""
        return f"{lines_below(rows)} · {self.BELOW}"

    def _say_below(self) -> None:
        rows = self.rows_below()
        for box in self.query(".dialog").results(Vertical):
            box.border_subtitle = Content(self.words_below(rows) if rows else "")

    def action_scroll(self, by: int) -> None:
        """Scroll the body by lines."""
        for body in self.scrolled:
            scroll_by(body, by)

    def action_page(self, by: int) -> None:
        """Scroll the body by pages."""
        for body in self.scrolled:
            scroll_by(body, by * max(1, body.scrollable_content_region.height - 1))

    def action_end(self, to_bottom: bool) -> None:  # noqa: FBT001 -- where to
        """Scroll to the top or the bottom."""
        for body in self.scrolled:
            if to_bottom:
                body.scroll_end(animate=False)
            else:
                body.scroll_home(animate=False)

    def action_cancel(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)
