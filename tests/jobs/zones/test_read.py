from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.jobs.fakes import FakeAccounts, FakeHostedZones, hub, of_hub, plain, workspace, zone
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.jobs.zones.read import ZonesRead, choose_zone, find_zone, read_records, read_zones, zone_for

PUBLIC = zone("ZPUBLIC")
PRIVATE = zone("ZPRIVATE", private=True)
TWIN = zone("ZTWIN", "example.org")
STALE = zone("ZSTALE", "example.org")
ALL = ZonesRead((PUBLIC, PRIVATE, TWIN, STALE), ())


def test_zones_come_in_order_of_name(tmp_path: Path) -> None:
    hosted = hub(zones=[STALE, zone("ZB", "b.example.com"), PUBLIC])
    read = read_zones(of_hub(tmp_path, hosted))
    assert [found.id for found in read.zones] == ["ZPUBLIC", "ZB", "ZSTALE"]


def test_one_account_behind_two_profiles_is_read_once(tmp_path: Path) -> None:
    hosted = hub()
    accounts = FakeAccounts(
        {"dns": hosted.account, "too": Account("too", hosted.account.account_id)}, {"dns": hosted, "too": hosted}
    )
    assert len(read_zones(workspace(tmp_path, accounts, zone_profiles=("dns", "too"))).zones) == 1


def test_an_account_that_cannot_be_read_is_a_failed_look_up(tmp_path: Path) -> None:
    other = FakeHostedZones(Account("other", "555555555555"), unreadable=LookupFailedError("AccessDenied", "No."))
    hosted = hub()
    accounts = FakeAccounts({"dns": hosted.account, "other": other.account}, {"dns": hosted, "other": other})
    read = read_zones(workspace(tmp_path, accounts, zone_profiles=("dns", "other", "gone")))
    assert len(read.zones) == 1
    assert [(item.profile, item.code) for item in read.unscanned] == [("gone", "missing"), ("other", "AccessDenied")]


def test_the_zones_of_one_account_are_listed_again_and_others_are_not_asked(tmp_path: Path) -> None:
    hosted, other = hub(zones=[PUBLIC]), FakeHostedZones(Account("other", "555555555555"))
    accounts = FakeAccounts({"dns": hosted.account, "other": other.account}, {"dns": hosted, "other": other})
    now = read_zones(workspace(tmp_path, accounts, zone_profiles=("dns", "other")), profiles=("dns",))
    assert ([found.id for found in now.zones], other.reads) == (["ZPUBLIC"], [])
    foreign = replace(TWIN, account_id="555555555555")
    denied = Unscanned("555555555555", "other", "", "zones", "AccessDenied", "No.")
    ended = Unscanned(PUBLIC.account_id, "dns", "", "zones", "expired", "It has ended.")
    before = ZonesRead((STALE, foreign), (denied, ended))
    after = before.with_account(PUBLIC.account_id, now)
    assert ({found.id for found in after.zones}, after.unscanned) == ({"ZPUBLIC", "ZTWIN"}, (denied,))
    partly = before.with_account(PUBLIC.account_id, replace(now, unscanned=(ended,)))
    assert {found.id for found in partly.zones} == {"ZPUBLIC", "ZSTALE", "ZTWIN"}, "what was not listed is not gone"


def test_no_account_that_can_be_read_is_an_error(tmp_path: Path) -> None:
    hosted = hub()
    hosted.unreadable = LookupFailedError("AccessDenied", "No.", action="route53:ListHostedZones", denied=True)
    with pytest.raises(AwsError, match="can't be listed") as caught:
        read_zones(of_hub(tmp_path, hosted))
    assert "route53:ListHostedZones" in caught.value.remedy


def test_details_are_asked_only_of_zones_that_lack_them(tmp_path: Path) -> None:
    bare = zone("ZBARE", detailed=False)
    hosted = hub(zones=[bare, TWIN])
    read_zones(of_hub(tmp_path, hosted), detailed=True)
    assert hosted.reads == ["zones", "zone ZBARE"]


@pytest.mark.parametrize(
    "reference",
    [
        "ZPUBLIC",
        " ZPUBLIC ",
        "/hostedzone/ZPUBLIC",
        "arn:aws:route53:::hostedzone/ZPUBLIC",
        "https://console.aws.amazon.com/route53/v2/hostedzones#ListRecordSets/ZPUBLIC",
    ],
)
def test_a_zone_is_found_by_id(tmp_path: Path, reference: str) -> None:
    assert find_zone(of_hub(tmp_path, hub(zones=[PUBLIC, PRIVATE])), reference) == PUBLIC


def test_a_name_that_several_zones_carry_is_refused_with_their_ids() -> None:
    with pytest.raises(UsageError, match=r"2 hosted zones are called example\.org") as caught:
        choose_zone(ALL, "EXAMPLE.org")
    assert caught.value.code == "zone-ambiguous"
    assert "ZTWIN" in caught.value.remedy
    assert "ZSTALE" in caught.value.remedy


@pytest.mark.parametrize("reference", ["example.net", "ZNONE", "not..aname"])
def test_an_unknown_zone_is_said(reference: str) -> None:
    with pytest.raises(UsageError) as caught:
        choose_zone(ALL, reference)
    assert caught.value.code == "zone-unknown"


@pytest.mark.parametrize(("internal", "expected"), [(None, "ZPUBLIC"), (False, "ZPUBLIC"), (True, "ZPRIVATE")])
def test_of_a_public_and_a_private_twin_the_one_that_fits_the_target_is_taken(
    internal: bool | None,  # noqa: FBT001 -- a parameter of the test
    expected: str,
) -> None:
    assert zone_for(ALL, DnsName.parse("a.example.com"), prefer_private=internal).id == expected


def test_the_zone_that_matches_most_labels_wins() -> None:
    deeper = zone("ZDEEP", "shop.example.com")
    read = ZonesRead((PUBLIC, deeper), ())
    assert zone_for(read, DnsName.parse("a.shop.example.com"), prefer_private=None) == deeper
    assert zone_for(read, DnsName.parse("ashop.example.com"), prefer_private=None) == PUBLIC


def test_no_zone_encloses_the_name() -> None:
    with pytest.raises(UsageError, match=r"encloses www\.notexample\.com"):
        zone_for(ALL, DnsName.parse("www.notexample.com"), prefer_private=None)


def test_records_are_told_page_by_page(tmp_path: Path) -> None:
    hosted = hub(*(plain(f"h{at}.example.com") for at in range(5)))
    pages: list[tuple[RecordSet, ...]] = []
    read = read_records(of_hub(tmp_path, hosted), zone(), pages.append)
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len(read.records) == 5
    assert read.complete
