"""What every full screen shares: bars at the top, keys at the bottom, the palette, help and copying."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from xalias_tui.domain.accounts import Account
from xalias_tui.tui.dialogs.base import GOTO
from xalias_tui.tui.screens.remembering import Remembering
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.clipboard import copy
from xalias_tui.tui.widgets.bars import AccountBar, TopBar
from xalias_tui.tui.widgets.details import Details, scroll_by
from xalias_tui.tui.widgets.key_bar import KeyBar
from xalias_tui.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from xalias_tui.domain.console_pages import Resource

T = TypeVar("T")

_SOON: Final = timedelta(minutes=10)
_MINUTE: Final = 60


class BaseScreen(Remembering):
    """A full screen of the explorer."""

    MODE: ClassVar[str] = ""
    FOOTER: ClassVar[tuple[str, ...]] = ("choose", "filter")
    """Actions in the order in which the key bar shows them."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 -- Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 -- as above
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", show=False, id="copy", tooltip="Copy the highlighted value; it is also shown"),
        GOTO,
        Binding(
            "O",
            "console",
            "Console",
            show=False,
            id="console",
            tooltip="Open the page of what is highlighted (target or zone) in the AWS console",
        ),
        Binding("R", "read_again", "Read again", show=False, id="read-again", tooltip="Read what is shown again"),
    ]

    def compose(self) -> ComposeResult:
        """Bars around the screen's own body."""
        yield TopBar(self.MODE, self.session.title)
        yield AccountBar()
        yield from self.body()
        yield KeyBar()

    def on_mount(self) -> None:
        """A login may end while nothing else happens; lists are as they were left."""
        self.set_interval(_MINUTE, self.show_accounts)
        self.recall()

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()

    def workspace_ready(self) -> None:
        """The workspace is ready, or other accounts were chosen: read again."""

    def landed(self) -> None:
        """A commit ended: what is shown may no longer be what is there."""

    def show_accounts(self) -> None:
        """Draw who is signed in."""
        workspace = self.session.workspace
        if workspace is None or not self.is_mounted:
            return
        zones, targets = self.session.zone_side, self.session.side(workspace.target_profiles)
        everyone = self.session.everyone
        if zones or targets or any(everyone):
            ends = ending(self.session, (*zones, *targets))
            self.query_one(AccountBar).show(zones, targets, len(workspace.cards), ends, everyone)
        self.query_one(TopBar).show(
            read_only=all(self.session.read_only(profile) for profile in workspace.zone_profiles)
        )

    def on_screen_resume(self) -> None:
        """Who is signed in may have changed."""
        self.show_accounts()

    def action_copy(self) -> None:
        """Copy through the terminal (OSC 52) and show what was copied: not every terminal takes it."""
        text = self.copied_text()
        if text:
            copy(self.app, text)

    def copied_text(self) -> str:
        """The value under the cursor."""
        return ""

    def action_console(self) -> None:
        """Look at what is highlighted in the AWS console."""
        from xalias_tui.tui.console import look_at

        look_at(self.app, self.session, self.resource())

    def resource(self) -> Resource | None:
        """What is highlighted, of which the AWS console may have a page."""
        return None

    def action_read_again(self) -> None:
        """Read what is shown again, unless it is being read: readings beside each other would share AWS's rate."""
        if any(self.session.questions.awaits(self, subject) for subject in self.read_as()):
            self.say("It is being read already.")
        else:
            self.read_again()

    def read_as(self) -> tuple[str, ...]:
        """Subjects of the questions with which what is shown is read."""
        return (self.MODE,)

    def read_again(self) -> None:
        """Read what is shown again, also where it is being read: it may be another by now."""

    def meant(self, rows: T, what: str) -> T:
        """The row or rows that a key is about, as they are given; where there is none, that is said."""
        if not rows:
            self.say(self.query(Pane).first().why_none(what), severity="warning")
        return rows

    def go_to(self, key: str) -> None:
        """Show the row of a key, or the rows that a text finds."""


def ending(session: Session, accounts: tuple[Account, ...]) -> str:
    """Which account has to sign in again within ten minutes, and when; empty if none."""
    soon = sorted(
        ((each.until, each.called) for each in accounts if each.until and each.until - session.now() < _SOON),
        key=lambda found: found[0],
    )
    return f"{soon[0][1]} is signed in until {soon[0][0]:%H:%M} UTC" if soon else ""


class DetailedScreen(BaseScreen):
    """A screen that shows the highlighted row in full below its list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("J,ctrl+down", "details(1)", "Down", show=False, id="details-down", tooltip="Scroll what is below"),
        Binding("K,ctrl+up", "details(-1)", "Up", show=False, id="details-up", tooltip="Scroll what is below"),
    ]

    def action_details(self, by: int) -> None:
        """Scroll the details of the highlighted row."""
        scroll_by(self.query_one(Details), by)
