"""Whose records are: by tags that were read, and never by a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from tests.jobs.fakes import balancer, zone
from xalias_tui.cli.audit_text import audit_lines
from xalias_tui.domain.audit_documents import audit_document
from xalias_tui.domain.audits import Audit, seen_as
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.owners import OwnerTags
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet
from xalias_tui.domain.tags import Tags, read_tags, tag_value
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Verdict
from xalias_tui.export.reports.page import render

WEB = balancer("web")
OWNERS = OwnerTags("team", {zone().id: (("team", "platform"),)}, {"222222222222": "shop-prod"})


def verdict(name: str, says: Verdict, target: Target | None, *severities: Severity) -> AliasVerdict:
    key = RecordKey(DnsName.parse(f"{name}.example.com"), "A", None)
    record = RecordSet.alias_record(
        key, AliasRef(DnsName.parse("gone.example.net"), "Z1", evaluate_target_health=False)
    )
    found = tuple(
        Finding(f"finding-{at}", severity, "said", "", key, zone().id) for at, severity in enumerate(severities)
    )
    return AliasVerdict(record, zone(), says, target, found)


@pytest.mark.parametrize(
    ("target", "owner"),
    [
        (replace(WEB, tags=(("env", "prod"), ("team", "shop"))), "shop"),
        (replace(WEB, tags=(("Team", "shop"),)), ""),
        (replace(WEB, tags=()), ""),
        (replace(WEB, tags=None), None),
        (None, "platform"),
    ],
)
def test_the_owner_is_the_target_s_else_that_of_the_zone(target: Target | None, owner: str | None) -> None:
    judged = verdict("www", "live", target)
    assert OWNERS.of(judged) == owner
    assert OWNERS.word(judged) == ("unknown" if owner is None else owner)
    assert OWNERS.word(judged, "none").strip()
    assert OwnerTags().word(judged) == ""
    assert OwnerTags().of(verdict("www", "live", target)) is None
    if target is None:
        assert OwnerTags("team").of(verdict("www", "broken", None)) is None, "the zone's tags were not read"


@pytest.mark.parametrize(
    ("tag", "tags", "said"),
    [
        ("team", (("team", "shop"),), ""),
        (
            "teem",
            (("team", "shop"), ("Team", "x")),
            "has the tag 'teem', as far as tags were read. Did you mean 'team'",
        ),
        ("Team", (("team", "shop"),), "Did you mean 'team'?"),
        ("zzz", (), "No record of this audit has an owner: no target or hosted zone has the tag 'zzz'"),
        ("team", None, "No record of this audit has an owner: the tags of no target or hosted zone were read."),
    ],
)
def test_a_tag_that_nothing_has_is_said_once(tag: str, tags: Tags | None, said: str) -> None:
    rows = (verdict("a", "live", replace(WEB, tags=tags)), verdict("b", "live", replace(WEB, tags=None)))
    found = OwnerTags(tag).none_found(rows)
    assert bool(found) == bool(said)
    assert said in found
    assert OwnerTags(tag).none_found(()) == "", "without records there is nothing to say"
    assert OwnerTags().none_found(rows) == "", "no owner was asked for"
    at = datetime(2026, 11, 30, tzinfo=UTC)
    audit = Audit((zone(),), 2, rows, (), Inventory(()), 0.1, at, (), None, OwnerTags(tag))
    document: dict[str, Any] = audit_document(audit)
    assert document["owner_note"] == found
    printed = "\n".join(audit_lines(audit))
    assert found in printed
    assert found in unescape(render(audit))


def test_what_was_found_is_counted_by_account_and_owner_and_what_is_new_comes_first() -> None:
    shop = replace(WEB, account_id="222222222222", tags=(("team", "shop"),))
    unread = replace(shop, tags=None)
    rows = (
        verdict("a", "live", shop, Severity.INFO),
        verdict("b", "takeable", None, Severity.ERROR, Severity.WARNING),
        verdict("c", "broken", None, Severity.ERROR),
        verdict("d", "unknown", unread, Severity.WARNING),
    )
    known = frozenset(seen_as(finding) for row in rows[:3] for finding in row.findings)
    at = datetime(2026, 11, 30, tzinfo=UTC)
    audit = Audit((zone(),), 4, rows, (), Inventory(()), 0.1, at, (), known, OWNERS)
    document: dict[str, Any] = audit_document(audit)
    counts = {"takeable": 0, "not_served": 0, "unknown": 0, "live": 0, "broken": 0, "errors": 0, "warnings": 0}
    of_hub = counts | {"records": 2, "broken": 2, "takeable": 1, "errors": 2, "warnings": 1, "new": 0}
    of_shop = counts | {"records": 2, "live": 1, "unknown": 1, "warnings": 1, "new": 1}
    assert document["by_account"] == [
        {"account_id": "222222222222", "name": "shop-prod", **of_shop},
        {"account_id": zone().account_id, "name": "", **of_hub},
    ]
    assert document["by_owner"] == [
        {"owner": "platform", **of_hub},
        {"owner": "shop", **counts, "records": 1, "live": 1, "new": 0},
        {"owner": None, **counts, "records": 1, "unknown": 1, "warnings": 1, "new": 1},
    ]
    assert [row["owner"] for row in document["aliases"]] == ["shop", "platform", "platform", None]
    assert audit_document(replace(audit, owners=OwnerTags(), baseline=None))["by_owner"] == []


def test_tags_are_read_in_the_forms_that_services_have() -> None:
    pair: Tags = (("team", "shop"),)
    assert read_tags([{"Key": "team", "Value": "shop"}]) == pair
    assert read_tags([{"tag": "team=shop", "key": "team", "value": "shop"}]) == pair
    assert read_tags({"team": "shop"}) == pair
    assert read_tags([{"key": "team"}]) == (("team", ""),)
    assert read_tags([]) == ()
    for strange in (None, "team=shop", 7, ["team=shop"]):
        assert read_tags(strange) is None
        assert tag_value(read_tags(strange), "team") is None
