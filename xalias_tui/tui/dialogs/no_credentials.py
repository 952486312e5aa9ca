"""The ways out where nothing can be read because there are no credentials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.widgets import Static

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.rows import Column, Spec


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way out.

    Attributes:
        kind: What is done.
        name: The profile, or what is to be run; untrusted.
        does: The same in words.
    """

    kind: Literal["profile", "accounts", "demo"]
    name: str
    does: str


_WAYS: Final[Spec[WayOut]] = Spec(
    columns=(
        Column("Way out", lambda way: shown(way.name, 60), 16, share=1),
        Column("What it does", lambda way: shown(way.does, 120), 20, share=2),
    ),
    key=lambda way: f"{way.kind} {way.name}",
    haystack=lambda way: way.name.lower(),
)
DEMO: Final = "xalias demo"


def ways_out(profiles: Sequence[str]) -> tuple[WayOut, ...]:
    """The ways out, with the profiles of the AWS configuration first."""
    return (
        *(WayOut("profile", name, "use this profile for zones and targets") for name in profiles),
        WayOut("accounts", "sign in", "screen 4, where s signs in to a profile"),
        WayOut("demo", DEMO, "copies the command; q leaves, run it then"),
    )


class NoCredentialsDialog(Dialog[WayOut]):
    """Gives the way that was chosen."""

    TITLE = "No credentials"
    HELP = """\
## No credentials

Nothing can be read from AWS yet: choose one of the profiles that were found, sign in, or try the demo.
"""
    KEYS: ClassVar[str] = "↑ ↓ choose · enter takes it · esc closes"

    def __init__(self, error: XaliasError, profiles: Sequence[str]) -> None:
        super().__init__()
        self._error = error
        self._ways = ways_out(profiles)

    def body(self) -> ComposeResult:
        """Why, and the ways out."""
        yield Static(safe(self._error.message, limit=400))
        yield RowList(_WAYS, id="ways")
        yield Static(safe(self._error.remedy, "$text-muted", limit=400))

    def on_mount(self) -> None:
        """The first way is highlighted; nothing is done before enter."""
        self.query_one(RowList).show(self._ways)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Take it."""
        event.stop()
        self.dismiss(event.row)
