"""A plan as plain text: where it goes, the records before and after, and its findings."""

from __future__ import annotations

from collections.abc import Iterator

from xalias_tui.cli.output import styled
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.plans import Change, Plan
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.text import shown

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_ORIGINS = {"api": "from the API", "table": "from the table of published ids", "zone": "the zone itself", "": "unknown"}
_LONG = 1_000


def plan_lines(plan: Plan) -> Iterator[str]:
    """The plan, line by line."""
    zone = plan.zone
    yield (
        f"{shown(plan.name.text)}  in zone {shown(zone.name.text)} ({zone.visibility}, {zone.id}) "
        f"of account {zone.account_id} ({shown(zone.profile or 'default')})"
    )
    if plan.target is not None:
        yield f"target   {_target(plan.target)}"
    many = len(plan.names) > 1
    for record in plan.before:
        yield f"before   {_named(record) if many else _record(record)}"
    if not plan.before:
        yield "before   nothing of these types"
    for record in plan.after:
        yield f"after    {_named(record) if many else _record(record)}"
    if not plan.after:
        yield "after    nothing of these types"
    yield "changes" if plan.changes else "changes  none: it is already so"
    for change in plan.changes:
        yield f"  {_change(change)}"
    yield from finding_lines(plan.findings)


def finding_lines(findings: tuple[Finding, ...]) -> Iterator[str]:
    """Findings, each with its remedy and the command that does it."""
    yield "findings" if findings else "findings none"
    for finding in findings:
        severity = styled(f"{finding.severity.value:7}", fg=_COLOURS[finding.severity], bold=True)
        yield f"  {severity}  {finding.id}: {shown(finding.message, _LONG)}"
        if finding.remedy:
            yield f"           → {shown(finding.remedy, _LONG)}"
        if finding.fix and finding.rule is not None:  # a command that a file brings is not offered
            yield f"           $ {shown(finding.fix, _LONG)}"


def _target(target: Target) -> str:
    owner = " ".join(part for part in (target.account_id or "unknown account", target.region) if part)
    zone_id = f"zone id {target.zone_id} ({_ORIGINS[target.zone_id_origin]})" if target.zone_id else "no zone id"
    return f"{target.kind} {shown(target.name)} ({owner})  {shown(str(target.dns_name or '–'))}  {zone_id}"


def _record(record: RecordSet) -> str:
    routing = f"  [{shown(str(record.routing))}, {shown(record.set_identifier or '')}]" if record.routing else ""
    return f"{record.type:5}  {shown(record.summary(), _LONG)}{routing}"


def _named(record: RecordSet) -> str:
    return f"{shown(record.name.text)}  {_record(record)}"


def _change(change: Change) -> str:
    sign = "+" if change.action == "CREATE" else "-"
    record = change.record
    health = ""
    if record.alias is not None:
        evaluates = "yes" if record.alias.evaluate_target_health else "no"
        health = f"  (zone id {record.alias.zone_id}, evaluate target health {evaluates})"
    return f"{sign} {change.action}  {shown(record.name.text)}  {_record(record)}{health}"
