"""Rows and full text of the aliases of an audit; pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from xalias_tui.domain.audits import Audit, Judged
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.missed import missed_together
from xalias_tui.domain.text import shown
from xalias_tui.domain.verdicts import WORST_FIRST, AliasVerdict
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Line, Page, item
from xalias_tui.tui.text.preview import finding_lines, target_words
from xalias_tui.tui.widgets.columns import by_labels, verdict_tone, verdict_words, zone_owner
from xalias_tui.tui.widgets.rows import Column, Spec

_CELL: Final = 120


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One alias with everything that was found about it.

    Attributes:
        verdict: The alias and its verdict.
        findings: What was found, most severe first.
    """

    verdict: AliasVerdict
    findings: tuple[Judged, ...]

    @property
    def key(self) -> str:
        """Identity across audits."""
        return f"{self.verdict.zone.id} {self.verdict.record.key}"

    @property
    def open_findings(self) -> tuple[Judged, ...]:
        """Findings that are not accepted."""
        return tuple(row for row in self.findings if row.accepted is None)

    @property
    def rule(self) -> str:
        """The finding that weighs most; empty where there is none."""
        return self.findings[0].finding.id if self.findings else ""


def audit_rows(audit: Audit) -> tuple[AuditRow, ...]:
    """The rows, grouped by verdict, then by finding, then in the order of zones."""
    found: dict[tuple[str, object], list[Judged]] = {}
    for judged in audit.judged():
        found.setdefault((judged.verdict.zone.id, judged.verdict.record.key), []).append(judged)
    rows = [
        AuditRow(verdict, tuple(found.get((verdict.zone.id, verdict.record.key), ()))) for verdict in audit.verdicts
    ]
    return tuple(sorted(rows, key=lambda row: (_weight(row), row.rule == "", row.rule)))


def _weight(row: AuditRow) -> int:
    return WORST_FIRST.index(row.verdict.verdict)


def _found(row: AuditRow) -> str:
    if row.findings and not row.open_findings:
        return shown(f"accepted: {row.rule}", _CELL)
    more = f" +{len(row.findings) - 1}" if len(row.findings) > 1 else ""
    return shown(row.rule + more, _CELL)


def _leads_to(row: AuditRow) -> str:
    leads_to = row.verdict.record.leads_to
    return shown(leads_to.bare if leads_to else ", ".join(row.verdict.record.values), _CELL)


def _record(row: AuditRow) -> str:
    record = row.verdict.record
    member = f" ({record.set_identifier})" if record.set_identifier else ""
    return shown(f"{record.name.text}{member}", _CELL)


def _zone(row: AuditRow) -> str:
    zone = row.verdict.zone
    return shown(f"{zone.id}, private" if zone.private else zone.id, _CELL)


def _haystack(row: AuditRow) -> str:
    verdict, ids = row.verdict, " ".join(judged.finding.id for judged in row.findings)
    accepted = "accepted" if row.findings and not row.open_findings else ""
    zone = f"{verdict.zone.name} {verdict.zone.id} {verdict.zone.visibility} {verdict.zone.account_id}"
    return f"{verdict.verdict} {accepted} {_record(row)} {verdict.record.type} {_leads_to(row)} {ids} {zone}".lower()


AUDIT: Final[Spec[AuditRow]] = Spec(
    columns=(
        Column("Verdict", lambda row: verdict_words(row.verdict), 12, toned=True, order=_weight),
        Column("Record", _record, 16, share=3, order=lambda row: by_labels(row.verdict.record.name)),
        Column("Type", lambda row: row.verdict.record.type, 5),
        Column("Finding", _found, 20, share=3, middle=True, order=lambda row: (row.rule == "", row.rule)),
        Column("Points to", _leads_to, 16, share=3, drops=96),
        Column("Zone", _zone, 30, drops=130),
    ),
    key=lambda row: row.key,
    haystack=_haystack,
    tone=lambda row: "muted" if row.findings and not row.open_findings else verdict_tone(row.verdict),
    fields={
        "finding": lambda row: " ".join(judged.finding.id for judged in row.findings),
        "zone": lambda row: f"{row.verdict.zone.name} {row.verdict.zone.id} {row.verdict.zone.visibility}",
        "account": lambda row: zone_owner(row.verdict.zone),
    },
)


def row_title(row: AuditRow) -> str:
    """Verdict and record, for the frame around the rest."""
    record = row.verdict.record
    return shown(f"{verdict_words(row.verdict)}  {record.name} {record.type}", _CELL)


def row_content(row: AuditRow, unscanned: Sequence[Unscanned] = (), marked: int = 0) -> Page:
    """One alias in full, and beside it what could not be checked; where aliases are marked, keys act on those."""
    verdict, record = row.verdict, row.verdict.record
    lines: list[Line] = []
    if marked:
        which = "marked alias" if marked == 1 else f"{marked} marked aliases"
        lines.append(Content.styled(f"r, d and a act on the {which}", "bold"))
    elif verdict.successor is not None:
        lines.append(safe(f"r repoints to {target_words(verdict.successor)}", limit=400))
    if not row.findings:
        lines.append(Content("No findings."))
    for judged in row.findings:
        lines += finding_lines(judged.finding)
        if judged.accepted is not None:
            until = f" until {judged.accepted.until}" if judged.accepted.until else ""
            lines.append(safe(f"    accepted on {judged.accepted.at}{until}: {judged.accepted.reason}", limit=400))
        if judged.lapsed is not None:
            lines.append(safe(f"    was accepted until {judged.lapsed.until}: {judged.lapsed.reason}", limit=400))
    lines.append(
        safe(f"zone {verdict.zone.name} {verdict.zone.visibility} ({verdict.zone.id}) · {record.summary()}", limit=400)
    )
    if verdict.target is not None:
        lines.append(safe(f"points to {target_words(verdict.target)}", limit=400))
    if unscanned:
        lines += [Content(""), Content.styled("Not checked (absence proves nothing here):", "bold")]
        lines += [item(safe(line, limit=400)) for line in missed_together(unscanned)]
    return Page(lines)
