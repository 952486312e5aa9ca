"""Change guardrails: checks by which a hosted zone refuses a whole change batch that its protocol would allow.

Two of the six are always on, NS_FORMAT_CHECK and NS_DELEGATION_AUTHORITY_CHECK: they judge NS records that are written,
which no draft of xalias does. Route 53's sentence about any of them is read back in ``rules.commit``.
"""

from __future__ import annotations

from collections.abc import Iterator

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.plans import Case
from xalias_tui.rules.checks import Check, about, delegation_over, left_pointing, named, once_a_name

CHANGE_GUARDRAIL = Rule(
    id="change-guardrail",
    severity=Severity.ERROR,
    when="A change guardrail of the zone is on that refuses the change: ALIAS_TARGET_CHECK, and the last record of a "
    "name and type is deleted that an alias of the zone points to; NS_OCCLUSION_CHECK, and a record is created below a "
    "delegation. A warning for ACTIVE_RECORD_CHECK and ACTIVE_DELEGATION_CHECK where the last record of a name and "
    "type is deleted: whether resolvers still ask for it only Route 53 knows.",
    message="The zone's change guardrail {guardrail} refuses the whole change: {why}.",
    remedy="Do what the guardrail asks for, or have it turned off for this change.",
    source="Route 53 Developer Guide: hosted-zones-change-guardrails; botocore model: route53 ChangeGuardrail; that "
    "other members of a routing group keep a record from being the last is inferred",
)

_STILL_ASKED = "Route 53 refuses the whole change while {name} {type} is still asked for: the zone's {guardrail} is on."
_WAIT = "Wait until no one asks for it any more, or have the guardrail turned off for the change."


def occluded(case: Case) -> Iterator[Finding]:
    """Records that a delegation of the zone hides."""
    if "NS_OCCLUSION_CHECK" not in case.zone.guardrails:
        return
    for record in once_a_name(case.created):
        cut = delegation_over(case, record)
        if cut is not None:
            yield about(case, record).finding(
                CHANGE_GUARDRAIL,
                guardrail="NS_OCCLUSION_CHECK",
                why=f"{cut.bare} is delegated to other name servers, so {record.name.bare} is never asked for here",
                remedy=f"Create the record in the zone of {cut.bare}.",
            )


def pointed_to(case: Case) -> Iterator[Finding]:
    """Deleted records that aliases of the zone still point to."""
    if "ALIAS_TARGET_CHECK" not in case.zone.guardrails:
        return
    for record, pointing in left_pointing(case):
        yield about(case, record).finding(
            CHANGE_GUARDRAIL,
            guardrail="ALIAS_TARGET_CHECK",
            why=f"{named(pointing)} would point at {record.name.bare} {record.type}, which no longer exists",
            remedy="Delete or repoint them first.",
        )


def still_asked(case: Case) -> Iterator[Finding]:
    """Deletions that Route 53 refuses as long as there are queries."""
    deleted = {(record.name, record.type): record for record in case.deleted}
    for record in deleted.values():
        guardrail = "ACTIVE_DELEGATION_CHECK" if record.type == "NS" else "ACTIVE_RECORD_CHECK"
        if guardrail in case.zone.guardrails and not case.after(record.name, record.type):
            yield about(case, record).finding(
                CHANGE_GUARDRAIL, severity=Severity.WARNING, message=_STILL_ASKED, remedy=_WAIT, guardrail=guardrail
            )


CHECKS: tuple[Check, ...] = (occluded, pointed_to, still_asked)
