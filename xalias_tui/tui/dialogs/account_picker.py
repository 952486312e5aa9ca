"""Chooses the account that a side uses: by a few letters, without leaving the explorer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from xalias_tui.domain.accounts import Account, digits
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.search import Index, Source, find_in
from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.dialogs.picker import Picker
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.widgets.rows import Column, Spec

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace

_CELL: Final = 120
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """What was chosen.

    Attributes:
        account: The account, as far as it is known.
        how: Whether the side uses it alone, or too; where the side uses it already, not any more.
    """

    account: Account
    how: Literal["alone", "too"]


@dataclass(frozen=True, slots=True)
class _Row:
    """An account, and whether the side uses it now."""

    account: Account
    used: bool


_ACCOUNTS: Final[Spec[_Row]] = Spec(
    columns=(
        Column("", lambda row: "●" if row.used else " ", 1),
        Column("Profile", lambda row: shown(row.account.called, _CELL), 16, share=3, whole=True),
        Column("Account", lambda row: digits(row.account.account_id), 14, whole=True),
        Column("Name", lambda row: shown(row.account.name or row.account.nickname, _CELL), 12, share=2, drops=70),
    ),
    key=lambda row: row.account.profile,
    haystack=lambda row: row.account.called,
)


class AccountPicker(Dialog[AccountChoice]):
    """Gives the chosen account.

    Args:
        session: Knows who answered, and asks who else there is.
        side: The side in words.
        used: The profiles that it uses now.
    """

    TITLE = "Which account?"
    STARTS_WITH_INPUT = True
    KEYS: ClassVar[str] = "↑ ↓ choose · enter uses it alone · ctrl+t adds or takes away · esc closes"
    HELP = """\
## Choose an account

Letters of a profile, an account's name, its id or your own name for it. `enter` uses it alone for the side of the pane
that you were in; `ctrl+t` adds it to that side, or takes it from there. Those that the side uses now are marked.
Accounts of an organisation or an SSO session are listed as soon as screen 4 or a search has listed them.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "too", "Add", show=False, id="account-too", tooltip="Add it to the side, or take it away"),
    ]

    def __init__(self, session: Session, side: str, used: Sequence[str]) -> None:
        super().__init__()
        self._session = session
        self._side = side
        self._used = frozenset(used)
        self._all: tuple[_Row, ...] = ()
        self._sources: tuple[Source[_Row], ...] = ()
        self._picker = Picker(_ACCOUNTS, self._find, _says, placeholder="letters of a profile, a name or an id")

    def body(self) -> ComposeResult:
        """The side, and the accounts that letters find."""
        yield Static(safe(f"For the {self._side} side", "bold"), id="pick-what")
        yield self._picker

    def on_mount(self) -> None:
        """Those that are known, until everyone is."""
        self._know({})
        self._session.ask(self, "known", known_accounts, self._know, on_failed=self._fail)

    def _know(self, listed: Mapping[str, Account]) -> None:
        """List accounts: those in use first, then by name; who has answered is known better than who is listed."""
        answered = self._session.accounts
        reached = {one.account_id for one in answered.values() if one.state == "ready" and one.origin == "profile"}
        others = {name: one for name, one in listed.items() if one.origin == "profile" or one.account_id not in reached}
        known = {**others, **{name: one for name, one in answered.items() if one.state != "closed"}}
        rows = [_Row(account, account.profile in self._used) for account in known.values()]
        self._all = tuple(sorted(rows, key=lambda row: (not row.used, row.account.called.lower())))
        self._sources = (Source(Index(map(_line, self._all)), 0),)
        self._picker.search()

    def _find(self, text: str) -> Sequence[_Row]:
        return find_in(self._sources, text, _MOST) if text.strip() else self._all[:_MOST]

    def _fail(self, error: XaliasError) -> None:
        self._picker.say(str(error))

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """Use it alone."""
        event.stop()
        self.dismiss(AccountChoice(event.row.account, "alone"))

    def action_too(self) -> None:
        """Add the highlighted account to the side, or take it from there."""
        row = self._picker.rows.highlighted
        if row is not None:
            self.dismiss(AccountChoice(row.account, "too"))


def _says(rows: Sequence[_Row]) -> str:
    return "" if rows else "No account is called so."


def _line(row: _Row) -> tuple[str, Callable[[], _Row]]:
    """What an account is found by."""
    account = row.account
    others = f"{account.name} {account.nickname} {account.account_id} {digits(account.account_id)}"
    return f"{account.called}\t{others}", partial(_same, row)


def _same(row: _Row) -> _Row:
    return row


def known_accounts(workspace: Workspace, _tell: object) -> Mapping[str, Account]:
    """Every account that could be used, by its profile; no one is asked who it is."""
    from xalias_tui.jobs.session.accounts import known_accounts as known

    return {account.profile: account for account in known(workspace)}
