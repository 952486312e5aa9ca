"""Which findings the tests raise over the wire: a test promises ids with a mark, and hands over what it was told.

    @raises("lb-no-listener")
    def test_...(sandbox, raised):
        raised(sandbox.world, plan.findings)

The fixture ``raised`` fails a test that does not keep its promise; ``promised`` reads the promises of all tests,
without running them, for the coverage of the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest
from _pytest.mark import ParameterSet

from xalias_tui.domain.findings import Finding
from xalias_tui.sandbox.world import World

TESTS: Final = Path(__file__).parent
MARK: Final = "raises_over_wire"


def raises(*ids: str, column: str = "") -> pytest.MarkDecorator:
    """Promises that a test, or one row of its table, raises findings of these ids over the wire.

    With ``column``, each row promises what stands in that column of the table: an id, or several.
    """
    mark: pytest.MarkDecorator = getattr(pytest.mark, MARK)(*ids, column=column)
    return mark


class Raised:
    """What one test was told by a world that it asked over the wire."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    def __call__(self, world: World, told: Iterable[Finding | str]) -> None:
        """Hand over findings, or the ids of errors, that came from asking a world.

        A world counts the calls that reach it through its port only.
        """
        assert world.served, "nothing was asked over the wire"
        self.ids.update(one if isinstance(one, str) else one.id for one in told)


def broken_promises(node: pytest.Function, raised: Raised) -> set[str]:
    """The ids that a test promised and did not raise."""
    given: set[str] = set()
    for mark in node.iter_markers(MARK):
        given.update(mark.args)
        if mark.kwargs["column"]:
            given.update(_told(node.callspec.params[mark.kwargs["column"]]))
    return given - raised.ids


def promised() -> dict[str, set[str]]:
    """Every id that some test promises, with the names of these tests."""
    found: dict[str, set[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        if "tests.raised" not in path.read_text(encoding="utf-8"):
            continue
        module = import_module(".".join(path.relative_to(TESTS.parent).with_suffix("").parts))
        tests = [value for name, value in vars(module).items() if name.startswith("test_") and callable(value)]
        for test in tests:
            for id_ in _of_test(test):
                found.setdefault(id_, set()).add(f"{path.name}::{test.__name__}")
    return found


def _of_test(test: Callable[..., Any]) -> Iterator[str]:
    marks: list[pytest.Mark] = getattr(test, "pytestmark", [])
    tables = [mark.args for mark in marks if mark.name == "parametrize"]
    for mark in marks:
        if mark.name == MARK:
            yield from mark.args
            if mark.kwargs["column"]:
                yield from _of_column(tables, mark.kwargs["column"])
    for _, rows in tables:
        own = [mark for row in rows if isinstance(row, ParameterSet) for mark in row.marks]
        yield from (id_ for mark in own if mark.name == MARK for id_ in mark.args)


def _of_column(tables: list[tuple[Any, ...]], column: str) -> Iterator[str]:
    for names, rows in tables:
        columns = names.replace(" ", "").split(",") if isinstance(names, str) else list(names)
        if column in columns:
            for row in rows:
                values = row.values if isinstance(row, ParameterSet) else row
                yield from _told(values[columns.index(column)] if len(columns) > 1 else values)


def _told(cell: object) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) else tuple(cell) if isinstance(cell, Collection) else ()
