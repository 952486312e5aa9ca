"""What the world answers about a name, beside what Route 53 holds: found by asking name servers.

These are judged by a trace (``jobs.trace``), not from a draft: the module has no checks.
"""

from __future__ import annotations

from xalias_tui.domain.findings import Rule, Severity

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
    remedy="See the findings about the target; without an answer of its own it can't be reached.",
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
    when="The record exists in the zone, and a resolver answers NXDOMAIN.",
    message="The record of {name} exists, but {server} says that the name does not.",
    remedy="Check the delegation, delegations below the apex, and private zones of the same name.",
    source="Route 53 Developer Guide: troubleshooting",
)
CLOUDFRONT_421 = Rule(
    id="cloudfront-421",
    severity=Severity.INFO,
    when="CloudFront answers a request for the name with HTTP status 421.",
    message="CloudFront answers 421 for {name}: the certificate and the alternate domain name belong to different "
    "accounts.",
    remedy="Move certificate and alternate domain name to distributions of one account.",
    source="CloudFront Developer Guide: CNAMEs (domain fronting)",
)
