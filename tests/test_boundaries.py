"""Who may import whom: the walls between the packages, and between those inside ``jobs`` and ``tui``."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import xalias_tui

PACKAGE = "xalias_tui"
ROOT = Path(xalias_tui.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))

MAY_IMPORT: Mapping[str, frozenset[str]] = {
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
"""Packages, and which others each may import."""
INSIDE: Mapping[str, Mapping[str, frozenset[str]]] = {
    "jobs": {
        "session": frozenset(),
        "zones": frozenset({"session"}),
        "targets": frozenset({"session"}),
        "audit": frozenset({"targets", "zones", "session"}),
        "history": frozenset({"zones", "session"}),
        "plans": frozenset({"audit", "targets", "zones", "session"}),
        "trace": frozenset({"audit", "plans", "targets", "zones", "session"}),
        "sending": frozenset({"plans", "history", "trace", "zones", "session"}),
        "": frozenset({"session", "zones"}),
    },
    "targets": {
        "shared": frozenset(),
        "kinds": frozenset({"shared"}),
        "": frozenset({"kinds", "shared"}),
    },
    "tui": {
        "terminal": frozenset(),
        "signin": frozenset(),
        "state": frozenset(),
        "text": frozenset({"state", "terminal"}),
        "widgets": frozenset({"text", "state", "terminal"}),
        "dialogs": frozenset({"widgets", "text", "state", "terminal"}),
        "screens": frozenset({"dialogs", "widgets", "text", "state", "signin", "terminal"}),
        "": frozenset({"screens", "dialogs", "widgets", "text", "state", "signin", "terminal"}),
    },
}
"""Packages inside a package, and which of their siblings each may import; the empty name is the package's own files."""
OWNERS: Mapping[str, frozenset[str]] = {
    "boto3": frozenset({"aws"}),
    "botocore": frozenset({"aws", "sandbox"}),
    "moto": frozenset({"sandbox"}),
    "werkzeug": frozenset({"sandbox"}),
    "textual": frozenset({"tui"}),
}
HEAVY = ("textual", "boto3", "botocore", "moto", "werkzeug")


def place_of(path: Path, root: Path = ROOT) -> tuple[str, str]:
    """The package of a file, and the package inside that."""
    parts = path.relative_to(root).parts[:-1]
    return parts[0] if parts else "", parts[1] if len(parts) > 1 else ""


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
    package, inner = place_of(path, root)
    for line, module in imports(path, root):
        top, _, rest = module.partition(".")
        place = f"{path.relative_to(root)}:{line}"
        if top in OWNERS and package not in OWNERS[top]:
            yield f"{place} imports {top}, which only {', '.join(sorted(OWNERS[top]))} may"
        if top != PACKAGE:
            continue
        other, _, below = rest.partition(".")
        if other in MAY_IMPORT and other != package and other not in MAY_IMPORT[package]:
            yield f"{place}: {package or 'the package'} may not import {other}"
        sibling = below.partition(".")[0]
        walls = INSIDE.get(package, {})
        if other == package and sibling in walls and sibling != inner and sibling not in walls[inner]:
            yield f"{place}: {package}.{inner or '*'} may not import {package}.{sibling}"


def test_every_folder_has_its_walls() -> None:
    assert {place_of(path)[0] for path in FILES} <= MAY_IMPORT.keys()
    for package, walls in INSIDE.items():
        assert {place_of(path)[1] for path in FILES if place_of(path)[0] == package} <= walls.keys()


def test_walls() -> None:
    assert [offence for path in FILES for offence in offences(path)] == []


def test_no_files_import_each_other_in_a_circle() -> None:
    names = {".".join((PACKAGE, *path.relative_to(ROOT).with_suffix("").parts)): path for path in FILES}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph: dict[str, set[str]] = {}
    for name, path in names.items():
        found = {module if module in names else module.rpartition(".")[0] for _, module in imports(path, ROOT)}
        graph[name] = {other for other in found if other in names and other != name}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


@pytest.mark.parametrize("module", ["cli", "domain", "rules", "targets", "jobs.session.workspace"])
def test_heavy_libraries_wait_until_they_are_needed(module: str) -> None:
    program = f"import sys, {PACKAGE}.{module}; print(*sorted({set(HEAVY)} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("folder", "source", "says"),
    [
        ("rules", "from xalias_tui.targets import kind", "rules may not import targets"),
        ("rules", "from xalias_tui import targets", "rules may not import targets"),
        ("domain", "def f():\n    import xalias_tui.aws.rate_limit", "domain may not import aws"),
        ("tui", "from ..aws import rate_limit", "tui may not import aws"),
        ("jobs", "from importlib import import_module\nimport_module('xalias_tui.tui.app')", "jobs may not import tui"),
        ("jobs", "import botocore.session", "imports botocore, which only aws, sandbox may"),
        ("cli", "from textual.app import App", "imports textual, which only tui may"),
        ("jobs/zones", "from xalias_tui.jobs.audit import run", "jobs.zones may not import jobs.audit"),
        ("jobs/zones", "from xalias_tui.jobs import audit", "jobs.zones may not import jobs.audit"),
        ("targets/shared", "from ..kinds import alb", "targets.shared may not import targets.kinds"),
        ("tui/state", "from xalias_tui.tui.widgets import pane", "tui.state may not import tui.widgets"),
    ],
)
def test_a_breach_is_seen(folder: str, source: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / folder / "module.py"
    path.parent.mkdir(parents=True)
    path.write_text(source, encoding="utf-8")
    (offence,) = offences(path, tmp_path)
    assert says in offence


def test_only_one_module_quotes_for_a_shell() -> None:
    quoting = re.compile(r"\bshlex\.(quote|join)\b|\bfrom shlex import\b")
    found = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if quoting.search(path.read_text())}
    assert found == {"domain/commands.py"}
