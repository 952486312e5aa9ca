from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from tests.domain.strategies import APEX, WWW, zone_records
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Change, Draft, Plan, Surroundings, propose
from xalias_tui.domain.records import RecordKey, RecordSet, Routing
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone, ZoneRecords

ZONE = Zone(id="Z0HUB", name=APEX, private=False, account_id="111111111111", profile="dns-prod")
ALB = Target(
    kind="alb",
    name="shop",
    arn="arn:aws:elasticloadbalancing:eu-central-1:222222222222:loadbalancer/app/shop/1",
    account_id="222222222222",
    profile="shop-prod",
    region="eu-central-1",
    dns_name=DnsName.parse("dualstack.shop-1.eu-central-1.elb.amazonaws.com"),
    zone_id="Z215JYRZR1TBD5",
    zone_id_origin="api",
    record_types=("A", "AAAA"),
)
OLD = RecordSet.from_wire(
    {"Name": "www.example.com.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
)
CNAME = RecordSet.from_wire(
    {"Name": "www.example.com.", "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": "old.example.net"}]}
)
Zoneful = dict[RecordKey, RecordSet]


def draft(*types: str, **fields: Any) -> Draft:
    return replace(Draft(zone=ZONE, name=WWW, types=types or ("A",), target=ALB), **fields)


def standing(*records: RecordSet, complete: bool = True) -> ZoneRecords:
    return ZoneRecords(ZONE, records, complete=complete)


def applied(records: Zoneful, plan: Plan) -> Zoneful | None:
    """What Route 53 makes of a plan: all of it, or nothing (None)."""
    result = dict(records)
    for change in plan.changes:
        key = change.record.key
        if change.action == "CREATE":
            if key in result:
                return None
            result[key] = change.record
        elif result.pop(key, None) != change.record:
            return None
    return result


def possible(wanted: Draft, records: ZoneRecords) -> Plan:
    """The plan of a draft that has one."""
    try:
        return propose(wanted, records)
    except UsageError:
        reject()


DRAFTS = st.builds(
    lambda types, replaces, weight, removes: draft(
        *types,
        replace=replaces,
        routing=None if weight is None else Routing("weighted", weight),
        set_identifier=None if weight is None else "blue",
        target=None if removes else ALB,
    ),
    st.lists(st.sampled_from(("A", "AAAA", "CNAME", "HTTPS")), min_size=1, max_size=3, unique=True),
    st.booleans(),
    st.none() | st.integers(0, 255),
    st.booleans(),
)


@given(zone_records(ZONE), DRAFTS)
def test_a_plan_and_its_inverse_leave_the_zone_as_it_was(records: ZoneRecords, wanted: Draft) -> None:
    plan = possible(wanted, records)
    before = {record.key: record for record in records.records}
    after = applied(before, plan)
    assume(after is not None)
    assert after is not None
    assert applied(after, plan.inverse()) == before
    again = plan.inverse().inverse()
    assert applied(before, again) == after
    assert (again.before, again.after) == (plan.before, plan.after)


@given(zone_records(ZONE), DRAFTS)
def test_a_replacing_plan_is_never_in_the_way_of_itself(records: ZoneRecords, wanted: Draft) -> None:
    plan = propose(replace(wanted, replace=True, target=ALB), records)
    assert applied({record.key: record for record in records.records}, plan) is not None


@given(zone_records(ZONE), DRAFTS)
def test_before_and_after_are_what_the_changes_make(records: ZoneRecords, wanted: Draft) -> None:
    assume(wanted.target is not None)
    plan = propose(wanted, records)
    here = {record.key: record for record in records.at(WWW)}
    after = applied(here, plan)
    assume(after is not None)
    assert after is not None
    concerned = {change.record.type for change in plan.changes} | set(wanted.types)
    assert set(plan.before) == {record for record in here.values() if record.type in concerned}
    assert set(plan.after) == {record for record in after.values() if record.type in concerned}
    case = Case(wanted, Surroundings(records), plan.changes)
    assert set(case.after(WWW)) == set(after.values())
    assert set(case.after(WWW, "A")) == {record for record in after.values() if record.type == "A"}


@given(zone_records(ZONE), DRAFTS)
def test_no_upsert_and_deletes_first(records: ZoneRecords, wanted: Draft) -> None:
    assume(wanted.target is not None)
    for plan in (propose(wanted, records), propose(wanted, records).inverse()):
        actions = [change.action for change in plan.changes]
        assert set(actions) <= {"CREATE", "DELETE"}
        assert actions == sorted(actions, reverse=True)
        assert [change["Action"] for change in plan.batch["Changes"]] == actions
        assert [change["ResourceRecordSet"] for change in plan.batch["Changes"]] == [
            change.record.wire for change in plan.changes
        ]


def test_create() -> None:
    plan = propose(draft("A", "AAAA", evaluate_target_health=True, health_check_id="abc"), standing())
    assert [(change.action, change.record.type) for change in plan.changes] == [("CREATE", "A"), ("CREATE", "AAAA")]
    assert plan.before == ()
    assert plan.after == tuple(change.record for change in plan.changes)
    assert plan.batch == {
        "Comment": "xalias: create alias",
        "Changes": [
            {
                "Action": "CREATE",
                "ResourceRecordSet": {
                    "Name": "www.example.com.",
                    "Type": type_,
                    "AliasTarget": {
                        "HostedZoneId": "Z215JYRZR1TBD5",
                        "DNSName": "dualstack.shop-1.eu-central-1.elb.amazonaws.com.",
                        "EvaluateTargetHealth": True,
                    },
                    "HealthCheckId": "abc",
                },
            }
            for type_ in ("A", "AAAA")
        ],
    }
    assert not plan.replaces


def test_create_where_something_stands_is_planned_as_route53_would_refuse_it() -> None:
    plan = propose(draft(), standing(OLD))
    assert [change.action for change in plan.changes] == ["CREATE"]
    assert plan.before == (OLD,)
    assert applied({OLD.key: OLD}, plan) is None


def test_a_cname_is_deleted_only_where_replacing_was_asked_for_and_something_is_created() -> None:
    assert [change.action for change in propose(draft(), standing(CNAME)).changes] == ["CREATE"]
    there = propose(draft(), standing()).changes[0].record
    assert propose(draft(replace=True), standing(there, CNAME)).changes == ()


def test_replace_deletes_exactly_what_was_read_and_the_cname() -> None:
    plan = propose(draft(replace=True), standing(OLD, CNAME))
    assert [(change.action, change.record.type) for change in plan.changes] == [
        ("DELETE", "A"),
        ("DELETE", "CNAME"),
        ("CREATE", "A"),
    ]
    assert plan.changes[0].record.wire == OLD.wire
    assert plan.before == (OLD, CNAME)
    assert plan.replaces
    assert plan.comment == "xalias: replace with alias"


def test_replace_with_what_is_there_changes_nothing() -> None:
    there = propose(draft(), standing()).changes[0].record
    plan = propose(draft(replace=True), standing(there))
    assert plan.changes == ()
    assert plan.before == plan.after == (there,)


def test_replacing_a_member_leaves_the_rest_of_its_group() -> None:
    routing = {"routing": Routing("weighted", 1)}
    blue, green = (
        propose(draft(set_identifier=id_, **routing), standing()).changes[0].record for id_ in ("blue", "green")
    )
    heavier = draft(replace=True, set_identifier="blue", routing=Routing("weighted", 9))
    plan = propose(heavier, standing(blue, green))
    assert [(change.action, change.record.set_identifier) for change in plan.changes] == [
        ("DELETE", "blue"),
        ("CREATE", "blue"),
    ]
    assert plan.after[1] == green
    assert propose(draft(set_identifier="blue", **routing), standing(blue)).changes == ()
    assert propose(draft(target=None), standing(blue, green)).changes == (
        Change("DELETE", blue),
        Change("DELETE", green),
    )


def test_a_cname_replaces_a_cname_only() -> None:
    plan = propose(draft("CNAME", replace=True), standing(OLD, CNAME))
    assert [(change.action, change.record.type) for change in plan.changes] == [
        ("DELETE", "CNAME"),
        ("CREATE", "CNAME"),
    ]


def test_removal_takes_the_aliases_that_are_meant() -> None:
    a, aaaa = (change.record for change in propose(draft("A", "AAAA"), standing()).changes)
    blue, green = (
        propose(draft(routing=Routing("weighted", 1), set_identifier=id_), standing()).changes[0].record
        for id_ in ("blue", "green")
    )
    assert propose(draft("AAAA", target=None), standing(a, aaaa)).changes == (Change("DELETE", aaaa),)
    everything = propose(draft(target=None, types=()), standing(a, aaaa))
    assert everything.changes == (Change("DELETE", a), Change("DELETE", aaaa))
    assert everything.comment == "xalias: remove alias"
    cname = propose(draft(target=None, types=()), standing(CNAME))
    assert (cname.changes, cname.comment) == ((Change("DELETE", CNAME),), "xalias: remove CNAME")
    assert propose(draft(target=None, set_identifier="green"), standing(blue, green)).changes == (
        Change("DELETE", green),
    )


def test_removal_of_what_is_no_alias_is_refused() -> None:
    with pytest.raises(UsageError, match="no alias or CNAME at www") as caught:
        propose(draft(target=None), standing(OLD))
    assert caught.value.code == "delete-not-found"
    assert "Z0HUB" in caught.value.remedy


def test_a_target_without_a_name_is_refused() -> None:
    with pytest.raises(UsageError, match="no DNS name") as caught:
        propose(draft(target=replace(ALB, dns_name=None, state="eb-legacy-domain")), standing())
    assert caught.value.code == "target-not-aliasable"


def test_the_digest_is_of_account_zone_batch_and_what_was_there() -> None:
    plan = propose(draft(replace=True), standing(OLD))
    others = [
        replace(plan, zone=replace(ZONE, account_id="999999999999")),
        replace(plan, zone=replace(ZONE, id="Z0OTHER")),
        replace(plan, comment="x"),
        replace(plan, before=()),
        replace(plan, changes=plan.changes[:1]),
    ]
    assert len({plan.digest, *(other.digest for other in others)}) == len(others) + 1
    same = replace(plan, zone=replace(ZONE, profile="other", comment="x"), target=None)
    assert same.digest == plan.digest
    assert len(plan.digest) == 64


def test_judgement_is_no_part_of_what_is_sent() -> None:
    plan = propose(draft(), standing())
    judged = plan.judged([Finding("x", Severity.ERROR, "no")])
    assert judged.findings[0].id == "x"
    assert (judged, judged.digest, judged.batch) == (plan, plan.digest, plan.batch)


def test_the_inverse_says_what_it_undoes() -> None:
    plan = propose(draft(), standing())
    inverse = plan.inverse()
    assert inverse.comment == f"xalias: undo {plan.digest[:12]}"
    assert inverse.batch["Comment"] == inverse.comment
    assert "Comment" not in replace(plan, comment="").batch
    assert inverse.target is None


def test_a_case_knows_what_comes_and_goes() -> None:
    wanted = draft(replace=True)
    records = standing(OLD, CNAME)
    case = Case(wanted, Surroundings(records), propose(wanted, records).changes)
    assert case.zone == ZONE
    assert case.deleted == (OLD, CNAME)
    assert [record.key for record in case.created] == [OLD.key]
    assert case.after(WWW) == case.created
    assert case.after(APEX) == ()


def test_what_is_created_over_something_is_there_once() -> None:
    records = standing(OLD)
    case = Case(draft(), Surroundings(records), propose(draft(), records).changes)
    assert case.after(WWW) == case.created
