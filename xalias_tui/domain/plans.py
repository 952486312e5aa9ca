"""From a draft to a plan: the very changes that will be sent, and the way back.

Replacing is one batch ``[DELETE exactly what was read, CREATE new]``: Route 53 applies all or nothing and refuses the
DELETE when anybody changed the record meanwhile, which makes it a compare-and-swap. UPSERT, which overwrites silently,
is never planned (ChangeResourceRecordSets in the Route 53 API reference).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import field, replace
from datetime import datetime
from typing import Any, Final, Literal

from xalias_tui.domain.custody import NOBODY_ASKED, Custody
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.error_rules import DELETE_NOT_FOUND, TARGET_NOT_ALIASABLE
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.health_checks import Referable
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet, Routing, sorted_as_route53
from xalias_tui.domain.targets import Target
from xalias_tui.domain.validations import ValidationRecord
from xalias_tui.domain.zone_evidence import WorldView, ZoneState
from xalias_tui.domain.zones import Zone, ZoneRecords

Action = Literal["CREATE", "DELETE"]

_ANSWERED_BY_CNAME: Final = frozenset({"A", "AAAA", "CNAME", "HTTPS"})


@dataclass(frozen=True, slots=True)
class Change:
    """One element of a change batch."""

    action: Action
    record: RecordSet

    def inverse(self) -> Change:
        """The change that puts back what this one changed."""
        return Change("DELETE" if self.action == "CREATE" else "CREATE", self.record)


CNAME_TTL: Final = 300
"""Seconds of a CNAME unless told otherwise: Route 53's own default in its console."""
MOST_TTL: Final = 2_147_483_647
"""ResourceRecordSet.TTL in the Route 53 API reference; RFC 2181 limits it so."""


@dataclass(frozen=True, slots=True)
class Cname:
    """That the draft is a CNAME instead of an alias.

    Attributes:
        dns_name: Where it points; a preview sets what the kind of the target needs.
        ttl: Seconds that resolvers keep it; an alias has the TTL of its target instead.
    """

    dns_name: DnsName
    ttl: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What the operator wants, before anything is judged.

    Attributes:
        zone: The hosted zone that will hold the record.
        name: The record's name.
        types: Record types, e.g. ``("A", "AAAA")``.
        target: Where the alias is to point; None to remove the alias at ``name``.
        evaluate_target_health: Sent as given; Route 53 requires the element.
        routing: None for simple routing.
        set_identifier: Needed by every policy but simple.
        health_check_id: Attached health check.
        replace: Whether existing records at the name may be replaced.
        cname: Set where a CNAME is wanted, for what no alias can point to; ``types`` is ``("CNAME",)`` then.
        companions: Record sets that the same batch creates, such as those that validate the target's certificate.
    """

    zone: Zone
    name: DnsName
    types: tuple[str, ...]
    target: Target | None
    evaluate_target_health: bool = False
    routing: Routing | None = None
    set_identifier: str | None = None
    health_check_id: str | None = None
    replace: bool = False
    cname: Cname | None = None
    companions: tuple[RecordSet, ...] = ()

    def key(self, type_: str) -> RecordKey:
        """The key of the planned record set of a type."""
        return RecordKey(self.name, type_, self.set_identifier)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was read around a draft.

    Attributes:
        records: Records of the draft's zone; not ``complete`` when only the neighbourhood of the name was read.
        zones: Every zone of the zone accounts, as far as they could be read.
        zones_complete: Whether all zone accounts could be read.
        targets: Targets known on the target side.
        referable: What record sets of the zone may refer to by id.
        custody: Who else has a say over the zone's records.
        others: What was read of other zones that hold records which the target waits for.
        state: What AWS reports about the draft's zone beside its records; None where that was not asked.
        world: What the world outside AWS says; None if it was not asked.
        absent: What an audit would say of created records that end at nothing which any account has.
        reread: What was found when targets that were chosen from an inventory were read of their accounts.
    """

    records: ZoneRecords
    zones: tuple[Zone, ...] = ()
    zones_complete: bool = True
    targets: tuple[Target, ...] = ()
    referable: Referable = field(default_factory=Referable)
    custody: Custody = NOBODY_ASKED
    others: tuple[ZoneRecords, ...] = ()
    state: ZoneState | None = None
    world: WorldView | None = None
    absent: tuple[Finding, ...] = ()
    reread: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule judges: a draft, its surroundings and the changes that follow from both.

    Attributes:
        draft: What is wanted.
        around: What is known around it.
        changes: What follows.
        exists: Whether the record is there already, so that notes are not wanted (``Rule.is_note``): a finding that is
            one has no sentences, which an audit of many records would write for nothing.
    """

    draft: Draft
    around: Surroundings
    changes: tuple[Change, ...]
    exists: bool = False

    @property
    def zone(self) -> Zone:
        """The draft's zone."""
        return self.draft.zone

    @property
    def created(self) -> tuple[RecordSet, ...]:
        """Record sets that the changes create."""
        return tuple(change.record for change in self.changes if change.action == "CREATE")

    @property
    def deleted(self) -> tuple[RecordSet, ...]:
        """Record sets that the changes delete."""
        return tuple(change.record for change in self.changes if change.action == "DELETE")

    def after(self, name: DnsName, type_: str | None = None) -> tuple[RecordSet, ...]:
        """Record sets at a name once the changes are applied."""
        gone = {record.key for record in self.deleted}
        kept = [record for record in self.around.records.at(name, type_) if record.key not in gone]
        new = [r for r in self.created if r.name == name and type_ in (None, r.type)]
        return sorted_as_route53({record.key: record for record in (*kept, *new)}.values())


@dataclass(frozen=True, slots=True)
class Plan:
    """The exact change, as previewed, journalled and sent.

    Attributes:
        zone: Where it is sent; ``zone.account_id`` is the only account that it may be sent to.
        name: The record's name; the zone's where records of several names change together.
        target: Where it will point, or None.
        before: Record sets at the names and types concerned, as read.
        after: The same once applied.
        changes: In the order sent.
        findings: Most severe first.
        comment: Comment of the change batch.
        awaits: Validation records that the target waits for, wherever they belong.
        made_at: When what it was made from was read; None where that is not known.
        undoes: Journal entry that it undoes; empty where it is a change of its own.
    """

    zone: Zone
    name: DnsName
    target: Target | None
    before: tuple[RecordSet, ...]
    after: tuple[RecordSet, ...]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    comment: str = ""
    awaits: tuple[ValidationRecord, ...] = field(default=(), compare=False)
    made_at: datetime | None = field(default=None, compare=False)
    undoes: str = ""

    @property
    def batch(self) -> dict[str, Any]:
        """The ChangeBatch exactly as it goes over the wire."""
        batch: dict[str, Any] = {"Comment": self.comment} if self.comment else {}
        batch["Changes"] = [
            {"Action": change.action, "ResourceRecordSet": change.record.wire} for change in self.changes
        ]
        return batch

    @property
    def digest(self) -> str:
        """Identity of account, zone, batch and what it was made from: 64 hexadecimal digits (SHA-256)."""
        content = {
            "account_id": self.zone.account_id,
            "zone_id": self.zone.id,
            "batch": self.batch,
            "before": [record.wire for record in self.before],
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @property
    def names(self) -> tuple[DnsName, ...]:
        """Every name that the plan touches, in order; its own where it changes nothing."""
        records = (*self.before, *self.after, *(change.record for change in self.changes))
        return tuple(sorted({record.name for record in records})) or (self.name,)

    @property
    def replaces(self) -> bool:
        """Whether an existing record is deleted."""
        return any(change.action == "DELETE" for change in self.changes)

    @property
    def only_deletes(self) -> bool:
        """Whether records are deleted and none is created; other members of a routing group may stay."""
        return bool(self.changes) and all(change.action == "DELETE" for change in self.changes)

    def inverse(self) -> Plan:
        """The plan that puts back what was there before; unjudged."""
        order: dict[Action, int] = {"DELETE": 0, "CREATE": 1}
        undone = sorted(
            (change.inverse() for change in reversed(self.changes)), key=lambda change: order[change.action]
        )
        return Plan(
            zone=self.zone,
            name=self.name,
            target=None,
            before=self.after,
            after=self.before,
            changes=tuple(undone),
            comment=f"xalias: undo {self.digest[:12]}",
        )

    def judged(self, findings: Iterable[Finding]) -> Plan:
        """The same plan with its findings."""
        return replace(self, findings=tuple(findings))


def propose(draft: Draft, records: ZoneRecords) -> Plan:
    """The changes that a draft means, given the records that are there; unjudged.

    A CREATE is planned also where a record is in the way and ``draft.replace`` is not set: the plan then shows what
    Route 53 would refuse, and a finding says so.

    Raises:
        UsageError: when an alias is to be removed and there is none, or the target has no alias name.
    """
    if draft.target is None:
        changes = _removal(draft, records)
    elif draft.cname is not None:
        changes = _canonical(draft, draft.cname, records)
    else:
        changes = _creation(draft, draft.target, records)
    changes = _deletes_first((*changes, *_companions(draft, records)))
    deleted = {change.record.key for change in changes if change.action == "DELETE"}
    concerned = set(draft.types) | {key.type for key in deleted if key.name == draft.name}
    beside = {change.record.name for change in changes} - {draft.name}
    before = (
        *(record for record in records.at(draft.name) if record.type in concerned),
        *(record for name in sorted(beside) for record in records.at(name) if record.key in deleted),
    )
    kept = [record for record in before if record.key not in deleted]
    created = [change.record for change in changes if change.action == "CREATE"]
    after = {record.key: record for record in (*kept, *created)}
    return Plan(
        zone=draft.zone,
        name=draft.name,
        target=draft.target,
        before=before,
        after=sorted_as_route53(after.values()),
        changes=changes,
        comment=_comment(draft, changes),
        made_at=records.read_at,
    )


def without_name(target: Target) -> UsageError:
    """The error of a target to which no record can point, as AWS gives it no DNS name (yet)."""
    why = f"It has no DNS name ({target.state})."
    return UsageError.of(TARGET_NOT_ALIASABLE, remedy="Choose another target.", target=target.name, why=why)


def _creation(draft: Draft, target: Target, records: ZoneRecords) -> tuple[Change, ...]:
    if target.dns_name is None:
        raise without_name(target)
    alias = AliasRef(target.dns_name, target.zone_id, draft.evaluate_target_health)
    deletes: list[RecordSet] = []
    creates: list[RecordSet] = []
    for type_ in draft.types:
        wanted = RecordSet.alias_record(
            draft.key(type_), alias, routing=draft.routing, health_check_id=draft.health_check_id
        )
        standing = [record for record in records.at(draft.name, type_) if record.key == wanted.key]
        if wanted in standing:
            continue  # it is so already
        if draft.replace:
            deletes.extend(standing)
        creates.append(wanted)
    if draft.replace and creates and "CNAME" not in draft.types:
        deletes.extend(records.at(draft.name, "CNAME"))
    return (*(Change("DELETE", record) for record in deletes), *(Change("CREATE", record) for record in creates))


def _canonical(draft: Draft, cname: Cname, records: ZoneRecords) -> tuple[Change, ...]:
    """A CNAME has its name to itself: what answers with an address, or points to the same place, goes in the batch."""
    wanted = RecordSet.plain_record(draft.key("CNAME"), [cname.dns_name.route53], cname.ttl)
    led = None if draft.target is None else draft.target.dns_name
    standing = [
        record
        for record in records.at(draft.name)
        if record.type in _ANSWERED_BY_CNAME or (record.alias is not None and record.alias.dns_name == led)
    ]
    if wanted in standing:
        return ()
    deletes = [Change("DELETE", record) for record in standing] if draft.replace else []
    return (*deletes, Change("CREATE", wanted))


def _companions(draft: Draft, records: ZoneRecords) -> tuple[Change, ...]:
    """Those that are not there already; what stands under their keys is deleted where records may be replaced."""
    wanted = [record for record in dict.fromkeys(draft.companions) if record not in records.at(record.name)]
    keys = {record.key for record in wanted}
    standing = [row for record in wanted for row in records.at(record.name) if row.key in keys] if draft.replace else []
    return (*(Change("DELETE", row) for row in standing), *(Change("CREATE", record) for record in wanted))


def _deletes_first(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: change.action == "CREATE"))


def _removal(draft: Draft, records: ZoneRecords) -> tuple[Change, ...]:
    doomed = [
        record
        for record in records.at(draft.name)
        if (record.alias is not None or record.type == "CNAME")
        and (not draft.types or record.type in draft.types)
        and (draft.set_identifier is None or record.set_identifier == draft.set_identifier)
    ]
    if not doomed:
        zone = draft.zone
        raise UsageError.of(
            DELETE_NOT_FOUND, zone=zone.name.bare, zone_id=zone.id, record=f"alias or CNAME at {draft.name.bare}"
        )
    return tuple(Change("DELETE", record) for record in doomed)


def _comment(draft: Draft, changes: tuple[Change, ...]) -> str:
    if draft.target is None:
        what = "alias" if any(change.record.alias is not None for change in changes) else "CNAME"
        return f"xalias: remove {what}"
    if draft.cname is not None:
        return "xalias: replace with CNAME" if draft.replace else "xalias: create CNAME"
    return "xalias: replace with alias" if draft.replace else "xalias: create alias"
