"""The verdict of every record against every target: what works, what is broken, and what of that is not known.

Pure; linear in records and targets. ``jobs.audit.run`` reads what it judges.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from xalias_tui.domain.findings import Finding, Rule, Severity, Topic, by_severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import partition_of_name
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Verdict, Which
from xalias_tui.domain.zones import ZoneRecords, stays_inside
from xalias_tui.jobs.audit.at_target import TargetJudge
from xalias_tui.jobs.audit.neighbours import Verdicts, note_neighbours
from xalias_tui.jobs.targets.index import Directory
from xalias_tui.jobs.zones.ways import Way, Ways
from xalias_tui.rules import dangling as rules
from xalias_tui.rules.same_zone import ALIAS_LOOP, ALIAS_SAME_ZONE_TYPE_MISMATCH, SAME_ZONE_ALIAS_CHAIN_BROKEN
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.common_rules import INVESTIGATION_INCOMPLETE

_ORDER: Final[tuple[Verdict, ...]] = ("live", "unknown", "not-served", "broken", "takeable")
"""Of several ways the best one decides: a name works as long as one of them does."""


def judge_records(
    zones: Iterable[ZoneRecords],
    inventory: Inventory,
    *,
    which: Which = "aliases",
) -> tuple[AliasVerdict, ...]:
    """The verdict of every record of a choice, in the order of the zones and of their records.

    Args:
        zones: Records as far as they were read.
        inventory: What is known of the target side.
        which: Which records are judged.
    """
    read = tuple(zones)
    directory, ways = Directory(inventory), Ways(read)
    return tuple(row for records in read for row in ZoneJudge(records, directory, ways).verdicts(which))


class ZoneJudge:
    """Judges the records of one zone: each by the name that a visitor asks for, and by what it points to in the end."""

    def __init__(self, records: ZoneRecords, directory: Directory, ways: Ways) -> None:
        self._records = records
        self._zone = records.zone
        self._directory = directory
        self._ways = ways
        self._at_target = TargetJudge(records, directory)
        self._done: Verdicts = {}

    def verdicts(self, which: Which) -> tuple[AliasVerdict, ...]:
        """Every record of the zone that is to be judged."""
        rows = (row for row in self._records.records if row.alias is not None or which != "aliases")
        return self.of(rows, elsewhere=which)

    def of(
        self, records: Iterable[RecordSet], asked: DnsName | None = None, *, elsewhere: Which = "aliases"
    ) -> tuple[AliasVerdict, ...]:
        """The verdicts of some records of the zone, without those that are no alias and point to no kind of target.

        Args:
            records: The records.
            asked: The name that a visitor asks for, where that is not the records' own: of a wildcard, or of a CNAME
                that points to them.
            elsewhere: Which CNAMEs to other names are judged as well, by whether these exist.
        """
        rows = tuple(records)
        for record in rows:
            verdict = self._verdict_of(record, asked) or self._elsewhere(record, elsewhere)
            if verdict is not None:
                self._done[id(record)] = verdict
        judged = [record for record in rows if id(record) in self._done]
        note_neighbours(self._records, judged, self._done)
        return tuple(self._done[id(record)] for record in judged)

    def _verdict_of(self, record: RecordSet, asked: DnsName | None) -> AliasVerdict | None:
        if asked is None or asked == record.name:
            return self._judge(record, record)
        found = self._judge(record, replace(record, key=replace(record.key, name=asked)))
        if found is None:
            return None
        findings = (
            replace(finding, record=record.key) if finding.record == found.record.key else finding
            for finding in found.findings
        )
        return replace(found, record=record, visited=asked, findings=tuple(findings))

    def _elsewhere(self, record: RecordSet, which: Which) -> AliasVerdict | None:
        """The verdict of a CNAME that ends at no kind of target: all that is known is whether its last name exists.

        Names with an underscore prove something to a service (certificates, mail): what they point to needs no address.
        """
        if which == "aliases" or record.alias is not None or record.name.labels[0].startswith("_"):
            return None
        ends = [way.last.leads_to for way in self._ways.of(record, self._records) if way.stop == "outside"]
        to = next((name for name in ends if name is not None), None)
        if to is None or not (which == "all" or _is_of_aws(to)) or "_domainkey" in record.name.labels:
            return None
        seen = self._directory.inventory.sightings.get(("dns", to))
        if seen is None or not (seen.exists or seen.settles):
            return AliasVerdict(record, self._zone, "unknown", points_to=to)
        if seen.exists:
            return AliasVerdict(record, self._zone, "live", points_to=to)
        about = Topic.of_record(self._zone, record, to).finding(rules.DANGLING_TARGET, where=f": {seen.evidence}")
        return AliasVerdict(record, self._zone, "broken", findings=(about,), points_to=to)

    def _judge(self, record: RecordSet, seen: RecordSet) -> AliasVerdict | None:
        """The verdict of a record; ``seen`` is the same record under the name that the visitor asks for."""
        to = record.leads_to
        if to is None:
            return None
        alias = record.alias
        if alias is not None and not stays_inside(alias, self._zone):
            return self._at_target.verdict(seen, record, to)
        ways = self._ways.of(record, self._records)
        ends = [(way, verdict) for way in ways if (verdict := self._end(seen, way)) is not None]
        if not ends or (alias is None and all(end.points_to is None for _, end in ends)):
            return None
        best = min((end for _, end in ends), key=lambda end: _ORDER.index(end.verdict))
        if best.is_bad or len(ends) == 1:
            return best
        bad = {id(row): row for way, end in ends if end.is_bad for row in way.through if row.set_identifier is not None}
        said = [
            self._about(
                seen, rules.ROUTING_GROUP_MEMBER_BROKEN, member=member.set_identifier or "", policy=member.policy
            )
            for member in bad.values()
        ]
        return replace(best, findings=by_severity((*best.findings, *said)))

    # -- through the zones

    def _end(self, record: RecordSet, way: Way) -> AliasVerdict | None:
        """What follows from one way of a record; None where it ends outside AWS."""
        to = way.last.leads_to
        if way.stop == "outside" and to is not None:
            return self._through(record, way, to)
        if way.stop == "values":
            return AliasVerdict(record, self._zone, "live")
        if way.stop == "loop":
            chain = " → ".join(row.name.bare for row in (record, *way.through))
            return self._verdict(record, "broken", self._about(record, ALIAS_LOOP, chain=chain))
        return None if to is None or record.alias is None else self._nothing_there(record, way, to)

    def _nothing_there(self, record: RecordSet, way: Way, to: DnsName) -> AliasVerdict:
        """What follows for an alias from a way that ends at a name of a zone that answers with nothing."""
        if way.stop == "unread":
            what = f"whether {to.bare} answers, which has no record of its own in what was read of this zone"
            return self._verdict(record, "unknown", self._about(record, INVESTIGATION_INCOMPLETE, what=what))
        if way.through:
            return self._chain_broken(record, way, "broken")
        if way.stop == "other-type":
            other = ", ".join(dict.fromkeys(row.type for row in way.records.at(to)))
            return self._verdict(record, "broken", self._about(record, ALIAS_SAME_ZONE_TYPE_MISMATCH, other=other))
        missing = f"{to.bare}, of which this zone has no {record.type} record"
        return self._verdict(record, "broken", self._about(record, SAME_ZONE_ALIAS_CHAIN_BROKEN, missing=missing))

    def _through(self, record: RecordSet, way: Way, to: DnsName) -> AliasVerdict | None:
        """What follows for a record from the name of AWS at the end of its way; None where that is not one of AWS.

        The end is judged by the name that the visitor asks for. What is wrong with the end itself is not repeated.
        """
        found = self._at_target.verdict(record, way.last, to)
        if way.last.alias is None and found.target is None and not self._directory.look_up(to).forms:
            return None
        if not way.through:
            return found
        own = self._at_target.verdict(way.last, way.last, to)
        known = {(finding.id, finding.message) for finding in own.findings}
        findings = tuple(finding for finding in found.findings if (finding.id, finding.message) not in known)
        if found.verdict == "broken" and not any(row.severity is Severity.ERROR for row in findings):
            return replace(self._chain_broken(record, way, "broken"), points_to=to)
        if found.verdict == "unknown" and not findings:
            what = f"what {way.through[0].name.bare} points to"
            findings = (self._about(record, INVESTIGATION_INCOMPLETE, what=what),)
        if found.verdict == "takeable":
            findings = found.findings
        return replace(found, findings=findings, successor=None)

    def _chain_broken(self, record: RecordSet, way: Way, verdict: Verdict) -> AliasVerdict:
        missing = f"{way.through[0].name.bare}, which itself is {verdict}"
        return self._verdict(record, verdict, self._about(record, SAME_ZONE_ALIAS_CHAIN_BROKEN, missing=missing))

    def _verdict(self, record: RecordSet, verdict: Verdict, *findings: Finding) -> AliasVerdict:
        return AliasVerdict(record, self._zone, verdict, None, findings)

    def _about(self, record: RecordSet, rule: Rule, **values: Any) -> Finding:
        return Topic.of_alias(self._zone, record).finding(rule, **values)


def _is_of_aws(name: DnsName) -> bool:
    """Whether a name that no kind of target has is one of AWS: of a database, a bucket's own endpoint, a branch."""
    return bool(partition_of_name(name)) or target_kind("").recognise(name) is not None
