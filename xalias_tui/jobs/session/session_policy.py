"""What roles in the accounts of an organisation are limited to, whatever else they may do: the reads made there."""

from __future__ import annotations

import json
from typing import Final

from xalias_tui.targets import all_kinds

MOST_CHARACTERS: Final = 2_048
"""Of a session policy (AssumeRole in the AWS STS API reference)."""
_TOGETHER: Final = ("cloudfront:List", "elasticloadbalancing:Describe", "globalaccelerator:List")
"""Actions that are allowed together, as the policy would be too long otherwise: none shows content or secrets."""
READ_AGGREGATOR: Final = (
    "config:DescribeConfigurationAggregatorSourcesStatus",
    "config:DescribeConfigurationAggregators",
    "config:GetAggregateDiscoveredResourceCounts",
    "config:SelectAggregateResourceConfig",
)
"""What is called in the account that has the aggregator of AWS Config."""
_ZONES: Final = ("route53:Get*", "route53:List*")
_BESIDES: Final = (
    "account:ListRegions",
    "cloudtrail:LookupEvents",
    "ec2:DescribeAddresses",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeRegions",
    "ec2:DescribeVpcAttribute",
    "iam:ListAccountAliases",
    "route53resolver:ListResolverRuleAssociations",
    "route53resolver:ListResolverRules",
)


def session_policy() -> str:
    """The policy as text: the actions of discovery and inspection one by one, for wildcards would reach secrets."""
    needed = {
        *_BESIDES,
        *READ_AGGREGATOR,
        *(action for kind in all_kinds() for action in (*kind.iam_actions, *kind.exists_actions)),
    }
    single = {action for action in needed if not action.startswith((*_TOGETHER, "route53:"))}
    actions = sorted((*single, *_ZONES, *(f"{begins}*" for begins in _TOGETHER)))
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, separators=(",", ":"))
