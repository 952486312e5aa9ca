"""Whose credentials are: AWS STS is asked by one client for all profiles that their own clients would be alike for.

A client costs 3 ms of CPU, more than the question itself, and of 300 profiles most differ only in their credentials,
with which each question is signed.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import NoCredentialsError

from xalias_tui.aws.credentials import lends, sign_as
from xalias_tui.aws.session import Session, caller_of

_OF_CREDENTIALS: Final = frozenset(
    {
        "aws_access_key_id", "aws_account_id", "aws_secret_access_key", "aws_session_token", "credential_process",
        "credential_source", "duration_seconds", "external_id", "login_session", "mfa_serial", "output", "role_arn",
        "role_session_name", "source_profile", "sso_account_id", "sso_region", "sso_registration_scopes",
        "sso_role_name", "sso_session", "sso_start_url", "web_identity_token_file",
    }
)  # fmt: skip
"""Settings of a profile that no client depends on once its credentials are there."""


class Callers:
    """Clients of AWS STS. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clients: dict[object, Any] = {}

    def caller(self, session: Session, settings: Mapping[str, Any]) -> tuple[str, str]:
        """Account id and ARN of a session's credentials, by STS GetCallerIdentity, which no policy denies.

        Args:
            session: The profile's session.
            settings: The profile's settings.
        """
        credentials = session.credentials()
        if credentials is None:
            raise NoCredentialsError
        client = self._client(session, settings)
        with sign_as(credentials):
            return caller_of(client)

    def _client(self, session: Session, settings: Mapping[str, Any]) -> Any:
        region = session.own_region()
        others = {name: value for name, value in settings.items() if name not in _OF_CREDENTIALS}
        key = region, session.ca_bundle, repr(sorted(others.items()))
        with self._lock:
            if key not in self._clients:
                client = session.client("sts", region)
                lends(client.meta)
                self._clients[key] = client
            return self._clients[key]
