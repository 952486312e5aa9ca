"""Every list is filtered by the same words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tui.fakes import NOW, SHOP_ACCOUNT, record, target, zone
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.audits import Audit
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet
from xalias_tui.domain.verdicts import Inventory
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.audit.judge import judge_records
from xalias_tui.tui.widgets.all_rows import ALL_RECORDS, ZoneRecord
from xalias_tui.tui.widgets.audit_rows import AUDIT, audit_rows
from xalias_tui.tui.widgets.columns import ACCOUNTS, HISTORY, TARGETS, ZONES, AccountRow, records_of, zone_rows
from xalias_tui.tui.widgets.row_model import Rows
from xalias_tui.tui.widgets.rows import Spec

ZONE = zone()
CORP = zone("corp.example.com.", "Z0PRIVATE", private=True)
MAIL, WWW = record("mail.example.com.", "MX", "10 mx."), record("www.example.com.", "A", "192.0.2.1")
GONE = RecordSet.alias_record(
    RecordKey(DnsName.parse("old.example.com"), "A"),
    AliasRef(DnsName.parse("old-1.eu-west-1.elb.amazonaws.com"), "Z32O12XQLNTSW2", evaluate_target_health=False),
)
VERDICTS = judge_records([ZoneRecords(ZONE, (MAIL, WWW, GONE))], Inventory((target(),), accounts=(SHOP_ACCOUNT,)))
AUDITED = audit_rows(Audit((ZONE,), 3, VERDICTS, (), Inventory((target(),)), 0.1, NOW, ()))
EDGE = target("edge", kind="cloudfront", arn="arn:edge", region="global", state="Deployed", profile="media-prod")
EVERYWHERE = (ZoneRecord(ZONE, MAIL), ZoneRecord(CORP, WWW, target()))
PEOPLE = tuple(
    AccountRow(account, on_zones=False, on_targets=False)
    for account in (Account("one", state="ready"), Account("two", state="expired"))
)


def left(spec: Spec[Any], rows: Any, typed: str) -> list[str]:
    listed = Rows(spec)
    listed.replace(rows)
    listed.filter(typed, frozenset())
    return [spec.key(row) for row in listed.passing]


@pytest.mark.parametrize(
    ("spec", "rows", "typed", "first"),
    [
        (ZONES, zone_rows((ZONE, CORP)), "visibility:public", True),
        (ZONES, zone_rows((ZONE, CORP)), "account:dns !private", True),
        (ZONES, zone_rows((ZONE, CORP)), "zone:corp", False),
        (records_of(ZONE.name), (MAIL, WWW), "type:mx", True),
        (records_of(ZONE.name), (MAIL, WWW), "record:www.example", False),
        (records_of(ZONE.name), (MAIL, WWW), "!points-to:192", True),
        (TARGETS, (target(), EDGE), "kind:alb state:active", True),
        (TARGETS, (target(), EDGE), "!account:shop", False),
        (TARGETS, (target(), EDGE), "region:global", False),
        (ALL_RECORDS, EVERYWHERE, "zone:example.com zone:public", True),
        (ALL_RECORDS, EVERYWHERE, "kind:alb", False),
        (ALL_RECORDS, EVERYWHERE, "!points-into:shop", True),
        (ACCOUNTS, PEOPLE, "state:signed", True),
        (ACCOUNTS, PEOPLE, "!profile:one", False),
    ],
)
def test_one_row_is_left(spec: Spec[Any], rows: tuple[Any, ...], typed: str, *, first: bool) -> None:
    assert left(spec, rows, typed) == [spec.key(rows[0] if first else rows[1])]


def test_aliases_are_found_by_verdict_zone_and_finding() -> None:
    (row,) = AUDITED
    for typed in (f"verdict:{row.verdict.verdict}", "zone:example.com", "account:1111", f"finding:{row.rule}"):
        assert left(AUDIT, AUDITED, typed) == [AUDIT.key(row)], typed
        assert left(AUDIT, AUDITED, f"!{typed}") == [], typed


def test_a_column_that_there_is_not_is_said_with_those_that_there_are() -> None:
    listed: Rows[Any] = Rows(HISTORY)
    listed.filter("colour:red", frozenset())
    assert listed.hint == (
        "There is no column 'colour'. Columns are: when, status, change, record, account, who, zone."
    )
    listed.filter("who:me", frozenset())
    assert listed.hint == ""
