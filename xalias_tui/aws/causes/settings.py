"""Settings that cannot work."""

from __future__ import annotations

import os
import re
import sys
from typing import Final

from xalias_tui.aws import profiles
from xalias_tui.aws.causes.subject import Subject, detail, sentence
from xalias_tui.aws.configuration import config_path, configuration
from xalias_tui.domain.commands import word
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.meant import did_you_mean

_REGIONS: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")


def no_profile(error: BaseException, of: Subject) -> AwsError:
    """A profile that does not exist, and why where that can be seen."""
    name = detail(error, "profile") or of.profile
    variable = profiles.empty_profile_variable()
    if not name and variable:
        return AwsError(
            "missing", f"{variable} is set but empty, and no profile has an empty name.", f"Run 'unset {variable}'."
        )
    found = configuration()
    ignored = next((each for each in found.ignored if each.name == name), None)
    if ignored is not None:
        return AwsError("misconfigured", ignored.message, ignored.remedy)
    if name in (found.config or {}):
        return AwsError(
            "missing",
            f"Profile {name} does not exist: section [{name}] of {config_path()} lacks the word profile.",
            f"Write [profile {name}].",
        )
    unread = "".join(f" {each}" for each in found.unread)
    meant, add = did_you_mean(name, found.profiles), Subject(name).command(("aws", "configure"))
    return AwsError(
        "missing",
        f"Profile {name} does not exist in the AWS configuration.{unread}",
        f"{meant} Choose one that 'xalias accounts' lists, or add it with {add}.".lstrip(),
    )


def no_credentials(error: BaseException, of: Subject) -> AwsError:
    """No provider has any."""
    del error
    if not of.profile:
        return AwsError(
            "missing",
            "The default credential chain has no credentials: there are none in the environment, in the profile "
            "default, and none from a container or an instance.",
            "Name a profile with --zone-profile ('xalias accounts' lists them), or sign in with 'aws login', "
            "'aws sso login' or 'aws configure'.",
        )
    if "sso_session" in of.settings or "sso_start_url" in of.settings:
        return AwsError(
            "missing",
            f"{of.whose} has no credentials: it names where to sign in, but no sso_account_id and no sso_role_name.",
            f"Add both with {of.command(('aws', 'configure', 'sso'))}.",
        )
    return AwsError(
        "missing",
        f"{of.whose} has no credentials.",
        f"Sign in, or add credentials with {of.command(('aws', 'configure'))}.",
    )


def half(error: BaseException, of: Subject) -> AwsError:
    """A key without its secret."""
    missing = detail(error, "cred_var")
    if detail(error, "provider") == "env":
        return AwsError(
            "misconfigured",
            f"The environment holds only half of the credentials: {missing} is not set.",
            f"Set {missing}, or run 'unset AWS_ACCESS_KEY_ID'; 'aws configure list' shows what is set.",
        )
    return AwsError(
        "misconfigured",
        f"{of.whose} has only half of its credentials: {missing} is missing.",
        f"Complete it with {of.command(('aws', 'configure'))}.",
    )


def loop(error: BaseException, of: Subject) -> AwsError:
    """A circle of ``source_profile`` settings."""
    del error
    return AwsError(
        "misconfigured",
        f"{of.whose} takes its credentials from itself in a circle of source_profile settings.",
        of.correct,
    )


def invalid(error: BaseException, of: Subject) -> AwsError:
    """Settings that contradict each other or name what does not exist."""
    said = re.sub(
        r"inconsistent between profile \(.*\) and sso-session \(.*\)",
        "not the same in profile and sso-session",
        str(error),
    )
    return AwsError("misconfigured", f"{of.whose} cannot be used: {sentence(said)}", of.correct)


def region(error: BaseException, of: Subject) -> AwsError:
    """Text that is not a region."""
    del error
    variable = next((name for name in _REGIONS if os.environ.get(name)), "")
    if variable:
        return AwsError("misconfigured", f"{variable} is not a region name.", f"Set {variable} as in eu-west-1.")
    return AwsError(
        "misconfigured",
        f"The region of {of.whose_in} is missing or no region name; quotation marks and comments belong to a value.",
        f"Set it with {of.command(('aws', 'configure', 'set', 'region', 'REGION'))}.",
    )


def dependency(error: BaseException, of: Subject) -> AwsError:
    """A package that the SDK wants and that is not installed."""
    if of.source == "login" or "crt" in str(error):
        return AwsError(
            "unsupported",
            f"{of.whose} signs in with 'aws login', which needs the package awscrt; this installation of xalias lacks "
            "it. The profile itself is right.",
            f"Run '{word(sys.executable)} -m pip install \"botocore[crt]\"'; where pipx installed xalias, "
            "'pipx inject xalias-tui awscrt'.",
        )
    return AwsError(
        "unsupported",
        f"{of.whose} needs a package that this installation of xalias lacks: {sentence(detail(error, 'msg'))}",
        f"Install it with '{word(sys.executable)} -m pip install'.",
    )
