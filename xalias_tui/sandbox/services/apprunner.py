"""App Runner. Collection: ``services``, each in the shape of Service with ``_domains`` beside AWS's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, Pages, only, present
from xalias_tui.sandbox.validation import wanted_of
from xalias_tui.sandbox.world import World

SERVICE = "apprunner"

_LISTED = Pages(20, bad_token="InvalidRequestException")  # noqa: S106 -- an error code
_DOMAINS = Pages(5, bad_token="InvalidRequestException")  # noqa: S106 -- an error code
_SUMMARY = ("ServiceName", "ServiceId", "ServiceArn", "ServiceUrl", "CreatedAt", "UpdatedAt", "Status")


def _service(world: World, call: Call) -> Item:
    arn = call.params["ServiceArn"]
    unknown = Refusal("ResourceNotFoundException", f"No service found for {arn}.", HTTPStatus.BAD_REQUEST)
    return only(world.items(SERVICE, call.account_id, call.region, "services"), "ServiceArn", arn, unknown)


def _list_services(world: World, call: Call) -> Mapping[str, Any]:
    known = world.items(SERVICE, call.account_id, call.region, "services")
    page, token = _LISTED.cut(known, call.params.get("NextToken"), call.params.get("MaxResults"))
    summaries = [{field: item[field] for field in _SUMMARY} for item in page]
    return {"ServiceSummaryList": summaries, **present(NextToken=token)}


def _describe_service(world: World, call: Call) -> Mapping[str, Any]:
    return {"Service": {key: value for key, value in _service(world, call).items() if not key.startswith("_")}}


def _describe_custom_domains(world: World, call: Call) -> Mapping[str, Any]:
    service = _service(world, call)
    domains = [_now(world, service, domain) for domain in service["_domains"]]
    page, token = _DOMAINS.cut(domains, call.params.get("NextToken"), call.params.get("MaxResults"))
    return {
        "DNSTarget": service["ServiceUrl"],
        "ServiceArn": service["ServiceArn"],
        "CustomDomains": page,
        "VpcDNSTargets": [],
        **present(NextToken=token),
    }


def _now(world: World, service: Item, domain: Item) -> Item:
    """An association; one that waited is active once its validation records are seen."""
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
    "DescribeService": _describe_service,
    "ListServices": _list_services,
}
