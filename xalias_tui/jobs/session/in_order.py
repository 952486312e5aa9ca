"""Lists that are read at the same time and given out one after the other, in bounded memory."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, Generic, TypeVar

from xalias_tui.jobs.session.threads import ZONES_AT_ONCE, Pool

Item = TypeVar("Item")
Source = Callable[[], Iterator[Sequence[Item]]]
"""Reads a list, page by page."""

_PATIENCE: Final = 0.5
"""Seconds after which a wait looks up, so that Ctrl-C ends it on every platform."""


def in_order(
    sources: Sequence[Source[Item]], *, most: int, workers: int = ZONES_AT_ONCE
) -> Iterator[tuple[int, Sequence[Item]]]:
    """All pages of the first source, then all of the second, and so on, each with the number of its source.

    Args:
        sources: Read at the same time, each on a thread of its own.
        most: How many items are held, about: sources whose turn is later wait once there are as many.
        workers: How many are read at the same time.

    Raises:
        Exception: what a source raised, behind its pages.
    """
    reading = _Reading(sources, most)
    pool = Pool(workers)
    for at in range(len(sources)):
        pool.submit(partial(reading.read, at))
    return reading.pages()


class _Reading(Generic[Item]):
    """What was read and not given out yet."""

    def __init__(self, sources: Sequence[Source[Item]], most: int) -> None:
        self._sources = sources
        self._most = most
        self._pages: list[deque[Sequence[Item]]] = [deque() for _ in sources]
        self._ended: set[int] = set()
        self._errors: dict[int, Exception] = {}
        self._changed = threading.Condition()
        self._held = 0
        self._turn = 0
        self._closed = False

    def read(self, at: int) -> None:
        """Read a source to its end, on a thread of its own."""
        try:
            for page in () if self._closed else self._sources[at]():
                if not self._put(at, page):
                    break
        except Exception as error:  # noqa: BLE001 -- raised again for who wants the pages
            self._errors[at] = error
        finally:
            with self._changed:
                self._ended.add(at)
                self._changed.notify_all()

    def pages(self) -> Iterator[tuple[int, Sequence[Item]]]:
        """The pages in order; once no more are wanted, no more are read."""
        try:
            for at in range(len(self._sources)):
                with self._changed:
                    self._turn = at
                    self._changed.notify_all()
                while (page := self._take(at)) is not None:
                    yield at, page
        finally:
            with self._changed:
                self._closed = True
                self._changed.notify_all()

    def _put(self, at: int, page: Sequence[Item]) -> bool:
        """Hold a page, once there is room; whether it is wanted at all."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has_room(at))
            self._pages[at].append(page)
            self._held += len(page)
            self._changed.notify_all()
            return not self._closed

    def _has_room(self, at: int) -> bool:
        return self._held < self._most or (at == self._turn and not self._pages[at])

    def _take(self, at: int) -> Sequence[Item] | None:
        """The next page of a source; None after the last one."""
        with self._changed:
            while not self._changed.wait_for(lambda: self._pages[at] or at in self._ended, _PATIENCE):
                pass
            if self._pages[at]:
                page = self._pages[at].popleft()
                self._held -= len(page)
                self._changed.notify_all()
                return page
            if at in self._errors:
                raise self._errors[at]
            return None
