"""Files of rows as spreadsheets and people write them."""

from __future__ import annotations

import pytest

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.record_rows import Row, UnreadableRowsError, has_header, read_rows


def rows(text: str, file: str = "records.csv") -> tuple[Row, ...]:
    read = read_rows(text.encode(), file)
    assert read.rejected == ()
    return read.rows


def rejection(text: str, file: str = "records.csv") -> tuple[int, str]:
    (rejected,) = read_rows(text.encode(), file).rejected
    assert rejected.error.code == "row-invalid"
    return rejected.line, rejected.error.message


def refusal(content: bytes, file: str = "records.csv") -> str:
    with pytest.raises(UsageError) as caught:
        read_rows(content, file)
    assert caught.value.code == "rows-invalid"
    return str(caught.value)


WANTED = Row(2, "a.example.com", "web", zone="Z1", types=("A", "AAAA"), replace=True, evaluate_target_health=False)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_row_is_read_whatever_the_spreadsheet_separates_cells_with(delimiter: str) -> None:
    header = delimiter.join(("Name", "target", "zone", "type", "replace", "evaluate target health"))
    row = delimiter.join(("a.example.com", " web ", "Z1", "a+AAAA", "Yes", "no"))
    assert rows(f"{header}\r\n{row}\r\n") == (WANTED,)
    assert [found.name for found in rows(f"\r\n\r\n{header}\r\n{row}\r\n")] == [WANTED.name]


@pytest.mark.parametrize("type_", ["A+AAAA", "[A, AAAA]", "'A, AAAA'"])
def test_the_same_as_yaml(type_: str) -> None:
    text = f"- name: a.example.com\n  target: web\n  zone: Z1\n  type: {type_}\n  replace: yes\n"
    (row,) = rows(f"# ours\n{text}  evaluate_target_health: false\n", "-")
    assert row == Row(2, WANTED.name, "web", zone="Z1", types=WANTED.types, replace=True, evaluate_target_health=False)


def test_lines_are_those_of_the_file() -> None:
    read = read_rows(b'name,target\n\n"a.example.com","we\nb"\n,web\nb.example.com,web\n', "")
    assert [row.line for row in read.rows] == [3, 6]
    assert [(row.line, row.error.message) for row in read.rejected] == [(5, "Line 5 has no name.")]


def test_what_excel_puts_before_the_text_is_no_part_of_it() -> None:
    assert read_rows("\ufeffname,target\na.example.com,web\n".encode(), "x.csv").rows[0].name == "a.example.com"
    assert "UTF-16" in refusal("name,target\n".encode("utf-16"))
    assert "Save it as UTF-8" in refusal("name,target\n".encode("utf-16-le"))
    assert "line 2 is not UTF-8" in refusal(b"name,target\n\xe4.example.com,web\n")
    assert "column 1 of line 1 has a byte order mark" in refusal("\ufeff\ufeffname,target\n".encode())
    assert rejection("name,target\n\ufeffa.example.com,web\n") == (2, "Line 2 has a byte order mark in 'name'.")


def test_numbers_of_a_member_and_of_a_cname() -> None:
    (member, cname, gone) = rows(
        "name,target,weight,set_identifier,cname_ttl,delete\na,web,10,blue,,\nb,web,,,60,no\nc,,,green,,yes\n"
    )
    assert (member.weight, member.set_identifier) == (10, "blue")
    assert (cname.cname_ttl, cname.target) == (60, "web")
    assert (gone.target, gone.set_identifier) == (None, "green")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("nmae,target\na,b\n", "column 1 of line 1 is 'nmae', which is no column. Did you mean 'name'?"),
        ("name,target,Name\na,b,c\n", "column 3 of line 1 is 'name' a second time"),
        ("target\nb\n", "has no column 'name'"),
        ("name\na\n", "has no column 'target'"),
        ("", "it has no row"),
        ("name,target\n", "it has no row"),
        ('name,target\na,"b\n', "line 2 is not CSV"),
    ],
)
def test_a_table_that_means_nothing_is_refused(content: str, said: str) -> None:
    assert said in refusal(content.encode())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- name: *.example.com\n", "line 1 is not YAML"),
        ("- name: *wild\n", "Quote names that begin with *"),
        ("name: a\n", "it is not a list of mappings"),
        ("- [\n", "is not YAML"),
        ("# nothing\n", "it has no row"),
    ],
)
def test_yaml_that_means_nothing_is_refused(content: str, said: str) -> None:
    assert said in refusal(content.encode(), "records.yaml")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("=HYPERLINK(1),web,,", "Line 2 has a formula as 'name' (=HYPERLINK(1))."),
        ("a,,,", "Line 2 has no target."),
        ("a,web,maybe,", "Line 2 has 'maybe' as 'delete'."),
        ("a,web,yes,", "Line 2 removes the record and has target."),
        ("a,web,,1.5", "Line 2 has '1.5' as 'weight', which is not a whole number."),
        ("a,web,,1,more", "Line 2 has 5 cells, the header 4."),
    ],
)
def test_a_row_that_means_nothing_is_named_by_its_line(row: str, said: str) -> None:
    assert rejection(f"name,target,delete,weight\n{row}\n") == (2, said)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("- name: a\n  targt: web\n", 1, "Line 2 has the key 'targt', which does not exist."),
        ("- name: a\n  target: web\n  name: b\n", 1, "Line 3 has the key 'name' a second time."),
        ("- name: a\n  target: {b: c}\n", 1, "Line 2 has no text as 'target'."),
        ("- a\n", 1, "Line 1 is not a mapping."),
        ("- name: a\n  target: web\n  cname_ttl: 60\n  weight: 1\n", 1, "Line 1 wants a CNAME and has weight."),
    ],
)
def test_a_mapping_that_means_nothing_is_named_by_its_line(text: str, line: int, said: str) -> None:
    assert rejection(text, "records.yml") == (line, said)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,target\na,b", True),
        ('"Target";"Name"\n', True),
        ("name\ttarget", True),
        ("\n- name: a\n", True),
        ("www.example.com,web", False),
        ("", False),
    ],
)
def test_a_header_is_told_from_a_row(text: str, told: object) -> None:
    assert has_header(text) is told


@pytest.mark.parametrize(("file", "says"), [("", "The rows"), ("-", "Standard input"), ("x.csv", "x.csv")])
def test_what_can_not_be_read_is_named_with_its_line(file: str, says: str) -> None:
    with pytest.raises(UnreadableRowsError, match=f"^{says} can't be read: line 3 is not CSV") as caught:
        read_rows(b'name,target\na,b\n"c,d\n', file)
    assert caught.value.line == 3
