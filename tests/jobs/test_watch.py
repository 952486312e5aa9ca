"""Tracing again and again: until the name works, and not longer than asked for."""

from __future__ import annotations

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.traces import Trace, TraceStep
from xalias_tui.jobs.watch import watch

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


def watched(traces: list[Trace], *, seconds: float) -> tuple[Trace, list[tuple[str, bool]], float]:
    time, left = Time(), iter(traces)
    told: list[tuple[str, bool]] = []
    last = watch(
        lambda: next(left),
        lambda traced, changed: told.append((traced.verdict, changed)),
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
