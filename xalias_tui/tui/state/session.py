"""What all screens share: the engine, the desk, the clock and the pool of one run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.audits import Audit
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.tui.state.clerk import Clerk, Posts, Submit
from xalias_tui.tui.state.draft import Desk, Subject
from xalias_tui.tui.state.engine import Engine

_ABOUT_THE_ACCOUNTS: Final[tuple[Subject, ...]] = (
    "zones", "records", "targets", "offline", "preview", "verdicts", "uses",
    "audit", "proposal", "repair", "undo", "group", "trace",
)  # fmt: skip


@dataclass
class Session:
    """The one place where decision state is kept; changed on the UI thread only.

    Attributes:
        now: The clock.
        submit: Runs a call on a daemon thread.
        title: Name of the program as shown.
        engine: Known once it was made behind the first paint.
        desk: What is decided so far.
        accounts: Who is signed in, by profile.
        audit: The latest audit of the chosen accounts.
        zone_records: Zones that were read whole since, by id.
        export_format: The format that an export was last looked at in.
    """

    now: Callable[[], datetime]
    submit: Submit
    title: str = "xalias"
    engine: Engine | None = None
    desk: Desk = field(default_factory=Desk)
    accounts: dict[str, Account] = field(default_factory=dict)
    export_format: str = "terraform"
    audit: Audit | None = None
    zone_records: dict[str, ZoneRecords] = field(default_factory=dict)

    def clerk(self, posts: Posts) -> Clerk | None:
        """Somebody to carry questions; None before the engine is there."""
        return None if self.engine is None else Clerk(self.engine, posts, self.submit, self.now)

    def side(self, profiles: tuple[str, ...]) -> tuple[Account, ...]:
        """Accounts of some profiles, as far as they are known."""
        return tuple(self.accounts[profile] for profile in profiles if profile in self.accounts)

    def read_only(self, profile: str) -> bool:
        """Whether nothing may be sent through a profile."""
        account = self.accounts.get(profile)
        return (self.engine is None or self.engine.sides.read_only) or (account is not None and account.read_only)

    def forget_choices(self) -> None:
        """Other accounts: what was chosen no longer holds, and no answer about it is awaited."""
        desk = self.desk
        self.zone_records.clear()
        fresh = Desk(in_flight=desk.in_flight, questions=desk.questions)
        for subject in _ABOUT_THE_ACCOUNTS:
            fresh = fresh.asking(subject)
        self.desk = fresh
