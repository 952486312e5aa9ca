"""What an alias may point at, and that it does not point back to itself."""

from __future__ import annotations

from collections.abc import Iterator

from xalias_tui.sandbox.route53.alias_targets import is_cloudfront, partition_of
from xalias_tui.sandbox.route53.judgement import Attempt, Rule
from xalias_tui.sandbox.route53.names import NameProblem, is_inside, listed
from xalias_tui.sandbox.route53.records import Wire, values_of

_ADDRESS_TYPES = frozenset({"A", "AAAA"})
_CLOUDFRONT_TYPES = _ADDRESS_TYPES | {"HTTPS"}


def target_exists(attempt: Attempt) -> Iterator[str]:
    """The target's name lies in the target's zone, and that zone holds it with the alias's own type."""
    alias = attempt.record.get("AliasTarget")
    if alias is None:
        return
    zone_id, name, record_type = alias["HostedZoneId"], alias["DNSName"], attempt.record["Type"]
    tried = f"Tried to create an alias that targets {name}, type {record_type} in zone {zone_id}"
    if not _lies_in_zone(attempt, name, zone_id):
        yield f"{tried}, but the alias target name does not lie within the target zone"
    if not _is_found(attempt, name, zone_id):
        yield f"{tried}, but that target was not found"


def cloudfront_restrictions(attempt: Attempt) -> Iterator[str]:
    """CloudFront serves no private zone and has no health that Route 53 could evaluate.

    The refusal is documented (API reference: AliasTarget); the wording is not published.
    """
    alias = attempt.record.get("AliasTarget")
    if alias is None or not is_cloudfront(alias["HostedZoneId"]):
        return
    tried = f"Tried to create an alias that targets {alias['DNSName']}, type {attempt.record['Type']}"
    if alias["EvaluateTargetHealth"]:
        yield f"{tried}, but EvaluateTargetHealth cannot be true for a CloudFront distribution"
    siblings = attempt.siblings() if attempt.record.get("Failover") else []
    if any(_is_cloudfront_alias(other) for other in siblings if other["Type"] == attempt.record["Type"]):
        yield f"{tried}, but a CloudFront distribution is not permitted as both primary and secondary"
    if attempt.zone.private:
        yield f"{tried}, but a CloudFront distribution is not permitted as an alias target in a private hosted zone"


def _is_cloudfront_alias(record: Wire) -> bool:
    alias = record.get("AliasTarget")
    return alias is not None and is_cloudfront(alias["HostedZoneId"])


def no_loop(attempt: Attempt) -> Iterator[str]:
    """Aliases and CNAMEs inside the zone form no circle."""
    start, record_type = attempt.record["Name"], attempt.record["Type"]
    seen: set[str] = set()
    pending = list(_next_names(attempt, [attempt.record]))
    while pending:
        name = pending.pop()
        if name == start:
            yield f"{attempt.rrset} is not permitted as it creates a CNAME or alias loop in the zone."
            return
        if name not in seen:
            seen.add(name)
            there = [r for r in attempt.draft.at(name).values() if r["Type"] in (record_type, "CNAME")]
            pending.extend(_next_names(attempt, there))


def _next_names(attempt: Attempt, records: list[Wire]) -> Iterator[str]:
    for record in records:
        alias = record.get("AliasTarget")
        if alias is not None:
            if alias["HostedZoneId"] == attempt.zone.id:
                yield alias["DNSName"]
        elif record["Type"] == "CNAME":
            for value in values_of(record):
                try:
                    yield listed(value)
                except NameProblem:  # said by the rule about values
                    continue


def _lies_in_zone(attempt: Attempt, name: str, zone_id: str) -> bool:
    zone = attempt.route53.zones.get(zone_id)
    if zone is not None:
        return is_inside(name, zone.name)
    return attempt.route53.alias_targets.lies_in_zone(name, zone_id)


def _is_found(attempt: Attempt, name: str, zone_id: str) -> bool:
    """Whether the target is there; a record of another hosted zone never is, nor one of another type."""
    record_type = attempt.record["Type"]
    if zone_id == attempt.zone.id:
        targets = attempt.draft.of_type(name, record_type)
        return any(True for _ in targets)
    if zone_id in attempt.route53.zones or partition_of(name, zone_id) != attempt.zone.partition:
        return False
    types = _CLOUDFRONT_TYPES if is_cloudfront(zone_id) else _ADDRESS_TYPES
    return record_type in types and attempt.route53.alias_targets.exists(name, zone_id)


RULES: tuple[Rule, ...] = (target_exists, cloudfront_restrictions, no_loop)
