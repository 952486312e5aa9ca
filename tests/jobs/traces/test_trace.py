"""Traces of the demo organisation's names: over HTTP to the simulated AWS, over UDP to its name server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.jobs.fakes import over_wire
from tests.jobs.traces.tracing import Claims, step, told
from tests.raised import Raised, raises
from xalias_tui.domain.traces import trace_document
from xalias_tui.jobs.session.probes import Probes
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.trace.run import trace
from xalias_tui.probes.dns import Answer
from xalias_tui.sandbox import faults, organisation
from xalias_tui.sandbox.world import World

FIRST_BROKEN = {
    "old.example.com.": "resource",
    "recreated.example.com.": "resource",
    "mixed-up.example.com.": "target",
    "gone-api.example.com.": "resource",
    "gone-cdn.example.com.": "resource",
    "not-listed.example.com.": "demands",
    "eu.images.example.com.": "demands",
    "player.example.com.": None,
    "takeable.example.com.": "resource",
    "jobs.example.com.": "demands",
    "chain.example.com.": "target",
    "intern.example.com.": None,
    "partner.example.com.": None,
    "world.example.com.": "resource",
}
"""The first step that fails; None where a warning is all: DNS and service work, and still somebody should know."""


@raises(*(id_ for ids in organisation.BROKEN.values() for id_ in ids))
def test_each_broken_alias_breaks_at_its_step_with_its_finding(
    workspace: Workspace, probes: Probes, world: World, raised: Raised
) -> None:
    assert FIRST_BROKEN.keys() == organisation.BROKEN.keys()
    for name, expected in organisation.BROKEN.items():
        traced = trace(workspace, name, probes)
        raised(world, traced.findings)
        assert {*expected} <= {finding.id for finding in traced.findings}, name
        assert (traced.broken_at.step if traced.broken_at else None) == FIRST_BROKEN[name], name


def test_a_healthy_alias_has_ten_good_steps_or_says_why_one_was_left_out(workspace: Workspace, probes: Probes) -> None:
    traced = trace(workspace, "www.example.com", probes)
    assert (traced.verdict, traced.broken_at, len(traced.steps)) == ("ok", None, 10)
    assert [one.step for one in traced.steps if one.status == "skip"] == ["tls", "http"]
    assert step(traced, "resource").detail.startswith("alb shop-web in eu-west-1 of account 222222222222")


def test_offline_asks_aws_alone(workspace: Workspace) -> None:
    traced = trace(workspace, "www.example.com", None)
    assert [one.step for one in traced.steps if one.status == "skip"] == ["delegation", "answers", "tls", "http"]
    assert traced.verdict == "ok"
    assert trace(workspace, "old.example.com", None).broken_at is not None


def test_of_twins_the_live_one_is_followed(workspace: Workspace, probes: Probes) -> None:
    traced = trace(workspace, "www.example.org", probes)
    assert traced.zone is not None
    assert (traced.zone.id, "the live one of 2" in step(traced, "zone").detail) == ("Z08EXAMPLEORGLIVE000", True)
    assert step(trace(workspace, "www.example.org", None), "zone").status == "warn"


def test_a_name_below_a_delegation_and_one_that_is_nothing_break_at_the_record(
    workspace: Workspace, probes: Probes
) -> None:
    for name in ("nothing.example.com", "x.dev.example.com"):
        traced = trace(workspace, name, probes)
        assert traced.broken_at is not None
        assert traced.broken_at.step == "record"


def test_a_name_of_no_zone_that_is_read_is_asked_of_a_resolver(workspace: Workspace, probes: Probes) -> None:
    gone = trace(workspace, "www.example.edu", probes)
    assert [(one.step, one.status) for one in gone.steps if one.status != "skip"] == [("answers", "fail")]
    assert trace(workspace, "www.example.edu", None).verdict == "unknown"
    theirs = trace(workspace, "studio.media.example.net", probes)
    assert (theirs.verdict, step(theirs, "answers").detail) == ("unknown", "A resolver answers 192.0.2.120.")


@raises(column="finding")
@pytest.mark.parametrize(
    ("said", "where", "status", "finding"),
    [
        ({"delegation": told("NOERROR", authority=("ns.elsewhere.test",))}, "delegation", "fail", "zone-not-delegated"),
        ({"delegation": told("NXDOMAIN")}, "delegation", "fail", "zone-not-delegated"),
        (
            {"delegation": told("NOERROR", authority=("ns-2048.awsdns-64.com", "ns.elsewhere.test"))},
            "delegation",
            "warn",
            "zone-partly-lame",
        ),
        ({"resolver": told("NXDOMAIN")}, "answers", "warn", "negative-answer-cached"),
        ({"server": told("NXDOMAIN"), "resolver": told("NXDOMAIN")}, "answers", "fail", "nxdomain-but-record-exists"),
        ({"resolver": told("SERVFAIL")}, "answers", "fail", "servfail"),
        ({"server": told("NOERROR")}, "answers", "fail", "alias-resolves-nothing"),
        ({"resolver": told("NOERROR", "203.0.113.254")}, "answers", "warn", "authoritative-vs-resolver-differ"),
        ({"server": told("NOERROR", "10.1.2.3")}, "answers", "warn", "public-zone-private-answer"),
    ],
)
def test_what_the_world_says_is_held_against_what_route_53_holds(
    workspace: Workspace,
    probes: Probes,
    world: World,
    raised: Raised,
    said: dict[str, Answer],
    where: str,
    status: str,
    finding: str,
) -> None:
    traced = trace(workspace, "www.example.com", replace(probes, dns=Claims(probes, **said)))
    raised(world, traced.findings)
    assert (step(traced, where).status, finding in {found.id for found in step(traced, where).findings}) == (
        status,
        True,
    )


def test_silent_name_servers_leave_their_steps_out_and_the_rest_goes_on(workspace: Workspace, probes: Probes) -> None:
    silent = told("", problem="ns.test did not answer within 3 s.")
    mute = replace(probes, dns=Claims(probes, resolver=silent, server=silent, delegation=silent))
    traced = trace(workspace, "www.example.com", mute)
    assert {step(traced, name).status for name in ("delegation", "answers")} == {"skip"}
    assert "did not answer within 3 s" in step(traced, "answers").detail
    assert (traced.verdict, step(traced, "demands").status) == ("ok", "ok")


def test_a_chain_inside_the_zone_is_followed_to_its_resource(workspace: Workspace, probes: Probes) -> None:
    traced = trace(workspace, "home.example.com", probes)
    assert "in zone Z32O12XQLNTSW2: alb in eu-west-1, through www.example.com" in step(traced, "target").detail
    assert [line.partition(":")[0] for line in step(traced, "target").evidence] == [
        "home.example.com. A",
        "www.example.com. A",
    ]
    assert step(traced, "resource").detail.startswith("alb shop-web in eu-west-1")


def test_an_account_that_refuses_makes_nothing_broken(world: World, workspace: Workspace) -> None:
    action = "elasticloadbalancing:DescribeLoadBalancers"
    for called in ("elbv2:DescribeLoadBalancers", "elb:DescribeLoadBalancers"):
        world.faults.next(called, faults.denied(action), times=1_000)
    traced = trace(workspace, "old.example.com", None)
    assert step(traced, "resource").status == "skip"
    assert traced.verdict == "unknown"


def test_suggested_commands_mean_the_very_record_and_the_accounts_that_were_asked(
    workspace: Workspace, probes: Probes
) -> None:
    of_group = trace(workspace, "world.example.com", probes)
    commands = {remedy.action: remedy.command for remedy in of_group.remedies}
    assert commands["repoint"].startswith("xalias group world.example.com --zone Z08EXAMPLECOMPUBLIC0 --type A ")
    assert " --target us=" in commands["repoint"]
    assert "--set-identifier us" in commands["delete"]
    of_one = trace(workspace, "recreated.example.com", probes)
    (repoint, *_) = of_one.remedies
    assert repoint.command == (
        "xalias plan recreated.example.com --zone Z08EXAMPLECOMPUBLIC0 --type A --zone-profile dns-prod "
        "--target-profile shop-prod --replace --target dualstack.cart-2914524950.eu-central-1.elb.amazonaws.com"
    )
    assert all("--zone-profile dns-prod" in command for command in commands.values())


def test_look_ups_that_failed_are_among_what_a_trace_tells(workspace: Workspace, probes: Probes) -> None:
    denied = over_wire(workspace.settings_path.parent, target_profiles=("legacy",), regions=(), kinds=())
    missed = trace(denied, "cdn.example.com", probes).unscanned
    assert ("legacy", "cloudfront-tenant") in {(item.profile, item.kind) for item in missed}


def test_the_document_is_as_scripts_expect_it(workspace: Workspace, probes: Probes) -> None:
    document = trace_document(trace(workspace, "old.example.com", probes))
    assert document.keys() == {"name", "verdict", "broken_at", "headline", "remedies", "steps"}
    assert (document["verdict"], document["broken_at"]) == ("broken", "resource")
    assert document["steps"][0].keys() == {"step", "status", "detail", "evidence", "complete", "findings"}
    assert {one["status"] for one in document["steps"]} <= {"ok", "warn", "fail", "skip"}
