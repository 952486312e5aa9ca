"""Global Accelerator, which answers in us-west-2 alone.

Collections: ``accelerators`` and ``custom_routing_accelerators``, each with ``_listeners`` (with ``_groups``) beside
AWS's own fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.registry import Operation
from xalias_tui.sandbox.services.tables import Item, Listing, Missing, Pages, find
from xalias_tui.sandbox.world import World

SERVICE = "globalaccelerator"

_HOME = "us-west-2"
_PAGES = Pages(100, usual=10, bad_page="InvalidNextTokenException")
_NO_ACCELERATOR = Missing("AcceleratorNotFoundException", "The accelerator does not exist.")
_NO_LISTENER = Missing("ListenerNotFoundException", "The listener does not exist.")


def _operations(collection: str, infix: str = "") -> Mapping[str, Operation]:
    """The three lists of one family of accelerators."""

    def accelerators(world: World, call: Call) -> Sequence[Item]:
        if call.region != _HOME:
            raise Refusal(
                "AccessDeniedException", f"AWS Global Accelerator is called in {_HOME}, not in {call.region}."
            )
        return world.items(SERVICE, call.account_id, _HOME, collection)

    def listeners(world: World, call: Call) -> Sequence[Item]:
        arn = call.params["AcceleratorArn"]
        return find(accelerators(world, call), "AcceleratorArn", arn, _NO_ACCELERATOR)["_listeners"]  # type: ignore[no-any-return]  # items are untyped

    def groups(world: World, call: Call) -> Sequence[Item]:
        known = [listener for item in accelerators(world, call) for listener in item["_listeners"]]
        return find(known, "ListenerArn", call.params["ListenerArn"], _NO_LISTENER)["_groups"]  # type: ignore[no-any-return]  # items are untyped

    return {
        f"List{infix}Accelerators": Listing(accelerators, "Accelerators", _PAGES),
        f"List{infix}EndpointGroups": Listing(groups, "EndpointGroups", _PAGES),
        f"List{infix}Listeners": Listing(listeners, "Listeners", _PAGES),
    }


OPERATIONS = {**_operations("accelerators"), **_operations("custom_routing_accelerators", "CustomRouting")}
