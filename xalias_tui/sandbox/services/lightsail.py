"""Lightsail.

Collections: ``load_balancers`` (each with ``_certificates``, as GetLoadBalancerTlsCertificates shows them),
``distributions`` and ``certificates`` (in us-east-1), ``container_services``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.tables import Item, Listing, Lookup, Missing, Pages
from xalias_tui.sandbox.validation import wanted_of
from xalias_tui.sandbox.world import World

SERVICE = "lightsail"

_PAGES = Pages(60, bad_page="InvalidInputException", marker="pageToken", next="nextPageToken")
_HOME_OF_DISTRIBUTIONS = "us-east-1"


def _unknown(kind: str) -> Missing:
    return Missing("NotFoundException", f"The {kind} does not exist: {{}}", HTTPStatus.NOT_FOUND)


_BALANCER = Lookup("load_balancers", "loadBalancerName", "name", _unknown("LoadBalancer"))


def _now(world: World, certificate: Item) -> Item:
    """A certificate; a pending one is issued once its validation records are seen."""
    options = certificate["domainValidationRecords"]
    records = [wanted_of(option.get("resourceRecord") or option) for option in options]
    if certificate["status"] != "PENDING_VALIDATION" or not world.proofs.given(certificate["arn"], records):
        return certificate
    proved = [{**option, "validationStatus": "SUCCESS"} for option in options]
    return {**certificate, "status": "ISSUED", "domainValidationRecords": proved, "issuedAt": world.clock()}


def _get_load_balancer_tls_certificates(world: World, call: Call) -> Mapping[str, Any]:
    return {"tlsCertificates": [_now(world, item) for item in _BALANCER.find(world, call)["_certificates"]]}


def _distributions(world: World, call: Call) -> Sequence[Item]:
    if call.region != _HOME_OF_DISTRIBUTIONS:
        raise Refusal(
            "InvalidInputException",
            "Distribution-related APIs are only available in the us-east-1 Region. Please set your Region "
            "configuration to us-east-1 to create, view, or edit these resources.",
        )
    return world.items(SERVICE, call.account_id, call.region, "distributions")


def _certificates(world: World, call: Call) -> Sequence[Item]:
    """Lightsail certificates; their details only when they are wanted."""
    items = world.items(SERVICE, call.account_id, call.region, "certificates")
    detailed = [{**item, "certificateDetail": _now(world, item["certificateDetail"])} for item in items]
    wanted, details = call.params.get("certificateStatuses"), call.params.get("includeCertificateDetails")
    return [
        {key: value for key, value in item.items() if details or key != "certificateDetail"}
        for item in detailed
        if not wanted or item["certificateDetail"]["status"] in wanted
    ]


OPERATIONS = {
    "GetCertificates": Listing(
        _certificates,
        "certificates",
        _PAGES,
        by={"certificateName": "certificateName"},
        missing=_unknown("Certificate"),
    ),
    "GetContainerServices": Listing(
        "container_services",
        "containerServices",
        by={"serviceName": "containerServiceName"},
        missing=_unknown("ContainerService"),
    ),
    "GetDistributions": Listing(
        _distributions, "distributions", _PAGES, by={"distributionName": "name"}, missing=_unknown("Distribution")
    ),
    "GetLoadBalancerTlsCertificates": _get_load_balancer_tls_certificates,
    "GetLoadBalancers": Listing("load_balancers", "loadBalancers", _PAGES),
}
