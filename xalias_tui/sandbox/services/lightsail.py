"""Lightsail.

Collections: ``load_balancers`` (each with ``_certificates``, as GetLoadBalancerTlsCertificates shows them),
``distributions`` and ``certificates`` (in us-east-1), ``container_services``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, Pages, only, present, shown
from xalias_tui.sandbox.validation import wanted_of
from xalias_tui.sandbox.world import World

SERVICE = "lightsail"

_PAGES = Pages(60, bad_token="InvalidInputException")  # noqa: S106 -- an error code
_HOME_OF_DISTRIBUTIONS = "us-east-1"


def _items(world: World, call: Call, collection: str) -> Sequence[Item]:
    return world.items(SERVICE, call.account_id, call.region, collection)


def _page(call: Call, field: str, items: Sequence[Item]) -> Mapping[str, Any]:
    page, token = _PAGES.cut(items, call.params.get("pageToken"))
    return {field: [shown(item) for item in page], **present(nextPageToken=token)}


def _unknown(kind: str, name: str) -> Refusal:
    return Refusal("NotFoundException", f"The {kind} does not exist: {name}", HTTPStatus.NOT_FOUND)


def _now(world: World, certificate: Item) -> Item:
    """A certificate; one that waited is issued once its validation records are seen."""
    options = certificate["domainValidationRecords"]
    records = [wanted_of(option.get("resourceRecord") or option) for option in options]
    if certificate["status"] != "PENDING_VALIDATION" or not world.proofs.given(certificate["arn"], records):
        return certificate
    proved = [{**option, "validationStatus": "SUCCESS"} for option in options]
    return {**certificate, "status": "ISSUED", "domainValidationRecords": proved, "issuedAt": world.clock()}


def _get_load_balancers(world: World, call: Call) -> Mapping[str, Any]:
    return _page(call, "loadBalancers", _items(world, call, "load_balancers"))


def _get_load_balancer_tls_certificates(world: World, call: Call) -> Mapping[str, Any]:
    name = call.params["loadBalancerName"]
    balancer = only(_items(world, call, "load_balancers"), "name", name, _unknown("LoadBalancer", name))
    return {"tlsCertificates": [_now(world, item) for item in balancer["_certificates"]]}


def _get_distributions(world: World, call: Call) -> Mapping[str, Any]:
    if call.region != _HOME_OF_DISTRIBUTIONS:
        raise Refusal(
            "InvalidInputException",
            "Distribution-related APIs are only available in the us-east-1 Region. Please set your Region "
            "configuration to us-east-1 to create, view, or edit these resources.",
        )
    name, items = call.params.get("distributionName"), _items(world, call, "distributions")
    if name is not None:
        items = [only(items, "name", name, _unknown("Distribution", name))]
    return _page(call, "distributions", items)


def _get_certificates(world: World, call: Call) -> Mapping[str, Any]:
    """Lightsail certificates; their details only when they are asked for."""
    name, items = call.params.get("certificateName"), _items(world, call, "certificates")
    if name is not None:
        items = [only(items, "certificateName", name, _unknown("Certificate", name))]
    items = [{**item, "certificateDetail": _now(world, item["certificateDetail"])} for item in items]
    wanted = call.params.get("certificateStatuses")
    found = [item for item in items if not wanted or item["certificateDetail"]["status"] in wanted]
    if not call.params.get("includeCertificateDetails"):
        found = [{key: value for key, value in item.items() if key != "certificateDetail"} for item in found]
    return _page(call, "certificates", found)


def _get_container_services(world: World, call: Call) -> Mapping[str, Any]:
    name, items = call.params.get("serviceName"), _items(world, call, "container_services")
    if name is not None:
        items = [only(items, "containerServiceName", name, _unknown("ContainerService", name))]
    return {"containerServices": list(items)}


OPERATIONS = {
    "GetCertificates": _get_certificates,
    "GetContainerServices": _get_container_services,
    "GetDistributions": _get_distributions,
    "GetLoadBalancerTlsCertificates": _get_load_balancer_tls_certificates,
    "GetLoadBalancers": _get_load_balancers,
}
