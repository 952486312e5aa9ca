"""What the world answers about a name, beside what Route 53 holds: found by asking name servers.

These are judged by a trace (``jobs.trace``), not from a draft: the module has no checks.
"""

from __future__ import annotations

from xalias_tui.domain.findings import Rule, Severity

ZONE_NOT_DELEGATED = Rule(
    id="zone-not-delegated",
    severity=Severity.ERROR,
    when="The name servers that the parent publishes for a public zone share none with its delegation set, or the "
    "parent knows no such zone.",
    message="The internet does not ask the zone {zone} ({zid}): it is delegated to {servers}.",
    remedy="Use the zone that is live, or let the registrar publish the zone's own name servers.",
    source="Route 53 Developer Guide: troubleshooting-new-dns-settings-not-in-effect",
)
ZONE_PARTLY_LAME = Rule(
    id="zone-partly-lame",
    severity=Severity.WARNING,
    when="The name servers that the parent publishes and the zone's delegation set overlap but differ.",
    message="Some of the name servers that {zone} is delegated to do not serve it ({servers}): answers will be "
    "intermittent.",
    remedy="Let the registrar publish exactly the zone's four name servers.",
    source="Route 53 Developer Guide: protection-from-dangling-dns",
)
PUBLIC_ZONE_PRIVATE_ANSWER = Rule(
    id="public-zone-private-answer",
    severity=Severity.WARNING,
    when="The authoritative answer of a public zone holds an address of a private network.",
    message="The public answer of {name} is a private address ({address}).",
    remedy="Choose a target with public addresses, or move the record to a private zone.",
    source="RFC 1918, RFC 4193; derived from lb-internal-in-public-zone",
)
ALIAS_RESOLVES_NOTHING = Rule(
    id="alias-resolves-nothing",
    severity=Severity.ERROR,
    when="An authoritative server answers NOERROR without any address for the type of an alias.",
    message="Route 53 answers {name} {type} without an address.",
    remedy="See what is said of the target; without an answer of its own it can't be reached.",
    source="unsourced",
)
AUTHORITATIVE_VS_RESOLVER_DIFFER = Rule(
    id="authoritative-vs-resolver-differ",
    severity=Severity.WARNING,
    when="A resolver's answer and that of the zone's own name servers share no value.",
    message="Route 53 says {authoritative}, the resolver says {resolver}.",
    remedy="Wait for the TTL to pass; if it stays so, check delegation, private zones and the resolver's policy.",
    source="Route 53 Developer Guide: troubleshooting",
)
SERVFAIL = Rule(
    id="servfail",
    severity=Severity.ERROR,
    when="A resolver, or one of the zone's own name servers, answers SERVFAIL.",
    message="{server} answers SERVFAIL for {name}.",
    remedy="Of a resolver alone: check DNSSEC. Of the zone's own server: check the alias's type and the delegation.",
    source="AWS re:Post: route-53-create-alias-records",
)
NXDOMAIN_BUT_RECORD_EXISTS = Rule(
    id="nxdomain-but-record-exists",
    severity=Severity.ERROR,
    when="The record stands in the zone, and a resolver answers NXDOMAIN.",
    message="The record of {name} exists, but {server} says that the name does not.",
    remedy="Check the delegation, delegations below the apex, and private zones of the same name.",
    source="Route 53 Developer Guide: troubleshooting",
)
