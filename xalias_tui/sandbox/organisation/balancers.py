"""Load balancers of every generation, with what stands behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from xalias_tui.sandbox.organisation.estate import (
    CREATED,
    Estate,
    alias_zone_id,
    stable_digits,
    stable_hex,
    tag_list,
)

Type = Literal["application", "network", "gateway"]

_SHORT: Final[Mapping[Type, str]] = {"application": "app", "network": "net", "gateway": "gwy"}
_CLASSIC_GROUP: Final = "amazon-elb-sg"


@dataclass(frozen=True, slots=True)
class Balancer:
    """A load balancer of the second generation; the defaults make a healthy public one.

    Attributes:
        region: Its region.
        name: Its name.
        type: ``application``, ``network`` or ``gateway``.
        names: Names of its certificate; empty for plain HTTP or TCP.
        hosts: Host names of its listener rules; empty where everything is forwarded.
        scheme: ``internet-facing`` or ``internal``.
        state: ``State.Code``.
        ip_address_type: ``ipv4``, ``dualstack`` or ``dualstack-without-public-ipv4``.
        listens: Whether it has a listener.
        health: State of each target of its target group.
        tags: Its tags.
    """

    region: str
    name: str
    type: Type = "application"
    names: Sequence[str] = ()
    hosts: Sequence[str] = ()
    scheme: str = "internet-facing"
    state: str = "active"
    ip_address_type: str = "ipv4"
    listens: bool = True
    health: Sequence[str] = ("healthy", "healthy")
    tags: Mapping[str, str] = field(default_factory=dict)


def dns_name(estate: Estate, balancer: Balancer) -> str:
    """The name that AWS gives it: each type has its own form, and only one of them tells that it is internal."""
    parts = (estate.account_id, balancer.region, balancer.name)
    if balancer.type == "network":
        return f"{balancer.name}-{stable_hex(*parts, length=16)}.elb.{balancer.region}.amazonaws.com"
    prefix = "internal-" if balancer.scheme == "internal" else ""
    return f"{prefix}{balancer.name}-{stable_digits(*parts)}.{balancer.region}.elb.amazonaws.com"


def add_balancer(estate: Estate, balancer: Balancer) -> str:
    """Add a load balancer; returns its DNS name."""
    region = balancer.region
    number = stable_hex(estate.account_id, region, balancer.name, length=16)
    path = f"{_SHORT[balancer.type]}/{balancer.name}/{number}"
    arn = estate.arn("elasticloadbalancing", region, f"loadbalancer/{path}")
    name = dns_name(estate, balancer)
    addressed: dict[str, Any] = {}
    if balancer.type != "gateway":
        zone_id = alias_zone_id("nlb" if balancer.type == "network" else "alb", region)
        addressed = {"DNSName": name, "CanonicalHostedZoneId": zone_id, "Scheme": balancer.scheme}
        estate.world.register_alias_name(name, zone_id)
    if balancer.type == "application":
        addressed["SecurityGroups"] = [estate.open_group(region)]
    estate.put(
        "elbv2",
        region,
        "load_balancers",
        {
            "LoadBalancerArn": arn,
            "CreatedTime": CREATED,
            "LoadBalancerName": balancer.name,
            "VpcId": estate.vpc(region),
            "State": {"Code": balancer.state},
            "Type": balancer.type,
            "AvailabilityZones": [
                {"ZoneName": region + letter, "SubnetId": "subnet-0" + stable_hex(arn, letter, length=16)}
                for letter in "ab"
            ],
            "IpAddressType": balancer.ip_address_type,
            **addressed,
        },
    )
    estate.put("elbv2", region, "tags", {"ResourceArn": arn, "Tags": tag_list(balancer.tags)})
    if balancer.type != "gateway":
        group = _add_group(estate, balancer, arn)
        if balancer.listens:
            _add_listener(estate, balancer, arn, group)
    return name


def _add_group(estate: Estate, balancer: Balancer, arn: str) -> str:
    name = f"{balancer.name}-web"
    number = stable_hex(arn, name, length=16)
    group = estate.arn("elasticloadbalancing", balancer.region, f"targetgroup/{name}/{number}")
    estate.put(
        "elbv2",
        balancer.region,
        "target_groups",
        {
            "TargetGroupArn": group,
            "TargetGroupName": name,
            "Protocol": "HTTP" if balancer.type == "application" else "TCP",
            "Port": 8080,
            "VpcId": estate.vpc(balancer.region),
            "HealthCheckEnabled": True,
            "LoadBalancerArns": [arn],
            "TargetType": "instance",
            "Health": list(balancer.health),
        },
    )
    return group


def _add_listener(estate: Estate, balancer: Balancer, arn: str, group: str) -> None:
    region, secure = balancer.region, bool(balancer.names)
    listener = arn.replace(":loadbalancer/", ":listener/") + "/" + stable_hex(arn, "443", length=16)
    forward = {"Type": "forward", "TargetGroupArn": group, "Order": 1}
    refuse = {
        "Type": "fixed-response",
        "Order": 1,
        "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain", "MessageBody": "nobody here"},
    }
    protocols = ("HTTPS", "HTTP") if balancer.type == "application" else ("TLS", "TCP")
    item: dict[str, Any] = {
        "ListenerArn": listener,
        "LoadBalancerArn": arn,
        "Port": 443 if secure else 80,
        "Protocol": protocols[0] if secure else protocols[1],
        "DefaultActions": [refuse if balancer.hosts else forward],
    }
    if secure:
        item["Certificates"] = [{"CertificateArn": estate.certificate(region, balancer.names)}]
    estate.put("elbv2", region, "listeners", item)
    for priority, host in enumerate(balancer.hosts, start=1):
        estate.put(
            "elbv2",
            region,
            "rules",
            {
                "ListenerArn": listener,
                "RuleArn": listener.replace(":listener/", ":listener-rule/") + "/" + stable_hex(host, length=16),
                "Priority": str(priority),
                "Conditions": [{"Field": "host-header", "Values": [host], "HostHeaderConfig": {"Values": [host]}}],
                "Actions": [forward],
                "IsDefault": False,
            },
        )


def add_classic(
    estate: Estate,
    region: str,
    name: str,
    *,
    names: Sequence[str] = (),
    internal: bool = False,
    in_service: int = 2,
    out_of_service: int = 0,
) -> str:
    """Add a Classic Load Balancer; returns its DNS name."""
    prefix = "internal-" if internal else ""
    address = f"{prefix}{name}-{stable_digits(estate.account_id, region, name)}.{region}.elb.amazonaws.com"
    zone_id = alias_zone_id("clb", region)
    listener: dict[str, Any] = {
        "Protocol": "HTTPS" if names else "HTTP",
        "LoadBalancerPort": 443 if names else 80,
        "InstanceProtocol": "HTTP",
        "InstancePort": 8080,
    }
    if names:
        listener["SSLCertificateId"] = estate.certificate(region, names)
    states = ["InService"] * in_service + ["OutOfService"] * out_of_service
    instances = [f"i-0{stable_hex(name, str(at), length=16)}" for at in range(len(states))]
    estate.put(
        "elb",
        region,
        "load_balancers",
        {
            "LoadBalancerName": name,
            "DNSName": address,
            **({} if internal else {"CanonicalHostedZoneName": address}),
            "CanonicalHostedZoneNameID": zone_id,
            "ListenerDescriptions": [{"Listener": listener, "PolicyNames": []}],
            "AvailabilityZones": [region + "a", region + "b"],
            "Subnets": [],
            "VPCId": estate.vpc(region),
            "Instances": [{"InstanceId": instance} for instance in instances],
            "SourceSecurityGroup": {"OwnerAlias": estate.account_id, "GroupName": _CLASSIC_GROUP},
            "SecurityGroups": [estate.open_group(region)],
            "CreatedTime": CREATED,
            "Scheme": "internal" if internal else "internet-facing",
            "InstanceStates": [
                {"InstanceId": instance, "State": state, "ReasonCode": "N/A", "Description": "N/A"}
                for instance, state in zip(instances, states, strict=True)
            ],
            "Tags": [],
        },
    )
    estate.world.register_alias_name(address, zone_id)
    return address
