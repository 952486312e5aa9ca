"""The change batch as a whole: order, repeats and sizes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Change
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.rules.checks import Check, about, same_zone_target

ALIAS_BATCH_ORDER = Rule(
    id="alias-batch-order",
    severity=Severity.ERROR,
    when="A batch creates an alias before the record of the same zone that it points at.",
    message="The alias {name} is listed before its target {target}.",
    remedy="Order the batch: deletes, then plain records, then aliases after their targets.",
    source="octodns/octodns-route53 (order of changes), codenize-tools/roadworker#89, StackExchange/dnscontrol#937",
)
COMMIT_UPSERT_CANNOT_CHANGE_TYPE = Rule(
    id="commit-upsert-cannot-change-type",
    severity=Severity.ERROR,
    when="An UPSERT is meant to change a record's type or routing policy: it matches on name, type and SetIdentifier. "
    "xalias never sends UPSERT, so this is for readers only.",
    message="UPSERT cannot turn {old} into {new}.",
    remedy="DELETE and CREATE in one batch.",
    source="botocore model: route53 ChangeResourceRecordSets; codenize-tools/roadworker#83",
)
BATCH_DELETE_FIRST = Rule(
    id="batch-delete-first",
    severity=Severity.ERROR,
    when="A batch creates a record before it deletes one at the same name that cannot exist beside it.",
    message="The delete of {other} must come before the create of {name} {type}.",
    remedy="Put deletes first.",
    source="codenize-tools/roadworker#89, kubernetes-sigs/external-dns#1411, StackExchange/dnscontrol#937",
)
BATCH_SAME_RECORD_TWICE = Rule(
    id="batch-same-record-twice",
    severity=Severity.ERROR,
    when="The same name, type and SetIdentifier is created twice or deleted twice in one batch.",
    message="{name} {type} appears twice in the change.",
    remedy="Merge the two.",
    source="StackExchange/dnscontrol#1128, kubernetes-sigs/external-dns#4241 (Route 53's sentence)",
)
BATCH_TOO_MANY_RECORDS = Rule(
    id="batch-too-many-records",
    severity=Severity.ERROR,
    when="The sum of ResourceRecords over all changes, an alias counted as one and an UPSERT twice, exceeds 1000.",
    message="{n} of 1000 record elements; split the change.",
    remedy="Split it; the parts are then no longer applied all or none.",
    source="Route 53 Developer Guide: DNSLimitations; StackExchange/dnscontrol#508",
)
BATCH_TOO_MANY_CHARACTERS = Rule(
    id="batch-too-many-characters",
    severity=Severity.ERROR,
    when="The characters of all values, an UPSERT's twice, exceed 32,000.",
    message="The values exceed 32,000 characters.",
    remedy="Split the change.",
    source="Route 53 Developer Guide: DNSLimitations",
)
BATCH_COMMENT_TOO_LONG = Rule(
    id="batch-comment-too-long",
    severity=Severity.ERROR,
    when="Route 53 refuses a ChangeBatch.Comment of more than 256 characters; those that xalias writes are shorter.",
    message="The comment exceeds 256 characters.",
    remedy="Shorten it.",
    source="botocore model: route53 ResourceDescription",
)

_MAX_RECORDS: Final = 1000
_MAX_CHARACTERS: Final = 32_000


def order(case: Case) -> Iterator[Finding]:
    """Deletes before what they make room for, targets before the aliases that point at them."""
    for at, change in enumerate(case.changes):
        if change.action != "CREATE":
            continue
        earlier, later = case.changes[:at], case.changes[at + 1 :]
        blocking = next((other.record for other in later if _makes_room(other, change.record)), None)
        if blocking is not None:
            yield about(case, change.record).finding(BATCH_DELETE_FIRST, other=str(blocking.key))
        target = same_zone_target(case, change.record)
        if target in (None, change.record.name) or _stands(case, target, change.record.type, earlier):
            continue
        if any(other.action == "CREATE" and other.record.name == target for other in later):
            yield about(case, change.record, target).finding(ALIAS_BATCH_ORDER)


def _stands(case: Case, name: DnsName, type_: str, earlier: tuple[Change, ...]) -> bool:
    """Whether a record of a type still exists at a name after the earlier changes."""
    gone = {change.record.key for change in earlier if change.action == "DELETE"}
    return any(record.key not in gone for record in case.around.records.at(name, type_))


def _makes_room(change: Change, record: RecordSet) -> bool:
    if change.action != "DELETE" or change.record.name != record.name:
        return False
    other = change.record
    if other.type == record.type:
        return other.key == record.key or other.policy != record.policy
    return "CNAME" in (other.type, record.type)


def repeats(case: Case) -> Iterator[Finding]:
    """One change for each record set, or its delete and its create."""
    seen: set[tuple[str, RecordKey]] = set()
    for change in case.changes:
        if (change.action, change.record.key) in seen:
            yield about(case, change.record).finding(BATCH_SAME_RECORD_TWICE)
        seen.add((change.action, change.record.key))


def sizes(case: Case) -> Iterator[Finding]:
    """What one request may carry."""
    records = [change.record for change in case.changes]
    elements = sum(max(1, len(record.values)) for record in records)
    if elements > _MAX_RECORDS:
        yield about(case, records[0]).finding(BATCH_TOO_MANY_RECORDS, n=elements)
    if sum(len(value) for record in records for value in record.values) > _MAX_CHARACTERS:
        yield about(case, records[0]).finding(BATCH_TOO_MANY_CHARACTERS)


CHECKS: tuple[Check, ...] = (order, repeats, sizes)
