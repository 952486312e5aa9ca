"""The README shows what is there now, and its commands are those that work."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from xalias_tui.cli.root import root

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SHOWN = re.findall(r"^    (xalias .*)$", README, re.MULTILINE)


def test_the_first_shell_block_runs_the_demo_and_the_second_the_tests() -> None:
    assert [language for language, _ in BLOCKS] == ["sh", "sh"]
    demo, tests = (text.rstrip() for _, text in BLOCKS)
    assert demo.endswith(".venv/bin/xalias demo")
    assert tests.endswith(".venv/bin/pytest")


def test_every_command_is_listed_and_nothing_else() -> None:
    table = README.partition("| command | does |")[2].partition("\n\n")[0]
    listed = set(re.findall(r"`xalias ([a-z-]+)", table))
    assert listed == set(root.list_commands(click.Context(root)))


@pytest.mark.parametrize("line", SHOWN)
def test_every_shown_option_exists(line: str) -> None:
    words = line.partition("  #")[0].split()[1:]
    command: click.Command = root
    if words and not words[0].startswith("-"):
        found = root.get_command(click.Context(root), words[0])
        assert found is not None
        command = found
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_every_picture_exists() -> None:
    pictures = re.findall(r"!\[[^]]+]\((\S+)\)", README)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).exists()] == []
