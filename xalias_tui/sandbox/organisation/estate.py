"""What one account owns, put into the world in the form in which AWS describes it.

Names and ids are derived from account, region and name, so that every run of the sandbox shows the same ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.zone_ids import global_region, lookup
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.world import World

CREATED: Final = datetime(2025, 3, 14, 9, 26, 53, tzinfo=UTC)
EXPIRES: Final = datetime(2031, 1, 1, tzinfo=UTC)
EUROPE: Final = "eu-west-1"
GERMANY: Final = "eu-central-1"
AMERICA: Final = "us-east-1"


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


def service_zone_id(service: str, region: str) -> str:
    """A hosted zone id that is only in a service's API: made up, the same in every run."""
    return "Z0" + stable_id(service, region, length=19).upper()


def told_zone_id(service: str, region: str) -> str:
    """The alias hosted zone id in a service's API: a published one, where there is one."""
    entry = lookup(service, region)
    return service_zone_id(service, region) if entry is None else entry.zone_id


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
        return f"arn:{self.partition}:{service}:{region}:{self.account_id}:{resource}"

    @property
    def partition(self) -> str:
        """The AWS partition of the account."""
        return self.world.partition(self.account_id)

    @property
    def amazonaws(self) -> str:
        """How names of the account's services end."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    def put(self, service: str, region: str, collection: str, item: Mapping[str, Any]) -> None:
        """Add a resource."""
        self.world.put(service, self.account_id, region, collection, item)

    def finds(self, name: str, ids: str) -> None:
        """Note which findings a faulty resource must raise, by the name under which tests know it."""
        if ids:
            self.world.faulty[name] = tuple(ids.split())

    def certificate(self, region: str, names: Sequence[str], status: str = "ISSUED", **fields: Any) -> str:
        """Add an ACM certificate, with fields that differ from a plain one, unless it is there; returns its ARN."""
        uuid = stable_hex(self.account_id, region, *names, length=32)
        dashed = "-".join((uuid[:8], uuid[8:12], uuid[12:16], uuid[16:20], uuid[20:]))
        arn = self.arn("acm", region, f"certificate/{dashed}")
        known = self.world.items("acm", self.account_id, region, "certificates")
        if all(item["CertificateArn"] != arn for item in known):
            self.put("acm", region, "certificates", {**_certificate(arn, names, status), **fields})
        return arn

    def open_group(self, region: str) -> str:
        """The id of the security group that lets the web in."""
        return self._group(region, "web", "0.0.0.0/0", "::/0")

    def closed_group(self, region: str) -> str:
        """The id of the security group that lets only one office in."""
        return self._group(region, "office", "198.51.100.7/32")

    def _group(self, region: str, name: str, *sources: str) -> str:
        group_id = "sg-0" + stable_hex(self.account_id, region, name, length=16)
        known = self.world.items("ec2", self.account_id, region, "security_groups")
        if all(item["GroupId"] != group_id for item in known):
            ranges = {
                "IpRanges": [{"CidrIp": source} for source in sources if ":" not in source],
                "Ipv6Ranges": [{"CidrIpv6": source} for source in sources if ":" in source],
            }
            ports = [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **ranges} for port in (80, 443)]
            owner = {"OwnerId": self.account_id, "VpcId": self.vpc(region)}
            item = {"GroupId": group_id, "GroupName": name, "Description": f"From the {name}", "IpPermissions": ports}
            self.put("ec2", region, "security_groups", {**item, **owner})
        return group_id

    def vpc(self, region: str) -> str:
        """The id of the account's VPC in a region."""
        return "vpc-0" + stable_hex(self.account_id, region, length=16)

    def network(self, region: str, *, hostnames: bool = True) -> None:
        """Add the account's VPC of a region with its DNS attributes."""
        item = {"VpcId": self.vpc(region), "enableDnsSupport": True, "enableDnsHostnames": hostnames}
        self.put("ec2", region, "vpcs", item)

    def distribution(
        self,
        name: str,
        aliases: Sequence[str] = (),
        *,
        certificate_names: Sequence[str] | None = None,
        certificate_region: str = "us-east-1",
        comment: str = "",
        finds: str = "",
        **fields: Any,
    ) -> str:
        """Add a CloudFront distribution; returns its domain name.

        Args:
            name: What its ids are made of.
            aliases: Alternate domain names.
            certificate_names: Names of its certificate; by default the aliases, empty for CloudFront's own.
            certificate_region: Where the certificate is.
            comment: Its comment.
            finds: Ids of the findings that it must raise.
            fields: Fields of DistributionSummary that differ from a plain, healthy one.
        """
        self.finds(comment, finds)
        names = aliases if certificate_names is None else certificate_names
        end = "cloudfront.cn" if self.partition == "aws-cn" else "cloudfront.net"
        domain = f"d{stable_id(self.account_id, name, length=13)}.{end}"
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
        self.world.register_alias_name(domain, alias_zone_id("cloudfront", global_region(self.partition)))
        return domain

    def bucket(
        self,
        name: str,
        region: str,
        *,
        website: bool = True,
        public: bool | None = True,
        blocked: bool | None = False,
        payer: str = "BucketOwner",
        finds: str = "",
    ) -> None:
        """Add a bucket; ``public`` None means that it has no policy, ``blocked`` None no public access block."""
        self.finds(name, finds)
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
        "DomainValidationOptions": [_validation(arn, name, status) for name in names],
        "Status": status,
        "Type": "AMAZON_ISSUED",
        "KeyAlgorithm": "RSA-2048",
        "CreatedAt": CREATED,
        "RenewalEligibility": "ELIGIBLE",
        **({"NotBefore": CREATED, "NotAfter": EXPIRES} if status == "ISSUED" else {}),
    }


def _validation(arn: str, name: str, status: str) -> Mapping[str, Any]:
    """How ACM has it proved that a name is ours: one CNAME for a name and its wildcard, whatever the certificate."""
    domain, account_id = name.removeprefix("*."), arn.split(":")[4]
    return {
        "DomainName": name,
        "ValidationDomain": name,
        "ValidationStatus": "SUCCESS" if status == "ISSUED" else "PENDING_VALIDATION",
        "ValidationMethod": "DNS",
        "ResourceRecord": {
            "Name": f"_{stable_hex(account_id, domain, length=32)}.{domain}.",
            "Type": "CNAME",
            "Value": f"_{stable_hex(account_id, domain, 'value', length=32)}.acm-validations.aws.",
        },
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
