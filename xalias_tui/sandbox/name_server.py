"""A name server on loopback that answers what the simulated Route 53 would: registry, resolver and authority in one.

Everybody has the same address here, so who is asked is told by the question: with *recursion desired* a resolver, else
a registry for the NS and DS records of a hosted zone, and its name servers for everything else. Aliases answer with an
address where their target exists, and with nothing where it does not, as Route 53 does. The resolver validates: it
answers SERVFAIL for a zone whose keys are not those that the registry tells.

Name servers that refuse everybody have an address of their own, where the machine has a second one on loopback.
"""

from __future__ import annotations

import contextlib
import hashlib
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Final, Self

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from xalias_tui.sandbox.route53.traffic_policies import values_of_instance
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.world import World

REGISTRY: Final = "registry.test."
ADDRESS: Final = "127.0.0.1"
REFUSING: Final = "127.0.0.2"
_TTL: Final = 60
_LONGEST_CHAIN: Final = 8


class NameServer:
    """Serves a world's public zones over UDP.

    Args:
        world: Whose zones are served, as they are at each question.

    Attributes:
        asked: How many questions came.
    """

    def __init__(self, world: World) -> None:
        self.asked = 0
        self._world = world
        self._servers = [socketserver.ThreadingUDPServer((ADDRESS, 0), _handler(self.answer))]
        with contextlib.suppress(OSError):  # not every machine has a second address on loopback
            refusing = _handler(_refusal)
            self._servers.append(socketserver.ThreadingUDPServer((REFUSING, self.port), refusing))
        for server in self._servers:
            server.daemon_threads = True
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True) for server in self._servers
        ]

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        return int(self._servers[0].server_address[1])

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def answer(self, wire: bytes) -> bytes:
        """The answer to a question, both as they travel.

        Raises:
            dns.exception.DNSException: when it is no question.
        """
        query = dns.message.from_wire(wire)
        self.asked += 1
        reply = dns.message.make_response(query)
        question = query.question[0]
        name, type_ = question.name.to_text().lower(), dns.rdatatype.to_text(question.rdtype)
        if query.flags & dns.flags.RD:
            reply.flags |= dns.flags.RA
            self._resolve(reply, name, type_)
        elif type_ == "NS" and self._delegation(name):
            _add(reply.authority, name, "NS", [f"{server}." for server in self._delegation(name)])
        else:
            reply.flags |= dns.flags.AA
            self._serve(reply, name, type_)
        return reply.to_wire()

    def _serve(self, reply: dns.message.Message, name: str, type_: str) -> None:
        """What a registry says of keys and of names that nobody registered, and zones of everything else."""
        if type_ == "DS":
            _add(reply.answer, name, "DS", list(self._world.internet.ds.get(name, ())))
        elif type_ == "NS" and self._world.internet.delegations.get(name) == ():
            reply.set_rcode(dns.rcode.NXDOMAIN)
        else:
            self._authority(reply, name, type_)

    def _resolve(self, reply: dns.message.Message, name: str, type_: str) -> None:
        internet = self._world.internet
        zone = self._zone_of(name)
        if (name, type_) in internet.remembered:
            _add(reply.answer, name, type_, list(internet.remembered[name, type_]))
        elif type_ == "A" and name in internet.lame:
            _add(reply.answer, name, "A", [REFUSING])
        elif type_ == "A" and (name == REGISTRY or ".awsdns-" in name):
            _add(reply.answer, name, "A", [ADDRESS])
        elif self._published(name) is None and self._is_registry(name):
            _add(reply.answer, name, "NS", [REGISTRY] if type_ == "NS" else [])
        elif zone is not None and not self._delegation(zone.name):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        elif zone is not None and self._is_bogus(zone):
            reply.set_rcode(dns.rcode.SERVFAIL)
        else:
            self._authority(reply, name, type_)
            if reply.rcode() == dns.rcode.REFUSED:  # a resolver asks whoever serves the name: nobody has it
                reply.set_rcode(dns.rcode.NXDOMAIN)

    def _is_registry(self, name: str) -> bool:
        return any(zone.name.partition(".")[2] == name for zone in self._public())

    def _is_bogus(self, zone: Zone) -> bool:
        """Whether nobody who validates believes the zone."""
        published = {text.upper() for text in self._world.internet.ds.get(zone.name, ())}
        return bool(published) and published.isdisjoint(key.ds for key in zone.signing.keys if zone.signing.signs)

    def _authority(self, reply: dns.message.Message, name: str, type_: str) -> None:
        seen = name
        for _ in range(_LONGEST_CHAIN):
            zone = self._zone_of(seen)
            if zone is None and type_ == "A" and self._world.route53.alias_targets.resolves(seen):
                _add(reply.answer, seen, "A", [_address(seen, "A")])
                return
            if zone is None:
                reply.set_rcode(dns.rcode.REFUSED if seen == name else dns.rcode.NOERROR)
                return
            if type_ == "DNSKEY" and seen == zone.name and zone.signing.signs:
                _add(reply.answer, seen, type_, [key.dnskey for key in zone.signing.keys])
                return
            records = self._at(zone, seen)
            if not records:
                nowhere = seen == name and not zone.reaches(seen)
                reply.set_rcode(dns.rcode.NXDOMAIN if nowhere else dns.rcode.NOERROR)
                return
            cname = next((record for record in records if record["Type"] == "CNAME" != type_), None)
            if cname is None:
                for record in records:
                    if record["Type"] == type_:
                        _add(reply.answer, seen, type_, self._values(zone, record))
                        return
                return
            target = cname["ResourceRecords"][0]["Value"].lower()
            target = target if target.endswith(".") else f"{target}."
            _add(reply.answer, seen, "CNAME", [target])
            seen = target

    def _values(self, zone: Zone, record: Mapping[str, Any], depth: int = 0) -> list[str]:
        alias = record.get("AliasTarget")
        if "TrafficPolicyInstanceId" in record:
            return values_of_instance(self._world, record["TrafficPolicyInstanceId"])
        if alias is None:
            return [item["Value"] for item in record.get("ResourceRecords", ())]
        if alias["HostedZoneId"] == zone.id:
            there = [row for row in self._at(zone, alias["DNSName"].lower()) if row["Type"] == record["Type"]]
            return self._values(zone, there[0], depth + 1) if there and depth < _LONGEST_CHAIN else []
        exists = self._world.route53.alias_targets.exists(alias["DNSName"], alias["HostedZoneId"])
        return [_address(alias["DNSName"], record["Type"])] if exists else []

    def _public(self) -> Iterator[Zone]:
        return (zone for zone in tuple(self._world.route53.zones.values()) if not zone.private)

    def _published(self, name: str) -> Zone | None:
        """The zone of a name that answers: of twins, the one that the registry delegates to."""
        zones = [zone for zone in self._public() if zone.name == name]
        servers = set(self._world.internet.delegations.get(name, ()))
        return next((zone for zone in zones if servers & set(zone.name_servers)), zones[0] if zones else None)

    def _delegation(self, name: str) -> tuple[str, ...]:
        """Name servers that the registry publishes: unless told otherwise, those of the zone that was there first."""
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
        """What answers for a name: its own records, else the wildcard below its closest encloser (RFC 4592)."""
        if zone.reaches(name):
            return list(zone.at(name).values())
        encloser = name.partition(".")[2]
        while encloser and not zone.reaches(encloser):
            encloser = encloser.partition(".")[2]
        return list(zone.at(f"\\052.{encloser}").values())


def _address(host: str, type_: str) -> str:
    """A made-up address; that of an internal load balancer is private, as in AWS."""
    name = host.lower()
    digest = hashlib.sha256(name.encode()).digest()
    if type_ == "A":
        return f"10.9.8.{digest[0]}" if "internal-" in name else f"203.0.113.{digest[0]}"
    return f"2001:db8::{digest[0]:x}{digest[1]:02x}"


def _add(section: list[dns.rrset.RRset], name: str, type_: str, values: list[str]) -> None:
    if values and type_ != "HTTPS":
        section.append(dns.rrset.from_text(name, _TTL, "IN", type_, *values))


def _refusal(wire: bytes) -> bytes:
    reply = dns.message.make_response(dns.message.from_wire(wire))
    reply.set_rcode(dns.rcode.REFUSED)
    return reply.to_wire()


def _handler(answer: Callable[[bytes], bytes]) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        """Answers one datagram; what is no question gets no answer."""

        def handle(self) -> None:
            wire, socket = self.request
            try:
                socket.sendto(answer(wire), self.client_address)
            except dns.exception.DNSException:
                return

    return Handler
