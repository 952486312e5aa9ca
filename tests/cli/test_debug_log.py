"""``--debug``: what was asked and answered is in it, no secret is."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from tests.cli.conftest import Shell
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
