"""OpenSearch, VPC endpoints, VPC Lattice, Cognito and Amplify through the SDK, against the sandbox."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stage import accounts_here
from tests.targets.fakes import case_of, serious
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.organisation.network import (
    Endpoint,
    add_interface_endpoint,
    add_lattice_endpoint,
    add_lattice_service,
    add_search_domain,
)
from xalias_tui.sandbox.organisation.sites import App, add_app, add_user_pool
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import judge, kind, recognise
from xalias_tui.targets.shared.certificate_rules import CERT_VALIDATION_RECORD_GONE

REGION = "eu-west-1"

Discover = Callable[[str], list[Target]]


@pytest.fixture
def estate(world: World) -> Estate:
    return Estate(world, SHOP)


@pytest.fixture
def discover(sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]) -> Discover:
    """Finds and inspects everything of a kind, and holds it against what the bare name tells."""
    enter_sandbox(sandbox)
    ask = accounts_here().ask("shop-prod", REGION)

    def found(key: str) -> list[Target]:
        one = kind(key)
        targets = [one.inspect(target, ask, DnsName.parse("www.example.com")) for target in one.discover(ask)]
        for target in targets:
            assert target.facts is not None
            assert target.facts.unread == ()
            assert target.account_id == SHOP
            if target.aliasable and target.dns_name is not None:
                recognition = recognise(target.dns_name)
                assert recognition is not None
                assert recognition.dns_name == target.dns_name
                assert recognition.zone_id in ("", target.zone_id)
        return targets

    return found


def judged(target: Target, name: str = "www.example.com", *, private: bool = False) -> set[str]:
    """Errors and warnings, but for the records that prove a certificate: the zone of the case holds none."""
    found = serious(list(judge(case_of(target, name, private=private))))
    return found - {CERT_VALIDATION_RECORD_GONE.id}


def test_search_domains_are_described_five_at_a_time(estate: Estate, discover: Discover) -> None:
    add_search_domain(estate, REGION, "logs", "www.example.com", in_vpc=True)
    for number in range(6):
        add_search_domain(estate, REGION, f"domain-{number}", "", dualstack=number > 0)
    logs, old, *others = discover("opensearch")
    assert (logs.zone_id_origin, logs.internal, judged(logs)) == ("api", True, {"vpce-in-public-zone"})
    assert (old.aliasable, judged(old)) == (False, {"opensearch-no-v2-endpoint"})
    assert len(others) == 5


def test_interface_endpoints_are_found_by_their_regional_name(estate: Estate, discover: Discover) -> None:
    add_interface_endpoint(estate, Endpoint(REGION, "payments", ip_address_type="dualstack"))
    add_interface_endpoint(estate, Endpoint(REGION, "parameters", service="ssm", private_only=True))
    estate.put("ec2", REGION, "vpc_endpoints", {"VpcEndpointId": "vpce-1", "VpcEndpointType": "Gateway"})
    payments, parameters = discover("vpc-endpoint")
    assert (payments.zone_id, payments.record_types) == ("Z38GZ743OKFT7T", ("A", "AAAA"))
    assert judged(payments, private=True) == set()
    assert judged(payments) == {"vpce-in-public-zone"}
    assert judged(parameters) == {"vpce-private-dns-entry"}


def test_lattice_services_are_found_over_pages(estate: Estate, discover: Discover) -> None:
    add_lattice_service(estate, REGION, "inventory", "www.example.com")
    for number in range(100):
        add_lattice_service(estate, REGION, f"service-{number}", "")
    inventory, other, *rest = discover("vpc-lattice")
    assert len(rest) == 99
    assert (inventory.state, judged(inventory)) == ("ACTIVE", set())
    assert judged(other) == {"lattice-custom-domain-mismatch"}


def test_associations_of_endpoints_are_found_over_pages(estate: Estate, discover: Discover) -> None:
    for number in range(101):
        add_lattice_endpoint(estate, REGION, f"database-{number}", ip_address_type="dualstack" if number else "ipv4")
    add_lattice_endpoint(estate, REGION, "waiting", state="pendingAcceptance")
    first, second, *others = discover("vpc-lattice-endpoint")
    assert len(others) == 100
    assert (first.record_types, second.record_types) == (("A",), ("A", "AAAA"))
    assert judged(first, private=True) == set()
    assert judged(others[-1], private=True) == {"vpce-not-available"}


def test_user_pools_are_found_over_pages_by_their_custom_domain(estate: Estate, discover: Discover) -> None:
    for number in range(60):
        add_user_pool(estate, REGION, f"pool-{number}", "")
    add_user_pool(estate, REGION, "customers", "www.example.com")
    add_user_pool(estate, REGION, "failed", "failed.example.com", status="FAILED")
    customers, failed = discover("cognito")
    assert (customers.zone_id, customers.evaluate_target_health) == ("Z2FDTNDATAQYW2", "forbidden")
    assert judged(customers) == set()
    assert judged(failed, "failed.example.com") == {"cognito-status", "cognito-parent-no-a-record"}


def test_domains_of_apps_are_found_over_pages(estate: Estate, discover: Discover) -> None:
    add_app(estate, App(REGION, "campaign", prefixes=("www", "")))
    for number in range(50):
        add_app(estate, App(REGION, f"app-{number}", prefixes=("elsewhere",)))
    campaign, other, *rest = discover("amplify")
    assert len(rest) == 49
    assert campaign.hostnames == ("www.example.com", "example.com")
    assert judged(campaign) == judged(campaign, "example.com") == set()
    assert judged(other) == {"amplify-subdomain-missing"}
