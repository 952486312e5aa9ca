"""Under which names the hosted zones of AWS's services lie, by the id that an alias record carries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import CHINA, ENDPOINT_SUFFIX
from xalias_tui.domain.zone_ids import ZoneIdEntry, entries, partition_of_region, s3_website_host

# How each service's endpoint names end: the names that alias records of that service carry in AWS's own examples
# (botocore model: route53 AliasTarget.DNSName). Services that are served by CloudFront share its zone.
_SUFFIXES: Final[Mapping[str, str]] = {
    "alb": "{region}.elb.{amazonaws}",
    "clb": "{region}.elb.{amazonaws}",
    "clb_legacy": "{region}.elb.{amazonaws}",
    "lightsail_load_balancer": "{region}.elb.{amazonaws}",
    "nlb": "elb.{region}.{amazonaws}",
    "global_accelerator": "awsglobalaccelerator.com",
    "elastic_beanstalk": "{region}.elasticbeanstalk.com",
    "apigateway_regional": "execute-api.{region}.{amazonaws}",
    "app_runner": "{region}.awsapprunner.com",
    "vpc_interface_endpoint": "{region}.vpce.{amazonaws}",
    "lightsail_container_service": "{region}.cs.amazonlightsail.com",
    "vpc_lattice": "vpc-lattice-svcs.{region}.on.aws",
    "vpc_lattice_resource": "vpc-lattice-rsc.{region}.on.aws",
}
_IN_CHINA: Final[Mapping[str, str]] = {"elastic_beanstalk": "{region}.eb.{amazonaws}"}
"""Names that have another form there (Elastic Beanstalk in the AWS in China guide)."""
_CLOUDFRONT: Final[Mapping[str, str]] = {"aws-global": "cloudfront.net", "aws-cn-global": "cloudfront.cn"}


@cache
def zone_names() -> Mapping[str, frozenset[DnsName]]:
    """By alias hosted zone id, the names under which its records lie."""
    found: dict[str, set[DnsName]] = {}
    for entry in entries():
        suffix = _suffix(entry)
        if suffix is not None:
            for zone_id in (entry.zone_id, *entry.alternates):
                found.setdefault(zone_id, set()).add(DnsName.from_route53(suffix))
    return {zone_id: frozenset(names) for zone_id, names in found.items()}


def zone_ids_for(name: DnsName) -> tuple[str, ...]:
    """The alias hosted zone ids whose zone a name lies in."""
    return tuple(
        sorted(zone_id for zone_id, suffixes in zone_names().items() if any(name.is_inside(end) for end in suffixes))
    )


def _suffix(entry: ZoneIdEntry) -> str | None:
    if entry.service == "s3_website":
        return s3_website_host(entry.region)
    if entry.service in _SUFFIXES:
        china = partition_of_region(entry.region) == CHINA
        form = _IN_CHINA.get(entry.service, _SUFFIXES[entry.service]) if china else _SUFFIXES[entry.service]
        return form.format(region=entry.region, amazonaws=ENDPOINT_SUFFIX[partition_of_region(entry.region)])
    return _CLOUDFRONT.get(entry.region)
