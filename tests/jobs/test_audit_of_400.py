"""The set on which other tools find 50 of 280 dead aliases, or all of them with all live ones flagged."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs import alias_estate
from tests.stage import Stage, accounts_here
from xalias_tui.domain.audits import Audit
from xalias_tui.jobs.audit.run import audit
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.probes.dns import DnsProbe
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.identities import User
from xalias_tui.sandbox.members import DNS_HUB, MEDIA, MEDIA_KEY
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.organisation.records import plain
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

HERE = "127.0.0.1"
Estate = tuple[World, dict[str, str]]


@pytest.fixture(scope="module")
def estate(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    world = World.empty(propagation_seconds=0)
    owners = alias_estate.fill(world)
    with stage.shown(world, tmp_path_factory.mktemp("audit")):
        yield world, owners


def audited(tmp_path: Path, *targets: str, resolver: int = 0, dns: DnsProbe | None = None) -> Audit:
    asked = ((HERE, resolver),) if resolver else ()
    options = Options(("dns-prod",), targets or ("shop-prod", "media-prod"), resolvers=asked)
    workspace = Workspace(options, accounts=accounts_here(), journal=Journal(tmp_path / "journal.jsonl"))
    return audit(workspace, dns=dns)


def by_name(made: Audit) -> dict[str, str]:
    return {row.record.name.text: row.verdict for row in made.verdicts}


@pytest.fixture
def names(estate: Estate) -> Iterator[int]:
    """The port of a name server that knows the targets that live."""
    with NameServer(estate[0]) as server:
        yield server.port


def test_all_of_the_dead_are_found_and_none_of_the_live_is_flagged(estate: Estate, tmp_path: Path) -> None:
    made = audited(tmp_path)
    dead = {row.record.name.text for row in made.verdicts if row.is_bad}
    live = {row.record.name.text for row in made.verdicts if row.verdict == "live" and not row.findings}
    assert made.unscanned == ()
    assert len(dead) == 280
    assert all(name.startswith("dead-") for name in dead)
    assert live == set(estate[1])
    assert len(live) == 120
    verdicts = Counter(row.verdict for row in made.verdicts)
    assert verdicts == {"live": 120, "broken": 100 + 25, "takeable": 80 + 25 + 50}


def test_a_resolver_confirms_the_dead(estate: Estate, tmp_path: Path, names: int) -> None:
    made = audited(tmp_path, resolver=names)
    assert made.unscanned == ()
    assert {name for name, verdict in by_name(made).items() if verdict == "live"} == set(estate[1])
    assert sum(row.is_bad for row in made.verdicts) == 280
    assert "and it does not resolve" in next(
        row.findings[0].message for row in made.verdicts if row.record.name.text == f"dead-lb0.{alias_estate.NAME}."
    )


def test_targets_of_an_account_that_was_not_given_are_not_called_broken(
    estate: Estate, tmp_path: Path, names: int
) -> None:
    made = audited(tmp_path, "shop-prod", resolver=names)
    found = by_name(made)
    theirs = {name for name, owner in estate[1].items() if owner == MEDIA}
    assert {found[name] for name in theirs} == {"unknown"}
    assert {found[name] for name in estate[1] if name not in theirs} == {"live"}
    assert {name for name, verdict in found.items() if verdict not in ("live", "unknown")} == {
        name for name in found if name.startswith("dead-")
    }


def test_a_resolver_that_is_silent_leaves_open_what_only_it_can_tell(estate: Estate, tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mute:
        mute.bind((HERE, 0))
        made = audited(tmp_path, dns=DnsProbe((mute.getsockname(),), timeout=0.05))
    found = by_name(made)
    assert {verdict for name, verdict in found.items() if name.startswith(("dead-lb", "dead-cdn"))} == {"unknown"}
    assert {verdict for name, verdict in found.items() if name.startswith("dead-site")} == {"takeable"}
    assert {found[name] for name in estate[1]} == {"live"}
    (missed,) = made.unscanned
    assert (missed.kind, "did not answer within" in missed.message) == ("resolver", True)


@pytest.mark.parametrize("fault", [faults.throttled(), faults.server_error()], ids=["throttled", "failing"])
def test_a_listing_that_does_not_come_makes_nothing_broken(
    estate: Estate, tmp_path: Path, fault: faults.Refuse
) -> None:
    world, owners = estate
    world.faults.next("elbv2:DescribeLoadBalancers", fault, times=1_000)
    world.faults.next("cloudfront:ListDistributions", fault, times=1_000)
    try:
        found = by_name(audited(tmp_path))
    finally:
        world.faults.clear()
    kinds = ("live-lb", "dead-lb", "live-cdn", "dead-cdn")
    assert {verdict for name, verdict in found.items() if name.startswith(kinds)} == {"unknown"}
    assert {found[name] for name in owners if not name.startswith(kinds)} == {"live"}


def test_of_a_zone_whose_listing_breaks_off_the_pages_before_are_judged(estate: Estate, tmp_path: Path) -> None:
    world, owners = estate
    world.faults.next("route53:ListResourceRecordSets", faults.denied("route53:ListResourceRecordSets"), after=1)
    try:
        made = audited(tmp_path)
    finally:
        world.faults.clear()
    assert 0 < len(made.verdicts) < 400
    assert not [name for name, verdict in by_name(made).items() if name in owners and verdict != "live"]
    assert [item.kind for item in made.unscanned] == ["records"]


def test_a_zone_deleted_meanwhile_is_said_and_the_others_are_judged(estate: Estate, tmp_path: Path) -> None:
    world, _ = estate
    other = world.route53.create_zone(DNS_HUB, "other.example", zone_id="Z0OTHER")
    world.route53.load(other, [plain("www.other.example.", "A", "192.0.2.1")])
    gone = faults.Refuse("NoSuchHostedZone", "No hosted zone found with ID: Z0OTHER", 404)
    world.faults.next("route53:ListResourceRecordSets", gone)
    try:
        made = audited(tmp_path)
    finally:
        world.faults.clear()
        del world.route53.zones[other]
    assert [(item.kind, item.code) for item in made.unscanned] == [("records", "NoSuchHostedZone")]


def test_of_an_account_that_is_denied_nothing_is_called_broken(estate: Estate, tmp_path: Path) -> None:
    world, owners = estate
    services = ("elasticloadbalancing:*", "cloudfront:*", "s3:*", "elasticbeanstalk:*")
    world.add_user(User(MEDIA, "media-operator", MEDIA_KEY, denied=services))
    try:
        made = audited(tmp_path)
    finally:
        world.add_user(User(MEDIA, "media-operator", MEDIA_KEY))
    verdicts = {row.record.name.text: row.verdict for row in made.verdicts}
    unseen = {name for name, owner in owners.items() if owner == MEDIA}
    assert len(unseen) == 60
    assert {verdicts[name] for name in unseen} <= {"unknown", "live"}
    assert {verdicts[name] for name in owners if name not in unseen} == {"live"}
    sites = [verdict for name, verdict in verdicts.items() if name.startswith("dead-site")]
    assert sites == ["takeable"] * 80  # HeadBucket tells without any inventory
    assert {verdict for name, verdict in verdicts.items() if name.startswith(("dead-lb", "dead-cdn"))} == {"unknown"}
