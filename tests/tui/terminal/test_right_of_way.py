from __future__ import annotations

import importlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.message import Message

from xalias_tui.tui.app import XaliasApp
from xalias_tui.tui.terminal import right_of_way
from xalias_tui.tui.terminal.right_of_way import RightOfWay, heard_at_once


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads wait as long as it takes: what comes first is not decided by the clock."""
    monkeypatch.setattr(right_of_way, "_MOST", 60.0)
    monkeypatch.setattr(right_of_way, "_WHILE_LOADING", 60.0)


@pytest.fixture
def installed() -> Iterator[RightOfWay]:
    keys = RightOfWay()
    keys.install()
    yield keys
    keys.remove()


class Deaf(HeadlessDriver):
    """A driver that sends nothing to the app."""

    def send_message(self, message: Message) -> None:
        self.sent = message


def ended_after(keys: RightOfWay, work: Callable[[], object]) -> list[str]:
    """What comes first: that a key is seen, or that another thread has done its work."""
    order: list[str] = []
    pressed = time.monotonic()
    keys.take(pressed)

    def run() -> None:
        work()
        order.append("thread")

    thread = threading.Thread(target=run)
    thread.start()
    while not keys.holds_threads:
        time.sleep(0)  # until the thread has come to where it waits
    order.append("seen")
    keys.release(pressed)
    thread.join()
    return order


def test_a_thread_waits_until_the_key_is_seen() -> None:
    keys = RightOfWay()
    keys.give_way()  # no key is under way
    assert ended_after(keys, keys.give_way) == ["seen", "thread"]


def test_it_is_known_whether_threads_wait() -> None:
    keys = RightOfWay()
    assert not keys.holds_threads
    assert ended_after(keys, keys.give_way) == ["seen", "thread"]
    assert not keys.holds_threads


def test_a_key_that_was_pressed_later_is_waited_for_too() -> None:
    keys, pressed = RightOfWay(), time.monotonic()
    keys.take(pressed)
    keys.take(pressed + 1)
    keys.take(pressed)  # which arrives at the app only now
    keys.release(pressed)
    assert not keys.is_free
    keys.release(pressed + 1)
    assert keys.is_free


def test_no_key_holds_threads_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(right_of_way, "_MOST", 0.1)
    keys = RightOfWay()
    keys.take(time.monotonic() - 0.1)
    keys.give_way()
    assert not keys.is_free


def test_a_module_is_loaded_after_the_key(
    installed: RightOfWay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loaded_late.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    assert ended_after(installed, lambda: importlib.import_module("loaded_late")) == ["seen", "thread"]
    del sys.modules["loaded_late"]


def test_a_key_loads_what_it_needs(installed: RightOfWay) -> None:
    installed.take(time.monotonic())
    assert installed.find_spec("loaded_at_once") is None
    assert not installed.is_free


async def test_a_key_is_heard_on_the_thread_that_reads_it() -> None:
    keys = RightOfWay()
    app: Any = XaliasApp(lambda: pytest.fail("never run"))
    driver = heard_at_once(Deaf, keys)(app)
    driver.process_message(events.Paste("a"))
    assert keys.is_free
    driver.process_message(events.Key("a", "a"))
    assert not keys.is_free


async def test_the_explorer_gives_way_as_long_as_it_runs() -> None:
    app = XaliasApp(lambda: pytest.fail("never run"), submit=lambda _job: None)
    keys = app.type_ahead.right_of_way
    async with app.run_test():
        assert keys in sys.meta_path
    assert keys not in sys.meta_path
    assert issubclass(app.driver_class, app.get_driver_class())
    assert app.driver_class is not app.get_driver_class()
