"""Profiles by name, and where each gets its credentials: all that can be said before the SDK is loaded."""

from __future__ import annotations

import os
from typing import Final, Literal

from xalias_tui.aws.configuration import Ignored, Section, configuration
from xalias_tui.domain.errors import AwsError

Source = Literal[
    "environment", "role", "web-identity", "sso", "static", "login", "process", "container", "instance", "none"
]
"""Where the SDK finds credentials, in words of its own list of providers
(https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html)."""

_NAMES: Final = ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")
"""Variables that name a profile; the SDK for Python takes the first that is set, even to nothing."""
_CONTAINER: Final = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
_KEY: Final = "AWS_ACCESS_KEY_ID"
_OF_TOOLS: Final = {"AWS_VAULT": "aws-vault", "AWSUME_PROFILE": "awsume", "GRANTED_SSO_ROLE_NAME": "granted"}
"""Variables by which tools that start a shell with credentials say which profile they took."""
_LOGINS: Final = {"sso_session": "sso-session", "sso_start_url": "sso", "login_session": "login"}
"""Settings of what a profile is signed in with."""
_ENDS: Final = ("AWS_CREDENTIAL_EXPIRATION", "AWS_SESSION_EXPIRATION", "AWSUME_EXPIRATION")


def profile_names() -> tuple[str, ...]:
    """Every profile of the configuration and the credentials file, sorted, ``default`` first.

    Raises:
        AwsError: ``misconfigured``, when one of the files cannot be read as an AWS configuration.
    """
    return tuple(sorted(configuration().profiles, key=lambda name: (name != "default", name)))


def ignored_sections() -> tuple[Ignored, ...]:
    """Sections that are meant as profiles and that the SDK passes over.

    Raises:
        AwsError: as ``profile_names``.
    """
    return configuration().ignored


def environment_profile() -> str:
    """The profile that commands use unless another is named; empty for the environment's own credentials.

    As the aws cli chooses: credentials in the environment come before a profile that is only named by a variable. Where
    nothing at all is chosen, and where a variable names an empty profile, it is empty too.
    """
    if environment_credentials():
        return ""
    named = next((os.environ[name] for name in _NAMES if name in os.environ), None)
    if named is not None:
        return named
    try:
        return "default" if "default" in configuration().profiles else ""
    except AwsError:  # told by whoever asks AWS
        return ""


def environment_credentials() -> bool:
    """Whether the environment itself holds credentials, which win over every profile that is not named on purpose."""
    held = os.environ.get(_KEY) or (os.environ.get("AWS_WEB_IDENTITY_TOKEN_FILE") and os.environ.get("AWS_ROLE_ARN"))
    return bool(held)


def empty_profile_variable() -> str:
    """The variable that names a profile and is empty, which the SDK takes for a profile without a name; else empty."""
    first = next((name for name in _NAMES if name in os.environ), "")
    return first if first and not os.environ[first] else ""


def environment_tool() -> str:
    """What put credentials into the environment, and of which profile (``aws-vault prod``); empty where unknown."""
    found = ((tool, os.environ.get(variable, "")) for variable, tool in _OF_TOOLS.items())
    return next((f"{tool} {profile}" for tool, profile in found if profile), "")


def environment_ends() -> str:
    """When the credentials of the environment end, as it says; empty where it does not."""
    return next((os.environ[name] for name in _ENDS if os.environ.get(name)), "")


def source_of(profile: str) -> Source:
    """Where a profile's credentials come from, in the order of the SDK; empty for the default chain."""
    try:
        found = configuration()
    except AwsError:
        return "none"
    if not profile and os.environ.get(_KEY):
        return "environment"
    return _of_settings(found.profile(profile or environment_profile())) or _of_machine(profile)


def _of_settings(settings: Section) -> Source | None:
    if "web_identity_token_file" in settings:
        return "web-identity"
    if "role_arn" in settings:
        return "role"
    if "sso_account_id" in settings or "sso_role_name" in settings:
        return "sso"
    if "aws_access_key_id" in settings:
        return "static"
    if "login_session" in settings:
        return "login"
    return "process" if "credential_process" in settings else None


def _of_machine(profile: str) -> Source:
    if not profile and os.environ.get("AWS_WEB_IDENTITY_TOKEN_FILE"):
        return "web-identity"
    if any(os.environ.get(name) for name in _CONTAINER):
        return "container"
    return "none" if os.environ.get("AWS_EC2_METADATA_DISABLED", "").lower() == "true" else "instance"


def base_of(profile: str) -> str:
    """The profile whose credentials a chain of roles begins with; the profile itself where it is no role."""
    found = configuration()
    chain = [profile]
    while (named := str(found.profile(chain[-1]).get("source_profile") or "")) and named not in chain:
        chain.append(named)
    return chain[-1]


def runs_helper(profile: str) -> bool:
    """Whether a program is run for a profile's credentials."""
    try:
        return source_of(base_of(profile)) == "process"
    except AwsError:
        return False


def login_of(profile: str) -> tuple[str, ...]:
    """What a profile is signed in with: an SSO session, an SSO start address or a console login; empty without one.

    Profiles of which this is equal are signed in together.
    """
    settings = configuration().profile(base_of(profile))
    for setting, word in _LOGINS.items():
        if settings.get(setting):
            return word, str(settings[setting])
    return ()


def profiles_of_login(login: tuple[str, ...]) -> tuple[str, ...]:
    """Every profile that is signed in with it."""
    return tuple(name for name in profile_names() if login and login_of(name) == login)
