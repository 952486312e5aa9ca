"""What helps whoever is stuck: help with examples, a report without secrets, notes of the release, refused settings."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest

from tests.cli.conftest import Shell
from xalias_tui import __version__
from xalias_tui.cli.documented import DocumentedCommand
from xalias_tui.cli.root import GROUPS, root
from xalias_tui.sandbox.profiles import clashing

COMMANDS = root.list_commands(click.Context(root))
ENDS_OF_COMMANDS = {">", "&&", "|"}


def command_of(name: str) -> DocumentedCommand:
    found = root.get_command(click.Context(root), name)
    assert isinstance(found, DocumentedCommand)
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_ends_with_examples_that_are_understood(name: str) -> None:
    command = command_of(name)
    assert command.examples
    with click.Context(root, info_name="xalias") as parent:
        for line in command.examples:
            words = shlex.split(line)
            assert words[:2] == ["xalias", name]
            end = next((at for at, word in enumerate(words) if word in ENDS_OF_COMMANDS), len(words))
            command.make_context(name, words[2:end], parent=parent).close()
        shown = command.get_help(click.Context(command, info_name=name, parent=parent))
    assert shown.partition("Examples:\n")[2].splitlines()[: len(command.examples)] == [
        f"  {line}" for line in command.examples
    ]


def test_options_of_every_command_are_explained_once(shell: Shell) -> None:
    ran = shell.run("zones", "--help", COLUMNS="80")
    own, _, shared = ran.out.partition("Options of every command, which 'xalias --help' explains:")
    assert "--twins" in own
    assert "--zone-profile" not in own
    assert "--zone-profile --target-profile" in shared
    assert "AWS profile whose hosted zones are read" in shell.run("--help").out


def test_the_help_of_the_program_says_what_commands_are_for(shell: Shell) -> None:
    ran = shell.run("--help", COLUMNS="80")
    assert "..." not in ran.out.partition("\n\n")[2]
    for title, names in GROUPS.items():
        section = ran.out.partition(f"\n{title}:\n")[2].partition("\n\n")[0]
        listed = [line.split()[0] for line in section.splitlines() if line[2] != " "]
        assert listed == [name for name in names if name in COMMANDS]
    assert max(len(line) for line in ran.out.splitlines()) <= 80


def test_a_report_names_versions_and_places_and_nothing_secret(shell: Shell) -> None:
    config = shell.home / "config.toml"
    config.write_text(
        'zone_profiles = ["dns-prod"]\n[accounts.dns-prod]\nlabel = "Hidden label"\n[keys]\ncommit = "f5"\n', "utf-8"
    )
    secret = "wJalrXUtnFEMI/K7MDENG"
    variables = {name: f"{name}-{secret}" for name in clashing(["AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"])}
    variables |= {"AWS_SECRET_ACCESS_KEY": secret, "TERM": "xterm-256color", "LC_ALL": secret * 20}
    ran = shell.run("info", "--config", str(config), "--json", **variables)
    assert ran.status == 0
    data = ran.data
    assert (data["version"], data["terminal"]["TERM"]) == (__version__, "xterm-256color")
    assert data["packages"]["boto3"][0].isdigit()
    assert (data["settings"]["zone_profiles"], data["settings"]["keys"]) == (1, {"commit": "f5"})
    assert data["profiles"] > 3
    assert data["paths"]["journal"].startswith("~/")
    assert len(data["terminal"]["LC_ALL"]) == 80
    text = shell.run("info", "--config", str(config), **variables).out
    for hidden in ("dns-prod", "Hidden label", str(shell.home), "111111111111", secret):
        told = ran.out.replace(data["terminal"]["LC_ALL"], "")
        assert hidden not in told, hidden
    assert "settings.zone_profiles" in text


def test_notes_of_the_release_are_in_the_package(shell: Shell) -> None:
    changes = (Path(__file__).parents[2] / "xalias_tui" / "CHANGELOG.md").read_text(encoding="utf-8")
    titles = [line.removeprefix("## ") for line in changes.splitlines() if line.startswith("## ")]
    data = shell.run("release-notes", "--all", "--json").data
    assert [release["title"] for release in data["releases"]] == titles
    one = shell.run("release-notes").out
    assert one.splitlines()[0] in titles
    assert "plan --from FILE" in one


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[keys]\ncomit = 'f5'", "There is no key 'comit' that [keys] could change."),
        ("[keys]\ncommit = 't'", "[keys] gives 't' to commit, and trace has it: only one of them could be used."),
        ("theme = 'nrod'", "There is no theme 'nrod'."),
        ("zone_profile = []", "has a setting 'zone_profile' that does not exist."),
    ],
)
def test_settings_with_mistakes_are_refused(shell: Shell, text: str, said: str) -> None:
    config = shell.home / "config.toml"
    config.write_text(text, encoding="utf-8")
    ran = shell.run("config", "--config", str(config), "--json")
    assert (ran.status, ran.error["code"]) == (2, "config-invalid")
    assert said in ran.error["message"]


def test_every_key_that_can_be_changed_is_listed(shell: Shell) -> None:
    config = shell.home / "config.toml"
    config.write_text("[keys]\ncommit = 'f5'\n", encoding="utf-8")
    keys = {key["id"]: key for key in shell.run("config", "--config", str(config), "--keys", "--json").data["keys"]}
    assert (keys["commit"]["keys"], keys["trace"]["keys"]) == ("f5", "t")
    assert "commit" in shell.run("config", "--config", str(config), "--keys").out


def test_the_manual_page_has_every_command_and_option_and_is_roff(shell: Shell) -> None:
    ran = shell.run("man")
    assert (ran.status, "Read it with" in ran.err) == (0, True)
    macros = {line.split()[0] for line in ran.out.splitlines() if line.startswith((".", "'"))}
    assert macros <= {".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".nf", ".fi"}
    text = ran.out.replace(r"\-", "-")
    assert "\\" not in text.replace("\\e", "").replace("\\&", "")
    context = click.Context(root)
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        assert command is not None
        _, _, part = text.partition(f'.SS "xalias {name}"')
        own = part.partition('\n.SS "xalias ')[0]
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.opts[0] in own, (name, parameter.name)
    assert shell.run("man", "--json").data["page"] == ran.out


def test_the_environment_may_choose_the_settings_and_that_nothing_is_sent(shell: Shell) -> None:
    other = shell.home / "other.toml"
    other.write_text("offline = true\n", encoding="utf-8")
    found = shell.run("config", "--json", XALIAS_READ_ONLY="1", XALIAS_CONFIG=str(other)).data
    assert (found["path"], found["values"]["offline"], found["values"]["read_only"]) == (str(other), True, True)
    assert not shell.run("config", "--json", XALIAS_READ_ONLY="0").data["values"]["read_only"]
