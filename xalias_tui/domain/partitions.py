"""AWS's partitions: worlds of their own accounts, regions, endpoints and names.

Credentials of one partition are unknown in the others, and no alias leads from one into another
(https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html).
"""

from __future__ import annotations

from typing import Final

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zone_ids import partition_of_region

COMMERCIAL: Final = "aws"
GOVCLOUD: Final = "aws-us-gov"
CHINA: Final = "aws-cn"

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
_CALLED: Final = {COMMERCIAL: "commercial AWS", GOVCLOUD: "GovCloud", CHINA: "China"}
_OWN_SUFFIXES: Final = {
    "amazonaws.com.cn.": CHINA,
    "amazonwebservices.com.cn.": CHINA,
    "cloudfront.cn.": CHINA,
    "amazonaws.eu.": "aws-eusc",
    "amazonwebservices.eu.": "aws-eusc",
    "c2s.ic.gov.": "aws-iso",
    "sc2s.sgov.gov.": "aws-iso-b",
    "cloud.adc-e.uk.": "aws-iso-e",
    "csp.hci.ic.gov.": "aws-iso-f",
}
"""Ends of names that only one partition has: ``dnsSuffix`` of botocore's partitions.json, and CloudFront's in China."""
_SHARED_SUFFIXES: Final = tuple(
    DnsName.from_route53(suffix)
    for suffix in (
        "amazonaws.com.", "cloudfront.net.", "awsglobalaccelerator.com.", "elasticbeanstalk.com.", "awsapprunner.com.",
        "on.aws.", "amazonlightsail.com.",
    )
)  # fmt: skip
"""Ends of names that commercial AWS and GovCloud have: there the region's label tells them apart."""
_PARTS_OF_ARN: Final = 6


def home_region(partition: str) -> str:
    """The region in which a partition's global services are asked."""
    return _HOME.get(partition, _HOME[COMMERCIAL])


def called(partition: str) -> str:
    """What people call a partition, e.g. ``GovCloud``; its own id where they have no name for it."""
    return _CALLED.get(partition, partition)


def partition_of_arn(arn: str) -> str:
    """The partition of an ARN; empty where the text is none."""
    parts = arn.split(":", _PARTS_OF_ARN - 1)
    return parts[1] if len(parts) == _PARTS_OF_ARN and parts[0] == "arn" else ""


def partition_of_name(name: DnsName) -> str:
    """The partition that the name of an AWS endpoint tells; empty where it is none of AWS's names."""
    for suffix, partition in _OWN_SUFFIXES.items():
        if name.is_inside(DnsName.from_route53(suffix)):
            return partition
    if not any(name.is_inside(suffix) for suffix in _SHARED_SUFFIXES):
        return ""
    told = {partition_of_region(label) for label in name.labels} - {COMMERCIAL}
    return min(told, default=COMMERCIAL)
