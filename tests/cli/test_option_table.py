"""An option of several commands is written once, in the table; a module of a command writes those of its own alone."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import xalias_tui.cli
from xalias_tui.cli.option_table import ROUTING_OPTIONS, TABLE, Option
from xalias_tui.domain.findings import Severity

CLI = Path(xalias_tui.cli.__file__).parent
DECLARES = "options.py"
"""The module that makes options of rows of the table."""


def declared(path: Path) -> Iterator[Option]:
    """The options that a module gives click itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("click.option", "click.Option"):
            yield Option("", tuple(ast.literal_eval(word) for word in node.args), {})


def test_an_option_that_a_module_of_a_command_writes_is_of_no_other_command() -> None:
    where = defaultdict(set, {(row.names[0], row.parameter): {"the table"} for row in TABLE.values()})
    for path in (CLI / "commands").glob("*.py"):
        for option in declared(path):
            where[option.names[0], option.parameter].add(path.name)
    assert {option: places for option, places in where.items() if len(places) > 1} == {}
    assert any(places == {"trace.py"} for places in where.values()), "modules are read at all"


def test_nothing_else_declares_options() -> None:
    others = {path.name for path in CLI.glob("*.py") if path.name != DECLARES and any(declared(path))}
    assert others == set()


def test_the_table_says_every_option_once() -> None:
    forms = [(row.names, *sorted(map(str, row.form.items()))) for row in TABLE.values()]
    assert len(set(forms)) == len(forms)
    assert all(row.form["help"] for row in TABLE.values())


@pytest.mark.parametrize("name", ["zone", "target", "ttl", *ROUTING_OPTIONS])
def test_of_two_values_of_what_is_sent_none_is_taken(name: str) -> None:
    row = TABLE[name]
    if row.form.get("is_flag"):
        return
    words = ("PRIMARY", "SECONDARY") if name == "failover" else ("1", "2")
    command = click.Command("command", params=[click.Option(row.names, **row.form)])

    def read(*values: str) -> object:
        given = [word for value in values for word in (row.names[0], value)]
        return command.make_context("command", given).params[row.parameter]

    assert (read(), str(read(words[0])), str(read(words[0], words[0]))) == (None, words[0], words[0])
    with pytest.raises(click.UsageError, match=f"^{row.names[0]} is given more than once: {' and '.join(words)}. "):
        read(*words)


def test_severities_are_those_of_findings() -> None:
    assert tuple(TABLE["fail_on"].form["type"].choices) == (*(severity.value for severity in Severity), "never")
