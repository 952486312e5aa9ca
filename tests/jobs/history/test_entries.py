from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.jobs.fakes import NOON, FakeHostedZones, FakeTime, balancer, hub, of_hub, zone
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft, Plan, propose
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.history.entries import open_entry, read_journal
from xalias_tui.jobs.history.reading import Entries, Entry
from xalias_tui.jobs.sending.commit import commit
from xalias_tui.jobs.session.workspace import Workspace


def planned(hosted: FakeHostedZones, name: str) -> Plan:
    draft = Draft(zone(), DnsName.parse(name), ("A",), balancer())
    return propose(draft, ZoneRecords(zone(), tuple(hosted.sets["Z1"])))


def at(minutes: float, workspace: Workspace) -> tuple[Entry, ...]:
    return read_journal(workspace, now=lambda: NOON + timedelta(minutes=minutes)).entries


def test_what_is_waited_for_is_not_written_off(tmp_path: Path) -> None:
    hosted, time = hub(), FakeTime()
    workspace = of_hub(tmp_path, hosted)
    hosted.statuses = ["PENDING"]
    seen: list[list[str]] = []

    def sleep(seconds: float) -> None:
        time.sleep(seconds)
        seen.append([entry.status for entry in read_journal(workspace, now=time.now).entries])

    plans = (planned(hosted, "a.example.com"), planned(hosted, "b.example.com"))
    outcomes = commit(workspace, plans, clock=type(time.clock)(time.now, sleep))
    assert [outcome.state for outcome in outcomes] == ["pending", "pending"]
    assert time.at - NOON > timedelta(minutes=8)
    assert {status for statuses in seen for status in statuses} == {"pending"}


def test_what_is_intended_is_written_off_once_the_journal_stood_still(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    open_entry(workspace.journal, planned(hosted, "a.example.com"), hosted.account, lambda: NOON)
    (waiting,) = at(29, workspace)
    assert (waiting.status, "about to be sent" in waiting.message) == ("intended", True)
    assert [entry.status for entry in at(31, workspace)] == ["refused"]


def test_a_request_is_under_way_from_when_it_was_sent_on(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    times = iter([NOON, NOON, NOON + timedelta(minutes=20)])
    ledger = open_entry(workspace.journal, planned(hosted, "a.example.com"), hosted.account, lambda: next(times))
    ledger.write("sent")
    assert [entry.status for entry in at(21, workspace)] == ["unknown"]
    assert [entry.status for entry in at(23, workspace)] == ["refused"]


def test_an_entry_dated_without_an_offset_is_left_as_it_is(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    open_entry(workspace.journal, planned(hosted, "a.example.com"), hosted.account, lambda: NOON.replace(tzinfo=None))
    assert tuple(Entries(workspace.journal)) == ()
