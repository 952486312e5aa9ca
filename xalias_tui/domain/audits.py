"""An audit as a whole: verdicts, what could not be checked, and the findings that were accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from datetime import date, datetime

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.owners import OwnerTags, Share, Weighed, account_of, shares
from xalias_tui.domain.records import RecordKey
from xalias_tui.domain.verdicts import AliasVerdict, Inventory
from xalias_tui.domain.zones import Zone


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A decision to live with a finding. It holds for this finding about this record leading there, and nothing else.

    Attributes:
        id: Id of the finding.
        zone_id: Zone of the record.
        record: The record.
        target: What the finding names as the target; another target is another decision.
        reason: Why; the operator's words.
        at: When it was accepted.
        until: Last day on which it holds; None for as long as nothing changes.
    """

    id: str
    zone_id: str
    record: RecordKey
    target: str | None
    reason: str
    at: date
    until: date | None = None

    def covers(self, finding: Finding, today: date) -> bool:
        """Whether it holds for a finding today."""
        same = (self.id, self.zone_id, self.record, self.target)
        if same != (finding.id, finding.zone_id, finding.record, finding.target):
            return False
        return self.until is None or today <= self.until


Seen = tuple[str, str, str, str, str]
"""What a finding of an earlier audit is known by: its id, and zone, name, type and set identifier of its record."""


def seen_as(finding: Finding) -> Seen:
    """What a finding is known by in a later audit."""
    record = finding.record
    if record is None:
        return finding.id, "", "", "", ""
    return finding.id, finding.zone_id or "", record.name.text, record.type, record.set_identifier or ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding of an audit.

    Attributes:
        finding: What was found.
        verdict: The verdict of its alias.
        accepted: The decision to live with it; None where it is open.
        lapsed: Such a decision whose last day has passed; None where there is none.
        new: Whether an earlier audit did not have it; None without one to compare with.
    """

    finding: Finding
    verdict: AliasVerdict
    accepted: Acceptance | None = None
    lapsed: Acceptance | None = None
    new: bool | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found.

    Attributes:
        zones: Zones in order of name.
        records: How many record sets were read.
        verdicts: One for each alias.
        unscanned: Look-ups that failed, of both sides.
        inventory: What was known of the target side.
        seconds: How long it took.
        at: When it ended.
        acceptances: Decisions to live with findings.
        baseline: The findings of an earlier audit; None without one to compare with.
        owners: What is known of accounts and owners.
    """

    zones: tuple[Zone, ...]
    records: int
    verdicts: tuple[AliasVerdict, ...]
    unscanned: tuple[Unscanned, ...]
    inventory: Inventory
    seconds: float
    at: datetime
    acceptances: tuple[Acceptance, ...] = ()
    baseline: frozenset[Seen] | None = None
    owners: OwnerTags = field(default_factory=OwnerTags)

    def judged(self) -> tuple[Judged, ...]:
        """Every finding, the most severe first, then in the order of zones and records."""
        return tuple(sorted(self._judged(), key=lambda row: row.finding.severity.rank))

    def _judged(self) -> Iterator[Judged]:
        today = self.at.date()
        decided = {(row.id, row.zone_id, row.record, row.target): row for row in self.acceptances}
        for verdict in self.verdicts:
            for finding in verdict.findings:
                decision = decided.get((finding.id, verdict.zone.id, verdict.record.key, finding.target))
                new = None if self.baseline is None else seen_as(finding) not in self.baseline
                if decision is None:
                    yield Judged(finding, verdict, new=new)
                elif decision.covers(finding, today):
                    yield Judged(finding, verdict, accepted=decision, new=new)
                else:
                    yield Judged(finding, verdict, lapsed=decision, new=new)

    def new(self) -> int | None:
        """How many findings an earlier audit did not have; None without one to compare with."""
        return None if self.baseline is None else sum(bool(row.new) for row in self._judged())

    def by_account(self) -> tuple[Share, ...]:
        """What was found for each account."""
        return shares(self.verdicts, self._weighed(), account_of, self.owners.names)

    def owner_note(self) -> str:
        """Why no record has an owner, where owners were asked for and none has; else empty."""
        return self.owners.none_found(self.verdicts)

    def by_owner(self) -> tuple[Share, ...]:
        """What was found for each owner; nothing where owners were not asked for."""
        return shares(self.verdicts, self._weighed(), self.owners.of, {}) if self.owners.tag else ()

    def _weighed(self) -> Iterator[Weighed]:
        compared = self.baseline is not None
        for row in self._judged():
            yield row.verdict, row.finding.severity, row.accepted is None, row.new if compared else None

    def of_type(self, *types: str) -> int:
        """How many judged records without an alias are of some types; without types, how many aliases there are."""
        if not types:
            return sum(verdict.record.alias is not None for verdict in self.verdicts)
        return sum(verdict.record.alias is None and verdict.record.type in types for verdict in self.verdicts)

    def counts(self) -> dict[str, int]:
        """How many aliases have which verdict; those that can be taken over are also counted as broken."""
        found = Counter(verdict.verdict for verdict in self.verdicts)
        return {
            "live": found["live"],
            "broken": found["broken"] + found["takeable"],
            "takeable": found["takeable"],
            "not_served": found["not-served"],
            "unknown": found["unknown"],
        }

    def worst_open(self) -> Severity | None:
        """The highest severity of a finding that was not accepted, and that an earlier audit did not have."""
        open_ = (row.finding.severity for row in self._judged() if row.accepted is None and row.new is not False)
        return min(open_, key=lambda severity: severity.rank, default=None)
