"""What is shown of IAM: an account's sign-in alias, and server certificates.

Collection: ``server_certificates``, as GetServerCertificate shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.tables import Missing
from xalias_tui.sandbox.world import World

SERVICE = "iam"

_UNKNOWN = Missing("NoSuchEntity", "The Server Certificate with name {} cannot be found.", HTTPStatus.NOT_FOUND)


def _list_account_aliases(world: World, call: Call) -> Mapping[str, Any]:
    alias = world.accounts[call.account_id].alias
    return {"AccountAliases": [alias] if alias else [], "IsTruncated": False}


def _get_server_certificate(world: World, call: Call) -> Mapping[str, Any]:
    name = call.params["ServerCertificateName"]
    for item in world.items(SERVICE, call.account_id, call.region, "server_certificates"):
        if item["ServerCertificateMetadata"]["ServerCertificateName"] == name:
            return {"ServerCertificate": item}
    raise _UNKNOWN.of(name)


OPERATIONS = {"GetServerCertificate": _get_server_certificate, "ListAccountAliases": _list_account_aliases}
