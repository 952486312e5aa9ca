"""Who may import whom: the walls between the rooms of the package."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import xalias_tui

PACKAGE = "xalias_tui"
ROOT = Path(xalias_tui.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))

ROOMS: Mapping[str, frozenset[str]] = {
    "": frozenset({"cli"}),  # __init__ and __main__
    "cli": frozenset({"jobs", "domain", "export", "store", "tui", "sandbox"}),  # tui to open it, sandbox for the demo
    "tui": frozenset({"jobs", "domain", "export", "store"}),
    "jobs": frozenset({"domain", "rules", "targets", "aws", "probes", "store"}),
    "rules": frozenset({"domain"}),
    "targets": frozenset({"domain"}),
    "aws": frozenset({"domain"}),
    "probes": frozenset({"domain"}),
    "store": frozenset({"domain"}),
    "export": frozenset({"domain"}),
    "sandbox": frozenset({"domain"}),
    "domain": frozenset(),
}
OWNERS: Mapping[str, frozenset[str]] = {
    "boto3": frozenset({"aws"}),
    "botocore": frozenset({"aws", "sandbox"}),
    "moto": frozenset({"sandbox"}),
    "werkzeug": frozenset({"sandbox"}),
    "textual": frozenset({"tui"}),
}
HEAVY = ("textual", "boto3", "botocore", "moto", "werkzeug")


def room_of(path: Path, root: Path = ROOT) -> str:
    parts = path.relative_to(root).parts
    return parts[0] if len(parts) > 1 else ""


def imports(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, wherever in it, with its line; names given to ``import_module`` included."""
    package = [PACKAGE, *path.relative_to(root).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute) and node.args:
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            name = node.args[0]
            if called in ("import_module", "__import__") and isinstance(name, ast.Constant):
                yield node.lineno, str(name.value)


def offences(path: Path, root: Path = ROOT) -> Iterator[str]:
    room = room_of(path, root)
    for line, module in imports(path, root):
        top, _, rest = module.partition(".")
        place = f"{path.relative_to(root)}:{line}"
        if top in OWNERS and room not in OWNERS[top]:
            yield f"{place} imports {top}, which only {', '.join(sorted(OWNERS[top]))} may"
        other = rest.partition(".")[0]
        if top == PACKAGE and other in ROOMS and other != room and other not in ROOMS[room]:
            yield f"{place}: {room or 'the package'} may not import {other}"


def test_every_folder_is_a_room() -> None:
    assert {room_of(path) for path in FILES} <= ROOMS.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_walls(path: Path) -> None:
    assert list(offences(path)) == []


@pytest.mark.parametrize("module", ["cli", "domain", "rules", "targets", "jobs.workspace"])
def test_heavy_libraries_wait_until_they_are_needed(module: str) -> None:
    program = f"import sys, {PACKAGE}.{module}; print(*sorted({set(HEAVY)} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("room", "source", "says"),
    [
        ("rules", "from xalias_tui.targets import kind", "rules may not import targets"),
        ("rules", "from xalias_tui import targets", "rules may not import targets"),
        ("domain", "def f():\n    import xalias_tui.aws.pace", "domain may not import aws"),
        ("tui", "from ..aws import pace", "tui may not import aws"),
        ("jobs", "from importlib import import_module\nimport_module('xalias_tui.tui.app')", "jobs may not import tui"),
        ("jobs", "import botocore.session", "imports botocore, which only aws, sandbox may"),
        ("cli", "from textual.app import App", "imports textual, which only tui may"),
    ],
)
def test_a_breach_is_seen(room: str, source: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / room / "module.py"
    path.parent.mkdir()
    path.write_text(source, encoding="utf-8")
    (offence,) = offences(path, tmp_path)
    assert says in offence
