from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import WWW, wires
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet, Routing, same_alias, sorted_as_route53

ALIAS = AliasRef(DnsName.parse("d1.cloudfront.net"), "Z2FDTNDATAQYW2", evaluate_target_health=False)


@given(wires())
def test_the_wire_form_is_lossless(wire: dict[str, Any]) -> None:
    record = RecordSet.from_wire(wire)
    assert record.wire == wire
    assert RecordSet.from_wire(record.wire) == record
    assert hash(RecordSet.from_wire(record.wire)) == hash(record)


@given(wires())
def test_the_json_of_the_wire_form_is_canonical(wire: dict[str, Any]) -> None:
    assert RecordSet.from_wire(wire).wire_json == json.dumps(wire, sort_keys=True, separators=(",", ":"))


_PLAIN: Mapping[str, Any] = {"Name": "a.b.", "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": '"é\u202e\\""'}]}
_TO_C = {"HostedZoneId": "Z1", "DNSName": "c.d.", "EvaluateTargetHealth": False}


@pytest.mark.parametrize(
    "wire",
    [
        _PLAIN,
        {**_PLAIN, "Name": "\\052.B."},
        {**_PLAIN, "TTL": True},
        {**_PLAIN, "TTL": 60.0},
        {**_PLAIN, "ResourceRecords": [{"Value": "x", "New": 1}]},
        {**_PLAIN, "ResourceRecords": []},
        {"Name": "a.b.", "Type": "A", "AliasTarget": _TO_C},
        {"Name": "a.b.", "Type": "A", "AliasTarget": {**_TO_C, "DNSName": "C.d."}},
        {"Name": "a.b.", "Type": "A", "AliasTarget": {**_TO_C, "EvaluateTargetHealth": 0}},
        {"Name": "a.b.", "Type": "A", "AliasTarget": {**_TO_C, "New": "x"}},
        {"Name": "a.b.", "Type": "A", "TTL": 60, "AliasTarget": _TO_C},
        {"Name": "a.b.", "Type": "A"},
    ],
)
def test_what_is_not_kept_as_text_is_written_the_same(wire: dict[str, Any]) -> None:
    record = RecordSet.from_wire(wire)
    assert record.wire_json == json.dumps(wire, sort_keys=True, separators=(",", ":"))
    assert json.dumps(record.wire, sort_keys=True) == json.dumps(wire, sort_keys=True)


def test_records_share_what_is_the_same() -> None:
    def read(name: str, **more: Any) -> RecordSet:
        return RecordSet.from_wire(json.loads(json.dumps({"Name": name, "Type": "CNAME", **more})))

    plain = [read(name, TTL=3_600, ResourceRecords=[{"Value": "x.example.net."}]) for name in ("a.b.", "c.b.")]
    aliases = [read(name, AliasTarget=_TO_C) for name in ("d.b.", "e.b.")]
    for one, other in (plain, aliases):
        assert one.ttl is other.ttl
        assert one.type is other.type
        assert one.values is other.values
        assert one.alias is other.alias


@given(wires())
def test_the_wire_form_is_a_fresh_copy(wire: dict[str, Any]) -> None:
    record = RecordSet.from_wire(wire)
    record.wire.clear()
    assert record.wire == wire


@given(wires())
def test_the_reading_is_the_wires(wire: dict[str, Any]) -> None:
    record = RecordSet.from_wire(wire)
    assert record.name == DnsName.from_route53(wire["Name"])
    assert record.type == wire["Type"]
    assert record.set_identifier == wire.get("SetIdentifier")
    assert record.ttl == wire.get("TTL")
    assert list(record.values) == [row["Value"] for row in wire.get("ResourceRecords", [])]
    assert (record.alias is None) is ("AliasTarget" not in wire)
    assert (record.policy == "simple") is ("SetIdentifier" not in wire)
    assert record.health_check_id == wire.get("HealthCheckId")
    assert record.traffic_policy_instance_id == wire.get("TrafficPolicyInstanceId")


@given(wires(), wires())
def test_what_route53_would_store_differently_is_not_equal(one: dict[str, Any], other: dict[str, Any]) -> None:
    def folded(wire: Mapping[str, Any]) -> str:
        return json.dumps({**wire, "Name": wire["Name"].lower()}, sort_keys=True)

    assert (RecordSet.from_wire(one) == RecordSet.from_wire(other)) is (folded(one) == folded(other))


@given(st.lists(wires().map(RecordSet.from_wire), max_size=12))
def test_listing_order_is_by_labels_from_the_right(records: list[RecordSet]) -> None:
    ordered = sorted_as_route53(records)
    assert sorted(map(str, ordered)) == sorted(map(str, records))
    keys = [(record.name.labels[::-1], record.type, record.set_identifier or "") for record in ordered]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("wire", "policy", "said"),
    [
        ({"Weight": 0}, "weighted", "weighted 0"),
        ({"Region": "eu-west-1"}, "latency", "latency eu-west-1"),
        ({"Failover": "PRIMARY"}, "failover", "failover PRIMARY"),
        ({"GeoLocation": {"CountryCode": "*"}}, "geolocation", "geolocation *"),
        ({"MultiValueAnswer": True}, "multivalue", "multivalue"),
    ],
)
def test_a_new_alias_is_as_route53_will_list_it(wire: dict[str, Any], policy: str, said: str) -> None:
    routing = RecordSet.from_wire({"Name": "a.", "Type": "A", "TTL": 1, "SetIdentifier": "s", **wire}).routing
    assert routing is not None
    assert (routing.policy, str(routing)) == (policy, said)
    key = RecordKey(DnsName.parse("*.example.com"), "A", "s")
    record = RecordSet.alias_record(key, ALIAS, routing=routing, health_check_id="abc")
    assert record.wire == {
        "Name": r"\052.example.com.",
        "Type": "A",
        "SetIdentifier": "s",
        **wire,
        "AliasTarget": {
            "HostedZoneId": "Z2FDTNDATAQYW2",
            "DNSName": "d1.cloudfront.net.",
            "EvaluateTargetHealth": False,
        },
        "HealthCheckId": "abc",
    }
    assert (record.key, record.alias, record.routing, record.health_check_id) == (key, ALIAS, routing, "abc")


def test_a_simple_alias_has_no_more_than_it_needs() -> None:
    assert RecordSet.alias_record(RecordKey(WWW, "A"), ALIAS).wire.keys() == {"Name", "Type", "AliasTarget"}


def test_summaries() -> None:
    plain = {"Name": "a.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}, {"Value": "192.0.2.2"}]}
    assert RecordSet.from_wire(plain).summary() == "192.0.2.1, 192.0.2.2 (TTL 60)"
    assert RecordSet.alias_record(RecordKey(WWW, "A"), ALIAS).summary() == "alias → d1.cloudfront.net."
    owned = {"Name": "a.", "Type": "A", "TTL": 60, "TrafficPolicyInstanceId": "i-1"}
    assert RecordSet.from_wire(owned).summary() == "traffic policy instance i-1"


def test_keys_are_said_with_their_identifier() -> None:
    assert str(RecordKey(WWW, "A")) == "www.example.com. A"
    assert str(RecordKey(WWW, "A", "blue")) == "www.example.com. A (blue)"


def test_a_record_without_a_name_is_refused() -> None:
    with pytest.raises(InvalidNameError):
        RecordSet.from_wire({"Name": "a..b.", "Type": "A"})


def test_routing_with_equal_values_is_equal() -> None:
    assert Routing("geolocation", {"CountryCode": "DE"}) == Routing("geolocation", {"CountryCode": "DE"})
    assert hash(Routing("geolocation", {"CountryCode": "DE"})) == hash(Routing("geolocation", {"CountryCode": "FR"}))


def test_keys_are_ordered_where_a_simple_record_and_members_share_a_name() -> None:
    name = DnsName.parse("www.example.com")
    keys = [RecordKey(name, "A", "blue"), RecordKey(name, "AAAA"), RecordKey(name, "A")]
    assert sorted(keys) == [keys[2], keys[0], keys[1]]


def test_the_same_alias_stands_in_several_types_but_leads_to_one_place() -> None:
    other = AliasRef(DnsName.parse("d2.cloudfront.net"), "Z2FDTNDATAQYW2", evaluate_target_health=False)

    def alias(type_: str, to: AliasRef = ALIAS, identifier: str | None = None) -> RecordSet:
        return RecordSet.alias_record(RecordKey(WWW, type_, identifier), to)

    text = RecordSet.plain_record(RecordKey(WWW, "TXT"), ['"x"'], 60)
    standing = (alias("A"), alias("AAAA"), alias("A", identifier="blue"), alias("HTTPS", other), text)
    assert same_alias(standing[0], standing) == ("A", "AAAA")
    assert same_alias(standing[2], standing) == ("A",)
    assert same_alias(standing[3], standing) == ("HTTPS",)


def test_a_place_in_a_group_is_said_also_where_half_of_it_is_missing() -> None:
    def said(**wire: Any) -> str:
        return RecordSet.from_wire({"Name": "a.", "Type": "A", "TTL": 1, **wire}).membership

    assert said() == ""
    assert said(SetIdentifier="blue", Weight=10) == "weighted 10, blue"
    assert said(SetIdentifier="green") == "no routing policy, green"
    assert said(SetIdentifier="", Weight=10) == "weighted 10, empty set identifier"
    assert said(Weight=10) == "weighted 10, no set identifier"
