"""Plans as Markdown, for the reviewer of a pull request: the change as a diff, findings as a table.

GitHub Flavored Markdown (https://github.github.com/gfm/): what others chose is escaped, or is inside a fence that is
longer than any run of backticks in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from xalias_tui.domain.findings import Alike, Severity, alike
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.missed import missed_together
from xalias_tui.domain.plan_summary import counted, moves
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.record_rows import Rejected
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.text import shown

_LIMIT: Final = 1_000
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~&$])")
_TICKS: Final = re.compile(r"`+")


def render(plans: Sequence[Plan], unscanned: Iterable[Unscanned] = (), rejected: Iterable[Rejected] = ()) -> str:
    """The text; every plan under its zone, and what could not be asked, planned or both at the end."""
    lines = [f"## DNS: {counted(plans)}", ""]
    for plan in plans:
        lines += _plan(plan)
    lines += _left_out(tuple(rejected))
    lines += _missed(tuple(unscanned))
    return "\n".join(lines).rstrip("\n") + "\n"


def _plan(plan: Plan) -> Iterator[str]:
    zone = plan.zone
    yield f"### Zone {escaped(zone.name.bare)} ({zone.visibility}, {zone.id}, account {zone.account_id})"
    yield ""
    if plan.changes:
        yield from _fenced(tuple(_diff(plan)))
    else:
        yield f"{escaped(plan.name.bare)} is already as planned."
    yield ""
    if not plan.findings:
        yield "No findings."
        yield ""
        return
    yield "| severity | finding | record | what | what to do |"
    yield "|---|---|---|---|---|"
    for same in alike(plan.findings, plan.names):
        yield f"| {' | '.join(_cells(same))} |"
    yield ""


def _diff(plan: Plan) -> Iterator[str]:
    for move in moves(plan):
        if move.before is not None:
            yield f"- {_record(move.before)}"
        if move.after is not None:
            yield f"+ {_record(move.after)}"


def _record(record: RecordSet) -> str:
    routing = f"  [{record.membership}]" if record.membership else ""
    health = ""
    if record.alias is not None:
        health = f"  ({record.alias.zone_words}, evaluate target health {_yes(record)})"
    return shown(f"{record.name.text}  {record.type}  {record.summary()}{routing}{health}", _LIMIT)


def _yes(record: RecordSet) -> str:
    return "yes" if record.alias is not None and record.alias.evaluate_target_health else "no"


def _fenced(lines: Sequence[str]) -> Iterator[str]:
    longest = max((len(run) for line in lines for run in _TICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}diff"
    yield from lines
    yield fence


def _cells(same: Alike) -> tuple[str, ...]:
    finding = same.first
    records = dict.fromkeys(str(each.record) for each in same.findings if each.record is not None) or same.names[1:]
    severity = f"**{finding.severity.value}**" if finding.severity is Severity.ERROR else finding.severity.value
    names = "<br>".join(escaped(record) for record in records)
    return (severity, escaped(finding.id), names, escaped(finding.message), escaped(finding.remedy))


def _left_out(rejected: Sequence[Rejected]) -> Iterator[str]:
    if rejected:
        yield f"### Left out: {len(rejected)} {'row' if len(rejected) == 1 else 'rows'}"
        yield ""
        for row in rejected:
            yield f"- {escaped(row.sentence)}"
        yield ""


def _missed(unscanned: Sequence[Unscanned]) -> Iterator[str]:
    if unscanned:
        yield f"### Not checked: {len(unscanned)} {'look-up' if len(unscanned) == 1 else 'look-ups'} failed"
        yield ""
        for line in missed_together(unscanned):
            yield f"- {escaped(line)}"
        yield ""


def escaped(text: str) -> str:
    """A text that is read as it is, whatever Markdown would make of it."""
    return _SPECIAL.sub(r"\\\1", shown(text, _LIMIT))
