"""App Runner. Collection: ``services``, each in the shape of Service with ``_domains`` beside AWS's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.tables import Item, Listing, Lookup, Missing, Pages
from xalias_tui.sandbox.validation import wanted_of
from xalias_tui.sandbox.world import World

SERVICE = "apprunner"

_PAGES, _DOMAIN_PAGES = (Pages(most, bad_page="InvalidRequestException") for most in (20, 5))
_SUMMARY = ("ServiceName", "ServiceId", "ServiceArn", "ServiceUrl", "CreatedAt", "UpdatedAt", "Status")
_UNKNOWN = Missing("ResourceNotFoundException", "No service found for {}.")
_SERVICE = Lookup("services", "ServiceArn", "ServiceArn", _UNKNOWN, "Service")


def _describe_custom_domains(world: World, call: Call) -> Mapping[str, Any]:
    service = _SERVICE.find(world, call)
    domains = [_now(world, service, domain) for domain in service["_domains"]]
    return {
        "DNSTarget": service["ServiceUrl"],
        "ServiceArn": service["ServiceArn"],
        "VpcDNSTargets": [],
        **_DOMAIN_PAGES.page(call, "CustomDomains", domains),
    }


def _now(world: World, service: Item, domain: Item) -> Item:
    """An association; a pending one is active once its validation records are seen."""
    records = domain["CertificateValidationRecords"]
    resource = f"{service['ServiceArn']}/{domain['DomainName']}"
    if domain["Status"] != "PENDING_CERTIFICATE_DNS_VALIDATION":
        return domain
    if not world.proofs.given(resource, [wanted_of(record) for record in records]):
        return domain
    proved = [{**record, "Status": "SUCCESS"} for record in records]
    return {**domain, "Status": "ACTIVE", "CertificateValidationRecords": proved}


OPERATIONS = {
    "DescribeCustomDomains": _describe_custom_domains,
    "DescribeService": _SERVICE,
    "ListServices": Listing("services", "ServiceSummaryList", _PAGES, shows=_SUMMARY),
}
