"""Global Accelerator, which answers in us-west-2 alone.

Collections: ``accelerators`` and ``custom_routing_accelerators``, each with ``_listeners`` (with ``_groups``) beside
AWS's own fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.registry import Operation
from xalias_tui.sandbox.services.paging import Item, Pages, only, present, shown
from xalias_tui.sandbox.world import World

SERVICE = "globalaccelerator"

_HOME = "us-west-2"
_PAGES = Pages(100, usual=10, bad_token="InvalidNextTokenException")  # noqa: S106 -- an error code


def _page(call: Call, field: str, items: Sequence[Item]) -> Mapping[str, Any]:
    page, token = _PAGES.cut(items, call.params.get("NextToken"), call.params.get("MaxResults"))
    return {field: [shown(item) for item in page], **present(NextToken=token)}


def _accelerators(world: World, call: Call, collection: str) -> Sequence[Item]:
    if call.region != _HOME:
        raise Refusal("AccessDeniedException", f"AWS Global Accelerator is called in {_HOME}, not in {call.region}.")
    return world.items(SERVICE, call.account_id, _HOME, collection)


def _listing(collection: str) -> Operation:
    return lambda world, call: _page(call, "Accelerators", _accelerators(world, call, collection))


def _listeners(collection: str) -> Operation:
    def answer(world: World, call: Call) -> Mapping[str, Any]:
        unknown = Refusal("AcceleratorNotFoundException", "The accelerator does not exist.")
        known = _accelerators(world, call, collection)
        return _page(
            call, "Listeners", only(known, "AcceleratorArn", call.params["AcceleratorArn"], unknown)["_listeners"]
        )

    return answer


def _groups(collection: str) -> Operation:
    def answer(world: World, call: Call) -> Mapping[str, Any]:
        unknown = Refusal("ListenerNotFoundException", "The listener does not exist.")
        known = [listener for item in _accelerators(world, call, collection) for listener in item["_listeners"]]
        return _page(call, "EndpointGroups", only(known, "ListenerArn", call.params["ListenerArn"], unknown)["_groups"])

    return answer


OPERATIONS = {
    "ListAccelerators": _listing("accelerators"),
    "ListCustomRoutingAccelerators": _listing("custom_routing_accelerators"),
    "ListCustomRoutingEndpointGroups": _groups("custom_routing_accelerators"),
    "ListCustomRoutingListeners": _listeners("custom_routing_accelerators"),
    "ListEndpointGroups": _groups("accelerators"),
    "ListListeners": _listeners("accelerators"),
}
