"""One client for all regions sends the very request that a client made for the region would send."""

from __future__ import annotations

import re
import threading
from contextvars import ContextVar
from typing import Any

import pytest

from tests.aws.fakes import made_up_session
from xalias_tui.aws.clients import Clients, in_region
from xalias_tui.aws.endpoints import home_region, is_global
from xalias_tui.aws.rate_limit import StepBucket
from xalias_tui.aws.transport import SharedTransport

CALLS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "acm": (("list_certificates", {}), ("describe_certificate", {"CertificateArn": "arn:aws:acm:x:1:certificate/1"})),
    "amplify": (("list_apps", {}),),
    "apigateway": (("get_domain_names", {}), ("get_base_path_mappings", {"domainName": "api.example.com"})),
    "apigatewayv2": (("get_domain_names", {}), ("get_api_mappings", {"DomainName": "api.example.com"})),
    "apprunner": (("list_services", {}),),
    "appsync": (("list_domain_names", {}),),
    "cloudfront": (("list_distributions", {}), ("get_distribution_config", {"Id": "E1"})),
    "cognito-idp": (("list_user_pools", {"MaxResults": 60}),),
    "ec2": (("describe_regions", {}), ("describe_vpc_endpoints", {})),
    "elasticbeanstalk": (("describe_environments", {}),),
    "elb": (("describe_load_balancers", {}), ("describe_tags", {"LoadBalancerNames": ["a"]})),
    "elbv2": (("describe_load_balancers", {}), ("describe_listeners", {"LoadBalancerArn": "arn:aws:x"})),
    "globalaccelerator": (("list_accelerators", {}),),
    "iam": (("get_server_certificate", {"ServerCertificateName": "old"}),),
    "lightsail": (("get_load_balancers", {}),),
    "opensearch": (("list_domain_names", {}),),
    "organizations": (("list_accounts", {}),),
    "route53": (("list_hosted_zones", {}),),
    "s3": (
        ("list_buckets", {}),
        ("head_bucket", {"Bucket": "www.example.com"}),
        ("head_bucket", {"Bucket": "plain-name"}),
        ("get_bucket_website", {"Bucket": "plain-name"}),
        ("get_bucket_location", {"Bucket": "plain-name"}),
    ),
    "vpc-lattice": (("list_services", {}),),
}
REGIONS = {
    "aws": ("us-east-1", "us-west-2", "eu-west-1", "ap-east-1"),
    "aws-cn": ("cn-north-1", "cn-northwest-1"),
    "aws-us-gov": ("us-gov-west-1", "us-gov-east-1"),
}
FEW_REGIONS = {"aws": ("us-east-1", "eu-west-1"), "aws-cn": ("cn-north-1",), "aws-us-gov": ("us-gov-east-1",)}
EACH_PROTOCOL = frozenset({"acm", "apigateway", "ec2", "elbv2", "s3"})
"""A service of each wire protocol of the SDK."""
_ONE_PLACE = {"globalaccelerator": "us-west-2"}
"""Where the SDK must be told the one region of a global service."""


REGION_ASKED: ContextVar[str] = ContextVar("region_asked")


class _Stop(Exception):  # noqa: N818 -- no error: it ends a call before the network
    pass


def _wire(client: Any, operation: str, params: dict[str, Any]) -> tuple[str, str]:
    """URL and credential scope with the signed headers; the signature itself depends on nothing else but time."""
    seen: list[tuple[str, str]] = []

    def stop(request: Any, **_: Any) -> None:
        authorization = request.headers["Authorization"]
        text = authorization.decode() if isinstance(authorization, bytes) else authorization
        seen.append((request.url, re.sub(r"Signature=\w+", "", re.sub(r"/\d{8}/", "/date/", text))))
        raise _Stop

    client.meta.events.register_first("before-send", stop, unique_id="stop")
    with pytest.raises(_Stop):
        getattr(client, operation)(**params)
    client.meta.events.unregister("before-send", stop, unique_id="stop")
    return seen[0]


def _compare(service: str, partition: str, regions: tuple[str, ...]) -> int:
    session = made_up_session()
    clients = Clients(session, partition, SharedTransport(), StepBucket())
    for region in regions:
        native = session.client(service, region)
        for operation, params in CALLS[service]:
            with in_region(region):
                ours = _wire(clients.get(service), operation, params)
            assert ours == _wire(native, operation, params), (service, operation, region)
    return len(regions) * len(CALLS[service])


@pytest.mark.parametrize("regions", [FEW_REGIONS, pytest.param(REGIONS, marks=pytest.mark.full)], ids=["few", "all"])
@pytest.mark.parametrize("service", CALLS)
def test_url_and_signature_are_those_of_a_regional_client(service: str, regions: dict[str, tuple[str, ...]]) -> None:
    if service in _ONE_PLACE:
        assert _compare(service, "aws", (_ONE_PLACE[service],))
    else:
        assert all(_compare(service, partition, places) for partition, places in regions.items())


@pytest.mark.parametrize(
    "service", [pytest.param(each, marks=() if each in EACH_PROTOCOL else pytest.mark.full) for each in CALLS]
)
@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9", "https://gateway.example.net/base"])
def test_a_configured_endpoint_is_used_and_signed_for_the_region_asked(
    service: str, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    regions: tuple[str, ...] = ("us-east-1", "eu-west-1")
    if is_global(service, "aws"):  # has one place, which its requests are signed for
        regions = (home_region(service, "aws"),)
    assert _compare(service, "aws", regions)


@pytest.mark.parametrize("service", ["route53", "cloudfront", "globalaccelerator"])
def test_a_global_service_is_signed_for_its_own_place_whatever_region_is_asked(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    client = Clients(made_up_session(), "aws", SharedTransport(), StepBucket()).get(service)
    with in_region("eu-west-1"):
        _, authorization = _wire(client, *CALLS[service][0])
    assert f"/{home_region(service, 'aws')}/{service}/aws4_request" in authorization


def test_a_service_has_one_client_for_all_regions() -> None:
    clients = Clients(made_up_session(), "aws", SharedTransport(), StepBucket())
    assert clients.get("elbv2") is clients.get("elbv2")


def test_regions_of_threads_do_not_mix() -> None:
    clients = Clients(made_up_session(), "aws", SharedTransport(), StepBucket())
    client = clients.get("elbv2")
    seen: list[tuple[str, str]] = []

    def record(request: Any, **_: Any) -> None:
        seen.append((REGION_ASKED.get(), request.url))
        raise _Stop

    client.meta.events.register_first("before-send", record)

    def ask(region: str) -> None:
        REGION_ASKED.set(region)
        for _ in range(20):
            with in_region(region), pytest.raises(_Stop):
                client.describe_load_balancers()

    threads = [threading.Thread(target=ask, args=(region,)) for region in REGIONS["aws"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 20 * len(threads)
    assert all(url == f"https://elasticloadbalancing.{region}.amazonaws.com/" for region, url in seen)
