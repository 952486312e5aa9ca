from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.group_documents import group_document
from xalias_tui.domain.groups import RoutingGroup, regroup, weighted_shares
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordSet, sorted_as_route53
from xalias_tui.domain.routing import Policy, Routing, read_routing
from xalias_tui.domain.zones import Zone, ZoneRecords

AT = DnsName.parse("www.example.com")
ZONE = Zone("Z1", DnsName.parse("example.com"), private=False, account_id="111111111111", profile="dns")
ALB, ALB_ZONE = "dualstack.web-1.eu-west-1.elb.amazonaws.com.", "Z32O12XQLNTSW2"
CDN, CDN_ZONE = "d1.cloudfront.net.", "Z2FDTNDATAQYW2"


def plain(type_: str = "A", value: str = "192.0.2.1", **wire: Any) -> RecordSet:
    body = {"Name": AT.route53, "Type": type_, "TTL": 60, "ResourceRecords": [{"Value": value}]}
    return RecordSet.from_wire({**body, **wire})


def alias(type_: str = "A", to: str = ALB, zone_id: str = ALB_ZONE, *, health: bool = True, **wire: Any) -> RecordSet:
    pointed = {"HostedZoneId": zone_id, "DNSName": to, "EvaluateTargetHealth": health}
    return RecordSet.from_wire({"Name": AT.route53, "Type": type_, "AliasTarget": pointed, **wire})


BLUE = alias(SetIdentifier="blue", Weight=90)
BLUE6 = alias("AAAA", SetIdentifier="blue", Weight=90)
GREEN = alias(to=CDN, zone_id=CDN_ZONE, health=False, SetIdentifier="green", Weight=10, HealthCheckId="h1")
GREEN6 = alias("AAAA", CDN, CDN_ZONE, health=False, SetIdentifier="green", Weight=10, HealthCheckId="h1")
TEXT = plain("TXT", '"v=spf1 -all"')
ALL_TYPES = ("A", "AAAA", "HTTPS")
ALL = (BLUE, BLUE6, GREEN, GREEN6)
GROUP = RoutingGroup.of(AT, [*ALL, TEXT])


def weighted(weight: int) -> Routing:
    return Routing("weighted", weight)


def wires(group: RoutingGroup, identifier: str | None) -> list[dict[str, Any]]:
    member = group.member(identifier)
    assert member is not None
    return [record.wire for record in member.records]


def test_members_hold_their_types_together() -> None:
    assert [(member.set_identifier, member.types, member.value) for member in GROUP.members] == [
        ("blue", ("A", "AAAA"), "90"),
        ("green", ("A", "AAAA"), "10"),
    ]
    assert (GROUP.policy, GROUP.types, GROUP.shares("A")) == ("weighted", ("A", "AAAA"), {"blue": 0.9, "green": 0.1})
    assert [GROUP.share_text(member) for member in GROUP.members] == ["90%", "10%"]
    assert [member.evaluate_target_health for member in GROUP.members] == [True, False]
    assert [member.health_check_id for member in GROUP.members] == [None, "h1"]


def test_a_simple_name_is_a_group_of_one_that_has_no_identifier() -> None:
    group = RoutingGroup.of(AT, [alias(), alias("AAAA"), TEXT, plain("MX", "10 mx.example.com.")])
    assert [(member.set_identifier, member.types) for member in group.members] == [(None, ("A", "AAAA"))]
    assert (group.policy, group.share_text(group.members[0])) == ("simple", "")
    assert RoutingGroup.of(AT, []).members == ()
    assert RoutingGroup.of(AT, [alias("MX", "mail.example.com.", "Z1"), TEXT]).types == ("MX",)


def test_only_what_is_routed_belongs_to_a_group_unless_types_are_named() -> None:
    standing = [BLUE, GREEN, plain("AAAA", "2001:db8::1")]
    assert RoutingGroup.of(AT, standing).types == ("A",)
    assert RoutingGroup.of(AT, standing, ["AAAA"]).policy == "simple"
    assert RoutingGroup.of(AT, standing, ["A", "AAAA"]).policies == ("simple", "weighted")


def test_reweighing_touches_no_other_member_and_no_other_field() -> None:
    after = GROUP.valued("green", weighted(20))
    assert wires(after, "blue") == wires(GROUP, "blue")
    assert wires(after, "green") == [{**wire, "Weight": 20} for wire in wires(GROUP, "green")]
    plan = regroup(ZoneRecords(ZONE, sorted_as_route53([*ALL, TEXT])), GROUP, after)
    assert [(change.action, change.record.key) for change in plan.changes] == [
        ("DELETE", GREEN.key),
        ("DELETE", GREEN6.key),
        ("CREATE", GREEN.key),
        ("CREATE", GREEN6.key),
    ]
    assert [change.record.wire for change in plan.changes[:2]] == [GREEN.wire, GREEN6.wire]
    assert plan.before == sorted_as_route53(ALL)
    assert set(plan.after) == set(after.records)


def test_a_member_comes_goes_and_leads_elsewhere() -> None:
    more = GROUP.added(weighted(5), "red", [alias(health=False), alias("AAAA", health=False)])
    assert [wire["SetIdentifier"] for wire in wires(more, "red")] == ["red", "red"]
    assert more.shares("AAAA")["red"] == pytest.approx(5 / 105)
    assert more.without("red") == GROUP
    led = GROUP.led_to("green", AliasRef(DnsName.from_route53(ALB), ALB_ZONE, evaluate_target_health=True), ["A"])
    assert wires(led, "green") == [alias(SetIdentifier="green", Weight=10, HealthCheckId="h1").wire]
    with pytest.raises(UsageError, match="Set identifier blue is already used"):
        GROUP.added(weighted(5), "blue", [alias()])
    with pytest.raises(UsageError, match="no member red; it has blue, green"):
        GROUP.without("red")


def test_a_member_that_leads_elsewhere_keeps_what_each_type_had() -> None:
    group = RoutingGroup.of(
        AT, [alias(SetIdentifier="blue", Weight=10), alias("AAAA", SetIdentifier="blue", Weight=20, HealthCheckId="h1")]
    )
    led = group.led_to("blue", AliasRef(DnsName.from_route53(CDN), CDN_ZONE, evaluate_target_health=False), ALL_TYPES)
    kept = [(wire["Type"], wire["Weight"], wire.get("HealthCheckId")) for wire in wires(led, "blue")]
    assert kept == [("A", 10, None), ("AAAA", 20, "h1"), ("HTTPS", 10, None)]


def test_a_health_check_and_target_health_of_a_member() -> None:
    checked = GROUP.checked("blue", "h2")
    assert {wire["HealthCheckId"] for wire in wires(checked, "blue")} == {"h2"}
    assert checked.checked("blue", None) == GROUP
    assert GROUP.evaluating("green", value=True) == GROUP, "CloudFront forbids it"
    off = GROUP.evaluating("blue", value=False).member("blue")
    assert off is not None
    assert off.evaluate_target_health is False
    plain_one = RoutingGroup.of(AT, [plain(SetIdentifier="a", Weight=1)])
    assert plain_one.evaluating("a", value=True) == plain_one


def test_a_whole_group_changes_its_policy() -> None:
    after = GROUP.under("failover", {"blue": "PRIMARY", "green": "SECONDARY"})
    assert after.policy == "failover"
    assert [wire.get("Weight") for record in after.records for wire in [record.wire]] == [None] * 4
    assert [member.evaluate_target_health for member in after.members] == [True, False]
    off = GROUP.evaluating("blue", value=False).under("failover", {"blue": "PRIMARY", "green": "SECONDARY"})
    assert off == after, "failover needs it wherever it can be"
    with pytest.raises(UsageError, match="green would have no value"):
        GROUP.under("latency", {"blue": "eu-west-1"})
    with pytest.raises(UsageError, match="uses weighted routing; a latency record cannot"):
        GROUP.valued("blue", Routing("latency", "eu-west-1"))


def test_from_simple_to_group_and_back() -> None:
    simple = RoutingGroup.of(AT, [alias(health=False), alias("AAAA", health=False)])
    group = simple.identified(None, "old").under("weighted", {"old": 9}).added(weighted(1), "new", [alias(to=CDN)])
    assert [(member.set_identifier, member.value) for member in group.members] == [("new", "1"), ("old", "9")]
    assert group.checked("old", "h1").simple("old") == simple
    with pytest.raises(UsageError, match="the simple record would have no value"):
        simple.under("weighted", {})
    with pytest.raises(UsageError, match="Set identifier green is already used"):
        GROUP.identified("blue", "green")


def test_weights_of_nothing_are_equal_shares() -> None:
    none = [plain(SetIdentifier=identifier, Weight=0) for identifier in "ab"]
    assert weighted_shares(none) == {"a": 0.5, "b": 0.5}
    assert weighted_shares([plain(SetIdentifier="a", Region="eu-west-1"), plain()]) == {}


VALUES: dict[Policy, tuple[str, ...]] = {
    "weighted": ("0", "255"),
    "latency": ("eu-west-1", "us-east-1"),
    "failover": ("PRIMARY", "SECONDARY"),
    "geolocation": ("DE", "*"),
    "geoproximity": ("eu-west-1 bias 5", "52.52,13.40"),
    "cidr": ("c/berlin", "c/*"),
}


@given(st.sampled_from(sorted(VALUES)), st.permutations(["blue", "green"]))
def test_any_change_of_policy_can_be_taken_back(policy: Policy, order: list[str]) -> None:
    records = ZoneRecords(ZONE, sorted_as_route53([*ALL, TEXT]))
    values = {
        identifier: read_routing(policy, text).value for identifier, text in zip(order, VALUES[policy], strict=True)
    }
    plan = regroup(records, GROUP, GROUP.under(policy, values))
    kept = [record for record in records.records if record not in [change.record for change in plan.changes]]
    then = ZoneRecords(ZONE, sorted_as_route53([*kept, *(c.record for c in plan.changes if c.action == "CREATE")]))
    assert set(then.at(AT)) == {*plan.after, TEXT}
    back = plan.inverse()
    deleted = {change.record for change in back.changes if change.action == "DELETE"}
    created = {change.record for change in back.changes if change.action == "CREATE"}
    assert (set(then.at(AT)) - deleted) | created == set(records.records)


def test_the_document_has_the_share_of_each_member() -> None:
    document = group_document(ZONE, GROUP)
    assert (document["policy"], document["types"]) == (GROUP.policy, list(GROUP.types))
    assert [(member["set_identifier"], member["shares"]) for member in document["members"]] == [
        ("blue", {"A": 90.0, "AAAA": 90.0}),
        ("green", {"A": 10.0, "AAAA": 10.0}),
    ]
    assert document["members"][1]["health_check_id"] == "h1"
    assert [record["type"] for record in document["members"][0]["records"]] == ["A", "AAAA"]
