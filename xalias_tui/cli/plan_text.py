"""A plan as plain text: where it goes, the records before and after, its changes, and its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from xalias_tui.cli.output import styled
from xalias_tui.cli.tables import hanging
from xalias_tui.domain.findings import Finding, Severity, alike
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plan_summary import Move, Sign, counted, moves
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.text import shown
from xalias_tui.domain.ways_in import reached_by

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_MOVES: Final[dict[Sign, tuple[str, str]]] = {
    "+": ("CREATE", "green"),
    "~": ("REPLACE", "yellow"),
    "-": ("DELETE", "red"),
}
_ORIGINS = {"api": "from the API", "table": "from the table of published ids", "zone": "the zone itself", "": "unknown"}
_LONG = 1_000
_INDENT: Final = 11
"""Columns before the text of a finding."""
_NAMED: Final = 50
"""Further records that a finding is about, of which each is named."""
_SIDE: Final = 9
"""Columns before a record, or the target."""


def plan_lines(plan: Plan) -> Iterator[str]:
    """The plan, line by line; records before and after only where it is about one name."""
    zone = plan.zone
    where = f"in zone {shown(zone.name.text)} ({zone.visibility}, {zone.id})"
    owner = f"of account {zone.account_id} ({shown(reached_by(zone.profile) or 'default')})"
    name = shown(plan.name.text)
    yield hanging(f"{name}  ", f"{where} {owner}", len(name) + 2)
    if plan.target is not None:
        yield hanging("target   ", _target(plan.target), _SIDE)
    if len(plan.names) == 1:
        yield from _sides(plan)
    yield "changes" if plan.changes else "changes  none: it is already so"
    for move in moves(plan):
        yield from _move(move)
    yield from finding_lines(plan.findings, names=plan.names)


def count_line(plans: Iterable[Plan]) -> str:
    """The last line: how many records are created, replaced and deleted."""
    return f"Plan: {counted(plans)}"


def finding_lines(findings: tuple[Finding, ...], margin: str = "", names: tuple[DnsName, ...] = ()) -> Iterator[str]:
    """Findings, each with its remedy and the command that does it; what is said of several records is said once.

    Args:
        findings: Most severe first.
        margin: What comes before every line.
        names: The names of the plan; where there are several, of notes with the same id only the first is written, with
            how many there are.
    """
    yield f"{margin}findings" if findings else f"{margin}findings none"
    indent = len(margin) + _INDENT
    for same in alike(findings, names, folds_notes=len(names) > 1):
        finding, others = same.first, same.names[1:]
        is_note = finding.severity is Severity.INFO
        many = f" ({len(same.findings)} records)" if others and is_note else ""
        severity = styled(f"{finding.severity.value:7}", fg=_COLOURS[finding.severity], bold=True)
        yield hanging(f"{margin}  {severity}  ", f"{finding.id}: {shown(finding.message, _LONG)}{many}", indent)
        if finding.remedy:
            yield hanging(f"{'':{indent}}→ ", shown(finding.remedy, _LONG), indent + 2)
        if others and not is_note:
            named = f"also {', '.join(map(shown, others[:_NAMED]))}"
            more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
            yield hanging(f"{'':{indent}}", f"({named}{more})", indent)
        if finding.fix and finding.rule is not None:  # a command that a file brings is not offered
            yield f"{'':{indent}}$ {shown(finding.fix, _LONG)}"


def _sides(plan: Plan) -> Iterator[str]:
    for word, records in (("before", plan.before), ("after", plan.after)):
        for record in records:
            yield hanging(f"{word:6}   ", _record(record), _SIDE)
        if not records:
            yield f"{word:6}   no record of these types"


def _target(target: Target) -> str:
    owner = " ".join(part for part in (target.account_id or "unknown account", target.region) if part)
    zone_id = f"zone id {target.zone_id} ({_ORIGINS[target.zone_id_origin]})" if target.zone_id else "no zone id"
    return f"{target.kind or 'unknown'} {shown(target.name)} ({owner})  {shown(str(target.dns_name or '–'))}  {zone_id}"


def _record(record: RecordSet) -> str:
    routing = f"  [{shown(record.membership, _LONG)}]" if record.membership else ""
    return f"{record.type:5}  {shown(record.summary(), _LONG)}{routing}"


def _move(move: Move) -> Iterator[str]:
    word, colour = _MOVES[move.sign]
    start = f"{move.sign} {word}"
    records = [record for record in (move.before, move.after) if record is not None]
    for at, record in enumerate(records):
        lead = start if at == 0 else " " * (len(start) - 2) + "by"
        text = f"{shown(record.name.text)}  {_record(record)}{_health(record)}"
        yield hanging(f"  {styled(lead, fg=colour, bold=True)}  ", text, len(lead) + 4)


def _health(record: RecordSet) -> str:
    if record.alias is None:
        return ""
    evaluates = "yes" if record.alias.evaluate_target_health else "no"
    return f"  ({record.alias.zone_words}, evaluate target health {evaluates})"
