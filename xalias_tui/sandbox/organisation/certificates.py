"""Certificates that do not do: one resource for each thing that can be wrong with one, and one of IAM that is fine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from xalias_tui.sandbox.members import LEGACY, MEDIA, SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import EUROPE, Estate
from xalias_tui.sandbox.world import World

DAYS_LEFT: Final = 20

UNPROVED: Final = frozenset(
    {"lb-cert-unproved", "lb-cert-missing", "lb-cert-two-zones", "ls-lb-pending", "ls-cdn-pending", "ls-box-pending"}
)
"""Resources whose validation records were removed, or never made; the zone has those of all others.

Zones other than ``example.com`` have none.
"""
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
    for name, status, finds, fields in (
        ("lb-cert-expired", "EXPIRED", "cert-expired", {**imported, "NotAfter": ended}),
        ("lb-cert-expiring", "ISSUED", "cert-expiring", {**imported, "NotAfter": today + timedelta(days=DAYS_LEFT)}),
        ("lb-cert-revoked", "REVOKED", "cert-failed", {"RevocationReason": "KEY_COMPROMISE"}),
        ("lb-cert-pending", "PENDING_VALIDATION", "cert-pending", {}),
        ("lb-cert-missing", "PENDING_VALIDATION", "cert-pending validation-record-missing", {}),
        ("lb-cert-wrong", "PENDING_VALIDATION", "cert-pending validation-record-wrong", {}),
        (
            "lb-cert-two-zones",
            "PENDING_VALIDATION",
            "cert-pending validation-record-missing validation-record-outside",
            {},
        ),
        ("lb-cert-unproved", "ISSUED", "cert-validation-record-gone", {}),
    ):
        elsewhere = ("two-zones.empty.example.net",) if name == "lb-cert-two-zones" else ()
        names = (f"{name}.example.com", *elsewhere)
        shop.certificate(EUROPE, names, status, **fields)
        add_balancer(shop, Balancer(EUROPE, name, names=names, finds=finds))
    media.certificate("us-east-1", ("cf-cert-key.example.com",), KeyAlgorithm="EC-secp521r1")
    media.distribution("cf-cert-key", ["cf-cert-key.example.com"], comment="cf-cert-key", finds="cert-key-unsupported")
    filing = {"CNAME": "cf-icp.example.com", "ICPRecordalStatus": "PENDING"}
    media.distribution(
        "cf-icp", ["cf-icp.example.com"], comment="cf-icp", finds="cloudfront-china-icp", AliasICPRecordals=[filing]
    )
    media.distribution(
        "cf-claimed", ["*.cf-claimed.example.com"], comment="cf-claimed", finds="cloudfront-alias-on-other-distribution"
    )
    legacy.distribution("cf-claimant", ["a.cf-claimed.example.com"], comment="holds a name of others")
