"""Names and types that Route 53 does not let anyone change while they are protected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from xalias_tui.domain.commands import command, options
from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.plans import Case
from xalias_tui.domain.policies import how_to_allow
from xalias_tui.rules.checks import Check, about

RECORD_PROTECTED = Rule(
    id="record-protected",
    severity=Severity.ERROR,
    when="A resource record set protection exists for the name and type of a changed record set: Route 53 answers "
    "InvalidChangeBatch to the whole batch, whoever sends it.",
    message="{name} {type} is protected from changes{why}: Route 53 refuses the whole change.",
    remedy="Ask who protected it; then delete the protection, send the change, and protect it again.",
    source="botocore model: route53 CreateResourceRecordSetProtections; Route 53 Developer Guide: rrset-protection",
    fix="aws route53 delete-resource-record-set-protections --hosted-zone-id {zone_id} --protections {protection} "
    "{as_owner}",
)
CUSTODY_NOT_CHECKED = Rule(
    id="custody-not-checked",
    severity=Severity.INFO,
    when="The zone's tags, or the protections of its record sets, could not be read.",
    message="{what} could not be checked: {why}.",
    remedy="Try again.",
    source="tool rule",
)

_WHAT: Final = {
    "tags": "Whether the zone's tags say that other tools manage it",
    "protections": "Whether the record is protected from changes",
}


def protected(case: Case) -> Iterator[Finding]:
    """Changes that a protection forbids, once a name and type."""
    held = case.around.custody
    for record in {(change.record.name, change.record.type): change.record for change in case.changes}.values():
        protection = held.protecting(record.name, record.type)
        if protection is not None:
            why = f" ({protection.comment})" if protection.comment else ""
            finding = about(case, record).finding(RECORD_PROTECTED, why=why)
            held_back = f"RecordName={record.name.route53},RecordType={record.type}"
            values = {"zone_id": case.zone.id, "protection": held_back}
            fix = command(RECORD_PROTECTED.fix, values, as_owner=options(profile=case.zone.profile))
            yield replace(finding, fix=fix)


def unread(case: Case) -> Iterator[Finding]:
    """What could not be read about who else has a say."""
    for item in case.around.custody.unread if case.changes else ():
        why = f"needs {item.action}" if item.action else item.message
        finding = Topic.of_zone(case.zone).finding(CUSTODY_NOT_CHECKED, what=_WHAT[item.kind], why=why.rstrip("."))
        yield replace(finding, remedy=how_to_allow(item.action, said=item.message)) if item.action else finding


CHECKS: tuple[Check, ...] = (protected, unread)
