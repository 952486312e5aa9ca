"""Routing groups from reading to undo: over real HTTP, through the SDK, against the strict Route 53 of the sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.jobs.fakes import over_wire
from tests.jobs.one_plan import commit, undo
from tests.raised import Raised, raises
from xalias_tui.domain.errors import ConflictError, RefusedError, UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.plans.routing_group import GroupEdit, plan_group, read_group
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.referable import list_cidr_collections, list_health_checks
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.organisation.health import FIRST, OFFICES
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.organisation.records import Pointers
from xalias_tui.sandbox.route53.listing import RECORDS_PER_PAGE
from xalias_tui.sandbox.world import World

NEW = "several.example.com"
S3 = "s3-website-eu-west-1.amazonaws.com"
VALUES: dict[str, tuple[str, str, str]] = {
    "weighted": ("90", "10", "20"),
    "latency": ("eu-west-1", "us-east-1", "eu-central-1"),
    "failover": ("PRIMARY", "SECONDARY", "SECONDARY"),
    "geolocation": ("US:CA", "*", "continent:EU"),
    "geoproximity": ("eu-west-1 bias 20", "52.52,13.40", "local-zone:us-west-2-den-1 bias -5"),
    "cidr": ("offices/berlin", "offices/*", "offices/oslo"),
}
"""Values of a first and a second member, and another one for the second; the first must not change with it."""


@pytest.fixture
def workspace(estate: World, tmp_path: Path) -> Workspace:
    return over_wire(tmp_path, regions=("eu-west-1", "us-east-1"))


def planned(workspace: Workspace, name: str, **edit: Any) -> Plan:
    types = edit.pop("read_types", ())
    plan, unscanned = plan_group(workspace, read_group(workspace, name, types=types), GroupEdit(**edit))
    assert unscanned == ()
    return plan


def ids(plan: Plan) -> set[str]:
    return {finding.id for finding in plan.findings}


def standing(estate: World, name: str = NEW) -> list[dict[str, Any]]:
    return [dict(record) for record in estate.route53.zones[PUBLIC].at(f"{name}.").values()]


def send(workspace: Workspace, plan: Plan, time: Clock) -> None:
    assert commit(workspace, plan, allow_errors=True, clock=time).state == "insync"


@pytest.mark.parametrize("policy", sorted(VALUES))
def test_a_group_of_each_policy_is_made_edited_and_taken_back(
    workspace: Workspace, estate: World, time: Clock, policy: Any
) -> None:
    first, second, other = VALUES[policy]
    made = planned(
        workspace,
        NEW,
        policy=policy,
        values={"one": first, "two": second},
        targets={"one": "search", "two": "orders"},
    )
    assert [(change.action, change.record.set_identifier) for change in made.changes] == [
        ("CREATE", "one"),
        ("CREATE", "two"),
    ]
    send(workspace, made, time)
    before = standing(estate)
    assert [record["AliasTarget"]["EvaluateTargetHealth"] for record in before] == [True, True]

    edit = {"values": {"two": other}} if policy != "failover" else {"health_checks": {"two": FIRST}}
    changed = planned(workspace, NEW, **edit)
    assert {change.record.set_identifier for change in changed.changes} == {"two"}
    assert [change.action for change in changed.changes] == ["DELETE", "CREATE"]
    send(workspace, changed, time)
    assert [record["SetIdentifier"] for record in standing(estate)] == ["one", "two"]
    assert standing(estate) != before
    undo(workspace, allow_errors=True, clock=time)
    assert standing(estate) == before

    send(workspace, planned(workspace, NEW, removed=("two",)), time)
    assert [record["SetIdentifier"] for record in standing(estate)] == ["one"]
    undo(workspace, allow_errors=True, clock=time)
    assert standing(estate) == before


def test_a_simple_name_becomes_a_group_in_one_batch_and_simple_again(
    workspace: Workspace, estate: World, time: Clock
) -> None:
    before = standing(estate, "www.example.com")
    plan = planned(
        workspace,
        "www.example.com",
        policy="weighted",
        values={"old": "90", "new": "10"},
        targets={"new": "shop-web"},
    )
    assert [(change.action, change.record.key.type, change.record.set_identifier) for change in plan.changes] == [
        ("DELETE", "A", None),
        ("DELETE", "AAAA", None),
        ("CREATE", "A", "new"),
        ("CREATE", "AAAA", "new"),
        ("CREATE", "A", "old"),
        ("CREATE", "AAAA", "old"),
    ]
    send(workspace, plan, time)
    send(workspace, planned(workspace, "www.example.com", simple="old"), time)
    assert standing(estate, "www.example.com") == before
    undo(workspace, allow_errors=True, clock=time)
    assert {record["Weight"] for record in standing(estate, "www.example.com")} == {90, 10}


def test_the_record_that_stands_needs_one_identifier_of_its_own(workspace: Workspace) -> None:
    for values in ({"new": "1"}, {"old": "1", "older": "1", "new": "1"}):
        with pytest.raises(UsageError) as caught:
            planned(workspace, "www.example.com", policy="weighted", values=values, targets={"new": "shop-web"})
        assert caught.value.code == "set-identifier-required"


def test_a_member_gets_only_the_types_that_its_target_takes(workspace: Workspace) -> None:
    values, targets = {"old": "90", "new": "10"}, {"new": "search"}
    plan = planned(workspace, "www.example.com", policy="weighted", values=values, targets=targets)
    assert [key.type for key in (row.key for row in plan.after) if key.set_identifier == "old"] == ["A", "AAAA"]
    assert [key.type for key in (row.key for row in plan.after) if key.set_identifier == "new"] == ["A"]


def test_the_target_of_a_new_member_is_judged_by_its_kind(workspace: Workspace) -> None:
    values, targets = {"one": "1"}, {"one": "awseb-e-balancer"}
    assert "eb-uses-endpoint-url" in ids(planned(workspace, NEW, policy="weighted", values=values, targets=targets))


def test_a_whole_group_changes_its_policy_in_one_batch(workspace: Workspace, estate: World, time: Clock) -> None:
    plan = planned(
        workspace, "blend.example.com", policy="failover", values={"search": "PRIMARY", "orders": "SECONDARY"}
    )
    assert not {"routing-policy-mix", "failover-alias-eth-required", "failover-incomplete"} & ids(plan)
    send(workspace, plan, time)
    assert [(record["SetIdentifier"], record["Failover"]) for record in standing(estate, "blend.example.com")] == [
        ("orders", "SECONDARY"),
        ("search", "PRIMARY"),
    ]


def test_a_member_that_somebody_changed_meanwhile_refuses_the_whole_edit(
    workspace: Workspace, estate: World, time: Clock
) -> None:
    plan = planned(workspace, "split.example.com", values={"blue": "50", "green": "50"})
    hosted = workspace.accounts.hosted_zones("dns-prod")
    theirs = {**plan.before[0].wire, "Weight": 91}
    batch = [("DELETE", plan.before[0].wire), ("CREATE", theirs)]
    changes = [{"Action": action, "ResourceRecordSet": wire} for action, wire in batch]
    hosted.change(plan.zone, {"Changes": changes})
    with pytest.raises(ConflictError):
        commit(workspace, plan, allow_errors=True, clock=time)
    assert [record["Weight"] for record in standing(estate, "split.example.com")] == [91, 10]


@raises("failover-both-cloudfront")
def test_cloudfront_cannot_be_both_and_route53_refuses_it(
    workspace: Workspace, estate: World, time: Clock, raised: Raised
) -> None:
    to = Pointers(estate)
    names = {
        name: to.distribution(comment)[0] for name, comment in (("one", "Shop assets"), ("two", "Video on demand"))
    }
    values = {"one": "PRIMARY", "two": "SECONDARY"}
    plan = planned(workspace, NEW, policy="failover", values=values, targets=names, types=("A",))
    raised(estate, plan.findings)
    assert [record.alias.evaluate_target_health for record in plan.after if record.alias] == [False, False]
    with pytest.raises(RefusedError, match="primary and secondary"):
        commit(workspace, plan, allow_errors=True, clock=time)
    assert standing(estate) == []


@raises("s3-one-per-routing-group")
def test_two_websites_cannot_share_a_name(workspace: Workspace, estate: World, raised: Raised) -> None:
    values, targets = {"one": "1", "two": "1"}, {"one": S3, "two": "s3-website.eu-central-1.amazonaws.com"}
    plan = planned(workspace, NEW, policy="weighted", values=values, targets=targets, types=("A",))
    raised(estate, plan.findings)
    alone = planned(workspace, NEW, policy="weighted", values={"one": "1"}, targets={"one": S3})
    assert "s3-one-per-routing-group" not in ids(alone)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ({"values": {"blue": "many"}}, "routing-value"),
        ({"values": {"red": "1"}}, "set-identifier-unknown"),
        ({"removed": ("red",)}, "set-identifier-unknown"),
        ({"policy": "latency", "values": {"blue": "eu-west-1"}}, "routing-value"),
        ({"targets": {"red": "search"}}, "routing-value"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused_before_anything_is_planned(
    workspace: Workspace, edit: dict[str, Any], code: str
) -> None:
    with pytest.raises(UsageError) as caught:
        planned(workspace, "split.example.com", **edit)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "edit", "expected"),
    [
        ("split.example.com", {"values": {"blue": "256"}}, "weight-range"),
        ("split.example.com", {"values": {"blue": "0"}}, "weight-zero"),
        ("near.example.com", {"values": {"us": "eu-west-1"}}, "latency-region-duplicate"),
        ("near.example.com", {"values": {"us": "Ireland"}}, "latency-region-unknown"),
        ("safe.example.com", {"values": {"second": "PRIMARY"}}, "failover-role-duplicate"),
        ("safe.example.com", {"removed": ("second",)}, "failover-incomplete"),
        ("there.example.com", {"values": {"rest": "DE"}}, "geo-location-duplicate"),
        ("there.example.com", {"removed": ("rest",)}, "geo-no-default"),
        ("there.example.com", {"values": {"de": "DE:BE"}}, "geo-location-form"),
        ("close.example.com", {"values": {"eu-west-1": "eu-west-1 bias -100"}}, "geoproximity-bias-range"),
        ("close.example.com", {"values": {"eu-west-1": "91,0"}}, "geoproximity-location"),
        ("inside.example.com", {"removed": ("default",)}, "cidr-no-default"),
        ("inside.example.com", {"values": {"oslo": "offices/paris"}}, "cidr-location-missing"),
        ("inside.example.com", {"values": {"oslo": "partners/acme"}}, "cidr-collections-differ"),
        ("split.example.com", {"health_checks": {"blue": "no-such-check"}}, "health-check-missing"),
        ("any.example.com", {"targets": {"node-9": "search"}}, "multivalue-alias"),
    ],
)
def test_what_breaks_a_group_is_found_and_what_is_an_error_route53_refuses(
    workspace: Workspace, estate: World, time: Clock, name: str, edit: dict[str, Any], expected: str
) -> None:
    plan, before = planned(workspace, name, **edit), standing(estate, name)
    assert expected in ids(plan)
    refused = {finding.id for finding in plan.findings if finding.severity.value == "error"} & {expected}
    if refused:
        with pytest.raises(RefusedError):
            commit(workspace, plan, allow_errors=True, clock=time)
        assert standing(estate, name) == before
    else:
        send(workspace, plan, time)


def test_that_a_health_check_is_inverted_is_read(workspace: Workspace, estate: World) -> None:
    config = {"Type": "TCP", "IPAddress": "192.0.2.9", "Port": 443, "Disabled": True, "Inverted": True}
    estate.route53.add_health_check("111111111111", "reversed", config)
    checks, _ = list_health_checks(workspace)
    assert [check.id for check in checks if check.inverted] == ["reversed"]


def test_the_health_checks_and_collections_of_the_zone_account_are_listed(workspace: Workspace, estate: World) -> None:
    for at in range(101):
        estate.route53.add_cidr_collection("111111111111", f"c-{at}", f"many{at}", {f"l{n}": [] for n in range(at)})
    checks, missed = list_health_checks(workspace)
    assert (len(checks), missed) == (5, ())
    assert [check.checks for check in checks[:2]] == ["https://first.example.com/up", "tcp://192.0.2.72:8443"]
    assert [check.disabled for check in checks[:3]] == [False, True, False]
    collections, missed = list_cidr_collections(workspace)
    assert (len(collections), missed) == (103, ())
    assert (collections[0].id, collections[0].locations) == (OFFICES, ("berlin", "oslo"))
    assert [len(collection.locations) for collection in collections[-2:]] == [99, 100]


def test_more_than_a_page_of_health_checks_is_read_whole(workspace: Workspace, estate: World) -> None:
    for at in range(1_000):
        config = {"Type": "TCP", "IPAddress": "192.0.2.1", "Port": 22}
        estate.route53.add_health_check("111111111111", f"many-{at}", config)
    assert len(list_health_checks(workspace)[0]) == 1_005


def test_what_may_not_be_listed_is_told_and_nothing_is_concluded(workspace: Workspace, estate: World) -> None:
    estate.faults.next("route53:ListHealthChecks", faults.denied())
    read = read_group(workspace, "split.example.com")
    plan, unscanned = plan_group(workspace, read, GroupEdit(health_checks={"blue": "no-such-check"}))
    assert "health-check-missing" not in ids(plan)
    assert [(item.kind, item.action) for item in unscanned] == [("health-checks", "route53:ListHealthChecks")]


def test_groups_are_whole_where_pages_divide_them(workspace: Workspace, estate: World) -> None:
    members = [
        {
            "Name": "crowd.example.com.",
            "Type": "A",
            "TTL": 60,
            "ResourceRecords": [{"Value": "192.0.2.1"}],
            "SetIdentifier": f"m{at:03}",
            "Weight": 1,
        }
        for at in range(RECORDS_PER_PAGE + 1)
    ]
    estate.route53.load(PUBLIC, members)
    read = read_group(workspace, "crowd.example.com")
    everyone = [f"m{at:03}" for at in range(RECORDS_PER_PAGE + 1)]
    assert [member.set_identifier for member in read.group.members] == everyone
    found = workspace.accounts.hosted_zones("dns-prod").records_at(read.zone, DnsName.parse("crowd.example.com"))
    assert [record.set_identifier for record in found] == everyone


@pytest.mark.parametrize(
    ("name", "target", "types"),
    [
        ("post.example.com", "example.com", ("MX",)),
        ("spf.example.com", "_spf.example.com", ("TXT",)),
        ("calls._tcp.example.com", "_sip._tls.example.com", ("SRV",)),
        ("keys.example.com", "bastion.example.com", ("SSHFP",)),
        ("watch.example.com", "video.example.com", ("A", "AAAA", "HTTPS")),
        ("text.example.com", "help.example.com", ("CNAME",)),
    ],
)
def test_an_alias_of_any_type_to_a_record_of_the_zone(
    workspace: Workspace, estate: World, time: Clock, name: str, target: str, types: tuple[str, ...]
) -> None:
    plan, _ = make_plan(workspace, PlanRequest(name, target, types=types))
    assert {finding.id for finding in plan.findings if finding.severity.value == "error"} == set()
    assert plan.target is not None
    assert plan.target.kind == "record"
    send(workspace, plan, time)
    assert {record["Type"] for record in standing(estate, name)} == set(types)
    undo(workspace, allow_errors=True, clock=time)
    assert standing(estate, name) == []


def test_an_https_alias_leads_to_cloudfront_only(workspace: Workspace, estate: World, time: Clock) -> None:
    cdn = Pointers(estate).distribution("Video on demand")[0]
    plan, _ = make_plan(workspace, PlanRequest(NEW, cdn, types=("A", "HTTPS"), evaluate_target_health=None))
    assert not {"https-record-not-cloudfront", "https-record-alone", "eth-true-cloudfront"} & ids(plan)
    send(workspace, plan, time)
    assert [record["Type"] for record in standing(estate)] == ["A", "HTTPS"]
    other, _ = make_plan(workspace, PlanRequest("other.example.com", "search", types=("HTTPS",)))
    assert "https-record-not-cloudfront" in ids(other)
    with pytest.raises(RefusedError):
        commit(workspace, other, allow_errors=True, clock=time)
