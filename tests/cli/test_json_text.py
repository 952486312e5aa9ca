"""Documents that are printed while they are read: one valid JSON document, whatever happens midway."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from xalias_tui.cli.json_text import pieces
from xalias_tui.cli.output import PrintedError, print_data, print_document
from xalias_tui.domain.lookups import LookupFailedError, Unscanned

PLAIN: dict[str, Any] = {"a": "é\n", "b": {"c": [1, {"d": None}], "e": {}}, "f": [], "g": True}


def rows(count: int, error: Exception | None = None) -> Iterator[dict[str, Any]]:
    """So many rows, then an error."""
    for at in range(count):
        yield {"name": f"row {at}", "of": ["x" * 100]}
    if error is not None:
        raise error


def test_a_document_without_iterators_is_indented_as_ever() -> None:
    assert "".join(pieces(PLAIN)) == json.dumps(PLAIN, indent=2)


def test_what_an_iterator_lists_has_a_row_a_line() -> None:
    text = "".join(pieces({"data": {"zone": PLAIN, "rows": rows(3), "none": iter(())}, "last": rows(1)}))
    assert json.loads(text) == {
        "data": {"zone": PLAIN, "rows": list(rows(3)), "none": []}, "last": list(rows(1)),
    }  # fmt: skip
    assert sum(line.startswith('      {"name": "row ') for line in text.splitlines()) == 3


def test_where_more_is_waited_for_there_is_no_row_but_an_empty_piece() -> None:
    parts = list(pieces({"rows": iter(({"at": 0}, None, {"at": 1}, None))}))
    assert json.loads("".join(parts)) == {"rows": [{"at": 0}, {"at": 1}]}
    assert [at for at, part in enumerate(parts) if not part] == [2, 4]


def test_rows_are_printed_before_the_last_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    printed: list[int] = []

    def read() -> Iterator[dict[str, Any]]:
        for row in rows(5_000):
            printed.append(len(capsys.readouterr().out))
            yield row

    print_document({"data": {"rows": read()}})
    assert sum(size > 0 for size in printed) > 5  # in several parts
    assert max(printed) < 200_000


def test_what_fails_before_anything_is_printed_is_raised(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LookupFailedError):
        print_data("records", {"records": rows(3, LookupFailedError("Throttling", "Slow down."))})
    assert capsys.readouterr().out == ""


def test_what_fails_midway_ends_a_valid_document_that_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    missed: list[Unscanned] = []

    def read() -> Iterator[dict[str, Any]]:
        yield from rows(3_000)
        missed.append(Unscanned("1", "dns", "", "records", "Throttling", "Slow down."))
        raise LookupFailedError("Throttling", "Slow down.")

    with pytest.raises(PrintedError) as raised:
        print_data("records", {"records": read(), "protections": []}, missed)
    document = json.loads(capsys.readouterr().out)
    assert raised.value.exit_status == 3
    assert len(document["data"]["records"]) == 3_000
    assert document["data"]["protections"] == []
    assert [row["code"] for row in document["unscanned"]] == ["Throttling"]
    assert (document["error"]["code"], document["error"]["message"]) == ("Throttling", "Slow down.")


def test_a_fault_of_the_program_is_no_document(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError):
        print_document({"rows": rows(3_000, ZeroDivisionError())})
    with pytest.raises(json.JSONDecodeError):
        json.loads(capsys.readouterr().out)
