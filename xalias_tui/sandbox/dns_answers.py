"""What the DNS answers in the simulated world: registries, resolvers, and the name servers of public zones.

Who answers follows from the question. With *recursion desired* a resolver does. Otherwise a registry answers for the NS
and DS records of a hosted zone, and its name servers for everything else. Aliases answer with an address where their
target exists, and with no record where it does not, as Route 53 does. The resolver validates: it answers SERVFAIL for a
zone whose keys are not those that the registry publishes.

Sources: RFC 1034 (section 3.6.2: CNAME), RFC 2308 (negative answers), RFC 4592 (wildcards), RFC 6604 (the response code
of a chain is that of its last name); Route 53 Developer Guide: routing-policy-multivalue (up to eight values).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import dns.flags
import dns.message
import dns.opcode
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from xalias_tui.sandbox.route53.traffic_policies import values_of_instance
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.world import World

REGISTRY: Final = "registry.test."
ADDRESS: Final = "127.0.0.1"
REFUSING: Final = "127.0.0.2"
_PROOFS: Final = ".acm-validations.aws."
"""The zone of ACM whose names the CNAMEs of certificates point to."""
_TTL: Final = 60
"""Seconds for which an alias to an AWS resource, and what does not come from a hosted zone, may be kept."""
_LONGEST_CHAIN: Final = 8
_MOST_VALUES: Final = 8


class Answers:
    """Answers the questions of the DNS.

    Args:
        world: Whose zones are served, as they are at each question.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def reply(self, query: dns.message.Message) -> dns.message.Message:
        """The answer to a question."""
        reply = dns.message.make_response(query)
        if query.opcode() != dns.opcode.QUERY or len(query.question) != 1:
            reply.set_rcode(dns.rcode.NOTIMP if len(query.question) == 1 else dns.rcode.FORMERR)
            return reply
        question = query.question[0]
        name, type_ = question.name.to_text().lower(), dns.rdatatype.to_text(question.rdtype)
        if question.rdclass != dns.rdataclass.IN:
            reply.set_rcode(dns.rcode.REFUSED)
        elif query.flags & dns.flags.RD:
            reply.flags |= dns.flags.RA
            self._resolve(reply, name, type_)
        elif type_ == "NS" and self._delegation(name):
            _add(reply.authority, name, "NS", [f"{server}." for server in self._delegation(name)])
        else:
            reply.flags |= dns.flags.AA
            self._serve(reply, name, type_)
        return reply

    def _serve(self, reply: dns.message.Message, name: str, type_: str) -> None:
        """What a registry says about keys and unregistered names, and zones about everything else."""
        if type_ == "DS":
            _add(reply.answer, name, "DS", self._world.internet.ds.get(name, ()))
        elif type_ == "NS" and self._world.internet.delegations.get(name) == ():
            reply.set_rcode(dns.rcode.NXDOMAIN)
        else:
            self._follow(reply, name, type_, resolver=False)

    def _resolve(self, reply: dns.message.Message, name: str, type_: str) -> None:
        internet = self._world.internet
        if (name, type_) in internet.remembered:
            _add(reply.answer, name, type_, internet.remembered[name, type_])
        elif type_ == "A" and name in internet.lame:
            _add(reply.answer, name, "A", [REFUSING])
        elif type_ == "A" and (name == REGISTRY or ".awsdns-" in name):
            _add(reply.answer, name, "A", [ADDRESS])
        elif self._published(name) is None and self._is_registry(name):
            _add(reply.answer, name, "NS", [REGISTRY] if type_ == "NS" else [])
        else:
            self._follow(reply, name, type_, resolver=True)

    def _is_registry(self, name: str) -> bool:
        return any(zone.name.partition(".")[2] == name for zone in self._public())

    def _is_bogus(self, zone: Zone) -> bool:
        """Whether no validating resolver believes the zone."""
        published = {text.upper() for text in self._world.internet.ds.get(zone.name, ())}
        return bool(published) and published.isdisjoint(key.ds for key in zone.signing.keys if zone.signing.signs)

    def _follow(self, reply: dns.message.Message, name: str, type_: str, *, resolver: bool) -> None:
        """Answer for a name, and for those that its CNAMEs point to."""
        for _ in range(_LONGEST_CHAIN):
            zone = self._zone_of(name)
            if zone is None:
                self._outside(reply, name, type_, resolver=resolver)
                return
            if resolver and (not self._delegation(zone.name) or self._is_bogus(zone)):
                reply.set_rcode(dns.rcode.SERVFAIL if self._delegation(zone.name) else dns.rcode.NXDOMAIN)
                return
            target = self._answer(reply, zone, name, type_)
            if target is None:
                return
            name = target

    def _outside(self, reply: dns.message.Message, name: str, type_: str, *, resolver: bool) -> None:
        """What is said of a name outside the hosted zones: only resolvers find out whether it exists."""
        internet = self._world.internet
        resource = self._world.route53.alias_targets.resolves(name)
        if not resolver:
            reply.set_rcode(dns.rcode.NOERROR if reply.answer else dns.rcode.REFUSED)
        elif type_ in ("A", "ANY") and (resource or name in internet.hosts):
            _add(reply.answer, name, "A", internet.hosts.get(name) or [_address(name, "A")])
        elif not (
            resource
            or name in internet.hosts
            or name.endswith(_PROOFS)
            or self._world.route53.alias_targets.encloses(name)
            or any(host.endswith(f".{name}") for host in internet.hosts)
        ):
            reply.set_rcode(dns.rcode.NXDOMAIN)

    def _answer(self, reply: dns.message.Message, zone: Zone, name: str, type_: str) -> str | None:
        """Add what a zone has for a name; returns the name to which a CNAME points, None where the answer is whole."""
        records = self._at(zone, name)
        if type_ == "DNSKEY" and name == zone.name and zone.signing.signs:
            _add(reply.answer, name, type_, [key.dnskey for key in zone.signing.keys])
            return None
        cname = next((record for record in records if record["Type"] == "CNAME" != type_), None)
        if cname is not None and type_ != "ANY":
            target = _absolute(cname["ResourceRecords"][0]["Value"])
            _add(reply.answer, name, "CNAME", [target], cname["TTL"])
            return target
        wanted = [record for record in records if type_ in (record["Type"], "ANY")]
        found = [self._rows(zone, wanted, each) for each in {record["Type"]: None for record in wanted}]
        for rows in found:
            _add(reply.answer, name, *rows)
        if not any(values for _, values, _ in found):
            if not records and not zone.reaches(name):
                reply.set_rcode(dns.rcode.NXDOMAIN)
            _add_soa(reply, zone)
        return None

    def _rows(self, zone: Zone, records: Sequence[Mapping[str, Any]], type_: str) -> tuple[str, list[str], int]:
        """Type, values and seconds: of a multivalue answer up to eight values, else those of the first member."""
        of_type = [record for record in records if record["Type"] == type_]
        chosen = of_type[:_MOST_VALUES] if "MultiValueAnswer" in of_type[0] else of_type[:1]
        found = [self._values(zone, record) for record in chosen]
        return type_, [value for _, values in found for value in values], min(ttl for ttl, _ in found)

    def _values(self, zone: Zone, record: Mapping[str, Any], depth: int = 0) -> tuple[int, list[str]]:
        """Seconds for which a record set may be kept, and its values; an alias has those of its target."""
        alias = record.get("AliasTarget")
        if "TrafficPolicyInstanceId" in record:
            return record.get("TTL", _TTL), values_of_instance(self._world, record["TrafficPolicyInstanceId"])
        if alias is None:
            return record["TTL"], [item["Value"] for item in record.get("ResourceRecords", ())]
        if alias["HostedZoneId"] == zone.id:
            there = [row for row in self._at(zone, alias["DNSName"].lower()) if row["Type"] == record["Type"]]
            return self._values(zone, there[0], depth + 1) if there and depth < _LONGEST_CHAIN else (_TTL, [])
        exists = self._world.route53.alias_targets.exists(alias["DNSName"], alias["HostedZoneId"])
        return _TTL, [_address(alias["DNSName"], record["Type"])] if exists else []

    def _public(self) -> Iterator[Zone]:
        return (zone for zone in tuple(self._world.route53.zones.values()) if not zone.private)

    def _published(self, name: str) -> Zone | None:
        """The zone of a name that answers: of twins, the one that the registry delegates to."""
        zones = [zone for zone in self._public() if zone.name == name]
        servers = set(self._world.internet.delegations.get(name, ()))
        return next((zone for zone in zones if servers & set(zone.name_servers)), zones[0] if zones else None)

    def _delegation(self, name: str) -> tuple[str, ...]:
        """Name servers that the registry publishes: unless stated otherwise, those of the zone that was there first."""
        zone = self._published(name)
        return self._world.internet.delegations.get(name, tuple(zone.name_servers) if zone else ())

    def _zone_of(self, name: str) -> Zone | None:
        above = name
        while above:
            zone = self._published(above)
            if zone is not None:
                return zone
            above = above.partition(".")[2]
        return None

    def _at(self, zone: Zone, name: str) -> list[Mapping[str, Any]]:
        """What answers for a name: its own records, else the wildcard below its closest encloser."""
        if zone.reaches(name):
            return list(zone.at(name).values())
        encloser = name.partition(".")[2]
        while encloser and not zone.reaches(encloser):
            encloser = encloser.partition(".")[2]
        return list(zone.at(f"\\052.{encloser}").values())


def _address(host: str, type_: str) -> str:
    """A made-up address; that of an internal load balancer is private, as in AWS. HTTPS is what CloudFront answers."""
    name = host.lower()
    digest = hashlib.sha256(name.encode()).digest()
    if type_ == "HTTPS":
        return '1 . alpn="h2,h3"'
    if type_ == "A":
        return f"10.9.8.{digest[0]}" if "internal-" in name else f"203.0.113.{digest[0]}"
    return f"2001:db8::{digest[0]:x}{digest[1]:02x}"


def _absolute(name: str) -> str:
    lowered = name.lower()
    return lowered if lowered.endswith(".") else f"{lowered}."


def _add(section: list[dns.rrset.RRset], name: str, type_: str, values: Sequence[str], ttl: int = _TTL) -> None:
    if values:
        section.append(dns.rrset.from_text(name, ttl, "IN", type_, *values))


def _add_soa(reply: dns.message.Message, zone: Zone) -> None:
    """Say how long a negative answer may be kept: the lesser of the SOA record's TTL and its last field."""
    for record in zone.at(zone.name).values():
        if record["Type"] == "SOA":
            value = record["ResourceRecords"][0]["Value"]
            _add(reply.authority, zone.name, "SOA", [value], min(record["TTL"], int(value.split()[-1])))
