"""Questions to resolvers and to authoritative name servers; nothing here raises for what a server does."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.resolver

from xalias_tui.domain.names import DnsName

_PORT: Final = 53
_MOST_SERVERS: Final = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        server: Who was asked, by name or address.
        name: What was asked for.
        type: The record type asked for.
        rcode: ``NOERROR``, ``NXDOMAIN``, ``SERVFAIL`` …; empty where nothing came.
        values: Values of the type at the end of any CNAMEs, sorted.
        authority: Name servers named in a referral, without final dot, lower case, sorted.
        problem: Why nothing came; empty otherwise.
    """

    server: str
    name: DnsName
    type: str
    rcode: str
    values: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    problem: str = ""


class DnsProbe:
    """Asks name servers.

    Args:
        resolvers: Addresses and ports of recursive resolvers; empty for the system's.
        timeout: Seconds that one question may take.
        port: Where authoritative servers listen.
    """

    def __init__(self, resolvers: tuple[tuple[str, int], ...] = (), *, timeout: float = 3.0, port: int = _PORT) -> None:
        self._resolvers = resolvers
        self._timeout = timeout
        self._port = port

    def ask(self, name: DnsName, type_: str) -> Answer:
        """What a recursive resolver answers; the first that answers at all."""
        resolvers = self._resolvers or _system_resolvers()
        last = Answer("", name, type_, "", problem="No resolver is configured on this machine.")
        for address, port in resolvers:
            last = self._query(address, address, port, name, type_, recursive=True)
            if last.rcode:
                return last
        return last

    def ask_server(self, host: str, name: DnsName, type_: str) -> Answer:
        """What an authoritative server answers by itself.

        Args:
            host: Its name or address.
            name: What is asked for.
            type_: The record type.
        """
        addresses = self._addresses(host)
        if not addresses:
            return Answer(host, name, type_, "", problem=f"{host} has no address.")
        return self._query(host, addresses[0], self._port, name, type_, recursive=False)

    def name_servers_of(self, name: DnsName) -> tuple[str, ...]:
        """The name servers of a zone as a resolver knows them; empty where there are none."""
        return tuple(sorted(value.rstrip(".").lower() for value in self.ask(name, "NS").values))

    def delegation(self, zone: DnsName) -> Answer:
        """The name servers that the parent publishes for a zone, in ``authority``; its own servers are asked."""
        parent = zone.parent
        above: tuple[str, ...] = ()
        while parent is not None and not above:
            above = self.name_servers_of(parent)
            parent = parent.parent
        last = Answer("", zone, "NS", "", problem=f"No name server above {zone.bare} could be found.")
        for host in above[:_MOST_SERVERS]:
            last = self.ask_server(host, zone, "NS")
            if last.authority or last.values:
                servers = last.authority or tuple(sorted(value.rstrip(".").lower() for value in last.values))
                return Answer(last.server, zone, "NS", last.rcode, authority=servers)
        return last

    def _addresses(self, host: str) -> tuple[str, ...]:
        try:
            return (str(ipaddress.ip_address(host)),)
        except ValueError:
            return self.ask(DnsName.from_route53(host), "A").values

    def _query(self, server: str, address: str, port: int, name: DnsName, type_: str, *, recursive: bool) -> Answer:
        message = dns.message.make_query(dns.name.from_text(name.route53), type_)
        if not recursive:
            message.flags &= ~dns.flags.RD
        try:
            reply, _ = dns.query.udp_with_fallback(message, address, timeout=self._timeout, port=port)
        except dns.exception.Timeout:
            return Answer(server, name, type_, "", problem=f"{server} did not answer within {self._timeout:g} s.")
        except (OSError, dns.exception.DNSException) as error:
            return Answer(server, name, type_, "", problem=f"{server} could not be asked: {_words(error)}.")
        wanted = dns.rdatatype.from_text(type_)
        values = [item.to_text() for rrset in reply.answer if rrset.rdtype == wanted for item in rrset]
        servers = [
            item.target.to_text()
            for rrset in reply.authority
            if rrset.rdtype == dns.rdatatype.NS and rrset.name == dns.name.from_text(name.route53)
            for item in rrset
        ]
        return Answer(
            server,
            name,
            type_,
            dns.rcode.to_text(reply.rcode()),
            tuple(sorted(values)),
            tuple(sorted(text.rstrip(".").lower() for text in servers)),
        )


def _system_resolvers() -> tuple[tuple[str, int], ...]:
    try:
        found = dns.resolver.Resolver()
    except (dns.resolver.NoResolverConfiguration, OSError):
        return ()
    return tuple((str(address), found.port) for address in found.nameservers)


def _words(error: Exception) -> str:
    return (str(error) or type(error).__name__).rstrip(".")
