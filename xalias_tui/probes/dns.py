"""Questions to resolvers and to authoritative name servers; nothing here raises for what a server does."""

from __future__ import annotations

import ipaddress
import logging
import math
import time
from typing import Final

from xalias_tui.domain.addresses import reach_of
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.log_lines import record
from xalias_tui.domain.names import DnsName

_LOG: Final = logging.getLogger("xalias_tui.probes")
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
        authoritative: Whether the server says that it has the zone itself.
    """

    server: str
    name: DnsName
    type: str
    rcode: str
    values: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    problem: str = ""
    authoritative: bool = False


class DnsProbe:
    """Asks name servers.

    Args:
        resolvers: Addresses and ports of recursive resolvers; empty for the system's.
        timeout: Seconds that one question may take.
        port: Where authoritative servers listen.
        within: Seconds from now after which no server is asked any more; None for no end.
    """

    def __init__(
        self,
        resolvers: tuple[tuple[str, int], ...] = (),
        *,
        timeout: float = 3.0,
        port: int = _PORT,
        within: float | None = None,
    ) -> None:
        self._resolvers = resolvers
        self._timeout = timeout
        self._port = port
        self._within = within
        self._is_here = any(reach_of(address) == "nowhere" for address, _ in resolvers)  # all that it names is here
        self._until = math.inf if within is None else time.monotonic() + within

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
        addresses, problem = self._addresses(host)
        if not addresses:
            return Answer(host, name, type_, "", problem=problem)
        if reach_of(addresses[0]) == "nowhere" and not self._is_here:
            problem = f"{host} was not asked: only a machine itself reaches {addresses[0]}."
            return Answer(host, name, type_, "", problem=problem)
        return self._query(host, addresses[0], self._port, name, type_, recursive=False)

    def delegation(self, zone: DnsName) -> Answer:
        """The name servers that the parent publishes for a zone, in ``authority``; its own servers are asked.

        Where the parent says that there is no such zone, ``authority`` is empty and so is ``problem``.
        """
        above = self._servers_above(zone)
        if isinstance(above, Answer):
            return above
        last = Answer("", zone, "NS", "", problem=f"No name server above {zone.bare} could be found.")
        for host in above[:_MOST_SERVERS]:
            last = self.ask_server(host, zone, "NS")
            if last.authority or last.values:
                servers = last.authority or tuple(sorted(value.rstrip(".").lower() for value in last.values))
                return Answer(last.server, zone, "NS", last.rcode, authority=servers)
            if last.rcode == "NXDOMAIN" or (last.rcode == "NOERROR" and last.authoritative):
                return last
        why = last.problem or f"{last.server} answered {last.rcode} without name servers."
        return Answer(last.server, zone, "NS", last.rcode, problem=why)

    def _servers_above(self, zone: DnsName) -> tuple[str, ...] | Answer:
        """The name servers of the closest zone above; the answer that does not tell where a resolver fails."""
        parent = zone.parent
        while parent is not None:
            told = self.ask(parent, "NS")
            if told.rcode not in ("NOERROR", "NXDOMAIN"):
                why = told.problem or f"{told.server} answered {told.rcode} for the name servers of {parent.bare}."
                return Answer(told.server, zone, "NS", told.rcode, problem=why)
            if told.values:
                return tuple(sorted(value.rstrip(".").lower() for value in told.values))
            parent = parent.parent
        return ()

    def _addresses(self, host: str) -> tuple[tuple[str, ...], str]:
        """The addresses of a server; where there are none, why."""
        nowhere = f"{host or 'A name server without a name'} has no address."
        try:
            return (str(ipaddress.ip_address(host)),), ""
        except ValueError:
            pass
        try:
            told = self.ask(DnsName.from_route53(host), "A")
        except InvalidNameError:  # a delegation to the root, or to what is no name
            return (), nowhere
        if told.rcode in ("NOERROR", "NXDOMAIN"):
            return told.values, nowhere
        return (), told.problem or f"{told.server} answered {told.rcode} for the address of {host}."

    def _query(self, server: str, address: str, port: int, name: DnsName, type_: str, *, recursive: bool) -> Answer:
        began = time.monotonic()
        answer = self._answer(server, address, port, name, type_, recursive=recursive)
        took = round(1_000 * (time.monotonic() - began))
        told = {"ms": took, "at": f"{server} {address}:{port}", "name": name.text, "type": type_, "rcode": answer.rcode}
        record(_LOG, "dns", {**told, "values": len(answer.values), "problem": answer.problem or None})
        return answer

    def _answer(self, server: str, address: str, port: int, name: DnsName, type_: str, *, recursive: bool) -> Answer:
        from xalias_tui.probes.dns_message import Query, asked  # noqa: PLC0415 -- dnspython, only where one is asked

        left = self._until - time.monotonic()
        if left <= 0:
            return Answer(server, name, type_, "", problem=f"{server} was not asked: {self._within:g} s had passed.")
        query = Query(name, type_, recursive=recursive)
        told = asked(query, address, port=port, timeout=min(self._timeout, left))
        if told.silent:
            return Answer(server, name, type_, "", problem=f"{server} did not answer within {self._timeout:g} s.")
        if told.error:
            return Answer(server, name, type_, "", problem=f"{server} could not be asked: {told.error}.")
        return Answer(server, name, type_, told.rcode, told.values, told.authority, authoritative=told.authoritative)


def _system_resolvers() -> tuple[tuple[str, int], ...]:
    from xalias_tui.probes.dns_message import system_resolvers  # noqa: PLC0415 -- as above

    return system_resolvers()
