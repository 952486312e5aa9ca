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
ANSWER_NOT_PUBLIC = Rule(
    id="answer-not-public",
    severity=Severity.ERROR,
    when="A public name is answered with an address that no visitor of the internet reaches: loopback, link-local with "
    "the metadata services of clouds, unspecified, multicast or reserved; a warning for an address of a private "
    "network. Such an address is not called from here.",
    message="{name} is answered with {address}, which no visitor of the internet reaches.",
    remedy="Choose a target with public addresses.",
    source="RFC 6890 (special-purpose addresses), RFC 1918, RFC 4193",
)
ALIAS_RESOLVES_NOTHING = Rule(
    id="alias-resolves-nothing",
    severity=Severity.ERROR,
    when="An authoritative server answers NOERROR without any address for the type of an alias.",
    message="Route 53 answers {name} {type} without an address.",
    remedy="Fix the target first: its own name does not resolve.",
    source="unsourced",
)
AUTHORITATIVE_VS_RESOLVER_DIFFER = Rule(
    id="authoritative-vs-resolver-differ",
    severity=Severity.WARNING,
    when="A resolver's answer and that of the zone's own name servers share no value.",
    message="Route 53 says {authoritative}, the resolver says {resolver}.",
    remedy="Wait for the TTL to pass; if it stays so, check delegation, private zones and the resolver's policy.",
    source="Route 53 Developer Guide: troubleshooting-new-dns-settings-not-in-effect",
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
    source="Route 53 Developer Guide: troubleshooting-new-dns-settings-not-in-effect",
)
NEGATIVE_ANSWER_CACHED = Rule(
    id="negative-answer-cached",
    severity=Severity.WARNING,
    when="The zone's own name servers answer the name, and a resolver answers NXDOMAIN: it remembers from before the "
    "record was made.",
    message="Route 53 answers {name}, but the resolver {server} remembers that it did not exist{for_how_long}.",
    remedy="Wait, or flush that resolver's cache; nothing is wrong with the record.",
    source="RFC 2308: the lesser of the SOA's TTL and its minimum field",
)
CNAME_TARGET_MISSING = Rule(
    id="cname-target-missing",
    severity=Severity.ERROR,
    when="The name that a CNAME points to is outside the zones read, and a resolver answers NXDOMAIN for it.",
    message="{target}, which the CNAME {name} points to, does not exist.",
    remedy="Delete the record, or point it to a name that exists.",
    source="RFC 1034 section 3.6.2",
    stage="target",
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
