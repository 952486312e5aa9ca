"""Who every profile is, as far as the profiles have answered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import XaliasError
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.signin.mfa import MfaGate
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.widgets.account_tree import in_tree
from xalias_tui.tui.widgets.columns import AccountRow

if TYPE_CHECKING:
    from xalias_tui.jobs.session.accounts import AccountEvent
    from xalias_tui.jobs.session.workspace import Workspace

_LISTED: Final = frozenset({"organisation", "sso"})
"""Origins of accounts that are listed without a profile of their own."""


class Survey:
    """Asks every profile who it is.

    Args:
        screen: Asks.
        session: Shared state.
        gate: Keeps prompts for multi-factor codes away while all are asked.
        changed: Called where more is known.

    Attributes:
        known: The accounts by profile; those that have not answered are missing, or as they were known before.
        problem: Why no profile could be read; None where one was since.
    """

    def __init__(self, screen: BaseScreen, session: Session, gate: MfaGate, changed: Callable[[], None]) -> None:
        self._screen = screen
        self._session = session
        self._gate = gate
        self._changed = changed
        self.known: dict[str, Account] = {}
        self.problem: XaliasError | None = None
        self._waiting: set[str] = set()
        self._stop = threading.Event()
        self._units: Mapping[str, str] = {}

    def read(self, *, refresh: bool) -> None:
        """Ask all of them; ``refresh`` asks those again that have answered."""
        self.stop()
        self.problem = None
        stop = self._stop = threading.Event()
        self._session.ask(
            self._screen,
            "accounts",
            partial(survey, self._gate, stop, refresh=refresh),
            self._ended,
            on_told=self._went_on,
            on_failed=self.fail,
            lasting=True,
        )

    def stop(self) -> None:
        """Wait for no more answers."""
        self._stop.set()

    @property
    def over(self) -> bool:
        """Whether no more answers are waited for."""
        return self._stop.is_set()

    def recall(self) -> None:
        """What other screens were told meanwhile is known here, too."""
        known = self._session.accounts
        self.known.update({name: account for name, account in known.items() if name in self.known})

    def keep(self, accounts: Sequence[Account]) -> None:
        """Profiles that were asked again."""
        self.problem = None
        for account in accounts:
            self.known[account.profile] = self._session.accounts[account.profile] = account
        self._changed()

    def fail(self, error: XaliasError) -> None:
        """No profile could be read."""
        self._waiting.clear()
        self.problem = error
        self._changed()

    def _went_on(self, event: AccountEvent) -> None:
        """All names, or a profile that answered."""
        if isinstance(event, Account):
            self._waiting.discard(event.profile)
            self.keep((event,))
            return
        before = {**self._session.accounts, **self.known}
        new = {name: Account(name, via=event.via, state="missing") for name in event.profiles}
        self.known = {name: before.get(name, unknown) for name, unknown in new.items()}
        self._waiting = set(event.profiles)
        self._changed()

    def _ended(self, accounts: tuple[Account, ...]) -> None:
        """Every profile has answered, or is no longer waited for."""
        self.stop()
        self.problem = None
        self._waiting.clear()
        answered = {account.profile: account for account in accounts}
        self.known = {name: answered.get(name, _stopped(known)) for name, known in self.known.items()} | answered
        self._session.accounts.update(answered)
        self._changed()
        if any(account.ou for account in accounts) and not self._units:
            self._session.ask(self._screen, "units", unit_names, self._name_units, lasting=True)

    def _name_units(self, names: Mapping[str, str]) -> None:
        """What the organizational units are called."""
        self._units = names
        self._changed()

    def rows(self, workspace: Workspace) -> list[AccountRow]:
        """The rows of the list: those on a side first, members of an organisation below its units."""
        zones = () if workspace.reads_zones_of_organisation else workspace.zone_profiles
        targets = workspace.target_profiles
        listing = workspace.roll.known()
        members = {} if listing is None else {member.account_id: member for member in listing.active}
        searched = members.keys() if workspace.searches_organisation else ()
        rows = [
            AccountRow(
                known,
                known.profile in zones,
                known.profile in targets or (known.origin in _LISTED and known.account_id in searched),
                known.profile in self._waiting,
            )
            for known in self.known.values()
        ]
        paths = {} if listing is None else {member.account_id: member.path for member in listing.members}
        return in_tree(rows, paths, self._units, _usable_first)

    def status(self) -> tuple[str, datetime | None]:
        """Counts for the border of the pane, and since when all of it is known."""
        if not self.known and (self.problem is not None or not self.over):  # nothing is known, so nothing is counted
            return "" if self.problem else "reading the profiles · esc stops", None
        others = sum(known.origin in _LISTED for known in self.known.values())
        total = count(len(self.known) - others, "profile") + (f" · {count(others, 'account')}" if others else "")
        if self._waiting:
            return f"{len(self.known) - len(self._waiting)} of {total} · esc stops", None
        moments = [known.asked_at for known in self.known.values() if known.asked_at is not None]
        return total, min(moments, default=self._session.now())


def survey(
    gate: MfaGate, stop: threading.Event, workspace: Workspace, tell: Tell[AccountEvent], *, refresh: bool
) -> tuple[Account, ...]:
    """Every profile that is listed, with its state, told as they answer; none prompts for an MFA code."""
    from xalias_tui.jobs.session import accounts

    with gate.closed():
        return accounts.survey(workspace, tell, refresh=refresh, stop=stop)


def unit_names(workspace: Workspace, _tell: object) -> Mapping[str, str]:
    """What the organizational units are called."""
    from xalias_tui.jobs.session import units

    return units.unit_names(workspace)


def _stopped(known: Account) -> Account:
    """A profile that did not answer before asking was stopped: as it was known before, if it was."""
    if known.asked_at is not None:
        return known
    return replace(known, state="cancelled", message="It was stopped before it answered.", remedy="Press s to ask.")


def _usable_first(row: AccountRow) -> tuple[bool, bool]:
    return not (row.on_zones or row.on_targets), not row.waiting and row.account.state != "ready"
