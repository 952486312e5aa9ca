"""What one account owns, put into the world in the form in which AWS describes it.

Names and ids are derived from account, region and name, so that every run of the sandbox shows the same ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from xalias_tui.domain.zone_ids import lookup
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.world import World

CREATED: Final = datetime(2025, 3, 14, 9, 26, 53, tzinfo=UTC)
EXPIRES: Final = datetime(2031, 1, 1, tzinfo=UTC)
OPEN_GROUP: Final = "sg-0fe11e0fe11e0fe11"
"""The security group of every load balancer: the web may reach it."""


def stable_hex(*parts: str, length: int) -> str:
    """Hexadecimal digits that depend on the parts only."""
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:length]


def stable_digits(*parts: str, length: int = 10) -> str:
    """Decimal digits that depend on the parts only, the first of them not zero."""
    number = int(stable_hex(*parts, length=15), 16) % (9 * 10 ** (length - 1))
    return str(number + 10 ** (length - 1))


def stable_id(*parts: str, length: int) -> str:
    """Lower-case letters and digits that depend on the parts only."""
    number, text = int(stable_hex(*parts, length=60), 16), ""
    while len(text) < length:
        number, at = divmod(number, 36)
        text += "abcdefghijklmnopqrstuvwxyz0123456789"[at]
    return text


def alias_zone_id(service: str, region: str) -> str:
    """The alias hosted zone id of a service in a region.

    Raises:
        KeyError: when the table has none.
    """
    entry = lookup(service, region)
    if entry is None:
        raise KeyError((service, region))
    return entry.zone_id


def tag_list(tags: Mapping[str, str]) -> list[Mapping[str, str]]:
    """Tags as AWS lists them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


@dataclass(frozen=True, slots=True)
class Estate:
    """The resources of one account."""

    world: World
    account_id: str

    def arn(self, service: str, region: str, resource: str) -> str:
        """An ARN of the account."""
        return f"arn:aws:{service}:{region}:{self.account_id}:{resource}"

    def put(self, service: str, region: str, collection: str, item: Mapping[str, Any]) -> None:
        """Add a resource."""
        self.world.put(service, self.account_id, region, collection, item)

    def certificate(self, region: str, names: Sequence[str], status: str = "ISSUED") -> str:
        """Add an ACM certificate; returns its ARN."""
        uuid = stable_hex(self.account_id, region, *names, length=32)
        dashed = "-".join((uuid[:8], uuid[8:12], uuid[12:16], uuid[16:20], uuid[20:]))
        arn = self.arn("acm", region, f"certificate/{dashed}")
        known = self.world.items("acm", self.account_id, region, "certificates")
        if all(item["CertificateArn"] != arn for item in known):
            self.put("acm", region, "certificates", _certificate(arn, names, status))
        return arn

    def open_group(self, region: str) -> str:
        """The id of the security group that lets the web in."""
        if not self.world.items("ec2", self.account_id, region, "security_groups"):
            ports = [
                {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
                for port in (80, 443)
            ]
            self.put(
                "ec2",
                region,
                "security_groups",
                {
                    "GroupId": OPEN_GROUP,
                    "GroupName": "web",
                    "Description": "The web",
                    "OwnerId": self.account_id,
                    "VpcId": self.vpc(region),
                    "IpPermissions": ports,
                },
            )
        return OPEN_GROUP

    def vpc(self, region: str) -> str:
        """The id of the account's VPC in a region."""
        return "vpc-0" + stable_hex(self.account_id, region, length=16)

    def distribution(
        self,
        name: str,
        aliases: Sequence[str] = (),
        *,
        certificate_names: Sequence[str] | None = None,
        certificate_region: str = "us-east-1",
        comment: str = "",
        **fields: Any,
    ) -> str:
        """Add a CloudFront distribution; returns its domain name.

        Args:
            name: What its ids are made of.
            aliases: Alternate domain names.
            certificate_names: Names of its certificate; by default the aliases, empty for CloudFront's own.
            certificate_region: Where the certificate is.
            comment: Its comment.
            fields: Fields of DistributionSummary that differ from a plain, healthy one.
        """
        names = aliases if certificate_names is None else certificate_names
        domain = "d" + stable_id(self.account_id, name, length=13) + ".cloudfront.net"
        distribution_id = "E" + stable_id(name, self.account_id, length=13).upper()
        viewer = (
            {
                "ACMCertificateArn": self.certificate(certificate_region, names),
                "SSLSupportMethod": "sni-only",
                "MinimumProtocolVersion": "TLSv1.2_2021",
                "CloudFrontDefaultCertificate": False,
            }
            if names
            else {"CloudFrontDefaultCertificate": True, "MinimumProtocolVersion": "TLSv1"}
        )
        item = _distribution(self.arn("cloudfront", "", f"distribution/{distribution_id}"), domain, aliases)
        self.put(
            "cloudfront",
            GLOBAL_REGION,
            "distributions",
            {**item, "ViewerCertificate": viewer, "Comment": comment, **fields},
        )
        self.world.register_alias_name(domain, alias_zone_id("cloudfront", GLOBAL_REGION))
        return domain

    def api_domain(  # noqa: PLR0913 -- a domain name has that many properties
        self,
        region: str,
        domain: str,
        *,
        edge: bool = False,
        rest: bool = True,
        mapped: bool = True,
        status: str = "AVAILABLE",
        ip_address_type: str = "ipv4",
        certificate_region: str | None = None,
        private: bool = False,
        tags: Mapping[str, str] | None = None,
    ) -> str:
        """Add an API Gateway custom domain name; returns the name that an alias points to."""
        regional = f"d-{stable_id(self.account_id, region, domain, length=10)}.execute-api.{region}.amazonaws.com"
        distributed = f"d{stable_id(domain, self.account_id, length=13)}.cloudfront.net"
        wanted = "us-east-1" if edge else region
        certificate = self.certificate(certificate_region or wanted, [domain])
        own: dict[str, Any] = (
            {
                "distributionDomainName": distributed,
                "distributionHostedZoneId": alias_zone_id("apigateway_edge", GLOBAL_REGION),
                "certificateArn": certificate,
            }
            if edge
            else {
                "regionalDomainName": regional,
                "regionalHostedZoneId": alias_zone_id("apigateway_regional", region),
                "regionalCertificateArn": certificate,
            }
        )
        types = ["PRIVATE"] if private else ["EDGE"] if edge else ["REGIONAL"]
        mapping = {
            "path": "",
            "api": stable_id(domain, "api", length=10),
            "stage": "$default",
            "id": stable_id(domain, "mapping", length=6),
            "rest": rest,
        }
        self.put(
            "apigateway",
            region,
            "domain_names",
            {
                "domainName": domain,
                "domainNameArn": f"arn:aws:apigateway:{region}::/domainnames/{domain}",
                "domainNameStatus": status,
                "endpointConfiguration": {"types": types, "ipAddressType": ip_address_type},
                "routingMode": "BASE_PATH_MAPPING_ONLY",
                "securityPolicy": "TLS_1_2",
                "tags": tags or {"team": "api"},
                "_mappings": [mapping] if mapped else [],
                **own,
            },
        )
        name = distributed if edge else regional
        zone_id = own["distributionHostedZoneId"] if edge else own["regionalHostedZoneId"]
        if not private:
            self.world.register_alias_name(name, zone_id)
        return name

    def bucket(
        self,
        name: str,
        region: str,
        *,
        website: bool = True,
        public: bool | None = True,
        blocked: bool | None = False,
        payer: str = "BucketOwner",
    ) -> None:
        """Add a bucket; ``public`` None means that it has no policy, ``blocked`` None no public access block."""
        self.put(
            "s3",
            GLOBAL_REGION,
            "buckets",
            {
                "Name": name,
                "Region": region,
                "CreationDate": CREATED,
                "Website": website,
                "Public": public,
                "Blocked": blocked,
                "Payer": payer,
            },
        )


def _certificate(arn: str, names: Sequence[str], status: str) -> Mapping[str, Any]:
    return {
        "CertificateArn": arn,
        "DomainName": names[0],
        "SubjectAlternativeNames": list(names),
        "DomainValidationOptions": [
            {
                "DomainName": name,
                "ValidationDomain": name,
                "ValidationStatus": "SUCCESS" if status == "ISSUED" else "PENDING_VALIDATION",
                "ValidationMethod": "DNS",
                "ResourceRecord": {
                    "Name": f"_{stable_hex(name, length=32)}.{name.removeprefix('*.')}.",
                    "Type": "CNAME",
                    "Value": f"_{stable_hex(arn, name, length=32)}.acm-validations.aws.",
                },
            }
            for name in names
        ],
        "Status": status,
        "Type": "AMAZON_ISSUED",
        "KeyAlgorithm": "RSA-2048",
        "CreatedAt": CREATED,
        "RenewalEligibility": "ELIGIBLE",
        **({"NotBefore": CREATED, "NotAfter": EXPIRES} if status == "ISSUED" else {}),
    }


def _distribution(arn: str, domain: str, aliases: Sequence[str]) -> Mapping[str, Any]:
    return {
        "Id": arn.rpartition("/")[2],
        "ARN": arn,
        "Status": "Deployed",
        "LastModifiedTime": CREATED,
        "DomainName": domain,
        "Aliases": {"Quantity": len(aliases), **({"Items": list(aliases)} if aliases else {})},
        "Origins": {
            "Quantity": 1,
            "Items": [{"Id": "origin", "DomainName": f"origin-{domain[1:6]}.example.net"}],
        },
        "DefaultCacheBehavior": {"TargetOriginId": "origin", "ViewerProtocolPolicy": "redirect-to-https"},
        "CacheBehaviors": {"Quantity": 0},
        "CustomErrorResponses": {"Quantity": 0},
        "PriceClass": "PriceClass_All",
        "Enabled": True,
        "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
        "WebACLId": "",
        "HttpVersion": "HTTP2AND3",
        "IsIPV6Enabled": True,
        "Staging": False,
        "ConnectionMode": "direct",
    }
