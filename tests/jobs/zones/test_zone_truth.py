"""What is told of zones themselves: over HTTP to the simulated AWS, over UDP to its name server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.fakes import over_wire
from tests.raised import Raised, raises
from tests.stage import Stage
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.plans import Plan
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.session.probes import Probes, probes_by
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.trace.run import trace
from xalias_tui.jobs.zones.evidence import liveness
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.sandbox import faults, organisation
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.organisation import zone_states
from xalias_tui.sandbox.organisation.zones import BIG, ORG_LIVE, ORG_STALE
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World

ALB = "shop-web-1234567890.eu-west-1.elb.amazonaws.com"
OFFLINE = "only AWS is asked here (--offline)"
ALIAS = {"HostedZoneId": "Z32O12XQLNTSW2", "DNSName": f"dualstack.{ALB}.", "EvaluateTargetHealth": False}

Make = Callable[..., Workspace]


@pytest.fixture
def world() -> World:
    made = World.empty(propagation_seconds=0)
    organisation.build(made)
    made.register_alias_name(f"{ALB}.", "Z32O12XQLNTSW2")
    return made


@pytest.fixture
def names(world: World) -> Iterator[NameServer]:
    with NameServer(world) as server:
        yield server


@pytest.fixture
def make(
    world: World, names: NameServer, stage: Stage, enter_sandbox: Callable[[Sandbox], None], tmp_path: Path
) -> Iterator[Make]:
    def made(**options: Any) -> Workspace:
        return over_wire(tmp_path, **{"resolvers": (("127.0.0.1", names.port),), **options})

    with stage.play(world) as running:
        enter_sandbox(running)
        yield made


@pytest.fixture
def probes(names: NameServer) -> Probes:
    return probes_by(Options(resolvers=(("127.0.0.1", names.port),), connects=False))


def planned(workspace: Workspace, name: str, **wanted: Any) -> Plan:
    return make_plan(workspace, PlanRequest(name, ALB, types=("A",), **wanted))[0]


def of(plan: Plan, id_: str) -> Finding:
    (finding,) = [finding for finding in plan.findings if finding.id == id_]
    return finding


def ids(plan: Plan) -> set[str]:
    return {finding.id for finding in plan.findings}


def called(world: World, operation: str) -> int:
    return sum(call.operation == operation for call in world.served)


@raises("negative-cache", column="expected")
@pytest.mark.parametrize(("name", "expected"), zone_states.FINDINGS.items())
def test_a_plan_finds_what_is_wrong_with_the_zone(
    make: Make, world: World, name: str, expected: tuple[str, ...], raised: Raised
) -> None:
    of_zones = {id_ for found in zone_states.FINDINGS.values() for id_ in found}
    plan = planned(make(), name)
    raised(world, plan.findings)
    assert ids(plan) & of_zones == set(expected)
    assert ids(plan) >= {"negative-cache"}


def test_a_good_zone_has_none_of_it_and_nothing_is_left_unsaid(make: Make) -> None:
    plan = planned(make(), "new.example.com")
    assert ids(plan).isdisjoint(id_ for found in zone_states.FINDINGS.values() for id_ in found)
    assert "iam-read-denied" not in ids(plan)
    assert not [row for row in plan.findings if row.id == "investigation-incomplete" and "internet" in row.message]


def test_the_lame_server_is_named_with_what_it_answers(make: Make) -> None:
    message = of(planned(make(), "new.edited.example.net"), "zone-partly-lame").message
    assert f"{zone_states.LAME_SERVER} answers REFUSED" in message


def test_an_unregistered_zone_is_an_error_and_names_its_own_servers(make: Make, world: World) -> None:
    finding = of(planned(make(), "new.retired.example.net"), "zone-not-delegated")
    assert (finding.severity, "the parent delegates to no name server" in finding.message) == (Severity.ERROR, True)
    assert world.route53.zones[zone_states.RETIRED].name_servers[0] in finding.remedy


@raises("zone-record-quota")
def test_the_quota_is_that_of_the_zone_and_asked_only_where_it_decides(
    make: Make, world: World, raised: Raised
) -> None:
    raised(world, planned(make(), "new.big.example.net").findings)
    assert "10,001 of 10,500" in of(planned(make(), "new.big.example.net"), "zone-record-quota").message
    assert of(planned(make(), "new.big.example.net"), "zone-record-quota").severity is Severity.WARNING
    world.route53.zones[BIG].record_limit = 10_000
    assert of(planned(make(), "new.big.example.net"), "zone-record-quota").severity is Severity.ERROR
    before = called(world, "GetHostedZoneLimit")
    planned(make(), "new.example.com")
    assert called(world, "GetHostedZoneLimit") == before


def test_a_key_that_the_parent_does_not_know_breaks_the_chain(make: Make, world: World) -> None:
    world.internet.ds["signed.example.net."] = world.internet.ds["unchained.example.net."]
    broken = of(planned(make(), "new.signed.example.net"), "zone-dnssec-chain-broken")
    assert "with another key than the zone's" in broken.message
    del world.internet.ds["signed.example.net."]
    assert "zone-dnssec-chain-broken" not in ids(planned(make(), "new.signed.example.net"))


def test_caa_above_the_apex_counts_where_the_zone_has_none(make: Make, world: World) -> None:
    world.route53.create_zone("111111111111", "deep.guarded.example.net")
    assert (
        "CAA records of guarded.example.net"
        in of(planned(make(), "new.deep.guarded.example.net"), "caa-blocks-certificate").message
    )


def test_vpcs_are_asked_in_the_account_that_owns_them(make: Make) -> None:
    plan = planned(make(), "new.branch.example.net")
    off = of(plan, "private-zone-vpc-dns-off").message
    assert "eu-central-1, account 222222222222) does not use private zones: enableDnsHostnames is off" in off
    wins = of(plan, "private-zone-resolver-rule-wins").message
    assert "(eu-west-1)" in wins, "the rule for example.net in eu-central-1 is less specific than the zone"


def test_a_vpc_of_nobody_is_said_once(make: Make) -> None:
    plan = planned(make(target_profiles=("media-prod",)), "new.branch.example.net")
    assert "private-zone-vpc-dns-off" not in ids(plan)
    (note,) = [row.message for row in plan.findings if "is in no account that can be asked" in row.message]
    assert note.startswith("Not checked: private-zone-vpc-dns-off, private-zone-resolver-rule-wins (vpc-")


@pytest.mark.parametrize(
    ("action", "name", "checks", "sides"),
    [
        ("route53:GetDNSSEC", "new.signed.example.net", "zone-dnssec-signing", ("zone",)),
        ("route53:GetHostedZoneLimit", "new.big.example.net", "zone-record-quota", ("zone",)),
        (
            "ec2:DescribeVpcAttribute",
            "new.branch.example.net",
            "private-zone-vpc-dns-off, private-zone-resolver-rule-wins",
            ("target", "zone"),
        ),
        (
            "route53resolver:ListResolverRuleAssociations",
            "new.branch.example.net",
            "private-zone-resolver-rule-wins",
            ("target", "zone"),
        ),
    ],
)
def test_a_denied_reading_is_said_with_its_permission(
    make: Make, world: World, action: str, name: str, checks: str, sides: tuple[str, ...]
) -> None:
    said = f"User: arn:x is not authorized to perform: {action} because no identity-based policy allows it"
    world.faults.next(action, faults.Refuse("AccessDenied", said, 403), times=100)
    plan = planned(make(), name)
    denied = [row for row in plan.findings if row.id == "iam-read-denied"]
    assert any(checks in row.message and f"could not be checked: needs {action}" in row.message for row in denied)
    assert {row.remedy for row in denied} == {
        f"Allow {action}: 'xalias policy {side}' prints the statement." for side in sides
    }
    assert {row.severity for row in denied} == {Severity.INFO}
    assert ids(plan).isdisjoint(checks.split(", "))


def test_offline_nobody_is_asked_and_that_is_said_once(make: Make, names: NameServer) -> None:
    asked = names.asked
    plan = planned(make(offline=True), "new.retired.example.net")
    assert names.asked == asked
    assert "zone-not-delegated" not in ids(plan)
    notes = [row for row in plan.findings if OFFLINE in row.message]
    assert [(row.id, row.severity) for row in notes] == [("investigation-incomplete", Severity.INFO)]


def test_of_a_route_53_elsewhere_the_internet_is_not_asked(make: Make) -> None:
    plan = planned(make(resolvers=()), "new.retired.example.net")
    assert "zone-not-delegated" not in ids(plan)
    assert any("at an endpoint of your own" in row.message for row in plan.findings)


@raises("zone-same-name-ambiguous")
def test_the_live_twin_is_named(make: Make, world: World, raised: Raised) -> None:
    workspace = make()
    stale = planned(workspace, "new.example.org", zone=ORG_STALE)
    raised(world, stale.findings)
    assert f"the live one is {ORG_LIVE} of account 111111111111" in of(stale, "zone-same-name-ambiguous").message
    assert f"Use the zone that is live: {ORG_LIVE}" in of(stale, "zone-not-delegated").remedy
    live = planned(workspace, "new.example.org", zone=ORG_LIVE)
    assert of(live, "zone-same-name-ambiguous").severity is Severity.INFO
    assert "zone-not-delegated" not in ids(live)
    assert liveness(workspace, read_zones(workspace).zones) == {ORG_LIVE: True, ORG_STALE: False}
    offline = of(planned(make(offline=True), "new.example.org", zone=ORG_STALE), "zone-same-name-ambiguous")
    assert "only the one whose name servers are delegated is live" in offline.message


@raises("more-specific-zone-exists")
def test_a_more_specific_zone_without_a_delegation_is_only_worth_knowing(
    make: Make, world: World, raised: Raised
) -> None:
    world.route53.create_zone("111111111111", "lost.example.com")
    finding = of(planned(make(), "new.lost.example.com", zone="Z08EXAMPLECOMPUBLIC0"), "more-specific-zone-exists")
    raised(world, (finding,))
    assert (finding.severity, "has no NS records for it" in finding.message) == (Severity.INFO, True)


def test_what_is_asked_of_a_zone_is_asked_once_a_session(make: Make, world: World) -> None:
    workspace = make()
    for name in ("a.example.org", "b.example.org"):
        planned(workspace, name, zone=ORG_LIVE)
    assert (called(world, "GetDNSSEC"), called(world, "GetHostedZoneLimit")) == (1, 0)
    workspace.zone_memory.forget()
    planned(workspace, "c.example.org", zone=ORG_LIVE)
    assert called(world, "GetDNSSEC") == 2


def test_a_failure_that_passes_is_not_remembered(make: Make, world: World) -> None:
    workspace = make()
    world.faults.next("route53:GetDNSSEC", faults.Refuse("ServiceUnavailable", "Try later.", 503), times=3)
    assert "zone-dnssec-signing" not in ids(planned(workspace, "a.signed.example.net"))
    assert "zone-dnssec-signing" in ids(planned(workspace, "b.signed.example.net"))


def test_a_denial_is_remembered(make: Make, world: World) -> None:
    workspace = make()
    world.faults.next("route53:GetDNSSEC", faults.denied("route53:GetDNSSEC"))
    for name in ("a.signed.example.net", "b.signed.example.net"):
        assert "iam-read-denied" in ids(planned(workspace, name))


def test_removing_asks_nothing_of_the_zone(make: Make, world: World) -> None:
    make_plan(make(), PlanRequest("www.example.com", None))
    assert (called(world, "GetDNSSEC"), called(world, "GetHostedZoneLimit")) == (0, 0)


def found(workspace: Workspace, name: str, probes: Probes, tell: Callable[[Any], None] | None = None) -> Any:
    traced = trace(workspace, name, probes)
    if tell is not None:
        tell(traced.findings)
    return {step.step: {finding.id for finding in step.findings} for step in traced.steps}


def test_a_trace_tells_the_zones_state(make: Make, probes: Probes) -> None:
    workspace = make()
    assert found(workspace, "www.edited.example.net", probes)["zone"] == {"zone-apex-ns-edited"}
    assert found(workspace, "www.edited.example.net", probes)["delegation"] == {"zone-partly-lame"}
    assert found(workspace, "www.signed.example.net", probes)["zone"] == {"zone-dnssec-signing"}
    inside = found(workspace, "files.branch.example.net", probes)["zone"]
    assert inside == {"private-zone-vpc-dns-off", "private-zone-resolver-rule-wins"}


@raises("servfail")
def test_a_trace_of_a_bogus_zone_breaks_at_the_delegation_and_resolvers_fail(
    make: Make, world: World, probes: Probes, raised: Raised
) -> None:
    steps = found(make(), "www.unchained.example.net", probes, partial(raised, world))
    assert (steps["delegation"], steps["answers"]) == ({"zone-dnssec-chain-broken"}, {"servfail"})


@raises("nxdomain-but-record-exists")
def test_a_trace_of_a_retired_zone_finds_the_record_that_nobody_sees(
    make: Make, world: World, probes: Probes, raised: Raised
) -> None:
    steps = found(make(), "www.retired.example.net", probes, partial(raised, world))
    assert (steps["delegation"], steps["answers"]) == ({"zone-not-delegated"}, {"nxdomain-but-record-exists"})


@raises("public-zone-private-answer", "alias-resolves-nothing")
def test_an_internal_target_answers_privately_and_a_gone_one_with_nothing(
    make: Make, world: World, probes: Probes, raised: Raised
) -> None:
    tell = partial(raised, world)
    assert "public-zone-private-answer" in found(make(), "intern.example.com", probes, tell)["answers"]
    assert "alias-resolves-nothing" in found(make(), "old.example.com", probes, tell)["answers"]


@raises("authoritative-vs-resolver-differ")
def test_what_a_resolver_remembers_is_held_against_the_authority(
    make: Make, world: World, probes: Probes, raised: Raised
) -> None:
    world.internet.remembered["www.example.com.", "A"] = ("192.0.2.200",)
    told = found(make(), "www.example.com", probes, partial(raised, world))
    assert told["answers"] == {"authoritative-vs-resolver-differ"}
