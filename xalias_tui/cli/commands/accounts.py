"""``xalias accounts``."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from xalias_tui.cli.completeness import NOTHING_READ, status_of
from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.options import Invocation, takes
from xalias_tui.cli.output import echo, print_data, progress, say, say_unscanned, table_row, width_of
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.documents import account_document
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.jobs.session.accounts import AccountEvent, Listed

_HEADINGS: Final = ("profile", "state", "account", "who")
_STATE_WIDTH: Final = len("misconfigured")
_ACCOUNT_WIDTH: Final = 12
_PATIENCE: Final = 2.0
"""Seconds after which it is said who is waited for."""
_MOST_NAMED: Final = 3


@documented(
    "accounts",
    "xalias accounts",
    "xalias accounts --format csv",
    "xalias accounts --json --query 'data.accounts[?state!=`ready`].[profile,message]'",
)
@takes("insist")
@lists
def command(invocation: Invocation, insist: bool, printed: ListFormat) -> int:  # noqa: FBT001 -- click
    """List the profiles that can be used, who each one is, and whether it can sign in now.

    Each is printed as soon as it and those before it have answered; what helps those that can't be used comes last.
    An organisation or SSO session whose accounts can't be listed is a row, and a look-up that failed.
    """
    from xalias_tui.jobs.session.accounts import survey, unlisted  # noqa: PLC0415 -- not for --help

    listing, workspace = _Listing(printed=printed == "text"), invocation.workspace(prompts=False)
    with listing:
        accounts = survey(workspace, listing.hear)
    unscanned = unlisted(workspace)
    if printed == "json":
        print_data("accounts", {"accounts": [account_document(account) for account in accounts]}, unscanned)
    elif printed != "text":
        print_rows(printed, "accounts", map(account_document, accounts))
    else:
        listing.finish(accounts)
    if printed != "json":
        say_unscanned(unscanned)
    if not any(account.state == "ready" for account in accounts):
        return NOTHING_READ
    return status_of(unscanned, read=True, insist=insist)


class _Listing:
    """Prints rows in the order of the list, and on a terminal who is waited for; safe to use from several threads."""

    def __init__(self, *, printed: bool) -> None:
        self._waiting: dict[str, None] = {}
        self._order: tuple[str, ...] = ()
        self._answers: dict[str, Account] = {}
        self._rows = 0
        self._widths: tuple[int, ...] = ()
        self._printed = printed
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def __enter__(self) -> None:
        threading.Thread(target=self._tell, name="xalias-progress", daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        with self._lock:
            progress("", last=True)

    def hear(self, event: AccountEvent) -> None:
        """All names, or a profile that answered."""
        with self._lock:
            if not isinstance(event, Account):
                self._begin(event)
                return
            self._waiting.pop(event.profile, None)
            self._answers[event.profile] = event
            if self._printed:
                self._print()

    def _begin(self, listed: Listed) -> None:
        first = not self._order
        self._waiting = dict.fromkeys(listed.profiles[len(self._order) :])
        self._order = listed.profiles
        if not first:  # those of the organisation come after the profiles, in the same columns
            return
        called = (Account(profile, via=listed.via).called for profile in listed.profiles)
        self._widths = (width_of(("profile", *called)), _STATE_WIDTH, _ACCOUNT_WIDTH)
        if self._printed:
            echo(table_row(_HEADINGS, self._widths))

    def _print(self) -> None:
        """Print who has answered, up to the first who has not."""
        for profile in self._order[self._rows :]:
            if profile not in self._answers:
                return
            progress("", last=True)
            echo(table_row(_cells(self._answers[profile]), self._widths))
            self._rows += 1

    @staticmethod
    def finish(accounts: tuple[Account, ...]) -> None:
        """Say what helps those that can't be used."""
        for account in accounts:
            if account.state != "ready" and account.remedy:
                say(f"{shown(account.called)}: {shown(account.remedy)}")

    def _tell(self) -> None:
        while not self._ended.wait(0.5):
            with self._lock:
                if time.monotonic() - self._began >= _PATIENCE and not self._ended.is_set():
                    names = [Account(profile).called for profile in self._waiting]
                    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
                    waits = f"waiting for {shown(', '.join(names[:_MOST_NAMED]))}{more}" if names else ""
                    progress(f"{len(self._order) - len(names)} of {len(self._order)} profiles; {waits} (Ctrl-C stops)")


def _cells(account: Account) -> tuple[str, str, str, str]:
    who = f"{account.arn} ({account.name})" if account.arn and account.name else account.arn or account.message
    return account.called, account.state_words, account.account_id, who
