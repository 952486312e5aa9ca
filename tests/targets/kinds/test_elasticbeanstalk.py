from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import MakeClient
from tests.stage import accounts_here
from tests.targets import documents as docs
from tests.targets.fakes import ACCOUNT, FakeAsk, by_id, case_of, found_and_inspected, ids
from tests.targets.over_wire import everything, judged
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.organisation import environments
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import judge, kind, offline_target, recognise
from xalias_tui.targets.kinds.elasticbeanstalk import has_chosen_prefix

BEANSTALK = kind("elasticbeanstalk")


def answers(**changed: Any) -> dict[str, Any]:
    item = {
        "EnvironmentName": "returns",
        "ApplicationName": "shop",
        "CNAME": "returns-prod.eu-west-1.elasticbeanstalk.com",
        "EndpointURL": "awseb-abc-1234567890.eu-west-1.elb.amazonaws.com",
        "Status": "Ready",
        "Health": "Green",
        "EnvironmentArn": f"arn:aws:elasticbeanstalk:eu-west-1:{ACCOUNT}:environment/shop/returns",
        **changed,
    }
    return {"elasticbeanstalk.describe_environments": {"Environments": [item]}}


def findings(types: tuple[str, ...] = ("A",), **changed: Any) -> list[Finding]:
    return list(judge(case_of(found_and_inspected(BEANSTALK, FakeAsk(answers(**changed))), types=types)))


def test_an_environment_is_found_under_its_cname_and_not_under_its_load_balancer() -> None:
    target = found_and_inspected(BEANSTALK, FakeAsk(answers()))
    assert target.dns_name == DnsName.parse("returns-prod.eu-west-1.elasticbeanstalk.com")
    assert (target.zone_id, target.zone_id_origin, target.record_types) == ("Z2NYPWQ7DFZAZH", "table", ("A",))
    assert (target.name, target.label, target.state, target.region) == ("returns", "shop", "Ready", "eu-west-1")
    assert ids(findings()) == {"eb-cname-swap"}


def test_aaaa_may_have_no_answer_since_only_some_environments_have_ipv6() -> None:
    finding = by_id(findings(("A", "AAAA")), "eb-aaaa")
    assert (finding.severity, "dual-stack" in finding.message) == (Severity.WARNING, True)
    assert "dig AAAA returns-prod.eu-west-1.elasticbeanstalk.com" in finding.remedy


@pytest.mark.parametrize(
    ("changed", "severity", "told"),
    [
        ({"Status": "Terminating", "Health": "Grey"}, Severity.ERROR, "is Terminating, its health Grey"),
        ({"Status": "Updating"}, Severity.WARNING, "is Updating, its health Green"),
        ({"Health": "Red"}, Severity.WARNING, "is Ready, its health Red"),
        ({"Health": "Grey"}, Severity.WARNING, "is Ready, its health Grey"),
    ],
)
def test_an_environment_that_does_not_serve_is_told(changed: dict[str, Any], severity: Severity, told: str) -> None:
    finding = by_id(findings(**changed), "eb-environment-not-ready")
    assert (finding.severity, told in finding.message) == (severity, True)


def test_an_environment_named_before_2016_is_listed_with_the_rule_that_excludes_it() -> None:
    target = found_and_inspected(BEANSTALK, FakeAsk(answers(CNAME="returns.elasticbeanstalk.com")))
    assert (target.aliasable, target.state) == (False, "eb-legacy-domain")
    assert "Write a CNAME" in by_id(findings(CNAME="returns.elasticbeanstalk.com"), "eb-legacy-domain").remedy


def test_an_environment_that_is_being_made_has_no_name_yet() -> None:
    assert not found_and_inspected(BEANSTALK, FakeAsk(answers(CNAME=None, Status="Launching"))).aliasable


@pytest.mark.parametrize(
    ("text", "zone_id", "free"),
    [
        ("shop.eu-west-1.elasticbeanstalk.com", "Z2NYPWQ7DFZAZH", True),
        ("shop.eba-ab12cd34.eu-west-1.elasticbeanstalk.com", "Z2NYPWQ7DFZAZH", False),
        ("shop.eba-ab12cd34.cn-northwest-1.eb.amazonaws.com.cn", "ZB5H67MZE5736", False),
    ],
)
def test_the_name_alone_tells_region_zone_id_and_whether_somebody_chose_it(
    text: str, zone_id: str, *, free: bool
) -> None:
    recognition = recognise(DnsName.parse(text))
    assert recognition is not None
    assert (recognition.kind, recognition.zone_id, bool(recognition.reason)) == ("elasticbeanstalk", zone_id, free)
    offline = list(judge(case_of(offline_target(recognition), types=("A", "AAAA"))))
    assert ids(offline) == {"eb-cname-swap", "eb-aaaa", "investigation-incomplete"}


def test_a_load_balancer_of_an_environment_is_told_from_its_tags() -> None:
    tags = [{"Key": "elasticbeanstalk:environment-name", "Value": "returns"}, {"Key": "Name", "Value": "returns"}]
    given = docs.balancer_answers() | {
        "elbv2.describe_tags": {"TagDescriptions": [{"ResourceArn": "arn", "Tags": tags}]}
    }
    balancers = kind("alb")
    finding = by_id(list(judge(case_of(found_and_inspected(balancers, FakeAsk(given))))), "eb-uses-endpoint-url")
    assert "environment returns;" in finding.message


def test_each_fault_of_the_sandbox_is_found(
    world: World, sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]
) -> None:
    organisation.build(world)
    enter_sandbox(sandbox)
    found = {target.name: target for key in ("elasticbeanstalk", "alb") for target in everything(key)}
    for name, expected in organisation.faulty(environments).items():
        target, ask = found[name], accounts_here().ask("shop-prod", found[name].region)
        picked = kind(target.kind).inspect(target, ask, DnsName.parse(f"{name}.example.com"))
        assert judged(picked, f"{name}.example.com") == set(expected)


def test_a_free_prefix_can_be_told_from_a_taken_one(world: World, make_client: MakeClient) -> None:
    organisation.build(world)
    client = make_client("shop-prod", "elasticbeanstalk", "eu-west-1")
    assert not client.check_dns_availability(CNAMEPrefix="returns-prod")["Available"]
    assert client.check_dns_availability(CNAMEPrefix="gone-prod")["Available"]


@pytest.mark.parametrize("free", [True, False])
def test_one_call_in_the_names_region_says_whether_anyone_has_a_prefix(*, free: bool) -> None:
    def answer(**params: Any) -> dict[str, Any]:
        return {"Available": free and params == {"CNAMEPrefix": "shop"}}

    name = DnsName.parse("shop.us-west-2.elasticbeanstalk.com")
    seen = kind("elasticbeanstalk").exists(name, FakeAsk({"elasticbeanstalk.check_dns_availability": answer}))
    assert seen is not None
    assert (seen.exists, "is free" in seen.evidence) == (not free, free)


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("shop.us-west-2.elasticbeanstalk.com", True),
        ("shop.cn-north-1.eb.amazonaws.com.cn", True),
        ("shop.eba-abc123.us-west-2.elasticbeanstalk.com", False),
        ("shop.elasticbeanstalk.com", False),
    ],
)
def test_only_names_without_a_random_label_are_chosen(name: str, *, chosen: bool) -> None:
    assert has_chosen_prefix(DnsName.parse(name)) is chosen
