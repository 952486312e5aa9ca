from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.audit.test_judge import wire
from tests.jobs.fakes import FakeAccounts, FakeHostedZones, FakeTime, alias, balancer, plain, zone
from tests.jobs.one_plan import undo
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.documents import plan_document
from xalias_tui.domain.errors import AwsError, ConflictError, OutcomeUnknownError, RefusedError, UsageError, XaliasError
from xalias_tui.domain.hosted_zones import ChangeStatus
from xalias_tui.domain.plans import Plan, Surroundings
from xalias_tui.domain.read_documents import plan_from_document
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.history.reading import Entries
from xalias_tui.jobs.plans import repair as repairs
from xalias_tui.jobs.plans.pipeline import judged as judge
from xalias_tui.jobs.plans.repair import Place, repair_all
from xalias_tui.jobs.sending.commit import Outcome, Step, commit
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.store.journal import Journal

HUB, OTHER = "111111111111", "555555555555"
OLD = "dualstack.old-1.eu-west-1.elb.amazonaws.com"
NEW = balancer("new")
ME = "arn:aws:iam::111111111111:user/me"


def around(records: Sequence[RecordSet]) -> Surroundings:
    return Surroundings(ZoneRecords(zone(), tuple(records)))


def repoint(record: RecordSet, stands: Surroundings, target: Target) -> Plan:
    return judge(repairs.repointed((record,), (target,), stands), stands)


def ids(findings: Sequence[object]) -> set[str]:
    return {getattr(finding, "id", "") for finding in findings}


class FillingDisk(Journal):
    """A journal that has room for so many events."""

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(path)
        self._left = most

    def append(self, event: Mapping[str, Any]) -> None:
        self._left -= 1
        if self._left < 0:
            raise RefusedError("journal-unwritable", "No space left on device.", "")
        super().append(event)


class Room:
    """Two accounts with a zone each, whose aliases lead to a load balancer that is gone."""

    def __init__(self, tmp_path: Path, many: int = 2) -> None:
        first, second = zone(), zone("Z2", "example.org", account_id=OTHER, profile="other")
        self.hosted = {
            "dns": FakeHostedZones(Account("dns", HUB, ME), [first], {"Z1": self.aliases("example.com", many)}),
            "other": FakeHostedZones(Account("other", OTHER, ME), [second], {"Z2": self.aliases("example.org", many)}),
        }
        people = {profile: held.account for profile, held in self.hosted.items()}
        accounts = FakeAccounts(people, self.hosted)
        self.journal = Journal(tmp_path / "journal.jsonl")
        self.workspace = Workspace(Options(("dns", "other")), accounts=accounts, journal=self.journal)
        self.places = [Place(first, row.key, NEW) for row in self.hosted["dns"].sets["Z1"] if row.alias]
        self.places += [Place(second, row.key, NEW) for row in self.hosted["other"].sets["Z2"] if row.alias]

    @staticmethod
    def aliases(domain: str, many: int) -> list[RecordSet]:
        rows = [alias(f"a{at}.{domain}", type_, OLD) for at in range(many) for type_ in ("A", "AAAA")]
        return [*rows, plain(f"host.{domain}")]

    def plans(self) -> tuple[Plan, ...]:
        return repair_all(
            self.workspace,
            self.places,
            comment="xalias: repoint",
        )

    def led_to(self, profile: str) -> set[str]:
        (rows,) = self.hosted[profile].sets.values()
        return {row.alias.dns_name.bare for row in rows if row.alias}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_repointing_keeps_everything_but_the_target() -> None:
    record = wire("www.example.com.", OLD, SetIdentifier="blue", Weight=3, HealthCheckId="h-1")
    plan = repoint(record, around([record, plain("www.example.org")]), NEW)
    deleted, created = plan.changes
    assert (deleted.action, deleted.record) == ("DELETE", record)
    moved = {
        **record.wire,
        "AliasTarget": {**record.wire["AliasTarget"], "DNSName": "dualstack.new-1.eu-west-1.elb.amazonaws.com."},
    }
    assert (created.action, created.record.wire) == ("CREATE", moved)
    with pytest.raises(UsageError):
        repoint(plain("x.example.com"), around([plain("x.example.com")]), NEW)


def test_deleting_says_what_comes_after() -> None:
    record = alias("www.example.com", "A", OLD)
    stands = around([record, alias("www.example.com", "AAAA", OLD)])
    plan = judge(repairs.deleted((record,), (), stands), stands)
    assert [(change.action, change.record) for change in plan.changes] == [("DELETE", record)]
    assert "retire-order" in ids(plan.findings)


def test_a_missing_validation_record_is_created() -> None:
    record = plain("_x.www.example.com", "CNAME", "_y.acm-validations.aws.")
    plan = judge(repairs.created((record,), around([])), around([]))
    assert (plan.before, plan.after, plan.findings) == ((), (record,), ())


def test_many_are_one_plan_a_zone(room: Room) -> None:
    plans = room.plans()
    assert [(plan.zone.id, plan.name.bare, len(plan.changes)) for plan in plans] == [
        ("Z1", "example.com", 8),
        ("Z2", "example.org", 8),
    ]
    assert [change.action for change in plans[0].changes] == ["DELETE"] * 4 + ["CREATE"] * 4
    assert plan_from_document(plan_document(plans[0])).digest == plans[0].digest


def test_what_leads_to_different_places_has_no_target_as_a_whole() -> None:
    records = [alias("a.example.com", "A", OLD), alias("b.example.com", "A", OLD)]
    stands = around(records)
    for target, expected in ((NEW, NEW), (balancer("other"), None)):
        single = [repoint(records[0], stands, NEW), repoint(records[1], stands, target)]
        (whole,) = repairs.join(single, stands, comment="xalias: repoint")
        assert (len(whole.changes), whole.target) == (4, expected)


def test_what_one_request_cannot_carry_is_divided_between_names(tmp_path: Path) -> None:
    plans = [plan for plan in Room(tmp_path, many=300).plans() if plan.zone.id == "Z1"]
    assert [len(plan.changes) for plan in plans] == [1000, 200]
    assert not set(plans[0].names) & set(plans[1].names)
    assert not [finding for plan in plans for finding in plan.findings if finding.id.startswith("batch-too-many")]


def test_a_record_that_is_gone_meanwhile_ends_the_planning(room: Room) -> None:
    room.hosted["dns"].sets["Z1"].clear()
    with pytest.raises(UsageError, match="A any more; there is nothing to change"):
        room.plans()


def sent(room: Room) -> tuple[Outcome, ...]:
    return commit(room.workspace, room.plans(), clock=FakeTime().clock)


def test_all_are_sent_and_each_can_be_undone(room: Room) -> None:
    outcomes = sent(room)
    assert [outcome.state for outcome in outcomes] == ["insync", "insync"]
    assert room.led_to("dns") == room.led_to("other") == {"dualstack.new-1.eu-west-1.elb.amazonaws.com"}
    undo(room.workspace, outcomes[0].entry, clock=FakeTime().clock)
    assert room.led_to("dns") == {OLD}
    assert room.led_to("other") != {OLD}


def test_the_ways_back_are_journalled_before_anything_is_sent(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    hosted = room.hosted["dns"]
    change = hosted.change

    def noting(held: Zone, batch: Mapping[str, Any], *_: object) -> ChangeStatus:
        seen.append(len(tuple(Entries(room.journal))))
        return change(held, batch)

    monkeypatch.setattr(hosted, "change", noting)
    sent(room)
    assert seen == [2]


def test_a_zone_that_refuses_does_not_keep_the_others_from_theirs(room: Room) -> None:
    room.hosted["dns"].refuse = RefusedError("throttled", "Route 53 says no.", "")
    first, second = sent(room)
    assert (first.state, second.state) == ("refused", "insync")
    assert "says no" in first.message
    assert {entry.entry: entry.status for entry in Entries(room.journal)} == {
        first.entry: "refused",
        second.entry: "insync",
    }
    assert room.led_to("dns") == {OLD}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ConflictError("stale-plan", "It changed."), 4),
        (AwsError("no-network", "Nobody answers."), 3),
        (RefusedError("x", "No."), 5),
    ],
)
def test_each_outcome_keeps_the_exit_status_of_its_error(room: Room, error: XaliasError, status: int) -> None:
    room.hosted["dns"].refuse = error
    assert [outcome.exit_status for outcome in sent(room)] == [status, 0]


def test_what_the_journal_cannot_take_any_more_loses_no_outcome(room: Room) -> None:
    room.hosted["other"].refuse = RefusedError("throttled", "Route 53 says no.", "")
    room.workspace.journal = FillingDisk(room.journal.path, most=5)
    first, second = sent(room)
    assert (first.state, second.state) == ("insync", "refused")
    assert "No space left" in second.message


def test_no_plan_waits_until_another_one_is_everywhere(room: Room) -> None:
    steps: list[Step] = []
    for hosted in room.hosted.values():
        hosted.statuses = ["PENDING", "INSYNC"]
    outcomes = commit(room.workspace, room.plans(), clock=FakeTime().clock, on_step=steps.append)
    assert [outcome.state for outcome in outcomes] == ["insync", "insync"]
    told = [(step.name, step.plan) for step in steps if step.name in ("sent", "insync")]
    assert told == [("sent", 0), ("sent", 1), ("insync", 0), ("insync", 1)]


def test_nothing_more_is_sent_once_an_outcome_is_not_known(room: Room) -> None:
    plans = room.plans()
    hosted = room.hosted["dns"]

    def half(*_: object) -> None:
        hosted.sets["Z1"].pop(0)
        raise OutcomeUnknownError("no-answer", "The connection was closed.")

    hosted.change = half  # type: ignore[method-assign,assignment] # the answer is lost, and somebody else writes
    outcomes = commit(room.workspace, plans, clock=FakeTime().clock)
    assert [outcome.state for outcome in outcomes] == ["unknown", "not-sent"]
    assert room.led_to("other") == {OLD}


def test_nothing_is_sent_where_one_of_the_plans_is_stale(room: Room) -> None:
    plans = room.plans()
    room.hosted["other"].sets["Z2"].pop(0)
    with pytest.raises(ConflictError):
        commit(room.workspace, plans, clock=FakeTime().clock)
    assert room.hosted["dns"].applied == []
    assert tuple(Entries(room.journal)) == ()


def test_an_alias_comes_behind_the_record_that_it_points_to() -> None:
    stands = around([])
    last, first = alias("www.example.com", "A", "base.example.com", "Z1"), plain("base.example.com")
    plans = [repairs.created((record,), stands).plan for record in (last, first)]
    (whole,) = repairs.join(plans, stands, comment="")
    assert [change.record for change in whole.changes] == [first, last]
    loop = alias("base.example.com", "A", "www.example.com", "Z1")
    plans = [repairs.created((record,), stands).plan for record in (last, loop)]
    assert {change.record for change in repairs.join(plans, stands, comment="")[0].changes} == {last, loop}
