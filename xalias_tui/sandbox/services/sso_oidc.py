"""Sign-in of IAM Identity Center: clients, device codes and tokens. Its requests are not signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.identity_centre import INTERVAL, START_URL, DeviceCode
from xalias_tui.sandbox.world import World

SERVICE = "sso-oidc"

_DEVICE: Final = "urn:ietf:params:oauth:grant-type:device_code"
_CLIENT_LASTS: Final = timedelta(days=90)


def _register_client(world: World, call: Call) -> Mapping[str, Any]:
    if call.params["clientType"] != "public":
        raise Refusal("InvalidClientMetadataException", "The client type must be public.")
    client_id, secret = world.identity_centre.register()
    now = world.clock()
    return {
        "clientId": client_id,
        "clientSecret": secret,
        "clientIdIssuedAt": int(now.timestamp()),
        "clientSecretExpiresAt": int((now + _CLIENT_LASTS).timestamp()),
    }


def _check_client(world: World, call: Call) -> None:
    if world.identity_centre.clients.get(call.params["clientId"]) != call.params["clientSecret"]:
        raise Refusal("InvalidClientException", "Client authentication failed", HTTPStatus.UNAUTHORIZED)


def _start_device_authorization(world: World, call: Call) -> Mapping[str, Any]:
    _check_client(world, call)
    if call.params["startUrl"].rstrip("/#") != START_URL:
        raise Refusal("InvalidRequestException", "Invalid start url provided")
    device_code, code = world.identity_centre.start(call.params["clientId"])
    where = f"{START_URL}/#/device"
    return {
        "deviceCode": device_code,
        "userCode": code.user_code,
        "verificationUri": where,
        "verificationUriComplete": f"{where}?user_code={code.user_code}",
        "expiresIn": int((code.ends - world.clock()).total_seconds()),
        "interval": INTERVAL,
    }


def _create_token(world: World, call: Call) -> Mapping[str, Any]:
    _check_client(world, call)
    grant, centre = call.params["grantType"], world.identity_centre
    if grant == _DEVICE:
        _check_device_code(world, centre.codes.get(call.params.get("deviceCode", "")), call.params["clientId"])
        del centre.codes[call.params["deviceCode"]]
    elif grant == "refresh_token":
        if not centre.refreshes(call.params.get("refreshToken", "")):
            raise Refusal("InvalidGrantException", "Invalid refresh token provided")
    else:
        raise Refusal("UnsupportedGrantTypeException", f"Grant type {grant} is not supported.")
    access, refresher = centre.issue()
    lasts = int(centre.token_lasts.total_seconds())
    return {"accessToken": access, "tokenType": "Bearer", "expiresIn": lasts, "refreshToken": refresher}


def _check_device_code(world: World, code: DeviceCode | None, client_id: str) -> None:
    """Refuse a device code that is unknown, over, not approved yet, or polled too often.

    Raises:
        Refusal: always, unless the code has been approved.
    """
    if code is None or code.client_id != client_id:
        raise Refusal("InvalidGrantException", "Invalid device code provided")
    now, before = world.clock(), code.polled
    code.polled = now
    if now >= code.ends:
        raise Refusal("ExpiredTokenException", "Device code has expired")
    if code.approved:
        return
    if before is not None and now < before + timedelta(seconds=INTERVAL):
        raise Refusal("SlowDownException", "Client is polling too fast")
    raise Refusal("AuthorizationPendingException", "Authorization is still pending")


OPERATIONS = {
    "CreateToken": _create_token,
    "RegisterClient": _register_client,
    "StartDeviceAuthorization": _start_device_authorization,
}
