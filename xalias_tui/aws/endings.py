"""Until when a profile is signed in: the moment from which it has to be signed in again.

Credentials that the SDK renews by itself (a role without MFA, an instance's, a login with a refresh token) have no such
moment.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha1

from botocore.utils import parse_timestamp

from xalias_tui.aws.configuration import configuration
from xalias_tui.aws.profiles import base_of, environment_ends, login_of, source_of
from xalias_tui.aws.providers import sso_logins
from xalias_tui.aws.session import Session


def signed_in_until(profile: str, session: Session) -> datetime | None:
    """When a profile that is signed in is so no longer; None where that never happens, or is not known.

    Raises:
        AwsError: ``misconfigured``, when the configuration cannot be parsed.
    """
    base = base_of(profile)
    source = source_of(base)
    moments = []
    if source == "environment":
        moments.append(_moment(environment_ends()))
    if source == "sso":
        moments.append(_end_of_login(base))
    if session.roles is not None and _asks_code(profile):
        moments += [_moment(str(each["Credentials"]["Expiration"])) for each in session.roles.used()]
    known = [moment for moment in moments if moment is not None]
    return min(known).astimezone(UTC) if known else None


def _end_of_login(profile: str) -> datetime | None:
    """When the token of an SSO login ends; None where the SDK renews it."""
    kind, name = login_of(profile) or ("", "")
    if kind not in ("sso-session", "sso"):
        return None
    token = sso_logins().get(sha1(name.encode(), usedforsecurity=False).hexdigest())
    return None if token is None or "refreshToken" in token else _moment(str(token["expiresAt"]))


def _asks_code(profile: str) -> bool:
    """Whether a new session of the role, or of one that it is assumed through, needs an MFA code."""
    found, seen = configuration(), [profile]
    while True:
        settings = found.profile(seen[-1])
        if "mfa_serial" in settings:
            return True
        source = str(settings.get("source_profile") or "")
        if not source or source in seen:
            return False
        seen.append(source)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_timestamp(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
