"""AWS STS: who am I, and the keys of an assumed role."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.clock import wall_clock
from xalias_tui.sandbox.identities import Role
from xalias_tui.sandbox.session_policies import read_session_policy
from xalias_tui.sandbox.world import World

SERVICE = "sts"
MFA_CODE = "123456"
"""The one-time code that the organisation's MFA device shows, always."""

WEB_IDENTITY = "made-up-token-of-the-identity-provider"
"""The token that the organisation's identity provider issues."""
EXPIRED_WEB_IDENTITY = "made-up-token-that-ran-out"

_ROLE_ARN = re.compile(r"arn:(aws[a-z-]*):iam::(\d{12}):role/(.+)")
_DEFAULT_DURATION = 3600
_NAME = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
_ID = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)
"""``RoleSessionName`` and ``ExternalId`` (AssumeRole in the AWS STS API reference)."""


def _get_caller_identity(world: World, call: Call) -> Mapping[str, Any]:
    return {"UserId": world.caller(call.arn).user_id, "Account": call.account_id, "Arn": call.arn}


def _assume_role(world: World, call: Call) -> Mapping[str, Any]:
    for name, form in (("RoleSessionName", _NAME), ("ExternalId", _ID)):
        value = call.params.get(name)
        if value is not None and not form.fullmatch(value):
            raise Refusal(
                "ValidationError",
                f"1 validation error detected: Value at '{name[0].lower()}{name[1:]}' failed to satisfy constraint: "
                f"Member must satisfy regular expression pattern: {form.pattern}",
            )
    role, account_id = _trusting_role(world, call, call.params["RoleArn"])
    return _session(world, account_id, role, call)


def _session(world: World, account_id: str, role: Role, call: Call) -> Mapping[str, Any]:
    name, policy = call.params["RoleSessionName"], call.params.get("Policy")
    key, principal = world.open_session(account_id, role, name, None if policy is None else read_session_policy(policy))
    seconds = call.params.get("DurationSeconds") or _DEFAULT_DURATION
    if seconds > _DEFAULT_DURATION and ":assumed-role/" in call.arn:
        why = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
        raise Refusal("ValidationError", why)
    lasting = timedelta(seconds=seconds)
    return {
        "Credentials": {
            "AccessKeyId": key,
            "SecretAccessKey": secrets.token_urlsafe(30),
            "SessionToken": secrets.token_urlsafe(120),
            "Expiration": wall_clock() + lasting,  # the SDK compares it with the machine's clock
        },
        "AssumedRoleUser": {"AssumedRoleId": principal.user_id, "Arn": principal.arn},
    }


def _trusting_role(world: World, call: Call, arn: str) -> tuple[Role, str]:
    """The role, when it exists and trusts the caller: AWS does not say which of the two failed."""
    denied = Refusal(
        "AccessDenied", f"User: {call.arn} is not authorized to perform: sts:AssumeRole on resource: {arn}", 403
    )
    found = _ROLE_ARN.fullmatch(arn)
    partition, account_id, name = found.groups() if found else ("", "", "")
    account = world.accounts.get(account_id)
    role = account.roles.get(name) if account else None
    if account is None or role is None or {account.partition, world.partition(call.account_id)} != {partition}:
        raise denied
    serial = call.params.get("SerialNumber")
    if serial is not None and (serial != role.mfa_serial or call.params.get("TokenCode") != MFA_CODE):
        raise Refusal(
            "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ", status=403
        )
    if role.mfa_serial is not None and serial is None:
        raise denied
    if role.external_id is not None and call.params.get("ExternalId") != role.external_id:
        raise denied
    return role, account.id


def _assume_role_with_web_identity(world: World, call: Call) -> Mapping[str, Any]:
    arn, token = call.params["RoleArn"], call.params["WebIdentityToken"]
    if token == EXPIRED_WEB_IDENTITY:
        raise Refusal("ExpiredTokenException", "Token expired: current date/time must be before the expiration.")
    found = _ROLE_ARN.fullmatch(arn)
    account = world.accounts.get(found[2]) if found else None
    role = account.roles.get(found[3]) if found and account else None
    if token != WEB_IDENTITY or account is None or role is None:
        raise Refusal("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403)
    issued = _session(world, account.id, role, call)
    return {**issued, "SubjectFromWebIdentityToken": "system:serviceaccount:dns:xalias"}


OPERATIONS = {
    "AssumeRole": _assume_role,
    "AssumeRoleWithWebIdentity": _assume_role_with_web_identity,
    "GetCallerIdentity": _get_caller_identity,
}
