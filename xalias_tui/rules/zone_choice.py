"""Whether this zone answers for the name, and whether it may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.partitions import GOVCLOUD, partition_of_name
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone
from xalias_tui.rules.checks import (
    Check,
    about,
    alias_zone_id,
    aliases,
    delegation_over,
    hidden_by,
    leads_to_service,
    once_a_name,
    same_zone_target,
)

_WRITE_CNAME: Final = "Write a CNAME: --cname, in the explorer a."

ZONE_SAME_NAME_AMBIGUOUS = Rule(
    id="zone-same-name-ambiguous",
    severity=Severity.WARNING,
    when="More than one hosted zone of the accounts searched has the zone's name and its Config.PrivateZone. An info "
    "where the parent delegates to this one.",
    message="{n} public zones are called {zone}; only the one whose name servers are delegated is live.",
    remedy="Compare each zone's name servers with the parent's NS answer: {zones}.",
    source="Route 53 Developer Guide: troubleshooting-new-dns-settings-not-in-effect",
)
RECORD_BELOW_DELEGATION = Rule(
    id="record-below-delegation",
    severity=Severity.ERROR,
    when="The zone holds an NS record set at D, other than the apex, and the name is D or below it; types NS and DS at "
    "D itself are exempt.",
    message="{delegation} is delegated to other name servers, so {name} in this zone is never queried.",
    remedy="Create the record in the zone of {delegation}{known}, or remove the delegation.",
    source="unsourced (RFC 1034 section 4.2.1)",
)
MORE_SPECIFIC_ZONE_EXISTS = Rule(
    id="more-specific-zone-exists",
    severity=Severity.WARNING,
    when="Another hosted zone of the accounts searched, as public or private as this one, has a name that is a longer "
    "suffix of the record's name. An info where this zone is public and was read to have no NS records that delegate "
    "to it.",
    message="A more specific zone {specific} exists ({ids}); if it is delegated, the record belongs there.",
    remedy="Ask the name servers of {zone} for NS of {specific}; of private zones the more specific one always wins.",
    source="Route 53 Developer Guide: hosted-zone-private-considerations",
)
SPLIT_HORIZON_TWIN = Rule(
    id="split-horizon-twin",
    severity=Severity.INFO,
    when="The zone is public, and the name also lies inside a private zone of the accounts searched. With public DNS "
    "fallback that zone passes on what it does not have.",
    message="Inside the associated VPCs the private zone {private} answers instead; create the record there too if "
    "internal clients need it.",
    remedy="Create the twin record in the private zone: one change is for one zone only.",
    source="Route 53 Developer Guide: hosted-zone-private-considerations (split-view DNS), "
    "hosted-zone-private-public-dns-fallback",
)
PRIVATE_ZONE_HIDES_PUBLIC = Rule(
    id="private-zone-hides-public",
    severity=Severity.WARNING,
    when="The name lies inside a private zone that has no record of its name and type once the change is applied, and "
    "also inside a public zone. Judged when a record is removed from the private zone. An info where nothing is left "
    "at or below the name and the zone has public DNS fallback: the public answer takes its place.",
    message="In the VPCs of the private zone {zone}, {name} has no {type} answer any more: Resolver does not fall back "
    "to public DNS.",
    remedy="Keep it, or replace it, where clients in these VPCs need the name.",
    source="Route 53 Developer Guide: hosted-zone-private-considerations (overlapping namespaces), "
    "hosted-zone-private-public-dns-fallback; botocore model: route53 CreateHostedZoneRequest.EnablePublicDNSFallback",
)
PRIVATE_ZONE_DELEGATION_UNSUPPORTED = Rule(
    id="private-zone-delegation-unsupported",
    severity=Severity.WARNING,
    when="Type NS below the apex of a private zone: Resolver follows it only where a DELEGATE rule with an outbound "
    "endpoint is associated with the VPC.",
    message="VPC Resolver follows the NS records of {name} only in VPCs that have a Resolver rule of type DELEGATE for "
    "it.",
    remedy="Associate a DELEGATE rule with the zone's VPCs, or create a private zone for {name} and associate that.",
    source="Route 53 Developer Guide: outbound-delegation-tutorial, hosted-zone-private-considerations (delegating "
    "responsibility for a subdomain), resolver-forwarding-outbound-queries-rule-values",
)
PRIVATE_ZONE_ROUTING_POLICY = Rule(
    id="private-zone-routing-policy",
    severity=Severity.WARNING,
    when="IP-based (cidr) routing in a private zone, which Route 53 accepts and does not support.",
    message="Route 53 accepts IP-based records in a private zone, but does not support them: which of them answers is "
    "not defined.",
    remedy="Choose simple, weighted, latency, failover, geolocation, geoproximity or multivalue.",
    source="Route 53 Developer Guide: resource-record-sets-values-ipbased-alias, "
    "hosted-zone-private-considerations (supported routing policies), routing-policy-geoproximity-phz",
)
ZONE_LINKED_SERVICE = Rule(
    id="zone-linked-service",
    severity=Severity.ERROR,
    when="HostedZone.LinkedService is present.",
    message="This zone is managed by {service}; edit it there.",
    remedy="Use the owning service.",
    source="botocore model: route53 HostedZone.LinkedService",
)
ZONE_ACCELERATED_RECOVERY_LOCKED = Rule(
    id="zone-accelerated-recovery-locked",
    severity=Severity.WARNING,
    when="HostedZone.Features.AcceleratedRecoveryStatus is ENABLING_HOSTED_ZONE_LOCKED or "
    "DISABLING_HOSTED_ZONE_LOCKED; an info where it is ENABLED.",
    message="Changes to this zone are locked while accelerated recovery is being {switched}; try later.",
    remedy="Wait and retry.",
    source="botocore model: route53 HostedZoneFeatures; Route 53 Developer Guide: accelerated-recovery",
)
ZONE_GOVCLOUD_LIMITS = Rule(
    id="zone-govcloud-limits",
    severity=Severity.ERROR,
    when="Partition aws-us-gov: a private zone, and latency, geolocation or geoproximity routing. A warning for a "
    "public zone whose alias target is of another service than those to which its zones have aliases.",
    message="Private zones in GovCloud have no {policy} routing.",
    remedy="Choose simple, weighted, failover or multivalue.",
    source="AWS GovCloud (US) User Guide: govcloud-r53",
)
PARTITION_MISMATCH = Rule(
    id="partition-mismatch",
    severity=Severity.ERROR,
    when="The partition of the zone's account is not the one that the alias target's name shows "
    "(.amazonaws.com.cn, .cloudfront.cn, a us-gov region).",
    message="A zone in {partition} cannot alias a resource in {other}.",
    remedy=_WRITE_CNAME,
    source="Amazon Web Services in China user guide: route53 ('can't alias to resources outside China Regions'); "
    "other pairs unsourced",
)

_THIS_IS_LIVE: Final = "{n} public zones are called {zone}; this one is live: the parent delegates to its name servers."
_OTHER_IS_LIVE: Final = "{n} public zones are called {zone}; the live one is {live}, not this one."
_NONE_IS_LIVE: Final = "{n} public zones are called {zone}; the parent delegates to none of them, but to {servers}."
_NOT_DELEGATED: Final = (
    "A more specific zone {specific} exists ({ids}), but this zone has no NS records for it: the internet does not ask "
    "it, and the record belongs here."
)
_PRIVATE_TWINS: Final = "{n} private zones are called {zone}; each answers only in the VPCs that it is associated with."
_LOCKED: Final = {"ENABLING_HOSTED_ZONE_LOCKED": "switched on", "DISABLING_HOSTED_ZONE_LOCKED": "switched off"}
_RECOVERING: Final = "Accelerated recovery is on: after a fail-over, recent changes of this zone may be stranded."
_UNSUPPORTED_POLICIES: Final = frozenset({"cidr"})
_NOT_IN_GOVCLOUD: Final = frozenset({"latency", "geolocation", "geoproximity"})
_ANNOUNCED_IN_GOVCLOUD: Final = frozenset(
    "alb clb clb_legacy nlb apigateway_regional elastic_beanstalk s3_website vpc_interface_endpoint".split()  # noqa: SIM905 -- a list of words reads better as one
)
"""Services to which GovCloud's public zones have aliases, as the table of alias zone ids calls them."""
_NOT_ANNOUNCED: Final = (
    "Public zones in GovCloud have aliases to API Gateway, S3, VPC endpoints, Elastic Beanstalk and load balancers; "
    "AWS calls other targets not available, so Route 53 may refuse {target}."
)
_FALLS_BACK: Final = (
    "In the VPCs of the private zone {zone}, public DNS answers {name} from then on, as nothing is left at or below "
    "it: the zone has public DNS fallback."
)
_PASSES_ON: Final = (
    "Inside the associated VPCs the private zone {private} answers instead where it has the name; else its public DNS "
    "fallback passes the query on to this zone."
)
_NO_CNAME: Final = (
    "No CNAME can exist at {name}, the zone's apex: write one below it, e.g. www.{name}, and let something in "
    "{partition} redirect the apex to it."
)


def same_name(case: Case) -> Iterator[Finding]:
    """Zones that are called the same: one of them answers."""
    if not case.created:
        return
    twins = [zone for zone in _others(case) if zone.name == case.zone.name and zone.private == case.zone.private]
    if not twins:
        return
    named: dict[str, Any] = {"n": len(twins) + 1, "zones": _listed([case.zone, *twins])}
    if case.zone.private:
        yield about(case, case.created[0]).finding(ZONE_SAME_NAME_AMBIGUOUS, message=_PRIVATE_TWINS, **named)
        return
    severity, message, remedy, values = _which_is_live(case, twins)
    yield about(case, case.created[0]).finding(
        ZONE_SAME_NAME_AMBIGUOUS, severity=severity, message=message, remedy=remedy, **named, **values
    )


def _which_is_live(case: Case, twins: list[Zone]) -> tuple[Severity | None, str | None, str | None, dict[str, Any]]:
    """What the parent says of public zones of one name: severity, sentence, remedy and what is filled in."""
    delegation = case.around.world.delegation if case.around.world else None
    if delegation is None or not delegation.known:
        return None, None, None, {}
    if delegation.serves(case.zone):
        return Severity.INFO, _THIS_IS_LIVE, "", {}
    live = [zone for zone in twins if delegation.serves(zone)]
    if live:
        return None, _OTHER_IS_LIVE, "Use the live one.", {"live": _listed(live)}
    if not all(zone.name_servers for zone in (case.zone, *twins)):
        return None, None, None, {}  # the live one may be one whose name servers could not be read
    return None, _NONE_IS_LIVE, None, {"servers": ", ".join(delegation.servers) or "no name server"}


def delegation(case: Case) -> Iterator[Finding]:
    """Names that this zone has handed to other name servers."""
    for record in once_a_name(case.created):
        cut = delegation_over(case, record)
        if cut is not None:
            there = [zone for zone in _others(case) if zone.name == cut]
            known = f": {_listed(there)}" if there else ""
            yield about(case, record).finding(RECORD_BELOW_DELEGATION, delegation=cut.bare, known=known)


def more_specific(case: Case) -> Iterator[Finding]:
    """Zones that match more labels of the name."""
    for record in once_a_name(case.created):
        deeper = [
            zone
            for zone in _others(case)
            if zone.private == case.zone.private
            and len(zone.name.labels) > len(case.zone.name.labels)
            and record.name.is_inside(zone.name)
        ]
        if any(hidden_by(record, cut) for cut in case.around.records.delegations):
            continue  # said by record-below-delegation, which is sure
        if deeper:
            depth = max(len(zone.name.labels) for zone in deeper)
            best = [zone for zone in deeper if len(zone.name.labels) == depth]
            values: dict[str, Any] = {"specific": best[0].name.bare, "ids": _listed(best)}
            if case.zone.private or not _was_read(case, record):
                yield about(case, record).finding(MORE_SPECIFIC_ZONE_EXISTS, **values)
            else:
                severity = Severity.INFO
                remedy = "To use it, create its NS records here first, and the record there."
                yield about(case, record).finding(
                    MORE_SPECIFIC_ZONE_EXISTS, severity=severity, message=_NOT_DELEGATED, remedy=remedy, **values
                )


def _was_read(case: Case, record: RecordSet) -> bool:
    """Whether every name between the apex and the record was read, so that a delegation there would be known."""
    return case.around.records.complete or record.name == case.draft.name


def split_horizon(case: Case) -> Iterator[Finding]:
    """Private zones that answer for the name inside their VPCs."""
    if case.zone.private:
        return
    for record in once_a_name(case.created):
        private = [zone for zone in _others(case) if zone.private and record.name.is_inside(zone.name)]
        if private:
            passes_on = all(zone.falls_back for zone in private)
            yield about(case, record).finding(
                SPLIT_HORIZON_TWIN,
                message=_PASSES_ON if passes_on else None,
                remedy="" if passes_on else None,
                private=_listed(private, named=True),
            )


def hides_public(case: Case) -> Iterator[Finding]:
    """Names that a private zone still claims and no longer answers."""
    if not case.zone.private:
        return
    for record in case.deleted:
        if case.after(record.name, record.type) or case.after(record.name, "CNAME"):
            continue
        if any(not zone.private and record.name.is_inside(zone.name) for zone in _others(case)):
            if case.zone.falls_back and _is_gone(case, record):
                info = Severity.INFO
                yield about(case, record).finding(
                    PRIVATE_ZONE_HIDES_PUBLIC, severity=info, message=_FALLS_BACK, remedy=""
                )
            else:
                yield about(case, record).finding(PRIVATE_ZONE_HIDES_PUBLIC)


def _is_gone(case: Case, record: RecordSet) -> bool:
    """Whether nothing that was read is left of a deleted record's name: no type, no name below, no wildcard for it."""
    read, gone = case.around.records, {deleted.key for deleted in case.deleted}
    left = {row.key for row in (*read.below(record.name), *read.wildcards_above(record.name))} - gone
    return not case.after(record.name) and not left


def private_limits(case: Case) -> Iterator[Finding]:
    """What private zones do only under conditions, or do not support."""
    if not case.zone.private:
        return
    for record in case.created:
        if record.type == "NS" and record.name != case.zone.name:
            yield about(case, record).finding(PRIVATE_ZONE_DELEGATION_UNSUPPORTED)
        if record.policy in _UNSUPPORTED_POLICIES:
            yield about(case, record).finding(PRIVATE_ZONE_ROUTING_POLICY)
        elif case.zone.partition == GOVCLOUD and record.policy in _NOT_IN_GOVCLOUD:
            yield about(case, record).finding(ZONE_GOVCLOUD_LIMITS, policy=record.policy)


def may_be_changed(case: Case) -> Iterator[Finding]:
    """Zones that a service manages, or that are locked for a while."""
    if not case.changes:
        return
    record, zone = case.changes[0].record, case.zone
    if zone.linked_service:
        yield about(case, record).finding(ZONE_LINKED_SERVICE, service=zone.linked_service)
    if zone.accelerated_recovery in _LOCKED:
        yield about(case, record).finding(ZONE_ACCELERATED_RECOVERY_LOCKED, switched=_LOCKED[zone.accelerated_recovery])
    elif zone.accelerated_recovery == "ENABLED":
        yield about(case, record).finding(
            ZONE_ACCELERATED_RECOVERY_LOCKED, severity=Severity.INFO, message=_RECOVERING, remedy=""
        )


def partitions(case: Case) -> Iterator[Finding]:
    """Zones and targets of different AWS partitions."""
    partition = case.zone.partition
    for record, points_to in aliases(case, once_a_member=True):
        if same_zone_target(case, record) is not None:
            continue
        target = points_to.dns_name
        remedy = _NO_CNAME if record.name == case.zone.name else None
        other = partition_of_name(target)
        if other not in ("", partition):
            yield about(case, record, target).finding(
                PARTITION_MISMATCH, remedy=remedy, partition=partition, other=other
            )
        elif partition == GOVCLOUD and not case.zone.private and not _is_announced(record):
            yield about(case, record, target).finding(
                ZONE_GOVCLOUD_LIMITS,
                severity=Severity.WARNING,
                message=_NOT_ANNOUNCED,
                remedy=remedy or _WRITE_CNAME,
                partition=partition,
            )


def _is_announced(record: RecordSet) -> bool:
    """Whether an alias points to a service that was announced with GovCloud's public zones.

    Of a name without a zone id, which no alias can have, other rules say what is wrong.
    """
    return not alias_zone_id(record) or any(leads_to_service(record, service) for service in _ANNOUNCED_IN_GOVCLOUD)


def _others(case: Case) -> list[Zone]:
    return [zone for zone in case.around.zones if zone.id != case.zone.id]


def _listed(zones: list[Zone], *, named: bool = False) -> str:
    parts = (f"{zone.id} of account {zone.account_id}" for zone in zones)
    return (
        ", ".join(f"{zone.name.bare} ({part})" for zone, part in zip(zones, parts, strict=True))
        if named
        else ", ".join(parts)
    )


CHECKS: tuple[Check, ...] = (
    same_name, delegation, more_specific, split_horizon, hides_public, private_limits, may_be_changed, partitions,
)  # fmt: skip
