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

ZONES_AT_ONCE: Final = 32
"""Hosted zones that are read at a time. Route 53 limits an account's requests in all: more threads read no sooner, and
where less is granted than is sent at first, as many more are refused."""

_FIRST: Final = 8
"""Threads that run jobs before it is known what these wait for."""
_GROWS_EVERY: Final = 0.01
"""Seconds after which there may be twice as many."""
_LOOKS_EVERY: Final = 0.1
"""Seconds after which it is seen at the latest that jobs are to stop."""
_BUSY: Final = 0.3
"""Share of a processor from which jobs are taken to wait for it rather than for the network."""

Job = Callable[[], None]


class Pool:
    """Daemon threads, never more than ``workers``, that feed on one queue and end once it is empty.

    Many jobs begin on a few threads; more are started while the network is what they wait for. Where it is the
    processor, more threads take it from each other, a fifth of all work, and from the thread that takes keys.

    Args:
        workers: The most threads.
        name: What threads are called.
        used: Returns the seconds of processors that this process has used.
    """

    def __init__(
        self, workers: int = AT_ONCE, name: str = "xalias-read", used: Callable[[], float] = time.process_time
    ) -> None:
        self._jobs: deque[Job] = deque()
        self._workers = workers
        self._name = name
        self._used = used
        self._lock = threading.Lock()
        self._running = 0
        self._started = itertools.count(1)

    def submit(self, job: Job) -> None:
        """Run ``job`` on a thread soon; what it raises goes to ``threading.excepthook``."""
        with self._lock:
            self._jobs.append(job)
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
        for _ in jobs[:_FIRST]:
            self._start()
        at, used = time.monotonic(), self._used()
        while jobs and not ended.wait(_GROWS_EVERY if self._may_grow else _LOOKS_EVERY) and not cancelled.is_set():
            began, used_before = at, used
            at, used = time.monotonic(), self._used()
            if used - used_before < _BUSY * (at - began):
                for _ in range(self._running):
                    self._start()

    @property
    def _may_grow(self) -> bool:
        return bool(self._jobs) and self._running < self._workers

    def _start(self) -> None:
        """Start a thread where a job waits for one and there may be more."""
        with self._lock:
            if not self._jobs or self._running >= self._workers:
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
                if not self._jobs:
                    self._running -= 1
                    return
                job = self._jobs.popleft()
            try:
                job()
            except Exception:  # noqa: BLE001 -- one job's failure must not end the thread; it is reported as threads report
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
