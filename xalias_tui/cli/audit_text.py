"""An audit as lines for a terminal: by verdict, each alias with its findings below it.

Compared with an earlier audit only what is new is listed; what was known is one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from xalias_tui.cli.output import styled
from xalias_tui.cli.tables import table
from xalias_tui.domain.audits import Audit, Judged
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.owners import Share
from xalias_tui.domain.text import many_of, shown
from xalias_tui.domain.verdicts import GLYPHS, WORST_FIRST, AliasVerdict, Verdict

_COLOURS: Final[dict[Verdict, str]] = {
    "takeable": "red",
    "broken": "red",
    "not-served": "yellow",
    "unknown": "yellow",
    "live": "green",
}
_NOUNS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_MARKS: Final = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "i"}
_SENTENCE: Final = 1_000


def audit_lines(audit: Audit, *, show_all: bool = False) -> Iterator[str]:
    """The report; aliases that are live and raise no finding only where all are wanted."""
    only_new = audit.baseline is not None and not show_all
    found: dict[tuple[str, object], list[Judged]] = {}
    for row in audit.judged():
        if row.new or not only_new:
            found.setdefault((row.verdict.zone.id, row.verdict.record.key), []).append(row)
    for verdict in WORST_FIRST:
        for judged in audit.verdicts:
            rows = found.get((judged.zone.id, judged.record.key), [])
            said = any(row.finding.severity is not Severity.INFO for row in rows)
            wanted = bool(rows) if only_new else said or show_all or verdict != "live"
            if judged.verdict == verdict and wanted:
                yield _alias_line(judged)
                yield from _finding_lines(rows)
    if only_new:
        yield _known_before(audit)
        yield from _not_compared(audit)
    yield from _shares(audit)
    yield _summary(audit)


def _known_before(audit: Audit) -> str:
    """What an earlier audit had, in one line."""
    known = [row for row in audit.judged() if row.new is False]
    if not known:
        return "Nothing of this was known before."
    records = len({(row.verdict.zone.id, row.verdict.record.key) for row in known})
    many = Counter(row.finding.severity for row in known)
    words = ", ".join(many_of(many[each], _NOUNS[each]) for each in Severity if many[each])
    return f"Known before, and not listed (--all lists everything): {words} about {many_of(records, 'record')}."


def _not_compared(audit: Audit) -> Iterator[str]:
    """The records that are not known to work, and have no finding that could be compared with an earlier one."""
    many = sum(judged.verdict != "live" and not judged.findings for judged in audit.verdicts)
    if many:
        verb = "is" if many == 1 else "are"
        records = f"{many_of(many, 'record')} without a finding"
        yield f"{records} {verb} not known to work, and not listed (--all lists everything)."


def _shares(audit: Audit) -> Iterator[str]:
    """By account and by owner, where owners were asked for."""
    tag = audit.owners.tag
    if not tag:
        return
    for title, shares in (("Account", audit.by_account()), (f"Owner ({shown(tag)})", audit.by_owner())):
        new = ("New",) if audit.baseline is not None else ()
        rows = (
            (
                *(share_name(share), share.records, share.verdicts.get("live", 0), share.broken),
                *(share.verdicts.get("not-served", 0), share.verdicts.get("unknown", 0)),
                *(share.errors, share.warnings, *((share.new,) if new else ())),
            )
            for share in shares
        )
        headings = (title, "Records", "Live", "Broken", "Not served", "Unknown", "Errors", "Warnings", *new)
        yield table(headings, rows)
        yield ""
    note = audit.owner_note()
    if note:
        yield note


def share_name(share: Share) -> str:
    """What an account or owner is called in a report."""
    if share.key is None:
        return "unknown"
    return " ".join(part for part in (share.key, share.name) if part) or "without the tag"


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
