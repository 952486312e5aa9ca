"""What is judged of the targets of every kind: what excludes them, their zone id, record types, and the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.findings import Finding, Rule
from xalias_tui.domain.partitions import partition_of_arn
from xalias_tui.domain.zone_ids import lookup, partition_of_region, reverse
from xalias_tui.targets.shared import common_rules as common
from xalias_tui.targets.shared import validation_records as awaited
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import table_origin
from xalias_tui.targets.shared.subject import Subject

_NOT_FOUND: Final = (
    "It is not among the targets found: check the name, or search the account that holds it, by its profile or with a "
    "target card."
)
_BY_NAME_ALONE: Final = (
    "Only the name is known: search the account that holds it, by its profile or with a target card, and run again."
)
_AAAA_UNDOCUMENTED: Final = (
    "AWS documents no AAAA alias to a target of the kind {title}: the one to {target} may be refused or answer empty."
)
_LEAVE_AAAA_OUT: Final = "Drop AAAA."
_IAM_ACTION: Final = re.compile(r"[a-z0-9-]+:[A-Za-z]+\Z")


def judge(kind: Kind, subject: Subject) -> Iterator[Finding]:
    """Every finding about a target of a kind."""
    if subject.case.draft.cname is not None:
        waits = _judge_awaited(kind, subject)
        found = (*kind.judge_target(subject), *waits, *_judge_evidence(kind, subject))
        yield from (finding for finding in found if not (finding.rule and finding.rule.aliases_only))
        return
    yield from _judge_exclusion(kind, subject)
    yield from _judge_zone_id(kind, subject)
    yield from kind.judge_target(subject)
    yield from _judge_awaited(kind, subject)
    yield from _judge_types(kind, subject)
    yield from _judge_evidence(kind, subject)


def needing(kind: Kind, action: str) -> tuple[Rule, ...]:
    """The rules of a kind that are not checked where an IAM action is denied."""
    return tuple(rule for rule in kind.checks if action in rule.needs)


def _judge_exclusion(kind: Kind, subject: Subject) -> Iterator[Finding]:
    for rule in kind.exclusions:
        if rule.id == subject.target.state:
            name = subject.target.dns_name
            recognition = None if name is None else kind.recognise(name)
            yield subject.finding(rule, why="" if recognition is None else recognition.reason)


def _judge_zone_id(kind: Kind, subject: Subject) -> Iterator[Finding]:
    target = subject.target
    if target.zone_id_origin != "api" or target.dns_name is None:
        return
    partition = partition_of_arn(target.arn) or partition_of_region(target.region)
    published = lookup(kind.table, kind.row(target.region, partition))
    if published is None or published.accepts(target.zone_id):
        return
    if not any(row.service in kind.tables_judged for row in reverse(target.zone_id)):
        yield subject.finding(
            common.ZONE_ID_DIFFERS_FROM_TABLE,
            found=target.zone_id,
            table=published.zone_id,
            source=table_origin(published),
        )


def _judge_awaited(kind: Kind, subject: Subject) -> Iterator[Finding]:
    """Without certificates a kind that has no ``awaited`` of its own awaits nothing, whatever the record is called."""
    if type(kind).awaited is not Kind.awaited or awaited.certificates_in(subject.target.facts):
        yield from awaited.judge(subject, kind.awaited(subject.target, subject.name))


def _judge_types(kind: Kind, subject: Subject) -> Iterator[Finding]:
    yield from _judge_ipv6(kind, subject)
    case = subject.case
    if case.draft.evaluate_target_health and kind.evaluate_target_health == "no-benefit":
        yield subject.finding(common.ETH_NO_BENEFIT, service=kind.title)


def _judge_ipv6(kind: Kind, subject: Subject) -> Iterator[Finding]:
    """Whether AAAA points to a target without IPv6, or is missing for one that has it."""
    target, ipv6 = subject.target, kind.ipv6(subject.target)
    if ipv6 in ("off", "undocumented") and target.aliasable and "AAAA" in subject.types:
        yield subject.finding(
            common.AAAA_TARGET_IPV4_ONLY,
            "AAAA",
            message=_AAAA_UNDOCUMENTED if ipv6 == "undocumented" else None,
            remedy=_LEAVE_AAAA_OUT if ipv6 == "undocumented" else None,
            fix=kind.ipv6_fix,
            title=kind.title,
        )
    lacks_ipv6 = "A" in subject.types and "AAAA" not in subject.types
    if ipv6 == "on" and lacks_ipv6 and not subject.case.after(subject.name, "AAAA"):
        yield subject.finding(common.IPV6_AVAILABLE_NO_AAAA, "A")


def _judge_evidence(kind: Kind, subject: Subject) -> Iterator[Finding]:
    target = subject.target
    if not target.aliasable:
        return
    if target.facts is None or not target.inspected:
        yield subject.finding(common.INVESTIGATION_INCOMPLETE, what=kind.inspects, remedy=_how_to_find(subject))
    if target.facts is None:
        return
    for gap in target.facts.unread:
        if _IAM_ACTION.match(gap):
            where = f"{target.account_id}/{target.region}"
            checks = ", ".join(rule.id for rule in needing(kind, gap)) or f"What {gap} returns about this {kind.title}"
            yield subject.finding(common.IAM_READ_DENIED, checks=checks, where=where, action=gap, kind=kind.key)
        else:
            yield subject.finding(common.INVESTIGATION_INCOMPLETE, what=gap)


def _how_to_find(subject: Subject) -> str | None:
    """What to do about a target that was not looked at; None for one whose account was read."""
    if subject.target.account_id:
        return None
    return _NOT_FOUND if subject.not_among_found else _BY_NAME_ALONE
