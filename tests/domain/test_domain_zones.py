from __future__ import annotations

import pytest
from hypothesis import given

from tests.domain.strategies import APEX, WWW, zone_records
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone, ZoneRecords, answering, best_zones

ZONE = Zone(id="Z0HUB", name=APEX, private=False, account_id="111111111111", profile="dns-prod")


def record(name: str, type_: str = "A") -> RecordSet:
    return RecordSet.from_wire({"Name": name, "Type": type_, "TTL": 60, "ResourceRecords": [{"Value": "x"}]})


def zone(id_: str, name: str, *, private: bool = False) -> Zone:
    return Zone(id=id_, name=DnsName.parse(name), private=private, account_id="1", profile="p")


@given(zone_records(ZONE))
def test_the_index_holds_every_record_once(records: ZoneRecords) -> None:
    names = {row.name for row in records.records}
    assert sorted(str(row.key) for name in names for row in records.at(name)) == sorted(
        str(row.key) for row in records.records
    )
    for name in names:
        assert all(row.name == name for row in records.at(name))
        for type_ in ("A", "AAAA", "CNAME", "HTTPS"):
            assert records.at(name, type_) == tuple(row for row in records.at(name) if row.type == type_)


def test_nothing_stands_at_other_names() -> None:
    records = ZoneRecords(ZONE, (record("www.example.com."),))
    assert records.at(APEX) == ()
    assert records.at(WWW, "AAAA") == ()
    assert records.at(DnsName.parse("WWW.example.com.")) == records.records
    assert records.complete


def test_below_is_by_labels_and_without_the_name_itself() -> None:
    rows = [record(name) for name in ("b.example.com.", "a.b.example.com.", "ab.example.com.", r"\052.b.example.com.")]
    below = ZoneRecords(ZONE, tuple(rows)).below(DnsName.parse("b.example.com"))
    assert [row.name.text for row in below] == ["a.b.example.com.", "*.b.example.com."]


def test_delegations_are_below_the_apex() -> None:
    rows = (
        record("example.com.", "NS"),
        record("example.com."),
        record("a.example.com.", "NS"),
        record("b.example.com."),
    )
    records = ZoneRecords(ZONE, rows)
    assert records.delegations == (DnsName.parse("a.example.com"),)
    assert records.delegations is records.delegations


def test_records_of_a_zone_are_compared_by_content() -> None:
    assert ZoneRecords(ZONE, (record("a."),)) == ZoneRecords(ZONE, (record("a."),))
    assert ZoneRecords(ZONE, (record("a."),)) != ZoneRecords(ZONE, (record("b."),))


def test_the_best_zones_match_most_labels() -> None:
    zones = [
        zone("Z1", "example.com"),
        zone("Z2", "example.com", private=True),
        zone("Z3", "com"),
        zone("Z4", "notexample.com"),
    ]
    assert [found.id for found in best_zones(WWW, zones)] == ["Z1", "Z2"]
    deeper = zone("Z5", "www.example.com")
    assert best_zones(WWW, [*zones, deeper]) == (deeper,)
    assert best_zones(DnsName.parse("www.example.org"), zones) == ()


def test_visibility() -> None:
    assert (zone("Z1", "a").visibility, zone("Z1", "a", private=True).visibility) == ("public", "private")


def soa(ttl: int, minimum: str) -> RecordSet:
    value = f"ns-1.awsdns-1.org. hostmaster. 1 7200 900 1209600 {minimum}"
    return RecordSet.from_wire(
        {"Name": "example.com.", "Type": "SOA", "TTL": ttl, "ResourceRecords": [{"Value": value}]}
    )


@pytest.mark.parametrize(
    ("rows", "seconds"),
    [((soa(900, "86400"),), 900), ((soa(900, "60"),), 60), ((soa(900, "odd"),), 900), ((), None)],
)
def test_resolvers_remember_an_absence_for_the_lesser_of_ttl_and_minimum(
    rows: tuple[RecordSet, ...], seconds: int | None
) -> None:
    assert ZoneRecords(ZONE, rows).negative_ttl == seconds


def test_the_closest_wildcard_answers_for_what_does_not_exist() -> None:
    wild, deep = record("*.example.com."), record("a.b.example.com.")
    records = ZoneRecords(ZONE, (wild, deep, record("text.example.com.", "TXT")))
    assert answering(records, DnsName.parse("new.example.com")) == (wild,)
    assert answering(records, DnsName.parse("a.b.example.com")) == (deep,)
    assert answering(records, DnsName.parse("c.b.example.com")) == ()  # b.example.com exists, and has no wildcard
    assert answering(records, DnsName.parse("text.example.com")) == ()
    assert answering(records, DnsName.parse("example.org")) == ()
    assert records.wildcards_above(DnsName.parse("x.y.example.com")) == (wild,)


def test_names_below_the_apex_with_ns_records_are_delegated() -> None:
    rows = (record("example.com.", "NS"), record("sub.example.com.", "NS"), record("www.example.com."))
    assert ZoneRecords(ZONE, rows).delegations == (DnsName.parse("sub.example.com"),)
