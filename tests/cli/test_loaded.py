"""What each command loads, and the explorer until its first paint: no more than is recorded, or each start costs more.

Recorded are packages, those of other projects and our own (``jobs.zones``). A command that needs a new one::

    XALIAS_UPDATE_LOADED=1 pytest -n0 tests/cli/test_loaded.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Shell

UPDATE: Final = "XALIAS_UPDATE_LOADED"
RECORDED: Final = Path(__file__).with_name("loaded.json")
ZONES: Final = ("--zone-profile", "dns-prod")
SIDES: Final = (*ZONES, "--target-profile", "shop-prod", "--region", "eu-west-1", "--kind", "alb")
COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "--version": (),
    "--help": (),
    "kinds": (),
    "resolve": ("d111111abcdef8.cloudfront.net",),
    "zones": ZONES,
    "records": ("Z08EXAMPLECOMPUBLIC0", *ZONES, "--json"),
    "targets": SIDES,
    "plan": ("shop.example.com", "--target", "shop-web", "--offline", *SIDES),
    "trace": ("shop.example.com", "--offline", *SIDES),
    "usedby": ("shop-web", *SIDES),
    "audit": ("--offline", *SIDES),
    "history": ZONES,
}
LATER: Final = (
    "aws", "domain.documents", "domain.missed", "domain.plans", "domain.traces", "jobs.", "probes", "rules", "store",
    "targets", "tui.dialogs.", "tui.everything", "tui.going", "tui.screens.accounts", "tui.screens.audit",
    "tui.screens.history",
)  # fmt: skip
"""What the explorer loads behind its first paint, by how it begins."""
AT_ONCE: Final = frozenset({"jobs.session", "jobs.session.threads", "tui.dialogs.base"})
NOT_COUNTED: Final = frozenset({"xalias_tui", "__editable___xalias_tui", "_distutils_hack"})
"""Ours, and what a virtual environment loads by itself."""
MOST_MODULES: Final = 118
"""Of ours; each costs about half a millisecond before anything is seen."""
FOUND: Final = """\
import sys
def loaded():
    for name, module in sorted(sys.modules.items()):
        origin = getattr(getattr(module, "__spec__", None), "origin", None) or ""
        if name.startswith("xalias_tui.") or "site-packages" in origin:
            print("loaded", name, file=sys.__stderr__)
"""
RUN: Final = "from xalias_tui.cli import main\nstatus = main(sys.argv[1:])\nloaded()\nsys.exit(status)\n"
PAINT: Final = """\
from xalias_tui import cli
from xalias_tui.cli import explorer
from xalias_tui.tui.app import XaliasApp
def ready(app):
    loaded()
    app.exit(0)
XaliasApp.on_ready = ready
XaliasApp(lambda: None).run(headless=True, size=(120, 40))
"""


def loaded_by(code: str, words: Iterable[str], environment: Mapping[str, str]) -> list[str]:
    """The names of modules that a program had loaded when it said so."""
    done = subprocess.run(
        [sys.executable, "-c", FOUND + code, *words], capture_output=True, text=True, env=dict(environment), check=False
    )
    names = [line.removeprefix("loaded ") for line in done.stderr.splitlines() if line.startswith("loaded ")]
    assert done.returncode in (0, 1), done.stderr
    return names


def packages(names: Iterable[str]) -> list[str]:
    """Packages of others by their first name, our own by up to two below ours."""
    parts = [name.split(".") for name in names]
    ours = {".".join(part[1:3]) for part in parts if part[0] == "xalias_tui" and is_package(part[1:3])}
    return sorted(ours | {part[0] for part in parts if part[0] not in NOT_COUNTED})


def is_package(parts: list[str]) -> bool:
    """Whether it is a folder of ours."""
    return Path(sys.modules["xalias_tui"].__path__[0], *parts).is_dir()


def check(what: str, found: list[str]) -> None:
    """Compare what was loaded with what is recorded, or record it."""
    recorded = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.exists() else {}
    if os.environ.get(UPDATE):
        recorded[what] = found
        RECORDED.write_text(json.dumps(dict(sorted(recorded.items())), indent=1) + "\n", encoding="utf-8")
    assert sorted(set(found) - set(recorded[what])) == [], f"{what} loads more; if it must: {UPDATE}=1"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_loads_no_more_than_it_needs(shell: Shell, command: str) -> None:
    environment = {**os.environ, **shell.variables, "HOME": str(shell.home), "XDG_STATE_HOME": str(shell.home)}
    check(command, packages(loaded_by(RUN, (command, *COMMANDS[command]), environment)))


def test_the_explorer_paints_before_it_loads_what_it_asks_with(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "TERM": "xterm-256color"}
    names = loaded_by(PAINT, (), environment)
    assert "xalias_tui.tui.screens.explorer.screen" in names
    check("first paint", packages(names))
    ours = {name.removeprefix("xalias_tui.") for name in names if name.startswith("xalias_tui.")}
    assert sorted(name for name in ours - AT_ONCE if name.startswith(LATER)) == []
    assert len(ours) <= MOST_MODULES
