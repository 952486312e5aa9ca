"""What becomes of a batch that Route 53 fails at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.fakes import FakeHostedZones, FakeTime, hub, of_hub
from tests.jobs.one_plan import commit
from tests.jobs.sending.test_commit import OLD, planned, statuses
from xalias_tui.domain.errors import OutcomeUnknownError
from xalias_tui.domain.hosted_zones import ChangeStatus
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.sending.commit import Step


class Failing(FakeHostedZones):
    """Route 53 fails with 500, and carries some of the requests out all the same."""

    acts: tuple[str, ...] = ()
    sent = 0

    def change(
        self, zone: Zone, batch: Mapping[str, Any], on_wait: Callable[[str], None] | None = None
    ) -> ChangeStatus:
        self.sent += 1
        if self.sent > len(self.acts):
            return super().change(zone, batch, on_wait)
        if self.acts[self.sent - 1] == "made":
            super().change(zone, batch, on_wait)
        failed = OutcomeUnknownError("commit-outcome-unknown", "Route 53 failed with InternalFailure.")
        failed.failed_with = "InternalFailure"
        raise failed


def failing(*acts: str) -> Failing:
    """A hub whose first requests fail, each made or lost."""
    made = hub(OLD)
    hosted = Failing(made.account, made.held, made.sets)
    hosted.acts = acts
    return hosted


def test_a_batch_that_route_53_failed_at_is_sent_again_and_again(tmp_path: Path) -> None:
    hosted = failing("lost", "lost", "lost")
    workspace = of_hub(tmp_path, hosted)
    steps: list[Step] = []
    committed = commit(workspace, planned(hosted, replace=True), on_step=steps.append, clock=FakeTime().clock)
    assert (hosted.sent, committed.state, committed.change is not None) == (4, "insync", True)
    assert len([step for step in steps if "sending the same batch again" in step.detail]) == 3
    assert statuses(workspace) == ["insync"]


def test_what_was_carried_out_although_route_53_failed_is_not_sent_again(tmp_path: Path) -> None:
    hosted = failing("made")
    workspace = of_hub(tmp_path, hosted)
    committed = commit(workspace, planned(hosted, replace=True), clock=FakeTime().clock)
    assert (hosted.sent, committed.state, committed.change) == (1, "insync", None)


def test_a_refusal_of_the_repetition_is_no_conflict_where_the_first_took_effect(tmp_path: Path) -> None:
    hosted = failing("made")
    workspace = of_hub(tmp_path, hosted)
    plan = planned(hosted, replace=True)
    looks = iter([LookupFailedError("timeout", "No answer."), None])
    read = hosted.records_at

    def reading(zone: Zone, name: DnsName) -> tuple[RecordSet, ...]:
        failure = next(looks, None) if hosted.sent else None
        if failure is not None:
            raise failure
        return read(zone, name)

    hosted.records_at = reading  # type: ignore[method-assign]
    committed = commit(workspace, plan, clock=FakeTime().clock)
    assert (hosted.sent, committed.state, committed.change) == (2, "insync", None)
    assert statuses(workspace) == ["insync"]


def test_where_route_53_fails_for_good_the_outcome_stays_unknown(tmp_path: Path) -> None:
    hosted = failing(*["lost"] * 9)
    workspace = of_hub(tmp_path, hosted)
    with pytest.raises(OutcomeUnknownError):
        commit(workspace, planned(hosted, replace=True), clock=FakeTime().clock)
    assert hosted.sent == 4
    assert statuses(workspace) == ["unknown"]
