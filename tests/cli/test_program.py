"""The program around its commands: what it imports, completes and serves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.conftest import Shell
from xalias_tui import __version__
from xalias_tui.cli.commands import demo
from xalias_tui.cli.entry import main
from xalias_tui.cli.root import root
from xalias_tui.sandbox.server import Sandbox


def imported_by(*words: str) -> set[str]:
    code = (
        "import sys\nfrom xalias_tui.cli import main\n"
        f"status = main({list(words)!r})\nprint('\\n'.join(sys.modules), file=sys.stderr)\nsys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["kinds"], ["resolve", "d111111abcdef8.cloudfront.net"]])
def test_commands_that_ask_nobody_load_neither_sdk_nor_textual(words: list[str]) -> None:
    assert not imported_by(*words) & {"boto3", "botocore", "textual", "moto"}


def test_every_command_has_help_that_says_what_it_does() -> None:
    names = root.list_commands(None)  # type: ignore[arg-type]
    assert set(names) >= {"accounts", "apply", "config", "demo", "history", "kinds", "plan", "targets", "undo", "zones"}
    for name in names:
        shown = CliRunner().invoke(root, [name, "--help"])
        assert shown.exit_code == 0
        for option in ("--zone-profile", "--target-profile", "--region", "--kind", "--read-only", "--json", "--config"):
            assert option in shown.output


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_shells_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "_XALIAS_COMPLETE" in capsys.readouterr().out


def test_profiles_and_kinds_are_completed(shell: Shell) -> None:
    for words, expected in (
        ("xalias zones --zone-profile dns", "dns-prod"),
        ("xalias targets --kind cloud", "cloudfront"),
    ):
        ran = shell.run(_XALIAS_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD="3")
        assert f"plain,{expected}" in ran.out.splitlines()


def test_config_says_where_and_what(shell: Shell) -> None:
    file = shell.home / "own.toml"
    file.write_text('zone_profiles = ["dns-prod"]\n')
    data = shell.run("config", "--config", str(file), "--json").data
    assert data["path"] == str(file)
    assert data["values"]["zone_profiles"] == data["values"]["target_profiles"] == ["dns-prod"]


def test_a_reader_that_leaves_is_no_error(shell: Shell) -> None:
    command = f"{sys.executable} -m xalias_tui rules | head -1"
    done = subprocess.run(  # noqa: S602 -- a pipe of our own words
        command, shell=True, env={**os.environ, **shell.variables}, capture_output=True, text=True, check=True
    )
    assert (done.stderr, done.stdout.count("\n")) == ("", 1)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("rules",), 0),
        (("--help",), 0),
        (("rules", "--json"), 0),
        (("rules", "none"), 2),
        (("rules", "none", "--json"), 2),
    ],
)
def test_a_reader_that_left_changes_no_status_but_that_of_findings(words: tuple[str, ...], status: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "xalias_tui", *words], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, b"Traceback" in done.stderr) == (status, False)


def test_an_error_that_nobody_reads_has_its_status() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-m", "xalias_tui", "rules", "none"], stderr=writing, check=False)
    os.close(writing)
    assert done.returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("words", [("kinds",), ("kinds", "--json")])
def test_output_that_can_not_be_written_is_said_in_a_sentence(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "xalias_tui", *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, "No space left on device." in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", ["kinds", "kinds --json", "--version", "zone-ids --format csv"])
def test_output_that_is_closed_is_said_in_a_sentence(words: str) -> None:
    command = f"{sys.executable} -m xalias_tui {words} >&-"
    done = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S602 -- our own words
    assert (done.returncode, "Standard output is closed" in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr


def test_an_error_needs_no_output() -> None:
    command = f"{sys.executable} -m xalias_tui resolve a..b >&-"
    done = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S602 -- as above
    assert (done.returncode, "a..b" in done.stderr, "closed" in done.stderr) == (2, True, False)


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("--zone-profile", "demo", "resolve", "a..b"), "resolve"),
        (("resolve", "--nonsense"), "resolve"),
        (("--nonsense", "resolve"), "xalias"),
        (("frobnicate",), "xalias"),
    ],
)
def test_an_error_names_the_command_that_was_called(
    words: tuple[str, ...], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["command"] == command


def test_a_port_that_is_taken_is_said(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    port = sandbox.url.rpartition(":")[2]
    assert main(["demo", "--serve", "--port", port, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "port-taken"


def test_the_sandbox_can_be_served_to_any_client(tmp_path: Path) -> None:
    serving = subprocess.Popen(
        [sys.executable, "-u", "-m", "xalias_tui", "demo", "--serve"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert serving.stdout is not None
    variables: dict[str, str] = {}
    for line in serving.stdout:
        name, _, value = line.removeprefix("export ").strip().partition("=")
        if line.startswith("# listening"):
            break
        variables[name] = value
    client = subprocess.run(
        [sys.executable, "-m", "xalias_tui", "zones", "--zone-profile", "dns-prod", "--json"],
        env={**os.environ, **variables, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(20) == 0
    serving.stdout.close()
    assert '"example.com."' in client.stdout
    assert not Path(variables["AWS_CONFIG_FILE"]).exists()


def test_the_demo_says_which_profiles_it_uses() -> None:
    said = demo.command.help or ""
    assert all(profile in said for profile in (*demo.ZONE_PROFILES, *demo.TARGET_PROFILES))
