"""What may leave this process: refused at the SDK's event level, so that no caller can forget to ask.

botocore emits ``before-parameter-build`` for every call of every client, before anything is built or signed
(https://boto3.amazonaws.com/v1/documentation/api/latest/guide/events.html).
"""

from __future__ import annotations

from typing import Any, Final

from botocore.hooks import BaseEventHooks
from botocore.model import OperationModel

from xalias_tui.domain.errors import RefusedError

_READ_PREFIXES: Final = ("Get", "List", "Describe", "Head", "BatchGet", "Search", "Lookup")
_READS: Final = frozenset(
    {
        ("route53", "TestDNSAnswer"),
        ("elasticbeanstalk", "CheckDNSAvailability"),
    }
)
"""Operations that change nothing although their name does not begin like one that reads."""
_SIGN_IN: Final = frozenset(
    {
        ("sts", "AssumeRole"),
        ("sts", "AssumeRoleWithSAML"),
        ("sts", "AssumeRoleWithWebIdentity"),
        ("sso-oidc", "CreateToken"),
        ("signin", "CreateOAuth2Token"),
    }
)
"""What the SDK itself calls to obtain or renew credentials."""


def is_read(service: str, operation: str) -> bool:
    """Whether an operation (``ListHostedZones``) of a service (``route53``) changes nothing in AWS."""
    return operation.startswith(_READ_PREFIXES) or (service, operation) in _READS | _SIGN_IN


def refuse_changes(events: BaseEventHooks, message: str, remedy: str) -> None:
    """Make every client that shares or inherits these event hooks refuse operations that change something.

    The refused call raises RefusedError with code ``read-only``.
    """

    def refuse(model: OperationModel, **_: Any) -> None:
        service = model.service_model.service_name
        if not is_read(service, model.name):
            raise RefusedError("read-only", f"{service}:{model.name} was not sent: {message}", remedy)

    events.register_first("before-parameter-build", refuse)
