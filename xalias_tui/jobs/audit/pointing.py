"""One record, the name of AWS that it points to, and everything that was asked about that name."""

from __future__ import annotations

from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.verdicts import Inventory, Sighting, Subject
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.targets.index import Directory, Pointed, claim_of
from xalias_tui.targets.shared.common_rules import INVESTIGATION_INCOMPLETE

_MOST_GAPS: Final = 3
_OFFLINE: Final = "--offline: no resolver was asked whether it is in another account"


def question(name: DnsName, plain: DnsName, subject: Subject) -> tuple[Subject, DnsName]:
    """What is asked: the name of a bucket is the one asked for, every other one is that which the record points to."""
    return subject, name if claim_of(subject) == "bucket" else plain


@dataclass(frozen=True, slots=True)
class Pointing:
    """A record that points to a name of AWS.

    Attributes:
        zone: The zone of the record.
        record: The record, under the name that a visitor asks for.
        pointed: What is known of the name at the end of its way.
        directory: The targets, and what was asked about names.
    """

    zone: Zone
    record: RecordSet
    pointed: Pointed
    directory: Directory

    @property
    def inventory(self) -> Inventory:
        """What is known of the target side."""
        return self.directory.inventory

    def seen(self, subject: Subject) -> Sighting | None:
        """What was answered about the name; None where it was not asked, or not answered."""
        return self.inventory.sightings.get(question(self.record.name, self.pointed.plain, subject))

    def unanswered(self, subject: Subject) -> tuple[str, ...]:
        """Why a question about the name settles nothing; empty if it does, or there is no one to ask."""
        if self.inventory.offline and self.seen(subject) is None:
            return (_OFFLINE,)
        why = self.inventory.unanswered.get(question(self.record.name, self.pointed.plain, subject))
        return () if why is None else (why,)

    def gaps(self, subject: Subject) -> tuple[str, ...]:
        """Why it proves nothing that the name was not found; ``subject`` is the question that would settle it."""
        return (*self.pointed.gaps, *self.unanswered(subject))

    def incomplete(self, subject: Subject = "dns") -> tuple[Finding, ...]:
        """What could not be asked, if anything, as a finding; ``subject`` is the question that would settle it."""
        gaps = self.gaps(subject)
        if not gaps:
            return ()
        more = f", and {len(gaps) - _MOST_GAPS} more" if len(gaps) > _MOST_GAPS else ""
        reasons = "; ".join(gap.rstrip(".") for gap in gaps[:_MOST_GAPS]) + more
        remedy = "Run it without --offline." if gaps == (_OFFLINE,) else None
        return (self.unknown(f"whether {self.pointed.name.bare} exists ({reasons})", remedy),)

    def unknown(self, what: str, remedy: str | None = None) -> Finding:
        """The finding that something is not known, with what to do about it where that is not the usual."""
        return self.finding(INVESTIGATION_INCOMPLETE, what=what, remedy=remedy)

    def finding(
        self,
        rule: Rule,
        *,
        severity: Severity | None = None,
        message: str | None = None,
        remedy: str | None = None,
        **values: Any,
    ) -> Finding:
        """What a rule says of the record and the name that it points to, see ``Topic.finding``."""
        topic = Topic.of_record(self.zone, self.record, self.pointed.name)
        return topic.finding(rule, severity=severity, message=message, remedy=remedy, **values)
