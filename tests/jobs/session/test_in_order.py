"""Lists that are read at the same time come out one after the other, and few of them are held."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest

from xalias_tui.jobs.session.in_order import Source, in_order

PATIENCE = 5
"""Seconds after which a test that would hang fails."""


def pages(numbers: range, size: int = 10) -> Iterator[Sequence[int]]:
    for first in range(numbers.start, numbers.stop, size):
        yield range(first, min(first + size, numbers.stop))


def test_every_page_comes_in_the_order_of_the_sources() -> None:
    sources = [partial(pages, range(at * 100, at * 100 + 95)) for at in range(50)]
    found = [(at, number) for at, page in in_order(sources, most=30, workers=7) for number in page]
    assert found == [(at, number) for at in range(50) for number in range(at * 100, at * 100 + 95)]
    assert list(in_order([], most=1)) == []


def test_later_sources_are_read_before_their_turn() -> None:
    read = threading.Barrier(4)

    def source(at: int) -> Iterator[Sequence[int]]:
        read.wait(PATIENCE)  # passes only if all four are read at once
        yield (at,)

    assert [at for at, _ in in_order([partial(source, at) for at in range(4)], most=10)] == [0, 1, 2, 3]


class Counting:
    """Sources that count what was read of them, and say when as much was as a test waits for."""

    def __init__(self, wanted: int) -> None:
        self.read = 0
        self.enough = threading.Event()
        self._wanted = wanted
        self._lock = threading.Lock()

    def source(self, numbers: range) -> Callable[[], Iterator[Sequence[int]]]:
        def run() -> Iterator[Sequence[int]]:
            for page in pages(numbers):
                with self._lock:
                    self.read += len(page)
                    if self.read >= self._wanted:
                        self.enough.set()
                yield page

        return run


def test_no_more_is_held_than_was_allowed_but_for_a_page_of_each_thread() -> None:
    counting = Counting(wanted=50)
    given = in_order([counting.source(range(1_000)) for _ in range(5)], most=20, workers=3)
    first = next(given)
    assert counting.enough.wait(PATIENCE)  # 10 given, 20 held, and a page in the hand of two threads
    most = counting.read
    total = len(first[1])
    for _, page in given:
        total += len(page)
        most = max(most, counting.read - total)
    assert total == 5_000
    assert most <= 10 + 20 + 3 * 10 + 10


def test_a_source_whose_turn_it_is_goes_on_where_others_hold_as_much_as_is_allowed() -> None:
    behind = threading.Event()

    def first() -> Iterator[Sequence[int]]:
        assert behind.wait(PATIENCE)
        yield from pages(range(100))

    def second() -> Iterator[Sequence[int]]:
        yield range(10)
        behind.set()
        yield range(10, 20)

    found: list[int] = []
    reading = threading.Thread(
        target=lambda: found.extend(at for at, _ in in_order([first, second], most=10)), daemon=True
    )
    reading.start()
    reading.join(PATIENCE)
    assert found == [0] * 10 + [1, 1]


def test_what_a_source_raises_comes_behind_its_pages() -> None:
    def failing() -> Iterator[Sequence[int]]:
        yield (1,)
        raise LookupError("gone")

    sources: list[Source[int]] = [failing, partial(pages, range(10))]
    given = in_order(sources, most=10)
    assert next(given) == (0, (1,))
    with pytest.raises(LookupError, match="gone"):
        next(given)


def test_once_no_more_is_wanted_no_more_is_read() -> None:
    stopped = threading.Event()

    def endless() -> Iterator[Sequence[int]]:
        try:
            while True:
                yield (1,)
        finally:
            stopped.set()

    given = in_order([endless], most=5)
    next(given)
    given.close()  # type: ignore[attr-defined] # it is a generator
    assert stopped.wait(PATIENCE)
