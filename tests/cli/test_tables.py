"""Tables within the width of a terminal: everything is there, nothing is wider."""

from __future__ import annotations

import re

import pytest

from tests.tui.fakes import target
from xalias_tui.cli.commands.targets import _print_table
from xalias_tui.cli.tables import Linked, hanging, table, takes_links, width_of_text
from xalias_tui.domain.targets import Target

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


@pytest.mark.parametrize("width", [84, 80, 60, 48, 36, 20])
def test_what_is_too_wide_fits_the_terminal_and_nothing_is_left_out(width: int) -> None:
    lines = table(HEADINGS, ROWS, width=width).splitlines()
    assert max(map(width_of_text, lines)) <= width
    text = "".join(lines).replace(" ", "")
    for row in ROWS:
        for cell in filter(None, row):
            assert set(cell.replace(" ", "")) <= set(text)
    assert any("Ask" in line for line in lines), "words are whole"


def test_a_last_column_that_can_be_read_is_folded_where_words_end() -> None:
    lines = table(HEADINGS, ROWS, width=87).splitlines()
    assert [line[:20].strip() for line in lines] == ["id", "Z08EXAMPLECOMPUBLIC0", "", "Z1"]
    assert [line[61:] for line in lines] == ["comment", "The shop. Ask #dns before", "you touch it.", "–"]


def test_one_that_could_not_has_a_line_of_its_own_where_there_is_something_in_it() -> None:
    lines = table(HEADINGS, ROWS, width=70).splitlines()
    assert [line.split("  ")[0] for line in lines] == ["id", "", "Z08EXAMPLECOMPUBLIC0", "", "Z1"]
    assert lines[1:4:2] == ["    comment", "    The shop. Ask #dns before you touch it."]


def test_where_no_column_can_be_narrowed_each_row_is_a_block() -> None:
    headings, rows = ("id", "account", "in"), [("Z08EXAMPLECOMPUBLIC0", "111111111111", "x"), ("Z1", "2", None)]
    assert table(headings, rows, width=29).splitlines() == [
        "id       Z08EXAMPLECOMPUBLIC0",
        "account  111111111111",
        "in       x",
        "",
        "id       Z1",
        "account  2",
        "in       –",
    ]


def test_a_paragraph_hangs_behind_what_leads_it() -> None:
    text = "Clients may keep the old answer of split.example.com for 60 s."
    assert hanging("  info  ", text, 8, width=48).splitlines() == [
        "  info  Clients may keep the old answer of",
        "        split.example.com for 60 s.",
    ]
    assert hanging("  info  ", text, 8, width=20) == f"  info  {text}"
    name = f"{'a' * 30}.{'b' * 30}"
    assert hanging("", name, 0, width=40).splitlines() == [f"{'a' * 30}.", "b" * 30]


def test_wide_characters_count_as_two_columns() -> None:
    lines = table(("name", "note"), [("日本語.example.", "x"), ("a.", "y")], width=40).splitlines()
    assert [width_of_text(line.rpartition(" ")[0]) for line in lines[1:]] == [15 + 1] * 2


def test_a_table_without_rows_is_its_headings() -> None:
    assert table(HEADINGS, [], width=10) == "id  name  comment"


def test_cells_lead_to_the_console_where_the_terminal_knows_links() -> None:
    page = "https://console.aws.amazon.com/x"
    rows = [(Linked("Z1", page), "one"), (Linked("Z2222", ""), "two")]
    plain = table(("id", "name"), rows, width=80)
    text = table(("id", "name"), rows, width=80, links=True)
    assert f"\x1b]8;;{page}\x1b\\Z1\x1b]8;;\x1b\\     one" in text
    assert text.count("\x1b]8;;") == 2
    assert re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", text) == plain
    assert plain.splitlines() == ["id     name", "Z1     one", "Z2222  two"]


def test_terminals_that_would_show_what_makes_a_link_get_none() -> None:
    assert takes_links("xterm-256color", is_terminal=True)
    assert not takes_links("xterm-256color", is_terminal=False)
    assert not any(takes_links(term, is_terminal=True) for term in ("", "dumb", "linux"))


class VeryMany(list[Target]):
    """A few targets that say that they are very many."""

    def __len__(self) -> int:
        return 10_001


def test_a_table_of_very_many_targets_is_printed_while_it_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [target("web"), target("payments-of-the-whole-group", record_types=("A", "AAAA"))]
    _print_table(rows)
    few = capsys.readouterr().out
    _print_table(VeryMany(rows))
    assert capsys.readouterr().out == few
