"""``xalias info``."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xalias_tui import __version__
from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import echo, print_data, table
from xalias_tui.domain.documents import Document

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace

_PACKAGES: Final = (
    "awscrt", "boto3", "botocore", "click", "cryptography", "dnspython", "jmespath", "moto", "platformdirs", "pyyaml",
    "rich", "textual",
)  # fmt: skip
_VARIABLES: Final = (
    "TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR",
    "TEXTUAL_THEME",
)  # fmt: skip
"""Of the environment what decides how a terminal is drawn, and nothing else."""
_MULTIPLEXERS: Final[Mapping[str, str]] = {"TMUX": "tmux", "STY": "screen", "ZELLIJ": "zellij"}
_LONGEST: Final = 80
"""Characters of a variable: what is longer is not of a terminal."""


@documented("info", "xalias info", "xalias info --json > info.json")
def command(invocation: Invocation) -> int:
    """Say what a bug report needs: versions, platform, terminal, paths and what is in force; nothing secret.

    Profiles are counted, not named; no account, zone or record is in it.
    """
    data = _document(invocation.workspace())
    if invocation.as_json:
        print_data("info", data)
        return 0
    rows = [
        (f"{key}.{name}" if name else key, shown)
        for key, value in data.items()
        for name, shown in (value.items() if isinstance(value, dict) else [("", value)])
    ]
    echo(table(("what", "is"), rows))
    return 0


def _document(workspace: Workspace) -> Document:
    from xalias_tui.jobs.session.accounts import configured_profiles  # noqa: PLC0415 -- not for --help

    return {
        "version": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": dict(_packages()),
        "platform": platform.platform(),
        "terminal": _terminal(),
        "paths": _paths(workspace),
        "settings": _settings(workspace),
        "profiles": len(configured_profiles()),
    }


def _packages() -> list[tuple[str, str]]:
    """The version of each package; empty where it is not installed."""
    found: list[tuple[str, str]] = []
    for name in _PACKAGES:
        try:
            found.append((name, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            found.append((name, ""))
    return found


def _terminal() -> Document:
    size = shutil.get_terminal_size()
    inside = next((name for variable, name in _MULTIPLEXERS.items() if os.environ.get(variable)), "")
    return {
        **{variable: _short(os.environ.get(variable, "")) for variable in _VARIABLES},
        "columns": size.columns,
        "lines": size.lines,
        "is_terminal": [stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)],
        "encoding": sys.stdout.encoding,
        "inside": inside,
        "over_ssh": "SSH_CONNECTION" in os.environ,
    }


def _paths(workspace: Workspace) -> dict[str, str]:
    """Where things are; the operator's home is ``~``."""
    from xalias_tui.store.accepted import beside  # noqa: PLC0415 -- not for --help

    found = {
        "program": Path(sys.argv[0]).absolute(),
        "interpreter": Path(sys.executable),
        "package": Path(__file__).parents[2],
        "settings": workspace.settings_path,
        "journal": workspace.journal.path,
        "accepted": beside(workspace.settings_path),
        "aws_config": Path(os.environ.get("AWS_CONFIG_FILE", "~/.aws/config")),
    }
    return {name: _without_home(path) for name, path in found.items()}


def _without_home(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _settings(workspace: Workspace) -> Document:
    """What is in force; profiles and accounts are counted, as their names say whose they are."""
    settings = workspace.settings
    return {
        "file_exists": workspace.settings_path.exists(),
        "zone_profiles": len(workspace.zone_profiles),
        "target_profiles": len(workspace.target_profiles),
        "accounts": len(settings.accounts),
        "regions": list(workspace.regions),
        "kinds": list(workspace.kinds),
        "read_only": workspace.read_only,
        "offline": workspace.offline,
        "theme": settings.theme,
        "keys": dict(settings.keys),
    }


def _short(value: str) -> str:
    return value[:_LONGEST]
