from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from tests.stage import accounts_here
from tests.targets.fakes import ACCOUNT, FakeAsk, by_id, case_of, denied, found_and_inspected, ids, only, serious
from tests.targets.over_wire import assert_recognised, judged
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.accelerators import Accelerator, add_accelerator
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import judge, kind, offline_target, recognise
from xalias_tui.targets.shared.kind import Kind

STANDARD, CUSTOM = kind("globalaccelerator"), kind("globalaccelerator-custom")
ZONE_ID = "Z2BJ6XQ5FK7U4H"
ARN = f"arn:aws:globalaccelerator::{ACCOUNT}:accelerator/0123"
ENDPOINT = {"EndpointDescriptions": [{"EndpointId": "arn:of:a:balancer"}]}


def answers(*groups: dict[str, Any], listeners: int = 1, custom: bool = False, **changed: Any) -> dict[str, Any]:
    item = {
        "AcceleratorArn": ARN,
        "Name": "edge",
        "IpAddressType": "IPV4",
        "Enabled": True,
        "DnsName": "a0123456789abcdef.awsglobalaccelerator.com",
        "Status": "DEPLOYED",
        **changed,
    }
    some = "custom_routing_" if custom else ""
    return {
        f"globalaccelerator.list_{some}accelerators": {"Accelerators": [item]},
        f"globalaccelerator.list_{some}listeners": {"Listeners": [{"ListenerArn": f"{ARN}/listener/1"}] * listeners},
        f"globalaccelerator.list_{some}endpoint_groups": {"EndpointGroups": list(groups)},
    }


def found(*groups: dict[str, Any], **changed: Any) -> Target:
    return found_and_inspected(STANDARD, FakeAsk(answers(*groups, **changed), "us-east-1"))


@pytest.mark.parametrize("kind", [STANDARD, CUSTOM])
def test_evaluating_its_health_brings_nothing(kind: Kind) -> None:
    assert kind.evaluate_target_health == "no-benefit"


def test_an_accelerator_with_ipv6_is_aliased_under_its_dual_stack_name() -> None:
    dual = "a0123456789abcdef.dualstack.awsglobalaccelerator.com"
    target = found(ENDPOINT, IpAddressType="DUAL_STACK", DualStackDnsName=dual)
    assert (target.dns_name, target.record_types) == (DnsName.parse(dual), ("A", "AAAA"))
    assert (target.zone_id, target.region, target.state) == (ZONE_ID, "global", "DEPLOYED")
    assert serious(list(judge(case_of(target, types=("A", "AAAA"))))) == set()


def test_one_without_ipv6_takes_a_alone() -> None:
    target = found(ENDPOINT)
    assert target.record_types == ("A",)
    assert ids(list(judge(case_of(target)))) == set()
    listed = by_id(list(judge(case_of(target, types=("A", "AAAA")))), "ga-ipv4-name-for-aaaa")
    assert listed.remedy == "Set the accelerator's IpAddressType to DUAL_STACK, or leave AAAA out."
    typed = replace(target, facts=None)
    by_name = by_id(list(judge(case_of(typed, types=("A", "AAAA")))), "ga-ipv4-name-for-aaaa")
    assert by_name.remedy.startswith("Use its DualStackDnsName")


@pytest.mark.parametrize(
    ("groups", "listeners", "missing"),
    [([], 0, "listener"), ([], 1, "endpoint group"), ([{"EndpointDescriptions": []}], 1, "endpoint")],
)
def test_what_is_missing_behind_the_name_is_told(groups: list[dict[str, Any]], listeners: int, missing: str) -> None:
    finding = by_id(list(judge(case_of(found(*groups, listeners=listeners)))), "ga-no-endpoints")
    assert f"has no {missing}," in finding.message


def test_one_endpoint_behind_any_listener_is_enough() -> None:
    pages = iter([[{"EndpointDescriptions": []}], [ENDPOINT]])
    given = answers(listeners=3)
    given["globalaccelerator.list_endpoint_groups"] = lambda **_: {"EndpointGroups": next(pages)}
    ask = FakeAsk(given)
    assert ids(list(judge(case_of(found_and_inspected(STANDARD, ask))))) == set()
    assert ask.calls.count("globalaccelerator.list_endpoint_groups") == 2


def test_a_denied_look_behind_it_is_no_absence() -> None:
    for operation in ("list_listeners", "list_endpoint_groups"):
        given = answers(ENDPOINT) | {f"globalaccelerator.{operation}": denied("globalaccelerator:Some")}
        judgement = list(judge(case_of(found_and_inspected(STANDARD, FakeAsk(given)))))
        assert ids(judgement) == {"iam-read-denied"}


def test_one_that_is_off_is_an_error_and_one_that_comes_is_none() -> None:
    assert by_id(list(judge(case_of(found(ENDPOINT, Enabled=False)))), "ga-disabled").severity is Severity.ERROR
    coming = by_id(list(judge(case_of(found(ENDPOINT, Status="IN_PROGRESS")))), "ga-disabled")
    assert (coming.severity, "being deployed" in coming.message) == (Severity.INFO, True)


def test_custom_routing_says_that_ports_matter() -> None:
    target = found_and_inspected(CUSTOM, FakeAsk(answers(ENDPOINT, custom=True)))
    finding = by_id(list(judge(case_of(target))), "ga-custom-routing")
    assert (finding.severity, target.record_types) == (Severity.INFO, ("A",))


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("a0123456789abcdef.awsglobalaccelerator.com", ("A",)),
        ("A0123456789ABCDEF.dualstack.awsglobalaccelerator.com.", ("A", "AAAA")),
    ],
)
def test_the_name_alone_tells(text: str, types: tuple[str, ...]) -> None:
    recognition = recognise(DnsName.parse(text))
    assert recognition is not None
    assert (recognition.kind, recognition.zone_id, recognition.record_types) == ("globalaccelerator", ZONE_ID, types)
    asked = ids(list(judge(case_of(offline_target(recognition), types=("A", "AAAA")))))
    assert ("ga-ipv4-name-for-aaaa" in asked) is ("AAAA" not in types)


def test_a_custom_routing_accelerator_has_no_dual_stack_name() -> None:
    assert CUSTOM.recognise(DnsName.parse("a0123456789abcdef.dualstack.awsglobalaccelerator.com")) is None
    assert CUSTOM.recognise(DnsName.parse("a0123456789abcdef.awsglobalaccelerator.com")) is not None


def test_accelerators_are_found_over_pages_through_the_only_region_that_lists_them(
    world: World, sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None], make_client: MakeClient
) -> None:
    enter_sandbox(sandbox)
    estate = Estate(world, SHOP)
    for number in range(100):
        add_accelerator(estate, Accelerator(f"a{number}", deep=0))
    add_accelerator(estate, Accelerator("edge", dual_stack=True))
    ask = accounts_here().ask("shop-prod", "us-east-1")
    *others, edge = STANDARD.discover(ask)
    assert len(others) == 100
    assert_recognised(edge)
    picked = STANDARD.inspect(edge, ask, DnsName.parse("www.example.com"))
    assert (picked.inspected, judged(picked, "www.example.com")) == (True, set())
    assert judged(STANDARD.inspect(others[0], ask, DnsName.parse("www.example.com")), "www.example.com") == {
        "ga-no-endpoints"
    }
    with pytest.raises(ClientError, match="us-west-2, not in us-east-1"):
        make_client("shop-prod", "globalaccelerator", "us-east-1").list_accelerators()


@pytest.mark.parametrize(("name", "expected"), organisation.faulty(organisation.accelerators).items())
def test_each_fault_of_the_sandbox_is_found(
    world: World, sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None], name: str, expected: tuple[str, ...]
) -> None:
    organisation.build(world)
    enter_sandbox(sandbox)
    ask = accounts_here().ask("shop-prod", "us-east-1")
    (target,) = [target for one in (STANDARD, CUSTOM) for target in one.discover(ask) if target.name == name]
    picked = kind(target.kind).inspect(target, ask, DnsName.parse(f"{name}.example.com"))
    assert judged(picked, f"{name}.example.com") == set(expected)


def test_a_list_that_is_refused_is_raised() -> None:
    with pytest.raises(Exception, match="not authorized"):
        only(STANDARD, FakeAsk({"globalaccelerator.list_accelerators": denied("globalaccelerator:ListAccelerators")}))
