"""Accounts, zones and targets for the explorer: questions are answered at once, or when the test lets them."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.jobs.fakes import FakeAccounts
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.audits import Acceptance, Audit
from xalias_tui.domain.changes import ChangesOfName, Reach, RecordChange
from xalias_tui.domain.custody import Protection
from xalias_tui.domain.errors import ConflictError, RefusedError, UsageError, XaliasError
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.groups import RoutingGroup
from xalias_tui.domain.health_checks import CidrCollection, HealthCheck, Referable
from xalias_tui.domain.hosted_zones import ChangeStatus
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.plans import Cname, Draft, Plan, Surroundings, propose
from xalias_tui.domain.record_rows import read_rows
from xalias_tui.domain.records import RecordKey, RecordSet, same_alias
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.domain.traces import Trace, TraceStep
from xalias_tui.domain.validations import Progress, ValidationRecord
from xalias_tui.domain.verdicts import AliasVerdict, Inventory
from xalias_tui.domain.zone_difference import Difference, difference
from xalias_tui.domain.zone_evidence import Delegation, WorldView
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.audit.judge import judge_records
from xalias_tui.jobs.audit.used_by import UsedBy, uses_of
from xalias_tui.jobs.history.entries import JournalRead
from xalias_tui.jobs.history.reading import Entry
from xalias_tui.jobs.plans import routing_group
from xalias_tui.jobs.plans.pipeline import Planned, Stage, judged, proposal
from xalias_tui.jobs.plans.repair import deleted, join, repointed
from xalias_tui.jobs.plans.routing_group import GroupRead
from xalias_tui.jobs.sending.commit import OnStep, Outcome, Step
from xalias_tui.jobs.sending.wait import Followed
from xalias_tui.jobs.session.accounts import AccountEvent, Listed
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets import discover
from xalias_tui.jobs.targets.discover import Discovery, DiscoveryEvent
from xalias_tui.jobs.zones.read import ZonesRead
from xalias_tui.store.accepted import without
from xalias_tui.store.journal import Journal
from xalias_tui.tui.screens.all_records import AllRead
from xalias_tui.tui.screens.changes import RepairKind, Undoing
from xalias_tui.tui.screens.explorer.many_rows import RowsPlanned
from xalias_tui.tui.screens.explorer.previewing import Inspecting
from xalias_tui.tui.signin.mfa import MfaGate

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
DNS_ACCOUNT = "111111111111"
SHOP_ACCOUNT = "222222222222"


def zone(name: str = "example.com.", zone_id: str = "Z0PUBLIC", *, private: bool = False, count: int = 3) -> Zone:
    return Zone(zone_id, DnsName.parse(name), private, DNS_ACCOUNT, "dns-prod", record_count=count, detailed=True)


def record(name: str, type_: str = "A", *values: str, ttl: int = 300) -> RecordSet:
    return RecordSet.from_wire(
        {"Name": name, "Type": type_, "TTL": ttl, "ResourceRecords": [{"Value": value} for value in values]}
    )


def target(name: str = "shop-web", *, kind: str = "alb", state: str = "active", **changes: object) -> Target:
    made = Target(
        kind=kind,
        name=name,
        arn=f"arn:aws:elasticloadbalancing:eu-west-1:{SHOP_ACCOUNT}:loadbalancer/app/{name}",
        account_id=SHOP_ACCOUNT,
        profile="shop-prod",
        region="eu-west-1",
        dns_name=DnsName.parse("dualstack.shop-web-123.eu-west-1.elb.amazonaws.com"),
        zone_id="Z32O12XQLNTSW2",
        zone_id_origin="api",
        record_types=("A", "AAAA"),
        hostnames=("shop.example.com",),
        state=state,
        internal=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type] # tests name real fields


@dataclass(frozen=True)
class Sides:
    """The profiles of both sides, and the settings of the screen."""

    zones: tuple[str, ...]
    targets: tuple[str, ...]
    read_only: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    theme: str = ""
    themes: Mapping[str, str] = field(default_factory=dict)
    cards: int = 0


SIDES = Sides(("dns-prod",), ("shop-prod",))
SOA = record("example.com.", "SOA", "ns-1.awsdns-01.com. hostmaster.example.com. 1 7200 900 1209600 300", ttl=900)
DEFAULT_RECORDS = (SOA, record("mail.example.com.", "A", "192.0.2.1"), record("www.example.com.", "A", "192.0.2.2"))


KNOWN = Referable(
    (HealthCheck("h1", DNS_ACCOUNT, "HTTPS", "https://first.example.com/"),),
    (CidrCollection("11111111-2222-3333-4444-555555555555", "offices", DNS_ACCOUNT, ("berlin",)),),
)


WORLD = (
    TraceStep("answers", "ok", "4 name servers and a resolver were asked: 203.0.113.9."),
    TraceStep("tls", "fail", "The certificate is for other.example.com."),
    TraceStep("http", "ok", "HTTPS 200 from 203.0.113.9."),
)


@dataclass
class Estate:
    """Accounts and zones in memory, and answers to some jobs by the jobs' names; other jobs run as they are.

    ``gate`` holds back the jobs named in ``held`` until the test opens it; those in ``failing`` raise.
    """

    zones: tuple[Zone, ...] = (zone(), zone("corp.example.com.", "Z0PRIVATE", private=True))
    records: tuple[RecordSet, ...] = DEFAULT_RECORDS
    targets: tuple[Target, ...] = (target(),)
    accounts: tuple[Account, ...] = (
        Account("dns-prod", DNS_ACCOUNT, f"arn:aws:sts::{DNS_ACCOUNT}:assumed-role/dns/op"),
        Account("shop-prod", SHOP_ACCOUNT, f"arn:aws:sts::{SHOP_ACCOUNT}:assumed-role/shop/op"),
        Account("expired", state="expired", message="The login has expired.", remedy="Run 'aws sso login'."),
    )
    sides: Sides = SIDES
    unscanned: tuple[Unscanned, ...] = ()
    findings: tuple[Finding, ...] = ()
    findings_of_world: tuple[Finding, ...] = ()
    failing: Mapping[str, XaliasError] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    gate: threading.Event = field(default_factory=threading.Event)
    sent: list[Plan] = field(default_factory=list)
    undone: list[Plan] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    traced_from: list[Zone | None] = field(default_factory=list)
    decisions: tuple[Acceptance, ...] = ()
    refusing: frozenset[str] = frozenset()
    halved: bool = False
    around: Surroundings | None = None
    world: tuple[TraceStep, ...] = WORLD
    known_changes: tuple[RecordChange, ...] = ()
    protected: tuple[Protection, ...] = ()
    waits: tuple[ValidationRecord, ...] = ()
    referable: Referable = KNOWN
    live: Mapping[str, bool] = field(default_factory=dict)
    delegation: Delegation = field(default_factory=Delegation)
    names_hosts: bool = True

    def _hold(self, name: str) -> None:
        """Wait here where the test holds this back."""
        if name in self.held:
            assert self.gate.wait(60), f"the test never let {name} go on"

    def instead(self, job: Callable[..., Any]) -> Callable[..., Any]:
        """The job as it runs in a test."""
        function, given = (job.func, job.args) if isinstance(job, partial) else (job, ())
        mine = getattr(self, function.__name__, None)

        def run(workspace: Workspace, tell: Callable[[Any], None]) -> Any:
            self.asked.append(function.__name__)
            self._hold(function.__name__)
            if function.__name__ in self.failing:
                raise self.failing[function.__name__]
            return job(workspace, tell) if mine is None else mine(*given, tell)

        return run

    def workspace(self, folder: Path) -> Workspace:
        """A workspace of these accounts."""
        settings = folder / "config.toml"
        keys = "".join(f'{id_} = "{key}"\n' for id_, key in self.sides.keys.items())
        theme = f'theme = "{self.sides.theme}"\n' if self.sides.theme else ""
        own = "".join(f'[themes.{name}]\nprimary = "{colour}"\n' for name, colour in self.sides.themes.items())
        settings.write_text(f"{theme}[keys]\n{keys}{own}", encoding="utf-8")
        options = Options(
            self.sides.zones,
            self.sides.targets,
            read_only=self.sides.read_only,
            config=settings,
            cards=(folder / "card.json",) * self.sides.cards,
            offline=True,
        )
        return Watched(self, options, accounts=EstateAccounts(self), journal=Journal(folder / "journal.jsonl"))

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        return next(account for account in self.accounts if account.profile == profile)

    def survey(
        self, _gate: MfaGate, _stop: threading.Event, tell: Callable[[AccountEvent], None]
    ) -> tuple[Account, ...]:
        tell(Listed(tuple(account.profile for account in self.accounts), ""))
        for account in self.accounts:
            tell(account)
        return self.accounts

    def renewed(self, _gate: MfaGate, _profile: str, _tell: object) -> tuple[Account, ...]:
        return ()

    def read_zones(self, _tell: object) -> ZonesRead:
        return ZonesRead(self.zones, self.unscanned)

    def read_records(self, zone: Zone, on_page: Callable[[tuple[RecordSet, ...]], None]) -> ZoneRecords:
        for at in range(0, len(self.records), 300):
            on_page(self.records[at : at + 300])
        return ZoneRecords(zone, self.records)

    def protections(self, zone: Zone, _tell: object) -> tuple[tuple[Protection, ...], tuple[Unscanned, ...]]:
        return self.protected, ()

    def discover(self, stop: threading.Event, on_event: Callable[[DiscoveryEvent], None]) -> Discovery:
        on_event(discover.Progress(0, 2, 1))
        on_event(discover.Found(self.targets))
        for item in self.unscanned:
            on_event(discover.Missed(item))
        if stop.is_set():
            return Discovery(self.targets, self.unscanned, 1, 2)
        on_event(discover.Progress(2, 2, 1))
        return Discovery(self.targets, self.unscanned, 2, 2)

    def recognise(self, pasted: Pasted, _tell: object) -> tuple[Recognition, Target]:
        name = DnsName.parse(pasted.host)
        known = name.is_inside(DnsName.parse("elb.amazonaws.com"))
        recognition = Recognition(
            "alb" if known else "", name, "eu-west-1" if known else "", "Z32O12XQLNTSW2", "table", ("A",), known,
            "" if known else "no AWS name", "" if known else "target-shape-unknown",
        )  # fmt: skip
        offline = target(name.bare, arn="", account_id="", profile="", dns_name=name, zone_id_origin="table", state="")
        if not known:
            offline = replace(offline, kind="", zone_id="", record_types=(), state="target-shape-unknown")
        return recognition, offline

    def liveness(self, zones: tuple[Zone, ...], _tell: object) -> Mapping[str, bool]:
        return self.live

    def suggest(self, target: Target, zone: Zone, _tell: object) -> tuple[Target, tuple[DnsName, ...], tuple[str, ...]]:
        names = [DnsName.parse(name) for name in target.hostnames] if self.names_hosts else []
        return target, tuple(name for name in names if name.is_inside(zone.name)), target.record_types

    def preview(
        self, draft: Draft, found: tuple[Target, ...], _read: object, tell: Callable[[Inspecting | Planned], None]
    ) -> None:
        assert draft.target is not None
        tell(Inspecting(draft.target.name, "listeners", 1))
        draft = replace(draft, target=replace(draft.target, inspected_at=NOW))
        around = Surroundings(ZoneRecords(draft.zone, self.records), self.zones, targets=found)
        tell(self._planned("validation", draft, around))
        if self.findings_of_world:
            self._hold("world")
        tell(self._planned("world", draft, replace(around, world=WorldView(delegation=self.delegation))))

    def _planned(self, stage: Stage, draft: Draft, around: Surroundings) -> Planned:
        """A stage whose findings are the test's own."""
        self.around = around
        made = Planned(stage, proposal(draft, around), around)
        of_world = self.findings_of_world if stage == "world" else ()
        plan = replace(made.proposal.plan, awaits=self.waits).judged((*self.findings, *of_world))
        validated = None
        if self.waits:
            companions = tuple(record.wanted for record in self.waits)
            both = proposal(replace(draft, companions=companions), around).plan
            validated = replace(both, awaits=self.waits).judged(of_world)
        vars(made).update(plan=plan, validated=validated)
        return made

    def follow(self, plan: Plan, stop: threading.Event, tell: Callable[[tuple[Progress, float]], None]) -> Followed:
        resource = plan.awaits[0].resource
        tell((Progress(resource, "PENDING_VALIDATION"), 0.0))
        self._hold("issued")
        if stop.is_set():
            return Followed((Progress(resource, "PENDING_VALIDATION"),), "it was stopped")
        tell((Progress(resource, "ISSUED", done=True), 5.0))
        return Followed((Progress(resource, "ISSUED", done=True),))

    def removal(self, zone: Zone, record: RecordSet, _tell: object) -> Plan:
        types = same_alias(record, self.records)
        draft = Draft(zone, record.name, types, None, set_identifier=record.set_identifier)
        return propose(draft, ZoneRecords(zone, self.records))

    def conversion(self, zone: Zone, record: RecordSet, _tell: object) -> Plan:
        draft = Draft(
            zone, record.name, ("CNAME",), target(), replace=True, cname=Cname(DnsName.parse("lb.example.net"), 300)
        )
        return propose(draft, ZoneRecords(zone, self.records))

    def commit(self, plans: tuple[Plan, ...], _allow_errors: object, on_step: OnStep) -> tuple[Outcome, ...]:
        for at in range(len(plans)):
            on_step(Step("journalled", f"entry {at + 1}", NOW, at))
        self._hold("sending")
        return tuple(self._sent(plan, at, on_step) for at, plan in enumerate(plans))

    def _sent(self, plan: Plan, at: int, on_step: OnStep) -> Outcome:
        if plan.undoes and plan.batch != self.sent[-1].inverse().batch:
            error: XaliasError = ConflictError("stale-plan", "The record is another one by now.")
            return Outcome(plan, "refused", "", error=error)
        if plan.zone.id in self.refusing:
            error = RefusedError("InvalidChangeBatch", "Route 53 says no.")
            on_step(Step("refused", str(error), NOW, at))
            return Outcome(plan, "refused", str(at), message=str(error), error=error)
        (self.undone if plan.undoes else self.sent).append(plan)
        for name in ("sent", "pending", "insync"):
            on_step(Step(name, "", NOW, at))
        gone = {change.record.key for change in plan.changes if change.action == "DELETE"}
        fresh = tuple(change.record for change in plan.changes if change.action == "CREATE")
        self.records = (*(known for known in self.records if known.key not in gone), *fresh)
        return Outcome(plan, "insync", "1", ChangeStatus("C1", "INSYNC", NOW))

    def verify(self, plan: Plan, tell: Callable[[TraceStep], None]) -> None:
        for step in self.world:
            tell(step)

    def history(self, most: int, _tell: object) -> JournalRead:
        known = tuple(
            Entry(str(at), NOW, "arn:aws:sts::111111111111:assumed-role/dns/op", "dns-prod", DNS_ACCOUNT, plan.zone.id,
                  plan, "C1", "undone" if self.undone else "insync")
            for at, plan in enumerate(self.sent, 1)
        )  # fmt: skip
        return JournalRead(known[:most], more=len(known) > most)

    def trace(self, name: DnsName, begin: Zone | None, tell: Callable[[str], None]) -> Trace:
        tell("reading zones")
        self.traced_from.append(begin)
        self._hold("tracing")
        steps = (
            TraceStep("delegation", "skip", "Nobody outside AWS was asked."),
            TraceStep("record", "ok", "A: alias."),
            TraceStep("resource", "fail", "lb.example.net no longer exists.", self.findings),
        )
        zone = self.zones[0]
        at_name = [row for row in self.records if row.name == name]
        known = Inventory(self.targets, self.unscanned, accounts=(SHOP_ACCOUNT,))
        verdicts = judge_records([ZoneRecords(zone, self.records)], known)
        own = tuple(verdict for verdict in verdicts if verdict.record.name == name)
        return Trace(name, steps, zone, next(iter(at_name), None), own)

    def changes(self, name: DnsName, zone: Zone | None, tell: Callable[[str], None]) -> ChangesOfName:
        tell("asking CloudTrail")
        self._hold("asking")
        known = tuple(change for change in self.known_changes if change.key.name == name)
        return ChangesOfName(name, known, (Reach("cloudtrail", DNS_ACCOUNT, NOW),), self.unscanned)

    def undo_plan(self, entry: str | None, _tell: object) -> Undoing:
        if not self.sent:
            raise UsageError("nothing-to-undo", "There is no change to undo.")
        return replace(self.sent[-1].inverse(), undoes=entry or str(len(self.sent))), False

    def redo_plan(self, _tell: object) -> Undoing:
        if not self.undone:
            raise UsageError("nothing-to-redo", "Nothing to redo.")
        return replace(self.undone[-1].inverse(), undoes="2"), True

    # -- routing groups

    def read_group(self, zone: Zone, name: DnsName, _tell: object) -> GroupRead:
        around = Surroundings(ZoneRecords(zone, self.records), self.zones, referable=self.referable)
        return GroupRead(RoutingGroup.of(name, self.records), around, self.unscanned)

    def evidence(self, read: GroupRead, target: Target, _tell: object) -> tuple[GroupRead, Target | None]:
        return read, target

    def shift_member(self, zone: Zone, name: DnsName, identifier: str, percent: str, tell: object) -> Plan:
        read = self.read_group(zone, name, tell)
        values = routing_group.shift(read.group, {identifier: percent})
        after = routing_group.edited(read.group, routing_group.GroupEdit(values=values), {})
        return routing_group.judge_group(read, after, {})

    def plan_pasted(self, text: str, tell: Callable[[str], None]) -> RowsPlanned:
        """Rows as they are read, each an alias to the target of that name in the first zone."""
        tell("reading zones")
        read = read_rows(text.encode())
        around = Surroundings(ZoneRecords(self.zones[0], self.records))
        known = {one.name: one for one in self.targets}
        drafts = [Draft(self.zones[0], DnsName.parse(row.name), ("A",), known[row.target or ""]) for row in read.rows]
        plans = join([judged(proposal(draft, around), around) for draft in drafts], around, comment="test")
        return RowsPlanned(plans, read.rejected)

    # -- audits

    @property
    def _inventory(self) -> Inventory:
        return Inventory(self.targets, self.unscanned, accounts=(SHOP_ACCOUNT,))

    def audit(self, _stop: object, tell: Callable[[str], None]) -> Audit:
        tell("reading zones")
        verdicts = judge_records([ZoneRecords(self.zones[0], self.records)], self._inventory)
        total = len(self.records)
        return Audit(self.zones, total, verdicts, self.unscanned, self._inventory, 0.1, NOW, self.decisions)

    def judge(
        self, records: ZoneRecords, _found: object, zones: tuple[ZoneRecords, ...], _tell: object
    ) -> tuple[Mapping[RecordKey, AliasVerdict], Mapping[str, int]]:
        verdicts = {verdict.record.key: verdict for verdict in judge_records([records], self._inventory)}
        return verdicts, {key: len(rows) for key, rows in uses_of(zones, self.targets).items()}

    def used_by(self, target: Target, _tell: object) -> UsedBy:
        records = ZoneRecords(self.zones[0], self.records)
        return UsedBy(target, uses_of([records], (target,)).get(target.key, ()), self.unscanned)

    def repair(
        self, kind: RepairKind, verdicts: tuple[AliasVerdict, ...], target: Target | None, _tell: object
    ) -> tuple[Plan, ...]:
        around = Surroundings(ZoneRecords(self.zones[0], self.records))
        plans = [
            judged(
                deleted((row.record,), (), around)
                if kind == "delete"
                else repointed((row.record,), (target or row.successor or self.targets[0],), around),
                around,
            )
            for row in verdicts
        ]
        if self.halved:
            zones = itertools.cycle(self.zones)
            return tuple(replace(plan, zone=zone) for plan, zone in zip(plans, zones, strict=False))
        return join(plans, around, comment="test")

    def changing(
        self, places: tuple[tuple[Zone, RecordSet], ...], target: Target | None, _tell: object
    ) -> tuple[Plan, ...]:
        around = Surroundings(ZoneRecords(self.zones[0], self.records))
        records = tuple(row for _, row in places)
        proposed = (
            deleted(records, (), around) if target is None else repointed(records, (target,) * len(records), around)
        )
        return join([judged(proposed, around)], around, comment="test")

    def read_all(self, targets: tuple[Target, ...], tell: Callable[[str], None]) -> AllRead:
        tell("1 of 2 zones read")
        read = tuple(ZoneRecords(zone, self.records) for zone in self.zones if zone.holds_records)
        ends = {
            (use.zone.id, use.record.key): found
            for found in targets
            for use in uses_of(read, (found,)).get(found.key, ())
        }
        return read, ends, self.unscanned

    def compare(self, left: Zone, right: Zone, _tell: object) -> Difference:
        return difference(ZoneRecords(left, self.records), ZoneRecords(right, self.records[:-1]))

    def accept(self, decisions: tuple[Acceptance, ...], _tell: object) -> tuple[Acceptance, ...]:
        for decision in decisions:
            self.decisions = (*without(self.decisions, decision), decision)
        return self.decisions

    def withdraw(self, decisions: tuple[Acceptance, ...], _tell: object) -> tuple[Acceptance, ...]:
        for decision in decisions:
            self.decisions = without(self.decisions, decision)
        return self.decisions


class EstateAccounts(FakeAccounts):
    """The profiles of an estate."""

    def __init__(self, estate: Estate) -> None:
        super().__init__({})
        self._estate = estate

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        return self._estate.who(profile, refresh=refresh)


class Watched(Workspace):
    """A workspace that tells an estate what it forgets."""

    def __init__(self, estate: Estate, options: Options, **seams: Any) -> None:
        super().__init__(options, **seams)
        self._estate = estate

    def forget(self) -> None:
        super().forget()
        self._estate.asked.append("forget")
