"""Cases in a few words, and examples of what a rule finds in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from xalias_tui import rules
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.health_checks import Referable
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Change, Draft, Surroundings
from xalias_tui.domain.records import RecordKey, RecordSet, sorted_as_route53
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zone_evidence import WorldView, ZoneState
from xalias_tui.domain.zones import Zone, ZoneRecords

UNFILLED = re.compile(r"\{\w*\}")

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

ALB = "dualstack.shop-1234567890.eu-central-1.elb.amazonaws.com."
ALB_ZONE = "Z215JYRZR1TBD5"
CDN = "d111111abcdef8.cloudfront.net."
CDN_ZONE = "Z2FDTNDATAQYW2"
S3 = "s3-website-us-east-1.amazonaws.com."
S3_ZONE = "Z3AQBSTGFYJSTF"


def name(text: str) -> DnsName:
    return DnsName.from_route53(text)


ZONE = Zone(
    id="Z0000000000000000HUB", name=name("example.com."), private=False, account_id="111111111111", profile="dns"
)


def zone(id_: str = "Z0000000000000OTHER", apex: str = "example.com.", **fields: Any) -> Zone:
    return replace(ZONE, id=id_, name=name(apex), **fields)


def plain(at: str, type_: str = "A", *values: str, ttl: int = 300, **wire: Any) -> RecordSet:
    values = values or ("192.0.2.1",)
    return RecordSet.from_wire(
        {"Name": at, "Type": type_, "TTL": ttl, "ResourceRecords": [{"Value": value} for value in values], **wire}
    )


def alias(
    at: str, type_: str = "A", target: str = ALB, zone_id: str = ALB_ZONE, *, health: bool = False, **wire: Any
) -> RecordSet:
    to = {"HostedZoneId": zone_id, "DNSName": target, "EvaluateTargetHealth": health}
    return RecordSet.from_wire({"Name": at, "Type": type_, "AliasTarget": to, **wire})


def member(at: str, identifier: str | None, *, target: str = ALB, zone_id: str = ALB_ZONE, **wire: Any) -> RecordSet:
    """An alias that is a member of a routing group."""
    if identifier is not None:
        wire["SetIdentifier"] = identifier
    return alias(at, target=target, zone_id=zone_id, **wire)


def target(dns_name: str = ALB, zone_id: str = ALB_ZONE, **fields: Any) -> Target:
    usual = Target(
        kind="alb",
        name="shop",
        arn="",
        account_id="222222222222",
        profile="shop",
        region="eu-central-1",
        dns_name=name(dns_name),
        zone_id=zone_id,
        zone_id_origin="api",
        record_types=("A", "AAAA"),
    )
    return replace(usual, **fields)


def case(  # noqa: PLR0913 -- what may stand around a change
    created: RecordSet | Iterable[RecordSet] = (),
    *,
    deleted: Iterable[RecordSet] = (),
    standing: Iterable[RecordSet] = (),
    zones: Iterable[Zone] = (),
    in_zone: Zone = ZONE,
    complete: bool = True,
    changes: Iterable[Change] | None = None,
    to: Target | None = None,
    referable: Referable | None = None,
    state: ZoneState | None = None,
    world: WorldView | None = None,
) -> Case:
    """Deletes come first, as planned; what is deleted stands there before."""
    new = (created,) if isinstance(created, RecordSet) else tuple(created)
    gone = tuple(deleted)
    planned = (
        (*(Change("DELETE", record) for record in gone), *(Change("CREATE", record) for record in new))
        if changes is None
        else tuple(changes)
    )
    about = planned[0].record.name
    draft = Draft(zone=in_zone, name=about, types=tuple(change.record.type for change in planned), target=to)
    records = ZoneRecords(in_zone, sorted_as_route53([*standing, *gone]), complete=complete)
    around = Surroundings(
        records, zones=(in_zone, *zones), referable=referable or Referable(), state=state, world=world
    )
    return Case(draft, around, planned)


@dataclass(frozen=True)
class Raises:
    """A case in which a rule has something to say, about a record or about the zone as a whole."""

    rule: str
    severity: Severity
    says: str
    case: Case
    times: int = 1
    of_zone: bool = False


@dataclass(frozen=True)
class Quiet:
    """A case that looks like one of the rule's and is none."""

    rule: str
    case: Case


Example = Raises | Quiet


def found(rule: str, given: Case) -> list[Finding]:
    return [finding for finding in rules.judge(given) if finding.id == rule]


def check(example: Example) -> None:
    findings = found(example.rule, example.case)
    if isinstance(example, Quiet):
        assert findings == []
        return
    assert [finding.severity for finding in findings] == [example.severity] * example.times
    assert example.says in findings[0].message
    assert not UNFILLED.search(findings[0].message + findings[0].remedy)
    assert isinstance(findings[0].record, RecordKey) is not example.of_zone
    assert findings[0].zone_id == example.case.zone.id


def label(example: Example) -> str:
    return f"{example.rule}-{'raises' if isinstance(example, Raises) else 'quiet'}"
