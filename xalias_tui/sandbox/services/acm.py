"""Certificates. Collection: ``certificates``, as DescribeCertificate shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, Pages, only, present
from xalias_tui.sandbox.validation import wanted_of
from xalias_tui.sandbox.world import World

SERVICE = "acm"

_PAGES = Pages(1_000, size="maxItems", bad_size="ValidationException")
_USUAL_KEYS = ("RSA-1024", "RSA-2048")
"""ListCertificates leaves out certificates with other keys unless ``Includes.keyTypes`` asks for them."""
_VALID_FOR: Final = timedelta(days=198)
"""Of a public certificate that ACM issues in 2026 (ACM User Guide: certificate characteristics)."""
_SUMMARY = ("CertificateArn", "DomainName", "Status", "Type", "KeyAlgorithm", "RenewalEligibility", "NotAfter")


def _certificates(world: World, call: Call) -> Sequence[Item]:
    """Certificates as they are now."""
    return [_now(world, item) for item in world.items(SERVICE, call.account_id, call.region, "certificates")]


def _now(world: World, item: Item) -> Item:
    """A certificate; one that waited is issued once all its validation records are seen."""
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


def _list_certificates(world: World, call: Call) -> Mapping[str, Any]:
    everything = _certificates(world, call)
    statuses = call.params.get("CertificateStatuses")
    keys = [key.replace("_", "-") for key in (call.params.get("Includes") or {}).get("keyTypes") or _USUAL_KEYS]
    listed = [
        _summary(item)
        for item in everything
        if (not statuses or item["Status"] in statuses) and item.get("KeyAlgorithm", "RSA-2048") in keys
    ]
    page, token = _PAGES.cut(listed, call.params.get("NextToken"), call.params.get("MaxItems"))
    return {"CertificateSummaryList": page, **present(NextToken=token)}


def _summary(item: Item) -> Item:
    """The summary shows the alternative names too, cut off at a hundred."""
    names = item.get("SubjectAlternativeNames", [])
    return {
        **{field: item[field] for field in _SUMMARY if field in item},
        "SubjectAlternativeNameSummaries": names[:100],
        "HasAdditionalSubjectAlternativeNames": len(names) > 100,  # noqa: PLR2004 -- the bound above
    }


def _describe_certificate(world: World, call: Call) -> Mapping[str, Any]:
    arn = call.params["CertificateArn"]
    known = _certificates(world, call)
    missing = Refusal("ResourceNotFoundException", f"Could not find certificate {arn} in account {call.account_id}.")
    return {"Certificate": only(known, "CertificateArn", arn, missing)}


OPERATIONS = {
    "DescribeCertificate": _describe_certificate,
    "ListCertificates": _list_certificates,
}
