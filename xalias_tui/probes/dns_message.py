"""One question to one server, in the words of dnspython; nothing here raises for what a server does."""

from __future__ import annotations

import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import dns.resolver

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.names import DnsName


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, and whether the server should ask others for it."""

    name: DnsName
    type: str
    recursive: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What came back.

    Attributes:
        silent: Whether nothing came in time.
        error: Why the server could not be asked, without full stop; empty otherwise.
        rcode: ``NOERROR``, ``NXDOMAIN``, …
        values: Values of the type at the end of any CNAMEs, sorted.
        authority: Name servers named in a referral, without final dot, lower case, sorted.
        authoritative: Whether the server says that it has the zone itself.
    """

    silent: bool = False
    error: str = ""
    rcode: str = ""
    values: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    authoritative: bool = False


def asked(query: Query, address: str, *, port: int, timeout: float) -> Told:
    """What a server answers within ``timeout`` seconds, over TCP where a datagram is too short."""
    name = query.name.wire
    message = dns.message.make_query(name, query.type)
    if not query.recursive:
        message.flags &= ~dns.flags.RD
    try:
        reply, _ = dns.query.udp_with_fallback(
            message,
            address,
            timeout=timeout,
            port=port,
            ignore_unexpected=True,  # datagrams of others, or for other questions: the answer may still come
            ignore_errors=True,
        )
    except dns.exception.Timeout:
        return Told(silent=True)
    except (OSError, dns.exception.DNSException) as error:
        return Told(error=(str(error) or type(error).__name__).rstrip("."))
    servers = [
        item.target.to_text()
        for rrset in reply.authority
        if rrset.rdtype == dns.rdatatype.NS and rrset.name == name
        for item in rrset
    ]
    return Told(
        rcode=dns.rcode.to_text(reply.rcode()),
        values=_values(reply),
        authority=tuple(sorted(text.rstrip(".").lower() for text in servers)),
        authoritative=bool(reply.flags & dns.flags.AA),
    )


def _values(reply: dns.message.Message) -> tuple[str, ...]:
    """What a reply holds of the name and type asked for, at the end of any CNAMEs; nothing of other names."""
    if not isinstance(reply, dns.message.QueryMessage):  # an answer to another kind of request
        return ()
    try:
        answer = reply.resolve_chaining().answer
    except dns.exception.DNSException:  # it goes in a circle, or says that the name does not exist and answers it
        return ()
    return () if answer is None else tuple(sorted(item.to_text() for item in answer))


def system_resolvers() -> tuple[tuple[str, int], ...]:
    """Addresses and ports of the resolvers that this machine is configured with."""
    try:
        found = dns.resolver.Resolver()
    except (dns.resolver.NoResolverConfiguration, OSError):
        return ()
    return tuple((str(address), found.port) for address in found.nameservers)
