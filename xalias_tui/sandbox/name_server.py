"""A name server on loopback that answers what the simulated Route 53 would: registry, resolver and authority in one.

Everybody has the same address here, so who is asked is told by the question: with *recursion desired* a resolver, else
a registry for the NS records of a hosted zone, and its name servers for everything else. Aliases answer with an
address where their target exists, and with nothing where it does not, as Route 53 does.
"""

from __future__ import annotations

import hashlib
import socketserver
import threading
from collections.abc import Iterator, Mapping
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
_TTL: Final = 60
_LONGEST_CHAIN: Final = 8


class NameServer:
    """Serves a world's public zones over UDP.

    Args:
        world: Whose zones are served, as they are at each question.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._server = socketserver.ThreadingUDPServer((ADDRESS, 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, wire: bytes) -> bytes:
        """The answer to a question, both as they travel.

        Raises:
            dns.exception.DNSException: when it is no question.
        """
        query = dns.message.from_wire(wire)
        reply = dns.message.make_response(query)
        question = query.question[0]
        name, type_ = question.name.to_text().lower(), dns.rdatatype.to_text(question.rdtype)
        if query.flags & dns.flags.RD:
            reply.flags |= dns.flags.RA
            self._resolve(reply, name, type_)
        elif type_ == "NS" and self._published(name) is not None:
            zone = self._published(name)
            _add(reply.authority, name, "NS", [f"{server}." for server in zone.name_servers] if zone else [])
        else:
            reply.flags |= dns.flags.AA
            self._authority(reply, name, type_)
        return reply.to_wire()

    def _resolve(self, reply: dns.message.Message, name: str, type_: str) -> None:
        if type_ == "A" and (name == REGISTRY or ".awsdns-" in name):
            _add(reply.answer, name, "A", [ADDRESS])
        elif type_ == "NS" and self._published(name) is None and self._is_registry(name):
            _add(reply.answer, name, "NS", [REGISTRY])
        else:
            self._authority(reply, name, type_)

    def _is_registry(self, name: str) -> bool:
        return any(zone.name.partition(".")[2] == name for zone in self._public())

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
            records = list(self._at(zone, seen))
            if not records:
                reply.set_rcode(dns.rcode.NXDOMAIN if seen == name else dns.rcode.NOERROR)
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
        """The zone that the registry delegates to: of twins, the one that was there first."""
        return next((zone for zone in self._public() if zone.name == name), None)

    def _zone_of(self, name: str) -> Zone | None:
        above = name
        while above:
            zone = self._published(above)
            if zone is not None:
                return zone
            above = above.partition(".")[2]
        return None

    def _at(self, zone: Zone, name: str) -> Iterator[Mapping[str, Any]]:
        found = zone.at(name)
        if not found and name != zone.name:
            found = zone.at("\\052." + name.partition(".")[2])
        yield from found.values()


def _address(host: str, type_: str) -> str:
    digest = hashlib.sha256(host.lower().encode()).digest()
    return f"203.0.113.{digest[0]}" if type_ == "A" else f"2001:db8::{digest[0]:x}{digest[1]:02x}"


def _add(section: list[dns.rrset.RRset], name: str, type_: str, values: list[str]) -> None:
    if values and type_ != "HTTPS":
        section.append(dns.rrset.from_text(name, _TTL, "IN", type_, *values))


def _handler(server: NameServer) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        """Answers one datagram; what is no question gets no answer."""

        def handle(self) -> None:
            wire, socket = self.request
            try:
                socket.sendto(server.answer(wire), self.client_address)
            except dns.exception.DNSException:
                return

    return Handler
