"""An audit as lines for a terminal: by verdict, each alias with its findings below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.cli.output import styled
from xalias_tui.domain.audits import Audit, Judged
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.text import many_of, shown
from xalias_tui.domain.verdicts import GLYPHS, WORST_FIRST, AliasVerdict, Verdict

_COLOURS: Final[dict[Verdict, str]] = {
    "takeable": "red",
    "broken": "red",
    "not-served": "yellow",
    "unknown": "yellow",
    "live": "green",
}
_MARKS: Final = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "i"}
_SENTENCE: Final = 1_000


def audit_lines(audit: Audit, *, show_all: bool = False) -> Iterator[str]:
    """The report; aliases that are live and raise no finding only where all are wanted."""
    found: dict[tuple[str, object], list[Judged]] = {}
    for row in audit.judged():
        found.setdefault((row.verdict.zone.id, row.verdict.record.key), []).append(row)
    for verdict in WORST_FIRST:
        for judged in audit.verdicts:
            rows = found.get((judged.zone.id, judged.record.key), [])
            said = any(row.finding.severity is not Severity.INFO for row in rows)
            if judged.verdict == verdict and (said or show_all or verdict != "live"):
                yield _alias_line(judged)
                yield from _finding_lines(rows)
    yield _summary(audit)


def _alias_line(judged: AliasVerdict) -> str:
    word = styled(f"{GLYPHS[judged.verdict]} {judged.verdict:10}", fg=_COLOURS[judged.verdict])
    record = judged.record
    member = f" ({record.set_identifier})" if record.set_identifier else ""
    leads_to = f" → {record.leads_to}" if record.leads_to else ""
    private = ", private" if judged.zone.private else ""
    return f"{word} {shown(f'{record.name} {record.type}{member}{leads_to}', _SENTENCE)}  {judged.zone.id}{private}"


def _finding_lines(rows: list[Judged]) -> Iterator[str]:
    for row in rows:
        finding = row.finding
        new = "new " if row.new else ""
        yield f"    {_MARKS[finding.severity]} {new}{finding.id}: {shown(finding.message, _SENTENCE)}"
        if row.accepted is not None:
            until = f" until {row.accepted.until}" if row.accepted.until else ""
            yield f"      accepted on {row.accepted.at}{until}: {shown(row.accepted.reason, _SENTENCE)}"
            continue
        if row.lapsed is not None:
            yield f"      was accepted until {row.lapsed.until}: {shown(row.lapsed.reason, _SENTENCE)}"
        if finding.remedy:
            yield f"      {shown(finding.remedy, _SENTENCE)}"


def _summary(audit: Audit) -> str:
    counts, many = audit.counts(), audit.new()
    new = "" if many is None else f"{many_of(many, 'finding')} {'is' if many == 1 else 'are'} new; "
    takeable = f" ({counts['takeable']} takeable)" if counts["takeable"] else ""
    not_served = f"{counts['not_served']} not served, " if counts["not_served"] else ""
    return (
        f"{judged_words(audit)} among {many_of(audit.records, 'record')} of {many_of(len(audit.zones), 'zone')}: "
        f"{counts['live']} live, {counts['broken']} broken{takeable}, {not_served}{counts['unknown']} unknown; "
        f"{new}"
        f"{many_of(len(audit.inventory.accounts), 'account')} searched, {audit.seconds:.1f} s"
    )


def judged_words(audit: Audit) -> str:
    """How many records were judged, by what they are: ``12 aliases, 3 CNAMEs``."""
    aliases = audit.of_type()
    words = [f"{aliases} {'alias' if aliases == 1 else 'aliases'}"]
    others = (("CNAME", ("CNAME",)), ("delegation", ("NS",)), ("address record", ("A", "AAAA")))
    words += [many_of(many, what) for what, types in others if (many := audit.of_type(*types))]
    return ", ".join(words)
