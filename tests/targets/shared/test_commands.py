"""The commands that rules offer: the AWS CLI has them, and no value can say more than it is."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace

import botocore.loaders
import pytest
from botocore import xform_name

from tests.targets import documents as docs
from tests.targets.fakes import FakeAsk, case_of, found_and_inspected
from xalias_tui.domain.findings import Rule
from xalias_tui.targets import judge, kind, rules
from xalias_tui.targets.shared.commands import command

GLOBAL_OPTIONS = {"--region", "--profile", "--query", "--output"}
FIXED = [rule for rule in rules() if rule.fix]
TARGET = found_and_inspected(kind("alb"), FakeAsk(docs.balancer_answers()))


class Every(dict[str, str]):
    """A value for every placeholder."""

    def __missing__(self, key: str) -> str:
        return {"here": "--region eu-west-1", "as_owner": "--profile shop"}.get(key, "value")


def calls(text: str) -> list[list[str]]:
    """The words of each call of the AWS CLI: also of those inside ``$(…)``."""
    parts = re.split(r"\$\(|\)|\||&&", text)
    return [part.split() for part in parts if part.split()[:1] == ["aws"]]


@pytest.mark.parametrize("rule", FIXED, ids=lambda rule: rule.id)
def test_the_aws_cli_has_the_operation_and_its_options(rule: Rule) -> None:
    text = rule.fix.format_map(Every())
    assert text.startswith("aws ")
    assert "{here}" in rule.fix or "{as_owner}" in rule.fix
    for _, service, operation, *words in calls(text):
        if (service, operation) == ("s3", "mb") or operation == "wait":
            continue
        loader = botocore.loaders.Loader()
        model = loader.load_service_model("s3" if service == "s3api" else service, "service-2")
        (found,) = [entry for name, entry in model["operations"].items() if xform_name(name, "-") == operation]
        members = {f"--{xform_name(name, '-')}" for name in model["shapes"][found["input"]["shape"]]["members"]}
        given = {word for word in words if word.startswith("--") and word != "--arg"}
        assert given - members - GLOBAL_OPTIONS == set()


def test_values_are_quoted_for_the_shell() -> None:
    text = command(TARGET, "aws x y --name {name} {here}", {"name": "a'; rm -rf /; '"})
    assert shlex.split(text) == ["aws", "x", "y", "--name", "a'; rm -rf /; '", *text_options()]


def text_options() -> list[str]:
    return ["--region", TARGET.region, "--profile", TARGET.profile]


@pytest.mark.parametrize("name", ["", "a\nb", "a\x1b[2Jb", "a\u202eb"])
def test_nothing_is_offered_with_a_value_that_is_unknown_or_not_what_it_looks_like(name: str) -> None:
    assert command(TARGET, "aws x y --name {name} {here}", {"name": name}) == ""
    assert command(TARGET, "aws x y --name {other} {here}", {"name": "a"}) == ""
    assert command(replace(TARGET, arn=""), "aws x y {here}", {}) == ""


def test_a_finding_of_a_load_balancer_carries_its_command() -> None:
    findings = [finding for finding in judge(case_of(TARGET, "www.example.net")) if finding.fix]
    (finding,) = [finding for finding in findings if finding.id == "lb-certificate-mismatch"]
    assert finding.fix.startswith("aws elbv2 add-listener-certificates --listener-arn arn:aws:elasticloadbalancing:")
    assert finding.fix.endswith("--region eu-west-1 --profile shop-prod")
