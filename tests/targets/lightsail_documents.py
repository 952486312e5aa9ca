"""SDK documents of Lightsail resources that are configured well for ``www.example.com``."""

from __future__ import annotations

from typing import Any

from tests.targets.fakes import ACCOUNT

Document = dict[str, Any]

ARN = f"arn:aws:lightsail:eu-west-1:{ACCOUNT}:"


def balancer(**changed: Any) -> Document:
    return {
        "name": "club",
        "arn": f"{ARN}LoadBalancer/1",
        "dnsName": "0123456789abcdef-1234567890.eu-west-1.elb.amazonaws.com",
        "state": "active",
        "ipAddressType": "dualstack",
        "instanceHealthSummary": [{"instanceName": "club-1", "instanceHealth": "healthy"}],
        "tlsCertificateSummaries": [{"name": "old", "isAttached": False}, {"name": "new", "isAttached": True}],
        "tags": [{"key": "team", "value": "sites"}, {"key": "live"}],
        **changed,
    }


def balancer_certificate(*names: str, attached: bool = True) -> Document:
    named = names or ("www.example.com",)
    return {
        "name": "new",
        "arn": f"{ARN}LoadBalancerTlsCertificate/1",
        "isAttached": attached,
        "status": "ISSUED",
        "domainName": named[0],
        "subjectAlternativeNames": list(named),
    }


def balancer_answers(*certificates: Document, **changed: Any) -> Document:
    return {
        "lightsail.get_load_balancers": {"loadBalancers": [balancer(**changed)]},
        "lightsail.get_load_balancer_tls_certificates": {"tlsCertificates": certificates or [balancer_certificate()]},
    }


def distribution(**changed: Any) -> Document:
    return {
        "name": "newsroom",
        "arn": f"{ARN}Distribution/1".replace("eu-west-1", "us-east-1"),
        "domainName": "d666666abcdef8.cloudfront.net",
        "status": "Deployed",
        "isEnabled": True,
        "alternativeDomainNames": ["www.example.com"],
        "certificateName": "newsroom-certificate",
        "ipAddressType": "dualstack",
        "tags": [],
        **changed,
    }


def certificate(*names: str) -> Document:
    named = names or ("www.example.com",)
    detail = {"arn": f"{ARN}Certificate/1", "domainName": named[0], "status": "ISSUED"}
    return {"certificateName": "c", "certificateDetail": detail | {"subjectAlternativeNames": list(named)}}


def distribution_answers(*names: str, **changed: Any) -> Document:
    return {
        "lightsail.get_distributions": {"distributions": [distribution(**changed)]},
        "lightsail.get_certificates": {"certificates": [certificate(*names)]},
    }


def container(**changed: Any) -> Document:
    return {
        "containerServiceName": "forum",
        "arn": f"{ARN}ContainerService/1",
        "state": "RUNNING",
        "isDisabled": False,
        "url": "https://forum.abc123def4567.eu-west-1.cs.amazonlightsail.com/",
        "publicDomainNames": {"first": ["www.example.com"], "second": ["forum.example.com"]},
        "currentDeployment": {"publicEndpoint": {"containerName": "web", "containerPort": 80}},
        "tags": [],
        **changed,
    }


def container_answers(**changed: Any) -> Document:
    return {
        "lightsail.get_container_services": {"containerServices": [container(**changed)]},
        "lightsail.get_certificates": {"certificates": []},
    }
