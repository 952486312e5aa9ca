"""``xalias accounts``."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import list_format, list_option, print_rows
from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.output import echo, print_data, progress, say, table_row, width_of
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.documents import account_document
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.jobs.session.accounts import AccountEvent, Listed

NOBODY: Final = 3
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
@list_option
@common_options
@pass_invocation
def command(invocation: Invocation, format_name: str | None) -> int:
    """List the profiles that can be used, who each one is, and whether it can sign in now.

    Profiles that can be used are printed as they answer, the others below them.
    """
    from xalias_tui.jobs.session.accounts import survey  # noqa: PLC0415 -- not for --help

    printed = list_format(invocation, format_name)
    listing = _Listing(printed=printed == "text")
    with listing:
        accounts = survey(invocation.workspace(prompts=False), listing.hear)
    if printed == "json":
        print_data("accounts", {"accounts": [account_document(account) for account in accounts]})
    elif printed != "text":
        print_rows(printed, "accounts", map(account_document, accounts))
    else:
        listing.finish(accounts)
    return 0 if any(account.state == "ready" for account in accounts) else NOBODY


class _Listing:
    """Prints rows as they come, and on a terminal who is waited for; safe to use from several threads."""

    def __init__(self, *, printed: bool) -> None:
        self._waiting: dict[str, None] = {}
        self._told: set[str] = set()
        self._total = 0
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
            new = event.profile not in self._told
            self._told.add(event.profile)
            if self._printed and event.state == "ready" and new:
                progress("", last=True)
                echo(table_row(_cells(event), self._widths))

    def _begin(self, listed: Listed) -> None:
        if self._total:  # those of the organisation come after the profiles, in the same columns
            self._waiting = dict.fromkeys(listed.profiles[self._total :])
            self._total = len(listed.profiles)
            return
        self._waiting = dict.fromkeys(listed.profiles)
        self._total = len(listed.profiles)
        called = (Account(profile, via=listed.via).called for profile in listed.profiles)
        self._widths = (width_of(("profile", *called)), _STATE_WIDTH, _ACCOUNT_WIDTH)
        if self._printed:
            echo(table_row(_HEADINGS, self._widths))

    def finish(self, accounts: tuple[Account, ...]) -> None:
        """Print the rows of those that can't be used, and what helps."""
        failed = [account for account in accounts if account.state != "ready"]
        for account in failed:
            echo(table_row(_cells(account), self._widths))
        for account in failed:
            if account.remedy:
                say(f"{shown(account.called)}: {shown(account.remedy)}")

    def _tell(self) -> None:
        while not self._ended.wait(0.5):
            with self._lock:
                if time.monotonic() - self._began >= _PATIENCE and not self._ended.is_set():
                    names = [Account(profile).called for profile in self._waiting]
                    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
                    waits = f"waiting for {shown(', '.join(names[:_MOST_NAMED]))}{more}" if names else ""
                    progress(f"{self._total - len(names)} of {self._total} profiles; {waits} (Ctrl-C stops)")


def _cells(account: Account) -> tuple[str, str, str, str]:
    who = f"{account.arn} ({account.name})" if account.name else account.arn or account.message
    return account.called, account.state_words, account.account_id, who
