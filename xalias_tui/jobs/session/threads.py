"""Our own daemon threads for reads: they may be abandoned at exit, which asyncio's and concurrent.futures' may not."""

from __future__ import annotations

import itertools
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

WORKERS: Final = 32

Job = Callable[[], None]


class Pool:
    """Daemon threads, never more than ``workers``, that feed on one queue and end once it is empty."""

    def __init__(self, workers: int = WORKERS, name: str = "xalias-read") -> None:
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
            if self._running < self._workers:
                threading.Thread(target=self._work, name=f"{self._name}-{next(self._started)}", daemon=True).start()
                self._running += 1

    def run(self, jobs: Sequence[Job], stop: threading.Event | None = None) -> None:
        """Run every job and return when all have ended, or as soon as ``stop`` is set.

        Jobs that have not begun when ``stop`` is set never do. Jobs report their own failures.
        """
        cancelled = stop or threading.Event()
        remaining = threading.Semaphore(0)

        def guarded(job: Job) -> Job:
            def run_one() -> None:
                try:
                    if not cancelled.is_set():
                        job()
                finally:
                    remaining.release()

            return run_one

        for job in jobs:
            self.submit(guarded(job))
        for _ in jobs:
            while not remaining.acquire(timeout=0.1):
                if cancelled.is_set():
                    return

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
