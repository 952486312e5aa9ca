"""What every dialog shares: a bordered box, escape closes it."""

from __future__ import annotations

from typing import ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from xalias_tui.tui.terminal.type_ahead import AnswersKeys

T = TypeVar("T")

GOTO: Final = Binding(
    "colon", "app.command_palette", "Go to", show=False, id="goto", tooltip="Find anything and go there; also ctrl+p"
)
"""Works on every screen and in every dialog; ``ctrl+p`` does, too, while something is typed."""


class Dialog(AnswersKeys, ModalScreen[T | None]):
    """A modal question or report; dismissing gives None."""

    TITLE: ClassVar[str] = ""
    KEYS: ClassVar[str] = "esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        GOTO,
        Binding("escape", "cancel", "Close", id="dialog-close", tooltip="Close without doing anything"),
    ]

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

    def action_scroll(self, by: int) -> None:
        """Scroll the body by lines."""
        self.query_one(".dialog-body").scroll_relative(y=by, animate=False)

    def action_cancel(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)
