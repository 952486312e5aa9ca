"""Logins of a person that are missing, have ended, or may not be renewed."""

from __future__ import annotations

from typing import Final

from botocore import exceptions as sdk

from xalias_tui.aws.causes.subject import Subject
from xalias_tui.domain.errors import AwsError

SSO_LOGIN: Final = ("aws", "sso", "login")
CONSOLE_LOGIN: Final = ("aws", "login")


def login_command(error: BaseException) -> tuple[str, ...]:
    """The command of the AWS CLI that renews the login which an error misses; empty where there is none."""
    if isinstance(error, sdk.LoginInsufficientPermissions):
        return ()
    if isinstance(error, sdk.SSOError | sdk.TokenRetrievalError):
        return SSO_LOGIN
    return CONSOLE_LOGIN if isinstance(error, sdk.LoginError) else ()


def not_signed_in(error: BaseException, of: Subject) -> AwsError:
    """IAM Identity Center."""
    loaded = isinstance(error, sdk.SSOTokenLoadError)
    return AwsError(
        "expired",
        f"{of.whose} is not signed in to IAM Identity Center (SSO)."
        if loaded
        else f"The IAM Identity Center (SSO) login of {of.whose_in} has expired.",
        f"Run {of.command(SSO_LOGIN)}.",
    )


def may_not_log_in(error: BaseException, of: Subject) -> AwsError:
    """``aws login`` without the permission to renew."""
    del error
    return AwsError(
        "denied",
        f"{of.whose} may not renew its console login, for insufficient permissions (signin:CreateOAuth2Token).",
        "Ask for it: the AWS managed policy SignInLocalDevelopmentAccess has it.",
    )


def not_logged_in(error: BaseException, of: Subject) -> AwsError:
    """``aws login``."""
    del error
    return AwsError(
        "expired",
        f"The console login of {of.whose_in} is missing or has expired.",
        f"Run {of.command(CONSOLE_LOGIN)}.",
    )


def mfa_again(error: BaseException, of: Subject) -> AwsError:
    """A session that began with an MFA code and has ended."""
    del error
    return AwsError(
        "needs-mfa", f"The session of {of.whose_in} has ended, and a new one needs an MFA code.", "Sign in again."
    )


def terminal_input(error: BaseException, of: Subject) -> AwsError:
    """A provider that wanted to ask on the terminal."""
    del error
    return AwsError(
        "needs-mfa",
        f"{of.whose} asked for input on the terminal, which cannot be given here.",
        "Sign in with the AWS CLI first.",
    )
