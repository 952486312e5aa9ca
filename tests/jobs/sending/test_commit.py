from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.jobs.fakes import FakeAccounts, FakeHostedZones, FakeTime, alias, balancer, hub, of_hub, plain, zone
from tests.jobs.fakes import workspace as on_sides
from tests.jobs.one_plan import commit, undo
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import ConflictError, OutcomeUnknownError, RefusedError, UsageError
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft, Plan, propose
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.history.entries import read_journal
from xalias_tui.jobs.history.reading import Entries
from xalias_tui.jobs.sending.commit import Step
from xalias_tui.jobs.sending.undo import makes_again, redo_plan, undo_plan
from xalias_tui.jobs.session.workspace import Workspace

WWW = "www.example.com"
WEB = "dualstack.web-1.eu-west-1.elb.amazonaws.com"
OLD = alias(WWW, "A", "dualstack.old-1.eu-west-1.elb.amazonaws.com")


def planned(
    hosted: FakeHostedZones, *, replace: bool = False, types: tuple[str, ...] = ("A",), name: str = WWW
) -> Plan:
    held = zone()
    draft = Draft(held, DnsName.parse(name), types, balancer(), replace=replace)
    return propose(draft, ZoneRecords(held, tuple(hosted.sets[held.id])))


def standing(hosted: FakeHostedZones) -> set[RecordSet]:
    return set(hosted.sets["Z1"])


def statuses(workspace: Workspace) -> list[str]:
    return [entry.status for entry in Entries(workspace.journal)]


def test_a_created_record_is_journalled_sent_and_waited_for(tmp_path: Path) -> None:
    hosted, time, steps = hub(plain("mail.example.com")), FakeTime(), list[Step]()
    hosted.statuses = ["PENDING", "INSYNC"]
    workspace = of_hub(tmp_path, hosted)
    plan = planned(hosted)
    committed = commit(workspace, plan, on_step=steps.append, clock=time.clock)
    assert hosted.applied == [plan.batch]
    assert committed.state == "insync"
    assert [step.name for step in steps] == ["journalled", "sent", "pending", "waiting", "waiting", "insync"]
    assert time.slept == [1.0, 1.5]
    (entry,) = Entries(workspace.journal)
    assert (entry.status, entry.change_id, entry.plan.digest) == ("insync", "C1", plan.digest)
    assert (entry.plan.changes, entry.plan.before, entry.plan.after) == (plan.changes, plan.before, plan.after)


def test_intended_is_on_disk_before_the_request_leaves(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    seen: list[str] = []
    original = hosted.change

    def watching(*arguments: object) -> object:
        seen.extend(json.loads(line)["event"] for line in workspace.journal.path.read_text().splitlines())
        return original(*arguments)  # type: ignore[arg-type]

    hosted.change = watching  # type: ignore[assignment,method-assign]
    commit(workspace, planned(hosted), clock=FakeTime().clock)
    assert seen == ["intended", "sent"]


def test_a_replacement_is_one_batch_that_deletes_what_was_read(tmp_path: Path) -> None:
    hosted = hub(OLD)
    commit(of_hub(tmp_path, hosted), planned(hosted, replace=True), clock=FakeTime().clock)
    (batch,) = hosted.applied
    assert [change["Action"] for change in batch["Changes"]] == ["DELETE", "CREATE"]
    assert batch["Changes"][0]["ResourceRecordSet"] == OLD.wire
    assert standing(hosted) == {alias(WWW, "A", WEB)}


def test_no_waiting_leaves_it_pending_and_history_settles_it(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    assert commit(workspace, planned(hosted), wait=False, clock=FakeTime().clock).state == "pending"
    assert statuses(workspace) == ["pending"]
    assert [entry.status for entry in read_journal(workspace).entries] == ["insync"]
    assert statuses(workspace) == ["insync"]


def test_waiting_ends_although_route53_never_says_insync(tmp_path: Path) -> None:
    hosted, time = hub(), FakeTime()
    hosted.statuses = ["PENDING"]
    assert commit(of_hub(tmp_path, hosted), planned(hosted), clock=time.clock).state == "pending"
    assert 300 <= sum(time.slept) < 320


def test_a_record_that_changed_since_is_not_touched(tmp_path: Path) -> None:
    hosted = hub(OLD)
    plan = planned(hosted, replace=True)
    hosted.sets["Z1"] = [plain(WWW, "A", "192.0.2.9")]
    workspace = of_hub(tmp_path, hosted)
    with pytest.raises(ConflictError, match=r"A was alias → .*old.*, is 192\.0\.2\.9") as caught:
        commit(workspace, plan, clock=FakeTime().clock)
    assert caught.value.code == "stale-plan"
    assert hosted.applied == []
    assert statuses(workspace) == []


def test_the_same_plan_is_not_applied_twice(tmp_path: Path) -> None:
    hosted = hub()
    plan = planned(hosted)
    workspace = of_hub(tmp_path, hosted)
    commit(workspace, plan, clock=FakeTime().clock)
    with pytest.raises(ConflictError) as caught:
        commit(workspace, plan, clock=FakeTime().clock)
    assert caught.value.code == "already-applied"
    assert len(hosted.applied) == 1


def test_a_plan_for_another_account_is_refused(tmp_path: Path) -> None:
    hosted = hub()
    plan = planned(hosted)
    hosted.account = type(hosted.account)("dns", "999999999999", "arn:other")
    with pytest.raises(RefusedError) as caught:
        commit(of_hub(tmp_path, hosted), plan, clock=FakeTime().clock)
    assert caught.value.code == "wrong-account"
    assert hosted.applied == []


@pytest.mark.parametrize("settings", ["", "accounts.dns.read_only = true\n"])
def test_read_only_sends_nothing(tmp_path: Path, settings: str) -> None:
    hosted = hub()
    (tmp_path / "config.toml").write_text(settings)
    workspace = of_hub(tmp_path, hosted, read_only=not settings)
    with pytest.raises(RefusedError) as caught:
        commit(workspace, planned(hosted), clock=FakeTime().clock)
    assert (caught.value.code, hosted.applied, statuses(workspace)) == ("read-only", [], [])


def test_errors_hold_a_plan_back_unless_they_are_allowed(tmp_path: Path) -> None:
    hosted = hub()
    plan = planned(hosted).judged([Finding("alias-loop", Severity.ERROR, "It loops.", "Break the chain.")])
    workspace = of_hub(tmp_path, hosted)
    with pytest.raises(RefusedError) as caught:
        commit(workspace, plan, clock=FakeTime().clock)
    assert (caught.value.code, hosted.applied) == ("alias-loop", [])
    commit(workspace, plan, allow_errors=True, clock=FakeTime().clock)
    assert hosted.applied == [plan.batch]


def test_nothing_to_change_is_said(tmp_path: Path) -> None:
    hosted = hub(alias(WWW, "A", WEB))
    with pytest.raises(UsageError) as caught:
        commit(of_hub(tmp_path, hosted), planned(hosted, replace=True), clock=FakeTime().clock)
    assert caught.value.code == "nothing-to-do"


def test_a_refusal_is_told_in_our_words_and_in_those_of_route53(tmp_path: Path) -> None:
    hosted = hub()
    sentence = (
        "[Tried to create an alias that targets x.elb.amazonaws.com., type A in zone Z32O12XQLNTSW2, "
        "but that target was not found]"
    )
    hosted.refuse = RefusedError("InvalidChangeBatch", sentence)
    workspace = of_hub(tmp_path, hosted)
    with pytest.raises(RefusedError) as caught:
        commit(workspace, planned(hosted), clock=FakeTime().clock)
    assert caught.value.code == "alias-target-not-found"
    assert "but that target was not found" in caught.value.message
    (entry,) = Entries(workspace.journal)
    assert (entry.status, entry.message) == ("refused", sentence)


def test_every_sentence_of_a_refusal_is_told(tmp_path: Path) -> None:
    hosted = hub()
    hosted.refuse = RefusedError(
        "InvalidChangeBatch",
        "[RRSet of type CNAME with DNS name x. is not permitted at apex in zone x., "
        "RRSet with DNS name y. is not permitted in zone x.]",
    )
    with pytest.raises(RefusedError) as caught:
        commit(of_hub(tmp_path, hosted), planned(hosted), clock=FakeTime().clock)
    assert caught.value.code == "cname-at-apex"
    assert "apex cannot be a CNAME" in caught.value.message
    assert "y does not belong to zone" in caught.value.message
    assert caught.value.message.count("Route 53 said") == 1
    assert caught.value.message.count("DNS name y.") == 1


def test_a_lost_answer_is_settled_by_reading_back(tmp_path: Path) -> None:
    hosted = hub(OLD)
    hosted.lose_answer = True
    workspace = of_hub(tmp_path, hosted)
    committed = commit(workspace, planned(hosted, replace=True), clock=FakeTime().clock)
    assert (committed.state, committed.change) == ("insync", None)
    assert statuses(workspace) == ["insync"]


def test_a_lost_request_may_be_on_its_way_until_history_settles_it(tmp_path: Path) -> None:
    hosted, time = hub(OLD), FakeTime()
    hosted.lose_request = True
    workspace = of_hub(tmp_path, hosted)
    with pytest.raises(OutcomeUnknownError, match="may still be on its way") as caught:
        commit(workspace, planned(hosted, replace=True), clock=time.clock)
    assert caught.value.exit_status == 3
    assert statuses(workspace) == ["unknown"]
    (early,) = read_journal(workspace, now=lambda: time.at + timedelta(minutes=1)).entries
    (late,) = read_journal(workspace, now=lambda: time.at + timedelta(minutes=3)).entries
    assert (early.status, late.status) == ("unknown", "refused")
    assert standing(hosted) == {OLD}


def test_an_outcome_that_nothing_settles_is_settled_later(tmp_path: Path) -> None:
    hosted = hub()
    hosted.lose_answer = True
    workspace = of_hub(tmp_path, hosted)
    plan = planned(hosted)
    original = hosted.change

    def going_dark(*arguments: object) -> object:
        hosted.unreadable = LookupFailedError("no-network", "There is no route.")
        return original(*arguments)  # type: ignore[arg-type]

    hosted.change = going_dark  # type: ignore[assignment,method-assign]
    with pytest.raises(OutcomeUnknownError):
        commit(workspace, plan, clock=FakeTime().clock)
    assert statuses(workspace) == ["unknown"]
    (unsettled,) = read_journal(workspace).entries
    assert (unsettled.status, "could not be settled" in unsettled.message) == ("unknown", True)
    hosted.unreadable = None
    assert [entry.status for entry in read_journal(workspace).entries] == ["insync"]


def test_undo_puts_back_exactly_what_was_there(tmp_path: Path) -> None:
    hosted = hub(OLD, plain("mail.example.com"))
    before = standing(hosted)
    workspace = of_hub(tmp_path, hosted)
    first = commit(workspace, planned(hosted, replace=True, types=("A", "AAAA")), clock=FakeTime().clock)
    undone = undo(workspace, clock=FakeTime().clock)
    assert standing(hosted) == before
    newest, oldest = Entries(workspace.journal)
    assert (oldest.entry, oldest.status) == (first.entry, "undone")
    assert (newest.entry, newest.status, newest.undoes) == (undone.entry, "insync", first.entry)
    with pytest.raises(UsageError, match="no change that could be undone"):
        undo_plan(workspace)


def test_what_was_undone_is_made_again_step_by_step(tmp_path: Path) -> None:
    hosted = hub(OLD, plain("mail.example.com"))
    workspace = of_hub(tmp_path, hosted)
    seen = [standing(hosted)]
    for types in (("A",), ("A", "AAAA")):
        commit(workspace, planned(hosted, replace=True, types=types), clock=FakeTime().clock)
        seen.append(standing(hosted))
    for expected in (seen[1], seen[0]):
        undo(workspace, clock=FakeTime().clock)
        assert standing(hosted) == expected
    for expected in (seen[1], seen[2]):
        commit(workspace, redo_plan(workspace), clock=FakeTime().clock)
        assert standing(hosted) == expected
    with pytest.raises(UsageError, match="Nothing to redo"):
        redo_plan(workspace)
    undo(workspace, clock=FakeTime().clock)
    assert standing(hosted) == seen[1]
    commit(workspace, planned(hosted, name="other.example.com"), clock=FakeTime().clock)
    with pytest.raises(UsageError, match=r"Nothing to redo: the latest change in .* was not undone"):
        redo_plan(workspace)


@pytest.mark.parametrize(
    ("named", "shop", "searched"),
    [
        (("media",), "222222222222", {"media"}),
        ((), "222222222222", {"dns", "shop"}),
        ((), "999999999999", {"dns"}),
    ],
    ids=["where the operator says", "where its target was found", "not where the profile leads elsewhere now"],
)
@pytest.mark.parametrize("steps", [0, 1, 2], ids=["undone", "undone and made again", "undone twice"])
def test_what_is_put_back_is_sought(
    tmp_path: Path, named: tuple[str, ...], shop: str, searched: set[str], steps: int
) -> None:
    """The zone's profile is the journal's, whatever the sides are: that does not change where targets are."""
    hosted = hub(OLD)
    commit(of_hub(tmp_path, hosted), planned(hosted, replace=True), clock=FakeTime().clock)
    for _ in range(steps):
        workspace = of_hub(tmp_path, hosted)
        commit(workspace, undo_plan(workspace, next(iter(Entries(workspace.journal))).entry), clock=FakeTime().clock)
    accounts = FakeAccounts(
        {
            "dns": hosted.account,
            "shop": Account("shop", shop, f"arn:aws:iam::{shop}:user/me"),
            "media": Account("media", "333333333333", "arn:aws:iam::333333333333:user/me"),
        },
        {"dns": hosted},
    )
    workspace = on_sides(tmp_path, accounts, zone_profiles=("other",), target_profiles=named, offline=True)
    undo_plan(workspace, next(iter(Entries(workspace.journal))).entry)
    assert {ask.profile for ask in accounts.asked} == searched


def test_what_was_undone_before_a_change_is_not_made_again_once_that_one_was(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    for name in ("first.example.com", "second.example.com"):
        commit(workspace, planned(hosted, name=name), clock=FakeTime().clock)
        undo(workspace, clock=FakeTime().clock)
    again = redo_plan(workspace)
    assert again.name.bare == "second.example.com"
    commit(workspace, again, clock=FakeTime().clock)
    with pytest.raises(UsageError, match="Nothing to redo"):
        redo_plan(workspace)


def test_a_change_that_is_made_again_is_told_from_one_that_is_taken_back(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    commit(workspace, planned(hosted), clock=FakeTime().clock)
    taken_back = undo_plan(workspace)
    commit(workspace, taken_back, clock=FakeTime().clock)
    again = redo_plan(workspace)
    assert [makes_again(workspace, plan) for plan in (taken_back, again)] == [False, True]
    commit(workspace, again, clock=FakeTime().clock)
    assert not makes_again(workspace, undo_plan(workspace))


def test_undo_refuses_what_somebody_changed_since(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    commit(workspace, planned(hosted), clock=FakeTime().clock)
    hosted.sets["Z1"] = [plain(WWW, "A", "192.0.2.7")]
    with pytest.raises(ConflictError, match=r"there is now www\.example\.com\. A 192\.0\.2\.7"):
        undo(workspace, clock=FakeTime().clock)
    assert len(hosted.applied) == 1


def test_a_refused_redo_speaks_of_what_it_would_have_made(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    commit(workspace, planned(hosted), clock=FakeTime().clock)
    undo(workspace, clock=FakeTime().clock)
    hosted.sets["Z1"] = [plain(WWW, "A", "192.0.2.7")]
    with pytest.raises(ConflictError, match=r"there is now www\.example\.com\. A 192\.0\.2\.7") as conflict:
        redo_plan(workspace)
    assert "instead of making this one again" in conflict.value.remedy
    assert "undo" not in str(conflict.value)


def test_an_undo_is_sent_once(tmp_path: Path) -> None:
    hosted = hub()
    workspace = of_hub(tmp_path, hosted)
    first = commit(workspace, planned(hosted), clock=FakeTime().clock)
    shown = undo_plan(workspace)
    assert shown.undoes == first.entry
    commit(workspace, shown, clock=FakeTime().clock)
    with pytest.raises(ConflictError, match=f"entry {first.entry}, which the plan undoes, is undone by now"):
        commit(workspace, shown, clock=FakeTime().clock)
    assert len(hosted.applied) == 2


def test_an_entry_that_was_refused_cannot_be_undone(tmp_path: Path) -> None:
    hosted = hub()
    hosted.refuse = RefusedError("InvalidInput", "No.")
    workspace = of_hub(tmp_path, hosted)
    with pytest.raises(RefusedError):
        commit(workspace, planned(hosted), clock=FakeTime().clock)
    (entry,) = Entries(workspace.journal)
    with pytest.raises(UsageError, match="it is refused"):
        undo_plan(workspace, entry.entry)
    with pytest.raises(UsageError, match="no entry nonsense"):
        undo_plan(workspace, "nonsense")


def test_undo_needs_only_the_profile_of_the_entry(tmp_path: Path) -> None:
    hosted = hub()
    commit(of_hub(tmp_path, hosted), planned(hosted), clock=FakeTime().clock)
    elsewhere = of_hub(tmp_path, hosted, zone_profiles=("gone",))
    assert undo(elsewhere, clock=FakeTime().clock).state == "insync"
    assert hosted.sets["Z1"] == []
