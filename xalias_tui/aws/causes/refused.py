"""Refusals of AWS while a profile signs in: who refused, what it means there, and what helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from xalias_tui.aws.causes.helpers import ended
from xalias_tui.aws.causes.network import proxy_refusal
from xalias_tui.aws.causes.subject import Subject, sentence
from xalias_tui.domain.accounts import ENDED
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.partitions import ALWAYS_ON, COMMERCIAL
from xalias_tui.domain.zone_ids import partition_of_region

DENIED: Final = frozenset(
    {
        "403",
        "AccessDenied",
        "AccessDeniedException",
        "AuthorizationError",
        "AuthorizationErrorException",
        "Forbidden",
        "ForbiddenException",
        "NotAuthorized",
        "UnauthorizedException",
        "UnauthorizedOperation",
    }
)
"""Codes with which the services say that permission is missing."""
EXPIRED: Final = ENDED - {"expired"}
UNKNOWN_KEY: Final = frozenset(
    {"AuthFailure", "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidToken", "UnrecognizedClientException"}
)
SIGNATURE: Final = frozenset({"InvalidSignatureException", "RequestTimeTooSkewed", "SignatureDoesNotMatch"})
_SKEWED: Final = ("expired", "not yet current", "skew", "too large")
_THROTTLED: Final = frozenset(
    {"RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException", "429"}
)
_ASSUMES: Final = ("AssumeRole", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML")
SERVER_ERROR: Final = 500
"""From this HTTP status on, the service failed rather than refused."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What AWS answered.

    Attributes:
        code: Its error code.
        message: Its sentence.
        status: The HTTP status; 0 where it is not known.
        operation: The operation that it refused.
        action: The IAM action of it; empty where that is not known.
    """

    code: str
    message: str
    status: int
    operation: str
    action: str = ""


def refused_sign_in(refusal: Refusal, of: Subject) -> AwsError:
    """Why AWS did not let a profile sign in."""
    for codes, explain in _CASES:
        if refusal.code in codes:
            return explain(refusal, of)
    by_operation = _OPERATIONS.get(refusal.operation)
    if by_operation is not None:
        return by_operation(refusal, of)
    if refusal.code in DENIED:
        return _denied(refusal, of)
    return _failed("AWS", refusal) or AwsError(
        "misconfigured",
        f"AWS refused {refusal.operation} ({refusal.code}): {sentence(refusal.message)}",
        of.correct,
    )


def is_opt_in(region: str) -> bool:
    """Whether an account may have a region off: only commercial AWS has such ones."""
    return bool(region) and region not in ALWAYS_ON[COMMERCIAL] and partition_of_region(region) == COMMERCIAL


def _failed(service: str, refusal: Refusal) -> AwsError | None:
    """A service that failed rather than refused."""
    if refusal.status < SERVER_ERROR:
        return None
    return AwsError(
        "unreachable", f"{service} failed with {refusal.code}: {sentence(refusal.message)}", "Try again later."
    )


def _proxy(refusal: Refusal, of: Subject) -> AwsError:
    return proxy_refusal(refusal.code) or _denied(refusal, of)


def _region_off(refusal: Refusal, of: Subject) -> AwsError:
    return AwsError(
        "denied",
        f"AWS STS is turned off in the region of {of.whose_in}: {sentence(refusal.message)}",
        f"Set another region with {of.command(('aws', 'configure', 'set', 'region', 'REGION'))}, or turn it on in the "
        "account settings of IAM.",
    )


def _throttled(refusal: Refusal, of: Subject) -> AwsError:
    return AwsError(
        "unreachable",
        f"AWS is asked too often for credentials of {of.whose_in} ({refusal.code}): {sentence(refusal.message)}",
        "Read again in a minute.",
    )


def _expired(refusal: Refusal, of: Subject) -> AwsError:
    if refusal.operation != "AssumeRoleWithWebIdentity":
        return ended(of)
    return AwsError(
        "expired",
        f"The web identity token of {of.whose_in} has expired.",
        "EKS or the CI system writes a new one into its file; run xalias where that happens.",
    )


def _web_identity(refusal: Refusal, of: Subject) -> AwsError:
    return _failed("AWS", refusal) or AwsError(
        "denied",
        f"AWS did not take the web identity token of {of.whose_in} for its role ({refusal.code}): "
        f"{sentence(refusal.message)}",
        "Compare role_arn (AWS_ROLE_ARN), the role's trust policy, and the issuer and audience of the token.",
    )


def _role_of_sso(refusal: Refusal, of: Subject) -> AwsError:
    said = sentence(refusal.message)
    role, account = (str(of.settings.get(name) or "?") for name in ("sso_role_name", "sso_account_id"))
    if refusal.code in DENIED or refusal.code == "ResourceNotFoundException":
        return AwsError(
            "denied",
            f"IAM Identity Center gives {of.whose_in} no role {role} in account {account}: it is not assigned to you, "
            f"or does not exist ({said.rstrip('.')}).",
            "Ask for the assignment, or correct sso_role_name and sso_account_id.",
        )
    return _failed("IAM Identity Center", refusal) or AwsError(
        "misconfigured",
        f"IAM Identity Center refused the role {role} in account {account} ({refusal.code}): {said}",
        "Correct sso_role_name and sso_account_id.",
    )


def _denied(refusal: Refusal, of: Subject) -> AwsError:
    if "MultiFactorAuthentication failed" in refusal.message:
        return AwsError("denied", f"AWS did not accept the MFA code for {of.whose_in}.", "Enter the next code.")
    if refusal.operation in _ASSUMES:
        return AwsError(
            "denied",
            f"{of.whose} may not call {refusal.operation}: {sentence(refusal.message)}",
            "Ask for sts:AssumeRole, also in the role's trust policy, or correct role_arn and source_profile.",
        )
    return AwsError(
        "denied",
        f"{of.whose} may not call {refusal.action or refusal.operation}: {sentence(refusal.message)}",
        "Ask for the permission.",
    )


def _unknown_key(refusal: Refusal, of: Subject) -> AwsError:
    region = str(of.settings.get("region") or "")
    if is_opt_in(region):
        remedy = (
            f"Region {region} may not be enabled for the account: name one that is, or enable it in the account's "
            "settings. Else the key is deleted or inactive: create a new one or sign in again."
        )
    else:
        remedy = (
            "It may be deleted, inactive, or of another partition (GovCloud and China need a region of theirs in the "
            "profile); create a new one or sign in again."
        )
    said = sentence(refusal.message)
    return AwsError("denied", f"AWS does not accept the access key of {of.whose_in} ({refusal.code}): {said}", remedy)


def _bad_signature(refusal: Refusal, of: Subject) -> AwsError:
    if any(word in refusal.message.lower() for word in _SKEWED):
        return AwsError(
            "misconfigured",
            f"AWS refused the time stamp of the request: {sentence(refusal.message)}",
            "Set the clock of this machine.",
        )
    return AwsError(
        "misconfigured",
        f"The secret access key of {of.whose_in} does not belong to its access key.",
        f"Enter it again with {of.command(('aws', 'configure'))}.",
    )


_CASES: Final[tuple[tuple[frozenset[str], Callable[[Refusal, Subject], AwsError]], ...]] = (
    (frozenset({"407"}), _proxy),
    (EXPIRED, _expired),
    (SIGNATURE, _bad_signature),
    (UNKNOWN_KEY, _unknown_key),
    (frozenset({"RegionDisabledException"}), _region_off),
    (_THROTTLED, _throttled),
)
_OPERATIONS: Final = {"AssumeRoleWithWebIdentity": _web_identity, "GetRoleCredentials": _role_of_sso}
