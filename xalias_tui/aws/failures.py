"""What the SDK raises, as one clear sentence and what to do about it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from botocore import exceptions as sdk
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from xalias_tui.domain.accounts import AccountState
from xalias_tui.domain.errors import AwsError, RefusedError
from xalias_tui.domain.lookups import INVALID_ANSWER, LookupFailedError
from xalias_tui.domain.partitions import COMMERCIAL
from xalias_tui.domain.policies import what_to_do
from xalias_tui.domain.zone_ids import partition_of_region

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

DENIED: Final = frozenset(
    {
        "403",
        "AccessDenied",
        "AccessDeniedException",
        "AuthorizationError",
        "AuthorizationErrorException",
        "Forbidden",
        "NotAuthorized",
        "UnauthorizedException",
        "UnauthorizedOperation",
    }
)
"""Codes with which the services say that permission is missing."""
_EXPIRED: Final = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
_UNKNOWN_KEY: Final = frozenset(
    {"AuthFailure", "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidToken", "UnrecognizedClientException"}
)
_SIGNATURE: Final = frozenset({"InvalidSignatureException", "RequestTimeTooSkewed", "SignatureDoesNotMatch"})
_SKEWED: Final = ("expired", "not yet current", "skew", "too large")
REFUSED_SIGN_IN: Final = _EXPIRED | _UNKNOWN_KEY | _SIGNATURE
"""Codes with which AWS does not accept the credentials themselves."""
CLIENT_ERROR: Final = 400
"""From this HTTP status on, the service refused what was asked."""
SERVER_ERROR: Final = 500
"""From this HTTP status on, the service failed rather than refused."""
_ALWAYS_ON: Final = frozenset(
    {
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
        "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1",
        "us-east-2", "us-west-1", "us-west-2",
    }
)  # fmt: skip
"""Regions that no account can turn off
(https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html)."""
_MAX_RETRIES: Final = re.compile(r"\s*\(reached max retries: \d+\)")


@dataclass(frozen=True, slots=True)
class _Case:
    """A family of exceptions and its words; ``{whose}``, ``{option}``, ``{host}`` and ``{error}`` are filled in.

    Where there is ``says``, only those belong to it that say so.
    """

    types: tuple[type[BaseException], ...]
    state: AccountState
    message: str
    remedy: str
    command: tuple[str, ...] = ()
    says: str = ""

    def holds(self, error: BaseException) -> bool:
        """Whether an exception is of the family."""
        return isinstance(error, self.types) and self.says in str(error)


_SSO_LOGIN: Final = ("aws", "sso", "login")
_CONSOLE_LOGIN: Final = ("aws", "login")
_LOG_IN: Final = "Run 'aws sso login{option}'."
_CORRECT: Final = "Correct the AWS configuration file."
_RETRY: Final = "Check the network, VPN and proxy settings, then try again."

_CASES: Final = (
    _Case(
        (sdk.ProfileNotFound,),
        "missing",
        "{whose} does not exist in the AWS configuration.",
        "Choose one that 'xalias accounts' lists, or add it with 'aws configure{option}'.",
    ),
    _Case(
        (sdk.NoCredentialsError, sdk.NoAuthTokenError),
        "missing",
        "{whose} has no credentials.",
        "Sign in, or add credentials with 'aws configure{option}'.",
    ),
    _Case(
        (sdk.SSOTokenLoadError,),
        "expired",
        "{whose} is not signed in to IAM Identity Center (SSO).",
        _LOG_IN,
        _SSO_LOGIN,
    ),
    _Case(
        (sdk.UnauthorizedSSOTokenError, sdk.TokenRetrievalError, sdk.SSOError),
        "expired",
        "The IAM Identity Center (SSO) login of {whose_in} has expired.",
        _LOG_IN,
        _SSO_LOGIN,
    ),
    _Case(
        (sdk.LoginInsufficientPermissions,),
        "denied",
        "{whose} cannot renew its console login: {error}",
        "Ask for the permission.",
    ),
    _Case(
        (sdk.LoginError,),
        "expired",
        "The console login of {whose_in} is missing or has expired.",
        "Run 'aws login{option}'.",
        _CONSOLE_LOGIN,
    ),
    _Case(
        (sdk.PartialCredentialsError,),
        "misconfigured",
        "{whose} has only half of its credentials: {error}",
        "Complete it with 'aws configure{option}'.",
    ),
    _Case(
        (sdk.InfiniteLoopConfigError,),
        "misconfigured",
        "{whose} takes its credentials from itself in a circle of source_profile settings.",
        _CORRECT,
    ),
    _Case((sdk.ConfigParseError, sdk.ConfigNotFound), "misconfigured", "{error}", _CORRECT),
    _Case(
        (sdk.InvalidRegionError, sdk.NoRegionError),
        "misconfigured",
        "The region of {whose_in} is missing or no region name: {error}",
        "Set it with 'aws configure set region REGION{option}'.",
    ),
    _Case(
        (sdk.CredentialRetrievalError,),
        "misconfigured",
        "{whose} could not obtain credentials: {error}",
        "Run its credential_process by hand to see what is wrong.",
    ),
    _Case(
        (sdk.MetadataRetrievalError,),
        "unreachable",
        "{whose} could not fetch credentials from the instance or container: {error}",
        "Check its role and the metadata endpoint.",
    ),
    _Case(
        (sdk.SSLError,),
        "unreachable",
        "The TLS certificate of {host} is not trusted: {error}",
        "Where a proxy inspects TLS, set AWS_CA_BUNDLE to a file with its certificate authority.",
    ),
    _Case((sdk.ProxyConnectionError,), "unreachable", "The proxy does not answer: {error}", "Check HTTPS_PROXY."),
    _Case(
        (sdk.ConnectTimeoutError, sdk.ReadTimeoutError),
        "unreachable",
        "{host} did not answer in time.",
        _RETRY,
    ),
    _Case(
        (sdk.EndpointConnectionError, sdk.ConnectionError, sdk.HTTPClientError),
        "unreachable",
        "{host} cannot be reached.",
        _RETRY,
    ),
    _Case(
        (EOFError,),
        "cancelled",
        "{whose} asked for input on the terminal, which cannot be given here.",
        "Sign in with the AWS CLI first.",
    ),
    _Case(
        (FileNotFoundError,),
        "misconfigured",
        "{whose} needs a file that does not exist: {error}",
        "Check credential_process, web_identity_token_file and ca_bundle in the AWS configuration.",
    ),
    _Case(
        (json.JSONDecodeError, UnicodeDecodeError),
        "misconfigured",
        "The credential_process of {whose_in} did not print the JSON document that the SDK expects: {error}",
        "Run it by hand to see what it prints.",
    ),
    _Case(
        (RuntimeError,),
        "expired",
        "{whose} obtained credentials that have already expired: {error}",
        "Renew them where they come from.",
        says="still expired",
    ),
    _Case((BotoCoreError,), "misconfigured", "{whose} cannot be used: {error}", _CORRECT),
)

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
    for case in _CASES:
        if case.holds(error):
            words = _words(error, profile)
            return AwsError(case.state, case.message.format_map(words), case.remedy.format_map(words))
    said = _sentence(f"{type(error).__name__}: {error}")
    return AwsError("misconfigured", f"{_whose(profile)} cannot be used: {said}", _CORRECT)


def sign_in_command(error: BaseException, *, profile: str) -> tuple[str, ...]:
    """The command of the AWS CLI that renews the login that an error asks for; empty if there is none."""
    command = next((case.command for case in _CASES if case.holds(error)), ())
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
        return LookupFailedError("invalid-request", _sentence(str(error)), action=action)
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
    code, message = error_code(error), said(error)
    if code in _EXPIRED:
        return AwsError(
            "expired",
            f"The credentials of {_whose_in(profile)} have expired.",
            "Renew them where they come from, or sign in again.",
        )
    if code in _SIGNATURE:
        return _bad_signature(message, profile)
    if code in _UNKNOWN_KEY:
        return AwsError(
            "denied",
            f"AWS does not accept the access key of {_whose_in(profile)} ({code}): {_sentence(message)}",
            "It may be deleted, inactive, or of another partition (GovCloud and China need a region of theirs in the "
            "profile); create a new one or sign in again.",
        )
    if code in DENIED:
        return _denied(message, profile, action or error.operation_name)
    if status_of(error) >= SERVER_ERROR:
        return AwsError("unreachable", f"AWS failed with {code}: {_sentence(message)}", "Try again later.")
    return AwsError("misconfigured", f"AWS refused {error.operation_name} ({code}): {_sentence(message)}", _CORRECT)


def _denied(message: str, profile: str, asked: str) -> AwsError:
    if "MultiFactorAuthentication failed" in message:
        return AwsError("denied", f"AWS did not accept the MFA code for {_whose_in(profile)}.", "Enter the next code.")
    return AwsError(
        "denied",
        f"{_whose(profile)} may not call {asked}: {_sentence(message)}",
        "Ask for the permission, or correct role_arn and source_profile.",
    )


def _bad_signature(message: str, profile: str) -> AwsError:
    if any(word in message.lower() for word in _SKEWED):
        return AwsError(
            "misconfigured",
            f"AWS refused the time stamp of the request: {_sentence(message)}",
            "Set the clock of this machine.",
        )
    return AwsError(
        "misconfigured",
        f"The secret access key of {_whose_in(profile)} does not belong to its access key.",
        f"Enter it again with 'aws configure{_option(profile)}'.",
    )


def _refused_lookup(error: ClientError, profile: str, action: str, region: str) -> LookupFailedError:
    code, message = error_code(error), said(error)
    if code in _EXPIRED or code in _SIGNATURE:
        message = str(_refused_sign_in(error, profile, action))
    elif code in _UNKNOWN_KEY and _is_opt_in(region):
        message = f"Region {region} seems not to be enabled for the account: {message}"
    elif code in _UNKNOWN_KEY:
        message = str(_refused_sign_in(error, profile, action))
    denied = code in DENIED
    if denied and message == code:
        message = f"Permission for {action} is missing."
    return LookupFailedError(code, message, action=action, denied=denied)


def _is_opt_in(region: str) -> bool:
    """Whether an account may have a region off: only commercial AWS has such ones."""
    return bool(region) and region not in _ALWAYS_ON and partition_of_region(region) == COMMERCIAL


def _metadata(error: ClientError) -> Mapping[str, Any]:
    found: Mapping[str, Any] = error.response.get("ResponseMetadata", {})
    return found


def _error_of(error: ClientError) -> Mapping[str, Any]:
    found: Mapping[str, Any] = error.response.get("Error", {})
    return found


def _words(error: BaseException, profile: str) -> dict[str, str]:
    details: Mapping[str, Any] = getattr(error, "kwargs", {})
    profile = str(details.get("profile") or profile)  # AWS_PROFILE may name the one that is missing
    host = urlsplit(str(details.get("endpoint_url", ""))).netloc
    return {
        "whose": _whose(profile),
        "whose_in": _whose_in(profile),
        "option": _option(profile),
        "host": host or "AWS",
        "error": _sentence(str(details.get("error") or "") if host else str(error)),
    }


def _whose(profile: str) -> str:
    return f"Profile {profile}" if profile else "The default credential chain"


def _whose_in(profile: str) -> str:
    return f"profile {profile}" if profile else "the default credential chain"


def _option(profile: str) -> str:
    return f" --profile {profile}" if profile else ""


def _sentence(text: str) -> str:
    one_line = " ".join(_MAX_RETRIES.sub("", text).split())
    return one_line if one_line.endswith((".", "!", "?", "]")) else f"{one_line}."
