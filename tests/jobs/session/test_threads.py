from __future__ import annotations

import itertools
import threading

import pytest

from xalias_tui.jobs.session.threads import Moment, Pool


def test_every_job_runs_and_run_returns_after_the_last() -> None:
    done: list[int] = []
    lock = threading.Lock()

    def job(number: int) -> None:
        with lock:
            done.append(number)

    pool = Pool(workers=3)
    pool.run([lambda number=number: job(number) for number in range(20)])  # type: ignore[misc]
    assert sorted(done) == list(range(20))


def test_jobs_run_at_the_same_time() -> None:
    barrier = threading.Barrier(4, timeout=10)

    def meet() -> None:
        barrier.wait()

    Pool(workers=4).run([meet] * 4)
    assert not barrier.broken


class Load:
    """A clock on which a second passes each time that it is looked at, in which the processor is busy or idle."""

    def __init__(self, *, busy: bool) -> None:
        self.busy = busy
        self.seen_busy = 0
        self.settled = threading.Event()
        self._at = itertools.count()
        self._used = 0.0

    def __call__(self) -> Moment:
        self._used += self.busy
        self.seen_busy += self.busy
        if self.seen_busy > 5:
            self.settled.set()
        return Moment(next(self._at), self._used)


def test_threads_are_added_while_jobs_wait_for_something_else_than_the_processor() -> None:
    barrier = threading.Barrier(40, timeout=10)
    met: list[int] = []
    Pool(workers=40, now=Load(busy=False)).run([lambda: met.append(barrier.wait())] * 40)
    assert sorted(met) == list(range(40))


def test_no_threads_are_added_while_the_processor_is_busy() -> None:
    load = Load(busy=True)
    early: list[bool] = []

    def job() -> None:
        early.append(not load.settled.is_set())
        load.settled.wait(10)

    Pool(workers=40, now=load).run([job] * 40)
    assert len(early) == 40
    assert sum(early) == 4


def test_threads_end_once_the_processor_is_busy() -> None:
    load, lock = Load(busy=False), threading.Lock()
    many, few = threading.Barrier(16, timeout=10), threading.Barrier(4, timeout=10)
    running, most = 0, 0

    def first() -> None:
        many.wait()
        load.busy = True
        load.settled.wait(10)

    def then() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        few.wait()
        with lock:
            running -= 1

    Pool(workers=16, now=load).run([first] * 16 + [then] * 40)
    assert most == 4


def test_threads_are_daemons_so_that_stuck_reads_never_hold_the_exit() -> None:
    seen: list[bool] = []
    Pool(workers=1).run([lambda: seen.append(threading.current_thread().daemon)])
    assert seen == [True]


def test_stopping_returns_while_a_job_is_stuck() -> None:
    stuck, stop = threading.Event(), threading.Event()
    begun: list[str] = []
    workers: list[threading.Thread] = []

    def hang() -> None:
        begun.append("hang")
        workers.append(threading.current_thread())
        stop.set()
        stuck.wait()

    Pool(workers=1).run([hang, lambda: begun.append("next")], stop)
    stuck.set()
    workers[0].join(timeout=10)
    assert (begun, workers[0].is_alive()) == (["hang"], False)


def test_a_failing_job_is_reported_and_its_thread_lives_on(monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda hook: reported.append(hook.exc_type))
    pool, done = Pool(workers=1), list[str]()

    def fail() -> None:
        raise ZeroDivisionError

    pool.run([fail])
    pool.run([lambda: done.append("next")])
    assert (reported, done) == ([ZeroDivisionError], ["next"])


def test_running_nothing_returns_at_once() -> None:
    Pool().run([])


def test_a_thread_that_cannot_start_takes_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    pool, done = Pool(workers=1), list[str]()
    with monkeypatch.context() as crowded:
        crowded.setattr(threading.Thread, "start", full)
        with pytest.raises(RuntimeError, match="can't start"):
            pool.submit(lambda: done.append("first"))
    pool.run([lambda: done.append("second")])
    assert done == ["first", "second"]
