"""A routing group as one value: every record set of a name that Route 53 chooses between, edited together.

Members are told apart by their set identifier; the A and the AAAA record of a member move together. Editing gives
another group, ``regroup`` the plan that leads from one to the other: members that stay as they are appear in no change.
A name with simple routing is a group of one member that has no set identifier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.error_rules import ROUTING_POLICY_MIX, SET_IDENTIFIER_DUPLICATE
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Change, Plan
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet, sorted_as_route53
from xalias_tui.domain.routing import ROUTING_FIELDS, WIRE_FIELD, Policy, Routing, value_text
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zone_ids import reverse
from xalias_tui.domain.zones import ZoneRecords

LEADING_TYPES: Final = ("A", "AAAA", "HTTPS", "CNAME")
"""Types by which clients find a server: what a name with simple routing resolves to."""


@dataclass(frozen=True, slots=True)
class Member:
    """The record sets of a group that share a set identifier, one a type.

    Attributes:
        set_identifier: None for simple routing.
        records: In order of type; at least one.
    """

    set_identifier: str | None
    records: tuple[RecordSet, ...]

    @property
    def routing(self) -> Routing | None:
        """Its policy and value; that of its first type, where types differ."""
        return self.records[0].routing

    @property
    def value(self) -> str:
        """The value of its policy as people write it; empty for simple routing."""
        return value_text(self.routing) if self.routing else ""

    @property
    def types(self) -> tuple[str, ...]:
        """Its record types."""
        return tuple(record.type for record in self.records)

    @property
    def health_check_id(self) -> str | None:
        """The health check of its records; that of its first type, where types differ."""
        return self.records[0].health_check_id

    @property
    def evaluate_target_health(self) -> bool | None:
        """Whether Route 53 follows its target's health; None where no record of it is an alias."""
        flags = [record.alias.evaluate_target_health for record in self.records if record.alias is not None]
        return all(flags) if flags else None

    def summary(self) -> str:
        """Where it leads, in one line."""
        return " · ".join(dict.fromkeys(record.summary() for record in self.records))


@dataclass(frozen=True, slots=True)
class RoutingGroup:
    """The members of one name.

    Attributes:
        name: The name.
        members: In order of set identifier; none where nothing is at the name yet.
    """

    name: DnsName
    members: tuple[Member, ...] = ()

    @classmethod
    def of(cls, name: DnsName, records: Iterable[RecordSet], types: Iterable[str] = ()) -> RoutingGroup:
        """The group at a name: what has a routing policy there; where nothing has, what leads clients somewhere.

        Args:
            name: The name.
            records: Record sets, of other names too.
            types: Only these record types; empty for those that the name decides.
        """
        wanted = frozenset(types)
        here = [record for record in records if record.name == name and (not wanted or record.type in wanted)]
        routed = [record for record in here if record.routing is not None]
        simple = [record for record in here if record.type in LEADING_TYPES or record.alias is not None]
        return cls(name, _members(name, here if wanted else routed or simple))

    @property
    def records(self) -> tuple[RecordSet, ...]:
        """Record sets of every member."""
        return tuple(record for member in self.members for record in member.records)

    @property
    def types(self) -> tuple[str, ...]:
        """Record types of any member."""
        return tuple(sorted({record.type for record in self.records}))

    @property
    def policies(self) -> tuple[str, ...]:
        """Every policy in it, ``simple`` among them; more than one where types are routed differently."""
        return tuple(sorted({record.policy for record in self.records}))

    @property
    def policy(self) -> str:
        """Its policy, ``simple`` if it is not a group or is empty; several joined by ``+``."""
        return "+".join(self.policies) or "simple"

    def member(self, set_identifier: str | None) -> Member | None:
        """The member of a set identifier."""
        return next((member for member in self.members if member.set_identifier == set_identifier), None)

    def shares(self, type_: str) -> Mapping[str, float]:
        """Part of the answers of a type that each weighted member gets while all are healthy, 0 to 1.

        Weights that are all zero share equally (ResourceRecordSet.Weight in the Route 53 API reference).
        """
        return weighted_shares(record for record in self.records if record.type == type_)

    def share_text(self, member: Member) -> str:
        """The shares of a member in words, e.g. ``90%``; several where its types differ, empty unless weighted."""
        shares = [self.shares(type_).get(member.set_identifier or "") for type_ in member.types]
        return " / ".join(dict.fromkeys(f"{share:.0%}" for share in shares if share is not None))

    # -- edits

    def added(self, routing: Routing, set_identifier: str, records: Iterable[RecordSet]) -> RoutingGroup:
        """One more member, made of record sets whose own name, routing and identifier do not matter.

        Raises:
            UsageError: ``set-identifier-duplicate`` when there is such a member already.
        """
        if self.member(set_identifier) is not None:
            raise UsageError.of(SET_IDENTIFIER_DUPLICATE, id=set_identifier, name=self.name.bare)
        fresh = [_routed(record, set_identifier, routing) for record in records]
        return self._holding((*self.records, *fresh))

    def without(self, set_identifier: str | None) -> RoutingGroup:
        """One member less."""
        gone = self.known(set_identifier)
        return replace(self, members=tuple(member for member in self.members if member is not gone))

    def valued(self, set_identifier: str, routing: Routing) -> RoutingGroup:
        """Another value for one member, under the policy of the group.

        Raises:
            UsageError: when the value is one of another policy, or there is no such member.
        """
        if self.policies != (routing.policy,):
            remedy = "Give every member a value of the new policy."
            name, policy = self.name.bare, self.policy
            raise UsageError.of(ROUTING_POLICY_MIX, remedy=remedy, name=name, policy=policy, new=routing.policy)
        return self._each(set_identifier, lambda record: _routed(record, set_identifier, routing))

    def under(self, policy: Policy, values: Mapping[str, Any]) -> RoutingGroup:
        """The whole group under a policy, each member with its own value in the wire form.

        Failover needs evaluate target health of every alias that can have it (ResourceRecordSet.Failover).

        Raises:
            UsageError: when a member has no value, or no set identifier yet.
        """
        missing = [member.set_identifier or "the simple record" for member in self.members]
        missing = [each for each in missing if each not in values]
        if missing:
            raise UsageError(
                "routing-value",
                f"Under {policy} routing {', '.join(missing)} would have no value.",
                "Give every member a value, or remove the ones that have none.",
            )
        changed = []
        for record in self.records:
            identifier = record.set_identifier or ""
            routed = _routed(record, identifier, Routing(policy, values[identifier]))
            changed.append(_evaluated(routed, value=True) if policy == "failover" else routed)
        return self._holding(changed)

    def identified(self, set_identifier: str | None, new: str) -> RoutingGroup:
        """Another set identifier for one member; the first one, where it is the record of simple routing."""
        self.known(set_identifier)
        if new != set_identifier and self.member(new) is not None:
            raise UsageError.of(SET_IDENTIFIER_DUPLICATE, id=new, name=self.name.bare)
        return self._each(set_identifier, lambda record: _changed(record, SetIdentifier=new))

    def checked(self, set_identifier: str | None, health_check_id: str | None) -> RoutingGroup:
        """Another health check for one member, or none."""
        return self._each(set_identifier, lambda record: _changed(record, HealthCheckId=health_check_id))

    def evaluating(self, set_identifier: str | None, *, value: bool) -> RoutingGroup:
        """Whether Route 53 follows the target's health of one member; where that is forbidden it stays off."""
        return self._each(set_identifier, lambda record: _evaluated(record, value=value))

    def led_to(self, set_identifier: str | None, alias: AliasRef, types: Iterable[str]) -> RoutingGroup:
        """One member with another target, as aliases of these types; each keeps the routing and health check it had.

        A type that the member had not gets those of its first type.
        """
        old = self.known(set_identifier)
        by_type = {record.type: record for record in old.records}
        made = []
        for type_ in types:
            like = by_type.get(type_, old.records[0])
            key = RecordKey(self.name, type_, set_identifier)
            made.append(RecordSet.alias_record(key, alias, routing=like.routing, health_check_id=like.health_check_id))
        return self._holding((*(record for record in self.records if record not in old.records), *made))

    def simple(self, set_identifier: str | None) -> RoutingGroup:
        """Back to simple routing: one member stays, without policy, identifier and health check, which do nothing."""
        kept = self.known(set_identifier)
        return self._holding(_routed(_changed(record, HealthCheckId=None), None, None) for record in kept.records)

    def known(self, set_identifier: str | None) -> Member:
        """The member of a set identifier.

        Raises:
            UsageError: ``set-identifier-unknown`` when there is none.
        """
        member = self.member(set_identifier)
        if member is None:
            there = ", ".join(other.set_identifier or "a simple record" for other in self.members) or "nothing"
            raise UsageError(
                "set-identifier-unknown",
                f"{self.name} has no member {set_identifier}; it has {there}.",
                "Give the set identifier of one that is there, or a target for a new one.",
            )
        return member

    def _each(self, set_identifier: str | None, edit: Callable[[RecordSet], RecordSet]) -> RoutingGroup:
        mine = self.known(set_identifier).records
        return self._holding(edit(record) if record in mine else record for record in self.records)

    def _holding(self, records: Iterable[RecordSet]) -> RoutingGroup:
        return replace(self, members=_members(self.name, records))


def regroup(records: ZoneRecords, before: RoutingGroup, after: RoutingGroup, *, target: Target | None = None) -> Plan:
    """The plan that makes one group of another in one atomic batch; unjudged.

    What was read is deleted exactly as it was read, so that Route 53 refuses when anybody changed it meanwhile.
    """
    deletes = [record for record in before.records if record not in after.records]
    creates = [record for record in after.records if record not in before.records]
    concerned = {*before.types, *after.types}
    standing = tuple(record for record in records.at(before.name) if record.type in concerned)
    gone = {record.key for record in deletes}
    then = {record.key: record for record in standing if record.key not in gone}
    then |= {record.key: record for record in creates}
    return Plan(
        zone=records.zone,
        name=before.name,
        target=target,
        before=standing,
        after=sorted_as_route53(then.values()),
        changes=(*(Change("DELETE", record) for record in deletes), *(Change("CREATE", record) for record in creates)),
        comment="xalias: change routing group",
        made_at=records.read_at,
    )


def weighted_shares(records: Iterable[RecordSet]) -> Mapping[str, float]:
    """The part of each weighted record set of one name and type, by set identifier; others have none."""
    weights = dict(_weights(records))
    total = sum(weights.values())
    return {identifier: weight / total if total else 1 / len(weights) for identifier, weight in weights.items()}


def may_evaluate(alias: AliasRef) -> bool:
    """Whether Route 53 takes evaluate target health for an alias: not where CloudFront serves it.

    Source: AliasTarget.EvaluateTargetHealth in the Route 53 API reference; all that CloudFront serves has one zone id.
    """
    return all(entry.service != "cloudfront" for entry in reverse(alias.zone_id))


def _members(name: DnsName, records: Iterable[RecordSet]) -> tuple[Member, ...]:
    found: dict[str | None, list[RecordSet]] = {}
    for record in sorted_as_route53(_named(record, name) for record in records):
        found.setdefault(record.set_identifier, []).append(record)
    ordered = sorted(found.items(), key=lambda item: item[0] or "")
    return tuple(Member(identifier, tuple(rows)) for identifier, rows in ordered)


def _weights(records: Iterable[RecordSet]) -> Iterator[tuple[str, int]]:
    for record in records:
        routing = record.routing
        if routing is not None and routing.policy == "weighted" and record.set_identifier is not None:
            yield record.set_identifier, int(routing.value)


def _changed(record: RecordSet, **fields: Any) -> RecordSet:
    """The record set with other fields of the wire form; None leaves a field out."""
    wire = {**record.wire, **fields}
    return RecordSet.from_wire({name: value for name, value in wire.items() if value is not None})


def _routed(record: RecordSet, set_identifier: str | None, routing: Routing | None) -> RecordSet:
    fields: dict[str, Any] = dict.fromkeys(ROUTING_FIELDS)
    if routing is not None:
        fields[WIRE_FIELD[routing.policy]] = routing.value
    return _changed(record, SetIdentifier=set_identifier, **fields)


def _evaluated(record: RecordSet, *, value: bool) -> RecordSet:
    if record.alias is None:
        return record
    evaluates = value and may_evaluate(record.alias)
    return _changed(record, AliasTarget={**record.wire["AliasTarget"], "EvaluateTargetHealth": evaluates})


def _named(record: RecordSet, name: DnsName) -> RecordSet:
    return record if record.name == name else _changed(record, Name=name.route53)
