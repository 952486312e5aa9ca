"""Examples that are shown to be copied use commands and options that exist."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import yaml

from xalias_tui.cli.root import root

EXAMPLES = Path(__file__).parent.parent / ".github" / "examples"


def test_the_nightly_run_calls_the_program_as_it_is() -> None:
    document = yaml.safe_load((EXAMPLES / "nightly-audit.yml").read_text(encoding="utf-8"))
    steps = document["jobs"]["audit"]["steps"]
    lines = [step["run"] for step in steps if step.get("run", "").startswith("xalias ")]
    assert lines
    for words in map(shlex.split, lines):
        command = root.get_command(click.Context(root), words[1])
        assert command is not None
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options
    assert document["permissions"]["id-token"] == "write"
