"""Global accelerators, standard and with custom routing."""

from __future__ import annotations

from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.estate import CREATED, Estate, alias_zone_id, stable_hex
from xalias_tui.sandbox.world import World

_HOME: Final = "us-west-2"
_DEEP: Final = 3


def build(world: World) -> None:
    """Add the resources of all accounts."""
    shop, media = Estate(world, SHOP), Estate(world, MEDIA)
    add_accelerator(shop, Accelerator("play", dual_stack=True))
    add_accelerator(media, Accelerator("ingest"))
    add_accelerator(shop, Accelerator("ga-off", enabled=False, finds="ga-disabled"))
    add_accelerator(shop, Accelerator("ga-no-listener", deep=0, finds="ga-no-endpoints"))
    add_accelerator(shop, Accelerator("ga-no-group", deep=1, finds="ga-no-endpoints"))
    add_accelerator(shop, Accelerator("ga-no-endpoint", deep=2, finds="ga-no-endpoints"))
    add_accelerator(shop, Accelerator("matchmaking", custom=True))
    add_accelerator(media, Accelerator("voice", custom=True))
    add_accelerator(shop, Accelerator("ga-off-custom", custom=True, enabled=False, finds="ga-disabled"))


@dataclass(frozen=True, slots=True)
class Accelerator:
    """An accelerator; the defaults make a working one.

    Attributes:
        name: Its name.
        dual_stack: Whether it has IPv6 addresses and a dual-stack name.
        custom: Whether it is one of custom routing.
        enabled: Whether it is switched on.
        deep: How much is behind it: 0 nothing, 1 a listener, 2 an endpoint group too, 3 an endpoint too.
        status: ``DEPLOYED`` or ``IN_PROGRESS``.
        finds: Ids of the findings that it must raise; empty for none.
    """

    name: str
    dual_stack: bool = False
    custom: bool = False
    enabled: bool = True
    deep: int = _DEEP
    status: str = "DEPLOYED"
    finds: str = ""


def add_accelerator(estate: Estate, accelerator: Accelerator) -> None:
    """Add an accelerator with what is behind it."""
    estate.finds(accelerator.name, accelerator.finds)
    name = accelerator.name
    digest = stable_hex(estate.account_id, "accelerator", name, length=32)
    uuid = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))
    arn = f"arn:aws:globalaccelerator::{estate.account_id}:accelerator/{uuid}"
    label = f"a{digest[:16]}"
    host, dual = f"{label}.awsglobalaccelerator.com", f"{label}.dualstack.awsglobalaccelerator.com"
    addresses = [{"IpFamily": "IPv4", "IpAddresses": ["192.0.2.10", "198.51.100.10"], "IpAddressFamily": "IPv4"}]
    if accelerator.dual_stack:
        both = ["2001:db8::10", "2001:db8:1::10"]
        addresses.append({"IpFamily": "IPv6", "IpAddresses": both, "IpAddressFamily": "IPv6"})
    item = {
        "AcceleratorArn": arn,
        "Name": name,
        "IpAddressType": "DUAL_STACK" if accelerator.dual_stack else "IPV4",
        "Enabled": accelerator.enabled,
        "IpSets": addresses,
        "DnsName": host,
        "Status": accelerator.status,
        "CreatedTime": CREATED,
        "LastModifiedTime": CREATED,
        **({"DualStackDnsName": dual} if accelerator.dual_stack else {}),
        **({} if accelerator.custom else {"Events": []}),
        "_listeners": _listeners(arn, accelerator) if accelerator.deep else [],
    }
    collection = "custom_routing_accelerators" if accelerator.custom else "accelerators"
    estate.put("globalaccelerator", _HOME, collection, item)
    for known in (host, dual) if accelerator.dual_stack else (host,):
        estate.world.register_alias_name(known, alias_zone_id("global_accelerator", GLOBAL_REGION))


def _listeners(arn: str, accelerator: Accelerator) -> list[dict[str, Any]]:
    listener = f"{arn}/listener/0123abcd"
    ports = {"PortRanges": [{"FromPort": 443, "ToPort": 443}]}
    kind = {} if accelerator.custom else {"Protocol": "TCP", "ClientAffinity": "NONE"}
    groups = [_group(f"{listener}/endpoint-group/4567cdef", accelerator)] if accelerator.deep > 1 else []
    return [{"ListenerArn": listener, **ports, **kind, "_groups": groups}]


def _group(arn: str, accelerator: Accelerator) -> dict[str, Any]:
    if accelerator.custom:
        endpoints: list[dict[str, Any]] = [{"EndpointId": "subnet-0123456789abcdef0"}]
        destinations = [{"FromPort": 8000, "ToPort": 8999, "Protocols": ["TCP", "UDP"]}]
        rest: dict[str, Any] = {"DestinationDescriptions": destinations}
    else:
        endpoint = "arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/shop-web/0123456789abcdef"
        endpoints = [{"EndpointId": endpoint, "Weight": 128, "HealthState": "HEALTHY"}]
        rest = {"TrafficDialPercentage": 100.0, "HealthCheckProtocol": "TCP", "HealthCheckPort": 443}
    described = endpoints if accelerator.deep >= _DEEP else []
    return {"EndpointGroupArn": arn, "EndpointGroupRegion": "eu-west-1", "EndpointDescriptions": described, **rest}
