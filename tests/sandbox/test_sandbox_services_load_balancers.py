"""Both generations of load balancers over the wire: forms of names, pages, filters, and refusals in AWS's words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import MakeClient
from tests.sandbox.refusing import refused
from xalias_tui.domain.zone_ids import lookup
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer, add_classic
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.world import World

REGION = "eu-west-1"
STRANGER = f"arn:aws:elasticloadbalancing:{REGION}:{SHOP}:loadbalancer/app/nobody/0123456789abcdef"

WEB = Balancer(
    REGION,
    "web",
    names=("shop.example.com",),
    sni=("m.example.com",),
    hosts=("shop.example.com", "*.example.com"),
    health=("healthy", "unhealthy", "initial"),
    tags={"team": "shop", "note": "[bold]ü"},
)


@pytest.fixture
def estate(world: World) -> Estate:
    return Estate(world, SHOP)


@pytest.fixture
def elbv2(make_client: MakeClient) -> Any:
    return make_client("shop-prod", "elbv2", REGION)


@pytest.fixture
def elb(make_client: MakeClient) -> Any:
    return make_client("shop-prod", "elb", REGION)


def only_balancer(elbv2: Any) -> Any:
    (balancer,) = elbv2.describe_load_balancers()["LoadBalancers"]
    return balancer


@pytest.mark.parametrize(
    ("balancer", "pattern", "table"),
    [
        (Balancer(REGION, "web"), r"web-\d{9,10}\.eu-west-1\.elb\.amazonaws\.com", "alb"),
        (Balancer(REGION, "web", scheme="internal"), r"internal-web-\d{9,10}\.eu-west-1\.elb\.amazonaws\.com", "alb"),
        (Balancer(REGION, "tcp", "network"), r"tcp-[0-9a-f]{16}\.elb\.eu-west-1\.amazonaws\.com", "nlb"),
        (
            Balancer(REGION, "tcp", "network", scheme="internal"),
            r"tcp-[0-9a-f]{16}\.elb\.eu-west-1\.amazonaws\.com",
            "nlb",
        ),
    ],
)
def test_names_and_zone_ids_have_the_forms_of_their_type(
    estate: Estate, elbv2: Any, balancer: Balancer, pattern: str, table: str
) -> None:
    add_balancer(estate, balancer)
    described = only_balancer(elbv2)
    entry = lookup(table, REGION)
    assert entry is not None
    assert re.fullmatch(pattern, described["DNSName"])
    assert described["CanonicalHostedZoneId"] == entry.zone_id
    assert described["LoadBalancerArn"].startswith(f"arn:aws:elasticloadbalancing:{REGION}:{SHOP}:loadbalancer/")
    assert described["Scheme"] == balancer.scheme
    assert described["State"] == {"Code": "active"}
    assert described["CreatedTime"].tzinfo is not None


def test_a_gateway_load_balancer_has_no_name_to_point_to(estate: Estate, elbv2: Any) -> None:
    add_balancer(estate, Balancer(REGION, "inspection", "gateway"))
    described = only_balancer(elbv2)
    assert described["Type"] == "gateway"
    assert {"DNSName", "CanonicalHostedZoneId", "Scheme"}.isdisjoint(described)


def test_accounts_and_regions_are_apart(estate: Estate, elbv2: Any, make_client: MakeClient) -> None:
    add_balancer(estate, WEB)
    assert only_balancer(elbv2)["LoadBalancerName"] == "web"
    for profile, region in (("shop-prod", "us-east-1"), ("media-prod", REGION)):
        assert make_client(profile, "elbv2", region).describe_load_balancers()["LoadBalancers"] == []


def test_listings_are_cut_into_pages_of_at_most_400(estate: Estate, elbv2: Any, world: World) -> None:
    add_balancer(estate, WEB)
    (template,) = world.items("elbv2", SHOP, REGION, "load_balancers")
    for number in range(404):
        name = f"more-{number:03}"
        item = {**template, "LoadBalancerName": name, "LoadBalancerArn": f"{template['LoadBalancerArn']}-{name}"}
        estate.put("elbv2", REGION, "load_balancers", item)
    first = elbv2.describe_load_balancers()
    rest = elbv2.describe_load_balancers(Marker=first["NextMarker"])
    assert (len(first["LoadBalancers"]), len(rest["LoadBalancers"]), "NextMarker" in rest) == (400, 5, False)
    pages = list(elbv2.get_paginator("describe_load_balancers").paginate(PaginationConfig={"PageSize": 150}))
    assert [len(page["LoadBalancers"]) for page in pages] == [150, 150, 105]
    names = [balancer["LoadBalancerName"] for page in pages for balancer in page["LoadBalancers"]]
    assert len(set(names)) == 405


@pytest.mark.parametrize(("size", "bound"), [(401, "less than or equal to 400"), (0, "greater than or equal to 1")])
def test_page_sizes_out_of_range_are_refused(elbv2: Any, elb: Any, size: int, bound: str) -> None:
    for client in (elbv2, elb):
        code, status, message = refused(client.describe_load_balancers, PageSize=size)
        assert (code, status) == ("ValidationError", 400)
        assert message.endswith(f"'pageSize' failed to satisfy constraint: Member must have value {bound}")


@pytest.mark.parametrize("marker", ["stranger", "7"])
def test_markers_of_others_are_refused(elbv2: Any, elb: Any, marker: str) -> None:
    for client in (elbv2, elb):
        assert refused(client.describe_load_balancers, Marker=marker)[:2] == ("ValidationError", 400)


def test_load_balancers_are_found_by_name_and_by_arn(estate: Estate, elbv2: Any) -> None:
    for name in ("web", "api", "cart"):
        add_balancer(estate, Balancer(REGION, name))
    (by_name,) = elbv2.describe_load_balancers(Names=["api"])["LoadBalancers"]
    (by_arn,) = elbv2.describe_load_balancers(LoadBalancerArns=[by_name["LoadBalancerArn"]])["LoadBalancers"]
    assert by_arn == by_name
    missing = ("LoadBalancerNotFound", 400, "One or more load balancers not found")
    assert refused(elbv2.describe_load_balancers, Names=["api", "nobody"]) == missing
    assert refused(elbv2.describe_load_balancers, LoadBalancerArns=[STRANGER]) == missing


def test_a_browser_is_sent_from_http_to_the_listener_that_serves(estate: Estate, elbv2: Any) -> None:
    add_balancer(estate, WEB)
    arn = only_balancer(elbv2)["LoadBalancerArn"]
    serving, redirecting = elbv2.describe_listeners(LoadBalancerArn=arn)["Listeners"]
    assert (serving["Protocol"], serving["Port"], redirecting["Protocol"], redirecting["Port"]) == (
        "HTTPS",
        443,
        "HTTP",
        80,
    )
    assert redirecting["DefaultActions"][0]["RedirectConfig"]["StatusCode"] == "HTTP_301"
    assert serving["DefaultActions"][0]["FixedResponseConfig"]["StatusCode"] == "404"
    (again,) = elbv2.describe_listeners(ListenerArns=[serving["ListenerArn"]])["Listeners"]
    assert again == serving
    pages = elbv2.get_paginator("describe_listeners").paginate(LoadBalancerArn=arn, PaginationConfig={"PageSize": 1})
    assert [page["Listeners"][0]["Port"] for page in pages] == [443, 80]


def test_certificates_of_a_listener_name_the_default_one(estate: Estate, elbv2: Any, make_client: MakeClient) -> None:
    add_balancer(estate, WEB)
    (serving, _) = elbv2.describe_listeners(LoadBalancerArn=only_balancer(elbv2)["LoadBalancerArn"])["Listeners"]
    certificates = elbv2.describe_listener_certificates(ListenerArn=serving["ListenerArn"])["Certificates"]
    acm = make_client("shop-prod", "acm", REGION)
    names = [
        acm.describe_certificate(CertificateArn=item["CertificateArn"])["Certificate"]["SubjectAlternativeNames"]
        for item in certificates
    ]
    assert names == [["shop.example.com"], ["m.example.com"]]
    assert [item["IsDefault"] for item in certificates] == [True, False]


def test_rules_end_with_the_default_one(estate: Estate, elbv2: Any) -> None:
    add_balancer(estate, WEB)
    (serving, _) = elbv2.describe_listeners(LoadBalancerArn=only_balancer(elbv2)["LoadBalancerArn"])["Listeners"]
    rules = elbv2.describe_rules(ListenerArn=serving["ListenerArn"])["Rules"]
    assert [(rule["Priority"], rule["IsDefault"]) for rule in rules] == [("1", False), ("2", False), ("default", True)]
    assert [rule["Conditions"][0]["HostHeaderConfig"]["Values"] for rule in rules[:2]] == [
        ["shop.example.com"],
        ["*.example.com"],
    ]
    assert rules[2]["Actions"] == serving["DefaultActions"]
    assert elbv2.describe_rules(RuleArns=[rules[1]["RuleArn"]])["Rules"] == [rules[1]]
    pages = elbv2.get_paginator("describe_rules").paginate(
        ListenerArn=serving["ListenerArn"], PaginationConfig={"PageSize": 2}
    )
    assert [len(page["Rules"]) for page in pages] == [2, 1]


def test_health_has_reasons(estate: Estate, elbv2: Any) -> None:
    add_balancer(estate, WEB)
    arn = only_balancer(elbv2)["LoadBalancerArn"]
    (group,) = elbv2.describe_target_groups(LoadBalancerArn=arn)["TargetGroups"]
    assert group["LoadBalancerArns"] == [arn]
    assert "Health" not in group
    described = elbv2.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
    assert [(item["TargetHealth"]["State"], item["TargetHealth"].get("Reason")) for item in described] == [
        ("healthy", None),
        ("unhealthy", "Target.Timeout"),
        ("initial", "Elb.InitialHealthChecking"),
    ]
    assert len({item["Target"]["Id"] for item in described}) == 3
    assert elbv2.describe_target_groups(Names=["web-web"])["TargetGroups"] == [group]


def test_without_a_listener_targets_are_unused(estate: Estate, elbv2: Any) -> None:
    add_balancer(estate, Balancer(REGION, "silent", listens=False))
    arn = only_balancer(elbv2)["LoadBalancerArn"]
    assert elbv2.describe_listeners(LoadBalancerArn=arn)["Listeners"] == []
    assert elbv2.describe_target_groups(LoadBalancerArn=arn)["TargetGroups"] == []
    (group,) = elbv2.describe_target_groups()["TargetGroups"]
    health = elbv2.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
    assert {item["TargetHealth"]["Reason"] for item in health} == {"Target.NotInUse"}


def test_tags_are_told_of_twenty_resources_at_once(estate: Estate, elbv2: Any) -> None:
    add_balancer(estate, WEB)
    arn = only_balancer(elbv2)["LoadBalancerArn"]
    (described,) = elbv2.describe_tags(ResourceArns=[arn])["TagDescriptions"]
    assert described == {
        "ResourceArn": arn,
        "Tags": [{"Key": "team", "Value": "shop"}, {"Key": "note", "Value": "[bold]ü"}],
    }
    assert refused(elbv2.describe_tags, ResourceArns=[arn] * 21)[:2] == ("ValidationError", 400)


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("describe_listeners", {}, "ValidationError"),
        ("describe_listeners", {"LoadBalancerArn": STRANGER}, "LoadBalancerNotFound"),
        ("describe_listeners", {"ListenerArns": [STRANGER]}, "ListenerNotFound"),
        ("describe_listener_certificates", {"ListenerArn": STRANGER}, "ListenerNotFound"),
        ("describe_rules", {}, "ValidationError"),
        ("describe_rules", {"ListenerArn": STRANGER}, "ListenerNotFound"),
        ("describe_rules", {"RuleArns": [STRANGER]}, "RuleNotFound"),
        ("describe_target_groups", {"LoadBalancerArn": STRANGER}, "LoadBalancerNotFound"),
        ("describe_target_groups", {"Names": ["nobody"]}, "TargetGroupNotFound"),
        ("describe_target_health", {"TargetGroupArn": STRANGER}, "TargetGroupNotFound"),
        ("describe_tags", {"ResourceArns": [STRANGER]}, "LoadBalancerNotFound"),
        ("describe_tags", {"ResourceArns": [STRANGER.replace("load", "load-")]}, "ValidationError"),
    ],
)
def test_strangers_are_refused(elbv2: Any, operation: str, params: dict[str, Any], code: str) -> None:
    assert refused(getattr(elbv2, operation), **params)[:2] == (code, 400)


def test_a_classic_load_balancer_shows_its_zone(estate: Estate, elb: Any) -> None:
    add_classic(estate, REGION, "old", names=("old.example.com",), tags={"team": "shop"})
    add_classic(estate, REGION, "inner", internal=True, in_service=1, out_of_service=1)
    public, internal = elb.describe_load_balancers()["LoadBalancerDescriptions"]
    entry = lookup("clb", REGION)
    assert entry is not None
    assert re.fullmatch(r"old-\d{9,10}\.eu-west-1\.elb\.amazonaws\.com", public["DNSName"])
    assert public["CanonicalHostedZoneName"] == public["DNSName"]
    assert internal["DNSName"].startswith("internal-inner-")
    assert "CanonicalHostedZoneName" not in internal
    assert {public["CanonicalHostedZoneNameID"], internal["CanonicalHostedZoneNameID"]} == {entry.zone_id}
    assert (public["Scheme"], internal["Scheme"]) == ("internet-facing", "internal")
    (listener,) = public["ListenerDescriptions"]
    assert listener["Listener"]["SSLCertificateId"].startswith(f"arn:aws:acm:{REGION}:{SHOP}:certificate/")
    assert elb.describe_load_balancers(LoadBalancerNames=["inner"])["LoadBalancerDescriptions"] == [internal]
    (tagged,) = elb.describe_tags(LoadBalancerNames=["old"])["TagDescriptions"]
    assert tagged["Tags"] == [{"Key": "team", "Value": "shop"}]
    assert elb.describe_tags(LoadBalancerNames=["old"] * 20)["TagDescriptions"] == [tagged]
    assert refused(elb.describe_tags, LoadBalancerNames=["old"] * 21)[:2] == ("ValidationError", 400)


def test_classic_instances_are_in_or_out_of_service(estate: Estate, elb: Any) -> None:
    add_classic(estate, REGION, "old", in_service=1, out_of_service=1)
    states = elb.describe_instance_health(LoadBalancerName="old")["InstanceStates"]
    assert [(state["State"], state["ReasonCode"]) for state in states] == [
        ("InService", "N/A"),
        ("OutOfService", "Instance"),
    ]
    (one,) = elb.describe_instance_health(LoadBalancerName="old", Instances=[{"InstanceId": states[1]["InstanceId"]}])[
        "InstanceStates"
    ]
    assert one == states[1]
    stranger = [{"InstanceId": "i-0"}]
    answer = refused(elb.describe_instance_health, LoadBalancerName="old", Instances=stranger)
    assert answer[:2] == ("InvalidInstance", 400)


def test_classic_listings_have_pages(estate: Estate, elb: Any) -> None:
    for number in range(5):
        add_classic(estate, REGION, f"old-{number}")
    pages = list(elb.get_paginator("describe_load_balancers").paginate(PaginationConfig={"PageSize": 2}))
    assert [len(page["LoadBalancerDescriptions"]) for page in pages] == [2, 2, 1]


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("describe_load_balancers", {"LoadBalancerNames": ["nobody"]}),
        ("describe_instance_health", {"LoadBalancerName": "nobody"}),
        ("describe_tags", {"LoadBalancerNames": ["nobody"]}),
    ],
)
def test_classic_strangers_are_refused(elb: Any, operation: str, params: dict[str, Any]) -> None:
    expected = ("LoadBalancerNotFound", 400, "There is no ACTIVE Load Balancer named 'nobody'")
    assert refused(getattr(elb, operation), **params) == expected
