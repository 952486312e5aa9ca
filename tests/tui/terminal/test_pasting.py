from __future__ import annotations

import os
from collections.abc import Iterable

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers import linux_driver
from textual.message import Message

from xalias_tui.tui.terminal.pasting import PasteFilter, WholePastes, pastes_whole

START, END = "\x1b[200~", "\x1b[201~"
COLOURED = "name,target\n\x1b[31mshop,\x1b[1;4mportal\x1b[0m\n\x1bc\x1bq"
PLAIN = "name,target\nshop,portal\ncq"


def read(pieces: Iterable[str]) -> list[str]:
    """What the pieces are taken for: keys by their names, a paste by its text."""
    parser = WholePastes()
    return [words(message) for piece in pieces for message in parser.feed(piece)]


def words(message: Message) -> str:
    return message.key if isinstance(message, events.Key) else f"paste {getattr(message, 'text', message)}"


def test_a_paste_presses_no_key() -> None:
    assert read([f"a{START}{COLOURED}{END}b"]) == ["a", f"paste {PLAIN}", "b"]


def test_a_paste_is_the_same_in_whatever_pieces_it_is_read() -> None:
    data = f"a{START}{COLOURED}{END}b{START}second{END}"
    expected = ["a", f"paste {PLAIN}", "b", "paste second"]
    assert all(read([data[:at], data[at:]]) == expected for at in range(1, len(data)))
    assert read(data) == expected


def test_the_start_of_a_paste_within_a_paste_is_text() -> None:
    assert read([f"{START}one {START}two{END}c"]) == ["paste one two", "c"]


def test_keys_are_as_before() -> None:
    typed = "x\x1b[A\x1bOP\x1b[201~\x1b[1;5C"
    assert PasteFilter().clean(typed) == typed
    assert read([typed]) == ["x", "up", "f1", "ctrl+right"]


async def test_the_driver_reads_pastes_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(linux_driver), "XTermParser", XTermParser)  # as Textual has it, also afterwards
    heard: list[str] = []

    class Heard(pastes_whole(linux_driver.LinuxDriver)):  # type: ignore[misc] # a class that is given
        def process_message(self, message: Message) -> None:
            heard.append(words(message))
            self.exit_event.set()

    end, start = os.pipe()
    driver = Heard(App())
    driver.fileno = end
    os.write(start, f"{START}\x1b[3m2{END}q".encode())
    os.close(start)
    driver.run_input_thread()
    os.close(end)
    assert heard == ["paste 2", "q"]
