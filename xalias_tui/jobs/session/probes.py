"""Name servers, TLS and HTTP, as far as they may be asked."""

from __future__ import annotations

import logging
import time
from dataclasses import field
from typing import Final, Protocol

from xalias_tui.domain.addresses import Reach
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.log_lines import record
from xalias_tui.domain.names import DnsName
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.probes import http, tls
from xalias_tui.probes.dns import Answer, DnsProbe
from xalias_tui.probes.http import Reply
from xalias_tui.probes.tls import Handshake

_LOG: Final = logging.getLogger("xalias_tui.probes")
PUBLIC_ONLY: Final[frozenset[Reach]] = frozenset({"public"})
"""An answer is untrusted text: it sends this machine neither to itself nor into its own networks."""


class Dns(Protocol):
    """Questions to name servers; nothing raises for what a server does."""

    def ask(self, name: DnsName, type_: str) -> Answer:
        """What a recursive resolver answers."""

    def ask_server(self, host: str, name: DnsName, type_: str) -> Answer:
        """What an authoritative server answers by itself."""

    def delegation(self, zone: DnsName) -> Answer:
        """The name servers that the parent publishes for a zone, in ``authority``."""


@dataclass(frozen=True, slots=True)
class Probes:
    """The ways to ask.

    Attributes:
        dns: Name servers.
        connects: Whether addresses are called at all.
        calls: Which addresses are called, by who can reach them.
        https_port: Where web servers speak TLS.
        http_port: Where they speak HTTP.
        authorities: PEM of the certificate authorities that are trusted; None for the machine's.
    """

    dns: Dns = field(default_factory=DnsProbe)
    connects: bool = True
    calls: frozenset[Reach] = PUBLIC_ONLY
    https_port: int = tls.PORT
    http_port: int = 80
    authorities: str | None = None

    def handshake(self, address: str, name: DnsName) -> Handshake:
        """A TLS handshake with an address for a name."""
        began = time.monotonic()
        found = tls.handshake(address, name.bare, port=self.https_port, authorities=self.authorities)
        _record("tls", began, address, name, found.problem)
        return found

    def request(self, address: str, name: DnsName, *, secure: bool) -> Reply:
        """The first request of a visitor."""
        port = self.https_port if secure else self.http_port
        began = time.monotonic()
        found = http.status(address, name.bare, port=port, secure=secure)
        _record("https" if secure else "http", began, address, name, found.problem)
        return found


def _record(what: str, began: float, address: str, name: DnsName, problem: str) -> None:
    took = round(1_000 * (time.monotonic() - began))
    record(_LOG, what, {"ms": took, "at": address, "name": name.text, "problem": problem or None})


def probes_by(options: Options) -> Probes:
    """Probes that ask an operator's resolvers, and name servers at the port of the first; or the system's."""
    resolvers = options.resolvers
    dns = DnsProbe(resolvers, port=resolvers[0][1]) if resolvers else DnsProbe()
    private: frozenset[Reach] = frozenset({"private"} if options.calls_private else ())
    return Probes(dns=dns, connects=options.connects, calls=PUBLIC_ONLY | private)


def probes_of(workspace: Workspace) -> Probes | None:
    """The probes of a workspace's options; None if only AWS is asked."""
    return None if workspace.offline else probes_by(workspace.options)
