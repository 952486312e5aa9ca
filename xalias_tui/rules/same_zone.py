"""Aliases to records of the same zone: their target exists, has their type, and does not point back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordSet
from xalias_tui.rules.checks import Check, about, aliases, left_pointing, named, same_zone_target

ALIAS_SAME_ZONE_MISSING = Rule(
    id="alias-same-zone-missing",
    severity=Severity.ERROR,
    when="AliasTarget.HostedZoneId is the zone's own id, and no record set with the alias's DNSName exists; an info "
    "where that part of the zone was not read.",
    message="There is no {type} record named {target} in this zone.",
    remedy="Create the target first, or in the same batch before it.",
    source="Route 53 Developer Guide: dns-failover-how-to; StackExchange/dnscontrol#937",
)
ALIAS_SAME_ZONE_TYPE_MISMATCH = Rule(
    id="alias-same-zone-type-mismatch",
    severity=Severity.ERROR,
    when="AliasTarget.HostedZoneId is the zone's own id, and the record sets with the alias's DNSName are of other "
    "types.",
    message="{target} is a {other}; an alias must have the same type as its target.",
    remedy="Alias to a record of type {type}.",
    source="botocore model: route53 ResourceRecordSet.Type; repost.aws: route-53-create-alias-records",
    stage="target",
    no_way_back=True,
)
ALIAS_LOOP = Rule(
    id="alias-loop",
    severity=Severity.ERROR,
    when="Following aliases and CNAMEs inside the zone ends at the name itself.",
    message="{name} would point back to itself through {chain}.",
    remedy="Break the chain.",
    source="StackExchange/dnscontrol#2107, kubernetes-sigs/external-dns#630",
    stage="target",
)
SAME_ZONE_ALIAS_CHAIN_BROKEN = Rule(
    id="same-zone-alias-chain-broken",
    severity=Severity.ERROR,
    when="An alias points to a record of its own zone that does not exist; a warning where the change deletes that "
    "record.",
    message="The chain ends at {missing}.",
    remedy="Recreate it, or repoint the alias.",
    source="unsourced (Route 53 refuses new ones, old ones may dangle)",
    stage="target",
    no_way_back=True,
)
ETH_SAME_ZONE_NO_HEALTH_CHECK = Rule(
    id="eth-same-zone-no-health-check",
    severity=Severity.INFO,
    when="EvaluateTargetHealth is true for an alias to plain records of the same zone, none of which has a "
    "HealthCheckId.",
    message="{target} has no health check and always counts as healthy.",
    remedy="Attach one.",
    source="botocore model: route53 AliasTarget.EvaluateTargetHealth",
)

_NOT_READ: Final = "Not checked: whether this zone has a {type} record named {target}."
_STILL_POINT_HERE: Final = "After this change {aliases} would point at {name} {type}, which no longer exists."


def target_exists(case: Case) -> Iterator[Finding]:
    """The target is there, and of the alias's own type."""
    for record, _ in aliases(case):
        target = same_zone_target(case, record)
        if target is None:
            continue
        there = case.after(target)
        if there and all(row.type != record.type for row in there):
            other = ", ".join(dict.fromkeys(row.type for row in there))
            yield about(case, record, target).finding(ALIAS_SAME_ZONE_TYPE_MISMATCH, other=other)
        elif not there and _is_known(case, target):
            yield about(case, record, target).finding(ALIAS_SAME_ZONE_MISSING)
        elif not there:
            info = Severity.INFO
            yield about(case, record, target).finding(
                ALIAS_SAME_ZONE_MISSING, severity=info, message=_NOT_READ, remedy=""
            )


def _is_known(case: Case, name: DnsName) -> bool:
    """Whether an absence at a name is a fact: of a zone not read whole, the draft's name and those above it were."""
    return case.around.records.complete or not name.is_inside(case.zone.name) or case.draft.name.is_inside(name)


def loops(case: Case) -> Iterator[Finding]:
    """Chains inside the zone that end where they begin."""
    for record in case.created:
        chain = _chain_back(case, record)
        if chain:
            yield about(case, record).finding(ALIAS_LOOP, chain=" → ".join(name.bare for name in chain))


def _chain_back(case: Case, start: RecordSet) -> tuple[DnsName, ...]:
    """The names on the way back to the start's own; empty where there is no such way."""
    seen: set[DnsName] = set()
    pending: list[tuple[DnsName, tuple[DnsName, ...]]] = [(name, (name,)) for name in _next_names(case, start)]
    while pending:
        name, way = pending.pop()
        if name == start.name:
            return way
        if name in seen:
            continue
        seen.add(name)
        rows = [row for row in case.after(name) if row.type in (start.type, "CNAME")]
        pending.extend((following, (*way, following)) for row in rows for following in _next_names(case, row))
    return ()


def _next_names(case: Case, record: RecordSet) -> Iterator[DnsName]:
    target = same_zone_target(case, record)
    if target is not None:
        yield target
    elif record.type == "CNAME":
        for value in record.values:
            try:
                yield DnsName.from_route53(value)
            except InvalidNameError:  # a value that is no name points nowhere
                continue


def left_behind(case: Case) -> Iterator[Finding]:
    """Aliases that point at what the change deletes; quiet where a guardrail of the zone refuses that."""
    for record, pointing in () if "ALIAS_TARGET_CHECK" in case.zone.guardrails else left_pointing(case):
        yield about(case, record).finding(
            SAME_ZONE_ALIAS_CHAIN_BROKEN,
            severity=Severity.WARNING,
            message=_STILL_POINT_HERE,
            remedy="Delete or repoint them first.",
            aliases=named(pointing),
        )


def health(case: Case) -> Iterator[Finding]:
    """Plain records without a health check count as healthy."""
    for record, alias in aliases(case):
        target = same_zone_target(case, record)
        if target is None or not alias.evaluate_target_health:
            continue
        there = case.after(target, record.type)
        if there and all(row.alias is None and row.health_check_id is None for row in there):
            yield about(case, record, target).finding(ETH_SAME_ZONE_NO_HEALTH_CHECK)


CHECKS: tuple[Check, ...] = (target_exists, loops, left_behind, health)
