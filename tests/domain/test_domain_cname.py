from __future__ import annotations

from dataclasses import replace

import pytest

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Cname, Draft, propose
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone, ZoneRecords

ZONE = Zone(id="Z1", name=DnsName.parse("example.com"), private=False, account_id="111111111111", profile="dns")
NAME, HOST = DnsName.parse("db.example.com"), DnsName.parse("db.eu-west-1.rds.amazonaws.com")
TARGET = Target("", "db", "", "", "", "eu-west-1", HOST, "", "", (), state="target-not-aliasable")
WANTED = RecordSet.plain_record(RecordKey(NAME, "CNAME"), [HOST.route53], 60)
ALIAS = AliasRef(DnsName.parse("a.elb.amazonaws.com"), "Z2", evaluate_target_health=False)
STANDING = tuple(RecordSet.alias_record(RecordKey(NAME, type_), ALIAS) for type_ in ("A", "AAAA"))
TEXT = RecordSet.plain_record(RecordKey(NAME, "TXT"), ['"v=spf1"'], 300)
DRAFT = Draft(ZONE, NAME, ("CNAME",), TARGET, cname=Cname(HOST, 60))


def planned(draft: Draft, *standing: RecordSet) -> list[tuple[str, RecordSet]]:
    return [(change.action, change.record) for change in propose(draft, ZoneRecords(ZONE, standing)).changes]


def test_a_cname_has_values_and_a_ttl_of_its_own() -> None:
    plan = propose(DRAFT, ZoneRecords(ZONE, ()))
    assert [(change.action, change.record) for change in plan.changes] == [("CREATE", WANTED)]
    assert (plan.after, plan.comment, WANTED.ttl) == ((WANTED,), "xalias: create CNAME", 60)


def test_replacing_takes_the_addresses_and_the_old_cname_away_in_the_same_batch_and_nothing_else() -> None:
    assert planned(DRAFT, *STANDING, TEXT) == [("CREATE", WANTED)]
    assert planned(replace(DRAFT, replace=True), *STANDING, TEXT) == [
        *(("DELETE", record) for record in STANDING),
        ("CREATE", WANTED),
    ]


def test_the_same_cname_is_left_alone() -> None:
    assert planned(replace(DRAFT, replace=True), WANTED) == []


@pytest.mark.parametrize("there", [True, False])
def test_companions_go_in_the_same_batch_unless_they_are_there(*, there: bool) -> None:
    validation = RecordSet.plain_record(
        RecordKey(DnsName.parse("_x.example.com"), "CNAME"), ["_y.acm-validations.aws."], 300
    )
    draft = replace(DRAFT, companions=(validation,))
    standing = (validation,) if there else ()
    assert planned(draft, *standing) == [("CREATE", WANTED), *([] if there else [("CREATE", validation)])]
    plan = propose(draft, ZoneRecords(ZONE, standing))
    assert set(plan.after) == ({WANTED} if there else {WANTED, validation}), "undo compares what the plan created"
    assert [change.action for change in plan.inverse().changes] == ["DELETE"] * (1 if there else 2)


def test_a_companion_takes_the_place_of_another_record_only_where_records_may_be_replaced() -> None:
    key = RecordKey(DnsName.parse("_x.example.com"), "CNAME")
    wanted, other = (RecordSet.plain_record(key, [f"{value}.acm-validations.aws."], 300) for value in ("_y", "_z"))
    draft = replace(DRAFT, companions=(wanted,))
    assert planned(draft, other) == [("CREATE", WANTED), ("CREATE", wanted)]
    agreed = replace(draft, replace=True)
    assert planned(agreed, other, *STANDING) == [
        *(("DELETE", record) for record in (*STANDING, other)),
        ("CREATE", WANTED),
        ("CREATE", wanted),
    ]
    plan = propose(agreed, ZoneRecords(ZONE, (other,)))
    assert (set(plan.before), set(plan.after)) == ({other}, {WANTED, wanted})
    assert set(plan.inverse().after) == {other}
