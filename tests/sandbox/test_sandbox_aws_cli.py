"""The AWS CLI, a client that the sandbox was not written with, reads its answers in each of AWS's protocols."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xalias_tui.sandbox.organisation.zones import EMPTY
from xalias_tui.sandbox.server import Sandbox

Aws = Callable[..., tuple[int, str, str]]


@pytest.fixture
def aws(organisation: Sandbox, tmp_path: Path) -> Aws:
    """Runs ``aws`` with a profile of the sandbox; returns status, output and errors."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", "AWS_PAGER": ""}
    environment |= organisation.environment(tmp_path / "aws")

    def run(profile: str, *words: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "awscli", "--profile", profile, "--output", "json", *words]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        return ran.returncode, ran.stdout, ran.stderr

    return run


def answered(ran: tuple[int, str, str]) -> Any:
    status, out, err = ran
    assert (status, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize(
    ("profile", "words", "member", "least"),
    [
        ("shop-prod", ("elbv2", "describe-load-balancers", "--region", "eu-west-1"), "LoadBalancers", 10),
        ("shop-prod", ("ec2", "describe-security-groups", "--region", "eu-west-1"), "SecurityGroups", 2),
        ("shop-prod", ("apigateway", "get-domain-names", "--region", "eu-west-1"), "items", 5),
        ("media-prod", ("s3api", "list-buckets"), "Buckets", 8),
        ("org-admin", ("organizations", "list-accounts"), "Accounts", 9),
    ],
    ids=["query", "ec2", "rest-json", "rest-xml", "json"],
)
def test_lists_of_each_protocol(aws: Aws, profile: str, words: tuple[str, ...], member: str, least: int) -> None:
    assert len(answered(aws(profile, *words))[member]) >= least


def test_a_record_is_made_listed_and_removed(aws: Aws, tmp_path: Path) -> None:
    record = {"Name": "cli.empty.example.net.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.7"}]}
    listed = ("route53", "list-resource-record-sets", "--hosted-zone-id", EMPTY)
    for action, count in (("CREATE", 3), ("DELETE", 2)):
        batch = tmp_path / f"{action}.json"
        batch.write_text(json.dumps({"Changes": [{"Action": action, "ResourceRecordSet": record}]}), encoding="utf-8")
        change = ("change-resource-record-sets", "--hosted-zone-id", EMPTY, "--change-batch", f"file://{batch}")
        assert answered(aws("dns-prod", "route53", *change))["ChangeInfo"]["Status"] == "PENDING"
        records = answered(aws("dns-prod", *listed))["ResourceRecordSets"]
        assert len(records) == count
        assert (record in records) == (action == "CREATE")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("route53domains", "list-domains"), "(UnknownOperationException)"),
        (("elbv2", "describe-account-limits"), "(InvalidAction)"),
        (("route53", "get-hosted-zone", "--id", "ZNOWHERE"), "(NoSuchHostedZone)"),
    ],
    ids=["service", "operation", "zone"],
)
def test_refusals_are_readable(aws: Aws, words: tuple[str, ...], sentence: str) -> None:
    status, out, err = aws("dns-prod", *words)
    assert (status in (254, 255), out) == (True, "")
    assert f"An error occurred {sentence}" in err
