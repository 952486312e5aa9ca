from __future__ import annotations

from dataclasses import replace

import pytest

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.validations import Standing, ValidationRecord, place
from xalias_tui.domain.zones import Zone, ZoneRecords

VALUE = "_b2.acm-validations.aws."
WANTED = ValidationRecord(DnsName.parse("_a1.www.example.com"), "CNAME", VALUE, "www.example.com", "ACM", "arn:1")


def zone(id_: str = "Z1", name: str = "example.com", *, private: bool = False) -> Zone:
    return Zone(id=id_, name=DnsName.parse(name), private=private, account_id="111111111111", profile="dns")


def row(name: str, type_: str, value: str, ttl: int = 300) -> RecordSet:
    return RecordSet.plain_record(RecordKey(DnsName.parse(name), type_), [value], ttl)


@pytest.mark.parametrize(
    ("standing", "rows"),
    [
        ("missing", []),
        ("there", [row("_a1.www.example.com", "CNAME", VALUE)]),
        ("there", [row("_a1.www.example.com", "CNAME", "_B2.ACM-validations.aws", 60)]),
        ("wrong", [row("_a1.www.example.com", "CNAME", "_c3.acm-validations.aws.")]),
        ("wrong", [row("_a1.www.example.com", "TXT", '"x"')]),
        ("outside", [row("www.example.com", "NS", "ns1.example.net.")]),
    ],
)
def test_how_a_record_stands_in_its_zone(standing: Standing, rows: list[RecordSet]) -> None:
    item = place(WANTED, ZoneRecords(zone(), tuple(rows)), (), (zone(),))
    assert item.standing == standing
    assert item.offered(replace=False) is (standing == "missing")
    only_cname = standing == "wrong" and rows[0].type == "CNAME"
    assert item.offered(replace=True) is (standing == "missing" or only_cname)


def test_an_absence_is_a_fact_only_where_the_name_was_read() -> None:
    assert place(WANTED, ZoneRecords(zone(), (), complete=False), (), ()).standing == "unknown"
    known = ZoneRecords(zone(), (), complete=False, names=frozenset({WANTED.name}))
    assert place(WANTED, known, (), ()).standing == "missing"


def test_a_deeper_zone_of_ours_holds_it_once_it_was_read() -> None:
    home, deeper = ZoneRecords(zone(), ()), zone("Z2", "www.example.com")
    unread = place(WANTED, home, (), (zone(), deeper))
    assert (unread.standing, unread.zone) == ("unknown", deeper)
    read = place(WANTED, home, (ZoneRecords(deeper, ()),), (zone(), deeper))
    assert (read.standing, read.zone) == ("missing", deeper)


def test_only_public_zones_count_and_of_twins_the_one_that_is_meant() -> None:
    inside, twin = zone("Z3", private=True), zone("Z4")
    assert place(WANTED, ZoneRecords(inside, ()), (), (inside,)).standing == "outside"
    assert place(WANTED, ZoneRecords(inside, ()), (), (inside, zone(), twin)).standing == "ambiguous"
    assert place(WANTED, ZoneRecords(zone(), ()), (), (zone(), twin)).zone == zone()
    foreign = replace(WANTED, name=DnsName.parse("_a1.example.org"))
    assert place(foreign, ZoneRecords(zone(), ()), (), (zone(),)).standing == "outside"


def test_what_is_created_has_the_final_dot_and_the_ttl_of_the_console() -> None:
    bare = replace(WANTED, value=VALUE.rstrip("."))
    assert bare.wanted.wire == {
        "Name": "_a1.www.example.com.",
        "Type": "CNAME",
        "TTL": 300,
        "ResourceRecords": [{"Value": VALUE}],
    }
