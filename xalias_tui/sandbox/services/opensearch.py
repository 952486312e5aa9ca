"""OpenSearch Service domains. Collection: ``domains``, each in the shape of DomainStatus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.world import World

SERVICE = "opensearch"

_MOST = 5


def _list_domain_names(world: World, call: Call) -> Mapping[str, Any]:
    wanted = call.params.get("EngineType", "OpenSearch")
    domains = world.items(SERVICE, call.account_id, call.region, "domains")
    listed = [{"DomainName": item["DomainName"], "EngineType": "OpenSearch"} for item in domains]
    return {"DomainNames": [item for item in listed if item["EngineType"] == wanted]}


def _describe_domains(world: World, call: Call) -> Mapping[str, Any]:
    wanted = call.params["DomainNames"]
    if len(wanted) > _MOST:
        raise Refusal("ValidationException", f"Please provide a maximum of {_MOST} domain names to describe.")
    domains = world.items(SERVICE, call.account_id, call.region, "domains")
    return {"DomainStatusList": [item for item in domains if item["DomainName"] in wanted]}


OPERATIONS = {
    "DescribeDomains": _describe_domains,
    "ListDomainNames": _list_domain_names,
}
