"""Many rows at once, with zones in memory: what one row or zone can't do keeps the others from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.jobs.fakes import FakeAccounts, FakeHostedZones, alias, plain, zone
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.documents import envelope, plan_document
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.read_documents import plan_from_document
from xalias_tui.domain.record_rows import Row
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.plans import many
from xalias_tui.jobs.plans.many import ManyPlanned, plan_rows
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.store.journal import Journal

HUB, OTHER = "111111111111", "555555555555"
WEB = "web-1.eu-west-1.elb.amazonaws.com"
OLD = "dualstack.old-1.eu-west-1.elb.amazonaws.com"


class Zones(FakeHostedZones):
    """Zones that may be listed, and whose records may be denied."""

    secret = False

    def records(self, zone: Zone) -> Iterator[tuple[RecordSet, ...]]:
        if self.secret:
            raise LookupFailedError("AccessDenied", "You may not.")
        yield from super().records(zone)


class Hub:
    """Two accounts with a zone each; no target account can be asked, so names alone say what they are."""

    def __init__(self, tmp_path: Path) -> None:
        first, second = zone(), zone("Z2", "example.org", account_id=OTHER, profile="other")
        self.first = Zones(Account("dns", HUB, "arn:aws:iam::111111111111:user/me"), [first])
        self.second = Zones(Account("other", OTHER, "arn:aws:iam::555555555555:user/me"), [second])
        hosted = {"dns": self.first, "other": self.second}
        accounts = FakeAccounts({name: held.account for name, held in hosted.items()}, hosted)
        options = Options(("dns", "other"), ("nobody",), offline=True)
        self.workspace = Workspace(options, accounts=accounts, journal=Journal(tmp_path / "journal.jsonl"))

    def plan(self, *rows: Row) -> ManyPlanned:
        return plan_rows(self.workspace, rows)


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path)


def row(line: int, name: str, target: str | None = WEB, **more: object) -> Row:
    return Row(line, name, target, types=("A",), **more)  # type: ignore[arg-type] # of a test


def rejected(made: ManyPlanned) -> dict[int, str]:
    return {one.line: one.error.code for one in made.rejected}


def sent_as_it_is(plan: Plan) -> bool:
    return plan_from_document(envelope("plan", plan_document(plan))["data"]).digest == plan.digest


def test_each_zone_has_one_plan_that_apply_reads_back(hub: Hub) -> None:
    hub.first.sets["Z1"] = [alias("b.example.com", "A", OLD)]
    made = hub.plan(row(2, "a.example.com"), row(3, "c.example.org"), row(4, "b.example.com", replace=True))
    assert [(one.plan.zone.id, one.lines) for one in made.plans] == [("Z1", (2, 4)), ("Z2", (3,))]
    assert [change.action for change in made.plans[0].plan.changes] == ["DELETE", "CREATE", "CREATE"]
    assert all(sent_as_it_is(one.plan) for one in made.plans)
    assert (made.rejected, made.unchanged) == ((), ())
    assert {item.kind for item in made.unscanned} == {"targets"}


def test_zones_and_records_are_read_once_for_all_rows(hub: Hub) -> None:
    hub.plan(*(row(at, f"n{at}.example.com") for at in range(2, 22)))
    assert hub.first.reads.count("zones") == 1
    assert hub.first.reads.count("records Z1") == 1


def test_a_zone_that_can_not_be_read_keeps_no_other_from_its_plan(hub: Hub) -> None:
    hub.first.secret = True
    made = hub.plan(row(2, "a.example.com"), row(3, "c.example.org"))
    assert rejected(made) == {2: "AccessDenied"}
    assert [one.plan.zone.id for one in made.plans] == ["Z2"]
    hub.first.secret = False
    assert rejected(hub.plan(row(2, "a.example.com"))) == {}


def test_a_row_in_the_wrong_zone_does_not_spoil_the_plan_of_the_others(hub: Hub) -> None:
    made = hub.plan(row(2, "a.example.com"), row(3, "c.example.org", zone="Z1"))
    assert rejected(made) == {3: "record-name-outside-zone"}
    (one,) = made.plans
    assert (one.lines, sent_as_it_is(one.plan)) == ((2,), True)


def test_rows_of_one_record_are_left_out_and_so_are_others_of_its_name(hub: Hub) -> None:
    made = hub.plan(
        row(2, "a.example.com"),
        row(3, "A.example.com."),
        Row(4, "a.example.com", WEB, types=("AAAA",)),
        row(5, "b.example.com"),
    )
    assert rejected(made) == dict.fromkeys((2, 3, 4), "row-invalid")
    assert [one.lines for one in made.plans] == [(5,)]


def test_members_of_a_group_are_planned_together(hub: Hub) -> None:
    members = [
        row(at, "a.example.com", set_identifier=who, weight=weight) for at, who, weight in ((2, "x", 9), (3, "y", 1))
    ]
    (one,) = hub.plan(*members).plans
    assert (one.lines, [record.set_identifier for record in one.plan.after]) == ((2, 3), ["x", "y"])


def test_what_is_so_already_changes_nothing(hub: Hub) -> None:
    hub.first.sets["Z1"] = [alias("a.example.com", "A", f"dualstack.{WEB}"), plain("m.example.com")]
    made = hub.plan(row(2, "a.example.com"))
    assert ([same.line for same in made.unchanged], made.plans) == ([2], ())


def test_without_any_zone_account_there_is_nothing_to_plan(hub: Hub) -> None:
    hub.workspace = Workspace(Options(("nobody",)), accounts=hub.workspace.accounts, journal=hub.workspace.journal)
    with pytest.raises(AwsError):
        hub.plan(row(2, "a.example.com"))


def test_a_fault_of_the_program_is_not_a_row_that_is_left_out(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(many, "planned", fault)
    with pytest.raises(ZeroDivisionError):
        hub.plan(row(2, "a.example.com"))


def test_rows_may_point_to_each_other_in_any_order(hub: Hub) -> None:
    made = hub.plan(
        row(2, "www.example.com", "shop.example.com"),
        row(3, "shop.example.com", "base.example.com"),
        row(4, "base.example.com"),
    )
    (one,) = made.plans
    assert [change.record.name.bare for change in one.plan.changes] == [
        "base.example.com",
        "shop.example.com",
        "www.example.com",
    ]
    assert {change.record.alias.zone_id for change in one.plan.changes[1:] if change.record.alias} == {"Z1"}
    assert "alias-same-zone-missing" not in {finding.id for finding in one.plan.findings}
    assert one.plan.before == ()


def test_rows_that_point_in_a_circle_or_to_nothing_say_so(hub: Hub) -> None:
    pointing = (("a", "b"), ("b", "c"), ("c", "a"))
    aliases = [row(2, f"{one}.example.com", f"{to}.example.com") for one, to in pointing]
    for rows in (aliases, [replace(each, types=(), cname_ttl=60) for each in aliases]):
        (circle,) = hub.plan(*rows).plans
        loops = [finding.message for finding in circle.plan.findings if finding.id == "alias-loop"]
        assert len(loops) == 3
        assert loops[0].endswith("through b.example.com → c.example.com → a.example.com.")
    (other,) = hub.plan(row(2, "a.example.com", "none.example.com")).plans
    assert "alias-same-zone-missing" in {finding.id for finding in other.plan.findings}


def test_a_row_that_points_to_one_that_is_left_out_is_judged_without_it(hub: Hub) -> None:
    made = hub.plan(row(2, "a.example.com", "b.example.com"), row(3, "b.example.com"), row(4, "b.example.com"))
    assert rejected(made) == dict.fromkeys((3, 4), "row-invalid")
    assert "alias-same-zone-missing" in {finding.id for finding in made.plans[0].plan.findings}


def test_rows_of_one_line_are_told_apart(hub: Hub) -> None:
    """JSON without line breaks is YAML, and a YAML alias is where its anchor is."""
    made = hub.plan(row(1, "a.example.net"), row(1, "b.example.net"), row(1, "a.example.com"), row(1, "b.example.com"))
    assert [one.name for one in made.rejected] == ["a.example.net", "b.example.net"]
    assert [one.lines for one in made.plans] == [(1, 1)]
    twice = hub.plan(row(1, "a.example.com"), row(1, "a.example.com"), row(1, "b.example.com"))
    assert [(one.name, one.error.message) for one in twice.rejected] == [
        ("a.example.com", "Line 1 is about the same record as another row of it.")
    ] * 2
    assert len(twice.plans) == 1
