"""Our own daemon threads for reads: they may be abandoned at exit, which asyncio's and concurrent.futures' may not."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from xalias_tui.domain.accounts import AT_ONCE
from xalias_tui.domain.dataclass import dataclass

ZONES_AT_ONCE: Final = 32
"""Hosted zones that are read at a time. Route 53 limits an account's requests in all: more threads read no sooner, and
where less is granted than is sent at first, as many more are refused."""

_FEW: Final = 4
"""Threads that run jobs while the processor is what these wait for."""
_GROWS_EVERY: Final = 0.01
"""Seconds after which there may be twice as many."""
_IDLE: Final = 0.3
"""Share of a processor below which jobs are taken to wait for the network."""
_SHRINKS_EVERY: Final = 0.2
"""Seconds after which there may be half as many."""
_BUSY: Final = 0.8
"""Share of a processor above which jobs are taken to wait for it."""

Job = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment.

    Attributes:
        at: Seconds of a clock that never goes back.
        used: Seconds of processors that this process had used.
    """

    at: float
    used: float

    @classmethod
    def now(cls) -> Moment:
        """This one."""
        return cls(time.monotonic(), time.process_time())

    def share(self, later: Moment) -> float:
        """How much of a processor was used until later; 1 where all of one was."""
        return (later.used - self.used) / max(later.at - self.at, 1e-9)


class Pool:
    """Daemon threads, never more than ``workers``, that feed on one queue and end once it is empty.

    Many jobs begin on a few threads. More are started while the network is what they wait for, and end where it is the
    processor: there, they take it from each other, a sixth of all work, and from the thread that takes keys.

    Args:
        workers: The most threads.
        name: What threads are called.
        now: Returns the present moment.
    """

    def __init__(
        self, workers: int = AT_ONCE, name: str = "xalias-read", now: Callable[[], Moment] = Moment.now
    ) -> None:
        self._jobs: deque[Job] = deque()
        self._workers = workers
        self._name = name
        self._now = now
        self._lock = threading.Lock()
        self._running = 0
        self._most = workers
        self._started = itertools.count(1)

    def submit(self, job: Job) -> None:
        """Run ``job`` on a thread soon; what it raises goes to ``threading.excepthook``."""
        with self._lock:
            self._jobs.append(job)
            self._most = self._workers
        self._start()

    def run(self, jobs: Sequence[Job], stop: threading.Event | None = None) -> None:
        """Run every job and return when all have ended, or as soon as ``stop`` is set.

        Jobs that have not begun when ``stop`` is set never do. Jobs report their own failures.
        """
        cancelled, ended = stop or threading.Event(), threading.Event()
        left, lock = len(jobs), threading.Lock()

        def guarded(job: Job) -> None:
            nonlocal left
            try:
                if not cancelled.is_set():
                    job()
            finally:
                with lock:
                    left -= 1
                    last = not left
                if last:  # who waits is not woken by each of thousands: that takes the interpreter from those who work
                    ended.set()

        with self._lock:
            self._jobs.extend(partial(guarded, job) for job in jobs)
        self._be(_FEW)
        grown = shrunk = self._now()
        while jobs and not ended.wait(_GROWS_EVERY if self._jobs else _SHRINKS_EVERY) and not cancelled.is_set():
            now = self._now()
            if grown.share(now) < _IDLE:
                self._be(2 * self._most)
            if now.at - shrunk.at >= _SHRINKS_EVERY:
                if shrunk.share(now) > _BUSY:
                    self._be(self._most // 2)
                shrunk = now
            grown = now

    def _be(self, many: int) -> None:
        """Let so many threads run, as far as there are jobs for them and there may be."""
        self._most = min(max(many, _FEW), self._workers)
        for _ in range(self._most - self._running):
            self._start()

    def _start(self) -> None:
        """Start a thread where a job waits for one and there may be more."""
        with self._lock:
            if not self._jobs or self._running >= self._most:
                return
            self._running += 1
        try:  # without the lock, as it takes as long as others keep the interpreter
            threading.Thread(target=self._work, name=f"{self._name}-{next(self._started)}", daemon=True).start()
        except RuntimeError:
            with self._lock:
                self._running -= 1
                alone = not self._running
            if alone:  # else those that run do all
                raise

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._jobs or self._running > self._most:
                    self._running -= 1
                    return
                job = self._jobs.popleft()
            try:
                job()
            except Exception:  # noqa: BLE001 -- one job's failure must not end the thread; it is reported as threads report
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
