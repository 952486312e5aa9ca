"""The credential endpoints of a machine: those of a container, and the instance metadata service, version 2.

``World.machine`` says which role the machine has. Sources: Amazon EC2 User Guide (instancedata-data-retrieval: token,
401 without one), Amazon ECS Developer Guide (task-iam-roles: the document), AWS SDKs and Tools Reference Guide
(feature-container-credentials: AWS_CONTAINER_CREDENTIALS_FULL_URI, authorization token).
"""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from xalias_tui.sandbox.clock import wall_clock
from xalias_tui.sandbox.wire import Answer, Request
from xalias_tui.sandbox.world import World

CONTAINER_PATH: Final = "/v2/credentials"
INSTANCE_PATH: Final = "/latest/"
AUTHORIZATION: Final = "made-up-container-token"
"""What a container sends as AWS_CONTAINER_AUTHORIZATION_TOKEN."""
_TOKEN: Final = "AQAEexample-token-of-the-metadata-service=="  # noqa: S105 -- made up
_ROLES: Final = "/latest/meta-data/iam/security-credentials/"
_LASTS: Final = timedelta(hours=6)


def answers(request: Request) -> bool:
    """Whether a request is one to a machine's endpoints."""
    return request.path.startswith((CONTAINER_PATH, INSTANCE_PATH))


def answer(world: World, request: Request) -> Answer:
    """What the endpoints answer."""
    if request.path.startswith(CONTAINER_PATH):
        allowed = request.headers.get("Authorization") == AUTHORIZATION
        return _credentials(world) if allowed else _refusal(HTTPStatus.UNAUTHORIZED)
    if request.path == "/latest/api/token":
        return _text(_TOKEN) if request.method == "PUT" else _refusal(HTTPStatus.METHOD_NOT_ALLOWED)
    if request.headers.get("X-aws-ec2-metadata-token") != _TOKEN:
        return _refusal(HTTPStatus.UNAUTHORIZED)
    name = world.machine.role.name if world.machine else ""
    if world.machine and request.path == _ROLES:
        return _text(name)
    if world.machine and request.path == _ROLES + name:
        return _credentials(world, Code="Success", Type="AWS-HMAC", LastUpdated=f"{wall_clock():%Y-%m-%dT%H:%M:%SZ}")
    return _refusal(HTTPStatus.NOT_FOUND)


def _credentials(world: World, **more: str) -> Answer:
    if world.machine is None:
        return _refusal(HTTPStatus.NOT_FOUND)
    key, principal = world.open_session(world.machine.account_id, world.machine.role, "i-0123456789abcdef0")
    document = {
        "RoleArn": principal.arn,
        "AccessKeyId": key,
        "SecretAccessKey": secrets.token_urlsafe(30),
        "Token": secrets.token_urlsafe(120),
        "Expiration": f"{wall_clock() + _LASTS:%Y-%m-%dT%H:%M:%SZ}",
        **more,
    }
    return Answer(HTTPStatus.OK, "application/json", json.dumps(document).encode(), {})


def _text(text: str) -> Answer:
    return Answer(HTTPStatus.OK, "text/plain", text.encode(), {})


def _refusal(status: HTTPStatus) -> Answer:
    return Answer(status, "text/plain", status.phrase.encode(), {})
