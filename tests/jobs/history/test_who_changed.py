"""Who changed a record: journal, Change History and CloudTrail, over the wire and with sources that fail."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.fakes import FakeAccounts, FakeTime, alias, hub, over_wire, plain, workspace, zone
from tests.jobs.one_plan import commit, undo
from tests.targets.fakes import Answers, denied, failure
from xalias_tui.domain.changes import ChangesOfName, RecordChange, changes_document
from xalias_tui.domain.errors import AwsError, ConflictError, UsageError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Change, Plan
from xalias_tui.domain.policies import printing
from xalias_tui.domain.records import RecordKey
from xalias_tui.jobs.history import conflicts
from xalias_tui.jobs.history.who_changed import joined, who_changed
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.sending.undo import undo_plan
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.organisation.zones import ORG_LIVE
from xalias_tui.sandbox.world import World

HUB = "111111111111"
NEW = "shop-web-test.example.com"
WWW = DnsName.parse("www.example.com")


@pytest.fixture
def propagation_seconds() -> float:
    return 0


@pytest.fixture
def live(estate: World, tmp_path: Path) -> Workspace:
    assert estate.route53.zones
    return over_wire(tmp_path)


def committed(live: Workspace, time: Clock, name: str = NEW, **options: Any) -> Plan:
    plan, _ = make_plan(live, PlanRequest(name, "shop-web", types=("A",), **options))
    commit(live, plan, allow_errors=True, clock=time)
    return plan


def somebody_writes(world: World, name: str, value: str, action: str = "UPSERT") -> None:
    """The AWS CLI of a colleague."""
    import boto3  # noqa: PLC0415 -- a plain client, as anybody has one

    session: Any = boto3.Session(profile_name="dns-prod")
    record = {"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": value}]}
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
    session.client("route53").change_resource_record_sets(HostedZoneId=PUBLIC, ChangeBatch=batch)
    assert world.route53.zones[PUBLIC].at(f"{name}.")


# -- over the wire


def test_the_history_of_other_people_and_tools_is_told_newest_first(live: Workspace, time: Clock) -> None:
    told = who_changed(live, "www.example.com", time=time)
    assert told.unscanned == ()
    assert [(change.action, change.tool, change.who.rpartition("/")[2]) for change in told.changes] == [
        ("replace", "Terraform", "run-4892"),
        ("create", "Terraform", "run-4711"),
    ], "bob's call was refused, so it changed nothing"
    newest, first = told.changes
    assert newest.before == first.after
    assert newest.after is not None
    assert newest.after.alias is not None
    assert newest.address == "198.51.100.4"
    assert first.comment == "Managed by Terraform"


def test_a_change_of_ours_is_one_with_its_event(live: Workspace, time: Clock, clock: ManualClock) -> None:
    committed(live, time)
    clock.advance(60)
    undo(live, allow_errors=True, clock=time)
    undone, made = who_changed(live, NEW, time=time).changes
    assert (made.action, made.sources, made.status) == ("create", ("journal", "cloudtrail"), "undone")
    assert (undone.action, undone.sources) == ("delete", ("journal", "cloudtrail"))
    assert (made.who, made.tool, made.address) == ("arn:aws:iam::111111111111:user/dns-operator", "xalias", "127.0.0.1")
    assert made.change_id
    assert made.entry


def test_events_that_come_late_leave_the_journal(live: Workspace, time: Clock, estate: World) -> None:
    estate.trail.delay = timedelta(minutes=15)
    committed(live, time)
    (change,) = who_changed(live, NEW, time=time).changes
    assert (change.sources, change.tool, change.who.rpartition("/")[2]) == (("journal",), "xalias", "dns-operator")


def test_a_change_whose_answer_was_lost_is_found_again(live: Workspace, time: Clock, estate: World) -> None:
    estate.faults.next("route53:ChangeResourceRecordSets", faults.Cut())
    committed(live, time)
    (change,) = who_changed(live, NEW, time=time).changes
    assert change.sources == ("journal", "cloudtrail")
    assert change.change_id


def test_what_an_upsert_overwrote_is_told_by_the_change_before_it(live: Workspace, estate: World, time: Clock) -> None:
    somebody_writes(estate, NEW, "192.0.2.1", "CREATE")
    time.sleep(10)
    somebody_writes(estate, NEW, "192.0.2.2")
    upsert, create = who_changed(live, NEW, time=time).changes
    assert upsert.before == create.after
    assert upsert.effect() == "192.0.2.1 (TTL 60) → 192.0.2.2 (TTL 60)"
    assert upsert.tool == "boto3"


def test_a_zone_with_change_history_tells_at_once(live: Workspace, estate: World, time: Clock) -> None:
    estate.trail.delay = timedelta(minutes=15)
    estate.route53.zones[PUBLIC].history = []
    somebody_writes(estate, NEW, "192.0.2.1", "CREATE")
    told = who_changed(live, NEW, time=time)
    (change,) = told.changes
    assert (change.sources, change.who) == (("change-history",), "arn:aws:iam::111111111111:user/dns-operator")
    assert [reach.source for reach in told.reaches] == ["journal", "change-history", "cloudtrail"]
    estate.trail.delay = timedelta()
    (change,) = who_changed(live, NEW, time=time).changes
    assert (change.sources, change.tool) == (("change-history", "cloudtrail"), "boto3")


def test_every_page_is_read_at_the_pace_that_cloudtrail_allows(live: Workspace, estate: World, time: Clock) -> None:
    for number in range(120):
        note = {"HostedZoneId": PUBLIC, "ChangeBatch": {"Changes": [step(f"host{number}.example.com")]}}
        add_event(estate, note, seconds=number)
    add_event(estate, {"HostedZoneId": PUBLIC, "ChangeBatch": {"Changes": [step(NEW)]}}, seconds=9_999)
    before, asked = time.now(), len(estate.served)
    (change,) = who_changed(live, NEW, time=time).changes
    pages = [call for call in list(estate.served)[asked:] if call.service == "cloudtrail"]
    assert change.key.name.bare == NEW
    assert len(pages) == 3
    assert {call.region for call in pages} == {"us-east-1"}
    assert (time.now() - before).total_seconds() == pytest.approx(1.0)


def test_after_so_many_pages_it_says_how_far_it_got(live: Workspace, estate: World, time: Clock) -> None:
    for number in range(60):
        note = {"HostedZoneId": PUBLIC, "ChangeBatch": {"Changes": [step(f"host{number}.example.com")]}}
        add_event(estate, note, seconds=number)
    told = who_changed(live, NEW, time=time, most_pages=1)
    (reach,) = (reach for reach in told.reaches if reach.source == "cloudtrail")
    assert "After 50 events the search ended." in reach.note
    assert reach.since == time.now() - timedelta(seconds=49)


def test_the_twin_zones_of_a_name_are_both_asked_and_one_can_be_chosen(
    live: Workspace, estate: World, time: Clock
) -> None:
    add_event(estate, {"HostedZoneId": ORG_LIVE, "ChangeBatch": {"Changes": [step("www.example.org")]}}, seconds=1)
    assert [change.zone_id for change in who_changed(live, "www.example.org", time=time).changes] == [ORG_LIVE]
    assert who_changed(live, "www.example.org", zone="Z08EXAMPLEORGSTALE00", time=time).changes == ()


def test_a_denied_cloudtrail_is_said_and_the_journal_is_shown(live: Workspace, estate: World, time: Clock) -> None:
    committed(live, time)
    account = estate.accounts[HUB]
    estate.accounts[HUB] = replace(account, denied=("cloudtrail:*", "route53:GetHostedZoneChangeBatch"))
    told = who_changed(live, NEW, time=time)
    assert [change.sources for change in told.changes] == [("journal",)]
    assert {item.action for item in told.unscanned} == {"cloudtrail:LookupEvents", "route53:GetHostedZoneChangeBatch"}
    assert {item.kind for item in told.unscanned} == {"changes"}


def test_a_batch_too_large_for_cloudtrail_is_told_of(live: Workspace, estate: World, time: Clock) -> None:
    add_event(estate, {"HostedZoneId": PUBLIC}, seconds=5)
    (change,) = who_changed(live, NEW, time=time).changes
    assert (change.action, change.key.type) == ("unknown", "")
    assert "left out" in change.effect()


def test_a_conflict_names_who_was_faster(live: Workspace, estate: World, time: Clock) -> None:
    plan, _ = make_plan(live, PlanRequest(NEW, "shop-web", types=("A",)))
    somebody_writes(estate, NEW, "192.0.2.99", "CREATE")
    with pytest.raises(ConflictError) as caught:
        commit(live, plan, allow_errors=True, clock=time)
    assert caught.value.code == "stale-plan"
    assert (
        "is by arn:aws:iam::111111111111:user/dns-operator, with boto3, 2026-11-02 09:00 UTC." in caught.value.message
    )
    assert "'xalias changes shop-web-test.example.com'" in caught.value.remedy


def test_an_undo_that_conflicts_names_who_was_faster(live: Workspace, estate: World, time: Clock) -> None:
    committed(live, time)
    record = estate.route53.zones[PUBLIC].at(f"{NEW}.")
    estate.route53.zones[PUBLIC].replace(next(iter(record))[0], {})
    somebody_writes(estate, NEW, "192.0.2.99", "CREATE")
    with pytest.raises(ConflictError, match="with boto3"):
        undo_plan(live, clock=time)


def step(name: str, action: str = "CREATE") -> dict[str, Any]:
    record = {"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
    return {"Action": action, "ResourceRecordSet": record}


def add_event(world: World, params: dict[str, Any], *, seconds: int) -> None:
    identity = {"type": "IAMUser", "arn": f"arn:aws:iam::{HUB}:user/alice"}
    at = world.clock() - timedelta(seconds=seconds)
    world.trail.add(
        HUB, "ChangeResourceRecordSets", params, {}, identity=identity, user_agent="x", address="192.0.2.1", at=at
    )


# -- sources that fail, and how they are joined


def of_answers(tmp_path: Path, answers: Answers) -> Workspace:
    hosted = hub(plain("www.example.com"))
    return workspace(tmp_path, FakeAccounts({"dns": hosted.account}, {"dns": hosted}, {"dns": answers}))


SPELT = {"name": "www.example.com", "type": "A", "tTL": 5, "resourceRecords": [{"value": "192.0.2.9"}]}
"""A record set as CloudTrail spells it."""


def event_of(time: FakeTime, **changes: Any) -> dict[str, Any]:
    document = {
        "userIdentity": {"arn": "arn:aws:iam::1:user/alice"},
        "userAgent": "aws-cli/2",
        "requestParameters": {
            "hostedZoneId": "/hostedzone/Z1",
            "changeBatch": {"changes": [{"action": "UPSERT", "resourceRecordSet": SPELT}]},
        },
        **changes,
    }  # fmt: skip
    return {"EventTime": time.at, "CloudTrailEvent": json.dumps(document)}


def test_throttling_is_waited_out(tmp_path: Path) -> None:
    time, refusals = FakeTime(), [failure("ThrottlingException")] * 2

    def lookup(**_: Any) -> Any:
        return refusals.pop() if refusals else {"Events": [event_of(time)]}

    told = who_changed(of_answers(tmp_path, {"cloudtrail.lookup_events": lookup}), "www.example.com", time=time.clock)
    assert [change.who for change in told.changes] == ["arn:aws:iam::1:user/alice"]
    assert time.slept == [1.0, 2.0]


def test_throttling_without_end_is_a_look_up_that_failed(tmp_path: Path) -> None:
    time = FakeTime()
    answers = {"cloudtrail.lookup_events": failure("ThrottlingException")}
    told = who_changed(of_answers(tmp_path, answers), "www.example.com", time=time.clock)
    assert [item.code for item in told.unscanned] == ["ThrottlingException"]
    assert time.slept == [1.0, 2.0, 4.0]


def test_what_was_read_before_cloudtrail_stopped_answering_is_kept(tmp_path: Path) -> None:
    time = FakeTime()

    def lookup(**asked: Any) -> Any:
        return failure("InternalFailure") if "NextToken" in asked else {"Events": [event_of(time)], "NextToken": "2"}

    told = who_changed(of_answers(tmp_path, {"cloudtrail.lookup_events": lookup}), "www.example.com", time=time.clock)
    assert len(told.changes) == 1
    (reach,) = (reach for reach in told.reaches if reach.source == "cloudtrail")
    assert "stopped answering" in reach.note
    assert reach.since == time.at - timedelta(seconds=0.5), "the pause before the second page"


@pytest.mark.parametrize(
    "event",
    [
        {"errorCode": "AccessDenied"},
        {"requestParameters": None},
        {"requestParameters": {"hostedZoneId": "Z2", "changeBatch": {"changes": []}}},
        {"requestParameters": {"hostedZoneId": "Z1", "changeBatch": {"changes": [{"action": "UPSERT"}]}}},
        {"requestParameters": {"hostedZoneId": "Z1", "changeBatch": {"changes": [{"action": "ODD", "resourceRecordSet":
            {"name": "www.example.com", "type": "A"}}]}}},
        {"requestParameters": {"hostedZoneId": "Z1", "changeBatch": {"changes": [{"action": "CREATE",
            "resourceRecordSet": {"name": "..", "type": "A"}}]}}},
    ],
)  # fmt: skip
def test_events_that_say_nothing_of_the_name_are_left_out(tmp_path: Path, event: dict[str, Any]) -> None:
    time = FakeTime()
    answers: Answers = {"cloudtrail.lookup_events": {"Events": [event_of(time, **event), {"EventTime": time.at}]}}
    assert who_changed(of_answers(tmp_path, answers), "www.example.com", time=time.clock).changes == ()


def test_a_service_that_calls_for_somebody_is_named(tmp_path: Path) -> None:
    time = FakeTime()
    invoked = event_of(time, userIdentity={"invokedBy": "cloudformation.amazonaws.com"})
    answers: Answers = {"cloudtrail.lookup_events": {"Events": [invoked]}}
    (change,) = who_changed(of_answers(tmp_path, answers), "www.example.com", time=time.clock).changes
    assert (change.who, change.tool) == ("cloudformation.amazonaws.com", "CloudFormation")


def test_a_denial_names_the_permission_and_the_command(tmp_path: Path) -> None:
    answers = {"cloudtrail.lookup_events": denied("cloudtrail:LookupEvents")}
    told = who_changed(of_answers(tmp_path, answers), "www.example.com", time=FakeTime().clock)
    assert [item.action for item in told.unscanned] == ["cloudtrail:LookupEvents"]
    assert printing(told.unscanned) == ("xalias policy zone",)


def test_a_name_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"No hosted zone of the zone accounts encloses www\.example\.net"):
        who_changed(of_answers(tmp_path, {}), "www.example.net", time=FakeTime().clock)


def test_a_zone_side_that_cannot_be_asked_leaves_the_journal(tmp_path: Path) -> None:
    hosted, time = hub(), FakeTime().clock
    room = workspace(tmp_path, FakeAccounts({"dns": hosted.account}, {"dns": hosted}))
    record = alias("www.example.com", "A", "x-1.eu-west-1.elb.amazonaws.com")
    commit(room, Plan(zone(), WWW, None, (), (record,), (Change("CREATE", record),)), clock=time)
    hosted.unreadable = LookupFailedError("no-network", "No route.")
    told = who_changed(room, "www.example.com", time=time)
    assert [change.sources for change in told.changes] == [("journal",)]
    assert [item.kind for item in told.unscanned] == ["zones"]
    with pytest.raises(AwsError, match="No route"):  # where the journal has nothing, an empty answer is none
        who_changed(room, "other.example.com", time=time)


def test_a_conflict_is_told_as_it_is_where_nobody_can_be_asked_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"cloudtrail.lookup_events": denied("cloudtrail:LookupEvents")}
    room, conflict = of_answers(tmp_path, answers), ConflictError("stale-plan", "Changed.", "Look.")
    change = Change("CREATE", alias("www.example.com", "A", "x-1.eu-west-1.elb.amazonaws.com"))
    plan = Plan(zone(), WWW, None, (), (change.record,), (change,))
    assert conflicts.naming(room, plan, conflict, FakeTime().clock) is conflict
    monkeypatch.setattr(conflicts, "within", lambda _ask, _seconds: None)
    assert conflicts.naming(room, plan, conflict, FakeTime().clock) is conflict


def test_what_does_not_answer_in_time_is_not_waited_for() -> None:
    import threading  # noqa: PLC0415 -- here alone

    never = threading.Event()
    assert conflicts.within(lambda: never.wait(20), 0.01) is None
    never.set()
    assert conflicts.within(lambda: "answer", 5) == "answer"


def change_of(number: int, **fields: Any) -> RecordChange:
    at = FakeTime().at + timedelta(minutes=number)
    return RecordChange(at, RecordKey(WWW, "A"), "upsert", zone_id="Z1", **fields)


def test_sources_are_joined_by_the_change_and_the_record() -> None:
    ours = change_of(0, change_id="C1", who="me", entry="e", sources=("journal",))
    theirs = change_of(1, change_id="C1", who="arn", user_agent="xalias/1", sources=("cloudtrail",))
    other = replace(change_of(2, change_id="C1", sources=("cloudtrail",)), key=RecordKey(WWW, "AAAA"))
    newest, merged = joined([ours, theirs, other])
    assert (merged.who, merged.at, merged.entry) == ("arn", theirs.at, "e")
    assert merged.sources == ("journal", "cloudtrail")
    assert newest.key.type == "AAAA"


def test_the_document_tells_every_part() -> None:
    known = change_of(0, after=plain("www.example.com"), who="arn", sources=("cloudtrail",))
    (told,) = changes_document(ChangesOfName(WWW, (known,)))["changes"]
    assert (told["name"], told["type"], told["before"], told["who"]) == ("www.example.com.", "A", None, "arn")
    assert told["after"]["values"] == ["192.0.2.1"]


@pytest.mark.parametrize(
    ("partition", "region"),
    [("aws", "us-east-1"), ("aws-cn", "cn-northwest-1"), ("aws-eusc", "eusc-de-east-1"), ("aws-iso", "us-iso-east-1")],
)
def test_route_53_is_asked_at_home_and_its_events_where_they_are_kept(
    tmp_path: Path, partition: str, region: str
) -> None:
    hosted = hub(zones=[zone(partition=partition)])
    accounts = FakeAccounts({"dns": hosted.account}, {"dns": hosted})
    who_changed(workspace(tmp_path, accounts), "www.example.com", time=FakeTime().clock)
    assert {call: ask.region for ask in accounts.asked for call in ask.calls} == {
        "route53.list_resource_record_set_changes": "",
        "cloudtrail.lookup_events": region,
    }
