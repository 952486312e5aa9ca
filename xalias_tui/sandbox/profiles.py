"""AWS configuration files with which any SDK or tool reaches the simulated organisation."""

from __future__ import annotations

import configparser
import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from xalias_tui.domain.commands import word
from xalias_tui.sandbox import members

PROFILES = (
    "dns-prod",
    "shop-prod",
    "media-prod",
    "legacy",
    "dns-audit",
    "shop-mfa",
    "media-process",
    "expired",
    "org-admin",
    "gov-prod",
    "china-prod",
)
"""Every profile that is written."""

_CLASHING = (
    "AWS_ACCESS_KEY_ID",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_DEFAULT_PROFILE",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
)
_ENDPOINTS = "AWS_ENDPOINT_URL_"

_SECRET = "made-up-secret-of-the-sandbox-0000000000"  # noqa: S105 -- the sandbox checks no signatures
_REGION = "us-east-1"


def clashing(environment: Iterable[str]) -> tuple[str, ...]:
    """Variables that would win over the profiles, the endpoints of single services as far as they are set.

    Leave these out of the environment to use the profiles.
    """
    return (*_CLASHING, *sorted(name for name in environment if name.startswith(_ENDPOINTS)))


def write_profiles(directory: Path, url: str) -> dict[str, str]:
    """Write configuration files for a sandbox at ``url``; returns the variables that point to them.

    Args:
        directory: Where to write; made if missing.
        url: The sandbox's address, which every profile names (profiles do not inherit it from each other).
    """
    directory.mkdir(parents=True, exist_ok=True)
    config, credentials, session = (directory / name for name in ("config", "credentials", "media-session.json"))
    parser = configparser.RawConfigParser()
    for name, settings in _profiles(session).items():
        parser[f"profile {name}"] = {"region": _REGION, "endpoint_url": url, **settings}
    with config.open("w", encoding="utf-8") as file:
        parser.write(file)
    credentials.write_text("", encoding="utf-8")
    session.write_text(
        json.dumps({"Version": 1, "AccessKeyId": members.MEDIA_KEY, "SecretAccessKey": _SECRET}), encoding="utf-8"
    )
    return {
        "AWS_CONFIG_FILE": str(config),
        "AWS_SHARED_CREDENTIALS_FILE": str(credentials),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
        **_past_proxies(),
    }


def _past_proxies() -> Mapping[str, str]:
    """A proxy of the surroundings cannot reach our loopback address; the SDK reads the lower-case name first."""
    excepted = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    value = ",".join(filter(None, (excepted, "127.0.0.1")))
    return {"NO_PROXY": value, "no_proxy": value}


def _profiles(session: Path) -> Mapping[str, Mapping[str, str]]:
    return {
        "dns-prod": _static(members.DNS_KEY),
        "shop-prod": _role(members.SHOP, "operator"),
        "media-prod": _static(members.MEDIA_KEY),
        "legacy": _static(members.LEGACY_KEY),
        "dns-audit": _role(members.DNS_HUB, "dns-audit"),
        "shop-mfa": {**_role(members.SHOP, "operator-mfa"), "mfa_serial": members.MFA_SERIAL},
        "media-process": {"credential_process": f"{word(sys.executable)} -m json.tool {word(str(session))}"},
        "expired": {**_static(members.EXPIRED_KEY), "aws_session_token": "made-up-token-that-ran-out"},
        "org-admin": _static(members.ADMIN_KEY),
        "gov-prod": {**_static(members.GOV_KEY), "region": "us-gov-west-1"},
        "china-prod": {**_static(members.CHINA_KEY), "region": "cn-north-1"},
    }


def _static(key: str) -> Mapping[str, str]:
    return {"aws_access_key_id": key, "aws_secret_access_key": _SECRET}


def _role(account_id: str, name: str) -> Mapping[str, str]:
    return {
        "role_arn": f"arn:aws:iam::{account_id}:role/{name}",
        "source_profile": "org-admin",
        "role_session_name": "operator",
    }
