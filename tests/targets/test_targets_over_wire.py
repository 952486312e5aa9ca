"""Discovery and inspection through the SDK, against the sandbox: documents, paging, errors and IAM actions are real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.stage import accounts_here
from tests.targets import documents as docs
from tests.targets.fakes import ACCOUNT, case_of, ids, serious
from tests.targets.over_wire import assert_recognised
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.sandbox.calls import GLOBAL_REGION as EVERYWHERE
from xalias_tui.sandbox.faults import denied
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import all_kinds, judge, kind

REGION, GLOBAL_REGION = "eu-west-1", "us-east-1"
NAME = DnsName.parse("www.example.com")


# The resources of the demo organisation that have one fault each, by name or first host name.
FAULTY = {
    "lb-internal": "lb-internal-in-public-zone",
    "lb-silent": "lb-no-listener",
    "lb-provisioning": "lb-not-active",
    "lb-failed": "lb-not-active",
    "lb-wrong-cert": "lb-certificate-mismatch",
    "lb-wrong-host": "lb-host-rule-missing",
    "lb-unhealthy": "lb-no-healthy-target",
    "lb-ipv6-only": "lb-no-public-ipv4",
    "nlb-wrong-cert": "lb-certificate-mismatch",
    "inspection": "lb-gateway-type",
    "clb-dead": "lb-no-healthy-target",
    "apis.example.com": "apigw-no-mapping",
    "pending.api.example.com": "apigw-domain-not-available",
    "far-cert.api.example.com": "apigw-certificate",
    "inside.api.example.com": "apigw-private-in-public-zone",
    "cf-disabled.example.com": "cloudfront-disabled",
    "cf-staging.example.com": "cloudfront-staging",
    "cf-deploying.example.com": "cloudfront-not-deployed",
    "cf-default-cert.example.com": "cloudfront-certificate-missing",
    "cf-wrong-cert.example.com": "cloudfront-certificate-mismatch",
    "cf-far-cert.example.com": "cloudfront-certificate-region",
    "plain.example.com": "s3-not-website",
    "hidden.example.com": "s3-not-public",
    "payer.example.com": "s3-requester-pays",
}


@pytest.fixture
def asking(sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]) -> Callable[[str], Ask]:
    enter_sandbox(sandbox)
    accounts = accounts_here()
    return lambda region: accounts.ask("shop-prod", region)


def put_load_balancer(world: World) -> None:
    def put(service: str, collection: str, item: dict[str, Any]) -> None:
        world.put(service, ACCOUNT, REGION, collection, item)

    owner = {"LoadBalancerArn": docs.ALB_ARN}
    listener = docs.https_listener(docs.fixed_response())
    put("elbv2", "load_balancers", docs.load_balancer(IpAddressType="dualstack"))
    put("elbv2", "listeners", {**listener, **owner})
    put("elbv2", "rules", {**docs.host_rule("www.example.com"), "ListenerArn": listener["ListenerArn"]})
    group = {"TargetGroupArn": docs.GROUP_ARN, "TargetGroupName": "web", "Port": 80}
    put("elbv2", "target_groups", {**group, "LoadBalancerArns": [docs.ALB_ARN], "Health": ["healthy"]})
    put("ec2", "security_groups", {"GroupId": "sg-1", "IpPermissions": [docs.ingress(443)]})
    put("acm", "certificates", docs.certificate("www.example.com")["Certificate"])


def inspected(key: str, ask: Ask) -> Target:
    (found,) = kind(key).discover(ask)
    return kind(key).inspect(found, ask, NAME)


def test_a_load_balancer_is_found_inspected_and_judged(world: World, asking: Callable[[str], Ask]) -> None:
    put_load_balancer(world)
    target = inspected("alb", asking(REGION))
    assert_recognised(target)
    assert target.hostnames == ("www.example.com",)
    assert target.facts is not None
    assert target.facts.unread == ()
    case = case_of(target, types=("A", "AAAA"), evaluate=True)
    assert list(judge(case)) == []


def test_a_missing_certificate_and_group_are_told_in_the_services_words(
    world: World, asking: Callable[[str], Ask]
) -> None:
    world.put("elbv2", ACCOUNT, REGION, "load_balancers", docs.load_balancer())
    world.put("elbv2", ACCOUNT, REGION, "listeners", {**docs.https_listener(), "LoadBalancerArn": docs.ALB_ARN})
    target = inspected("alb", asking(REGION))
    assert target.facts is not None
    told = " ".join(target.facts.unread)
    assert "ResourceNotFoundException" in told
    assert "InvalidGroup.NotFound" in told
    assert ids(list(judge(case_of(target)))) == {"investigation-incomplete"}


def test_a_distribution_is_found_inspected_and_judged(world: World, asking: Callable[[str], Ask]) -> None:
    world.put("cloudfront", ACCOUNT, EVERYWHERE, "distributions", docs.distribution())
    other = docs.distribution(Id="E2OTHER", Aliases={"Items": ["*.example.com"], "Quantity": 1})
    world.put("cloudfront", "333333333333", EVERYWHERE, "distributions", other)
    certificate = docs.certificate("www.example.com", arn=docs.GLOBAL_CERTIFICATE)["Certificate"]
    world.put("acm", ACCOUNT, GLOBAL_REGION, "certificates", certificate)
    target = inspected("cloudfront", asking(GLOBAL_REGION))
    assert_recognised(target)
    case = case_of(target, types=("A", "AAAA", "HTTPS"))
    assert list(judge(case)) == []


def test_domains_of_both_apis_are_found_once(world: World, asking: Callable[[str], Ask]) -> None:
    common = {"securityPolicy": "TLS_1_2", "domainNameArn": "arn", "tags": {}, "routingMode": "BASE_PATH_MAPPING_ONLY"}
    mapping = {"rest": False, "path": "", "api": "a1", "id": "m1", "stage": "live"}
    world.put(
        "apigateway", ACCOUNT, REGION, "domain_names", {**docs.regional_domain(), **common, "_mappings": [mapping]}
    )
    edge = {**docs.edge_domain(domainName="edge.example.com"), **common, "_mappings": []}
    world.put("apigateway", ACCOUNT, REGION, "domain_names", edge)
    for arn, region in ((docs.CERTIFICATE, REGION), (docs.GLOBAL_CERTIFICATE, GLOBAL_REGION)):
        certificate = docs.certificate("www.example.com", "edge.example.com", arn=arn)["Certificate"]
        world.put("acm", ACCOUNT, region, "certificates", certificate)
    regional = inspected("apigateway", asking(REGION))
    assert_recognised(regional)
    assert list(judge(case_of(regional, types=("A", "AAAA")))) == []
    edge_target = inspected("apigateway-edge", asking(REGION))
    assert_recognised(edge_target)
    case = case_of(edge_target, "edge.example.com")
    assert ids(list(judge(case))) == {"apigw-no-mapping"}


def test_buckets_are_found_across_pages_and_told_apart(world: World, asking: Callable[[str], Ask]) -> None:
    bucket = {"CreationDate": "2020-01-01T00:00:00Z", "Region": REGION, "Payer": "BucketOwner", "Public": True}
    websites = {"www.example.com": True, "old.example.com": False}
    for name in (*(f"logs-{number}" for number in range(1000)), *websites):
        item = {**bucket, "Name": name, "Website": websites.get(name, False), "Blocked": None}
        world.put("s3", ACCOUNT, EVERYWHERE, "buckets", item)
    ask = asking(GLOBAL_REGION)
    website, plain = kind("s3-website").discover(ask)
    assert (plain.name, plain.state, plain.region) == ("old.example.com", "s3-not-website", REGION)
    target = kind("s3-website").inspect(website, ask, NAME)
    assert_recognised(target)
    assert ids(list(judge(case_of(target)))) == {"s3-http-only"}


def test_what_an_account_denies_is_named_by_iam_action(world: World, asking: Callable[[str], Ask]) -> None:
    put_load_balancer(world)
    ask = asking(REGION)
    (found,) = kind("alb").discover(ask)
    for operation in ("DescribeTargetHealth", "DescribeRules"):
        world.faults.next(f"elbv2:{operation}", denied(f"elasticloadbalancing:{operation}"))
    world.faults.next("acm:DescribeCertificate", denied("acm:DescribeCertificate"))
    target = kind("alb").inspect(found, ask, NAME)
    assert target.facts is not None
    assert set(target.facts.unread) == {
        "elasticloadbalancing:DescribeTargetHealth",
        "elasticloadbalancing:DescribeRules",
        "acm:DescribeCertificate",
    }
    assert set(target.facts.unread) <= set(kind("alb").iam_actions)
    assert ids(list(judge(case_of(target, types=("A", "AAAA"))))) == {"iam-read-denied"}


def everything(accounts: Accounts, profiles: tuple[str, ...]) -> Iterator[tuple[Ask, Target]]:
    for profile in profiles:
        for found in all_kinds():
            regions = (GLOBAL_REGION,) if found.scope == "global" else accounts.enabled_regions(profile)
            for region in regions:
                ask = accounts.ask(profile, region)
                for target in found.discover(ask):
                    yield ask, target


def test_the_demo_organisation_is_found_recognised_and_judged(
    organisation: Sandbox, enter_sandbox: Callable[[Sandbox], None]
) -> None:
    enter_sandbox(organisation)
    told: dict[str, set[str]] = {}
    for ask, target in everything(accounts_here(), ("shop-prod", "media-prod")):
        if target.aliasable:
            assert_recognised(target)
        called = target.hostnames[0] if target.hostnames else f"{target.name.lower()}.example.com"
        picked = kind(target.kind).inspect(target, ask, DnsName.parse(called))
        case = case_of(picked, called, target.record_types or ("A",), complete=False)
        told[target.hostnames[0] if target.hostnames else target.name] = serious(list(judge(case)))
    assert FAULTY.keys() <= told.keys()
    assert {name: told[name] - {"s3-http-only"} for name in FAULTY} == {name: {rule} for name, rule in FAULTY.items()}
