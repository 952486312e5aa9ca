from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.domain.samples import ZONE, alias, balancer
from xalias_tui.domain.audit_documents import audit_document
from xalias_tui.domain.audits import Acceptance, Audit
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Verdict

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
RECORD = alias("www.example.com.")
GONE = Finding("dangling-target", Severity.ERROR, "Gone.", "", RECORD.key, ZONE.id, "lb-1")
ODD = Finding("lb-not-active", Severity.WARNING, "Odd.", "", RECORD.key, ZONE.id, "lb-1")
ACCEPTED = Acceptance(GONE.id, ZONE.id, RECORD.key, "lb-1", "It is being retired.", date(2026, 6, 1))


def audit(*findings: Finding, acceptances: tuple[Acceptance, ...] = (), verdict: Verdict = "broken") -> Audit:
    verdicts = (AliasVerdict(RECORD, ZONE, verdict, balancer(), findings),)
    inventory = Inventory((), accounts=("222222222222",))
    return Audit((ZONE,), 7, verdicts, (), inventory, 1.23456, NOW, acceptances)


def test_the_worst_finding_comes_first() -> None:
    assert [row.finding for row in audit(ODD, GONE).judged()] == [GONE, ODD]


@pytest.mark.parametrize(
    ("acceptance", "holds"),
    [
        (ACCEPTED, True),
        (replace(ACCEPTED, until=date(2026, 6, 15)), True),
        (replace(ACCEPTED, until=date(2026, 6, 14)), False),
        (replace(ACCEPTED, id="lb-not-active"), False),
        (replace(ACCEPTED, zone_id="Z0OTHER"), False),
        (replace(ACCEPTED, record=alias("other.example.com.").key), False),
        (replace(ACCEPTED, target="lb-9"), False),
    ],
)
def test_an_acceptance_holds_for_one_finding_until_its_last_day(acceptance: Acceptance, *, holds: bool) -> None:
    assert acceptance.covers(GONE, NOW.date()) is holds
    (row,) = audit(GONE, acceptances=(acceptance,)).judged()
    assert row.accepted == (acceptance if holds else None)


def test_an_acceptance_whose_day_has_passed_is_reported_as_lapsed() -> None:
    lapsed = replace(ACCEPTED, until=date(2026, 6, 14))
    (row,) = audit(GONE, acceptances=(lapsed,)).judged()
    assert (row.accepted, row.lapsed) == (None, lapsed)


def test_only_what_is_not_accepted_counts() -> None:
    assert audit(GONE, ODD).worst_open() is Severity.ERROR
    assert audit(GONE, ODD, acceptances=(ACCEPTED,)).worst_open() is Severity.WARNING
    assert audit(GONE, acceptances=(ACCEPTED,)).worst_open() is None


@pytest.mark.parametrize(
    ("verdict", "counts"),
    [
        ("live", {"live": 1, "broken": 0, "takeable": 0, "unknown": 0, "not_served": 0}),
        ("broken", {"live": 0, "broken": 1, "takeable": 0, "unknown": 0, "not_served": 0}),
        ("takeable", {"live": 0, "broken": 1, "takeable": 1, "unknown": 0, "not_served": 0}),
        ("unknown", {"live": 0, "broken": 0, "takeable": 0, "unknown": 1, "not_served": 0}),
    ],
)
def test_what_can_be_taken_over_is_broken_too(verdict: Verdict, counts: dict[str, int]) -> None:
    made = audit(verdict=verdict)
    assert made.counts() == counts
    assert made.verdicts[0].is_bad is (counts["broken"] == 1)


def test_the_document() -> None:
    document = audit_document(audit(GONE, ODD, acceptances=(replace(ACCEPTED, until=date(2026, 7, 1)),)))
    summary = document["summary"]
    assert (summary["aliases"], summary["accepted"], summary["seconds"], summary["at"]) == (
        1,
        1,
        1.235,
        "2026-06-15T12:00:00+00:00",
    )
    assert [row["id"] for row in document["findings"]] == ["dangling-target", "lb-not-active"]
    assert [row["accepted"] for row in document["findings"]] == [
        {"reason": "It is being retired.", "at": "2026-06-01", "until": "2026-07-01"},
        None,
    ]
    assert [(row["dns_name"], row["target"]["name"], row["findings"]) for row in document["aliases"]] == [
        ("lb-1.eu-west-1.elb.amazonaws.com.", "shop", ["dangling-target", "lb-not-active"])
    ]
    unknown = replace(audit(), verdicts=(AliasVerdict(RECORD, ZONE, "unknown"),), acceptances=(ACCEPTED,))
    assert audit_document(unknown)["aliases"][0]["target"] is None
    assert audit_document(audit(GONE, acceptances=(ACCEPTED,)))["findings"][0]["accepted"]["until"] is None
