"""What the internet's name servers say of a public zone: delegation, lame servers, chain of trust, CAA above it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zone_evidence import Caa, Delegation
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.probes.dns import Answer, DnsProbe
from xalias_tui.rules.delegation import MOST_ASKED

if TYPE_CHECKING:
    from xalias_tui.jobs.session.probes import Dns

SECONDS: Final = 4.0
"""What planning waits for name servers at most; a question may take half of that."""

LAME: Final = frozenset({"REFUSED", "SERVFAIL", "NOTAUTH"})
"""What a name server answers for a zone that it does not have."""


def who_is_asked(workspace: Workspace, zone: Zone) -> Dns | str:
    """The name servers to ask about a public zone, with a bounded time from now; or why none is asked.

    Raises:
        AwsError: when the zone's profile cannot sign in any more.
    """
    if workspace.offline:
        return "only AWS is asked here (--offline)"
    resolvers = workspace.options.resolvers
    if resolvers:
        return DnsProbe(resolvers, timeout=SECONDS / 2, port=resolvers[0][1], within=SECONDS)
    if not workspace.accounts.hosted_zones(zone.profile).of_the_internet:
        return "Route 53 is asked at an endpoint of your own, of whose zones the internet knows nothing"
    return DnsProbe(timeout=SECONDS / 2, within=SECONDS)


def delegation_of(dns: Dns, name: DnsName) -> Delegation:
    """What the parent of a name says, and whether the servers that it names serve it."""
    from xalias_tui.probes.dnssec import is_chained, key_tags  # noqa: PLC0415 -- only where name servers are asked

    parent = dns.delegation(name)
    if not parent.authority and (parent.problem or not parent.rcode):
        return Delegation(parent.server, problem=parent.problem or f"{parent.server} gave no answer.")
    servers = parent.authority[:MOST_ASKED]
    told = asked_all(dns, servers, name, "SOA")
    ds = dns.ask_server(parent.server, name, "DS") if servers else Answer(parent.server, name, "DS", "")
    known = ds.rcode == "NOERROR"
    keys = _first_good(dns, servers, name) if known and ds.values else None
    return Delegation(
        parent=parent.server,
        servers=parent.authority,
        lame=tuple((answer.server, answer.rcode) for answer in told if answer.rcode in LAME),
        key_tags=key_tags(ds.values) if known else None,
        chained=None if keys is None else is_chained(name, ds.values, keys.values),
    )


def caa_above(dns: Dns, apex: DnsName) -> Caa | None:
    """The nearest CAA record set above a zone, as certificate authorities climb (RFC 8659 section 3)."""
    name = apex.parent
    while name is not None and name.labels:
        values = dns.ask(name, "CAA").values
        if values:
            return Caa(name, values)
        name = name.parent
    return None


def _first_good(dns: Dns, servers: tuple[str, ...], name: DnsName) -> Answer | None:
    """The zone's keys as the first server that has any says; None where no server tells."""
    told = [answer for answer in asked_all(dns, servers, name, "DNSKEY") if answer.rcode == "NOERROR"]
    return next((answer for answer in told if answer.values), told[0] if told else None)


def asked_all(dns: Dns, servers: tuple[str, ...], name: DnsName, type_: str) -> tuple[Answer, ...]:
    """What each server answers, asked at the same time; in the order of the servers."""
    answers: dict[str, Answer] = {}

    def ask(server: str) -> None:
        answers[server] = dns.ask_server(server, name, type_)

    Pool(MOST_ASKED, name="xalias-dns").run([partial(ask, server) for server in servers])
    return tuple(answers[server] for server in servers if server in answers)
