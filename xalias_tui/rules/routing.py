"""Routing policies: what may be in one group, and what a group must have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from xalias_tui.domain.commands import joined
from xalias_tui.domain.error_rules import ROUTING_POLICY_MIX, SET_IDENTIFIER_DUPLICATE, SET_IDENTIFIER_REQUIRED
from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.routing import ROLES, value_text
from xalias_tui.rules.checks import Check, about, leads_to_cloudfront, leads_to_service

AZ_AFFINITY_NO_FALLBACK = Rule(
    id="az-affinity-no-fallback",
    severity=Severity.WARNING,
    when="An alias with AZ-affinity routing has neither evaluate target health nor a health check.",
    message="{name} {type} answers {location} even when its target is unhealthy: Route 53 can't fall back to a less "
    "specific location.",
    remedy="Turn evaluate target health on, or attach a health check.",
    source="Route 53 Developer Guide: routing-policy-azaffinity, resource-record-sets-values-azaffinity-alias",
)
AZ_AFFINITY_NO_GLOBAL = Rule(
    id="az-affinity-no-global",
    severity=Severity.WARNING,
    when="After the change, a group with AZ-affinity routing has no record for the location type Global.",
    message="{name} {type} has no record for global: queries from other locations, or from an unknown Availability "
    "Zone, get no answer.",
    remedy="Add a member for global.",
    source="Route 53 Developer Guide: routing-policy-azaffinity; botocore model: route53 AZAffinity",
)
AZ_AFFINITY_DUPLICATE = Rule(
    id="az-affinity-duplicate",
    severity=Severity.ERROR,
    when="Two records of a group with AZ-affinity routing have the same location.",
    message="{name} {type} already has a record for {location}.",
    remedy="Change the record that has it, or choose another location.",
    source="Route 53 Developer Guide: routing-policy-azaffinity (one record for each client location); inferred",
)
ROUTING_POLICY_REQUIRED = Rule(
    id="routing-policy-required",
    severity=Severity.ERROR,
    when="A SetIdentifier, and no routing policy.",
    message="{name} {type} has a set identifier ({id}) but no routing policy: Route 53 refuses it.",
    remedy="Give a routing policy too, e.g. --weight 10, in the explorer e, or leave the identifier out.",
    source="botocore model: route53 ResourceRecordSet.SetIdentifier; Route 53's sentence: Expected exactly one of "
    "[Weight, Region, Failover, …], but found none",
)
SET_IDENTIFIER_LENGTH = Rule(
    id="set-identifier-length",
    severity=Severity.ERROR,
    when="SetIdentifier is empty or longer than 128 characters.",
    message="The identifier must have 1 to 128 characters.",
    remedy="Shorten it, or enter one.",
    source="botocore model: route53 ResourceRecordSet.SetIdentifier",
)
ROUTING_GROUP_QUOTA = Rule(
    id="routing-group-quota",
    severity=Severity.ERROR,
    when="After the change, more than 100 record sets of one name and type (30 with geoproximity routing).",
    message="{name} {type} has {n} of {max} {policy} records.",
    remedy="Merge members, or use another name.",
    source="Route 53 Developer Guide: DNSLimitations; airbnb/zonify#16",
)
WEIGHT_RANGE = Rule(
    id="weight-range",
    severity=Severity.ERROR,
    when="Weight is not an integer from 0 to 255.",
    message="Weight must be 0 to 255.",
    remedy="Use a whole number from 0 to 255.",
    source="botocore model: route53 ResourceRecordSet.Weight",
)
WEIGHT_ZERO = Rule(
    id="weight-zero",
    severity=Severity.INFO,
    when="Weight is 0, and another member of the group has more.",
    message="Weight 0 takes this member out of rotation unless all are 0.",
    remedy="Confirm that this is meant.",
    source="botocore model: route53 ResourceRecordSet.Weight; Route 53 Developer Guide: "
    "resource-record-sets-values-weighted-alias",
)
LATENCY_REGION_DUPLICATE = Rule(
    id="latency-region-duplicate",
    severity=Severity.ERROR,
    when="After the change, two latency records of one name and type are for the same Region.",
    message="{region} already has a latency record at {name}.",
    remedy="Edit that one.",
    source="botocore model: route53 ResourceRecordSet.Region",
)
GEO_LOCATION_DUPLICATE = Rule(
    id="geo-location-duplicate",
    severity=Severity.ERROR,
    when="After the change, two geolocation records of one name and type are for the same GeoLocation.",
    message="{location} is already covered.",
    remedy="Edit that one.",
    source="botocore model: route53 ResourceRecordSet.GeoLocation",
)
GEO_NO_DEFAULT = Rule(
    id="geo-no-default",
    severity=Severity.WARNING,
    when="After the change, no geolocation record of the name and type has CountryCode '*'.",
    message="Clients from other places get no answer: there is no default location record.",
    remedy="Add a '*' location.",
    source="botocore model: route53 ResourceRecordSet.GeoLocation",
)
FAILOVER_INCOMPLETE = Rule(
    id="failover-incomplete",
    severity=Severity.WARNING,
    when="After the change, only PRIMARY or only SECONDARY is there.",
    message="There is no {role} record for {name}.",
    remedy="Create the pair in one batch.",
    source="botocore model: route53 ResourceRecordSet.Failover; the consequence is unsourced",
)
FAILOVER_ALIAS_ETH_REQUIRED = Rule(
    id="failover-alias-eth-required",
    severity=Severity.ERROR,
    when="A failover alias with EvaluateTargetHealth false and without a health check; a warning for CloudFront, which "
    "forbids true, and where a health check is attached that decides instead.",
    message="A failover alias must evaluate target health.",
    remedy="Set it to Yes, or attach a health check.",
    source="botocore model: route53 ResourceRecordSet.Failover, AliasTarget.EvaluateTargetHealth (which recommends "
    "health checks for failover to API Gateway, S3 and VPC endpoints); Route 53 Developer Guide: "
    "resource-record-sets-values-failover-alias; what Route 53 answers for CloudFront is unsourced",
)
FAILOVER_BOTH_CLOUDFRONT = Rule(
    id="failover-both-cloudfront",
    severity=Severity.ERROR,
    when="PRIMARY and SECONDARY of one name and type are both aliases to CloudFront.",
    message="CloudFront cannot be both primary and secondary.",
    remedy="Use CloudFront origin failover.",
    source="botocore model: route53 AliasTarget.DNSName",
)
FAILOVER_ROLE_DUPLICATE = Rule(
    id="failover-role-duplicate",
    severity=Severity.ERROR,
    when="After the change, two failover records of one name and type are both PRIMARY or both SECONDARY.",
    message="{name} {type} already has a {role} record.",
    remedy="Edit that one, or take the other role.",
    source="botocore model: route53 ResourceRecordSet.Failover",
)
ROUTING_MEMBER_INCOMPLETE = Rule(
    id="routing-member-incomplete",
    severity=Severity.WARNING,
    when="After the change, a member of a routing group has no record of an address type (A, AAAA) that other members "
    "have under the same policy.",
    message="Member {id} of {name} has no {type} record: clients that ask for {type} never reach it.",
    remedy="Create it too, where the target takes it.",
    source="Route 53 Developer Guide: routing-policy; routing groups are of one name and type",
)
MULTIVALUE_ALIAS = Rule(
    id="multivalue-alias",
    severity=Severity.ERROR,
    when="MultiValueAnswer together with AliasTarget.",
    message="Multivalue records cannot be aliases.",
    remedy="Use weighted aliases.",
    source="botocore model: route53 ResourceRecordSet.MultiValueAnswer",
)
S3_ONE_PER_ROUTING_GROUP = Rule(
    id="s3-one-per-routing-group",
    severity=Severity.ERROR,
    when="After the change, more than one member of a routing group is an alias to an S3 website.",
    message="Only one S3 website can share a name.",
    remedy="Put CloudFront in front.",
    source="Route 53 Developer Guide: resource-record-sets-values-alias-common",
)
WEIGHTED_TTL_DIFFERS = Rule(
    id="weighted-ttl-differs",
    severity=Severity.ERROR,
    when="After the change, the weighted records of one name and type that are no aliases have different TTLs.",
    message="Weighted records of one name must share a TTL ({list}).",
    remedy="Align the TTLs.",
    source="aws/aws-sdk-go-v2#518",
)
HEALTH_CHECK_MISSING = Rule(
    id="health-check-missing",
    severity=Severity.ERROR,
    when="Route 53 answers NoSuchHealthCheck: HealthCheckId is that of no health check.",
    message="Health check {id} does not exist.",
    remedy="Pick an existing one.",
    source="botocore model: route53 ChangeResourceRecordSets errors",
)

_CHECK_ALONE: Final = (
    "Only the health check decides about {name}: Route 53 does not look at the health of the target that the failover "
    "alias points to."
)
_CLOUDFRONT_NEEDS_CHECK: Final = "Attach a health check: an alias to CloudFront can't evaluate target health."
_MAX_IDENTIFIER: Final = 128
_MAX_WEIGHT: Final = 255
_QUOTA: Final = {"geoproximity": 30}
_USUAL_QUOTA: Final = 100
_ROLES: Final = frozenset(ROLES)
_ADDRESSES: Final = ("A", "AAAA")


def groups(case: Case) -> Iterator[tuple[RecordSet, tuple[RecordSet, ...]]]:
    """Each routing group that the changes touch, as it will be, with the changed record that speaks for it."""
    first: dict[RecordKey, RecordSet] = {}
    for record in (*case.created, *case.deleted):
        first.setdefault(RecordKey(record.name, record.type), record)
    for key, record in first.items():
        members = case.after(key.name, key.type)
        if members:
            yield record, members


def mix(case: Case) -> Iterator[Finding]:
    """Policies that cannot exist side by side."""
    for record in case.created:
        others = [row for row in case.after(record.name, record.type) if row.policy != record.policy]
        if others:
            policies = sorted({row.policy for row in others})
            mixed = about(case, record).finding(ROUTING_POLICY_MIX, policy=", ".join(policies), new=record.policy)
            yield replace(mixed, fix=_instead_of_group(case, record, others))


def _instead_of_group(case: Case, record: RecordSet, members: list[RecordSet]) -> str:
    """The command that makes one alias of a group; empty where another record is wanted."""
    target = case.draft.target
    identifier = next((member.set_identifier for member in members if member.set_identifier), None)
    if record.routing is not None or record.alias is None or target is None or identifier is None:
        return ""
    named = target.arn or record.alias.dns_name.bare
    words = ("xalias", "group", record.name.bare, "--simple", identifier, "--target", f"{identifier}={named}")
    return joined(*words)


def identifiers(case: Case) -> Iterator[Finding]:
    """Set identifiers of the members of a group."""
    gone = {record.key for record in case.deleted}
    for record in case.created:
        identifier = record.set_identifier
        if identifier is None:
            if record.routing is not None:
                yield about(case, record).finding(SET_IDENTIFIER_REQUIRED, policy=record.policy)
            continue
        if not 1 <= len(identifier) <= _MAX_IDENTIFIER:
            yield about(case, record).finding(SET_IDENTIFIER_LENGTH)
        elif record.policy == "simple":
            yield about(case, record).finding(ROUTING_POLICY_REQUIRED, id=identifier)
        standing = {row.key for row in case.around.records.at(record.name, record.type)}
        if record.key in standing - gone:
            yield about(case, record).finding(SET_IDENTIFIER_DUPLICATE, id=identifier)


def quota(case: Case) -> Iterator[Finding]:
    """How many members a group may have."""
    for record, members in groups(case):
        limit = _QUOTA.get(record.policy, _USUAL_QUOTA)
        if record in case.created and len(members) > limit:
            yield about(case, record).finding(ROUTING_GROUP_QUOTA, n=len(members), max=limit, policy=record.policy)


def weights(case: Case) -> Iterator[Finding]:
    """Weights, and the TTL that weighted records share."""
    for record in case.created:
        if record.routing is None or record.routing.policy != "weighted":
            continue
        weight = record.routing.value
        others = [row for row in case.after(record.name, record.type) if row.key != record.key]
        if isinstance(weight, bool) or not isinstance(weight, int) or not 0 <= weight <= _MAX_WEIGHT:
            yield about(case, record).finding(WEIGHT_RANGE)
        elif weight == 0 and any(row.routing and row.routing.value for row in others):
            yield about(case, record).finding(WEIGHT_ZERO)
        ttls = {row.ttl for row in (record, *others) if row.ttl is not None}
        if record.ttl is not None and len(ttls) > 1:
            yield about(case, record).finding(WEIGHTED_TTL_DIFFERS, list=", ".join(map(str, sorted(ttls))))


def places(case: Case) -> Iterator[Finding]:
    """One record for each region, location or role, and a default."""
    for record in case.created:
        others = [row for row in case.after(record.name, record.type) if row.key != record.key]
        if record.routing is None or all(row.routing != record.routing for row in others):
            continue
        if record.routing.policy == "latency":
            yield about(case, record).finding(LATENCY_REGION_DUPLICATE, region=record.routing.value)
        elif record.routing.policy == "geolocation":
            yield about(case, record).finding(GEO_LOCATION_DUPLICATE, location=value_text(record.routing))
        elif record.routing.policy == "az-affinity":
            yield about(case, record).finding(AZ_AFFINITY_DUPLICATE, location=value_text(record.routing))
        elif record.routing.policy == "failover":
            yield about(case, record).finding(FAILOVER_ROLE_DUPLICATE, role=record.routing.value)
    for record, members in groups(case):
        located = [row.routing.value for row in members if row.routing and row.routing.policy == "geolocation"]
        if located and all(location.get("CountryCode") != "*" for location in located):
            yield about(case, record).finding(GEO_NO_DEFAULT)


def affinity(case: Case) -> Iterator[Finding]:
    """Whether AZ affinity falls back, and whether every query is answered."""
    for record in case.created:
        if record.policy != "az-affinity" or record.routing is None or record.alias is None:
            continue
        if not record.alias.evaluate_target_health and record.health_check_id is None:
            yield about(case, record).finding(AZ_AFFINITY_NO_FALLBACK, location=value_text(record.routing))
    for record, members in groups(case):
        located = [row.routing for row in members if row.routing and row.routing.policy == "az-affinity"]
        if located and all(routing.value.get("LocationType") != "Global" for routing in located):
            yield about(case, record).finding(AZ_AFFINITY_NO_GLOBAL)


def failover(case: Case) -> Iterator[Finding]:
    """Pairs of primary and secondary."""
    for record in case.created:
        if record.policy == "failover" and record.alias is not None and not record.alias.evaluate_target_health:
            yield from _unevaluated(about(case, record), record)
    for record, members in groups(case):
        roles = {row.routing.value: row for row in members if row.routing and row.routing.policy == "failover"}
        missing = _ROLES - roles.keys()
        if roles and missing:
            yield about(case, record).finding(FAILOVER_INCOMPLETE, role=" and no ".join(sorted(missing)))
        if roles and not missing and all(leads_to_cloudfront(row) for row in roles.values()):
            yield about(case, record).finding(FAILOVER_BOTH_CLOUDFRONT)


def _unevaluated(place: Topic, record: RecordSet) -> Iterator[Finding]:
    """What is wrong with a failover alias that does not evaluate the health of its target."""
    checked, cloudfront = record.health_check_id is not None, leads_to_cloudfront(record)
    if checked and not cloudfront:
        yield place.finding(
            FAILOVER_ALIAS_ETH_REQUIRED,
            severity=Severity.WARNING,
            message=_CHECK_ALONE,
            remedy="Set evaluate target health to Yes too.",
        )
    elif cloudfront and not checked:
        yield place.finding(FAILOVER_ALIAS_ETH_REQUIRED, severity=Severity.WARNING, remedy=_CLOUDFRONT_NEEDS_CHECK)
    elif not checked:
        yield place.finding(FAILOVER_ALIAS_ETH_REQUIRED)


def aliases_in_groups(case: Case) -> Iterator[Finding]:
    """What no member, or only one member, of a group may be."""
    for record in case.created:
        if record.policy == "multivalue" and record.alias is not None:
            yield about(case, record).finding(MULTIVALUE_ALIAS)
    for _, members in groups(case):
        websites = [row.key for row in members if leads_to_service(row, "s3_website")]
        created = next((row for row in case.created if row.key in websites), None)
        if len(websites) > 1 and created is not None:
            yield about(case, created).finding(S3_ONE_PER_ROUTING_GROUP)


def incomplete(case: Case) -> Iterator[Finding]:
    """Members that some clients never reach: the A and the AAAA records of a name are two groups."""
    for record in case.created:
        if record.routing is None or record.type not in _ADDRESSES:
            continue
        other = next(type_ for type_ in _ADDRESSES if type_ != record.type)
        there = [row for row in case.after(record.name, other) if row.policy == record.policy]
        if there and all(row.set_identifier != record.set_identifier for row in there):
            yield about(case, record).finding(ROUTING_MEMBER_INCOMPLETE, id=record.set_identifier, type=other)


CHECKS: tuple[Check, ...] = (
    mix,
    identifiers,
    quota,
    weights,
    places,
    affinity,
    failover,
    aliases_in_groups,
    incomplete,
)
