"""Whose credentials are: AWS STS is asked by one client for all profiles that their own clients would be alike for.

A client costs 3 ms of CPU, more than the question itself, and of 300 profiles most differ only in their credentials.
These are put into the signature through the SDK's event ``before-sign``, as for the regions of ``clients``; a test
compares the signature with that of the profile's own client.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Final

from botocore.awsrequest import AWSRequest
from botocore.exceptions import NoCredentialsError

from xalias_tui.aws.session import Session, caller_of

_CREDENTIALS: ContextVar[Any] = ContextVar("xalias_credentials", default=None)
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
        token = _CREDENTIALS.set(credentials)
        try:
            return caller_of(client)
        finally:
            _CREDENTIALS.reset(token)

    def _client(self, session: Session, settings: Mapping[str, Any]) -> Any:
        region = session.own_region()
        others = {name: value for name, value in settings.items() if name not in _OF_CREDENTIALS}
        key = region, session.ca_bundle, repr(sorted(others.items()))
        with self._lock:
            if key not in self._clients:
                client = session.client("sts", region)
                client.meta.events.register_first("before-sign.sts", _sign)
                self._clients[key] = client
            return self._clients[key]


def _sign(request: AWSRequest, **_: Any) -> None:
    """Sign with the credentials of who asks instead of those that the client was made for."""
    request.context.setdefault("signing", {})["request_credentials"] = _CREDENTIALS.get()
