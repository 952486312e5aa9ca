"""AWS's partitions: worlds of their own accounts, regions, endpoints and names.

Credentials of one partition are unknown in the others, and no alias points from one into another
(https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from xalias_tui.domain.accounts import Account, partition_word
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zone_ids import partition_of_region

COMMERCIAL: Final = "aws"
GOVCLOUD: Final = "aws-us-gov"
CHINA: Final = "aws-cn"

ALWAYS_ON: Final = {
    COMMERCIAL: (
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
        "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1",
        "us-east-2", "us-west-1", "us-west-2",
    ),
    CHINA: ("cn-north-1", "cn-northwest-1"),
    GOVCLOUD: ("us-gov-east-1", "us-gov-west-1"),
}  # fmt: skip
"""Regions of a partition that no account can turn off
(https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html)."""
_HOME: Final = {
    COMMERCIAL: "us-east-1",
    CHINA: "cn-northwest-1",
    GOVCLOUD: "us-gov-west-1",
    "aws-eusc": "eusc-de-east-1",
    "aws-iso": "us-iso-east-1",
    "aws-iso-b": "us-isob-east-1",
    "aws-iso-e": "eu-isoe-west-1",
    "aws-iso-f": "us-isof-south-1",
}
"""``implicitGlobalRegion`` of each partition (botocore data: partitions.json)."""
ENDPOINT_SUFFIX: Final = {
    COMMERCIAL: "amazonaws.com",
    CHINA: "amazonaws.com.cn",
    GOVCLOUD: "amazonaws.com",
    "aws-eusc": "amazonaws.eu",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
}
"""Every partition, and how the names of its endpoints end: ``dnsSuffix`` of botocore's partitions.json."""
REGION_FORM: Final = r"[a-z]{2,4}(?:-[a-z]+){1,2}-\d"
"""The form of a region code in every partition (``regionRegex`` of botocore's partitions.json)."""
DUAL_STACK_SUFFIX: Final = {
    COMMERCIAL: "api.aws",
    CHINA: "api.amazonwebservices.com.cn",
    GOVCLOUD: "api.aws",
    "aws-eusc": "api.amazonwebservices.eu",
    "aws-iso": "api.aws.ic.gov",
    "aws-iso-b": "api.aws.scloud",
    "aws-iso-e": "api.cloud-aws.adc-e.uk",
    "aws-iso-f": "api.aws.hci.ic.gov",
}
"""How the names of dual-stack endpoints end: ``dualStackDnsSuffix`` of botocore's partitions.json."""
_OWN_SUFFIXES: Final = tuple(
    (DnsName.from_route53(f"{suffix}."), partition)
    for suffix, partition in (
        *((suffix, partition) for partition, suffix in ENDPOINT_SUFFIX.items() if suffix != "amazonaws.com"),
        ("amazonwebservices.com.cn", CHINA),
        ("cloudfront.cn", CHINA),
        ("amazonwebservices.eu", "aws-eusc"),
    )
)
"""Ends of names that only one partition has."""
_SHARED_SUFFIXES: Final = tuple(
    DnsName.from_route53(suffix)
    for suffix in (
        "amazonaws.com.", "cloudfront.net.", "awsglobalaccelerator.com.", "elasticbeanstalk.com.", "awsapprunner.com.",
        "on.aws.", "amazonlightsail.com.",
    )
)  # fmt: skip
"""Ends of names that commercial AWS and GovCloud have: there the region's label tells them apart."""
_REGION: Final = re.compile(rf"(?:s3-(?:website-)?)?({REGION_FORM})")
"""A label that is a region, or is joined with one, as S3's old endpoints are."""
_PARTS_OF_ARN: Final = 6


def home_region(partition: str) -> str:
    """The region in which a partition's global services are asked."""
    return _HOME.get(partition, _HOME[COMMERCIAL])


def called(partition: str) -> str:
    """A partition in a sentence, e.g. ``commercial AWS`` or ``GovCloud``."""
    return partition_word(partition) or "commercial AWS"


def mixture(accounts: Iterable[Account]) -> str:
    """Why accounts can't be on one side together, in a sentence; empty where they can. Only ready ones tell."""
    first: dict[str, str] = {}
    for account in accounts:
        if account.state == "ready":
            first.setdefault(account.partition, account.profile or "the default profile")
    if len(first) < 2:  # noqa: PLR2004 -- a mixture has two
        return ""
    who = ", ".join(f"{profile} is in {called(partition)}" for partition, profile in first.items())
    return (
        f"One side can't mix AWS partitions: {who}. Each has its own zones, names and ids, and no alias points from "
        "one to another."
    )


def partition_of_arn(arn: str) -> str:
    """The partition of an ARN; empty if the text is not one."""
    parts = arn.split(":", _PARTS_OF_ARN - 1)
    return parts[1] if len(parts) == _PARTS_OF_ARN and parts[0] == "arn" else ""


def partition_of_name(name: DnsName) -> str:
    """The partition in the name of an AWS endpoint; empty if it is not a name of AWS."""
    for suffix, partition in _OWN_SUFFIXES:
        if name.is_inside(suffix):
            return partition
    if not any(name.is_inside(suffix) for suffix in _SHARED_SUFFIXES):
        return ""
    regions = (_REGION.fullmatch(label) for label in reversed(name.labels))  # what a customer chose stands further left
    region = next((found[1] for found in regions if found), "")
    return partition_of_region(region)
