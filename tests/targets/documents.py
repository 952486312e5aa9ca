"""SDK documents of resources that are configured well for ``www.example.com``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.targets.fakes import ACCOUNT

Document = dict[str, Any]

ALB_ARN = f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:loadbalancer/app/shop/1111111111111111"
CERTIFICATE = f"arn:aws:acm:eu-west-1:{ACCOUNT}:certificate/1111"
GLOBAL_CERTIFICATE = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/2222"
GROUP_ARN = f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:targetgroup/web/1"


def load_balancer(**changed: Any) -> Document:
    return {
        "LoadBalancerArn": ALB_ARN,
        "LoadBalancerName": "shop",
        "DNSName": "shop-123456.eu-west-1.elb.amazonaws.com",
        "CanonicalHostedZoneId": "Z32O12XQLNTSW2",
        "Type": "application",
        "Scheme": "internet-facing",
        "State": {"Code": "active"},
        "IpAddressType": "ipv4",
        "SecurityGroups": ["sg-1"],
        **changed,
    }


def network_load_balancer(**changed: Any) -> Document:
    return load_balancer(
        **{
            "LoadBalancerName": "net",
            "LoadBalancerArn": ALB_ARN.replace("app/shop", "net/net"),
            "DNSName": "net-0123456789abcdef.elb.eu-west-1.amazonaws.com",
            "CanonicalHostedZoneId": "Z2IFOLAFXWLO4F",
            "Type": "network",
            **changed,
        }
    )


def forward() -> Document:
    return {"Type": "forward", "TargetGroupArn": GROUP_ARN, "Order": 1}


def fixed_response() -> Document:
    return {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}, "Order": 1}


def https_listener(default: Document | None = None) -> Document:
    return {
        "ListenerArn": f"{ALB_ARN}/443",
        "Port": 443,
        "Protocol": "HTTPS",
        "Certificates": [{"CertificateArn": CERTIFICATE}],
        "DefaultActions": [default or forward()],
    }


def http_listener() -> Document:
    redirect = {"Protocol": "HTTPS", "Port": "443", "Host": "#{host}", "StatusCode": "HTTP_301"}
    return {
        "ListenerArn": f"{ALB_ARN}/80",
        "Port": 80,
        "Protocol": "HTTP",
        "DefaultActions": [{"Type": "redirect", "RedirectConfig": redirect, "Order": 1}],
    }


def host_rule(*values: str, **config: Any) -> Document:
    return {
        "Priority": "1",
        "IsDefault": False,
        "Conditions": [{"Field": "host-header", "HostHeaderConfig": {"Values": list(values), **config}}],
        "Actions": [forward()],
    }


def certificate(*names: str, arn: str = CERTIFICATE) -> Document:
    return {
        "Certificate": {
            "CertificateArn": arn,
            "DomainName": names[0],
            "SubjectAlternativeNames": list(names),
            "Status": "ISSUED",
        }
    }


def any_certificate(CertificateArn: str) -> Document:  # noqa: N803 -- as the SDK calls it
    """The certificate of an ARN, whichever it is."""
    return certificate("www.example.com", "*.example.com", "example.com", arn=CertificateArn)


IAM_CERTIFICATE = "arn:aws:iam::222222222222:server-certificate/web/old"


def x509_pem(*names: str, days: int = 90, key: ec.EllipticCurvePrivateKey | None = None) -> str:
    """A self-signed certificate."""
    secret = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ignored.example.com")])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(secret.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
    )
    if names:
        alternative = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(alternative, critical=False)
    return builder.sign(secret, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def listed_certificates(*arns: str) -> Document:
    """What ``list_certificates`` answers about issued certificates that name ``www.example.com``."""
    summary = {
        "DomainName": "www.example.com",
        "SubjectAlternativeNameSummaries": ["www.example.com"],
        "Status": "ISSUED",
        "NotAfter": datetime.now(UTC) + timedelta(days=200),
    }
    return {"list_certificates": {"CertificateSummaryList": [{**summary, "CertificateArn": arn} for arn in arns]}}


def every_sort_of_certificate() -> Document:
    """A listener with two certificates of ACM, which are listed, and one of IAM."""
    arns = (CERTIFICATE, f"{CERTIFICATE}-2", IAM_CERTIFICATE)
    return {
        "describe_listener_certificates": {"Certificates": [{"CertificateArn": arn} for arn in arns]},
        "get_server_certificate": {"ServerCertificate": {"CertificateBody": x509_pem("www.example.com")}},
        **listed_certificates(*arns[:2]),
    }


def certificate_of_iam() -> Document:
    """A listener with the certificate of IAM alone."""
    sorts = every_sort_of_certificate()
    listener = {**https_listener(), "Certificates": []}
    only = {"Certificates": [{"CertificateArn": IAM_CERTIFICATE}]}
    return {**sorts, "describe_listeners": {"Listeners": [listener]}, "describe_listener_certificates": only}


def every_sort_of_classic_certificate() -> Document:
    """As above, a listener each."""
    sorts = every_sort_of_certificate()
    listeners = [
        {"Listener": {"Protocol": "HTTPS", "LoadBalancerPort": 443 + at, "SSLCertificateId": entry["CertificateArn"]}}
        for at, entry in enumerate(sorts.pop("describe_listener_certificates")["Certificates"])
    ]
    balancer = classic_load_balancer(ListenerDescriptions=listeners)
    return {**sorts, "describe_load_balancers": {"LoadBalancerDescriptions": [balancer]}}


def ingress(port: int, cidr: str = "0.0.0.0/0") -> Document:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": cidr}]}


def target_health(*states: str) -> Document:
    return {"TargetHealthDescriptions": [{"TargetHealth": {"State": state}} for state in states]}


def tls_listeners() -> Document:
    return {"Listeners": [{**https_listener(forward()), "Protocol": "TLS"}]}


def balancer_answers(balancer: Mapping[str, Any] | None = None, **changed: Any) -> Document:
    """Answers about one load balancer; keywords replace an operation's answer (``describe_rules=…``)."""
    answers: Document = {
        "elbv2.describe_load_balancers": {"LoadBalancers": [balancer or load_balancer()]},
        "elbv2.describe_listeners": {"Listeners": [http_listener(), https_listener()]},
        "elbv2.describe_listener_certificates": {"Certificates": [{"CertificateArn": CERTIFICATE, "IsDefault": True}]},
        "elbv2.describe_rules": {"Rules": [{"IsDefault": True, "Conditions": [], "Actions": [forward()]}]},
        "elbv2.describe_target_groups": {
            "TargetGroups": [{"TargetGroupArn": GROUP_ARN, "TargetGroupName": "web", "TargetType": "instance"}]
        },
        "elbv2.describe_target_health": target_health("healthy", "unhealthy"),
        "elbv2.describe_tags": {"TagDescriptions": [{"Tags": [{"Key": "team", "Value": "shop"}, {"Key": "env"}]}]},
        "ec2.describe_security_groups": {"SecurityGroups": [{"IpPermissions": [ingress(80), ingress(443)]}]},
        "acm.describe_certificate": certificate("example.com", "*.example.com"),
        "acm.list_certificates": {"CertificateSummaryList": []},
        "iam.get_server_certificate": {},
    }
    return answers | {_operation(answers, name): answer for name, answer in changed.items()}


def network_answers(**changed: Any) -> Document:
    """As above about a Network Load Balancer, whose only listener speaks TLS."""
    return balancer_answers(network_load_balancer(), describe_listeners=tls_listeners(), **changed)


def classic_answers(**changed: Any) -> Document:
    answers: Document = {
        "elb.describe_load_balancers": {"LoadBalancerDescriptions": [classic_load_balancer()]},
        "elb.describe_instance_health": {"InstanceStates": [{"InstanceId": "i-1", "State": "InService"}]},
        "elb.describe_tags": {"TagDescriptions": [{"LoadBalancerName": "old", "Tags": []}]},
        "ec2.describe_security_groups": {"SecurityGroups": [{"IpPermissions": [ingress(80), ingress(443)]}]},
        "acm.describe_certificate": certificate("www.example.com"),
        "acm.list_certificates": {"CertificateSummaryList": []},
        "iam.get_server_certificate": {},
    }
    return answers | {_operation(answers, name): answer for name, answer in changed.items()}


def classic_load_balancer(**changed: Any) -> Document:
    return {
        "LoadBalancerName": "old",
        "DNSName": "old-123456.eu-west-1.elb.amazonaws.com",
        "CanonicalHostedZoneNameID": "Z32O12XQLNTSW2",
        "Scheme": "internet-facing",
        "SecurityGroups": ["sg-1"],
        "ListenerDescriptions": [
            {"Listener": {"Protocol": "HTTP", "LoadBalancerPort": 80}},
            {"Listener": {"Protocol": "HTTPS", "LoadBalancerPort": 443, "SSLCertificateId": CERTIFICATE}},
        ],
        **changed,
    }


def distribution(**changed: Any) -> Document:
    return {
        "Id": "E1SHOP",
        "ARN": f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1SHOP",
        "DomainName": "d111111abcdef8.cloudfront.net",
        "Status": "Deployed",
        "Enabled": True,
        "Staging": False,
        "ConnectionMode": "direct",
        "IsIPV6Enabled": True,
        "HttpVersion": "http2and3",
        "Comment": "the shop",
        "Aliases": {"Quantity": 1, "Items": ["www.example.com"]},
        "ViewerCertificate": {"ACMCertificateArn": GLOBAL_CERTIFICATE, "CloudFrontDefaultCertificate": False},
        **changed,
    }


def cloudfront_answers(item: Mapping[str, Any] | None = None, **changed: Any) -> Document:
    answers: Document = {
        "cloudfront.list_distributions": {"DistributionList": {"Items": [item or distribution()]}},
        "cloudfront.list_domain_conflicts": {"DomainConflicts": []},
        "acm.describe_certificate": certificate("www.example.com", arn=GLOBAL_CERTIFICATE),
    }
    return answers | {_operation(answers, name): answer for name, answer in changed.items()}


def regional_domain(**changed: Any) -> Document:
    return {
        "domainName": "www.example.com",
        "regionalDomainName": "d-abcde12345.execute-api.eu-west-1.amazonaws.com",
        "regionalHostedZoneId": "ZLY8HYME6SFDD",
        "regionalCertificateArn": CERTIFICATE,
        "endpointConfiguration": {"types": ["REGIONAL"], "ipAddressType": "dualstack"},
        "domainNameStatus": "AVAILABLE",
        "routingMode": "BASE_PATH_MAPPING_ONLY",
        "tags": {"team": "shop"},
        **changed,
    }


def edge_domain(**changed: Any) -> Document:
    return {
        "domainName": "www.example.com",
        "distributionDomainName": "d222222abcdef8.cloudfront.net",
        "distributionHostedZoneId": "Z2FDTNDATAQYW2",
        "certificateArn": GLOBAL_CERTIFICATE,
        "endpointConfiguration": {"types": ["EDGE"], "ipAddressType": "ipv4"},
        "domainNameStatus": "AVAILABLE",
        **changed,
    }


def http_domain(**changed: Any) -> Document:
    return {
        "DomainName": "www.example.com",
        "RoutingMode": "API_MAPPING_ONLY",
        "DomainNameConfigurations": [
            {
                "ApiGatewayDomainName": "d-abcde12345.execute-api.eu-west-1.amazonaws.com",
                "HostedZoneId": "ZLY8HYME6SFDD",
                "CertificateArn": CERTIFICATE,
                "EndpointType": "REGIONAL",
                "IpAddressType": "ipv4",
                "DomainNameStatus": "AVAILABLE",
            }
        ],
        **changed,
    }


def api_answers(*rest: Document, http: tuple[Document, ...] = (), **changed: Any) -> Document:
    answers: Document = {
        "apigateway.get_domain_names": {"items": list(rest)},
        "apigatewayv2.get_domain_names": {"Items": list(http)},
        "apigateway.get_base_path_mappings": {"items": [{"basePath": "(none)", "restApiId": "a1"}]},
        "apigatewayv2.get_api_mappings": {"Items": []},
        "apigatewayv2.list_routing_rules": {"RoutingRules": []},
        "acm.describe_certificate": any_certificate,
    }
    return answers | {_operation(answers, name): answer for name, answer in changed.items()}


def bucket_answers(**changed: Any) -> Document:
    answers: Document = {
        "s3.list_buckets": {"Buckets": [{"Name": "www.example.com", "BucketRegion": "eu-west-1"}]},
        "s3.get_bucket_location": {"LocationConstraint": "EU"},
        "s3.get_bucket_website": {"IndexDocument": {"Suffix": "index.html"}},
        "s3.get_public_access_block": {"PublicAccessBlockConfiguration": {"RestrictPublicBuckets": False}},
        "s3.get_bucket_policy_status": {"PolicyStatus": {"IsPublic": True}},
        "s3.get_bucket_request_payment": {"Payer": "BucketOwner"},
        "s3.head_bucket": {},
    }
    return answers | {_operation(answers, name): answer for name, answer in changed.items()}


def _operation(answers: Mapping[str, Any], name: str) -> str:
    (found,) = [key for key in answers if key.split(".")[1] == name]
    return found
