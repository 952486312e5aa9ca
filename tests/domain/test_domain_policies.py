"""Statements as IAM takes them, and the way from a denial to the statement that is missing."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.policies import (
    Statement,
    how_to_allow,
    how_to_allow_change,
    normalised,
    policy_document,
    policy_size,
    printing,
)
from xalias_tui.domain.zones import Zone

SCP = "User: arn:x is not authorized to perform: elb:D with an explicit deny in a service control policy"


def test_a_statement_is_as_iam_takes_it() -> None:
    one = Statement("A", ("s3:GetX",), ("arn:1",), {"StringEquals": {"aws:RequestedRegion": ("eu-west-1",)}})
    assert policy_document([one, Statement("B", ("s3:ListX",))]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "A",
                "Effect": "Allow",
                "Action": ["s3:GetX"],
                "Resource": "arn:1",
                "Condition": {"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}},
            },
            {"Sid": "B", "Effect": "Allow", "Action": ["s3:ListX"], "Resource": "*"},
        ],
    }


def test_white_space_does_not_count() -> None:
    assert policy_size({"Version": "2012-10-17", "Statement": []}) == len('{"Version":"2012-10-17","Statement":[]}')


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("WWW.Example.com.", "www.example.com"),
        ("*.example.com", "\\052.example.com"),
        ("a_b.example.com", "a_b.example.com"),
        ("a\\100b.example.com", "a\\100b.example.com"),
        ("a\\052.example.com", "a\\052.example.com"),
    ],
)
def test_names_are_normalised_as_route_53_documents_it(name: str, expected: str) -> None:
    assert normalised(DnsName.from_route53(name)) == expected


@pytest.mark.parametrize(
    ("asked", "command"),
    [
        (("elasticloadbalancing:DescribeRules", "alb"), "xalias policy target --kind alb"),
        (("ec2:DescribeRegions", "regions"), "xalias policy target"),
        (("s3:ListBucket",), "xalias policy target"),
        (("route53:ListHostedZones", "zones"), "xalias policy zone"),
    ],
)
def test_the_sentence_names_action_and_command(asked: tuple[str, ...], command: str) -> None:
    assert how_to_allow(*asked) == f"Allow {asked[0]}: '{command}' prints the statement."


def test_an_explicit_deny_is_not_answered_with_a_statement() -> None:
    assert "prints" not in how_to_allow("elb:D", "alb", SCP)
    assert "explicitly" in how_to_allow("elb:D", "alb", SCP)
    assert "explicitly" in how_to_allow_change(ZONE, batch(("CREATE", "a.example.com.", "A")), SCP)


ZONE = Zone("Z1", DnsName.parse("example.com"), private=False, account_id="1" * 12, profile="dns", partition="aws-cn")


def batch(*changes: tuple[str, str, str]) -> dict[str, Any]:
    return {
        "Changes": [
            {"Action": action, "ResourceRecordSet": {"Name": name, "Type": type_}} for action, name, type_ in changes
        ]
    }


def test_a_denied_change_names_its_very_statement() -> None:
    sent = batch(("DELETE", "\\052.example.com.", "CNAME"), ("CREATE", "\\052.example.com.", "A"))
    sentence = how_to_allow_change(ZONE, sent)
    assert "on arn:aws-cn:route53:::hostedzone/Z1;" in sentence
    words = shlex.split(sentence.partition("statement: ")[2])
    assert words[:7] == ["xalias", "policy", "zone", "--zone", "Z1", "--partition", "aws-cn"]
    assert words[7:13] == ["--name", "\\052.example.com", "--type", "CNAME", "--type", "A"]
    assert words[13:] == ["--action", "DELETE", "--action", "CREATE"]
    many = batch(*(("CREATE", f"n{at}.example.com.", "A") for at in range(6)))
    assert "--name" not in how_to_allow_change(ZONE, many)


def missed(kind: str, action: str, message: str = "no") -> Unscanned:
    return Unscanned("1" * 12, "legacy", "", kind, "AccessDenied", message, action)


@pytest.mark.parametrize(
    ("items", "commands"),
    [
        ((), ()),
        ((missed("alb", ""), missed("alb", "elb:D", SCP)), ()),
        ((missed("nlb", "elb:D"), missed("alb", "elb:D"), missed("alb", "elb:D")), ("target --kind alb --kind nlb",)),
        ((missed("cloudfront", "cf:L"), missed("regions", "ec2:DescribeRegions")), ("target",)),
        ((missed("records", "route53:L"), missed("alb", "elb:D")), ("target --kind alb", "zone")),
    ],
)
def test_all_denials_together_take_one_command_a_side(items: tuple[Unscanned, ...], commands: tuple[str, ...]) -> None:
    assert printing(items) == tuple(f"xalias policy {command}" for command in commands)


def test_only_a_denial_needs_a_permission() -> None:
    assert LookupFailedError("AccessDenied", "no", action="elb:D", denied=True).needed == "elb:D"
    assert LookupFailedError("timeout", "no answer", action="elb:D").needed == ""
