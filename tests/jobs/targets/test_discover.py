from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.fakes import FakeAccounts, balancer, workspace
from tests.targets.fakes import denied
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.jobs.targets.discover import (
    DiscoveryEvent,
    Found,
    Missed,
    Progress,
    Scope,
    Sweep,
    discover,
    finished,
    interleaved,
)
from xalias_tui.targets import kind

SHOP = Account("shop", "222222222222", "arn:shop")
MEDIA = Account("media", "333333333333", "arn:media")


def listed(*names: str) -> dict[str, Any]:
    return {
        "LoadBalancers": [
            {
                "LoadBalancerArn": f"arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/{name}/1",
                "DNSName": f"{name}-1.eu-west-1.elb.amazonaws.com",
                "CanonicalHostedZoneId": "Z32O12XQLNTSW2",
                "LoadBalancerName": name,
                "Scheme": "internet-facing",
                "State": {"Code": "active"},
                "Type": "application",
                "IpAddressType": "ipv4",
            }
            for name in names
        ]
    }


def answering(answer: Any) -> dict[str, Any]:
    return {"elbv2.describe_load_balancers": answer, "elbv2.describe_tags": {"TagDescriptions": []}}


def test_a_login_that_ends_before_the_regions_are_read_is_a_look_up_that_failed(tmp_path: Path) -> None:
    accounts = FakeAccounts(
        {"shop": SHOP, "media": MEDIA},
        answers={"shop": answering(listed("web"))},
        regions={"media": AwsError("expired", "The login has expired.")},
    )
    found = discover(workspace(tmp_path, accounts, target_profiles=("shop", "media"), kinds=("alb",)))
    assert [target.name for target in found.targets] == ["web"]
    assert [(item.profile, item.kind, item.code) for item in found.unscanned] == [("media", "regions", "expired")]


def test_targets_of_every_account_and_region_are_found_and_told(tmp_path: Path) -> None:
    accounts = FakeAccounts(
        {"shop": SHOP, "media": MEDIA},
        answers={"shop": answering(listed("web")), "media": answering(listed("video"))},
        regions={"shop": ("eu-west-1", "us-east-1")},
    )
    ws = workspace(tmp_path, accounts, target_profiles=("shop", "media"), kinds=("alb",))
    events: list[DiscoveryEvent] = []
    found = discover(ws, events.append)
    assert [target.name for target in found.targets] == ["video", "web"]
    assert (found.done, found.total, found.unscanned) == (3, 3, ())
    assert sorted({(ask.profile, ask.region) for ask in accounts.asked}) == [
        ("media", "eu-west-1"),
        ("shop", "eu-west-1"),
        ("shop", "us-east-1"),
    ]
    assert sum(len(event.targets) for event in events if isinstance(event, Found)) == 2
    assert max(event.done for event in events if isinstance(event, Progress)) == 3


def test_a_denied_look_up_is_a_value_and_the_rest_goes_on(tmp_path: Path) -> None:
    refused = denied("elasticloadbalancing:DescribeLoadBalancers")
    accounts = FakeAccounts(
        {"shop": SHOP, "media": MEDIA}, answers={"shop": answering(refused), "media": answering(listed("video"))}
    )
    ws = workspace(tmp_path, accounts, target_profiles=("shop", "media"), kinds=("alb",))
    events: list[DiscoveryEvent] = []
    found = discover(ws, events.append)
    assert [target.name for target in found.targets] == ["video"]
    (missed,) = found.unscanned
    assert (missed.profile, missed.region, missed.kind, missed.code) == ("shop", "eu-west-1", "alb", "AccessDenied")
    assert missed.action == "elasticloadbalancing:DescribeLoadBalancers"
    assert Missed(missed) in events


def test_a_profile_that_cannot_sign_in_is_a_failed_look_up(tmp_path: Path) -> None:
    accounts = FakeAccounts({"shop": SHOP}, answers={"shop": answering(listed("web"))})
    found = discover(workspace(tmp_path, accounts, target_profiles=("gone", "shop"), kinds=("alb",)))
    assert [target.name for target in found.targets] == ["web"]
    assert [(item.profile, item.code) for item in found.unscanned] == [("gone", "missing")]


def test_an_account_without_targets_is_an_answer_although_another_profile_cannot_sign_in(tmp_path: Path) -> None:
    accounts = FakeAccounts({"shop": SHOP}, answers={"shop": answering(listed())})
    found = discover(workspace(tmp_path, accounts, target_profiles=("gone", "shop"), kinds=("alb",)))
    assert (found.targets, found.done, found.total) == ((), 1, 1)
    assert [item.profile for item in found.unscanned] == ["gone"]


def test_nobody_can_sign_in(tmp_path: Path) -> None:
    with pytest.raises(AwsError) as caught:
        discover(workspace(tmp_path, FakeAccounts({}), target_profiles=("gone",)))
    assert (caught.value.code, caught.value.exit_status) == ("missing", 3)


def test_everything_denied_is_an_error_and_not_an_empty_account(tmp_path: Path) -> None:
    accounts = FakeAccounts({"shop": SHOP}, answers={"shop": answering(denied("elasticloadbalancing:Describe"))})
    with pytest.raises(AwsError, match="Nothing could be looked up"):
        discover(workspace(tmp_path, accounts, kinds=("alb",)))


def test_regions_that_cannot_be_told_are_a_failed_look_up(tmp_path: Path) -> None:
    accounts = FakeAccounts(
        {"shop": SHOP, "media": MEDIA},
        answers={"media": answering(listed("video"))},
        regions={"shop": LookupFailedError("UnauthorizedOperation", "No.", action="ec2:DescribeRegions", denied=True)},
    )
    found = discover(workspace(tmp_path, accounts, target_profiles=("shop", "media"), kinds=("alb",)))
    assert ("regions", "ec2:DescribeRegions") in [(item.kind, item.action) for item in found.unscanned]


def test_regions_without_the_service_are_not_asked(tmp_path: Path) -> None:
    accounts = FakeAccounts(
        {"shop": SHOP},
        answers={"shop": answering(listed("web"))},
        regions={"shop": ("eu-west-1", "xx-none-1")},
        unsupported=frozenset({("elbv2", "xx-none-1")}),
    )
    discover(workspace(tmp_path, accounts, kinds=("alb",)))
    assert {ask.region for ask in accounts.asked} == {"eu-west-1"}


def test_one_account_behind_two_profiles_is_asked_once(tmp_path: Path) -> None:
    other = Account("shop-too", SHOP.account_id, "arn:shop-too")
    accounts = FakeAccounts({"shop": SHOP, "shop-too": other}, answers={"shop": answering(listed("web"))})
    found = discover(workspace(tmp_path, accounts, target_profiles=("shop", "shop-too"), kinds=("alb",)))
    assert found.total == 1


def test_a_scope_narrows_kinds_and_region(tmp_path: Path) -> None:
    accounts = FakeAccounts(
        {"shop": SHOP}, answers={"shop": answering(listed("web"))}, regions={"shop": ("us-east-1", "eu-west-1")}
    )
    discover(workspace(tmp_path, accounts), scope=Scope(frozenset({"alb"}), "eu-west-1"))
    assert [(ask.region, ask.calls) for ask in accounts.asked] == [("eu-west-1", ["elbv2.describe_load_balancers"])]


def test_stopping_abandons_what_has_not_begun(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    accounts = FakeAccounts({"shop": SHOP}, answers={"shop": answering(listed("web"))})
    found = discover(workspace(tmp_path, accounts, kinds=("alb",)), stop=stop)
    assert (found.targets, found.done, found.total) == ((), 0, 1)


def test_no_thread_decides_the_order() -> None:
    missed = [
        Unscanned("222222222222", profile, region, kind, "denied", "No.")
        for profile in ("media", "shop")
        for kind in ("alb", "nlb", "regions")
        for region in ("eu-west-1", "us-east-1")
    ]
    found = [balancer("web", arn=f"arn:{number}", account_id=number) for number in ("222222222222", "333333333333")]
    orders = set()
    for step in (1, -1):
        sweep = Sweep(lambda _: None)
        for item in missed[::step]:
            sweep.miss(item)
        sweep.found(found[::step])
        done = finished(sweep, ())
        orders.add((done.unscanned, tuple(done.targets)))
    assert len(orders) == 1


def test_accounts_are_asked_in_turn_and_neighbours_at_different_hosts(tmp_path: Path) -> None:
    accounts = [Account(f"{at}", f"{at:012}", f"arn:{at}") for at in range(1, 5)]
    everyone = FakeAccounts({account.profile: account for account in accounts})
    regions = ("eu-central-1", "eu-west-1", "us-east-1", "us-west-2")
    kinds = [kind("alb"), kind("appsync")]
    enabled: dict[str, tuple[str, ...]] = {account.account_id: regions for account in accounts}
    lookups = interleaved(workspace(tmp_path, everyone), accounts, kinds, enabled)
    places = [(lookup.kind.key, lookup.region) for lookup in lookups]
    assert len(lookups) == len({(lookup.account, place) for lookup, place in zip(lookups, places, strict=True)}) == 32
    for at in range(0, 32, 4):
        assert [lookup.account for lookup in lookups[at : at + 4]] == accounts
    for at in range(0, 32, 8):  # each place once, before any is asked again
        assert len(set(places[at : at + 8])) == 8
