"""``xalias policy`` by the program itself."""

from __future__ import annotations

import json
import shlex
from importlib import import_module
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Shell


def test_the_policy_is_printed_as_iam_takes_it(shell: Shell) -> None:
    words = ("policy", "zone", "--zone", "dev.example.com", "--name", "*.dev.example.com", "--type", "a")
    ran = shell.run(*words, "--zone-profile", "dns-prod")
    assert (ran.status, ran.err) == (0, "")
    policy = json.loads(ran.out)
    assert (policy["Version"], {one["Effect"] for one in policy["Statement"]}) == ("2012-10-17", {"Allow"})
    (change,) = [one for one in policy["Statement"] if one["Action"] == ["route53:ChangeResourceRecordSets"]]
    assert change["Resource"].startswith("arn:aws:route53:::hostedzone/Z")
    assert change["Condition"] == {
        "ForAllValues:StringEquals": {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["\\052.dev.example.com"],
            "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
            "route53:ChangeResourceRecordSetsActions": ["CREATE", "DELETE"],
        }
    }
    assert shell.run(*words, "--zone-profile", "dns-prod", "--json").data == {"policy": policy}


def test_the_target_side_asks_nobody(shell: Shell) -> None:
    shell.sandbox.world.served.clear()
    ran = shell.run("policy", "target", "--kind", "amplify", "--region", "eu-west-1", "--json")
    assert [one["Action"] for one in ran.data["policy"]["Statement"]] == [
        ["amplify:ListApps", "amplify:ListDomainAssociations"]
    ]
    assert list(shell.sandbox.world.served) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("zone", "--kind", "alb"), "usage"),
        (("zone", "--inspect"), "usage"),
        (("target", "--name", "a.example.com"), "usage"),
        (("zone", "--type", "NS"), "usage"),
        (("zone", "--name", "a..b"), "record-label-empty"),
        (("zone", "--read-only", "--name", "a.example.com"), "usage"),
        (("target", "--kind", "record"), "policy-empty"),
        (("organisation", "--stackset", "--role", "x", "--role", "y"), "usage"),
        (("zone", "--zone", "nowhere.example", "--zone-profile", "dns-prod"), "zone-unknown"),
    ],
)
def test_what_does_not_fit_together_is_refused(shell: Shell, words: tuple[str, ...], code: str) -> None:
    ran = shell.run("policy", *words, "--json")
    assert (ran.status, ran.error["code"]) == (2, code)


def test_a_policy_that_is_too_long_for_iam_is_said(shell: Shell) -> None:
    names = [word for at in range(150) for word in ("--name", f"a-rather-long-name-{at}.europe.example.com")]
    ran = shell.run("policy", "zone", *names, "--json")
    assert ran.status == 0
    assert "IAM's managed policies hold 6,144. Narrow it." in ran.err


def test_what_was_denied_says_which_command_prints_its_permissions(shell: Shell) -> None:
    ran = shell.run(
        "targets", "--target-profile", "legacy", "--kind", "cloudfront", "--kind", "alb", "--region", "eu-west-1"
    )
    (line,) = [line for line in ran.err.splitlines() if line.startswith("The permissions that they need")]
    command = line.partition(": xalias ")[2]
    assert command == "policy target --kind cloudfront"
    assert "cloudfront:ListDistributions" in shell.run(*command.split()).out


def test_denied_altogether_says_which_statement_to_add(shell: Shell) -> None:
    ran = shell.run("targets", "--target-profile", "legacy", "--kind", "cloudfront", "--json")
    assert (ran.status, ran.error["remedy"]) == (
        3,
        "Allow cloudfront:ListDistributions: 'xalias policy target --kind cloudfront' prints the statement.",
    )


def test_a_denial_by_the_organisation_needs_no_statement(shell: Shell) -> None:
    ran = shell.run("targets", "--target-profile", "legacy", "--kind", "alb", "--region", "ap-southeast-2", "--json")
    assert "has to go" in ran.error["remedy"]
    assert "xalias policy" not in ran.error["remedy"]


def test_a_denied_change_names_the_command_that_prints_its_statement(shell: Shell) -> None:
    file = str(shell.home / "plan.json")
    sides = ("--zone-profile", "dns-audit", "--target-profile", "shop-prod")
    shell.run("plan", "shop.example.com", "--target", "shop-web", "--type", "A", "--out", file, *sides)
    ran = shell.run("apply", file, "--yes", "--allow-errors", "--json")
    assert (ran.status, ran.error["code"]) == (5, "iam-change-denied")
    words = shlex.split(ran.error["remedy"].partition("statement: xalias ")[2])
    policy = shell.run(*words, "--json").data["policy"]
    (change,) = [one for one in policy["Statement"] if one["Action"] == ["route53:ChangeResourceRecordSets"]]
    assert change["Resource"] == "arn:aws:route53:::hostedzone/Z08EXAMPLECOMPUBLIC0"
    assert {
        key.rpartition("RecordSets")[2]: values
        for key, values in change["Condition"]["ForAllValues:StringEquals"].items()
    } == {
        "NormalizedRecordNames": ["shop.example.com"],
        "RecordTypes": ["A"],
        "Actions": ["CREATE"],
    }


def test_the_reader_of_an_organisation_lists_queries_and_assumes_and_nothing_else(shell: Shell) -> None:
    shell.sandbox.world.served.clear()
    roles = ("--role", "teams/reader", "--role", "arn:aws:iam::{account}:role/old")
    ran = shell.run("policy", "organisation", *roles, "--json")
    statements = {one["Sid"]: one for one in ran.data["policy"]["Statement"]}
    assert statements["XaliasAssumeMemberRole"]["Resource"] == [
        "arn:aws:iam::*:role/teams/reader",
        "arn:aws:iam::*:role/old",
    ]
    assert statements["XaliasAssumeMemberRole"]["Condition"] == {
        "StringEquals": {"aws:ResourceOrgID": ["${aws:PrincipalOrgID}"]}
    }
    assert "config:SelectAggregateResourceConfig" in statements["XaliasReadAggregator"]["Action"]
    assert list(shell.sandbox.world.served) == []


def test_the_role_in_each_account_is_a_template_that_cloudformation_takes(shell: Shell) -> None:
    ran = shell.run("policy", "organisation", "--stackset", "--role", "teams/reader")
    assert (ran.status, ran.err) == (0, "")
    template = yaml.safe_load(ran.out)
    role = template["Resources"]["MemberRole"]["Properties"]
    assert (role["RoleName"], role["Path"]) == ("reader", "/teams/")
    allowed = role["Policies"][0]["PolicyDocument"]["Statement"]
    actions = {action for statement in allowed for action in statement["Action"]}
    assert "elasticloadbalancing:DescribeLoadBalancers" in actions
    assert not [action for action in actions if action.startswith("route53:Change")]
    linter: Any = import_module("cfnlint.api")
    found = linter.lint(ran.out, config={"regions": ["us-east-1"]})
    newer = "W3037"  # the linter does not know IAM actions that are newer than itself
    assert [str(match) for match in found if match.rule.id != newer] == []


def test_a_stackset_is_of_an_organisation(shell: Shell) -> None:
    assert shell.run("policy", "target", "--stackset", "--json").error["code"] == "usage"
