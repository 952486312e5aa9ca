"""What all screens share: the workspace, the draft, the clock and the questions of one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from textual.message_pump import MessagePump

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.memory import Memory
from xalias_tui.domain.targets import Target
from xalias_tui.domain.ways_in import called_as
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.tui.state.draft import Desk
from xalias_tui.tui.state.questions import Job, OnFailed, Questions

if TYPE_CHECKING:
    from xalias_tui.domain.audits import Audit
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.jobs.targets.kept_targets import KeptTargets
    from xalias_tui.jobs.zones.read import ZonesRead

SIGNING_IN: Final = "The accounts are still being signed in to."
"""Why nothing can be done before there is a workspace."""

T = TypeVar("T")
V = TypeVar("V")


class _Early(NamedTuple):
    """A question that was asked before there was a workspace."""

    asker: MessagePump
    ask: Callable[[], None]
    on_failed: OnFailed


@dataclass
class Session:
    """The one place where decision state is kept; changed on the UI thread only.

    Attributes:
        now: The clock.
        questions: What is being asked on threads.
        title: Name of the program as shown.
        workspace: Accounts, settings and journal; known once it was made behind the first paint.
        desk: What is decided so far.
        accounts: Who is signed in, by profile.
        audit: The latest audit of the chosen accounts.
        zone_records: Zones that were read whole since, by id.
        zones: The hosted zones as they were read last.
        targets_visited: Whether the operator has been at the targets: until then none is meant.
        card: Whether the explorer opens with a card of things to try.
        found: Targets as far as they were found, by key.
        kept: Targets of which only what is looked at is read from what is kept, where they are many; else None.
        memory: What is remembered from one run to the next.
        keep: Writes it.
        meanwhile: Shows what is being done, and gives back what takes that away again.
        browse: Opens an address in the operator's browser, for a thread; False where there is none.
        early: What was asked before there was a workspace, by who asks and subject.
    """

    now: Callable[[], datetime]
    questions: Questions
    title: str = "xalias"
    workspace: Workspace | None = None
    desk: Desk = field(default_factory=Desk)
    accounts: dict[str, Account] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    keep: Callable[[], None] = lambda: None
    on_sides: Callable[[], None] = lambda: None
    on_landed: Callable[[], None] = lambda: None
    on_signed_in: Callable[[Account], None] = lambda _account: None
    audit: Audit | None = None
    zone_records: dict[str, ZoneRecords] = field(default_factory=dict)
    zones: ZonesRead | None = None
    targets_visited: bool = False
    card: bool = False
    found: dict[str, Target] = field(default_factory=dict)
    kept: KeptTargets | None = None
    meanwhile: Callable[[str], Callable[[], None]] = lambda _message: lambda: None
    browse: Callable[[str], bool] = lambda _address: False
    early: dict[tuple[int, str], _Early] = field(default_factory=dict)

    def ask(
        self,
        asker: MessagePump,
        subject: str,
        job: Job[V, T],
        on_answer: Callable[[T], None],
        *,
        on_told: Callable[[V], None] | None = None,
        on_failed: OnFailed | None = None,
        lasting: bool = False,
        saying: str = "",
    ) -> None:
        """Run a job on a thread, see ``Questions.ask``; before the workspace is there it waits for that.

        ``saying`` is shown until the answer is there.
        """
        on_failed = on_failed or self.questions.complain
        if saying:
            done = self.meanwhile(saying)
            on_answer, on_failed = _after(done, on_answer), _after(done, on_failed)
        if self.workspace is None:
            later = partial(self.ask, on_told=on_told, on_failed=on_failed, lasting=lasting)
            self.early[id(asker), subject] = _Early(asker, partial(later, asker, subject, job, on_answer), on_failed)
            return
        self.early.pop((id(asker), subject), None)
        self.questions.ask(
            self.workspace, asker, subject, job, on_answer, on_told=on_told, on_failed=on_failed, lasting=lasting
        )

    def started(self) -> None:
        """The workspace is there, and screens have asked what they need: ask what was asked before that."""
        for early in self._awaiting():
            early.ask()

    def not_started(self, error: XaliasError) -> None:
        """There will be no workspace: whoever waits for it is told why."""
        for early in self._awaiting():
            early.on_failed(error)

    def _awaiting(self) -> tuple[_Early, ...]:
        early = tuple(self.early.values())
        self.early.clear()
        return tuple(each for each in early if each.asker.is_running)

    def remember(self, memory: Memory) -> None:
        """Remember something from now on."""
        if memory != self.memory:
            self.memory = memory
            self.keep()

    def choose_sides(self, zones: tuple[str, ...], targets: tuple[str, ...], *, added: bool = False) -> None:
        """Use these profiles on both sides from now on; ``added`` to what is there, see ``Workspace.on_sides``."""
        if self.workspace is not None:
            self.workspace = self.workspace.on_sides(zones, targets, added=added)
            self.on_sides()

    def side(self, profiles: tuple[str, ...]) -> tuple[Account, ...]:
        """Accounts of some profiles, as far as they are known."""
        return tuple(self.accounts[profile] for profile in profiles if profile in self.accounts)

    @property
    def zone_side(self) -> tuple[Account, ...]:
        """Accounts whose zones are read, as far as they are known; none where AWS Config says whose are."""
        workspace = self.workspace
        return () if workspace is None or workspace.reads_zones_of_organisation else self.side(workspace.zone_profiles)

    @property
    def everyone(self) -> tuple[str, str]:
        """The organisation whose accounts the sides of zones and of targets have, in words; empty for none."""
        workspace = self.workspace
        if workspace is None or not workspace.organisation.is_asked:
            return ("", "")
        called = " + ".join(called_as(way.text) for way in workspace.organisation.ways())
        zones = called if workspace.reads_zones_of_organisation else ""
        return (zones, called if workspace.searches_organisation else "")

    def read_only(self, profile: str) -> bool:
        """Whether nothing may be sent through a profile."""
        account = self.accounts.get(profile)
        return (self.workspace is None or self.workspace.read_only) or (account is not None and account.read_only)

    def why_not_send(self, *profiles: str) -> str:
        """Why nothing can be sent now through these profiles; empty where it can."""
        if self.workspace is None:
            return SIGNING_IN
        if self.desk.in_flight is not None:
            return "A change is in flight; wait until it is in sync."
        refused = next((profile for profile in profiles if self.read_only(profile)), None)
        return "" if refused is None else f"{refused or 'This account'} is read-only here: nothing can be sent."

    @property
    def targets(self) -> Sequence[Target]:
        """Every target that was found so far, by the search of the explorer or by an audit."""
        if self.kept is not None:
            return self.kept
        audited = () if self.audit is None else self.audit.inventory.targets
        return tuple({**{target.key: target for target in audited}, **self.found}.values())

    @property
    def unread_zones(self) -> tuple[Zone, ...]:
        """Zones whose records were not read whole so far, without those that only have the records of every zone."""
        known = () if self.zones is None else self.zones.zones
        return tuple(zone for zone in known if zone.id not in self.zone_records and zone.holds_records)

    def forget_choices(self) -> None:
        """Other accounts: what was chosen no longer holds, and no answer about it is awaited."""
        self.zone_records.clear()
        self.zones = None
        self.found.clear()
        self.kept = None
        self.questions.drop_all()
        self.desk = Desk(in_flight=self.desk.in_flight, edition=self.desk.edition + 1)


def _after(done: Callable[[], None], handle: Callable[[T], None]) -> Callable[[T], None]:
    """Handles an outcome when it is no longer said that it is awaited."""

    def handled(outcome: T) -> None:
        done()
        handle(outcome)

    return handled
