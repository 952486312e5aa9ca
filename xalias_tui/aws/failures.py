"""What the SDK raises, as one clear sentence and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from botocore import exceptions as sdk
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from xalias_tui.aws.causes import cause, login_command, sentence, subject
from xalias_tui.aws.causes.refused import (
    DENIED,
    EXPIRED,
    SERVER_ERROR,
    SIGNATURE,
    UNKNOWN_KEY,
    Refusal,
    is_opt_in,
    refused_sign_in,
)
from xalias_tui.domain.errors import AwsError, RefusedError
from xalias_tui.domain.lookups import INVALID_ANSWER, LookupFailedError
from xalias_tui.domain.policies import what_to_do

SDK_ERRORS: Final = (
    BotoCoreError,
    ClientError,
    ResponseParserError,
    AwsError,
    OSError,
    ValueError,
    RuntimeError,
    EOFError,
    LookupFailedError,
)
"""All that a call may raise: a credential process and a token file fail with Python's own exceptions."""

REFUSED_SIGN_IN: Final = EXPIRED | UNKNOWN_KEY | SIGNATURE
"""Codes with which AWS does not accept the credentials themselves."""
CLIENT_ERROR: Final = 400
"""From this HTTP status on, the service refused what was asked."""
_MAX_RETRIES: Final = re.compile(r"\s*\(reached max retries: \d+\)")

_NETWORK_CODES: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (sdk.SSLError, "tls"),
    (sdk.ConnectTimeoutError, "timeout"),
    (sdk.ReadTimeoutError, "timeout"),
    (sdk.ConnectionError, "no-network"),
    (sdk.HTTPClientError, "no-network"),
)


def describe(error: BaseException, *, profile: str, action: str = "") -> AwsError:
    """Why a profile cannot be used: ``code`` is the state of ``domain.accounts``, with the remedy.

    Args:
        error: What the SDK raised, or our own error, which is returned as it is.
        profile: The profile; empty for the default credential chain.
        action: What was asked, e.g. ``sts:GetCallerIdentity``; named where AWS refuses without saying what.
    """
    if isinstance(error, AwsError):
        return error
    if isinstance(error, ClientError) and error_code(error) == INVALID_ANSWER:
        error = _refused_lookup(error, profile, action, "")
    if isinstance(error, LookupFailedError):
        return AwsError(error.code, error.message, what_to_do(error.code))
    if isinstance(error, ClientError):
        return _refused_sign_in(error, profile, action)
    return cause(error, subject(profile))


def sign_in_command(error: BaseException, *, profile: str) -> tuple[str, ...]:
    """The command of the AWS CLI that renews the login that an error asks for; empty if there is none."""
    command = login_command(error)
    return (*command, "--profile", profile) if command and profile else command


def lookup_failure(error: BaseException, *, profile: str, action: str = "", region: str = "") -> LookupFailedError:
    """Why one question got no answer.

    Raises:
        RefusedError: as it is: the guard against changes refused, which is a defect of the caller.
    """
    if isinstance(error, RefusedError):
        raise error
    if isinstance(error, LookupFailedError):
        return error
    if isinstance(error, ClientError):
        return _refused_lookup(error, profile, action, region)
    for type_, code in _NETWORK_CODES:
        if isinstance(error, type_):
            return LookupFailedError(code, describe(error, profile=profile).message, action=action)
    if isinstance(error, sdk.ParamValidationError | sdk.PaginationError | sdk.EndpointProviderError):
        return LookupFailedError("invalid-request", sentence(str(error)), action=action)
    described = describe(error, profile=profile)
    return LookupFailedError(described.code, str(described), action=action)


def error_code(error: ClientError) -> str:
    """AWS's code; empty where the answer held none."""
    return str(_error_of(error).get("Code") or "")


def said(error: ClientError) -> str:
    """AWS's own sentence, or its code where there is none."""
    return _MAX_RETRIES.sub("", str(_error_of(error).get("Message") or error_code(error) or error)).strip()


def status_of(error: ClientError) -> int:
    """The HTTP status of the answer; 0 where it is not known."""
    return int(_metadata(error).get("HTTPStatusCode") or 0)


def is_refusal(error: ClientError) -> bool:
    """Whether AWS itself says that it did not act: its error document with a code and a request id, status 4xx.

    A proxy that answers in its place sends no such document, and after a server error the change may have been made.
    """
    named = error_code(error) not in ("", INVALID_ANSWER) and bool(_metadata(error).get("RequestId"))
    return named and CLIENT_ERROR <= status_of(error) < SERVER_ERROR


def _refused_sign_in(error: ClientError, profile: str, action: str) -> AwsError:
    refusal = Refusal(error_code(error), said(error), status_of(error), error.operation_name, action)
    return refused_sign_in(refusal, subject(profile))


def _refused_lookup(error: ClientError, profile: str, action: str, region: str) -> LookupFailedError:
    code, message = error_code(error), said(error)
    if code in EXPIRED or code in SIGNATURE:
        message = str(_refused_sign_in(error, profile, action))
    elif code in UNKNOWN_KEY and is_opt_in(region):
        message = f"Region {region} seems not to be enabled for the account: {message}"
    elif code in UNKNOWN_KEY:
        message = str(_refused_sign_in(error, profile, action))
    denied = code in DENIED
    if denied and message == code:
        message = f"Permission for {action} is missing."
    return LookupFailedError(code, message, action=action, denied=denied)


def _metadata(error: ClientError) -> Mapping[str, Any]:
    found: Mapping[str, Any] = error.response.get("ResponseMetadata", {})
    return found


def _error_of(error: ClientError) -> Mapping[str, Any]:
    found: Mapping[str, Any] = error.response.get("Error", {})
    return found
