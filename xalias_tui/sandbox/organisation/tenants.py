"""CloudFront tenants of one multi-tenant distribution, and the connection groups that serve them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.estate import CREATED, Estate, alias_zone_id, stable_id
from xalias_tui.sandbox.world import World


def build(world: World) -> None:
    """Add the resources of all accounts."""
    shop, media = Estate(world, SHOP), Estate(world, MEDIA)
    add_group(shop, "tenants", default=True)
    add_tenant(shop, Tenant("acme", ("acme.example.com",)))
    add_tenant(shop, Tenant("globex", ("globex.example.com", "*.globex.example.com")))
    for tenant in (
        _faulty("tenant-inactive", "cloudfront-tenant-domain-inactive", status="inactive"),
        _faulty("tenant-off", "cloudfront-tenant-domain-inactive", enabled=False),
        _faulty("tenant-elsewhere", "cloudfront-wrong-connection-group", group="tenants"),
        _faulty("tenant-other-cert", "cloudfront-certificate-mismatch", covers=("www.example.net",)),
    ):
        add_group(shop, tenant.name)
        add_tenant(shop, tenant)
    add_group(media, "studios", default=True, ipv6=False)
    add_tenant(media, Tenant("initech", ("initech.example.com",), group="studios"))


def add_group(estate: Estate, name: str, *, default: bool = False, ipv6: bool = True) -> str:
    """Add a connection group; returns its routing endpoint."""
    host = f"d{stable_id(estate.account_id, 'connection group', name, length=13)}.cloudfront.net"
    group_id = _group_id(estate, name)
    item = {
        "Id": group_id,
        "Name": name,
        "Arn": estate.arn("cloudfront", "", f"connection-group/{group_id}"),
        "CreatedTime": CREATED,
        "LastModifiedTime": CREATED,
        "Tags": {"Items": []},
        "Ipv6Enabled": ipv6,
        "RoutingEndpoint": host,
        "Status": "Deployed",
        "Enabled": True,
        "IsDefault": default,
    }
    estate.put("cloudfront", GLOBAL_REGION, "connection_groups", item)
    estate.world.register_alias_name(host, alias_zone_id("cloudfront_connection_group", GLOBAL_REGION))
    return host


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant; the defaults make a healthy one.

    Attributes:
        name: Its name.
        domains: What it owns.
        group: Name of its connection group.
        status: Of its domains.
        enabled: Whether it is switched on.
        covers: Names of its certificate; by default its domains.
        finds: Ids of the findings that it must raise; empty for none.
    """

    name: str
    domains: Sequence[str]
    group: str = "tenants"
    status: str = "active"
    enabled: bool = True
    covers: Sequence[str] = ()
    finds: str = ""


def _faulty(name: str, finds: str, **fields: Any) -> Tenant:
    """A tenant with one fault, by default in a connection group of the same name."""
    return Tenant(name, (f"{name}.example.com",), finds=finds, **{"group": name, **fields})


def add_tenant(estate: Estate, tenant: Tenant) -> None:
    """Add a tenant."""
    estate.finds(tenant.name, tenant.finds)
    tenant_id = f"dt_{stable_id(estate.account_id, tenant.name, length=27)}"
    arn = estate.certificate("us-east-1", list(tenant.covers or tenant.domains))
    item: dict[str, Any] = {
        "Id": tenant_id,
        "DistributionId": "E" + stable_id("platform", estate.account_id, length=13).upper(),
        "Name": tenant.name,
        "Arn": estate.arn("cloudfront", "", f"distribution-tenant/{tenant_id}"),
        "Domains": [{"Domain": domain, "Status": tenant.status} for domain in tenant.domains],
        "Tags": {"Items": []},
        "Customizations": {"Certificate": {"Arn": arn}},
        "Parameters": [],
        "ConnectionGroupId": _group_id(estate, tenant.group),
        "CreatedTime": CREATED,
        "LastModifiedTime": CREATED,
        "Enabled": tenant.enabled,
        "Status": "Deployed",
    }
    estate.put("cloudfront", GLOBAL_REGION, "tenants", item)


def _group_id(estate: Estate, name: str) -> str:
    return f"cg_{stable_id(estate.account_id, 'group', name, length=27)}"
