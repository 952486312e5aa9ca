"""Which services exist where, as the SDK's own data tells offline."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from botocore.exceptions import UnknownRegionError
from botocore.regions import EndpointResolver

from xalias_tui.aws.models import loader

_BASE_REGION: Final = {
    "aws": "us-east-1",
    "aws-cn": "cn-north-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-eusc": "eusc-de-east-1",
    "aws-iso": "us-iso-east-1",
    "aws-iso-b": "us-isob-east-1",
    "aws-iso-e": "eu-isoe-west-1",
    "aws-iso-f": "us-isof-south-1",
}
"""A partition's region that holds its global services."""
_HOME_REGION: Final = {("globalaccelerator", "aws"): "us-west-2"}
"""Global services that are asked elsewhere (https://docs.aws.amazon.com/general/latest/gr/global_accelerator.html)."""


def base_region(partition: str) -> str:
    """The region that a partition's global services are asked in."""
    return _BASE_REGION.get(partition, "us-east-1")


_EC2: Final = "ec2"


def home_region(service: str, partition: str) -> str:
    """The region that a service's client is made for."""
    return _HOME_REGION.get((service, partition), base_region(partition))


def is_global(service: str, partition: str) -> bool:
    """Whether a service has one place for the whole partition."""
    return (service, partition) in _HOME_REGION or bool(
        not _regions(service, partition)
        and _resolver().get_available_endpoints(_prefix(service), partition, allow_non_regional=True)
    )


def supports(service: str, region: str) -> bool:
    """Whether a service can be asked in a region; true where the SDK does not know better.

    The SDK lists a service's regions as of its release, so a region it has never heard of is not ruled out.
    """
    try:
        partition: str = _resolver().get_partition_for_region(region)
    except UnknownRegionError:
        return True
    return (
        is_global(service, partition)
        or region in _regions(service, partition)
        or region not in _regions(_EC2, partition)
    )


@cache
def _regions(service: str, partition: str) -> frozenset[str]:
    return frozenset(_resolver().get_available_endpoints(_prefix(service), partition))


@cache
def _prefix(service: str) -> str:
    """The name under which the endpoint data lists a service (``elasticloadbalancing`` for ``elbv2``)."""
    if service == _EC2:
        return _EC2  # its description is the largest of all, and every look-up asks for its regions
    return str(loader().load_service_model(service, "service-2")["metadata"]["endpointPrefix"])


@cache
def _resolver() -> Any:
    return EndpointResolver(loader().load_data("endpoints"))
