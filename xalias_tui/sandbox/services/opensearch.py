"""OpenSearch Service domains. Collection: ``domains``, each in the shape of DomainStatus."""

from __future__ import annotations

from collections.abc import Sequence

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.tables import Item, Listing
from xalias_tui.sandbox.world import World

SERVICE = "opensearch"

_MOST = 5


def _names(world: World, call: Call) -> Sequence[Item]:
    domains = world.items(SERVICE, call.account_id, call.region, "domains")
    return [{"DomainName": item["DomainName"], "EngineType": "OpenSearch"} for item in domains]


def _domains(world: World, call: Call) -> Sequence[Item]:
    if len(call.params["DomainNames"]) > _MOST:
        raise Refusal("ValidationException", f"Please provide a maximum of {_MOST} domain names to describe.")
    return world.items(SERVICE, call.account_id, call.region, "domains")


OPERATIONS = {
    "DescribeDomains": Listing(_domains, "DomainStatusList", by={"DomainNames": "DomainName"}),
    "ListDomainNames": Listing(_names, "DomainNames", only={"EngineType": "EngineType"}),
}
