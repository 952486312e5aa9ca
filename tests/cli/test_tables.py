"""Tables within the width of a terminal: everything is there, nothing is wider."""

from __future__ import annotations

import pytest

from xalias_tui.cli.tables import table, width_of_text

HEADINGS = ("id", "name", "comment")
ROWS = [
    ("Z08EXAMPLECOMPUBLIC0", "shop.example.com.", "The shop. Ask #dns before you touch it."),
    ("Z1", "very-long-name.of-a-zone.example.com.", None),
]


def test_without_a_limit_columns_are_as_wide_as_their_widest_cell() -> None:
    first, second, third = table(HEADINGS, ROWS, width=200).splitlines()
    assert first.index("name") == second.index("shop") == third.index("very") == 22
    assert third.endswith("–")
    assert first == first.rstrip()


@pytest.mark.parametrize("width", [80, 60, 48])
def test_what_is_too_wide_is_folded_where_names_break_and_nothing_is_left_out(width: int) -> None:
    lines = table(HEADINGS, ROWS, width=width).splitlines()
    assert max(map(width_of_text, lines)) <= width
    assert [line[:20].strip() for line in lines if line[:20].strip()] == ["id", "Z08EXAMPLECOMPUBLIC0", "Z1"]
    cells = [str(cell or "–") for row in (HEADINGS, *ROWS) for cell in row]
    assert sorted("".join(lines).replace(" ", "")) == sorted("".join(cells).replace(" ", ""))
    assert any("Ask" in line for line in lines), "words are whole"


def test_where_no_column_can_be_narrowed_each_row_is_a_block() -> None:
    lines = table(HEADINGS, ROWS, width=36).splitlines()
    assert lines[0] == "id       Z08EXAMPLECOMPUBLIC0"
    assert lines[1] == "name     shop.example.com."
    assert lines[2:4] == ["comment  The shop. Ask #dns before", "         you touch it."]
    assert lines[4] == ""
    assert max(map(width_of_text, lines)) <= 36


def test_wide_characters_count_as_two_columns() -> None:
    lines = table(("name", "note"), [("日本語.example.", "x"), ("a.", "y")], width=40).splitlines()
    assert [width_of_text(line.rpartition(" ")[0]) for line in lines[1:]] == [15 + 1] * 2


def test_a_table_without_rows_is_its_headings() -> None:
    assert table(HEADINGS, [], width=10) == "id  name  comment"
