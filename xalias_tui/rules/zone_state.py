"""The state of a zone beside its records: its quota, its own NS record, its signing, the VPCs that it answers in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.zone_evidence import ResolverRule, Signing, plain_hosts
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.rules.checks import Check, about, once_a_name

ZONE_APEX_NS_EDITED = Rule(
    id="zone-apex-ns-edited",
    severity=Severity.WARNING,
    when="The values of the NS record set at the apex are not DelegationSet.NameServers.",
    message="The NS record inside {zone} no longer names the servers that AWS assigned: {difference}.",
    remedy="Restore the names of the delegation set: {own}.",
    source="Route 53 Developer Guide: SOA-NSrecords",
)
ZONE_RECORD_QUOTA = Rule(
    id="zone-record-quota",
    severity=Severity.ERROR,
    when="The records of the zone with the change are more than GetHostedZoneLimit(MAX_RRSETS_BY_ZONE) allows; a "
    "warning from 95 % of it.",
    message="With this change the zone holds {n:,} of {most:,} records.",
    remedy="Delete stale records, or request an increase (Service Quotas in us-east-1).",
    source="Route 53 Developer Guide: DNSLimitations; botocore model: route53 GetHostedZoneLimit",
)
ZONE_DNSSEC_SIGNING = Rule(
    id="zone-dnssec-signing",
    severity=Severity.INFO,
    when="GetDNSSEC's ServeSignature is SIGNING; a warning where it, or the Status of a key-signing key, is "
    "ACTION_NEEDED or INTERNAL_FAILURE.",
    message="{zone} is signed (DNSSEC); Route 53 signs the answers of aliases itself, nothing is to be done.",
    remedy="",
    source="botocore model: route53 DNSSECStatus; that answers of aliases are signed is unsourced",
)
PRIVATE_ZONE_VPC_DNS_OFF = Rule(
    id="private-zone-vpc-dns-off",
    severity=Severity.ERROR,
    when="A VPC of the private zone has enableDnsSupport or enableDnsHostnames false.",
    message="VPC {vpc} ({region}, account {account}) does not use private zones: {off} {are} off.",
    remedy="Switch enableDnsSupport and enableDnsHostnames on.",
    source="Route 53 Developer Guide: hosted-zone-private-considerations (Amazon VPC settings)",
)
PRIVATE_ZONE_RESOLVER_RULE_WINS = Rule(
    id="private-zone-resolver-rule-wins",
    severity=Severity.WARNING,
    when="Of the Resolver rules that are associated with a VPC of the private zone, the most specific one that matches "
    "the name is FORWARD and for the zone's own name or one below it. Of a rule and a zone of the same name the rule "
    "wins; of different names the more specific one.",
    message="In VPC {vpc} ({region}) the Resolver rule {resolver_rule} sends {domain} to your network, so this zone is "
    "not queried for {name}.",
    remedy="Narrow the rule, detach it from the VPC, or add a SYSTEM rule for {name}.",
    source="Route 53 Developer Guide: hosted-zone-private-considerations (Resolver rules), "
    "resolver-overview-forward-vpc-to-network-domain-name-matches; AWS Knowledge Center: "
    "route-53-override-reverse-dns-rules (order of rules and zones)",
)

_NEARLY: Final = 0.95
_BAD: Final = frozenset({"ACTION_NEEDED", "INTERNAL_FAILURE"})
_NEEDS_ATTENTION: Final = "DNSSEC of {zone} needs attention ({what}): answers may start to fail validation."
_REPAIR: Final = "Repair the KMS key or the key-signing key, or remove the DS record first and then disable signing."


def judge_apex(zone: Zone, records: ZoneRecords, record: RecordKey | None = None) -> Iterator[Finding]:
    """Whether the zone names the servers that serve it; nothing where either is not known."""
    found = next(iter(records.at(zone.name, "NS")), None)
    if found is None or not zone.name_servers or zone.private:
        return
    named, own = set(plain_hosts(found.values)), set(plain_hosts(zone.name_servers))
    if named == own:
        return
    parts = (
        (f"it adds {', '.join(sorted(named - own))}", named - own),
        (f"it lacks {', '.join(sorted(own - named))}", own - named),
    )
    difference = ", ".join(words for words, hosts in parts if hosts)
    yield Topic.of_zone(zone, record or found.key).finding(
        ZONE_APEX_NS_EDITED,
        difference=difference,
        own=", ".join(zone.name_servers),
    )


def judge_signing(zone: Zone, signing: Signing | None, record: RecordKey | None = None) -> Iterator[Finding]:
    """Whether the zone is signed, and whether that works; nothing where it is not known."""
    if signing is None:
        return
    place = Topic.of_zone(zone, record)
    bad = [f"{key.name} is {key.status}" for key in signing.keys if key.status in _BAD]
    if signing.status in _BAD:
        bad.insert(0, f"{signing.status}{': ' + signing.message if signing.message else ''}")
    if bad:
        yield place.finding(
            ZONE_DNSSEC_SIGNING,
            severity=Severity.WARNING,
            message=_NEEDS_ATTENTION,
            remedy=_REPAIR,
            what=", ".join(bad),
        )
    elif signing.status == "SIGNING":
        yield place.finding(ZONE_DNSSEC_SIGNING)


def state(case: Case) -> Iterator[Finding]:
    """What holds for the zone whatever is created there; said once."""
    if case.created:
        key = case.created[0].key
        yield from judge_apex(case.zone, case.around.records, key)
        yield from judge_signing(case.zone, case.around.state.signing if case.around.state else None, key)


def quota(case: Case) -> Iterator[Finding]:
    """Whether there is room."""
    held, most = case.zone.record_count, case.around.state.record_limit if case.around.state else None
    if not case.created or held is None or most is None:
        return
    after = held + len(case.created) - len(case.deleted)
    if after >= most * _NEARLY:
        severity = Severity.ERROR if after > most else Severity.WARNING
        yield about(case, case.created[0]).finding(ZONE_RECORD_QUOTA, severity=severity, n=after, most=most)


def vpcs(case: Case) -> Iterator[Finding]:
    """Whether the VPCs of a private zone ask it."""
    known = case.around.state
    if not case.created or known is None:
        return
    for vpc in known.vpcs:
        where: dict[str, Any] = {"vpc": vpc.vpc.id, "region": vpc.vpc.region, "account": vpc.account_id}
        if vpc.off:
            off: dict[str, Any] = {"off": " and ".join(vpc.off), "are": "are" if len(vpc.off) > 1 else "is"}
            yield about(case, case.created[0]).finding(PRIVATE_ZONE_VPC_DNS_OFF, **where, **off)
        for record in once_a_name(case.created):
            rule = _wins(record, case.zone, vpc.rules)
            if rule is not None:
                named = f"{rule.id} ({rule.name})" if rule.name else rule.id
                yield about(case, record).finding(
                    PRIVATE_ZONE_RESOLVER_RULE_WINS, **where, resolver_rule=named, domain=rule.domain.bare
                )


def _wins(record: RecordSet, zone: Zone, associated: tuple[ResolverRule, ...]) -> ResolverRule | None:
    """The rule that takes the name from the zone."""

    def depth(name: DnsName) -> int:
        return len(name.labels)

    matching = [rule for rule in associated if record.name.is_inside(rule.domain)]
    best = max(matching, key=lambda rule: depth(rule.domain), default=None)
    if best is None or best.type != "FORWARD" or depth(best.domain) < depth(zone.name):
        return None
    return best


CHECKS: tuple[Check, ...] = (state, quota, vpcs)
