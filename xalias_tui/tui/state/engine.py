"""What the explorer asks of the engine: a seam small enough to fake, and its real form on top of ``jobs``.

Methods may block and are called on worker threads only, but for those that never do by their own words. The real form
imports ``jobs`` inside its methods, so that the SDK loads behind the first paint.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.changes import ChangesOfName
from xalias_tui.domain.custody import Protection
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft, Plan
from xalias_tui.domain.records import RecordSet, same_alias
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.domain.traces import Trace, TraceStep
from xalias_tui.domain.validations import Progress
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.tui.signin.mfa import MfaGate
from xalias_tui.tui.state.auditor import Auditor, WorkspaceAuditor
from xalias_tui.tui.state.grouper import Grouper, WorkspaceGrouper

if TYPE_CHECKING:
    from xalias_tui.jobs.history.reading import Entry
    from xalias_tui.jobs.plans.pipeline import Planned
    from xalias_tui.jobs.sending.commit import OnStep, Outcome
    from xalias_tui.jobs.sending.wait import Followed
    from xalias_tui.jobs.session.accounts import AccountEvent
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.jobs.targets.discover import Discovery, DiscoveryEvent
    from xalias_tui.jobs.zones.read import ZonesRead

OnProgress = Callable[[Progress, float], None]
"""Told of each look at what waits for validation records, and how many seconds it has been waited for."""
OnCall = Callable[[int, str], None]
"""Told before each call of an inspection: how many it makes with it, and what it asks for, in words."""

_MOST_ENTRIES: Final = 1_000
"""What the history lists of a journal: 'xalias history' lists more."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The profiles of each side, and the settings of the screen.

    Attributes:
        zones: Profiles whose hosted zones are read and written.
        targets: Profiles whose resources may be aliased to.
        read_only: Whether nothing that changes AWS can be sent.
        keys: Key bindings of the settings: binding id to key.
        theme: Theme of the settings; empty for the default.
        cards: How many target cards there are besides the targets' profiles.
    """

    zones: tuple[str, ...]
    targets: tuple[str, ...]
    read_only: bool = False
    keys: Mapping[str, str] | None = None
    theme: str = ""
    cards: int = 0


class Engine(Protocol):
    """The engine as the explorer knows it."""

    @property
    def sides(self) -> Sides:
        """The profiles of each side; never blocks."""

    def on_sides(self, zones: tuple[str, ...], targets: tuple[str, ...]) -> Engine:
        """The same engine with other profiles; never blocks."""

    @property
    def auditor(self) -> Auditor:
        """Audits of the same accounts; never blocks."""

    @property
    def grouper(self) -> Grouper:
        """Routing groups of the same accounts; never blocks."""

    def survey(
        self, on_event: Callable[[AccountEvent], None], stop: threading.Event, *, refresh: bool = False
    ) -> tuple[Account, ...]:
        """Every profile that is listed, with its state: told as they answer, all names first."""

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        """Who a profile is; ``refresh`` signs in again."""

    def renewed(self, profile: str) -> tuple[Account, ...]:
        """Who the other profiles are that share the login of one whose login was just renewed."""

    def awaited(self, profiles: tuple[str, ...]) -> str:
        """Who is waited for until profiles are signed in, where that is neither AWS nor the network; else empty."""

    def read_zones(self, on_page: Callable[[tuple[Zone, ...]], None] | None = None) -> ZonesRead:
        """Hosted zones of the zone side, told page by page."""

    def read_records(self, zone: Zone, on_page: Callable[[tuple[RecordSet, ...]], None]) -> ZoneRecords:
        """Record sets of a zone, told page by page."""

    def protections(self, zone: Zone) -> tuple[tuple[Protection, ...], tuple[Unscanned, ...]]:
        """What is protected in a zone, and the look-up where it failed."""

    def discover(self, on_event: Callable[[DiscoveryEvent], None], stop: threading.Event) -> Discovery:
        """Targets of the target side, told as they are found."""

    def recognise(self, text: str) -> tuple[Recognition, Target]:
        """What is known of a DNS name offline, and a target made from it."""

    def inspect(self, target: Target, name: DnsName, on_call: OnCall) -> Target:
        """The target with the facts that only a picked target is worth, told call by call; asked once a session."""

    def forget_inspections(self) -> None:
        """Targets, and what is known of zones, are to be asked again; never blocks."""

    def liveness(self, zones: tuple[Zone, ...]) -> Mapping[str, bool]:
        """Of public zones that share their name, by id: whether the internet asks them, where that is known."""

    def plan_in_stages(self, draft: Draft, found: tuple[Target, ...], on_call: OnCall) -> Iterator[Planned]:
        """The plan of a draft, stage by stage as in ``jobs.plans.pipeline``; complete at the last one.

        Args:
            draft: What is wanted; it has a target.
            found: What was found on the target side.
            on_call: Told before each call of the target's inspection.
        """

    def default_types(self, target: Target) -> tuple[str, ...]:
        """Record types that a target is given unless told otherwise; pure."""

    def suggest_names(self, target: Target, zone: Zone) -> tuple[DnsName, ...]:
        """Names that the target is configured for, best first; pure."""

    def removal(self, zone: Zone, record: RecordSet) -> Plan:
        """The removal of an alias, and of those of other types that lead where it leads, judged by what is there now.

        Raises:
            UsageError: when it is not there any more.
        """

    def conversion(self, zone: Zone, record: RecordSet) -> Plan:
        """The CNAME as an alias, or the alias as a CNAME, judged against what is there now."""

    def commit(self, plans: tuple[Plan, ...], *, allow_errors: bool, on_step: OnStep) -> tuple[Outcome, ...]:
        """Send exactly these plans, one after the other, and wait until each is in sync."""

    def follow(self, plan: Plan, on_progress: OnProgress, stop: threading.Event) -> Followed:
        """Look again and again until what a plan's target waits for is issued, or until it is stopped."""

    def verify(self, plan: Plan, tell: Callable[[TraceStep], None]) -> None:
        """What the world says of a change that is in sync, told step by step."""

    def history(self) -> tuple[Entry, ...]:
        """The journal, newest first, outcomes settled."""

    def trace(self, name: DnsName, tell: Callable[[str], None]) -> Trace:
        """The way of a name from the registry to the web server; ``tell`` hears what is looked at."""

    def changes(self, name: DnsName, zone: Zone | None, tell: Callable[[str], None]) -> ChangesOfName:
        """Who changed a name, when, and with what; ``tell`` hears who is asked."""

    def undo_plan(self, entry: str | None) -> Plan:
        """The way back of a change, judged against what is there now."""


class WorkspaceEngine:
    """The engine on top of ``jobs``.

    Args:
        workspace: Accounts, settings and journal of this run.
        gate: Asks the operator for an MFA code; called on worker threads.
    """

    def __init__(self, workspace: Workspace, gate: MfaGate) -> None:
        self._workspace = workspace
        self._gate = gate
        self._zones: ZonesRead | None = None
        workspace.prompt_mfa_with(gate)

    @property
    def sides(self) -> Sides:
        """The profiles of each side."""
        workspace = self._workspace
        return Sides(
            zones=workspace.zone_profiles,
            targets=workspace.target_profiles,
            read_only=workspace.read_only,
            keys=workspace.settings.keys,
            theme=workspace.settings.theme,
            cards=len(workspace.cards),
        )

    def on_sides(self, zones: tuple[str, ...], targets: tuple[str, ...]) -> Engine:
        """The same engine with other profiles; sessions are kept."""
        return WorkspaceEngine(self._workspace.on_sides(zones, targets), self._gate)

    @property
    def auditor(self) -> Auditor:
        """Audits of the same accounts."""
        return WorkspaceAuditor(self._workspace)

    @property
    def grouper(self) -> Grouper:
        """Routing groups of the same accounts."""
        return WorkspaceGrouper(self._workspace)

    def survey(
        self, on_event: Callable[[AccountEvent], None], stop: threading.Event, *, refresh: bool = False
    ) -> tuple[Account, ...]:
        """Every profile that is listed, with its state; no profile asks for an MFA code by this."""
        from xalias_tui.jobs.session import accounts  # noqa: PLC0415 -- behind the first paint

        with self._gate.closed():
            return accounts.survey(self._workspace, on_event, refresh=refresh, stop=stop)

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        """Who a profile is."""
        from xalias_tui.jobs.session import accounts  # noqa: PLC0415 -- behind the first paint

        return accounts.who(self._workspace, profile, refresh=refresh)

    def renewed(self, profile: str) -> tuple[Account, ...]:
        """Who the others are that share a login; none of them asks for an MFA code by this."""
        from xalias_tui.jobs.session import accounts  # noqa: PLC0415 -- behind the first paint

        with self._gate.closed():
            return accounts.renewed(self._workspace, profile)

    def awaited(self, profiles: tuple[str, ...]) -> str:
        """Who is waited for."""
        from xalias_tui.jobs.session import accounts  # noqa: PLC0415 -- behind the first paint

        return accounts.awaited(profiles)

    def read_zones(self, on_page: Callable[[tuple[Zone, ...]], None] | None = None) -> ZonesRead:
        """Hosted zones of the zone side; kept for the surroundings of drafts until they are read again."""
        from xalias_tui.jobs.zones import read as zones  # noqa: PLC0415 -- behind the first paint

        self._zones = zones.read_zones(self._workspace, on_page=on_page)
        return self._zones

    def read_records(self, zone: Zone, on_page: Callable[[tuple[RecordSet, ...]], None]) -> ZoneRecords:
        """Record sets of a zone."""
        from xalias_tui.jobs.zones import read as zones  # noqa: PLC0415 -- behind the first paint

        return zones.read_records(self._workspace, zone, on_page)

    def protections(self, zone: Zone) -> tuple[tuple[Protection, ...], tuple[Unscanned, ...]]:
        """What is protected in a zone, and the look-up where it failed."""
        from xalias_tui.jobs.zones import ownership as custody  # noqa: PLC0415 -- behind the first paint

        return custody.protections_of(self._workspace, zone)

    def discover(self, on_event: Callable[[DiscoveryEvent], None], stop: threading.Event) -> Discovery:
        """Targets of the target side."""
        from xalias_tui.jobs.targets import discover  # noqa: PLC0415 -- behind the first paint

        return discover.discover(self._workspace, on_event, stop)

    def recognise(self, text: str) -> tuple[Recognition, Target]:
        """What is known of a DNS name offline, and a target made from it."""
        from xalias_tui.jobs.targets import recognise as resolve  # noqa: PLC0415 -- behind the first paint

        return resolve.resolved_target(text)

    def inspect(self, target: Target, name: DnsName, on_call: OnCall) -> Target:
        """The target with the facts that only a picked target is worth."""
        from xalias_tui.jobs.targets import inspect as inspection  # noqa: PLC0415 -- behind the first paint

        return inspection.inspect(self._workspace, target, name, on_call)

    def forget_inspections(self) -> None:
        """Targets are to be inspected again."""
        self._workspace.inspections.forget()
        self._workspace.zone_tags.forget()
        self._workspace.zone_memory.forget()

    def liveness(self, zones: tuple[Zone, ...]) -> Mapping[str, bool]:
        """Of public zones that share their name: whether the internet asks them."""
        from xalias_tui.jobs.zones import evidence as zone_evidence  # noqa: PLC0415 -- behind the first paint

        return zone_evidence.liveness(self._workspace, zones)

    def plan_in_stages(self, draft: Draft, found: tuple[Target, ...], on_call: OnCall) -> Iterator[Planned]:
        """The plan of a draft, stage by stage."""
        from xalias_tui.jobs.plans import pipeline  # noqa: PLC0415 -- behind the first paint

        wanted = pipeline.Wanted.of(draft, found, self._zones)
        return pipeline.plan_in_stages(self._workspace, wanted, on_call=on_call)

    def default_types(self, target: Target) -> tuple[str, ...]:
        """Record types that a target is given unless told otherwise."""
        from xalias_tui.jobs.plans import plan as planning  # noqa: PLC0415 -- behind the first paint

        return planning.default_types(target)

    def suggest_names(self, target: Target, zone: Zone) -> tuple[DnsName, ...]:
        """Names that the target is configured for."""
        from xalias_tui.jobs.plans import plan as planning  # noqa: PLC0415 -- behind the first paint

        return planning.suggest_names(target, zone)

    def removal(self, zone: Zone, record: RecordSet) -> Plan:
        """The removal of an alias, and of those of other types that lead where it leads."""
        from xalias_tui.jobs.plans import plan as planning  # noqa: PLC0415 -- behind the first paint

        standing = self._workspace.accounts.hosted_zones(zone.profile).records_at(zone, record.name)
        request = planning.PlanRequest(
            record.name.route53,
            None,
            zone=zone.id,
            types=same_alias(record, standing) or (record.type,),
            set_identifier=record.set_identifier,
        )
        return planning.make_plan(self._workspace, request)[0]

    def conversion(self, zone: Zone, record: RecordSet) -> Plan:
        """The CNAME as an alias, or the alias as a CNAME."""
        from xalias_tui.jobs.plans import convert  # noqa: PLC0415 -- behind the first paint
        from xalias_tui.jobs.plans import plan as planning  # noqa: PLC0415 -- as above

        request = convert.conversion(self._workspace, record.name.route53, zone=zone.id)
        return planning.make_plan(self._workspace, request)[0]

    def commit(self, plans: tuple[Plan, ...], *, allow_errors: bool, on_step: OnStep) -> tuple[Outcome, ...]:
        """Send exactly these plans, one after the other, and wait until each is in sync."""
        from xalias_tui.jobs.sending import commit  # noqa: PLC0415 -- behind the first paint

        return commit.commit(self._workspace, plans, allow_errors=allow_errors, on_step=on_step)

    def follow(self, plan: Plan, on_progress: OnProgress, stop: threading.Event) -> Followed:
        """Look again and again until what a plan's target waits for is issued."""
        from xalias_tui.jobs.sending import wait as following  # noqa: PLC0415 -- few commits wait for anything

        waits = following.resources_of([plan])
        return following.follow(self._workspace, waits, on_progress=on_progress, stop=stop)

    def verify(self, plan: Plan, tell: Callable[[TraceStep], None]) -> None:
        """What the world says of a change that is in sync."""
        from xalias_tui.jobs.sending import verify as verifying  # noqa: PLC0415 -- behind the first paint

        verifying.verify(self._workspace, plan, tell)

    def history(self) -> tuple[Entry, ...]:
        """The newest entries of the journal, newest first."""
        from xalias_tui.jobs.history.entries import read_journal  # noqa: PLC0415 -- behind the first paint

        return read_journal(self._workspace, most=_MOST_ENTRIES).entries

    def trace(self, name: DnsName, tell: Callable[[str], None]) -> Trace:
        """The way of a name from the registry to the web server."""
        from xalias_tui.jobs.session import probes as outside  # noqa: PLC0415 -- behind the first paint
        from xalias_tui.jobs.trace import run as trace  # noqa: PLC0415 -- behind the first paint

        return trace.trace(self._workspace, name.route53, outside.probes_of(self._workspace), tell)

    def changes(self, name: DnsName, zone: Zone | None, tell: Callable[[str], None]) -> ChangesOfName:
        """Who changed a name, when, and with what."""
        from xalias_tui.jobs.history import who_changed  # noqa: PLC0415 -- behind the first paint

        return who_changed.who_changed(self._workspace, name.route53, zone=zone, tell=tell)

    def undo_plan(self, entry: str | None) -> Plan:
        """The way back of a change."""
        from xalias_tui.jobs.sending import undo  # noqa: PLC0415 -- behind the first paint

        return undo.undo_plan(self._workspace, entry)
