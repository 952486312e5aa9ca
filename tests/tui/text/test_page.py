from __future__ import annotations

import pytest
from textual.content import Content

from xalias_tui.tui.text.page import Hanging, Page, item, wrapped

LINE = Hanging(Content("WARNING "), Content("No listener rule asks for the name that was given"), "warning")


def rows(page: Page, width: int) -> list[str]:
    return [piece.plain.rstrip() for pieces in page._pieces(width) for piece in pieces]


def test_what_does_not_fit_continues_below_the_text_and_not_below_the_label() -> None:
    assert rows(Page([LINE]), 30) == ["WARNING No listener rule asks", "        for the name that was", "        given"]


@pytest.mark.parametrize("width", range(1, 80))
def test_no_row_is_wider_than_its_room_and_no_letter_is_lost(width: int) -> None:
    page = Page([LINE, Content("short"), Content("two\nlines")])
    drawn = rows(page, width)
    assert all(len(row) <= width for row in drawn)
    assert "".join("".join(drawn).split()) == "".join(page.plain.split())
    assert page.get_height({}, width) == len(drawn)


def test_a_line_is_below_until_its_last_row_is_in_sight() -> None:
    page = Page([Content("first"), LINE, Content("last")])
    assert [line.plain for line in page.below(30, 3)] == [LINE.plain, "last"]
    assert [line.plain for line in page.below(30, 4)] == ["last"]
    assert page.below(30, 5) == []


def test_a_name_that_is_longer_than_a_line_is_broken_behind_its_dots() -> None:
    name = "dualstack.internal-shop-web-1234567890.eu-west-1.elb.amazonaws.com."
    lines = [line.plain for line in wrapped(Content(f"alias → {name} (TTL 300)"), 40)]
    assert lines == ["alias → dualstack.", "internal-shop-web-1234567890.eu-west-1.", "elb.amazonaws.com. (TTL 300)"]
    assert [line.plain for line in wrapped(Content("x" * 25), 10)] == ["x" * 10, "x" * 10, "x" * 5]
    assert [line.plain for line in wrapped(Content("short words"), 7)] == ["short", "words"]


def test_what_is_listed_continues_below_its_text() -> None:
    assert [piece.plain for piece in item(Content("alpha beta gamma")).wrapped(14)] == ["· alpha beta", "  gamma"]
