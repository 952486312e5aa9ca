"""An audit as CSV (RFC 4180) or TSV, a finding a row; cells that a spreadsheet would run as a formula are disarmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from xalias_tui.domain.audits import Audit, Judged
from xalias_tui.export.reports.rows import TableFormat, cell, line

_HEADINGS: Final = (
    "verdict", "severity", "finding", "name", "type", "set_identifier", "zone", "zone_id", "account_id", "leads_to",
    "target", "message", "remedy", "accepted", "accepted_until",
    "visibility", "risk", "new", "owner",
)  # fmt: skip


_ENDS: Final[Mapping[TableFormat, str]] = {"csv": "\r\n", "tsv": "\n"}


def lines(audit: Audit, format_name: TableFormat = "csv") -> Iterator[str]:
    """The table, a line at a time: every finding, every alias without one, and what could not be checked."""
    end = _ENDS[format_name]
    yield line(format_name, _HEADINGS) + end
    for row in _rows(audit):
        yield line(format_name, [cell(value) for value in (*row, *[""] * (len(_HEADINGS) - len(row)))]) + end


def render(audit: Audit, format_name: TableFormat = "csv") -> str:
    """The whole table."""
    return "".join(lines(audit, format_name))


def _rows(audit: Audit) -> Iterator[tuple[object, ...]]:
    yield from (_finding(row, audit.owners.word(row.verdict)) for row in audit.judged())
    for verdict in audit.verdicts:
        if not verdict.findings:
            record, zone = verdict.record, verdict.zone
            leads_to = record.leads_to.text if record.leads_to else ""
            yield (
                verdict.verdict, "", "", record.name.text, record.type, record.set_identifier, zone.name.text, zone.id,
                zone.account_id, leads_to, verdict.target.reference if verdict.target else "", "", "", "", "",
                zone.visibility, verdict.risk, "", audit.owners.word(verdict),
            )  # fmt: skip
    for item in audit.unscanned:
        yield (
            "not checked", "", item.code, item.where, "", "", "", "", item.account_id, "", "", item.message,
            item.action,
        )  # fmt: skip


def _finding(row: Judged, owner: str) -> tuple[object, ...]:
    finding, verdict = row.finding, row.verdict
    record, zone = verdict.record, verdict.zone
    return (
        verdict.verdict, finding.severity.value, finding.id, record.name.text, record.type, record.set_identifier,
        zone.name.text, zone.id, zone.account_id, record.leads_to.text if record.leads_to else "",
        verdict.target.reference if verdict.target else "", finding.message, finding.remedy,
        row.accepted.reason if row.accepted else "", row.accepted.until if row.accepted else "",
        zone.visibility, verdict.risk, {None: "", True: "yes", False: "no"}[row.new], owner,
    )  # fmt: skip
