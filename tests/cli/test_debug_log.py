"""``--debug``: what was asked and answered is in it, no secret is."""

from __future__ import annotations

import contextlib
import json
import logging
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from xalias_tui.cli import debugging
from xalias_tui.sandbox.name_server import NameServer

ALB = ("--kind", "alb", "--region", "eu-west-1")


def secrets(shell: Shell) -> set[str]:
    """Every secret of the AWS configuration, and of the sessions that were opened with it."""
    found = set(shell.sandbox.world._principals)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        for row in Path(shell.variables[name]).read_text(encoding="utf-8").splitlines():
            key, _, value = row.partition("=")
            if key.strip() in ("aws_secret_access_key", "aws_access_key_id", "aws_session_token"):
                found.add(value.strip())
    return found


def test_what_was_asked_and_answered_is_in_it(fresh_shell: Shell) -> None:
    shell = fresh_shell
    log, plan = shell.home / "debug.log", str(shell.home / "plan.json")
    with NameServer(shell.sandbox.world) as names:
        resolver = ("--resolver", f"127.0.0.1:{names.port}")
        ran = shell.both("trace", "www.example.com", *resolver, "--no-connect", *ALB, "--debug", str(log))
    lines = log.read_text(encoding="utf-8").splitlines()
    assert "called with: trace www.example.com" in lines[1]
    assert lines[-1].endswith(f" cli exit status {ran.status}")
    listed = next(row for row in lines if " aws route-53.ListHostedZones " in row)
    assert {"profile=dns-prod", "status=200", "asked.MaxItems=100", "answer.HostedZones=15"} <= set(listed.split())
    assert any(" probes dns ms=" in row and "name=www.example.com." in row for row in lines)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600

    shell.both("plan", "shop.example.com", "--target", "shop-web", *ALB, "--out", plan)
    shell.both("apply", plan, "--yes", "--debug", str(log))
    changed = [row for row in log.read_text(encoding="utf-8").splitlines() if "ChangeResourceRecordSets" in row]
    assert len(changed) == 1  # a new log, and one call

    shell.both("rules", "no-such-rule", "--debug", str(log))
    assert " cli error rule-unknown: There is no rule no-such-rule." in log.read_text(encoding="utf-8")


def test_no_secret_is_in_it(fresh_shell: Shell) -> None:
    shell = fresh_shell
    log = shell.home / "debug.log"
    known = ("--organisation-profile", "org-admin", "--role", "xalias-audit", "--external-id")
    runs = (
        ("accounts", *known, "only-for-us"),
        ("targets", *known, "only-for-us", *ALB),
        ("changes", "www.example.com", *known[:-1], "--external-id=only-for-us"),
    )
    for words in runs:
        shell.both(*words, "--debug", str(log))
        text = log.read_text(encoding="utf-8")
        assert " aws sts." in text
        assert [secret for secret in secrets(shell) | {"only-for-us"} if secret in text] == []
    assert len(secrets(shell)) > 10


def test_without_it_nothing_is_written_and_a_file_that_can_not_be_is_said(shell: Shell) -> None:
    ran = shell.run("kinds", "--debug", str(shell.home / "no" / "debug.log"), "--json")
    assert (ran.status, ran.error["code"]) == (2, "out-unwritable")
    log = shell.home / "debug.log"
    assert json.loads(shell.run("--debug", str(log), "kinds", "--json").out)["command"] == "kinds"
    size = log.stat().st_size
    assert size
    shell.run("zones", "--json")
    assert log.stat().st_size == size


def test_a_log_that_takes_no_more_ends_and_the_command_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    debugging.start(tmp_path / "debug.log")
    (log,) = [found for found in logging.getLogger("xalias_tui").handlers if isinstance(found, debugging.LogFile)]
    with Path("/dev/full").open("w", encoding="utf-8", buffering=1) as full, contextlib.suppress(OSError):
        opened = log.setStream(full)
        assert opened is not None
        opened.close()
        debugging.note("first")
        debugging.note("second")
        debugging.stop("exit status 0")
    told = "The log of --debug is not whole: No space left on device. What the command did is not affected."
    assert capsys.readouterr().err.splitlines() == [told]


def test_a_log_is_a_file(shell: Shell) -> None:
    for place, why in (("/dev/full", "it is not a regular file"), ("/dev/stderr", "it is a symbolic link")):
        ran = shell.both("rules", "--debug", place)
        assert (ran.status, why in ran.err) == (2, True)
