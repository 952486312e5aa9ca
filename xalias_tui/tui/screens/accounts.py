"""Every profile: who it is, on which side it is used, whether it can sign in; sides are chosen here."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from xalias_tui.domain.accounts import Account, partition_word
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.partitions import mixture
from xalias_tui.tui.screens.base import DetailedScreen
from xalias_tui.tui.signin.login_command import Login, LoginEnded, LoginSaid
from xalias_tui.tui.state.questions import Job
from xalias_tui.tui.terminal.untrusted_text import account_style, safe
from xalias_tui.tui.text.phrases import count, digits
from xalias_tui.tui.widgets.columns import ACCOUNTS, AccountRow
from xalias_tui.tui.widgets.filter_bar import FilterBar
from xalias_tui.tui.widgets.notice import Notice
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import ReadingList, RowList

_T = TypeVar("_T")
_LINES: Final = 12
"""Lines of a login's command that are shown."""
_Sides = tuple[str, ...]
_Change = Callable[[str, _Sides, _Sides], tuple[_Sides, _Sides]]


class SidesChosen(Message):
    """Other profiles were chosen."""

    def __init__(self, zones: tuple[str, ...], targets: tuple[str, ...]) -> None:
        super().__init__()
        self.zones = zones
        self.targets = targets


class SignedIn(Message):
    """A profile signed in again; what failed before may work now."""

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account


class AccountsPane(Pane):
    """Profiles with their state."""

    NAME = "Accounts"
    HELP = """\
## Accounts

Every profile of the AWS configuration, and who it is. Records are written to the accounts used for *zones*; resources
are searched in the accounts used for *targets*. A profile may serve both.
"""

    def compose(self) -> ComposeResult:
        """The list."""
        yield FilterBar("filter: words in any order", self.list_in_front)
        yield ReadingList(ACCOUNTS, id="accounts")
        yield Notice()

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        """Filter the profiles."""
        event.stop()
        self.filter_rows(event.text)


class AccountsScreen(DetailedScreen):
    """Screen 4."""

    MODE = "accounts"
    AUTO_FOCUS = "#accounts"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("z", "use_zones", "For zones", id="use-zones", tooltip="Use this profile alone for the zones"),
        Binding("Z", "toggle_zones", "+ zones", id="toggle-zones", tooltip="Add to, or take from, the zones side"),
        Binding("t", "use_targets", "For targets", id="use-targets", tooltip="Use this profile alone for the targets"),
        Binding(
            "T", "toggle_targets", "+ targets", id="toggle-targets", tooltip="Add to, or take from, the targets side"
        ),
        Binding(
            "s", "sign_in", "Sign in", id="sign-in", tooltip="Sign in again, with 'aws sso login' where that is needed"
        ),
        Binding("escape", "stop_login", "Stop", show=False, id="stop-login", tooltip="Stop a login that is under way"),
    ]

    _known: tuple[Account, ...] = ()
    _login: Login | None = None
    _said: tuple[str, ...] = ()

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

    def on_mount(self) -> None:
        """Ask once; later only with R."""
        self.action_read_again()

    def engine_ready(self) -> None:
        """The engine is there, or its sides are others."""
        if self._known:
            self._draw()
        else:
            self.action_read_again()

    def action_read_again(self) -> None:
        """Ask every profile who it is."""
        if not self._known:
            self._pane.explain("Looking up the identity of every profile…")
        self._ask(lambda engine, _tell: engine.survey(), self._show_all)

    def _ask(self, job: Job[None, _T], on_answer: Callable[[_T], None]) -> None:
        self.session.ask(self, "accounts", job, on_answer, on_failed=self._failed, lasting=True)

    def _show_all(self, accounts: tuple[Account, ...]) -> None:
        """Every profile."""
        self._known = accounts
        self.session.accounts.update({account.profile: account for account in accounts})
        self._pane.status(count(len(accounts), "profile"), self.session.now())
        self._draw()

    def _show_one(self, account: Account) -> None:
        """A profile signed in again."""
        self.session.accounts[account.profile] = account
        self._known = tuple(account if known.profile == account.profile else known for known in self._known)
        self._draw()
        if account.state == "ready":
            self.say(f"{account.label} is signed in.")
        else:
            self.say(f"{account.message} {account.remedy}", severity="warning")
        self.app.post_message(SignedIn(account))

    def _failed(self, error: XaliasError) -> None:
        """No profile could be read."""
        self._pane.explain("The profiles could not be read.", error.message, error.remedy)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another profile."""
        event.stop()
        self._draw_details()

    # -- sides

    def action_use_zones(self) -> None:
        """This profile alone for the zones."""
        self._choose(lambda profile, _zones, targets: ((profile,), targets))

    def action_toggle_zones(self) -> None:
        """Add to, or take from, the zones side."""
        self._choose(lambda profile, zones, targets: (_toggled(zones, profile), targets))

    def action_use_targets(self) -> None:
        """This profile alone for the targets."""
        self._choose(lambda profile, zones, _targets: (zones, (profile,)))

    def action_toggle_targets(self) -> None:
        """Add to, or take from, the targets side."""
        self._choose(lambda profile, zones, targets: (zones, _toggled(targets, profile)))

    def _choose(self, change: _Change) -> None:
        row, engine = self._rows.highlighted, self.session.engine
        if row is None or engine is None:
            return
        if self.session.desk.in_flight is not None:
            self.say("A change is in flight; choose other accounts once it is in sync.", severity="warning")
            return
        sides = engine.sides
        zones, targets = change(row.account.profile, sides.zones, sides.targets)
        mixed = self._mixture(zones) or self._mixture(targets)
        if not zones or not (targets or sides.cards):
            self.say("Each side needs at least one profile; add another one first.", severity="warning")
        elif mixed:
            self.say(mixed, severity="warning")
        elif (zones, targets) != (sides.zones, sides.targets):
            self.app.post_message(SidesChosen(zones, targets))

    def _mixture(self, profiles: _Sides) -> str:
        """Why profiles can't be on one side together; empty where they can."""
        return mixture(account for account in self._known if account.profile in profiles)

    def action_sign_in(self) -> None:
        """Renew the login with its command where there is one, else ask the profile for its credentials again."""
        row = self._rows.highlighted
        if row is None or self._login is not None:
            return
        profile, command = row.account.profile, row.account.sign_in
        if not command:
            self._ask_again(profile)
            return
        self._login = Login(profile, command, self)
        self._said = (f"$ {' '.join(command)}",)
        self.session.questions.submit(self._login.run)
        self._draw_details()

    def action_stop_login(self) -> None:
        """Stop a login that is under way."""
        if self._login is not None:
            self._login.stop()

    def on_unmount(self) -> None:
        """No login outlives the program."""
        self.action_stop_login()

    def on_login_said(self, event: LoginSaid) -> None:
        """What the command prints, the last lines of it."""
        self._said = (*self._said, event.line)[-_LINES:]
        self._draw_details()

    def on_login_ended(self, event: LoginEnded) -> None:
        """Ask the profile who it is now, or say why the command failed."""
        self._login, self._said = None, ()
        if event.problem:
            self.say(event.problem, severity="warning")
            self._draw_details()
        else:
            self._ask_again(event.profile)

    def _ask_again(self, profile: str) -> None:
        if self.session.engine is not None:
            self.say(f"Signing in {profile or 'default'}…")
            self._ask(lambda engine, _tell: engine.who(profile, refresh=True), self._show_one)

    def copied_text(self) -> str:
        """The account id, or what signs in."""
        row = self._rows.highlighted
        return "" if row is None else (row.account.account_id or row.account.remedy)

    def _draw(self) -> None:
        engine = self.session.engine
        if engine is None:
            return
        sides = engine.sides
        rows = [
            AccountRow(known, known.profile in sides.zones, known.profile in sides.targets) for known in self._known
        ]
        self._rows.show(rows)
        if rows:
            self._pane.show_rows()
        else:
            self._pane.explain(
                "There is no AWS profile.",
                "Neither ~/.aws/config nor ~/.aws/credentials names one.",
                "Run 'aws configure', then press R",
            )
        self._draw_details()
        self.show_accounts()

    def _draw_details(self) -> None:
        row = self._rows.highlighted
        login = row is not None and self._login is not None and self._login.profile == row.account.profile
        content = None if row is None else account_content(row, self._said if login else ())
        self.show_details("Account", content)


def _toggled(profiles: tuple[str, ...], profile: str) -> tuple[str, ...]:
    return tuple(kept for kept in profiles if kept != profile) if profile in profiles else (*profiles, profile)


def account_content(row: AccountRow, said: tuple[str, ...] = ()) -> Content:
    """One profile in full, or what its login says. Pure."""
    account = row.account
    name = " · ".join(part for part in (account.profile or "default", account.nickname) if part)
    lines = [
        Content.assemble(safe(name, account_style(account)), "  ", safe(account.state)),
        safe(f"used for {row.sides or 'nothing'} · {'read-only' if account.read_only else 'read-write'}"),
    ]
    if said:
        lines += [*(safe(line, limit=300) for line in said), Content("esc stops it")]
    elif account.state == "ready":
        parts = (f"account {digits(account.account_id)}", partition_word(account.partition), account.arn)
        lines.append(safe(" · ".join(part for part in parts if part), limit=300))
    else:
        lines += [safe(account.message, limit=500), safe(f"→ {account.remedy}" if account.remedy else "", limit=500)]
    return Content("\n").join(lines)
