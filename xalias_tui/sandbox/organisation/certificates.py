"""Certificates that do not do: one resource for each thing that can be wrong with one, and one of IAM that is fine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from xalias_tui.sandbox.members import LEGACY, MEDIA, SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.world import World

EUROPE: Final = "eu-west-1"
DAYS_LEFT: Final = 20

MISCONFIGURED: Final[Mapping[str, tuple[str, ...]]] = {
    "lb-cert-expired": ("cert-expired",),
    "lb-cert-expiring": ("cert-expiring",),
    "lb-cert-revoked": ("cert-failed",),
    "lb-cert-pending": ("cert-pending",),
    "lb-cert-missing": ("cert-pending", "validation-record-missing"),
    "lb-cert-wrong": ("cert-pending", "validation-record-wrong"),
    "lb-cert-two-zones": ("cert-pending", "validation-record-missing", "validation-record-outside"),
    "lb-cert-unproved": ("cert-validation-record-gone",),
    "cf-cert-key": ("cert-key-unsupported",),
    "cf-icp": ("cloudfront-china-icp",),
    "cf-claimed": ("cloudfront-alias-on-other-distribution",),
}
"""What A must find for ``<name>.example.com``, and of ``cf-claimed`` for ``a.cf-claimed.example.com``.

The zone has the validation records of all certificates but those of ``UNPROVED`` and ``REPLACED``. Other zones than
``example.com`` have none.
"""

UNPROVED: Final = frozenset(
    {"lb-cert-unproved", "lb-cert-missing", "lb-cert-two-zones", "ls-lb-pending", "ls-cdn-pending", "ls-box-pending"}
)
"""Whose validation records somebody removed, or never made."""
OLD_PROOF: Final = "_0f1e2d3c4b5a69788796a5b4c3d2e1f0.acm-validations.aws."
REPLACED: Final = frozenset({"lb-cert-wrong"})
"""Whose validation records have another value, that of a certificate of another account."""


def proof(name: str, value: str) -> str | None:
    """The value that the zone has for a validation record; None where it has none."""
    resource = name.split(".")[1]
    return None if resource in UNPROVED else OLD_PROOF if resource in REPLACED else value


def build(world: World) -> None:
    """Add the resources of all accounts."""
    shop, media, legacy = Estate(world, SHOP), Estate(world, MEDIA), Estate(world, LEGACY)
    today = world.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    imported: dict[str, Any] = {"Type": "IMPORTED", "RenewalEligibility": "INELIGIBLE"}
    ended = datetime(2025, 11, 1, tzinfo=UTC)
    for name, status, fields in (
        ("lb-cert-expired", "EXPIRED", {**imported, "NotAfter": ended}),
        ("lb-cert-expiring", "ISSUED", {**imported, "NotAfter": today + timedelta(days=DAYS_LEFT)}),
        ("lb-cert-revoked", "REVOKED", {"RevocationReason": "KEY_COMPROMISE"}),
        ("lb-cert-pending", "PENDING_VALIDATION", {}),
        ("lb-cert-missing", "PENDING_VALIDATION", {}),
        ("lb-cert-wrong", "PENDING_VALIDATION", {}),
        ("lb-cert-two-zones", "PENDING_VALIDATION", {}),
        ("lb-cert-unproved", "ISSUED", {}),
    ):
        elsewhere = ("two-zones.empty.example.net",) if name == "lb-cert-two-zones" else ()
        names = (f"{name}.example.com", *elsewhere)
        shop.certificate(EUROPE, names, status, **fields)
        add_balancer(shop, Balancer(EUROPE, name, names=names))
    media.certificate("us-east-1", ("cf-cert-key.example.com",), KeyAlgorithm="EC-secp384r1")
    media.distribution("cf-cert-key", ["cf-cert-key.example.com"], comment="cf-cert-key")
    filing = {"CNAME": "cf-icp.example.com", "ICPRecordalStatus": "PENDING"}
    media.distribution("cf-icp", ["cf-icp.example.com"], comment="cf-icp", AliasICPRecordals=[filing])
    media.distribution("cf-claimed", ["*.cf-claimed.example.com"], comment="cf-claimed")
    legacy.distribution("cf-claimant", ["a.cf-claimed.example.com"], comment="holds a name of others")
