"""One target, or one account, is read again; what is kept of everything else stays as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.aws.fakes import FakeClock
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.again import Again, account_again, target_again
from xalias_tui.jobs.targets.kept import kept_targets
from xalias_tui.jobs.targets.search import search
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

ASKED = Accounts(clock=FakeClock())


@pytest.fixture
def two(estate: World, tmp_path: Path) -> Workspace:
    """Load balancers of two accounts in one region, as they are kept."""
    del estate
    options = Options(("dns-prod",), ("shop-prod", "media-prod"), ("eu-west-1",), ("alb",), offline=True)
    made = Workspace(
        options, accounts=ASKED, journal=Journal(tmp_path / "journal.jsonl"), inventory_folder=tmp_path / "cache"
    )
    search(made)
    return made


def listed(workspace: Workspace) -> dict[str, Target]:
    return {target.key: target for target in kept_targets(workspace) or ()}


def test_of_a_target_only_its_row_is_replaced(two: Workspace) -> None:
    before = listed(two)
    one = next(target for target in before.values() if target.name == "shop-web")
    assert two.kept is not None
    (place,) = [place for place in two.kept.places.all() if place.account_id == one.account_id]
    read = target_again(two, replace(one, state="outdated"))
    assert [target.state for target in read.found] == ["active"]
    assert listed(two).keys() == before.keys()
    assert place in two.kept.places.all(), "its place was not read"
    assert read.put_in(before.values()) == tuple(
        read.found[0] if row.key == one.key else row for row in before.values()
    )


def test_what_is_gone_goes(two: Workspace) -> None:
    one = next(target for target in listed(two).values() if target.name == "shop-web")
    gone = replace(one, name="gone", arn=one.arn.replace("shop-web", "gone"), dns_name=None)
    read = target_again(two, gone)
    assert read.found == ()
    assert read.put_in([one, gone]) == (one,)


def test_of_an_account_all_is_replaced_and_of_others_nothing(two: Workspace) -> None:
    assert two.kept is not None
    before = two.kept.places.all()
    one = next(target for target in listed(two).values() if target.name == "shop-web")
    read = account_again(two, one)
    assert {target.account_id for target in read.found} == {one.account_id}
    after = {(place.account_id, place.region): place.read_at for place in two.kept.places.all()}
    for place in before:
        newer = after[place.account_id, place.region] > place.read_at
        assert newer == (place.account_id == one.account_id)
    other = replace(one, account_id="9" * 12, arn=one.arn.replace(one.account_id, "9" * 12))
    assert other in read.put_in([one, other])


def test_an_account_that_no_one_reaches_is_said(two: Workspace) -> None:
    one = replace(next(iter(listed(two).values())), profile="")
    for read in (target_again, account_again):
        with pytest.raises(AwsError, match="could not be asked about"):
            read(two, one)


def test_what_a_look_up_that_failed_could_have_listed_stays(two: Workspace) -> None:
    one = next(target for target in listed(two).values() if target.name == "shop-web")
    network = replace(one, kind="nlb", arn=f"{one.arn}/n")
    abroad = replace(one, region="us-east-1", arn=f"{one.arn}/a")
    own = one.account_id
    denied = Unscanned(own, one.profile, "eu-west-1", "alb", "AccessDenied", "You may not.")
    assert Again(own, None, (), (denied,)).put_in([one, network, abroad]) == (one,)
    assert Again(own, None, (), (replace(denied, region="", kind="regions"),)).put_in([one, abroad]) == (one, abroad)
    newer = replace(one, state="provisioning")
    assert Again(own, None, (newer,), (denied,)).put_in([one]) == (newer,)
    assert Again(own, None, (), ()).put_in([one, network, abroad]) == ()
    elsewhere, earlier = replace(denied, account_id="9" * 12), replace(denied, code="Throttling")
    assert Again(own, None, (), (denied,)).open_with([elsewhere, earlier]) == (elsewhere, denied)
    assert Again(own, one, (one,)).open_with([elsewhere, earlier]) == (elsewhere, earlier)


def test_an_account_that_its_profile_no_longer_reaches_is_not_empty(two: Workspace) -> None:
    before = listed(two)
    one = replace(next(target for target in before.values() if target.name == "shop-web"), profile="dns-prod")
    for read in (target_again, account_again):
        with pytest.raises(AwsError, match="could not be asked about"):
            read(two, one)
    assert before.keys() <= listed(two).keys()
