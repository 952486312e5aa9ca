"""Every profile: who it is, on which side it is used, whether it can sign in; sides are chosen here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.commands import joined
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.partitions import mixture
from xalias_tui.tui.screens.base import DetailedScreen
from xalias_tui.tui.signin.login_command import Login
from xalias_tui.tui.signin.mfa import MfaGate
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.widgets.account_details import account_content
from xalias_tui.tui.widgets.account_tree import in_tree
from xalias_tui.tui.widgets.arranged_list import ReadingList
from xalias_tui.tui.widgets.columns import ACCOUNTS, AccountRow
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from xalias_tui.jobs.session.accounts import AccountEvent
    from xalias_tui.jobs.session.workspace import Workspace

_BLINK: Final = 0.1
"""Seconds in which answers are gathered before they are drawn."""
_LINES: Final = 12
"""Lines of a login's command that are shown."""
_LISTED: Final = frozenset({"organisation", "sso"})
"""Origins of accounts that are listed without a profile of their own."""
_Profiles = tuple[str, ...]
_Side = Literal["zones", "targets"]


class AccountsPane(Pane):
    """Profiles with their state."""

    NAME = "Accounts"
    HELP = """\
## Accounts

Every profile of the AWS configuration, and who it is. Records are written to the accounts used for *zones*; resources
are searched in the accounts used for *targets*. A profile may serve both.

Accounts of an organisation (`--organisation-profile`, `--sso-session`) are listed below its units, with the profiles
that reach them; closed ones are not asked. *+ targets* adds one of them to the targets side.
"""

    def lists(self) -> ComposeResult:
        """The list."""
        yield ReadingList(ACCOUNTS, id="accounts")


class AccountsScreen(DetailedScreen):
    """Screen 4."""

    MODE = "accounts"
    AUTO_FOCUS = "#accounts"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("z", "use('zones')", "For zones", id="use-zones", tooltip="Use this profile alone for the zones"),
        Binding("Z", "add('zones')", "+ zones", id="toggle-zones", tooltip="Add to, or take from, the zones side"),
        Binding(
            "t", "use('targets')", "For targets", id="use-targets", tooltip="Use this profile alone for the targets"
        ),
        Binding(
            "T", "add('targets')", "+ targets", id="toggle-targets", tooltip="Add to, or take from, the targets side"
        ),
        Binding(
            "s", "sign_in", "Sign in", id="sign-in", tooltip="Sign in again, with 'aws sso login' where that is needed"
        ),
        Binding("escape", "stop", "Stop", show=False, id="stop-login", tooltip="Stop a login, or asking the profiles"),
    ]

    def __init__(self, session: Session, gate: MfaGate) -> None:
        super().__init__(session)
        self._gate = gate
        self._known: dict[str, Account] = {}
        self._waiting: set[str] = set()
        self._stop = threading.Event()
        self._drawing = False
        self._login: Login | None = None
        self._said: tuple[str, ...] = ()
        self._units: Mapping[str, str] = {}

    def body(self) -> ComposeResult:
        """Profiles above, the highlighted one in full below."""
        yield AccountsPane(self.session.now, id="accounts-pane")
        with VerticalScroll(id="details", can_focus=False):
            yield Static(id="account")

    @property
    def _pane(self) -> AccountsPane:
        return self.query_one(AccountsPane)

    @property
    def _rows(self) -> RowList[AccountRow]:
        return self.query_one("#accounts", RowList)

    @property
    def _highlighted(self) -> AccountRow | None:
        """The account under the cursor; None for a unit, which is only a heading."""
        row = self._rows.highlighted
        return None if row is None or row.is_unit else row

    def on_mount(self) -> None:
        """What is known already is shown; everything else is asked."""
        self._read(refresh=False)

    def on_screen_resume(self) -> None:
        """What was refused meanwhile is known of here, too."""
        super().on_screen_resume()
        self._known.update({name: known for name, known in self.session.accounts.items() if name in self._known})
        self._draw()

    def workspace_ready(self) -> None:
        """The workspace is ready, or other accounts were chosen."""
        if self._known:
            self._draw()
        else:
            self._read(refresh=False)

    def go_to(self, key: str) -> None:
        """Put the cursor on a profile; once it is listed, where the profiles are still being read."""
        self._pane.filter_bar.remove_filter()
        self._pane.filter_rows("")
        self._rows.put_cursor(key)

    def action_read_again(self) -> None:
        """Ask every profile again who it is."""
        self._read(refresh=True)

    def _read(self, *, refresh: bool) -> None:
        self._stop.set()
        stop = self._stop = threading.Event()
        if not self._known:
            self._pane.explain("Looking up the identity of every profile…")
        self.session.ask(
            self,
            "accounts",
            partial(survey, self._gate, stop, refresh=refresh),
            self._show_all,
            on_told=self._went_on,
            on_failed=self._failed,
            lasting=True,
        )

    def _went_on(self, event: AccountEvent) -> None:
        """All names, or a profile that answered."""
        if isinstance(event, Account):
            self._waiting.discard(event.profile)
            self._keep(event)
        else:
            before = {**self.session.accounts, **self._known}
            new = {name: Account(name, via=event.via, state="missing") for name in event.profiles}
            self._known = {name: before.get(name, unknown) for name, unknown in new.items()}
            self._waiting = set(event.profiles)
        self._draw_soon()

    def _keep(self, account: Account) -> None:
        self._known[account.profile] = self.session.accounts[account.profile] = account

    def _show_all(self, accounts: tuple[Account, ...]) -> None:
        """Every profile has answered, or is no longer waited for."""
        self._stop.set()
        self._waiting.clear()
        answered = {account.profile: account for account in accounts}
        self._known = {name: answered.get(name, _stopped(known)) for name, known in self._known.items()} | answered
        self.session.accounts.update(answered)
        self._draw()
        if any(account.ou for account in accounts) and not self._units:
            self.session.ask(self, "units", unit_names, self._name_units, lasting=True)

    def _name_units(self, names: Mapping[str, str]) -> None:
        """What the organizational units are called."""
        self._units = names
        self._draw()

    def _show_some(self, accounts: tuple[Account, ...]) -> None:
        """Profiles that were asked again."""
        for account in accounts:
            self._keep(account)
        self._draw()

    def _signed_in(self, account: Account) -> None:
        """A profile was asked again, because the operator wants to use it."""
        self._show_some((account,))
        if account.state == "ready":
            self.say(f"{account.label} is signed in.")
        else:
            self.say(f"{account.message} {account.remedy}", severity="warning")
        self.session.on_signed_in(account)

    def _failed(self, error: XaliasError) -> None:
        """No profile could be read."""
        self._waiting.clear()
        self._pane.explain("The profiles could not be read.", error.message, error.remedy)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another profile."""
        event.stop()
        self._draw_details()

    # -- sides

    def action_use(self, side: _Side) -> None:
        """This profile alone for a side."""
        self._choose(side, lambda profile, _profiles: (profile,))

    def action_add(self, side: _Side) -> None:
        """Add the profile to a side, or take it from there."""
        self._choose(side, _toggled)

    def _choose(self, side: _Side, change: Callable[[str, _Profiles], _Profiles]) -> None:
        row, workspace = self._highlighted, self.session.workspace
        if workspace is None:
            return
        if row is None:
            self.nothing_highlighted("profile")
            return
        if self.session.desk.in_flight is not None:
            self.say("A change is in flight; choose other accounts once it is in sync.", severity="warning")
            return
        sides: dict[_Side, _Profiles] = {"zones": workspace.zone_profiles, "targets": workspace.target_profiles}
        chosen = change(row.account.profile, sides[side])
        changed = {**sides, side: chosen}
        mixed = mixture(account for account in self._known.values() if account.profile in chosen)
        others = workspace.cards or workspace.searches_organisation
        if not changed["zones"] or not (changed["targets"] or others):
            self.say("Each side needs at least one profile; add another one first.", severity="warning")
        elif mixed:
            self.say(mixed, severity="warning")
        elif changed != sides:
            self.session.choose_sides(changed["zones"], changed["targets"])

    def action_sign_in(self) -> None:
        """Ask the profile for its credentials again; where its login has ended, renew that with its command."""
        row = self._highlighted
        if row is None:
            self.nothing_highlighted("profile")
        elif self._login is None and self.session.workspace is not None:
            self.say(f"Signing in {row.account.called}…")
            self._ask_again(row.account.profile, self._sign_in)

    def _sign_in(self, account: Account) -> None:
        """The profile's own answer decides: the operator may have signed in elsewhere."""
        from xalias_tui.jobs.session.login import command_here, is_far, needs_terminal

        if account.state == "ready" or not account.sign_in or self._login is not None:
            self._signed_in(account)
            return
        self._show_some((account,))
        far = is_far()
        by_hand = needs_terminal(account.sign_in, far=far)
        if by_hand:
            self.say(
                f"Run '{by_hand}' in another terminal: it asks for a code there. Then press s.", severity="warning"
            )
            return
        command = command_here(account.sign_in, far=far)
        login = self._login = Login(account.profile, command)
        self._said = (f"$ {joined(*command)}",)

        self.session.ask(
            self, "login", partial(renew, login), self._login_ended, on_told=self._login_said, lasting=True
        )
        self._draw_details()

    def action_stop(self) -> None:
        """Stop a login that is under way, else asking the profiles."""
        if self._login is not None:
            self._login.stop()
        else:
            self._stop.set()

    def on_unmount(self) -> None:
        """No login outlives the program."""
        if self._login is not None:
            self._login.stop()
        self._stop.set()

    def _login_said(self, line: str) -> None:
        """What the command prints, the last lines of it."""
        self._said = (*self._said, line)[-_LINES:]
        self._draw_details()

    def _login_ended(self, problem: str) -> None:
        """Ask the profiles that share the login who they are now, or say why the command failed."""
        login, self._login, self._said = self._login, None, ()
        if problem or login is None:
            self.say(problem, severity="warning")
            self._draw_details()
            return
        self._ask_again(login.profile, self._signed_in)
        self.session.ask(self, "renewed", partial(renewed, self._gate, login.profile), self._show_some, lasting=True)

    def _ask_again(self, profile: str, on_answer: Callable[[Account], None]) -> None:
        self.session.ask(self, "profile", partial(sign_in, profile), on_answer, on_failed=self._failed, lasting=True)

    @property
    def _address(self) -> str:
        """The address that a login under way printed last."""
        from xalias_tui.jobs.session.login import address_in

        return next((found for found in map(address_in, reversed(self._said)) if found), "")

    def copied_text(self) -> str:
        """The address of a login under way, else the account id, or what signs in."""
        row = self._rows.highlighted
        if row is None:
            return ""
        return self._address or row.account.account_id or row.account.remedy

    def _draw_soon(self) -> None:
        """Draw many answers at once."""
        if not self._drawing:
            self._drawing = True
            self.set_timer(_BLINK, self._draw)

    def _draw(self) -> None:
        self._drawing = False
        workspace = self.session.workspace
        if workspace is None:
            return
        zones, targets, waiting = workspace.zone_profiles, workspace.target_profiles, self._waiting
        listing = workspace.roll.known()
        members = {} if listing is None else {member.account_id: member for member in listing.active}
        searched = members.keys() if workspace.searches_organisation else ()
        rows = [
            AccountRow(
                known,
                known.profile in zones,
                known.profile in targets or (known.origin in _LISTED and known.account_id in searched),
                known.profile in waiting,
            )
            for known in self._known.values()
        ]
        paths = {} if listing is None else {member.account_id: member.path for member in listing.members}
        self._rows.show(in_tree(rows, paths, self._units, _usable_first))
        if rows:
            self._pane.show_rows()
        elif self._stop.is_set():
            self._pane.explain(
                "There is no AWS profile.",
                "Neither ~/.aws/config nor ~/.aws/credentials names one.",
                "Run 'aws configure', then press R",
            )
        self._draw_status()
        self._draw_details()
        self.show_accounts()

    def _draw_status(self) -> None:
        others = sum(known.origin in _LISTED for known in self._known.values())
        total = count(len(self._known) - others, "profile") + (f" · {count(others, 'account')}" if others else "")
        if self._waiting:
            self._pane.status(f"{len(self._known) - len(self._waiting)} of {total} · esc stops")
            return
        moments = [known.asked_at for known in self._known.values() if known.asked_at is not None]
        self._pane.status(total, min(moments, default=self.session.now()))

    def _draw_details(self) -> None:
        row = self._highlighted
        login = row is not None and self._login is not None and self._login.profile == row.account.profile
        content = None if row is None else account_content(row, self._said if login else ())
        self.show_details("Account", content)


def survey(
    gate: MfaGate, stop: threading.Event, workspace: Workspace, tell: Tell[AccountEvent], *, refresh: bool
) -> tuple[Account, ...]:
    """Every profile that is listed, with its state, told as they answer; none prompts for an MFA code."""
    from xalias_tui.jobs.session import accounts

    with gate.closed():
        return accounts.survey(workspace, tell, refresh=refresh, stop=stop)


def renewed(gate: MfaGate, profile: str, workspace: Workspace, _tell: object) -> tuple[Account, ...]:
    """The identities of the other profiles that share a login; none prompts for an MFA code."""
    from xalias_tui.jobs.session import accounts

    with gate.closed():
        return accounts.renewed(workspace, profile)


def unit_names(workspace: Workspace, _tell: object) -> Mapping[str, str]:
    """What the organizational units are called."""
    from xalias_tui.jobs.session import units

    return units.unit_names(workspace)


def sign_in(profile: str, workspace: Workspace, _tell: object) -> Account:
    """The identity of a profile, with fresh credentials."""
    return workspace.accounts.who(profile, refresh=True)


def renew(login: Login, _workspace: Workspace, tell: Tell[str]) -> str:
    """Run the command that renews a login; why it failed."""
    return login.run(tell)


def _toggled(profile: str, profiles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kept for kept in profiles if kept != profile) if profile in profiles else (*profiles, profile)


def _stopped(known: Account) -> Account:
    """A profile that did not answer before asking was stopped: as it was known before, if it was."""
    if known.asked_at is not None:
        return known
    return replace(known, state="cancelled", message="It was stopped before it answered.", remedy="Press s to ask.")


def _usable_first(row: AccountRow) -> tuple[bool, bool]:
    return not (row.on_zones or row.on_targets), not row.waiting and row.account.state != "ready"
