"""Every profile: who it is, on which side it is used, whether it can sign in; sides are chosen here."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from xalias_tui.tui.screens.accounts.pane import AccountsPane
from xalias_tui.tui.screens.accounts.sides import How, Side, use
from xalias_tui.tui.screens.accounts.signing_in import SigningIn
from xalias_tui.tui.screens.accounts.survey import Survey
from xalias_tui.tui.screens.base import DetailedScreen
from xalias_tui.tui.signin.mfa import MfaGate
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.account_details import account_content
from xalias_tui.tui.widgets.columns import AccountRow
from xalias_tui.tui.widgets.details import Details
from xalias_tui.tui.widgets.row_list import RowList

_BLINK: Final = 0.1
"""Seconds in which answers are gathered before they are drawn."""


class AccountsScreen(DetailedScreen):
    """Screen 4."""

    MODE = "accounts"
    AUTO_FOCUS = "#accounts"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("z", "use('zones')", "Set zones", id="use-zones", tooltip="Use this profile alone for the zones"),
        Binding(
            "Z", "use('zones', 'too')", "Add zones", id="toggle-zones", tooltip="Add to, or take from, the zones side"
        ),
        Binding(
            "t", "use('targets')", "Set targets", id="use-targets", tooltip="Use this profile alone for the targets"
        ),
        Binding(
            "T",
            "use('targets', 'too')",
            "Add targets",
            id="toggle-targets",
            tooltip="Add to, or take from, the targets side",
        ),
        Binding(
            "s", "sign_in", "Sign in", id="sign-in", tooltip="Sign in again, with 'aws sso login' where that is needed"
        ),
        Binding("escape", "stop", "Stop", show=False, id="stop-login", tooltip="Stop a login, or asking the profiles"),
    ]

    def __init__(self, session: Session, gate: MfaGate) -> None:
        super().__init__(session)
        self._pane = AccountsPane(session.now, id="accounts-pane")
        self._survey = Survey(self, session, gate, self._draw_soon)
        self._signing_in = SigningIn(self, session, gate, self._survey, self._draw_details)
        self._drawing = False

    def body(self) -> ComposeResult:
        """Profiles above, the highlighted one in full below."""
        yield self._pane
        yield Details()

    @property
    def _rows(self) -> RowList[AccountRow]:
        return self.query_one("#accounts", RowList)

    @property
    def _highlighted(self) -> AccountRow | None:
        """The account under the cursor; None for a unit, which is only a heading."""
        row = self._rows.highlighted
        return None if row is None or row.is_unit else row

    # -- reading

    def on_mount(self) -> None:
        """What is known already is shown; everything else is asked."""
        self._read(refresh=False)

    def on_screen_resume(self) -> None:
        """What was refused meanwhile is known of here, too."""
        super().on_screen_resume()
        self._survey.recall()
        self._draw()

    def workspace_ready(self) -> None:
        """The workspace is ready, or other accounts were chosen."""
        if self._survey.known:
            self._draw()
        else:
            self._read(refresh=False)

    def read_again(self) -> None:
        """Ask every profile again who it is."""
        self._read(refresh=True)

    def _read(self, *, refresh: bool) -> None:
        if not self._survey.known:
            self._pane.explain("Looking up the identity of every profile…")
        self._survey.read(refresh=refresh)

    # -- keys

    def go_to(self, key: str) -> None:
        """Put the cursor on a profile; once it is listed, where the profiles are still being read."""
        self._pane.filter_bar.remove_filter()
        self._pane.filter_rows("")
        self._rows.put_cursor(key)

    def copied_text(self) -> str:
        """The address of a login under way, else the account id, or what signs in."""
        row = self._rows.highlighted
        if row is None:
            return ""
        return self._signing_in.address or row.account.account_id or row.account.remedy

    def action_use(self, side: Side, how: How = "alone") -> None:
        """Use the profile for a side alone; or add it there, or take it from there."""
        row = self.meant(self._highlighted, "profile")
        why_not = "" if row is None else use(self.session, row.account.profile, side, how, self._survey.known.values())
        if why_not:
            self.say(why_not, severity="warning")

    def action_sign_in(self) -> None:
        """Ask the profile for its credentials again; where its login has ended, renew that with its command."""
        row = self.meant(self._highlighted, "profile")
        if row is not None:
            self._signing_in.begin(row.account)

    def action_stop(self) -> None:
        """Stop a login that is under way, else asking the profiles."""
        if self._signing_in.under_way:
            self._signing_in.stop()
        else:
            self._survey.stop()

    def on_unmount(self) -> None:
        """No login outlives the program."""
        self._signing_in.stop()
        self._survey.stop()

    # -- drawing

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another profile."""
        event.stop()
        self._draw_details()

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
        self._rows.show(self._survey.rows(workspace))
        problem = self._survey.problem
        if problem is not None:
            self._pane.explain("The profiles could not be read.", problem.message, problem.remedy)
        elif self._survey.known:
            self._pane.show_rows()
        elif self._survey.over:
            self._pane.explain(
                "There is no AWS profile.",
                "Neither ~/.aws/config nor ~/.aws/credentials names one.",
                "Run 'aws configure', then press R",
            )
        self._pane.status(*self._survey.status())
        self._draw_details()
        self.show_accounts()

    def _draw_details(self) -> None:
        row = self._highlighted
        details = self.query_one(Details)
        if row is None:
            details.show("Account", None)
        else:
            profile = row.account.profile
            details.show("Account", account_content(row, self._signing_in.said(profile)), profile)
