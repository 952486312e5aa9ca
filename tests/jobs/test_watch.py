"""Tracing again and again: until the name works, and not longer than asked for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.traces import Trace, TraceStep
from xalias_tui.jobs.watch import Failure, watch

NAME = DnsName.parse("www.example.com")
BROKEN = Trace(NAME, (TraceStep("record", "fail", "There is no record."),))
OTHER = Trace(NAME, (TraceStep("answers", "fail", "No one answers."),))
WORKS = Trace(NAME, (TraceStep("http", "ok", "200"),))


class Time:
    """A clock that goes on while someone sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def watched(
    traces: Sequence[Trace | Exception], *, seconds: float
) -> tuple[Trace, list[tuple[str | Failure, bool]], float]:
    time, left = Time(), iter(traces)
    told: list[tuple[str | Failure, bool]] = []

    def look() -> Trace:
        seen = next(left)
        if isinstance(seen, Exception):
            raise seen
        return seen

    last = watch(
        look,
        lambda seen, changed: told.append((seen.verdict if isinstance(seen, Trace) else seen, changed)),
        says=lambda traced: traced.headline,
        is_done=lambda traced: traced.verdict == "ok",
        every=15,
        seconds=seconds,
        now=lambda: time.now,
        sleep=time.sleep,
    )
    return last, told, time.now - 100


def test_it_ends_once_the_name_works_and_tells_what_changed() -> None:
    last, told, took = watched([BROKEN, BROKEN, OTHER, WORKS, BROKEN], seconds=600)
    assert (last, took) == (WORKS, 45)
    assert told == [("broken", True), ("broken", False), ("broken", True), ("ok", True)]


def test_it_ends_when_the_time_is_up() -> None:
    last, told, took = watched([BROKEN] * 9, seconds=40)
    assert (last, len(told), took) == (BROKEN, 3, 30)
    assert watched([BROKEN] * 9, seconds=0)[2] == 0


@pytest.mark.parametrize(
    "code", ["unreachable", "timeout", "no-network", "Throttling", "ThrottlingException", "expired", "ExpiredToken"]
)
@pytest.mark.parametrize("kind", [AwsError, LookupFailedError])
def test_what_fails_for_a_moment_is_told_and_looked_for_again(
    kind: type[AwsError | LookupFailedError], code: str
) -> None:
    failure = kind(code, "It is so.")
    last, told, took = watched([failure, failure, BROKEN, failure, WORKS], seconds=600)
    assert (last, took) == (WORKS, 60)
    assert told == [(failure, True), (failure, False), ("broken", True), (failure, True), ("ok", True)]


@pytest.mark.parametrize(
    "error",
    [
        AwsError("denied", "No."),
        AwsError("missing", "None."),
        AwsError("misconfigured", "Wrong."),
        LookupFailedError("AccessDenied", "No.", denied=True),
        UsageError("zone-unknown", "None."),
    ],
)
def test_what_will_not_go_better_ends_it(error: Exception) -> None:
    with pytest.raises(type(error)) as caught:
        watched([BROKEN, error, WORKS], seconds=600)
    assert caught.value is error


def test_a_failure_that_lasts_until_the_time_is_up_is_raised() -> None:
    with pytest.raises(AwsError):
        watched([BROKEN, *[AwsError("timeout", "Late.")] * 9], seconds=40)
