"""Certificates. Collection: ``certificates``, as DescribeCertificate shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.tables import Item, Listing, Lookup, Missing, Pages
from xalias_tui.sandbox.validation import wanted_of
from xalias_tui.sandbox.world import World

SERVICE = "acm"

_USUAL_KEYS = ("RSA-1024", "RSA-2048")
"""ListCertificates leaves out certificates with other keys unless ``Includes.keyTypes`` names them."""
_VALID_FOR: Final = timedelta(days=198)
"""Of a public certificate that ACM issues in 2026 (ACM User Guide: certificate characteristics)."""
_SUMMARY = ("CertificateArn", "DomainName", "Status", "Type", "KeyAlgorithm", "RenewalEligibility", "NotAfter")
_SUMMARY_NAMES: Final = 100


def _certificates(world: World, call: Call) -> Sequence[Item]:
    """Certificates as they are now."""
    return [_now(world, item) for item in world.items(SERVICE, call.account_id, call.region, "certificates")]


def _now(world: World, item: Item) -> Item:
    """A certificate; a pending one is issued once all its validation records are seen."""
    options = item.get("DomainValidationOptions") or ()
    records = [wanted_of(option["ResourceRecord"]) for option in options]
    if item["Status"] != "PENDING_VALIDATION" or not world.proofs.given(item["CertificateArn"], records):
        return item
    now = world.clock()
    return {
        **item,
        "Status": "ISSUED",
        "DomainValidationOptions": [{**option, "ValidationStatus": "SUCCESS"} for option in options],
        "IssuedAt": now,
        "NotBefore": now,
        "NotAfter": now + _VALID_FOR,
    }


def _summaries(world: World, call: Call) -> Sequence[Item]:
    """Certificates with the keys that are wanted; the alternative names are cut off at a hundred."""
    keys = [key.replace("_", "-") for key in (call.params.get("Includes") or {}).get("keyTypes") or _USUAL_KEYS]
    return [
        {
            **{field: item[field] for field in _SUMMARY if field in item},
            "SubjectAlternativeNameSummaries": item.get("SubjectAlternativeNames", [])[:_SUMMARY_NAMES],
            "HasAdditionalSubjectAlternativeNames": len(item.get("SubjectAlternativeNames", ())) > _SUMMARY_NAMES,
        }
        for item in _certificates(world, call)
        if item.get("KeyAlgorithm", "RSA-2048") in keys
    ]


_UNKNOWN = Missing("ResourceNotFoundException", "Could not find certificate {} in account {account}.")

OPERATIONS = {
    "DescribeCertificate": Lookup(_certificates, "CertificateArn", "CertificateArn", _UNKNOWN, "Certificate"),
    "ListCertificates": Listing(
        _summaries,
        "CertificateSummaryList",
        Pages(1_000, size="MaxItems", bad_size="ValidationException"),
        only={"CertificateStatuses": "Status"},
    ),
}
