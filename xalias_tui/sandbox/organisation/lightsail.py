"""Small sites of Lightsail: load balancers, distributions and container services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.estate import (
    AMERICA,
    CREATED,
    EUROPE,
    EXPIRES,
    GERMANY,
    Estate,
    alias_zone_id,
    stable_digits,
    stable_hex,
    stable_id,
)
from xalias_tui.sandbox.world import World

_WAITS: Final = "PENDING_VALIDATION"
_HOME: Final = "us-east-1"
"""Where Lightsail keeps distributions and their certificates."""


def build(world: World) -> None:
    """Add the resources of all accounts."""
    shop, media = Estate(world, SHOP), Estate(world, MEDIA)
    unattached = "lightsail-domain-not-attached"
    pending = f"{unattached} validation-record-missing"

    def own(name: str) -> tuple[str]:
        return (f"{name}.example.com",)

    for balancer in (
        Balancer(EUROPE, "club", own("club"), ip_address_type="dualstack"),
        Balancer(EUROPE, "ls-lb-other-name", own("elsewhere"), finds=unattached),
        Balancer(EUROPE, "ls-lb-no-certificate", finds=unattached),
        Balancer(EUROPE, "ls-lb-pending", requested=own("ls-lb-pending"), finds=pending),
        Balancer(EUROPE, "ls-lb-failed", own("ls-lb-failed"), state="failed", finds="lb-not-active"),
        Balancer(EUROPE, "ls-lb-unhealthy", own("ls-lb-unhealthy"), health="unhealthy", finds="lb-no-healthy-target"),
    ):
        add_balancer(shop, balancer)
    add_balancer(media, Balancer(GERMANY, "wiki", ("wiki.example.com", "www.wiki.example.com")))
    other = "ls-cdn-other-certificate"
    for distribution in (
        Distribution("newsroom", own("newsroom")),
        Distribution("ls-cdn-unlisted", own("elsewhere"), finds=unattached),
        Distribution(other, own(other), ("www.example.net",), finds=unattached),
        Distribution("ls-cdn-pending", requested=own("ls-cdn-pending"), finds=pending),
        Distribution("ls-cdn-disabled", own("ls-cdn-disabled"), enabled=False, finds="cloudfront-disabled"),
    ):
        add_distribution(shop, distribution)
    add_distribution(media, Distribution("recipes", own("recipes"), ip_address_type="ipv4"))
    for container in (
        Container(EUROPE, "forum", own("forum")),
        Container(EUROPE, "ls-box-unlisted", own("elsewhere"), finds=unattached),
        Container(EUROPE, "ls-box-pending", requested=own("ls-box-pending"), finds=pending),
        Container(EUROPE, "ls-box-disabled", own("ls-box-disabled"), state="DISABLED", finds="lightsail-not-running"),
        Container(
            EUROPE, "ls-box-deploying", own("ls-box-deploying"), state="DEPLOYING", finds="lightsail-not-running"
        ),
    ):
        add_container(shop, container)
    add_container(media, Container(AMERICA, "subtitles", own("subtitles")))


@dataclass(frozen=True, slots=True)
class Balancer:
    """A load balancer; the defaults make a healthy one.

    Attributes:
        region: Its region.
        name: Its name.
        names: What its attached certificate covers; empty for no certificate.
        requested: What a certificate covers that waits for validation, before which it can't be attached.
        ip_address_type: ``ipv4`` or ``dualstack``.
        state: As the API writes it.
        health: Of its one instance.
        finds: Ids of the findings that it must raise; empty for none.
    """

    region: str
    name: str
    names: Sequence[str] = ()
    requested: Sequence[str] = ()
    ip_address_type: str = "ipv4"
    state: str = "active"
    health: str = "healthy"
    finds: str = ""


def add_balancer(estate: Estate, balancer: Balancer) -> None:
    """Add a load balancer, and the certificate that is attached to it."""
    estate.finds(balancer.name, balancer.finds)
    region, name = balancer.region, balancer.name
    number = stable_hex(estate.account_id, region, name, "lightsail", length=32)
    host = f"{number}-{stable_digits(estate.account_id, region, name)}.{region}.elb.amazonaws.com"
    certificate, covered = f"{name}-certificate", balancer.names or balancer.requested
    summaries = [{"name": certificate, "isAttached": bool(balancer.names)}] if covered else []
    item = _resource(estate, region, "LoadBalancer", name) | {
        "dnsName": host,
        "state": balancer.state,
        "protocol": "HTTP_HTTPS" if balancer.names else "HTTP",
        "publicPorts": [80, 443] if balancer.names else [80],
        "healthCheckPath": "/",
        "instancePort": 80,
        "instanceHealthSummary": [_instance(name, balancer.health)],
        "tlsCertificateSummaries": summaries,
        "configurationOptions": {"SessionStickinessEnabled": "false"},
        "ipAddressType": balancer.ip_address_type,
        "httpsRedirectionEnabled": bool(balancer.names),
        "tlsPolicyName": "TLS-2016-08",
        "_certificates": [_balancer_certificate(estate, balancer, certificate)] if covered else [],
    }
    estate.put("lightsail", region, "load_balancers", item)
    estate.world.register_alias_name(host, alias_zone_id("lightsail_load_balancer", region))


def _instance(name: str, health: str) -> Mapping[str, str]:
    failing = {"instanceHealthReason": "Instance.FailedHealthChecks"} if health == "unhealthy" else {}
    return {"instanceName": f"{name}-1", "instanceHealth": health, **failing}


def _balancer_certificate(estate: Estate, balancer: Balancer, name: str) -> Mapping[str, Any]:
    names = list(balancer.names or balancer.requested)
    state = _state(attached=bool(balancer.names))
    return _resource(estate, balancer.region, "LoadBalancerTlsCertificate", name) | {
        "loadBalancerName": balancer.name,
        "isAttached": bool(balancer.names),
        "domainName": names[0],
        "subjectAlternativeNames": names,
        "domainValidationRecords": [
            {"domainName": host, "validationStatus": "SUCCESS" if balancer.names else _WAITS, **_proof(estate, host)}
            for host in names
        ],
        "issuer": "Amazon",
        "keyAlgorithm": "RSA-2048",
        **state,
    }


def _state(*, attached: bool) -> Mapping[str, Any]:
    """What a certificate says of its state: only one that is issued can be attached."""
    if not attached:
        return {"status": _WAITS}
    return {"status": "ISSUED", "issuedAt": CREATED, "notBefore": CREATED, "notAfter": EXPIRES}


def _proof(estate: Estate, host: str) -> Mapping[str, str]:
    """The record that proves a host name."""
    name, value = (stable_hex(estate.account_id, "lightsail", host, part, length=32) for part in ("name", "value"))
    return {"name": f"_{name}.{host}.", "type": "CNAME", "value": f"_{value}.acm-validations.aws."}


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution; the defaults make a healthy one.

    Attributes:
        name: Its name.
        names: Alternative domain names.
        certificate_names: What its certificate covers; by default the alternative names.
        requested: What a certificate covers that waits for validation, before which it can't be attached.
        ip_address_type: ``ipv4`` or ``dualstack``.
        enabled: Whether it serves.
        finds: Ids of the findings that it must raise; empty for none.
    """

    name: str
    names: Sequence[str] = ()
    certificate_names: Sequence[str] = ()
    requested: Sequence[str] = ()
    ip_address_type: str = "dualstack"
    enabled: bool = True
    finds: str = ""


def add_distribution(estate: Estate, distribution: Distribution) -> None:
    """Add a distribution, and its certificate."""
    estate.finds(distribution.name, distribution.finds)
    name = distribution.name
    host = f"d{stable_id(estate.account_id, 'lightsail', name, length=13)}.cloudfront.net"
    covered = list(distribution.certificate_names or distribution.names)
    item = _resource(estate, _HOME, "Distribution", name) | {
        "location": {"availabilityZone": "all", "regionName": _HOME},
        "alternativeDomainNames": list(distribution.names),
        "status": "Deployed",
        "isEnabled": distribution.enabled,
        "domainName": host,
        "bundleId": "small_1_0",
        "origin": {
            "name": f"{name}-1",
            "resourceType": "Instance",
            "regionName": _HOME,
            "protocolPolicy": "http-only",
        },
        "originPublicDNS": "192.0.2.200",
        "defaultCacheBehavior": {"behavior": "cache"},
        "cacheBehaviors": [],
        "ableToUpdateBundle": True,
        "ipAddressType": distribution.ip_address_type,
        "viewerMinimumTlsProtocolVersion": "TLSv1.2_2021",
        **({"certificateName": f"{name}-certificate"} if covered else {}),
    }
    estate.put("lightsail", _HOME, "distributions", item)
    if covered:
        estate.put("lightsail", _HOME, "certificates", _certificate(estate, f"{name}-certificate", covered))
    elif distribution.requested:
        waits = _certificate(estate, f"{name}-certificate", distribution.requested, attached=False)
        estate.put("lightsail", _HOME, "certificates", waits)
    estate.world.register_alias_name(host, alias_zone_id("lightsail_distribution", GLOBAL_REGION))


def _certificate(
    estate: Estate, name: str, names: Sequence[str], *, attached: bool = True, region: str = _HOME
) -> Mapping[str, Any]:
    arn = _arn(estate, region, "Certificate", name)
    detail = {
        "arn": arn,
        "name": name,
        "domainName": names[0],
        "subjectAlternativeNames": list(names),
        "domainValidationRecords": [
            {
                "domainName": host,
                "resourceRecord": _proof(estate, host),
                "validationStatus": "SUCCESS" if attached else _WAITS,
            }
            for host in names
        ],
        "inUseResourceCount": 1 if attached else 0,
        "keyAlgorithm": "RSA-2048",
        "createdAt": CREATED,
        "issuerCA": "Amazon",
        "eligibleToRenew": "ELIGIBLE",
        **_state(attached=attached),
        "tags": [],
        "supportCode": _support_code(estate, name),
    }
    summary = {"certificateArn": arn, "certificateName": name, "domainName": names[0], "tags": []}
    return {**summary, "certificateDetail": detail}


@dataclass(frozen=True, slots=True)
class Container:
    """A container service; the defaults make a running one.

    Attributes:
        region: Its region.
        name: Its name.
        names: Public domain names.
        requested: What a certificate covers that waits for validation, before which it can't be attached.
        state: As the API writes it.
        public: Whether its deployment has a public endpoint.
        finds: Ids of the findings that it must raise; empty for none.
    """

    region: str
    name: str
    names: Sequence[str] = ()
    requested: Sequence[str] = ()
    state: str = "RUNNING"
    public: bool = True
    finds: str = ""


def add_container(estate: Estate, container: Container) -> None:
    """Add a container service."""
    estate.finds(container.name, container.finds)
    region, name = container.region, container.name
    host = f"{name}.{stable_id(estate.account_id, region, name, length=13)}.{region}.cs.amazonlightsail.com"
    common = _resource(estate, region, "ContainerService", name)
    endpoint = {"containerName": "web", "containerPort": 80, "healthCheck": {"path": "/", "successCodes": "200-499"}}
    deployment = {
        "version": 1,
        "state": "ACTIVE",
        "containers": {"web": {"image": f":{name}.web.1", "ports": {"80": "HTTP"}}},
        "createdAt": CREATED,
        **({"publicEndpoint": endpoint} if container.public else {}),
    }
    item = {key: value for key, value in common.items() if key not in ("name", "supportCode")} | {
        "containerServiceName": name,
        "power": "nano",
        "powerId": "nano-1",
        "state": container.state,
        "scale": 1,
        "currentDeployment": deployment,
        "isDisabled": container.state == "DISABLED",
        "principalArn": "",
        "privateDomainName": f"{name}.service.local",
        "publicDomainNames": {f"{name}-certificate": list(container.names)} if container.names else {},
        "url": f"https://{host}/",
        "privateRegistryAccess": {"ecrImagePullerRole": {"isActive": False, "principalArn": ""}},
    }
    estate.put("lightsail", region, "container_services", item)
    if container.requested:
        waits = _certificate(estate, f"{name}-certificate", container.requested, attached=False, region=region)
        estate.put("lightsail", region, "certificates", waits)
    estate.world.register_alias_name(host, alias_zone_id("lightsail_container_service", region))


def _resource(estate: Estate, region: str, kind: str, name: str) -> dict[str, Any]:
    """What every Lightsail resource says of itself."""
    return {
        "name": name,
        "arn": _arn(estate, region, kind, name),
        "supportCode": _support_code(estate, name),
        "createdAt": CREATED,
        "location": {"availabilityZone": "all", "regionName": region},
        "resourceType": kind,
        "tags": [{"key": "team", "value": "sites"}],
    }


def _arn(estate: Estate, region: str, kind: str, name: str) -> str:
    number = stable_hex(estate.account_id, region, kind, name, length=32)
    uuid = "-".join((number[:8], number[8:12], number[12:16], number[16:20], number[20:]))
    return estate.arn("lightsail", region, f"{kind}/{uuid}")


def _support_code(estate: Estate, name: str) -> str:
    return f"{stable_digits(estate.account_id, length=12)}/{name}"
