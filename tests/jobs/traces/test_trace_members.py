"""Where the records at a name lead: every member of a group, CNAMEs from zone to zone, wildcards, what shadows."""

from __future__ import annotations

import pytest

from tests.jobs.traces.tracing import step
from xalias_tui.domain.zone_ids import s3_website_host
from xalias_tui.jobs.session.probes import Probes
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.trace.run import trace
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.organisation.records import Pointers, Wire, alias, plain
from xalias_tui.sandbox.organisation.zones import DEVELOPMENT
from xalias_tui.sandbox.world import World

GONE = "gone-1122334455.eu-west-1.elb.amazonaws.com."


def test_every_member_of_a_group_is_inspected_and_named(world: World, workspace: Workspace) -> None:
    to = Pointers(world)
    world.route53.load(
        PUBLIC,
        [
            alias("fail.example.com.", "A", to.balancer("cart", "eu-central-1"), SetIdentifier="a", Failover="PRIMARY"),
            alias(
                "fail.example.com.", "A", to.balancer("lb-wrong-host", "eu-west-1"),
                SetIdentifier="b", Failover="SECONDARY",
            ),
        ],
    )  # fmt: skip
    traced = trace(workspace, "fail.example.com", None)
    assert [line.partition(":")[0] for line in step(traced, "resource").evidence] == ["a", "b"]
    assert "b: alb lb-wrong-host in eu-west-1" in step(traced, "resource").evidence[1]
    assert step(traced, "demands").evidence[0] == "a: cart: its requirements are met"
    assert step(traced, "demands").evidence[1] == "b: lb-wrong-host: lb-host-rule-missing"
    assert step(traced, "record").evidence[0].startswith("A (a, failover PRIMARY): alias → dualstack.cart")
    assert {verdict.record.set_identifier for verdict in traced.verdicts} == {"a", "b"}


def test_types_that_lead_to_the_same_place_are_looked_at_once(workspace: Workspace) -> None:
    told: list[str] = []
    traced = trace(workspace, "www.example.com", None, told.append)
    assert (len(traced.verdicts), told.count("inspecting shop-web")) == (2, 1)


def test_a_cname_to_a_load_balancer_is_looked_up_and_judged(world: World, workspace: Workspace) -> None:
    name, _ = Pointers(world).balancer("shop-web", "eu-west-1")
    world.route53.load(
        PUBLIC, [plain("old-way.example.com.", "CNAME", name), plain("dead-way.example.com.", "CNAME", GONE)]
    )
    traced = trace(workspace, "old-way.example.com", None)
    assert step(traced, "resource").detail.startswith("alb shop-web in eu-west-1 of account 222222222222")
    assert traced.broken_at == step(traced, "certificate")
    dead = trace(workspace, "dead-way.example.com", None)
    assert dead.broken_at == step(dead, "resource")
    assert f"{GONE.rstrip('.')} no longer exists" in dead.headline


def test_a_cname_to_a_website_whose_bucket_is_gone_can_be_taken(world: World, workspace: Workspace) -> None:
    host = f"lost.example.com.{s3_website_host('eu-west-1')}."
    world.route53.load(PUBLIC, [plain("lost.example.com.", "CNAME", host)])
    traced = trace(workspace, "lost.example.com", None)
    assert [finding.id for finding in step(traced, "resource").findings] == ["dangling-takeover-s3"]
    assert "s3:HeadBucket" not in step(traced, "target").detail


def test_cnames_are_followed_from_zone_to_zone_and_each_hop_is_shown(world: World, workspace: Workspace) -> None:
    world.route53.load(DEVELOPMENT, [plain("shop.dev.example.com.", "CNAME", "home.example.com.")])
    traced = trace(workspace, "shop.dev.example.com", None)
    assert step(traced, "resource").detail.startswith("alb shop-web in eu-west-1")
    assert [line.partition(":")[0] for line in step(traced, "target").evidence] == [
        "shop.dev.example.com. CNAME",
        "home.example.com. A",
        "www.example.com. A",
    ]


@pytest.mark.parametrize(
    ("records", "finding"),
    [
        ((plain("a.example.com.", "CNAME", "b.example.com."), plain("b.example.com.", "CNAME", "a.example.com.")),
         "alias-loop"),
        ((plain("a.example.com.", "CNAME", "nowhere.example.com."),), "same-zone-alias-chain-broken"),
        ((alias("a.example.com.", "A", ("b.example.com.", PUBLIC)),
          alias("b.example.com.", "A", ("a.example.com.", PUBLIC))),
         "alias-loop"),
        ((alias("a.example.com.", "AAAA", ("mx1.example.com.", PUBLIC)),), None),
        ((alias("a.example.com.", "AAAA", ("sip1.example.com.", PUBLIC)),), "alias-same-zone-type-mismatch"),
    ],
)  # fmt: skip
def test_loops_type_mismatches_and_open_ends_break_at_the_target(
    world: World, workspace: Workspace, records: tuple[Wire, ...], finding: str | None
) -> None:
    world.route53.load(PUBLIC, records)
    traced = trace(workspace, "a.example.com", None)
    found = [row.id for row in step(traced, "target").findings]
    assert found == ([finding] if finding else [])
    assert (traced.broken_at == step(traced, "target")) == bool(finding)


def test_wildcards_answer_unless_something_stands_at_the_name(world: World, workspace: Workspace) -> None:
    assert "by the wildcard *.lab.example.com" in step(trace(workspace, "new.lab.example.com", None), "record").detail
    world.route53.load(
        PUBLIC, [plain("txt.lab.example.com.", "TXT", '"x"'), plain("a.b.lab.example.com.", "A", "192.0.2.1")]
    )
    only_text = trace(workspace, "txt.lab.example.com", None).broken_at
    assert only_text is not None
    assert "only TXT there, which also keeps the wildcard *.lab.example.com. from answering" in only_text.detail
    between = trace(workspace, "b.lab.example.com", None).broken_at
    assert between is not None
    assert "only names below it, such as a.b.lab.example.com" in between.detail


def test_a_delegation_shadows_what_stands_below_it(world: World, workspace: Workspace) -> None:
    del world.route53.zones[DEVELOPMENT]
    world.route53.load(PUBLIC, [plain("old.dev.example.com.", "A", "192.0.2.1")])
    traced = trace(workspace, "old.dev.example.com", None)
    assert traced.broken_at == step(traced, "record")
    assert step(traced, "record").evidence[0].startswith("dev.example.com NS ns-11.awsdns-11.com")


def test_a_zone_deleted_meanwhile_is_said_and_the_rest_goes_on(
    world: World, workspace: Workspace, probes: Probes
) -> None:
    gone = faults.Refuse("NoSuchHostedZone", "No hosted zone found with ID: Z08EXAMPLECOMPUBLIC0", 404)
    world.faults.next("route53:ListResourceRecordSets", gone, times=10)
    traced = trace(workspace, "www.example.com", probes)
    assert (traced.verdict, traced.broken_at) == ("unknown", None)
    assert "could not be read" in step(traced, "record").detail
    assert step(traced, "answers").status == "ok"


def test_a_zone_on_the_way_that_cannot_be_read_leaves_it_unknown(world: World, workspace: Workspace) -> None:
    world.route53.load(PUBLIC, [plain("via.example.com.", "CNAME", "www.example.org.")])

    def tell(words: str) -> None:
        if words == "following the records":
            world.faults.next("route53:ListResourceRecordSets", faults.denied("route53:ListResourceRecordSets"))

    traced = trace(workspace, "via.example.com", None, tell)
    assert (step(traced, "target").status, traced.verdict) == ("skip", "unknown")
    assert "example.org. (Z08EXAMPLEORGLIVE000) could not be read" in step(traced, "target").detail


def test_what_an_inspection_was_denied_leaves_the_verdict_open(world: World, workspace: Workspace) -> None:
    denied = faults.denied("elasticloadbalancing:DescribeListeners")
    world.faults.next("elbv2:DescribeListeners", denied, times=10)
    traced = trace(workspace, "www.example.com", None)
    assert (step(traced, "demands").complete, traced.verdict) == (False, "unknown")
    assert "iam-read-denied" in {finding.id for finding in step(traced, "demands").findings}


def test_a_throttled_listing_of_targets_makes_nothing_broken(world: World, workspace: Workspace) -> None:
    world.faults.next("elbv2:DescribeLoadBalancers", faults.throttled(), times=1_000)
    traced = trace(workspace, "old.example.com", None)
    assert (step(traced, "resource").status, traced.verdict) == ("skip", "unknown")
    assert "Rate exceeded" in step(traced, "resource").detail
