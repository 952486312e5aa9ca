"""The two roles of a nightly run over an organisation: who reads it, and who is read in each account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.domain.policies import Statement, policy_document
from xalias_tui.jobs.policy import LIST_ZONES, READ_ZONES, REFER_TO, target_policy
from xalias_tui.jobs.session.session_policy import READ_AGGREGATOR
from xalias_tui.jobs.session.workspace import Workspace

USUAL_ROLE: Final = "xalias-audit"
"""What the role in each account is called unless ``--role`` says otherwise."""
READ_ORGANISATION: Final = (
    "organizations:ListAccounts",
    "organizations:ListDelegatedAdministrators",
    "organizations:ListOrganizationalUnitsForParent",
)
_SAME_ORGANISATION: Final = "${aws:PrincipalOrgID}"
_PATH: Final = "/"
_PARAMETERS: Final[Mapping[str, Mapping[str, str]]] = {
    "ReaderArn": {
        "Type": "String",
        "Description": "ARN of the role that runs xalias, in the account that reads the organisation.",
        "AllowedPattern": r"arn:aws[a-z-]*:iam::\d{12}:role/.+",
    },
    "OrganisationId": {
        "Type": "String",
        "Description": "Id of the organisation (aws organizations describe-organization).",
        "AllowedPattern": "o-[a-z0-9]{10,32}",
    },
    "ExternalId": {
        "Type": "String",
        "Default": "",
        "Description": "Sent by xalias as --external-id; empty for none.",
    },
}


def reader_policy(workspace: Workspace, partition: str = "aws") -> tuple[Statement, ...]:
    """What the account needs that reads the organisation: its list, its aggregator, and the role in each account.

    Args:
        workspace: Whose roles are assumed.
        partition: The AWS partition.
    """
    roles = workspace.organisation.roles or (USUAL_ROLE,)
    arns = tuple(_role_pattern(role, partition) for role in roles)
    within = {"StringEquals": {"aws:ResourceOrgID": (_SAME_ORGANISATION,)}}
    return (
        Statement("XaliasReadOrganisation", READ_ORGANISATION),
        Statement("XaliasReadAggregator", READ_AGGREGATOR),
        Statement("XaliasAssumeMemberRole", ("sts:AssumeRole",), arns, within),
    )


def _role_pattern(role: str, partition: str) -> str:
    if role.startswith("arn:"):
        return role.replace("{account}", "*")
    return f"arn:{partition}:iam::*:role/{role.removeprefix('/')}"


def member_template(workspace: Workspace, partition: str = "aws") -> dict[str, Any]:
    """The CloudFormation template of the role in each account, to be rolled out as a StackSet.

    It trusts one role of one account, within the organisation only; it may read targets and hosted zones.

    Args:
        workspace: Whose role, kinds and regions are meant.
        partition: The AWS partition.
    """
    role = next(iter(workspace.organisation.roles), USUAL_ROLE).rpartition("role/")[2]
    path, _, name = f"{_PATH}{role.removeprefix(_PATH)}".rpartition(_PATH)
    zones = (
        Statement("XaliasListZones", (*LIST_ZONES, *REFER_TO)),
        Statement("XaliasReadZones", READ_ZONES, (f"arn:{partition}:route53:::hostedzone/*",)),
    )
    statements = (*target_policy(workspace, partition=partition), *zones)
    trusted: dict[str, Any] = {"StringEquals": {"aws:PrincipalOrgID": {"Ref": "OrganisationId"}}}
    external = {
        "Fn::If": [
            "HasExternalId",
            {"StringEquals": {**trusted["StringEquals"], "sts:ExternalId": {"Ref": "ExternalId"}}},
            trusted,
        ]
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Lets xalias read alias targets and hosted zones of this account. It changes nothing.",
        "Parameters": _PARAMETERS,
        "Conditions": {"HasExternalId": {"Fn::Not": [{"Fn::Equals": [{"Ref": "ExternalId"}, ""]}]}},
        "Resources": {
            "MemberRole": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "RoleName": name,
                    "Path": f"{path}{_PATH}",
                    "AssumeRolePolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"AWS": {"Ref": "ReaderArn"}},
                                "Action": "sts:AssumeRole",
                                "Condition": external,
                            }
                        ],
                    },
                    "Policies": [{"PolicyName": "xalias", "PolicyDocument": policy_document(statements)}],
                },
            }
        },
        "Outputs": {"RoleArn": {"Value": {"Fn::GetAtt": ["MemberRole", "Arn"]}}},
    }
