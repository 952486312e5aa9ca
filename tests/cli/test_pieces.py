"""Long texts are printed while they are made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from xalias_tui.cli.output import print_pieces


def test_a_text_is_printed_while_it_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    printed: list[int] = []

    def pieces() -> Iterator[str]:
        yield "a" * 70_000
        printed.append(len(capsys.readouterr().out))
        yield "b"
        yield "c\n"

    print_pieces(pieces())
    assert printed == [70_000]
    assert capsys.readouterr().out == "bc\n"


def test_a_slow_text_is_printed_as_far_as_it_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    printed: list[str] = []
    now = 100.0

    def pieces() -> Iterator[str]:
        nonlocal now
        yield "head\n"
        for row in ("first\n", "second\n", "third\n", "fourth\n", ""):
            now += 0.001 if row in ("second\n", "fourth\n", "") else 1
            yield row
            printed.append(capsys.readouterr().out)

    print_pieces(pieces(), early=True, clock=lambda: now)
    assert printed == ["head\nfirst\n", "", "second\nthird\n", "", "fourth\n"]


def test_what_came_before_a_failure_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    def pieces() -> Iterator[str]:
        yield "first\n"
        raise LookupError

    with pytest.raises(LookupError):
        print_pieces(pieces())
    assert capsys.readouterr().out == "first\n"
