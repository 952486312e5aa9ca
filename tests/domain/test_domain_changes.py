from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.domain.samples import alias
from tests.domain.strategies import WWW
from xalias_tui.domain.changes import ChangesOfName, Reach, RecordChange, changes_document, tool_of

AT = datetime(2026, 6, 15, 12, tzinfo=UTC)
OLD, NEW = alias("www.example.com."), alias("www.example.com.", "lb-2.eu-west-1.elb.amazonaws.com.")
CHANGE = RecordChange(AT, OLD.key, "replace", OLD, NEW)


@pytest.mark.parametrize(
    ("user_agent", "tool"),
    [
        ("Boto3/1.40 md/Botocore xalias/1.0", "xalias"),
        ("APN/1.0 HashiCorp/1.0 Terraform/1.9 (+https://www.terraform.io) terraform-provider-aws/5", "Terraform"),
        ("aws-sdk-go-v2/1.30 ExternalDNS/v0.14", "external-dns"),
        ("cloudformation.amazonaws.com", "CloudFormation"),
        ("Mozilla/5.0 (X11; Linux)", "console"),
        ("aws-cli/2.17 md/awscrt", "AWS CLI"),
        ("acm.amazonaws.com", "AWS service"),
        ("Boto3/1.40", "boto3"),
        ("aws-sdk-java/2.20 Linux", "AWS SDK"),
        ("our-tool/3 something", "our-tool"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_user_agent_in_a_word(user_agent: str, tool: str) -> None:
    assert tool_of(user_agent) == tool
    assert replace(CHANGE, user_agent=user_agent, entry="e1").tool == tool


def test_without_a_user_agent_only_the_journal_knows_the_tool() -> None:
    assert replace(CHANGE, entry="e1").tool == "xalias"
    assert CHANGE.tool == ""


def test_the_effect_of_a_change() -> None:
    old, new = OLD.summary(), NEW.summary()
    assert CHANGE.effect() == f"{old} → {new}"
    assert replace(CHANGE, before=None).effect().endswith(f"→ {new}")
    assert replace(CHANGE, action="create", before=None).effect() == new
    assert replace(CHANGE, action="delete", after=None).effect() == f"{old} → nothing"
    assert old not in replace(CHANGE, action="unknown").effect()


def test_the_document_says_what_is_known_and_how_far_back() -> None:
    gone = replace(CHANGE, action="delete", after=None, sources=("journal", "cloudtrail"))
    read = (Reach("journal"), Reach("cloudtrail", "111111111111", AT, complete=False, note="A page was missing."))
    document = changes_document(ChangesOfName(WWW, (gone, replace(gone, before=None)), read))
    assert document["name"] == "www.example.com."
    assert [change["after"] for change in document["changes"]] == [None, None]
    assert document["changes"][0]["before"]["name"] == "www.example.com."
    assert document["changes"][1]["before"] is None
    assert document["changes"][0]["sources"] == ["journal", "cloudtrail"]
    assert [(reach["since"], reach["complete"]) for reach in document["reach"]] == [
        (None, True),
        ("2026-06-15T12:00:00+00:00", False),
    ]
