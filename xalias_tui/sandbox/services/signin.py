"""AWS Sign-In, as far as ``aws login`` uses it: a refresh token becomes keys of a quarter of an hour and a new token.

Sources: AWS Sign-In API reference (CreateOAuth2Token); the token file of the AWS CLI
(https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.world import World

SERVICE = "signin"

_LASTS: Final = 900


def _create_token(world: World, call: Call) -> Mapping[str, Any]:
    given = call.params["tokenInput"]
    principal = world.console_logins.pop(given.get("refreshToken", ""), None)
    if given["grantType"] != "refresh_token" or principal is None:
        raise Refusal("AccessDeniedException", "The refresh token has expired or was used.", HTTPStatus.FORBIDDEN)
    refresher = world.open_console_login(principal)
    keys = {
        "accessKeyId": world.issue_key(principal),
        "secretAccessKey": secrets.token_urlsafe(30),
        "sessionToken": secrets.token_urlsafe(120),
    }
    output = {"accessToken": keys, "tokenType": "aws_sigv4", "expiresIn": _LASTS, "refreshToken": refresher}
    return {"tokenOutput": output}


OPERATIONS = {"CreateOAuth2Token": _create_token}
