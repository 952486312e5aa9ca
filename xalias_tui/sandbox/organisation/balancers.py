"""Load balancers of every generation, with their targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Final, Literal

from xalias_tui.domain.dataclass import dataclass
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
_CLASSIC: Final[Mapping[str, Any]] = {
    "Policies": {"AppCookieStickinessPolicies": [], "LBCookieStickinessPolicies": [], "OtherPolicies": []},
    "BackendServerDescriptions": [],
    "HealthCheck": {
        "Target": "HTTP:8080/health",
        "Interval": 30,
        "Timeout": 5,
        "UnhealthyThreshold": 2,
        "HealthyThreshold": 10,
    },
    "Subnets": [],
}
"""What every Classic Load Balancer here has."""
_NOBODY_HERE: Final[Mapping[str, Any]] = {
    "Type": "fixed-response",
    "Order": 1,
    "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain", "MessageBody": "not here"},
}
_WHY: Final[Mapping[str, Mapping[str, str]]] = {
    "InService": {"ReasonCode": "N/A", "Description": "N/A"},
    "OutOfService": {
        "ReasonCode": "Instance",
        "Description": "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
    },
}
"""What DescribeInstanceHealth says beside each state."""
_TO_HTTPS: Final[Mapping[str, Any]] = {
    "Type": "redirect",
    "Order": 1,
    "RedirectConfig": {
        "Protocol": "HTTPS",
        "Port": "443",
        "Host": "#{host}",
        "Path": "/#{path}",
        "Query": "#{query}",
        "StatusCode": "HTTP_301",
    },
}


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
        open: Whether its security group lets the web in.
        sni: Names of a second certificate, which it presents for those names (SNI).
        health: State of each target of its target group.
        tags: Its tags.
        finds: Ids of the findings that it must raise; empty for none.
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
    open: bool = True
    sni: Sequence[str] = ()
    health: Sequence[str] = ("healthy", "healthy")
    tags: Mapping[str, str] = field(default_factory=dict)
    finds: str = ""


def dns_name(estate: Estate, balancer: Balancer) -> str:
    """The name that AWS gives it: each type has its own form, and only one of them shows that it is internal."""
    parts = (estate.account_id, balancer.region, balancer.name)
    if balancer.type == "network":
        return f"{balancer.name}-{stable_hex(*parts, length=16)}.elb.{balancer.region}.{estate.amazonaws}"
    prefix = "internal-" if balancer.scheme == "internal" else ""
    return f"{prefix}{balancer.name}-{stable_digits(*parts)}.{balancer.region}.elb.{estate.amazonaws}"


def add_balancer(estate: Estate, balancer: Balancer) -> str:
    """Add a load balancer; returns its DNS name."""
    estate.finds(balancer.name, balancer.finds)
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
        addressed["SecurityGroups"] = [estate.open_group(region) if balancer.open else estate.closed_group(region)]
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
            _add_listeners(estate, balancer, arn, group)
    return name


def _add_group(estate: Estate, balancer: Balancer, arn: str) -> str:
    """Add its target group, which has no load balancer and is unused as long as no listener forwards to it."""
    name = f"{balancer.name}-web"
    web = balancer.type == "application"
    number = stable_hex(arn, name, length=16)
    group = estate.arn("elasticloadbalancing", balancer.region, f"targetgroup/{name}/{number}")
    estate.put(
        "elbv2",
        balancer.region,
        "target_groups",
        {
            "TargetGroupArn": group,
            "TargetGroupName": name,
            "Protocol": "HTTP" if web else "TCP",
            "Port": 8080,
            "VpcId": estate.vpc(balancer.region),
            "HealthCheckProtocol": "HTTP" if web else "TCP",
            "HealthCheckPort": "traffic-port",
            "HealthCheckEnabled": True,
            "HealthCheckIntervalSeconds": 30,
            "HealthCheckTimeoutSeconds": 5,
            "HealthyThresholdCount": 5,
            "UnhealthyThresholdCount": 2,
            **(
                {"HealthCheckPath": "/health", "Matcher": {"HttpCode": "200"}, "ProtocolVersion": "HTTP1"}
                if web
                else {}
            ),
            "LoadBalancerArns": [arn] if balancer.listens else [],
            "TargetType": "instance",
            "IpAddressType": "ipv4",
            "Health": list(balancer.health) if balancer.listens else ["unused"] * len(balancer.health),
        },
    )
    return group


def _add_listeners(estate: Estate, balancer: Balancer, arn: str, group: str) -> None:
    """Add the listener that serves, and in front of one with a certificate one that sends browsers there."""
    secure, web = bool(balancer.names), balancer.type == "application"
    forward = {
        "Type": "forward",
        "TargetGroupArn": group,
        "Order": 1,
        "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": group, "Weight": 1}]},
    }
    protocols = ("HTTPS", "HTTP") if web else ("TLS", "TCP")
    item: dict[str, Any] = {
        "ListenerArn": _listener_arn(arn, "443"),
        "LoadBalancerArn": arn,
        "Port": 443 if secure else 80,
        "Protocol": protocols[0] if secure else protocols[1],
        "DefaultActions": [_NOBODY_HERE if balancer.hosts else forward],
    }
    if secure:
        item["Certificates"] = [{"CertificateArn": estate.certificate(balancer.region, balancer.names)}]
        item["SslPolicy"] = "ELBSecurityPolicy-TLS13-1-2-2021-06"
    estate.put("elbv2", balancer.region, "listeners", item)
    _add_rules(estate, balancer, item["ListenerArn"], forward)
    if balancer.sni:
        certificate = {"CertificateArn": estate.certificate(balancer.region, balancer.sni)}
        owner = {"ListenerArn": item["ListenerArn"]}
        estate.put("elbv2", balancer.region, "listener_certificates", {**owner, **certificate})
    if secure and web:
        redirect = {"ListenerArn": _listener_arn(arn, "80"), "LoadBalancerArn": arn, "Port": 80, "Protocol": "HTTP"}
        estate.put("elbv2", balancer.region, "listeners", {**redirect, "DefaultActions": [_TO_HTTPS]})


def _listener_arn(balancer: str, port: str) -> str:
    return balancer.replace(":loadbalancer/", ":listener/") + "/" + stable_hex(balancer, port, length=16)


def _add_rules(estate: Estate, balancer: Balancer, listener: str, forward: Mapping[str, Any]) -> None:
    for priority, host in enumerate(balancer.hosts, start=1):
        estate.put(
            "elbv2",
            balancer.region,
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


def add_classic(  # noqa: PLR0913 -- a load balancer has that many properties
    estate: Estate,
    region: str,
    name: str,
    *,
    names: Sequence[str] = (),
    internal: bool = False,
    in_service: int = 2,
    out_of_service: int = 0,
    tags: Mapping[str, str] | None = None,
    finds: str = "",
) -> str:
    """Add a Classic Load Balancer; returns its DNS name."""
    estate.finds(name, finds)
    prefix = "internal-" if internal else ""
    address = f"{prefix}{name}-{stable_digits(estate.account_id, region, name)}.{region}.elb.{estate.amazonaws}"
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
            **_CLASSIC,
            "AvailabilityZones": [region + "a", region + "b"],
            "VPCId": estate.vpc(region),
            "Instances": [{"InstanceId": instance} for instance in instances],
            "SourceSecurityGroup": {"OwnerAlias": estate.account_id, "GroupName": _CLASSIC_GROUP},
            "SecurityGroups": [estate.open_group(region)],
            "CreatedTime": CREATED,
            "Scheme": "internal" if internal else "internet-facing",
            "InstanceStates": [
                {"InstanceId": instance, "State": state, **_WHY[state]}
                for instance, state in zip(instances, states, strict=True)
            ],
            "Tags": tag_list(tags or {}),
        },
    )
    estate.world.register_alias_name(address, zone_id)
    return address
