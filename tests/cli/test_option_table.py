"""An option of several commands is written once, in the table; a module of a command writes those of its own alone."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import xalias_tui.cli
from tests.cli.conftest import Shell
from xalias_tui.cli.option_table import TABLE
from xalias_tui.cli.option_table import Option as Row
from xalias_tui.cli.root import root
from xalias_tui.cli.value_types import Option
from xalias_tui.domain.findings import Severity

CLI = Path(xalias_tui.cli.__file__).parent
DECLARES = "options.py"
"""The module that makes options of rows of the table."""


def declared(path: Path) -> Iterator[Row]:
    """The options that a module gives click itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("own_option", "click.option", "click.Option"):
            yield Row("", tuple(ast.literal_eval(word) for word in node.args), {})


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


def read(option: click.Option, *words: str) -> object:
    """What a command reads of words."""
    return click.Command("command", params=[option]).make_context("command", list(words)).params[option.name or ""]


@pytest.mark.parametrize("name", ["zone", "target", "ttl", "out", "every", "fail_on", "org_age", "config", "weight"])
def test_of_two_values_none_is_taken(name: str) -> None:
    row = TABLE[name]
    words = {"fail_on": ("error", "never"), "every": ("60s", "5m"), "org_age": ("1h", "24h")}.get(name, ("1", "2"))
    option = Option(row.names, **row.form)
    first, once = row.names[0], read(Option(row.names, **row.form), row.names[0], words[0])
    assert once not in (None, [], ())
    assert read(option, first, words[0], f"{first}={words[0]}") == once
    assert read(option) == (read(option, first, row.form["default"]) if "default" in row.form else None)
    with pytest.raises(click.UsageError, match=f"^{first} is given more than once: {' and '.join(words)}. Leave one"):
        read(option, first, words[0], first, words[1])


def test_other_words_for_the_same_value_are_no_other_value() -> None:
    row = TABLE["every"]
    assert read(Option(row.names, **row.form), "--every", "60s", "--every", "1m", "--every", "60") == 60


def test_an_option_and_its_opposite_contradict_each_other() -> None:
    row = TABLE["wait"]
    option = Option(row.names, **row.form)
    assert [read(option, *words) for words in ([], ["--wait"], ["--no-wait"], ["--no-wait"] * 2)] == [
        True, True, False, False,
    ]  # fmt: skip
    with pytest.raises(click.UsageError, match="--wait and --no-wait contradict each other"):
        read(option, "--no-wait", "--wait")


def test_a_plain_flag_and_what_is_repeatable_are_given_as_often_as_wanted() -> None:
    yes, types = TABLE["yes"], TABLE["types"]
    assert read(Option(yes.names, **yes.form), "--yes", "--yes") is True
    assert read(Option(types.names, **types.form), "--type", "A", "--type", "AAAA") == ("A", "AAAA")


def options_of(command: click.Command) -> Iterator[click.Option]:
    """Every option of a command and of those below it."""
    yield from (each for each in command.params if isinstance(each, click.Option))
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from options_of(found)


def test_it_is_so_for_every_option_of_every_command() -> None:
    every = list(options_of(root))
    assert len(every) > 500
    assert {each.opts[0] for each in every if not isinstance(each, Option)} == {"--version"}


@pytest.mark.parametrize(
    "words",
    [
        ("--config", "a", "kinds", "--config", "b"),
        ("--aggregator", "a", "kinds", "--aggregator", "b"),
        ("trace", "www.example.com", "--zone", "a", "--zone", "b"),
        ("plan", "--from", "a", "--from", "b"),
    ],
)
def test_it_is_wrong_usage_wherever_it_is_given(shell: Shell, words: tuple[str, ...]) -> None:
    ran = shell.run(*words, "--json")
    option = next(word for word in words if word.startswith("--"))
    assert (ran.status, ran.error["code"]) == (2, "usage")
    assert ran.error["message"].startswith(f"{option} is given more than once: a and b.")


def test_what_is_typed_before_the_command_holds_whatever_the_environment_says(shell: Shell, tmp_path: Path) -> None:
    typed, other = tmp_path / "typed.toml", tmp_path / "other.toml"
    for each in (typed, other):
        each.write_text("", encoding="utf-8")
    environment = {"XALIAS_CONFIG": str(other)}
    for words in (("--config", str(typed), "config"), ("config", "--config", str(typed))):
        assert shell.run(*words, "--json", **environment).data["path"] == str(typed)
    assert shell.run("config", "--json", **environment).data["path"] == str(other)


def test_severities_are_those_of_findings() -> None:
    assert tuple(TABLE["fail_on"].form["type"].choices) == (*(severity.value for severity in Severity), "never")
