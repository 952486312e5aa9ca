"""Certificates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import only, page_of
from xalias_tui.sandbox.world import World

SERVICE = "acm"

_PAGE = 1_000


def _list_certificates(world: World, call: Call) -> Mapping[str, Any]:
    everything = world.items(SERVICE, call.account_id, call.region, "certificates")
    statuses = call.params.get("CertificateStatuses")
    listed = [item for item in everything if not statuses or item["Status"] in statuses]
    page, token = page_of(
        listed, call.params.get("NextToken"), call.params.get("MaxItems"), _PAGE, invalid="ValidationException"
    )
    summaries = [{key: item[key] for key in ("CertificateArn", "DomainName", "Status", "Type")} for item in page]
    return {"CertificateSummaryList": summaries, **({"NextToken": token} if token else {})}


def _describe_certificate(world: World, call: Call) -> Mapping[str, Any]:
    arn = call.params["CertificateArn"]
    known = world.items(SERVICE, call.account_id, call.region, "certificates")
    missing = Refusal("ResourceNotFoundException", f"Could not find certificate {arn} in account {call.account_id}.")
    return {"Certificate": only(known, "CertificateArn", arn, missing)}


OPERATIONS = {
    "DescribeCertificate": _describe_certificate,
    "ListCertificates": _list_certificates,
}
