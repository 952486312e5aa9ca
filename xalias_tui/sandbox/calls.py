"""What travels between the wire and the simulated services: a call, and a refusal of it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.domain.dataclass import dataclass

GLOBAL_REGION = "aws-global"
"""The key under which global services (Route 53, CloudFront, IAM's neighbours) keep their data."""

GLOBAL_SERVICES = frozenset({"cloudfront", "organizations", "route53", "sts"})
"""Services whose calls carry ``GLOBAL_REGION``, whatever region the client signed for."""


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated and authorised request, read by the service's own model.

    Attributes:
        account_id: The account whose resources are meant.
        arn: The caller, as STS names it.
        region: The region signed for; ``GLOBAL_REGION`` for global services.
        service: The SDK's service name, e.g. ``elbv2``.
        operation: The API's operation name, e.g. ``DescribeLoadBalancers``.
        params: Parameters in the shape in which a boto3 user writes them.
        user_agent: What the caller says that it is.
        address: Where the call comes from.
        request_id: The id that the answer carries.
    """

    account_id: str
    arn: str
    region: str
    service: str
    operation: str
    params: Mapping[str, Any]
    user_agent: str = ""
    address: str = "127.0.0.1"
    request_id: str = ""


class Refusal(Exception):  # noqa: N818 -- it is what AWS does: it refuses, nothing went wrong here
    """An error that AWS would return; the wire writes it as the protocol's own error document.

    Attributes:
        code: The API's error code, e.g. ``NoSuchHostedZone``.
        message: The sentence beside it.
        status: The HTTP status.
        headers: Headers that the answer carries beside it, e.g. the region of a bucket that is elsewhere.
    """

    def __init__(
        self, code: str, message: str, status: int = HTTPStatus.BAD_REQUEST, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = int(status)
        self.headers = dict(headers or {})
