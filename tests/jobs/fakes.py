"""Accounts and hosted zones in memory, strict where a commit depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.stage import accounts_here
from tests.targets.fakes import Answers, FakeAsk
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.custody import Protection
from xalias_tui.domain.errors import AwsError, ConflictError, OutcomeUnknownError, XaliasError
from xalias_tui.domain.hosted_zones import ChangeState, ChangeStatus
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.members import Member
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet, sorted_as_route53
from xalias_tui.domain.targets import Target
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.domain.zone_evidence import Signing
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.store.journal import Journal

HUB = "111111111111"
NOBODY_TELLS: Answers = {
    "cloudtrail.lookup_events": {"Events": []},
    "route53.list_resource_record_set_changes": LookupFailedError("FeatureNotEnabled", "Change History is not on."),
}
"""Who changed a record: an account in whose event history nothing stands."""
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def zone(id_: str = "Z1", name: str = "example.com", **fields: Any) -> Zone:
    defaults: dict[str, Any] = {
        "private": False,
        "account_id": HUB,
        "profile": "dns",
        "record_count": 3,
        "detailed": True,
    }
    return Zone(id=id_, name=DnsName.parse(name), **{**defaults, **fields})


def plain(name: str, type_: str = "A", *values: str, ttl: int = 300) -> RecordSet:
    records = [{"Value": value} for value in values or ("192.0.2.1",)]
    return RecordSet.from_wire({"Name": name, "Type": type_, "TTL": ttl, "ResourceRecords": records})


def alias(name: str, type_: str, target: str, zone_id: str = "Z32O12XQLNTSW2") -> RecordSet:
    return RecordSet.alias_record(
        RecordKey(DnsName.parse(name), type_), AliasRef(DnsName.parse(target), zone_id, evaluate_target_health=False)
    )


def balancer(name: str = "web", **fields: Any) -> Target:
    defaults: dict[str, Any] = {
        "kind": "alb",
        "arn": f"arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/{name}/1",
        "account_id": "222222222222",
        "profile": "shop",
        "region": "eu-west-1",
        "dns_name": DnsName.parse(f"dualstack.{name}-1.eu-west-1.elb.amazonaws.com"),
        "zone_id": "Z32O12XQLNTSW2",
        "zone_id_origin": "api",
        "record_types": ("A", "AAAA"),
        "state": "active",
        "internal": False,
        "inspected": True,
    }
    return Target(name=name, **{**defaults, **fields})


@dataclass
class FakeHostedZones:
    """One account's zones; applies a batch all or nothing, and fails as it is told to."""

    account: Account
    held: Sequence[Zone] = ()
    sets: dict[str, list[RecordSet]] = field(default_factory=dict)
    applied: list[Mapping[str, Any]] = field(default_factory=list)
    statuses: list[ChangeState] = field(default_factory=lambda: ["INSYNC"])
    lose_answer: bool = False
    lose_request: bool = False
    refuse: XaliasError | None = None
    unreadable: LookupFailedError | None = None
    reads: list[str] = field(default_factory=list)
    tagged: tuple[tuple[str, str], ...] | LookupFailedError = ()
    protected: tuple[Protection, ...] | LookupFailedError = ()

    def zones(self) -> Iterator[tuple[Zone, ...]]:
        self._read("zones")
        yield tuple(self.held)

    def zone(self, zone_id: str) -> Zone:
        self._read(f"zone {zone_id}")
        return next(held for held in self.held if held.id == zone_id)

    def records(self, zone: Zone) -> Iterator[tuple[RecordSet, ...]]:
        self._read(f"records {zone.id}")
        rows = sorted_as_route53(self.sets.get(zone.id, ()))
        for at in range(0, len(rows), 2):
            yield rows[at : at + 2]

    def records_at(self, zone: Zone, name: DnsName) -> tuple[RecordSet, ...]:
        self._read(f"at {name}")
        return tuple(record for record in self.sets.get(zone.id, ()) if record.name == name)

    def tags(self, zone: Zone) -> tuple[tuple[str, str], ...]:
        self._read(f"tags {zone.id}")
        return _told(self.tagged)

    def protections(self, zone: Zone) -> tuple[Protection, ...]:
        self._read(f"protections {zone.id}")
        return _told(self.protected)

    of_the_internet = False
    limit: int = 10_000
    signed: Signing = field(default_factory=lambda: Signing("NOT_SIGNING"))

    def record_limit(self, zone: Zone) -> int:
        self._read(f"limit {zone.id}")
        return self.limit

    def signing(self, zone: Zone) -> Signing:
        self._read(f"signing {zone.id}")
        return self.signed

    def change(
        self, zone: Zone, batch: Mapping[str, Any], on_wait: Callable[[str], None] | None = None
    ) -> ChangeStatus:
        if self.refuse is not None:
            raise self.refuse
        if self.lose_request:
            raise OutcomeUnknownError("no-answer", "The connection was closed.")
        rows = {record.key: record for record in self.sets.get(zone.id, ())}
        for step in batch["Changes"]:
            record = RecordSet.from_wire(step["ResourceRecordSet"])
            if step["Action"] == "DELETE" and rows.pop(record.key, None) != record:
                raise ConflictError("InvalidChangeBatch", f"[Tried to delete {record.key} but it was not found]")
            if step["Action"] == "CREATE":
                if record.key in rows:
                    raise ConflictError("InvalidChangeBatch", f"[Tried to create {record.key} but it already exists]")
                rows[record.key] = record
        self.sets[zone.id] = list(rows.values())
        self.applied.append(batch)
        if self.lose_answer:
            raise OutcomeUnknownError("no-answer", "The connection was closed.")
        return ChangeStatus("C1", "PENDING", NOON)

    def change_status(self, change_id: str) -> ChangeStatus:
        self._read(f"change {change_id}")
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        return ChangeStatus(change_id, status, NOON)

    def _read(self, what: str) -> None:
        self.reads.append(what)
        if self.unreadable is not None:
            raise self.unreadable


def _told(answer: tuple[Any, ...] | LookupFailedError) -> tuple[Any, ...]:
    if isinstance(answer, LookupFailedError):
        raise answer
    return answer


@dataclass
class FakeAccounts:
    """Profiles in memory; ``answers`` of a profile are what its regions say."""

    people: Mapping[str, Account]
    hosted: Mapping[str, FakeHostedZones] = field(default_factory=dict)
    answers: Mapping[str, Answers] = field(default_factory=dict)
    regions: Mapping[str, tuple[str, ...] | LookupFailedError | AwsError] = field(default_factory=dict)
    unsupported: frozenset[tuple[str, str]] = frozenset()
    asked: list[FakeAsk] = field(default_factory=list)

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        return self.people.get(profile) or Account(
            profile, state="missing", message=f"Profile {profile} does not exist.", remedy="Choose another one."
        )

    def ask(self, profile: str, region: str) -> FakeAsk:
        who = self._ready(profile)
        ask = FakeAsk({**NOBODY_TELLS, **self.answers.get(profile, {})}, region)
        ask.account_id, ask.profile = who.account_id, profile
        self.asked.append(ask)
        return ask

    def enabled_regions(self, profile: str) -> tuple[str, ...]:
        found = self.regions.get(profile, ("eu-west-1",))
        if isinstance(found, (LookupFailedError, AwsError)):
            raise found
        return found

    def supports(self, service: str, region: str) -> bool:
        return (service, region) not in self.unsupported

    def members(self, way: WayIn) -> tuple[Member, ...]:
        del way
        return ()

    def hosted_zones(self, profile: str) -> FakeHostedZones:
        self._ready(profile)
        return self.hosted[profile]

    def _ready(self, profile: str) -> Account:
        who = self.who(profile)
        if who.state != "ready":
            raise AwsError(who.state, who.message, who.remedy)
        return who


@dataclass
class FakeTime:
    """A clock that only ``sleep`` moves."""

    at: datetime = NOON
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep)


def hub(*records: RecordSet, zones: Sequence[Zone] | None = None) -> FakeHostedZones:
    held = [zone()] if zones is None else zones
    account = Account("dns", HUB, f"arn:aws:iam::{HUB}:user/operator")
    return FakeHostedZones(account, held, {held[0].id: list(records)} if held else {})


def workspace(folder: Path, accounts: FakeAccounts, **options: Any) -> Workspace:
    settings = folder / "config.toml"
    settings.touch()
    defaults: dict[str, Any] = {"zone_profiles": ("dns",), "target_profiles": ("shop",), "config": settings}
    return Workspace(Options(**{**defaults, **options}), accounts=accounts, journal=Journal(folder / "journal.jsonl"))


def of_hub(folder: Path, hosted: FakeHostedZones, **options: Any) -> Workspace:
    """A workspace whose only account is the hub."""
    return workspace(folder, FakeAccounts({"dns": hosted.account}, {"dns": hosted}), **options)


def over_wire(folder: Path, **options: Any) -> Workspace:
    """A workspace that asks the demo organisation over HTTP, by default for the ALBs of ``shop-prod`` in Ireland."""
    settings = folder / "config.toml"
    settings.touch()
    usual = {
        "zone_profiles": ("dns-prod",),
        "target_profiles": ("shop-prod",),
        "regions": ("eu-west-1",),
        "kinds": ("alb",),
        "config": settings,
    }
    chosen = Options(**{**usual, **options})
    accounts = accounts_here(read_only=chosen.read_only)
    return Workspace(chosen, accounts=accounts, journal=Journal(folder / "journal.jsonl"))
