"""Resource record sets: what Route 53 returned, kept losslessly, and a reading of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import lru_cache
from typing import Any, Final, Self, TypeVar

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.names import DnsName, name_of_listing
from xalias_tui.domain.routing import ROUTING_FIELDS, WIRE_FIELD, Policy, Routing

V = TypeVar("V")

__all__ = ["AliasRef", "Policy", "RecordKey", "RecordSet", "Routing", "sorted_as_route53"]

_MEMBERS: Final = frozenset(
    (*ROUTING_FIELDS, "Name", "Type", "SetIdentifier", "TTL", "ResourceRecords", "AliasTarget", "HealthCheckId",
     "TrafficPolicyInstanceId")
)  # fmt: skip
"""Members of ResourceRecordSet in the Route 53 API reference."""
_MEMBERS_OF_MOST: Final = frozenset(("Name", "Type", "TTL", "ResourceRecords", "AliasTarget"))
"""Of a record set with simple routing, which nearly all have."""
_MEMBERS_OF_ALIAS: Final = frozenset(("DNSName", "HostedZoneId", "EvaluateTargetHealth"))
_UNLISTED: Final = "an attribute that this endpoint of Route 53 does not list"
_PLACEHOLDER: Final = "This resource record set includes an attribute that is unsupported on this Route 53 endpoint."

_SHARED: Final = 4_096
"""Values of which records have the same; those that were read last."""
_SHARED_TARGETS: Final = 16_384
"""The same of alias targets, which are also dearer to make."""

_TEXT: Final = frozenset({str})

_compact: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_quoted: Final = json.encoder.encode_basestring_ascii


@dataclass(frozen=True, slots=True)
class RecordKey:
    """What identifies a record set inside its zone."""

    name: DnsName
    type: str
    set_identifier: str | None = None

    def __lt__(self, other: RecordKey) -> bool:
        own = (self.name, self.type, self.set_identifier or "")
        return own < (other.name, other.type, other.set_identifier or "")

    def __str__(self) -> str:
        suffix = f" ({self.set_identifier})" if self.set_identifier else ""
        return f"{self.name} {self.type}{suffix}"


@dataclass(frozen=True, slots=True)
class AliasRef:
    """Where an alias record points.

    Attributes:
        dns_name: The target's name.
        zone_id: Hosted zone id of the target's service, region or zone; never the record's own unless same-zone.
        evaluate_target_health: Whether Route 53 follows the target's health.
    """

    dns_name: DnsName
    zone_id: str
    evaluate_target_health: bool

    @property
    def bare_zone_id(self) -> str:
        """The zone id without the ``/hostedzone/`` that some tools write before it."""
        return self.zone_id.rpartition("/")[2]

    @property
    def zone_words(self) -> str:
        """The zone id in words; a target that is not known may have none."""
        return f"zone id {self.zone_id}" if self.zone_id else "no zone id"


@dataclass(frozen=True, slots=True)
class RecordSet:
    """One resource record set.

    Equality is by content of the wire form: two record sets are equal when Route 53 would store the same.

    Attributes:
        key: Name, type and set identifier.
        ttl: Seconds; None for an alias.
        values: Plain values; empty for an alias, and where Route 53 lists a sentence in their place.
        alias: The alias target, or None.
        routing: The routing policy, or None for simple.
        health_check_id: Id of the attached health check.
        traffic_policy_instance_id: Set where a traffic policy owns the record.
        unknown: Members of the wire form that this program does not know; a change would not keep what they mean.
    """

    key: RecordKey
    ttl: int | None
    values: tuple[str, ...]
    alias: AliasRef | None
    routing: Routing | None
    health_check_id: str | None = None
    traffic_policy_instance_id: str | None = None
    unknown: tuple[str, ...] = ()
    _kept: str | None = field(default=None, repr=False, compare=False)
    """The wire form as canonical JSON where it says more than the attributes do: nearly all can be made of these."""

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read a ResourceRecordSet as the API returns it.

        Raises:
            InvalidNameError: when a name in it is no DNS name.
        """
        alias = wire.get("AliasTarget")
        values = tuple([item["Value"] for item in wire.get("ResourceRecords", ())])
        routing, hidden = None, _hides_values(wire, values)
        is_usual = wire.keys() <= _MEMBERS_OF_MOST
        if not is_usual:
            policies = (
                Routing(policy, wire[name]) for name, policy in ROUTING_FIELDS.items() if wire.get(name) is not None
            )
            routing = next(policies, None)
        read = cls(
            key=RecordKey(name_of_listing(wire["Name"]), sys.intern(wire["Type"]), wire.get("SetIdentifier")),
            ttl=_shared(wire.get("TTL")),
            values=() if hidden else _shared(values),
            alias=None
            if alias is None
            else _alias(alias["DNSName"], alias["HostedZoneId"], bool(alias["EvaluateTargetHealth"])),
            routing=routing,
            health_check_id=wire.get("HealthCheckId"),
            traffic_policy_instance_id=wire.get("TrafficPolicyInstanceId"),
            unknown=() if is_usual and alias is None and not hidden else _unknown(wire, hidden=hidden),
        )
        if not read._says_all_of(wire):
            object.__setattr__(read, "_kept", _compact(wire))
        return read

    def _says_all_of(self, wire: Mapping[str, Any]) -> bool:
        """Whether the wire form can be made of the attributes, exactly: ``1`` equals ``True``, and is another text."""
        if self.alias is not None:
            exact = wire["AliasTarget"]["EvaluateTargetHealth"] is self.alias.evaluate_target_health
        else:
            exact = type(self.ttl) is int and _TEXT.issuperset(map(type, self.values))
        return exact and self._usual == wire

    @property
    def _usual(self) -> dict[str, Any]:
        """The wire form of a record of these attributes with simple routing."""
        wire: dict[str, Any] = {"Name": self.key.name.route53, "Type": self.key.type}
        if self.alias is not None:
            wire["AliasTarget"] = {
                "HostedZoneId": self.alias.zone_id,
                "DNSName": self.alias.dns_name.route53,
                "EvaluateTargetHealth": self.alias.evaluate_target_health,
            }
        else:
            wire |= {"TTL": self.ttl, "ResourceRecords": [{"Value": value} for value in self.values]}
        return wire

    @classmethod
    def alias_record(
        cls,
        key: RecordKey,
        alias: AliasRef,
        *,
        routing: Routing | None = None,
        health_check_id: str | None = None,
    ) -> Self:
        """A new alias record set, in the form that Route 53 will list it."""
        wire: dict[str, Any] = {"Name": key.name.route53, "Type": key.type}
        if key.set_identifier is not None:
            wire["SetIdentifier"] = key.set_identifier
        if routing is not None:
            wire[WIRE_FIELD[routing.policy]] = routing.value
        wire["AliasTarget"] = {
            "HostedZoneId": alias.zone_id,
            "DNSName": alias.dns_name.route53,
            "EvaluateTargetHealth": alias.evaluate_target_health,
        }
        if health_check_id is not None:
            wire["HealthCheckId"] = health_check_id
        return cls.from_wire(wire)

    @classmethod
    def plain_record(cls, key: RecordKey, values: Iterable[str], ttl: int) -> Self:
        """A new record set of plain values, in the form that Route 53 will list it."""
        return cls.from_wire(
            {
                "Name": key.name.route53,
                "Type": key.type,
                "TTL": ttl,
                "ResourceRecords": [{"Value": value} for value in values],
            }
        )

    @property
    def wire(self) -> dict[str, Any]:
        """A fresh copy of the wire form: what a DELETE must carry to match, what a CREATE sends."""
        document: dict[str, Any] = self._usual if self._kept is None else json.loads(self._kept)
        return document

    @property
    def wire_json(self) -> str:
        """Exactly what Route 53 returned, or what will be sent, as canonical JSON."""
        return self._made_json() if self._kept is None else self._kept

    def _made_json(self) -> str:
        """The wire form as ``_compact`` writes it, in a third of the time: it is made for each row of a listing."""
        name, type_ = _quoted(self.key.name.route53), _quoted(self.key.type)
        if self.alias is not None:
            to, zone_id = _quoted(self.alias.dns_name.route53), _quoted(self.alias.zone_id)
            health = "true" if self.alias.evaluate_target_health else "false"
            target = f'{{"DNSName":{to},"EvaluateTargetHealth":{health},"HostedZoneId":{zone_id}}}'
            return f'{{"AliasTarget":{target},"Name":{name},"Type":{type_}}}'
        values = ",".join([f'{{"Value":{_quoted(value)}}}' for value in self.values])
        return f'{{"Name":{name},"ResourceRecords":[{values}],"TTL":{self.ttl},"Type":{type_}}}'

    @property
    def name(self) -> DnsName:
        """The record's name."""
        return self.key.name

    @property
    def type(self) -> str:
        """The record's type, e.g. ``A``."""
        return self.key.type

    @property
    def set_identifier(self) -> str | None:
        """What tells records of one routing group apart."""
        return self.key.set_identifier

    @property
    def leads_to(self) -> DnsName | None:
        """The name that an alias or a CNAME points to; None for other records, and where the value is no DNS name."""
        if self.alias is not None:
            return self.alias.dns_name
        if self.type != "CNAME" or not self.values:
            return None
        try:
            return DnsName.from_route53(self.values[0])
        except InvalidNameError:
            return None

    @property
    def policy(self) -> str:
        """The routing policy's name, ``simple`` where there is none, ``unknown`` where it may be one not known here."""
        if self.routing is not None:
            return self.routing.policy
        return "unknown" if self.unknown else "simple"

    @property
    def membership(self) -> str:
        """Its place in a routing group, e.g. ``weighted 10, blue``; empty where neither policy nor identifier is given.

        What only one of them is given for is said too: Route 53 refuses it.
        """
        identifier = self.set_identifier
        if self.routing is None and identifier is None:
            return ""
        policy = str(self.routing or "no routing policy")
        if identifier is None:
            return f"{policy}, no set identifier"
        return f"{policy}, {identifier or 'empty set identifier'}"

    def summary(self) -> str:
        """Where the record leads, in one line: ``alias → name`` or its values with their TTL."""
        if self.alias is not None:
            return f"alias → {self.alias.dns_name}"
        if self.traffic_policy_instance_id is not None:
            return f"traffic policy instance {self.traffic_policy_instance_id}"
        return f"{', '.join(self.values) or ', '.join(self.unknown)} (TTL {self.ttl})"

    @property
    def details(self) -> str:
        """What ``summary`` leaves out, in one line: zone id and target health of an alias, routing, health check."""
        details = []
        if self.alias is not None:
            health = "on" if self.alias.evaluate_target_health else "off"
            details += [self.alias.zone_words, f"evaluate target health {health}"]
        if self.routing is not None:
            details.append(str(self.routing))
        if self.health_check_id is not None:
            details.append(f"health check {self.health_check_id}")
        return " · ".join(details)


@lru_cache(maxsize=_SHARED, typed=True)
def _shared(value: V) -> V:
    """The same value for all records that have an equal one: most of a zone share a TTL, and many where they point."""
    return value


@lru_cache(maxsize=_SHARED_TARGETS)
def _alias(dns_name: str, zone_id: str, evaluate_target_health: bool) -> AliasRef:  # noqa: FBT001 -- as it is listed
    """The same for all records that point to it.

    Raises:
        InvalidNameError: when the name is no DNS name.
    """
    return AliasRef(DnsName.from_route53(dns_name), zone_id, evaluate_target_health)


def _unknown(wire: Mapping[str, Any], *, hidden: bool) -> tuple[str, ...]:
    of_alias = (wire.get("AliasTarget") or {}).keys()
    if not hidden and wire.keys() <= _MEMBERS and of_alias <= _MEMBERS_OF_ALIAS:
        return ()
    names = wire.keys() - _MEMBERS | of_alias - _MEMBERS_OF_ALIAS
    if hidden and not wire.get("TrafficPolicyInstanceId"):
        names.add(_UNLISTED)
    return tuple(sorted(names))


def _hides_values(wire: Mapping[str, Any], values: Iterable[str]) -> bool:
    """Whether Route 53 lists a sentence of its own in place of values: those of a traffic policy, or of a new feature.

    The sentence is in no document; it was reported in barnybug/cli53#148 and turbot/steampipe-plugin-aws#980.
    """
    if wire.get("TrafficPolicyInstanceId") is not None and wire.get("TTL") is None:
        return True
    for value in values:  # noqa: SIM110 -- in a zone of 10,000 records a generator for each is felt
        if value.startswith(_PLACEHOLDER):
            return True
    return False


def same_alias(record: RecordSet, standing: Iterable[RecordSet]) -> tuple[str, ...]:
    """Types of the aliases at a record's name, and in its place of a routing group, that lead where it leads."""
    place = (record.name, record.set_identifier, record.alias and record.alias.dns_name)
    return tuple(
        other.type
        for other in standing
        if other.alias is not None and (other.name, other.set_identifier, other.alias.dns_name) == place
    )


def sorted_as_route53(records: Iterable[RecordSet]) -> tuple[RecordSet, ...]:
    """Records in Route 53's listing order: by name, then type, then set identifier.

    Names are compared as text, labels reversed and each followed by a dot, so that ``www-1`` comes before ``www``
    (Route 53 API reference, ListResourceRecordSets).
    """
    return tuple(sorted(records, key=lambda record: (_reversed(record.name), record.type, record.set_identifier or "")))


def _reversed(name: DnsName) -> str:
    return ".".join(reversed(name.route53.removesuffix(".").split("."))) + "."
