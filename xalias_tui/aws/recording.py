"""What AWS is asked and how it answers, for ``--debug``: one line a call, without secrets.

Calls that obtain credentials are recorded without anything that was sent or answered.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

from botocore.hooks import BaseEventHooks

from xalias_tui.domain.log_lines import record
from xalias_tui.domain.redaction import counted, outlined

LOG: Final = logging.getLogger("xalias_tui.aws")

_SIGN_IN: Final = frozenset({"sts", "sso", "sso-oidc", "signin"})
_OF_ALL: Final = "sts.GetCallerIdentity"
"""The call that one client makes with the credentials of every profile."""
_BEGAN: Final = "xalias_began"
_ASKED: Final = "xalias_asked"
_HOST: Final = "xalias_host"


def record_calls(events: BaseEventHooks, profile: str) -> None:
    """Record the calls of every client of a session; nothing where no one listens.

    Args:
        events: The session's.
        profile: Its profile.
    """
    if not LOG.isEnabledFor(logging.DEBUG):
        return
    told = _Told(profile or "default")
    events.register("before-parameter-build", told.asked)
    events.register("before-call", told.sent)
    events.register("after-call", told.answered)
    events.register("after-call-error", told.failed)


class _Told:
    """Writes what happens to calls of one profile."""

    def __init__(self, profile: str) -> None:
        self._profile = profile

    def asked(self, params: Mapping[str, Any], context: MutableMapping[str, Any], event_name: str, **_: Any) -> None:
        """A call begins."""
        if _service(event_name) not in _SIGN_IN:
            context[_ASKED] = outlined(params)

    def sent(self, params: Mapping[str, Any], context: MutableMapping[str, Any], **_: Any) -> None:
        """It leaves."""
        context[_BEGAN] = time.monotonic()
        context[_HOST] = str(params.get("url", "")).partition("?")[0]

    def answered(self, parsed: Mapping[str, Any], context: Mapping[str, Any], event_name: str, **_: Any) -> None:
        """AWS answered, as it was asked or not."""
        meta = parsed.get("ResponseMetadata", {})
        error = parsed.get("Error", {})
        told: dict[str, object] = {
            "status": meta.get("HTTPStatusCode"),
            "request": meta.get("RequestId"),
            "retries": meta.get("RetryAttempts"),
        }
        if error:
            told |= {"error": error.get("Code"), "message": error.get("Message")}
        elif _service(event_name) not in _SIGN_IN:
            told |= {f"answer.{key}": value for key, value in counted(parsed).items() if key != "ResponseMetadata"}
        self._write(event_name, context, told)

    def failed(self, exception: Exception, context: Mapping[str, Any], event_name: str, **_: Any) -> None:
        """No answer came."""
        self._write(event_name, context, {"failed": type(exception).__name__, "message": str(exception)})

    def _write(self, event_name: str, context: Mapping[str, Any], told: Mapping[str, object]) -> None:
        began = context.get(_BEGAN)
        asked = {f"asked.{key}": value for key, value in context.get(_ASKED, {}).items()}
        took = None if began is None else round(1_000 * (time.monotonic() - began))
        call = ".".join(event_name.split(".")[1:])
        profile = None if call == _OF_ALL else self._profile
        where = {"profile": profile, "at": context.get(_HOST)}
        record(LOG, call, {"ms": took, **where, **asked, **told})


def _service(event_name: str) -> str:
    """The service of an event such as ``after-call.route-53.ListHostedZones``."""
    return event_name.split(".")[1]
