from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.jobs.fakes import FakeAccounts, alias, balancer, hub, of_hub, plain, workspace, zone
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import InvalidNameError, UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import Routing
from xalias_tui.jobs.plans.plan import PlanRequest, default_types, make_plan, suggest_names
from xalias_tui.jobs.plans.surroundings import surroundings

WEB_NAME = "web-1.eu-west-1.elb.amazonaws.com"


def ids(plan_findings: object) -> set[str]:
    return {finding.id for finding in plan_findings}  # type: ignore[attr-defined]


def test_a_pasted_dns_name_is_enough(tmp_path: Path) -> None:
    ws = of_hub(tmp_path, hub(), target_profiles=("nobody",))
    plan, unscanned = make_plan(ws, PlanRequest("www.example.com", WEB_NAME))
    assert plan.target is not None
    assert (plan.target.kind, plan.target.zone_id, plan.target.facts) == ("alb", "Z32O12XQLNTSW2", None)
    assert [change["ResourceRecordSet"]["AliasTarget"]["DNSName"] for change in plan.batch["Changes"]] == [
        f"dualstack.{WEB_NAME}."
    ] * 2
    assert [item.kind for item in unscanned] == ["targets"]
    assert "investigation-incomplete" in ids(plan.findings)


def test_an_existing_record_is_an_error_until_it_may_be_replaced(tmp_path: Path) -> None:
    ws = of_hub(tmp_path, hub(alias("www.example.com", "A", "dualstack.old-1.eu-west-1.elb.amazonaws.com")))
    refused, _ = make_plan(ws, PlanRequest("www.example.com", balancer(), types=("A",)))
    assert "record-already-exists" in {f.id for f in refused.findings if f.severity == "error"}
    plan, _ = make_plan(ws, PlanRequest("www.example.com", balancer(), types=("A",), replace=True))
    assert [change.action for change in plan.changes] == ["DELETE", "CREATE"]
    assert not [finding for finding in plan.findings if finding.severity == "error"]


def test_delete_removes_the_alias_and_nothing_else(tmp_path: Path) -> None:
    record = alias("www.example.com", "A", f"dualstack.{WEB_NAME}")
    ws = of_hub(tmp_path, hub(record, plain("www.example.com", "TXT", '"kept"')))
    plan, _ = make_plan(ws, PlanRequest("www.example.com", None))
    assert [(change.action, change.record) for change in plan.changes] == [("DELETE", record)]
    assert plan.after == ()


def test_delete_of_a_name_without_an_alias_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no alias or CNAME at mail\.example\.com"):
        make_plan(of_hub(tmp_path, hub(plain("mail.example.com"))), PlanRequest("mail.example.com", None))


def test_a_name_outside_the_chosen_zone_is_a_finding(tmp_path: Path) -> None:
    plan, _ = make_plan(of_hub(tmp_path, hub()), PlanRequest("www.example.org", balancer(), zone="Z1"))
    assert "record-name-outside-zone" in ids(plan.findings)


def test_a_name_that_cannot_be_one_ends_with_the_id_of_the_rule(tmp_path: Path) -> None:
    with pytest.raises(InvalidNameError) as caught:
        make_plan(of_hub(tmp_path, hub()), PlanRequest("a..example.com", balancer()))
    assert caught.value.code == "record-label-empty"


def test_an_unknown_target_is_said(tmp_path: Path) -> None:
    hosted = hub()
    accounts = FakeAccounts(
        {"dns": hosted.account, "shop": Account("shop", "222222222222")},
        {"dns": hosted},
        {"shop": {"elbv2.describe_load_balancers": {"LoadBalancers": []}}},
    )
    with pytest.raises(UsageError) as caught:
        make_plan(workspace(tmp_path, accounts, kinds=("alb",)), PlanRequest("www.example.com", "shop-wbe"))
    assert caught.value.code == "target-unknown"


def test_a_small_zone_is_read_whole_and_a_large_one_around_the_name(tmp_path: Path) -> None:
    hosted = hub(plain("a.b.example.com"), plain("b.example.com"), plain("other.example.com"))
    name = DnsName.parse("a.b.example.com")
    small, _ = surroundings(of_hub(tmp_path, hosted), zone(record_count=900), name)
    assert (small.records.complete, len(small.records.records)) == (True, 3)
    hosted.reads.clear()
    large, _ = surroundings(of_hub(tmp_path, hosted), zone(record_count=9_000), name)
    assert (large.records.complete, len(large.records.records)) == (False, 2)
    assert [read for read in hosted.reads if read.startswith("at ")] == [
        "at example.com.",
        "at *.example.com.",
        "at b.example.com.",
        "at *.b.example.com.",
        "at a.b.example.com.",
        "at _acme-challenge.a.b.example.com.",
        "at a-a.b.example.com.",
        "at cname-a.b.example.com.",
    ]


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (("A", "AAAA", "HTTPS"), ("A", "AAAA")),
        (("A",), ("A",)),
        (("AAAA",), ("AAAA",)),
        ((), ("A",)),
    ],
)
def test_default_types_are_what_the_target_supports(types: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert default_types(balancer(record_types=types)) == expected


@pytest.mark.parametrize(
    ("routing", "kind", "expected"),
    [(None, "allowed", False), ("failover", "allowed", True), ("failover", "forbidden", False)],
)
def test_target_health_is_evaluated_only_where_it_does_something(
    tmp_path: Path,
    routing: str | None,
    kind: str,
    expected: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    request = PlanRequest(
        "www.example.com",
        balancer(evaluate_target_health=kind),
        types=("A",),
        routing=Routing("failover", "PRIMARY") if routing else None,
        set_identifier="one" if routing else None,
    )
    plan, _ = make_plan(of_hub(tmp_path, hub()), request)
    alias_ref = plan.after[0].alias
    assert alias_ref is not None
    assert alias_ref.evaluate_target_health is expected


def test_names_that_the_target_serves_are_suggested_first() -> None:
    target = balancer("Shop_Web", hostnames=("*.example.com", "shop.example.com", "shop.example.org", "not a name..x"))
    assert [name.text for name in suggest_names(target, zone())] == [
        "shop.example.com.",
        "*.example.com.",
        "shop-web.example.com.",
    ]
    known_by_name = replace(target, hostnames=(), name=target.dns_name.bare if target.dns_name else "")
    assert suggest_names(known_by_name, zone()) == ()


def test_what_was_typed_is_judged_too(tmp_path: Path) -> None:
    plan, _ = make_plan(of_hub(tmp_path, hub()), PlanRequest("WWW.example.com", balancer(), types=("A",)))
    assert (plan.name.text, "record-name-case" in ids(plan.findings)) == ("www.example.com.", True)
