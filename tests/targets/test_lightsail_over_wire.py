"""Lightsail through the SDK, against the sandbox."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from tests.stage import accounts_here
from tests.targets.over_wire import assert_recognised, judged
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.organisation.lightsail import (
    Balancer,
    Container,
    Distribution,
    add_balancer,
    add_container,
    add_distribution,
)
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import kind

REGION, HOME = "eu-west-1", "us-east-1"
WWW = DnsName.parse("www.example.com")


@pytest.fixture
def estate(world: World) -> Estate:
    return Estate(world, SHOP)


@pytest.fixture
def asking(sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]) -> Callable[[str], Ask]:
    enter_sandbox(sandbox)
    accounts = accounts_here()
    return lambda region: accounts.ask("shop-prod", region)


def test_load_balancers_are_found_over_pages(estate: Estate, asking: Callable[[str], Ask]) -> None:
    for number in range(60):
        add_balancer(estate, Balancer(REGION, f"lb-{number}"))
    add_balancer(estate, Balancer(REGION, "club", ("www.example.com", "example.com"), ip_address_type="dualstack"))
    one = kind("lightsail-loadbalancer")
    *others, club = one.discover(asking(REGION))
    assert len(others) == 60
    assert_recognised(club)
    picked = one.inspect(club, asking(REGION), WWW)
    assert (picked.hostnames, picked.record_types) == (("www.example.com", "example.com"), ("A", "AAAA"))
    assert judged(picked, "www.example.com") == set()
    assert judged(one.inspect(others[0], asking(REGION), WWW), "www.example.com") == {"lightsail-domain-not-attached"}


def test_distributions_are_found_over_pages_in_their_only_region(estate: Estate, asking: Callable[[str], Ask]) -> None:
    for number in range(60):
        add_distribution(estate, Distribution(f"cdn-{number}"))
    add_distribution(estate, Distribution("newsroom", ("www.example.com",)))
    one = kind("lightsail-distribution")
    *others, newsroom = one.discover(asking(HOME))
    assert len(others) == 60
    assert_recognised(newsroom)
    assert judged(one.inspect(newsroom, asking(HOME), WWW), "www.example.com") == set()


def test_distributions_are_refused_in_other_regions(estate: Estate, make_client: MakeClient) -> None:
    add_distribution(estate, Distribution("newsroom", ("www.example.com",)))
    with pytest.raises(ClientError, match="only available in the us-east-1 Region") as caught:
        make_client("shop-prod", "lightsail", REGION).get_distributions()
    assert caught.value.response["Error"]["Code"] == "InvalidInputException"


def test_details_of_certificates_come_when_they_are_asked_for(estate: Estate, make_client: MakeClient) -> None:
    add_distribution(estate, Distribution("newsroom", ("www.example.com",)))
    client = make_client("shop-prod", "lightsail", HOME)
    (summary,) = client.get_certificates()["certificates"]
    assert "certificateDetail" not in summary
    name = summary["certificateName"]
    (full,) = client.get_certificates(certificateName=name, includeCertificateDetails=True)["certificates"]
    assert full["certificateDetail"]["subjectAlternativeNames"] == ["www.example.com"]
    assert client.get_certificates(certificateStatuses=["FAILED"])["certificates"] == []
    with pytest.raises(ClientError, match="does not exist"):
        client.get_certificates(certificateName="nobody")


def test_container_services_are_found_by_their_url(estate: Estate, asking: Callable[[str], Ask]) -> None:
    add_container(estate, Container(REGION, "forum", ("www.example.com",)))
    add_container(estate, Container(REGION, "inner", ("www.example.com",), public=False))
    one = kind("lightsail-container")
    forum, inner = (one.inspect(target, asking(REGION), WWW) for target in one.discover(asking(REGION)))
    assert_recognised(forum)
    assert judged(forum, "www.example.com") == set()
    assert judged(inner, "www.example.com") == {"lightsail-not-running"}
