"""Services of App Runner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.estate import (
    CREATED,
    EUROPE,
    GERMANY,
    Estate,
    alias_zone_id,
    stable_hex,
    stable_id,
)
from xalias_tui.sandbox.world import World

OLD: Final = datetime(2022, 5, 4, 8, tzinfo=UTC)


def build(world: World) -> None:
    """Add the resources of all accounts."""
    shop, media = Estate(world, SHOP), Estate(world, MEDIA)
    add_service(shop, Service(EUROPE, "quotes", ("quotes.example.com",)))
    add_service(media, Service(GERMANY, "captions", ("captions.example.com", "*.captions.example.com")))
    add_service(shop, Service(EUROPE, "run-unknown", ("elsewhere.example.com",), finds="apprunner-not-associated"))
    pending = "PENDING_CERTIFICATE_DNS_VALIDATION"
    add_service(
        shop,
        Service(
            EUROPE,
            "run-pending",
            ("run-pending.example.com",),
            association=pending,
            finds="apprunner-not-associated validation-record-missing",
        ),
    )
    add_service(
        shop, Service(EUROPE, "run-paused", ("run-paused.example.com",), status="PAUSED", finds="apprunner-paused")
    )
    add_service(shop, Service(EUROPE, "run-old", ("run-old.example.com",), created=OLD, finds="apprunner-too-old"))
    add_service(
        shop, Service(EUROPE, "run-private", ("run-private.example.com",), public=False, finds="apprunner-private")
    )


@dataclass(frozen=True, slots=True)
class Service:
    """A service; the defaults make a healthy one.

    Attributes:
        region: Its region.
        name: Its name.
        domains: The host names that are associated with it.
        association: Status of each association.
        status: Its status.
        created: When it was created.
        public: Whether the internet reaches it.
        finds: Ids of the findings that it must raise; empty for none.
    """

    region: str
    name: str
    domains: Sequence[str] = ()
    association: str = "ACTIVE"
    status: str = "RUNNING"
    created: datetime = CREATED
    public: bool = True
    finds: str = ""


def add_service(estate: Estate, service: Service) -> None:
    """Add a service."""
    estate.finds(service.name, service.finds)
    region, name = service.region, service.name
    number = stable_hex(estate.account_id, region, name, length=32)
    host = f"{stable_id(estate.account_id, region, name, length=10)}.{region}.awsapprunner.com"
    egress = {"EgressType": "DEFAULT"}
    item: dict[str, Any] = {
        "ServiceName": name,
        "ServiceId": number,
        "ServiceArn": estate.arn("apprunner", region, f"service/{name}/{number}"),
        "ServiceUrl": host,
        "CreatedAt": service.created,
        "UpdatedAt": service.created,
        "Status": service.status,
        "SourceConfiguration": {"AutoDeploymentsEnabled": False},
        "InstanceConfiguration": {"Cpu": "1024", "Memory": "2048"},
        "AutoScalingConfigurationSummary": {"AutoScalingConfigurationName": "DefaultConfiguration"},
        "NetworkConfiguration": {
            "EgressConfiguration": egress,
            "IngressConfiguration": {"IsPubliclyAccessible": service.public},
            "IpAddressType": "IPV4",
        },
        "_domains": [_domain(domain, service.association) for domain in service.domains],
    }
    estate.put("apprunner", region, "services", item)
    estate.world.register_alias_name(host, alias_zone_id("app_runner", region))


def _domain(name: str, status: str) -> dict[str, Any]:
    token = stable_hex(name, length=32)
    record = {
        "Name": f"_{token}.{name.removeprefix('*.')}.",
        "Type": "CNAME",
        "Value": f"_{stable_hex(token, length=32)}.xlfgrmvvlj.acm-validations.aws.",
        "Status": "SUCCESS" if status == "ACTIVE" else "PENDING_VALIDATION",
    }
    return {
        "DomainName": name,
        "EnableWWWSubdomain": False,
        "CertificateValidationRecords": [record],
        "Status": status,
    }
