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
