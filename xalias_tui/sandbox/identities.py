"""Accounts, the people and roles in them, and what these may not do."""

from __future__ import annotations

from dataclasses import field
from fnmatch import fnmatchcase

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.session_policies import SessionPolicy

_IAM_PREFIX = {
    "apigatewayv2": "apigateway",
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing",
    "opensearch": "es",
}
_IAM_ACTION = {
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "route53:ListResourceRecordSetChanges": "route53:GetHostedZoneChangeBatch",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
}


def iam_action(service: str, operation: str) -> str:
    """The action under which IAM knows an operation, e.g. ``elasticloadbalancing:DescribeLoadBalancers``."""
    if service in ("apigateway", "apigatewayv2"):
        return "apigateway:GET"
    action = f"{_IAM_PREFIX.get(service, service)}:{operation}"
    return _IAM_ACTION.get(action, action)


def matches_any(patterns: tuple[str, ...], service: str, operation: str, region: str) -> bool:
    """Whether a pattern covers the operation, by SDK or IAM name.

    ``cloudfront:*`` and ``elbv2:Describe*`` hold in every region, ``elasticloadbalancing:*@eu-west-1`` in one.
    """
    names = (f"{service}:{operation}", iam_action(service, operation))
    forms = (*names, *(f"{name}@{region}" for name in names))
    return any(fnmatchcase(form, pattern) for pattern in patterns for form in forms)


@dataclass(frozen=True, slots=True)
class Role:
    """A role that can be assumed.

    Attributes:
        name: The role's name, without a path.
        denied: Action patterns that its policy does not allow.
        mfa_serial: ARN of the MFA device that the trust policy requires; None where it requires none.
        external_id: The ``sts:ExternalId`` that the trust policy requires; None where it requires none.
    """

    name: str
    denied: tuple[str, ...] = ()
    mfa_serial: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A member of the organisation.

    Attributes:
        id: Twelve digits.
        name: The name that AWS Organizations shows.
        alias: The sign-in alias.
        roles: Its roles by path and name, as their ARNs end.
        denied: Action patterns that a service control policy denies to everyone in it.
        partition: The AWS partition that it exists in.
        state: Its state in the organisation: ``ACTIVE``, ``PENDING_ACTIVATION``, ``SUSPENDED``, ``CLOSED`` …
        unit: The organizational unit that it belongs to, or the root.
    """

    id: str
    name: str
    alias: str
    roles: dict[str, Role] = field(default_factory=dict)
    denied: tuple[str, ...] = ()
    partition: str = "aws"
    state: str = "ACTIVE"
    unit: str = "r-exam"


@dataclass(frozen=True, slots=True)
class User:
    """An IAM user with a long-lived access key; its secret is not checked.

    Attributes:
        account_id: The account that it belongs to.
        name: Its name.
        access_key_id: The key by which requests are its own.
        denied: IAM actions that are denied to it; patterns.
        expired: Whether the key is refused as expired.
    """

    account_id: str
    name: str
    access_key_id: str
    denied: tuple[str, ...] = ()
    expired: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """The role that a container or instance has, as ``metadata`` shows it.

    Attributes:
        account_id: The role's account.
        role: The role.
    """

    account_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a pair of access keys belongs to.

    Attributes:
        account_id: The account it acts in.
        arn: The user, or the session of an assumed role.
        user_id: The unique id that STS returns beside the ARN.
        denied: Action patterns that its policies do not allow.
        expired: Whether its session token is past its time.
        limit: The session policy; None for what its own policies allow.
    """

    account_id: str
    arn: str
    user_id: str
    denied: tuple[str, ...] = ()
    expired: bool = False
    limit: SessionPolicy | None = None
