"""Health checks and CIDR collections that record sets name: whether they are there, and what they can decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.plans import Case
from xalias_tui.rules.checks import Check, about, aliases_to, once_a_member
from xalias_tui.rules.routing import HEALTH_CHECK_MISSING

CIDR_COLLECTION_MISSING = Rule(
    id="cidr-collection-missing",
    severity=Severity.ERROR,
    when="CidrRoutingConfig.CollectionId is that of no CIDR collection of the zone's account.",
    message="CIDR collection {collection} does not exist in account {account}.",
    remedy="Pick one that 'xalias cidr-collections' lists.",
    source="botocore model: route53 NoSuchCidrCollectionException",
)
CIDR_LOCATION_MISSING = Rule(
    id="cidr-location-missing",
    severity=Severity.ERROR,
    when="CidrRoutingConfig.LocationName is neither '*' nor a location of its CIDR collection.",
    message="CIDR collection {collection} has no location {location}.",
    remedy="Pick one that 'xalias cidr-collections' lists, or add it to the collection.",
    source="botocore model: route53 NoSuchCidrLocationException",
)
HEALTH_CHECK_DISABLED = Rule(
    id="health-check-disabled",
    severity=Severity.WARNING,
    when="The HealthCheckId of a created record is that of a health check that is disabled.",
    message="Health check {id} is disabled: it never takes {name} {type} out of the answers.",
    remedy="Enable it, or choose another.",
    source="botocore model: route53 HealthCheckConfig.Disabled, Inverted",
)
HEALTH_CHECK_OWN_NAME = Rule(
    id="health-check-own-name",
    severity=Severity.WARNING,
    when="The health check of a created record has no address, and its FullyQualifiedDomainName is the record's name.",
    message="Health check {id} asks for {name} itself, so it finds whichever record answers: Route 53 calls what it "
    "finds unpredictable.",
    remedy="Let it check what this record alone points to, by another name or an address.",
    source="botocore model: route53 ResourceRecordSet.HealthCheckId; Route 53 Developer Guide: "
    "resource-record-sets-values-geo (Health check)",
)
HEALTH_CHECK_WITHOUT_CHOICE = Rule(
    id="health-check-without-choice",
    severity=Severity.WARNING,
    when="A created record has a health check and no routing policy: no other record could answer instead. Not where "
    "an alias of a public zone evaluates the record's health.",
    message="Health check {id} decides nothing: {name} {type} has no routing policy, so no other record could answer.",
    remedy="Choose a routing policy, or leave the health check out.",
    source="botocore model: route53 ResourceRecordSet.HealthCheckId; Route 53 Developer Guide: "
    "hosted-zone-private-considerations (Route 53 health checks)",
)

_NOT_IN_PRIVATE: Final = (
    "Health check {id} can't be associated with {name} {type}: in private zones Route 53 supports that only with a "
    "routing policy."
)
_NOT_HERE: Final = "Health check {id} does not exist in account {account}."
_ALWAYS_OUT: Final = (
    "Health check {id} is disabled and inverted, so it counts as unhealthy: it keeps {name} {type} out of the answers."
)
_LIST: Final = "Pick one that 'xalias health-checks' lists."


def health_checks(case: Case) -> Iterator[Finding]:
    """The health checks of created record sets."""
    known = case.around.referable.health_checks
    if known is None:
        return
    by_id = {check.id: check for check in known}
    for record in once_a_member(case.created):
        if record.health_check_id is None:
            continue
        check = by_id.get(record.health_check_id)
        if check is None:
            id_, account = record.health_check_id, case.zone.account_id
            yield about(case, record).finding(
                HEALTH_CHECK_MISSING, message=_NOT_HERE, remedy=_LIST, id=id_, account=account
            )
        elif check.disabled:
            message = _ALWAYS_OUT if check.inverted else None
            yield about(case, record).finding(HEALTH_CHECK_DISABLED, message=message, id=check.id)
        elif check.domain == record.name.bare:
            yield about(case, record).finding(HEALTH_CHECK_OWN_NAME, id=check.id)


def choices(case: Case) -> Iterator[Finding]:
    """Whether the health checks of created record sets have something to choose between."""
    for record in once_a_member(case.created):
        if record.health_check_id is None or record.routing is not None:
            continue
        if case.zone.private:
            message = _NOT_IN_PRIVATE
        elif any(row.alias is not None and row.alias.evaluate_target_health for row in aliases_to(case, record)):
            continue
        else:
            message = None
        yield about(case, record).finding(HEALTH_CHECK_WITHOUT_CHOICE, message=message, id=record.health_check_id)


def cidr_collections(case: Case) -> Iterator[Finding]:
    """The CIDR locations of created record sets."""
    known = case.around.referable.cidr_collections
    if known is None:
        return
    by_id = {collection.id: collection for collection in known}
    for record in once_a_member(case.created):
        if record.routing is None or record.routing.policy != "cidr":
            continue
        id_, location = record.routing.value.get("CollectionId"), record.routing.value.get("LocationName")
        collection = by_id.get(id_)
        if collection is None:
            yield about(case, record).finding(CIDR_COLLECTION_MISSING, collection=id_, account=case.zone.account_id)
        elif not collection.holds(location):
            yield about(case, record).finding(CIDR_LOCATION_MISSING, collection=collection.name, location=location)


CHECKS: tuple[Check, ...] = (health_checks, choices, cidr_collections)
