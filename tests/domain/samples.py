"""Values of ``domain`` that several of its tests use."""

from __future__ import annotations

from typing import Any, Final

from tests.domain.strategies import APEX
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone

ZONE: Final = Zone(id="Z0HUB", name=APEX, private=False, account_id="111111111111", profile="dns")


def alias(name: str, target: str = "lb-1.eu-west-1.elb.amazonaws.com.", type_: str = "A", **routing: Any) -> RecordSet:
    """An alias; ``routing`` are fields of the wire form."""
    to = {"HostedZoneId": "Z32O12XQLNTSW2", "DNSName": target, "EvaluateTargetHealth": False}
    return RecordSet.from_wire({"Name": name, "Type": type_, "AliasTarget": to, **routing})


def plain(name: str, type_: str, *values: str, ttl: int = 300) -> RecordSet:
    """A record with values."""
    records = [{"Value": value} for value in values]
    return RecordSet.from_wire({"Name": name, "Type": type_, "TTL": ttl, "ResourceRecords": records})


def balancer(name: str = "shop", host: str = "lb-2.eu-west-1.elb.amazonaws.com") -> Target:
    """A load balancer of the account ``shop-prod``."""
    return Target(
        kind="alb",
        name=name,
        arn=f"arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/{name}/1",
        account_id="222222222222",
        profile="shop-prod",
        region="eu-west-1",
        dns_name=DnsName.parse(host),
        zone_id="Z32O12XQLNTSW2",
        zone_id_origin="api",
        record_types=("A", "AAAA"),
    )
