from __future__ import annotations

import pytest

from tests.export.samples import alias, plan_of
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.plan_output import PlanOutput, show_plan
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.plans import Plan

SOUND = plan_of(alias())
WRONG = SOUND.judged((Finding("record-already-exists", Severity.ERROR, "It is there.", ""),))


@pytest.mark.parametrize(
    ("also", "fail_on", "status"), [((), "error", 0), ((SOUND, WRONG), "error", 1), ((WRONG,), "never", 0)]
)
def test_an_error_in_a_plan_of_another_zone_is_an_error(also: tuple[Plan, ...], fail_on: str, status: int) -> None:
    assert show_plan(Invocation(), SOUND, (), PlanOutput(fail_on), also) == status
