"""Our own daemon threads for reads: they may be abandoned at exit, which asyncio's and concurrent.futures' may not."""

from __future__ import annotations

import itertools
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from xalias_tui.domain.accounts import AT_ONCE

ZONES_AT_ONCE: Final = 32
"""Hosted zones that are read at a time. Route 53 limits an account's requests in all: more threads read no sooner, and
where less is granted than is sent at first, as many more are refused."""

Job = Callable[[], None]


class Pool:
    """Daemon threads, never more than ``workers``, that feed on one queue and end once it is empty."""

    def __init__(self, workers: int = AT_ONCE, name: str = "xalias-read") -> None:
        self._jobs: deque[Job] = deque()
        self._workers = workers
        self._name = name
        self._lock = threading.Lock()
        self._running = 0
        self._started = itertools.count(1)

    def submit(self, job: Job) -> None:
        """Run ``job`` on a thread soon; what it raises goes to ``threading.excepthook``."""
        with self._lock:
            self._jobs.append(job)
            if self._running >= self._workers:
                return
            self._running += 1
        try:  # without the lock, as it takes as long as others keep the interpreter
            threading.Thread(target=self._work, name=f"{self._name}-{next(self._started)}", daemon=True).start()
        except RuntimeError:
            with self._lock:
                self._running -= 1
            raise

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

        for job in jobs:
            self.submit(partial(guarded, job))
        while jobs and not ended.wait(timeout=0.1) and not cancelled.is_set():
            pass

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
