"""What an audit asks: nothing twice, and of each bucket only what records that are called as it need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.stage import Stage, accounts_here
from xalias_tui.domain.audits import Audit
from xalias_tui.domain.coverage import NAMED_ONLY
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.zone_ids import s3_website_host
from xalias_tui.jobs.audit.run import audit
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.discover import Scope
from xalias_tui.jobs.targets.find import seek
from xalias_tui.jobs.targets.kept import kept_targets
from xalias_tui.jobs.targets.search import search
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import DNS_HUB, MEDIA
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.records import alias
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

ZONE = "calls.example"
REGION = "eu-west-1"
SITE = f"site.{ZONE}"
ORIGIN = f"origin.{ZONE}"
HOUR = timedelta(hours=1)


@pytest.fixture
def world(stage: Stage, enter_sandbox: Callable[[Sandbox], None]) -> Iterator[World]:
    """A website, a distribution in front of another bucket, an API and a dead distribution; thirty other buckets."""
    made = World.empty(propagation_seconds=0)
    estate = Estate(made, MEDIA)
    for name in (SITE, ORIGIN, *(f"b{at}.other.example" for at in range(30))):
        estate.bucket(name, REGION)
    origins = {"Quantity": 1, "Items": [{"Id": "site", "DomainName": f"{ORIGIN}.s3.{REGION}.amazonaws.com"}]}
    served = estate.distribution("cdn", [f"cdn.{ZONE}"], Origins=origins)
    website = (s3_website_host(REGION) or "", alias_zone_id("s3_website", REGION))
    cloudfront = alias_zone_id("cloudfront", GLOBAL_REGION)
    api = (f"d-gone.execute-api.{REGION}.amazonaws.com", alias_zone_id("apigateway_regional", REGION))
    zone = made.route53.create_zone(DNS_HUB, ZONE)
    pointing = {
        SITE: website,
        f"cdn.{ZONE}": (served, cloudfront),
        f"gone.{ZONE}": ("d1234567890abc.cloudfront.net", cloudfront),
        f"api.{ZONE}": api,
    }
    made.route53.load(zone, [alias(f"{name}.", "A", to) for name, to in pointing.items()])
    with stage.play(made) as running:
        enter_sandbox(running)
        yield made


def workspace_in(folder: Path, *, keeps: bool = False) -> Workspace:
    options = Options(("dns-prod",), ("media-prod",), (REGION,), offline=True)
    return Workspace(
        options,
        accounts=accounts_here(),
        journal=Journal(folder / "journal.jsonl"),
        inventory_folder=folder / "kept" if keeps else None,
    )


def asked(world: World) -> Counter[str]:
    return Counter(call.operation for call in world.served)


def verdicts(made: Audit) -> dict[str, str]:
    return {row.record.name.bare.partition(".")[0]: row.verdict for row in made.verdicts}


def test_an_audit_asks_each_listing_once_and_only_about_buckets_of_its_names(world: World, tmp_path: Path) -> None:
    made = audit(workspace_in(tmp_path))
    assert verdicts(made) == {"site": "live", "cdn": "live", "gone": "unknown", "api": "unknown"}
    assert made.unscanned == ()
    calls = asked(world)
    assert calls["GetBucketWebsite"] == 1
    assert calls["HeadBucket"] == 0, "the list of the account has the origin"
    listings = Counter(
        (call.account_id, call.region, call.operation, str(sorted(call.params)))
        for call in world.served
        if call.service == "apigateway"
    )
    assert set(listings.values()) == {1}


def test_an_origin_that_no_list_has_is_asked_about(world: World, tmp_path: Path) -> None:
    for bucket in world.items("s3", MEDIA, GLOBAL_REGION, "buckets"):
        world.remove("s3", MEDIA, GLOBAL_REGION, "buckets", bucket)
    made = audit(workspace_in(tmp_path))
    assert asked(world)["HeadBucket"] == 2, "the website and the origin"
    assert verdicts(made) == {"site": "takeable", "cdn": "takeable", "gone": "unknown", "api": "unknown"}


def test_what_an_audit_left_open_is_kept_as_open_and_asked_by_who_needs_it(world: World, tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path, keeps=True)
    audit(workspace)
    assert workspace.kept is not None
    (place,) = [place for place in workspace.kept.places.all() if place.kind == "s3-website"]
    assert (place.covered, place.code) == (True, NAMED_ONLY)
    kept = kept_targets(workspace)
    assert kept is not None
    doubts = {target.name: target.doubt for target in kept if target.kind == "s3-website"}
    assert (doubts.pop(SITE), set(doubts.values())) == ("", {NAMED_ONLY}), "the one with a record's name was asked"
    buckets = frozenset({"s3-website"})
    search(workspace, age=HOUR, scope=Scope(kinds=buckets, hosts=frozenset({SITE})))
    assert asked(world)["GetBucketWebsite"] == 1, "what is kept of this one is whole"
    everything = search(workspace, age=HOUR, scope=Scope(kinds=buckets))
    assert Counter(target.state for target in everything.targets) == {"website": 32}
    assert asked(world)["GetBucketWebsite"] == 1 + 32
    search(workspace, age=HOUR, scope=Scope(kinds=buckets))
    assert asked(world)["GetBucketWebsite"] == 1 + 32, "now all of it is kept"


def test_what_was_read_whole_is_not_replaced_by_less(world: World, tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path, keeps=True)
    assert workspace.kept is not None
    buckets = frozenset({"s3-website"})
    search(workspace, scope=Scope(kinds=buckets))
    (gone,) = [
        item for item in world.items("s3", MEDIA, GLOBAL_REGION, "buckets") if item["Name"] == "b0.other.example"
    ]
    world.remove("s3", MEDIA, GLOBAL_REGION, "buckets", gone)
    (before,) = [place for place in workspace.kept.places.all() if place.kind == "s3-website"]
    search(workspace, scope=Scope(kinds=buckets, hosts=frozenset({SITE})))
    (place,) = [place for place in workspace.kept.places.all() if place.kind == "s3-website"]
    assert (place.covered, place.code, place.read_at) == (True, "", before.read_at), "as old as the oldest of it"
    kept = {target.name: target for target in kept_targets(workspace) or () if target.kind == "s3-website"}
    assert {target.state for target in kept.values()} == {"website"}
    assert {target.doubt for target in kept.values()} == {""}
    assert len(kept) == 31, "the one that is gone is gone"
    times = {name: target.reading.read_at for name, target in kept.items() if target.reading}
    assert times.pop(SITE) > before.read_at, "this one was read again"
    assert set(times.values()) == {before.read_at}
    Estate(world, MEDIA).bucket("new.other.example", REGION)
    search(workspace, scope=Scope(kinds=buckets, hosts=frozenset({SITE})))
    (place,) = [place for place in workspace.kept.places.all() if place.kind == "s3-website"]
    assert (place.code, place.read_at) == (NAMED_ONLY, before.read_at)
    doubts = {target.name: target.doubt for target in kept_targets(workspace) or () if target.kind == "s3-website"}
    assert {name for name, doubt in doubts.items() if doubt} == {"new.other.example"}


def test_a_word_without_a_dot_names_no_bucket_and_no_domain(world: World, tmp_path: Path) -> None:
    sought = seek(
        workspace_in(tmp_path), Pasted.read(world.items("cloudfront", MEDIA, GLOBAL_REGION, "distributions")[0]["Id"])
    )
    assert sought.target.kind == "cloudfront"
    assert asked(world)["ListDistributions"] == 1
    assert not {"ListBuckets", "GetDomainNames"} & asked(world).keys()


def test_of_a_word_that_names_nothing_it_is_said_what_everything_has(world: World, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No target is called sitecallsexample") as refused:
        seek(workspace_in(tmp_path), Pasted.read("sitecallsexample"))
    assert SITE in refused.value.remedy
    assert asked(world)["ListBuckets"] == 1
