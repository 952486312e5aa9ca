"""What went wrong once: outcomes that were misreported, look-ups that vanished, threads that stayed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace as changed
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.fakes import HUB, FakeAccounts, FakeHostedZones, FakeTime, balancer, hub, of_hub, plain, workspace, zone
from tests.jobs.one_plan import commit, undo
from tests.targets.fakes import Answers
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError, ConflictError, InvalidNameError, OutcomeUnknownError, RefusedError
from xalias_tui.domain.hosted_zones import ChangeStatus
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.members import Member
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.plans import Draft, Plan, propose
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.history.entries import read_journal, settle_entry
from xalias_tui.jobs.history.reading import Entries
from xalias_tui.jobs.plans.plan import suggest_names
from xalias_tui.jobs.sending.commit import Outcome
from xalias_tui.jobs.sending.undo import undo_plan
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.targets.recognise import resolve
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.store.journal import Journal

WWW = DnsName.parse("www.example.com")
NO_ANSWER = OutcomeUnknownError("commit-outcome-unknown", "The connection was closed.")


def planned(hosted: FakeHostedZones, *, replace: bool = False) -> Plan:
    records = ZoneRecords(zone(), tuple(hosted.sets["Z1"]))
    return propose(Draft(zone(), WWW, ("A", "AAAA"), balancer(), replace=replace), records)


def send(workspace: Workspace, plan: Plan) -> Outcome:
    return commit(workspace, plan, clock=FakeTime().clock)


def statuses(workspace: Workspace) -> list[str]:
    return [entry.status for entry in Entries(workspace.journal)]


class FullDisk(Journal):
    """A journal whose disk is full for some events."""

    def __init__(self, path: Path, *refused: str) -> None:
        super().__init__(path)
        self.refused = refused

    def append(self, event: Mapping[str, Any]) -> None:
        if event["event"] in self.refused:
            raise RefusedError("journal-unwritable", "The journal cannot be written (No space left on device).")
        super().append(event)


class LateZones(FakeHostedZones):
    """The answer to a change is lost and the change itself arrives only with the read ``arrives`` after it."""

    arrives = 3
    held_back: Mapping[str, Any] | None = None

    def change(
        self, zone: Zone, batch: Mapping[str, Any], on_wait: Callable[[str], None] | None = None
    ) -> ChangeStatus:
        self.held_back = batch
        raise NO_ANSWER

    def records_at(self, zone: Zone, name: DnsName) -> tuple[RecordSet, ...]:
        if self.held_back is not None:
            self.arrives -= 1
            if self.arrives == 0:
                super().change(zone, self.held_back)
        return super().records_at(zone, name)


def test_the_same_record_can_be_created_and_undone_again(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    plan = planned(hosted)
    for _ in range(2):
        send(workspace, plan)
        undo(workspace, clock=FakeTime().clock)
    assert statuses(workspace) == ["insync", "undone", "insync", "undone"]
    assert hosted.sets["Z1"] == []


def test_what_somebody_took_back_can_be_made_again_from_a_new_reading(tmp_path: Path) -> None:
    hosted, time = hub(), FakeTime()
    workspace = of_hub(tmp_path, hosted)
    plan = changed(planned(hosted), made_at=time.at)
    time.sleep(1)
    commit(workspace, plan, clock=time.clock)
    hosted.sets["Z1"] = []
    with pytest.raises(ConflictError, match="applied already"):
        commit(workspace, plan, clock=time.clock)
    time.sleep(60)
    commit(workspace, changed(plan, made_at=time.at), clock=time.clock)
    assert len(hosted.applied) == 2


def test_a_plan_that_stands_is_not_applied_twice_even_if_the_record_went_back(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    plan = planned(hosted)
    send(workspace, plan)
    hosted.sets["Z1"] = []
    with pytest.raises(ConflictError) as caught:
        send(workspace, plan)
    assert caught.value.code == "already-applied"


def test_a_disk_that_is_full_after_sending_does_not_hide_that_the_change_was_made(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    journal = FullDisk(workspace.journal.path, "pending", "insync")
    workspace.journal = journal
    committed = send(workspace, planned(hosted))
    assert committed.state == "insync"
    assert "could not be completed" in committed.message
    assert len(hosted.applied) == 1
    journal.refused = ()
    assert [entry.status for entry in read_journal(workspace).entries] == ["insync"]


@pytest.mark.parametrize("event", ["intended", "sent"])
def test_a_disk_that_is_full_before_sending_sends_nothing(tmp_path: Path, event: str) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    workspace.journal = FullDisk(workspace.journal.path, event)
    with pytest.raises(RefusedError, match="Nothing was sent"):
        send(workspace, planned(hosted))
    assert hosted.applied == []


def test_a_request_that_arrives_late_is_not_called_refused(tmp_path: Path) -> None:
    early = hub()
    hosted = LateZones(early.account, early.held, early.sets)
    workspace = of_hub(tmp_path, hosted)
    assert send(workspace, planned(hosted)).state == "insync"
    assert statuses(workspace) == ["insync"]


def test_history_does_not_call_a_request_refused_that_may_still_be_on_its_way(tmp_path: Path) -> None:
    hosted, time = hub(), FakeTime()
    workspace = of_hub(tmp_path, hosted)
    plan = planned(hosted)

    def dying(*_: object) -> ChangeStatus:
        raise KeyboardInterrupt

    hosted.change = dying  # type: ignore[method-assign, assignment] # a fake of one call
    with pytest.raises(KeyboardInterrupt):
        commit(workspace, plan, clock=time.clock)
    (entry,) = Entries(workspace.journal)
    young = settle_entry(workspace, entry, lambda: time.at + timedelta(seconds=5))
    assert (young.status, "on its way" in young.message) == ("unknown", True)
    assert settle_entry(workspace, entry, lambda: time.at + timedelta(minutes=5)).status == "refused"
    assert statuses(workspace) == ["refused"]


def test_an_undo_that_is_settled_later_leaves_its_entry_undone(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    send(workspace, planned(hosted))
    original: Callable[..., ChangeStatus] = hosted.change

    def going_dark(zone: Zone, batch: Mapping[str, Any], *_: object) -> ChangeStatus:
        original(zone, batch)
        hosted.unreadable = LookupFailedError("no-network", "There is no route.")
        raise NO_ANSWER

    hosted.change = going_dark  # type: ignore[method-assign, assignment] # as above
    with pytest.raises(OutcomeUnknownError):
        undo(workspace, clock=FakeTime().clock)
    hosted.unreadable = None
    assert [entry.status for entry in read_journal(workspace).entries] == ["insync", "undone"]


def test_an_undo_is_judged_by_what_stands_now(tmp_path: Path) -> None:
    hosted = hub(plain("www.example.com", "A", "192.0.2.1"))
    workspace = of_hub(tmp_path, hosted)
    send(workspace, planned(hosted, replace=True))
    hosted.sets["Z1"].append(plain("www.example.com", "CNAME", "elsewhere.example.net"))
    assert "cname-conflict-existing-cname" in {finding.id for finding in undo_plan(workspace).findings}


def test_entries_whose_plan_cannot_be_read_are_named(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    whose = {"who": "arn:x", "profile": "dns", "account_id": HUB, "zone_id": "Z0HUB"}
    at = "2026-01-02T00:00:00+00:00"
    workspace.journal.append({"entry": "edited", "event": "intended", "at": at, **whose, "plan": {}})
    committed = send(workspace, planned(hosted))
    assert [entry.entry for entry in read_journal(workspace).entries] == [committed.entry]
    assert read_journal(workspace).left_out == ("edited",)


class ExpiringAccounts(FakeAccounts):
    """Signs in, and has expired by the time that it is asked."""

    def ask(self, profile: str, region: str) -> Any:
        raise AwsError("expired", "The login expired.", "Sign in again.")

    def members(self, way: WayIn) -> tuple[Member, ...]:
        del way
        return ()

    def hosted_zones(self, profile: str) -> FakeHostedZones:
        if profile == "shop":
            raise AwsError("expired", "The login expired.", "Sign in again.")
        return super().hosted_zones(profile)


def expiring() -> ExpiringAccounts:
    hosted = hub()
    return ExpiringAccounts({"dns": hosted.account, "shop": Account("shop", "222222222222")}, {"dns": hosted})


def test_a_login_that_expires_before_the_look_ups_is_not_an_empty_account(tmp_path: Path) -> None:
    with pytest.raises(AwsError, match="expired"):
        discover(workspace(tmp_path, expiring()))


def test_a_zone_account_whose_login_expires_is_a_failed_look_up(tmp_path: Path) -> None:
    read = read_zones(workspace(tmp_path, expiring(), zone_profiles=("dns", "shop")))
    assert [held.account_id for held in read.zones] == [HUB]
    assert [(item.profile, item.code) for item in read.unscanned] == [("shop", "expired")]


def test_an_answer_that_is_misread_is_a_failed_look_up(tmp_path: Path) -> None:
    misread: Answers = {"elbv2.describe_load_balancers": {"LoadBalancers": [{"Type": "application"}]}}
    accounts = FakeAccounts({"shop": Account("shop", "222222222222")}, answers={"shop": misread})
    found = discover(workspace(tmp_path, accounts, kinds=("alb", "nlb")))
    assert [(item.kind, item.code) for item in found.unscanned] == [("alb", "invalid-answer")]
    assert (found.done, found.total) == (2, 2)


def test_threads_end_with_their_jobs(tmp_path: Path) -> None:
    opened = of_hub(tmp_path, hub())
    before = set(threading.enumerate())
    for _ in range(10):
        read_zones(opened)
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=5)
    assert not set(threading.enumerate()) - before


def test_a_url_without_a_host_is_refused() -> None:
    with pytest.raises(InvalidNameError, match="is a URL, not a name") as refused:
        resolve(Pasted.read("http://[broken/"))
    assert refused.value.remedy == "Use its host: it has none."


def test_a_name_that_would_be_too_long_is_not_suggested() -> None:
    long = zone(name=".".join(["a" * 60] * 3 + ["b" * 58]))
    assert suggest_names(balancer("c" * 32), long) == ()
