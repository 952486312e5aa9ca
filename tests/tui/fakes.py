"""A fake engine for the explorer: answers at once, or when the test lets it."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

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
from xalias_tui.domain.plans import Cname, Draft, Plan, Surroundings, propose
from xalias_tui.domain.records import RecordKey, RecordSet, same_alias
from xalias_tui.domain.routing import Policy, Routing
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.domain.traces import Trace, TraceStep
from xalias_tui.domain.validations import Progress, ValidationRecord
from xalias_tui.domain.verdicts import AliasVerdict, Inventory
from xalias_tui.domain.zone_evidence import Delegation, WorldView
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.audit.judge import judge_records
from xalias_tui.jobs.audit.used_by import UsedBy, uses_of
from xalias_tui.jobs.history.reading import Entry
from xalias_tui.jobs.plans.pipeline import Planned, Stage, judged, proposal
from xalias_tui.jobs.plans.repair import deleted, join, repointed
from xalias_tui.jobs.plans.routing_group import GroupRead, added, judge_group, led_to, routing_of, types_for
from xalias_tui.jobs.sending.commit import OnStep, Outcome, Step
from xalias_tui.jobs.sending.wait import Followed
from xalias_tui.jobs.session.accounts import AccountEvent, Listed
from xalias_tui.jobs.targets import discover
from xalias_tui.jobs.targets.discover import Discovery, DiscoveryEvent
from xalias_tui.jobs.zones.read import ZonesRead
from xalias_tui.store.accepted import without
from xalias_tui.tui.state.auditor import Auditor, RepairKind
from xalias_tui.tui.state.engine import Engine, OnCall, OnProgress, Sides
from xalias_tui.tui.state.grouper import Grouper

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
class FakeEngine:
    """Everything in memory; ``gate`` holds back what is named in ``held`` until the test opens it."""

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

    def _called(self, name: str) -> None:
        self.asked.append(name)
        if name in self.held:
            assert self.gate.wait(20), f"the test never let {name} go on"
        if name in self.failing:
            raise self.failing[name]

    def on_sides(self, zones: tuple[str, ...], targets: tuple[str, ...]) -> Engine:
        return replace(self, sides=replace(self.sides, zones=zones, targets=targets))

    @property
    def auditor(self) -> Auditor:
        return FakeAuditor(self)

    @property
    def grouper(self) -> Grouper:
        return FakeGrouper(self)

    def survey(
        self, on_event: Callable[[AccountEvent], None], stop: threading.Event, *, refresh: bool = False
    ) -> tuple[Account, ...]:
        self._called("survey")
        on_event(Listed(tuple(account.profile for account in self.accounts), ""))
        for account in self.accounts:
            on_event(account)
        return self.accounts

    def renewed(self, profile: str) -> tuple[Account, ...]:
        return ()

    def awaited(self, profiles: tuple[str, ...]) -> str:
        return ""

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        self._called("sign in" if refresh else "who")
        return next(account for account in self.accounts if account.profile == profile)

    def read_zones(self, on_page: Callable[[tuple[Zone, ...]], None] | None = None) -> ZonesRead:
        self._called("zones")
        return ZonesRead(self.zones, self.unscanned)

    def read_records(self, zone: Zone, on_page: Callable[[tuple[RecordSet, ...]], None]) -> ZoneRecords:
        self._called("records")
        for at in range(0, len(self.records), 300):
            on_page(self.records[at : at + 300])
        return ZoneRecords(zone, self.records)

    def protections(self, zone: Zone) -> tuple[tuple[Protection, ...], tuple[Unscanned, ...]]:
        self._called("protections")
        return self.protected, ()

    def discover(self, on_event: Callable[[DiscoveryEvent], None], stop: threading.Event) -> Discovery:
        self._called("targets")
        on_event(discover.Progress(0, 2, 1))
        on_event(discover.Found(self.targets))
        for item in self.unscanned:
            on_event(discover.Missed(item))
        if stop.is_set():
            return Discovery(self.targets, self.unscanned, 1, 2)
        on_event(discover.Progress(2, 2, 1))
        return Discovery(self.targets, self.unscanned, 2, 2)

    def recognise(self, text: str) -> tuple[Recognition, Target]:
        self._called("recognise")
        name = DnsName.parse(text)
        known = name.is_inside(DnsName.parse("elb.amazonaws.com"))
        recognition = Recognition(
            "alb" if known else "", name, "eu-west-1" if known else "", "Z32O12XQLNTSW2", "table", ("A",), known,
            "" if known else "no AWS name", "" if known else "target-shape-unknown",
        )  # fmt: skip
        offline = target(name.bare, arn="", account_id="", profile="", dns_name=name, zone_id_origin="table", state="")
        if not known:
            offline = replace(offline, kind="", zone_id="", record_types=(), state="target-shape-unknown")
        return recognition, offline

    def inspect(self, target: Target, name: DnsName, on_call: OnCall) -> Target:
        on_call(1, "listeners")
        self._called("inspect")
        return replace(target, inspected_at=NOW)

    def forget_inspections(self) -> None:
        self.asked.append("forget inspections")

    def liveness(self, zones: tuple[Zone, ...]) -> Mapping[str, bool]:
        self._called("liveness")
        return self.live

    def plan_in_stages(self, draft: Draft, found: tuple[Target, ...], on_call: OnCall) -> Iterator[Planned]:
        assert draft.target is not None
        draft = replace(draft, target=self.inspect(draft.target, draft.name, on_call))
        self._called("surroundings")
        around = Surroundings(ZoneRecords(draft.zone, self.records), self.zones, targets=found)
        yield self._planned("validation", draft, around)
        if self.findings_of_world:
            self._called("world")
        yield self._planned("world", draft, replace(around, world=WorldView(delegation=self.delegation)))

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

    def follow(self, plan: Plan, on_progress: OnProgress, stop: threading.Event) -> Followed:
        resource = plan.awaits[0].resource
        on_progress(Progress(resource, "PENDING_VALIDATION"), 0.0)
        self._called("follow")
        if stop.is_set():
            return Followed((Progress(resource, "PENDING_VALIDATION"),), "it was stopped")
        on_progress(Progress(resource, "ISSUED", done=True), 5.0)
        return Followed((Progress(resource, "ISSUED", done=True),))

    def default_types(self, target: Target) -> tuple[str, ...]:
        return target.record_types

    def suggest_names(self, target: Target, zone: Zone) -> tuple[DnsName, ...]:
        names = [DnsName.parse(name) for name in target.hostnames]
        return tuple(name for name in names if name.is_inside(zone.name))

    def removal(self, zone: Zone, record: RecordSet) -> Plan:
        self._called("removal")
        types = same_alias(record, self.records)
        draft = Draft(zone, record.name, types, None, set_identifier=record.set_identifier)
        return propose(draft, ZoneRecords(zone, self.records))

    def conversion(self, zone: Zone, record: RecordSet) -> Plan:
        self._called("conversion")
        draft = Draft(
            zone, record.name, ("CNAME",), target(), replace=True, cname=Cname(DnsName.parse("lb.example.net"), 300)
        )
        return propose(draft, ZoneRecords(zone, self.records))

    def commit(self, plans: tuple[Plan, ...], *, allow_errors: bool, on_step: OnStep) -> tuple[Outcome, ...]:
        for at in range(len(plans)):
            on_step(Step("journalled", f"entry {at + 1}", NOW, at))
        self._called("undo" if plans[0].undoes else "commit" if len(plans) == 1 else "send many")
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
        self._called("verify")
        for step in self.world:
            tell(step)

    def history(self) -> tuple[Entry, ...]:
        self._called("history")
        return tuple(
            Entry(str(at), NOW, "arn:aws:sts::111111111111:assumed-role/dns/op", "dns-prod", DNS_ACCOUNT, plan.zone.id,
                  plan, "C1", "undone" if self.undone else "insync")
            for at, plan in enumerate(self.sent, 1)
        )  # fmt: skip

    def trace(self, name: DnsName, tell: Callable[[str], None]) -> Trace:
        tell("reading zones")
        self._called("trace")
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
        self._called("changes")
        known = tuple(change for change in self.known_changes if change.key.name == name)
        return ChangesOfName(name, known, (Reach("cloudtrail", DNS_ACCOUNT, NOW),), self.unscanned)

    def undo_plan(self, entry: str | None) -> Plan:
        self._called("undo plan")
        if not self.sent:
            raise UsageError("nothing-to-undo", "There is no change to undo.")
        return replace(self.sent[-1].inverse(), undoes=entry or str(len(self.sent)))


@dataclass
class FakeGrouper:
    """Reads groups from what the fake engine holds; the rest is as real as it gets."""

    engine: FakeEngine

    @property
    def known(self) -> Referable:
        return self.engine.referable

    def read(self, zone: Zone, name: DnsName, target: Target | None) -> tuple[GroupRead, Target | None]:
        self.engine._called("group")
        around = Surroundings(ZoneRecords(zone, self.engine.records), self.engine.zones, referable=self.known)
        joining = None if target is None else self.engine.inspect(target, name, lambda _calls, _what: None)
        return GroupRead(RoutingGroup.of(name, self.engine.records), around, self.engine.unscanned), joining

    def routing(self, read: GroupRead, policy: Policy, text: str) -> Routing:
        return routing_of(policy, text, read.around.referable)

    def led(
        self, group: RoutingGroup, identifier: str, target: Target, routing: Routing, types: tuple[str, ...] = ()
    ) -> RoutingGroup:
        fitting = types_for(target, types or group.types)
        if group.member(identifier) is None:
            return added(group, identifier, target, routing, fitting)
        return led_to(group, identifier, target, fitting)

    def judge(self, read: GroupRead, after: RoutingGroup, targets: Mapping[str, Target]) -> Plan:
        return judge_group(read, after, targets)


@dataclass
class FakeAuditor:
    """Judges what the fake engine holds; decisions are kept with the engine."""

    engine: FakeEngine

    def audit(self, tell: Callable[[str], None], stop: threading.Event) -> Audit:
        self.engine._called("audit")
        tell("reading zones")
        zone, others = self.engine.zones[0], self.engine.zones
        records = ZoneRecords(zone, self.engine.records)
        known = Inventory(self.engine.targets, self.engine.unscanned, accounts=(SHOP_ACCOUNT,))
        verdicts = judge_records([records], known)
        total = len(self.engine.records)
        return Audit(others, total, verdicts, self.engine.unscanned, known, 0.1, NOW, tuple(self.engine.decisions))

    def verdicts(
        self, records: ZoneRecords, targets: Sequence[Target], unscanned: Sequence[Unscanned]
    ) -> Mapping[RecordKey, AliasVerdict]:
        known = Inventory(tuple(targets), tuple(unscanned), accounts=(SHOP_ACCOUNT,))
        return {verdict.record.key: verdict for verdict in judge_records([records], known)}

    def uses(self, zones: Iterable[ZoneRecords], targets: tuple[Target, ...]) -> Mapping[str, int]:
        return {key: len(rows) for key, rows in uses_of(zones, targets).items()}

    def used_by(self, target: Target, tell: Callable[[str], None]) -> UsedBy:
        self.engine._called("used by")
        records = ZoneRecords(self.engine.zones[0], self.engine.records)
        return UsedBy(target, uses_of([records], (target,)).get(target.key, ()), self.engine.unscanned)

    def repair(self, kind: RepairKind, verdicts: Sequence[AliasVerdict], target: Target | None) -> tuple[Plan, ...]:
        self.engine._called(f"{kind} {len(verdicts)}")
        around = Surroundings(ZoneRecords(self.engine.zones[0], self.engine.records))
        plans = [
            judged(
                deleted((row.record,), (), around)
                if kind == "delete"
                else repointed((row.record,), (target or row.successor or self.engine.targets[0],), around),
                around,
            )
            for row in verdicts
        ]
        if self.engine.halved:
            return tuple(
                replace(plan, zone=zone) for plan, zone in zip(plans, itertools.cycle(self.engine.zones), strict=False)
            )
        return join(plans, around, comment="test")

    def accept(self, decisions: Sequence[Acceptance]) -> tuple[Acceptance, ...]:
        self.engine._called(f"accept {len(decisions)}")
        for decision in decisions:
            self.engine.decisions = (*without(self.engine.decisions, decision), decision)
        return self.engine.decisions

    def take_back(self, decisions: Sequence[Acceptance]) -> tuple[Acceptance, ...]:
        self.engine._called(f"take back {len(decisions)}")
        for decision in decisions:
            self.engine.decisions = without(self.engine.decisions, decision)
        return self.engine.decisions
