"""How big classes, functions and modules may be: what grows beyond has more than one task."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import xalias_tui

ROOT = Path(xalias_tui.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))

LINES = {"module": 400, "class": 249, "function": 60}
METHODS = 20
"""Of one class: properties and those that Python calls included."""


def too_big(source: str, place: str) -> Iterator[tuple[str, str, str]]:
    """What is bigger than it may be: where, which sort of thing, and how big."""
    tree = ast.parse(source)
    lines = source.count("\n")
    if lines > LINES["module"]:
        yield place, "module", f"{lines} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            sort = "class" if isinstance(node, ast.ClassDef) else "function"
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            methods = sum(isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) for each in node.body)
            if lines > LINES[sort] or (sort == "class" and methods > METHODS):
                size = f"{lines} lines, {methods} methods" if sort == "class" else f"{lines} lines"
                yield f"{place}:{node.name}", sort, size


def test_nothing_is_bigger_than_one_task_needs() -> None:
    found = [each for path in FILES for each in too_big(path.read_text(), path.relative_to(ROOT).as_posix())]
    assert [f"{where} has {size}" for where, _sort, size in found] == []


CLASS = "class C:\n" + "".join(f"    def m{at}(self): ...\n" for at in range(20))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (CLASS, []),
        (CLASS + "    @property\n    def p(self): ...\n", [("m.py:C", "class", "23 lines, 21 methods")]),
        ("class C:\n" + "    a = 1\n" * 249, [("m.py:C", "class", "250 lines, 0 methods")]),
        ("def f():\n" + "    a = 1\n" * 59, []),
        ("class C:\n    async def f(self):\n" + "        a = 1\n" * 60, [("m.py:f", "function", "61 lines")]),
        ("a = 1\n" * 401, [("m.py", "module", "401 lines")]),
    ],
)
def test_what_is_too_big_is_seen(source: str, found: list[tuple[str, str, str]]) -> None:
    assert list(too_big(source, "m.py")) == found
