"""Signing a call with other credentials than those that its client was made for.

They are put into the signature through the SDK's event ``before-sign``; tests compare the signature with that of a
client of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from botocore.awsrequest import AWSRequest
from botocore.credentials import RefreshableCredentials

_CREDENTIALS: ContextVar[Any] = ContextVar("xalias_credentials", default=None)


@contextmanager
def sign_as(credentials: Any) -> Iterator[None]:
    """Calls of this thread through clients of ``lends`` are signed with these credentials of the SDK."""
    token = _CREDENTIALS.set(credentials)
    try:
        yield
    finally:
        _CREDENTIALS.reset(token)


def lends(meta: Any) -> None:
    """Let a client, by its ``meta``, sign as ``sign_as`` says; elsewhere it signs as it was made."""
    meta.events.register_first(f"before-sign.{meta.service_model.service_id.hyphenize()}", _sign)


def signs_as(meta: Any, lend: Callable[[], Any]) -> None:
    """Let a client, by its ``meta``, always sign with what ``lend`` returns."""

    def sign(request: AWSRequest, **_: Any) -> None:
        request.context.setdefault("signing", {})["request_credentials"] = lend()

    meta.events.register_first(f"before-sign.{meta.service_model.service_id.hyphenize()}", sign)


def _sign(request: AWSRequest, **_: Any) -> None:
    credentials = _CREDENTIALS.get()
    if credentials is not None:
        request.context.setdefault("signing", {})["request_credentials"] = credentials


def renewed(first: Mapping[str, str], renew: Callable[[], Mapping[str, str]], method: str) -> RefreshableCredentials:
    """Credentials that renew themselves before they expire; whether they have to is asked for every call.

    Args:
        first: Access key, secret key, token and expiry time (ISO 8601) as ``renew`` returns them.
        renew: Asks for new ones.
        method: What the SDK calls the way in which they were obtained.
    """
    return RefreshableCredentials(
        first["access_key"],
        first["secret_key"],
        first["token"],
        datetime.fromisoformat(first["expiry_time"]),
        renew,
        method,
        time_fetcher=lambda: datetime.now(UTC),  # the SDK's own looks up the local time zone
    )
