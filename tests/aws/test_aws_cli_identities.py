"""The AWS CLI and ``xalias accounts`` are the same person in the same surroundings, or fail for the same cause."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.shell import run
from xalias_tui.sandbox.identities import Machine, Role
from xalias_tui.sandbox.identity_centre import REGION, START_URL
from xalias_tui.sandbox.members import (
    ADMIN_KEY,
    DNS_HUB,
    DNS_KEY,
    EXPIRED_KEY,
    LEGACY_KEY,
    MEDIA,
    MEDIA_KEY,
    MFA_SERIAL,
    SHOP,
)
from xalias_tui.sandbox.metadata import AUTHORIZATION, CONTAINER_PATH
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.sts import WEB_IDENTITY
from xalias_tui.sandbox.world import World

SECRET: Final = "made-up"
LOGIN: Final = f"arn:aws:iam::{DNS_HUB}:user/dns-operator"
PAST: Final = "2020-01-01T00:00:00Z"
FUTURE: Final = "2090-01-01T00:00:00Z"


def static(key: str) -> str:
    return f"aws_access_key_id = {key}\naws_secret_access_key = {SECRET}\n"


def role(account_id: str, name: str) -> str:
    return f"role_arn = arn:aws:iam::{account_id}:role/{name}\nsource_profile = base\n"


def process(script: str) -> str:
    return f"credential_process = {shlex.join((sys.executable, '-c', script))}\n"


def sso(name: str, session: str = "corp") -> str:
    return f"sso_session = {session}\nsso_account_id = {MEDIA}\nsso_role_name = {name}\n"


KEYS: Final = json.dumps({"Version": 1, "AccessKeyId": MEDIA_KEY, "SecretAccessKey": SECRET})
SOURCES: Final[Mapping[str, str]] = {
    "keys": static(DNS_KEY),
    "keys that ran out": static(EXPIRED_KEY) + "aws_session_token = made-up\n",
    "half of keys": f"aws_access_key_id = {DNS_KEY}\n",
    "role": role(SHOP, "operator"),
    "role that is denied": role(SHOP, "nobody"),
    "role that needs a code": role(SHOP, "operator-mfa") + f"mfa_serial = {MFA_SERIAL}\n",
    "process": process(f"print('{KEYS}')"),
    "process that fails": process("import sys; sys.exit('no session')"),
    "sso": sso("operator"),
    "sso without a login": sso("operator", "other"),
    "sso role that is not assigned": sso("emperor"),
    "console login": f"login_session = {LOGIN}\n",
    "console login that is missing": f"login_session = {LOGIN}-else\n",
    "web identity": f"role_arn = arn:aws:iam::{SHOP}:role/operator\nweb_identity_token_file = {{home}}/token\n",
    "machine": "",
}
"""The section of the profile that is used, by where its credentials come from."""
SURROUNDINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "default": {},
    "named": {"AWS_PROFILE": "it"},
    "keys beside it": {"AWS_PROFILE": "it", "AWS_ACCESS_KEY_ID": LEGACY_KEY, "AWS_SECRET_ACCESS_KEY": SECRET},
    "older name first": {"AWS_DEFAULT_PROFILE": "it", "AWS_PROFILE": "base"},
}
"""Variables beside the profile, which is ``[default]`` where none names it."""
CAUSES: Final = {
    "expired": r"ExpiredToken|Token for .* does not exist|login session|reauthenticate",
    "misconfigured": r"Partial credentials|custom-process",
    "denied": r"AccessDenied|ForbiddenException|No access",
    "needs-mfa": r"MFA code|EOF",
    "missing": r"Unable to locate credentials",
}
"""What the CLI says, by the state that xalias gives it."""
PAIRS: Final = [(source, around) for source in SOURCES for around in SURROUNDINGS]
USUAL: Final = {
    ("keys", "keys beside it"),
    ("keys", "older name first"),
    ("keys that ran out", "named"),
    ("half of keys", "default"),
    ("role", "named"),
    ("role that needs a code", "default"),
    ("process", "keys beside it"),
    ("process that fails", "named"),
    ("sso", "default"),
    ("sso role that is not assigned", "named"),
    ("console login", "named"),
    ("web identity", "default"),
}
"""A pair of each sort; the others are left to ``full``."""


def write_json(path: Path, document: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")


def log_in(world: World, home: Path) -> None:
    """What ``aws sso login`` and ``aws login`` leave behind; the keys of the latter have to be renewed."""
    access, _ = world.identity_centre.issue()
    token = {"startUrl": START_URL, "region": REGION, "accessToken": access, "expiresAt": FUTURE}
    write_json(home / ".aws/sso/cache" / f"{hashlib.sha1(b'corp').hexdigest()}.json", token)  # noqa: S324 -- as the CLI names it
    key = ec.generate_private_key(ec.SECP256R1())
    der = base64.b64encode(key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())).decode()
    principal = world.principal(DNS_KEY)
    assert principal is not None
    keys = {
        "accessKeyId": "ASIA",
        "secretAccessKey": SECRET,
        "sessionToken": "x",
        "accountId": DNS_HUB,
        "expiresAt": PAST,
    }
    document = {
        "accessToken": keys,
        "refreshToken": world.open_console_login(principal),
        "clientId": "arn:aws:signin:::devtools/same-device",
        "dpopKey": f"-----BEGIN EC PRIVATE KEY-----\n{der}\n-----END EC PRIVATE KEY-----\n",
    }
    write_json(home / ".aws/login/cache" / f"{hashlib.sha256(LOGIN.encode()).hexdigest()}.json", document)


@pytest.fixture
def environment(sandbox: Sandbox, tmp_path: Path) -> Callable[[str, str], dict[str, str]]:
    """Sets a source and its surroundings up in a home of their own; returns the variables."""

    def make(source: str, around: str) -> dict[str, str]:
        home = tmp_path / "home"
        write_json(home / "token", {})
        (home / "token").write_text(WEB_IDENTITY, encoding="utf-8")
        log_in(sandbox.world, home)
        sandbox.world.machine = Machine(SHOP, Role("operator"))
        name = "[default]" if around == "default" else "[profile it]"
        text = f"{name}\nregion = us-east-1\n{SOURCES[source]}\n[profile base]\nregion = us-east-1\n{static(ADMIN_KEY)}"
        text += f"[sso-session corp]\nsso_region = {REGION}\nsso_start_url = {START_URL}\n"
        text += f"[sso-session other]\nsso_region = {REGION}\nsso_start_url = {START_URL}/other\n"
        (home / ".aws/config").write_text(text.replace("{home}", str(home)), encoding="utf-8")
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "AWS_PAGER": "",
            "AWS_ENDPOINT_URL": sandbox.url,
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{sandbox.url}{CONTAINER_PATH}",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": AUTHORIZATION,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
            **SURROUNDINGS[around],
        }

    return make


def of_the_cli(variables: Mapping[str, str]) -> str:
    """Whom the AWS CLI takes itself for, or the state that its complaint means."""
    command = [sys.executable, "-m", "awscli", "sts", "get-caller-identity", "--query", "Arn", "--output", "text"]
    pipes: Any = {"stdin": subprocess.DEVNULL, "capture_output": True, "start_new_session": True}
    ran = subprocess.run(command, env=dict(variables), text=True, timeout=120, check=False, **pipes)
    if ran.returncode == 0:
        return without_session(ran.stdout.strip())
    return next((state for state, said in CAUSES.items() if re.search(said, ran.stderr)), ran.stderr)


def of_xalias(variables: Mapping[str, str]) -> str:
    """The same of ``xalias``, of the profile that it uses."""
    first: dict[str, str] = run(("accounts", "--json"), variables).data["accounts"][0]
    return without_session(first["arn"]) if first["state"] == "ready" else first["state"]


def without_session(arn: str) -> str:
    """A caller without the name of its session, which each client makes up."""
    return re.sub(r"(assumed-role/[^/]+)/botocore-session-\d+", r"\1", arn)


@pytest.mark.parametrize(
    ("source", "around"),
    [pair if pair in USUAL else pytest.param(*pair, marks=pytest.mark.full) for pair in PAIRS],
)
def test_both_are_the_same_person_or_fail_for_the_same_cause(
    environment: Callable[[str, str], dict[str, str]], source: str, around: str
) -> None:
    variables = environment(source, around)
    assert of_xalias(variables) == of_the_cli(variables)
