"""Signing a call with other credentials than those that its client was made for.

They are put into the signature through the SDK's event ``before-sign``; tests compare the signature with that of a
client of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from botocore.awsrequest import AWSRequest

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
