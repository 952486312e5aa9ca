"""Record sets in the form in which Route 53 keeps and lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.route53.names import listed

Wire = Mapping[str, Any]
"""A ResourceRecordSet in the API's shape."""

TYPES = (
    "SOA", "A", "TXT", "NS", "CNAME", "MX", "NAPTR", "PTR", "SRV", "SPF", "AAAA", "CAA", "DS", "TLSA", "SSHFP", "SVCB",
    "HTTPS",
)  # fmt: skip
"""The types of the API's model, in its order."""

POLICIES: Mapping[str, str] = {
    "Weight": "weighted",
    "Region": "latency",
    "Failover": "failover",
    "GeoLocation": "geolocation",
    "MultiValueAnswer": "multivalue answer",
    "GeoProximityLocation": "geoproximity",
    "CidrRoutingConfig": "CIDR",
    "AZAffinity": "AZ affinity",
}
"""What Route 53 calls the routing policy of a record set that has the member."""


def normalised(record: Wire) -> Wire:
    """The record set as Route 53 will list it.

    Raises:
        NameProblem: when its name, or its alias target's, is no domain name.
    """
    kept = {**record, "Name": listed(record["Name"])}
    alias = record.get("AliasTarget")
    if alias is not None:
        kept["AliasTarget"] = {
            "HostedZoneId": bare_id(alias["HostedZoneId"]),
            "DNSName": listed(alias["DNSName"]),
            "EvaluateTargetHealth": alias["EvaluateTargetHealth"],
        }
    return kept


def same_record(one: Wire, other: Wire) -> bool:
    """Whether a DELETE names exactly the record set that is there; the order of its values says nothing."""
    return _comparable(one) == _comparable(other)


def policy_of(record: Wire) -> str | None:
    """The member that carries the routing policy, ``None`` for simple routing."""
    return next((member for member in POLICIES if record.get(member) is not None), None)


def values_of(record: Wire) -> tuple[str, ...]:
    """The plain values, none for an alias."""
    return tuple(item["Value"] for item in record.get("ResourceRecords", ()))


def describe(record: Wire) -> str:
    """``name='www.example.com.', type='A'``, with the set identifier where there is one."""
    identifier = record.get("SetIdentifier")
    suffix = f", set-identifier='{identifier}'" if identifier else ""
    return f"[name='{record['Name']}', type='{record['Type']}'{suffix}]"


def bare_id(text: str) -> str:
    """An id without the ``/hostedzone/`` or ``/change/`` that Route 53 itself puts before it."""
    return text.rpartition("/")[2]


def _comparable(record: Wire) -> Wire:
    return {**record, "ResourceRecords": sorted(values_of(record))}
