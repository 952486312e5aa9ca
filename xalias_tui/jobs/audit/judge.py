"""The join of every alias with every target: which lead somewhere, which to nothing, and which of that is not known.

Pure; linear in records and targets. ``jobs.auditing`` reads what it judges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from xalias_tui.domain.findings import Finding, Rule, Severity, Topic, by_severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Draft, Surroundings
from xalias_tui.domain.records import RecordSet, same_alias
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Verdict
from xalias_tui.domain.zone_ids import reverse
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.audit.dangling import Absent
from xalias_tui.jobs.targets.index import Directory, Pointed
from xalias_tui.rules import dangling as rules
from xalias_tui.rules.same_zone import ALIAS_LOOP, ALIAS_SAME_ZONE_TYPE_MISMATCH, SAME_ZONE_ALIAS_CHAIN_BROKEN
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets import offline_target
from xalias_tui.targets.shared.common_rules import INVESTIGATION_INCOMPLETE

_ZONE_PREFIX: Final = "/hostedzone/"
_CLOUDFRONT: Final = "cloudfront"


def judge_aliases(
    zones: Iterable[ZoneRecords],
    inventory: Inventory,
    on_zone: Callable[[int], None] | None = None,
) -> tuple[AliasVerdict, ...]:
    """The verdict of every alias record, in the order of the zones and of their records.

    Args:
        zones: Records as far as they were read.
        inventory: What is known of the target side.
        on_zone: Told how many aliases a zone had, after each.
    """
    directory = Directory(inventory)
    found: list[AliasVerdict] = []
    for records in zones:
        verdicts = ZoneJudge(records, directory).verdicts()
        found.extend(verdicts)
        if on_zone is not None:
            on_zone(len(verdicts))
    return tuple(found)


class ZoneJudge:
    """Judges the aliases of one zone."""

    def __init__(self, records: ZoneRecords, directory: Directory) -> None:
        self._records = records
        self._zone = records.zone
        self._directory = directory
        self._done: dict[int, AliasVerdict] = {}  # by identity: keys of records are dear to hash
        self._kind_findings: dict[tuple[DnsName, str | None, DnsName], tuple[Finding, ...]] = {}
        self._around = Surroundings(records)

    def verdicts(self) -> tuple[AliasVerdict, ...]:
        """Every alias of the zone."""
        aliases = [record for record in self._records.records if record.alias is not None]
        for record in aliases:
            self.verdict(record)
        for name in {record.name for record in aliases if record.set_identifier is not None}:
            self._note_broken_members(name)
        for record in aliases:
            if record.type == "HTTPS":
                self._note_stale_https(record)
        return tuple(self._done[id(record)] for record in aliases)

    def verdict(self, record: RecordSet) -> AliasVerdict:
        """One alias; those of its own zone are followed to their end."""
        way: list[RecordSet] = []
        at = record
        while id(at) not in self._done:
            if way and any(at is row for row in way):
                self._close(way, "broken", self._about(record, ALIAS_LOOP, chain=_chain(way, at.name)))
                break
            following = self._next(at)
            if isinstance(following, AliasVerdict):
                self._done[id(at)] = following
                break
            way.append(at)
            at = following
        for earlier in reversed(way):
            if id(earlier) not in self._done:
                self._done[id(earlier)] = self._inherited(earlier, self._done[id(at)])
            at = earlier
        return self._done[id(record)]

    # -- inside the zone

    def _next(self, record: RecordSet) -> RecordSet | AliasVerdict:
        """The record that an alias of the own zone leads to, or the verdict of one that leads nowhere further."""
        alias = record.alias
        if alias is None:
            return AliasVerdict(record, self._zone, "live")
        if alias.zone_id.removeprefix(_ZONE_PREFIX) != self._zone.id:
            return self._outside(record)
        there = self._records.at(alias.dns_name)
        fitting = [row for row in there if row.type == record.type]
        if fitting:
            return fitting[0] if len(fitting) == 1 else self._of_group(record, fitting)
        if there and self._records.complete:
            other = ", ".join(dict.fromkeys(row.type for row in there))
            return self._verdict(record, "broken", self._about(record, ALIAS_SAME_ZONE_TYPE_MISMATCH, other=other))
        if not self._records.complete or self._records.wildcards_above(alias.dns_name):
            what = (
                f"whether {alias.dns_name.bare} answers, which has no record of its own in what was read of this zone"
            )
            return self._verdict(record, "unknown", self._about(record, INVESTIGATION_INCOMPLETE, what=what))
        missing = f"{alias.dns_name.bare}, of which this zone has no {record.type} record"
        return self._verdict(record, "broken", self._about(record, SAME_ZONE_ALIAS_CHAIN_BROKEN, missing=missing))

    def _of_group(self, record: RecordSet, members: list[RecordSet]) -> AliasVerdict:
        """The verdict of an alias to a routing group: broken where every member is, else with those that are."""
        self._done[id(record)] = AliasVerdict(record, self._zone, "unknown")  # for a member that leads back here
        ends = [self.verdict(member) for member in members]
        del self._done[id(record)]
        order: tuple[Verdict, ...] = ("live", "unknown", "broken", "takeable")
        best = min(ends, key=lambda end: order.index(end.verdict))
        found = self._inherited(record, best)
        bad = [end.record for end in ends if end.is_bad and not best.is_bad]
        said = [
            self._about(
                record, rules.ROUTING_GROUP_MEMBER_BROKEN, member=member.set_identifier or "", policy=member.policy
            )
            for member in bad
        ]
        return replace(found, findings=by_severity((*found.findings, *said)))

    def _inherited(self, record: RecordSet, end: AliasVerdict) -> AliasVerdict:
        """What an alias of the own zone inherits from the one that it leads to."""
        findings: tuple[Finding, ...] = ()
        if end.is_bad:
            missing = f"{end.record.name.bare}, which itself is {end.verdict}"
            findings = (self._about(record, SAME_ZONE_ALIAS_CHAIN_BROKEN, missing=missing),)
        elif end.verdict == "unknown":
            what = f"where {end.record.name.bare} leads"
            findings = (self._about(record, INVESTIGATION_INCOMPLETE, what=what),)
        verdict: Verdict = "broken" if end.is_bad else end.verdict
        return AliasVerdict(record, self._zone, verdict, end.target, findings)

    def _close(self, way: list[RecordSet], verdict: Verdict, finding: Finding) -> None:
        for record in way:
            said = replace(finding, record=record.key)
            self._done[id(record)] = AliasVerdict(record, self._zone, verdict, None, (said,))

    # -- to other services

    def _outside(self, record: RecordSet) -> AliasVerdict:
        assert record.alias is not None  # noqa: S101 -- the only caller looked
        pointed = self._directory.look_up(record.alias.dns_name)
        target = self._directory.meant(record.name, pointed)
        if target is None:
            absence = self._absent(record, pointed).judge()
            mismatch = self._zone_id_findings(record, pointed)
            return AliasVerdict(
                record,
                self._zone,
                "broken" if mismatch and absence.verdict == "unknown" else absence.verdict,
                None,
                by_severity((*mismatch, *absence.findings)),
                absence.successor,
            )
        return self._present(record, pointed, target)

    def _absent(self, record: RecordSet, pointed: Pointed) -> Absent:
        return Absent(self._zone, record, pointed, self._directory)

    def _present(self, record: RecordSet, pointed: Pointed, target: Target) -> AliasVerdict:
        said = [
            replace(finding, record=record.key, zone_id=self._zone.id)
            for finding in self._judged(record, pointed, target)
            if finding.record is None or finding.record.type == record.type
        ]
        unlisted = any(finding.rule is not None and finding.rule.name_unclaimed for finding in said)
        mismatch = self._zone_id_findings(record, pointed)
        said += mismatch
        if unlisted and pointed.gaps:  # a distribution that could not be listed may be the one that serves the name
            said = [replace(finding, severity=Severity.WARNING) for finding in said]
            said += self._absent(record, pointed).incomplete()
            return AliasVerdict(record, self._zone, "unknown", target, by_severity(said))
        others = self._claiming(record, target) if unlisted else ()
        said += self._claim_findings(record, target, others) if unlisted else ()
        verdict: Verdict = "live"
        if any(finding.severity is Severity.ERROR for finding in said):
            verdict = "takeable" if unlisted and not others else "broken"
        elif target.state == INVESTIGATION_INCOMPLETE.id:
            verdict = "unknown"
            said.append(self._about(record, INVESTIGATION_INCOMPLETE, what=f"whether {target.name} answers"))
        successor = target if mismatch else next(iter(others), None)
        return AliasVerdict(record, self._zone, verdict, target, by_severity(said), successor)

    def _judged(self, record: RecordSet, pointed: Pointed, target: Target) -> tuple[Finding, ...]:
        """What the target's kind says of the records at the name that lead to it; worked out once for all types."""
        key = (record.name, record.set_identifier, pointed.name)
        findings = self._kind_findings.get(key)
        if findings is None:
            findings = self._kind_findings[key] = tuple(self._judge_kind(record, pointed, target))
        return findings

    def _judge_kind(self, record: RecordSet, pointed: Pointed, target: Target) -> Iterator[Finding]:
        assert record.alias is not None  # noqa: S101 -- only aliases are judged
        others: tuple[Target, ...] = ()
        if target.kind == "s3-website" and target.dns_name != pointed.forms[0].dns_name:
            others, target = (target,), offline_target(pointed.forms[0])  # the bucket is in another region
        elif target.kind == _CLOUDFRONT:
            others = self._directory.serving(record.name)
        types = same_alias(record, self._records.at(record.name))
        draft = Draft(
            self._zone,
            record.name,
            types,
            self._directory.as_it_stands(target, with_ipv6="AAAA" in types),
            evaluate_target_health=record.alias.evaluate_target_health,
            routing=record.routing,
            set_identifier=record.set_identifier,
        )
        case = Case(draft, replace(self._around, targets=others) if others else self._around, ())
        for finding in target_kind(target.kind).judge(case):
            if finding.severity is not Severity.INFO and not (finding.rule and finding.rule.drafts_only):
                yield finding

    def _zone_id_findings(self, record: RecordSet, pointed: Pointed) -> list[Finding]:
        assert record.alias is not None  # noqa: S101 -- only aliases are judged
        zone_id = record.alias.zone_id.removeprefix(_ZONE_PREFIX)
        known = pointed.zone_ids
        if not known or zone_id in known:
            return []
        rows = reverse(zone_id)
        regions = {form.region for form in pointed.forms}
        if any(row.service == "clb_legacy" and row.region in regions for row in rows):
            return []  # an id of 2012, which still answers
        if any(row.accepts(id_) for row in rows for id_ in known):
            return []
        found = f"{zone_id} ({rows[0].service} in {rows[0].region})" if rows else zone_id
        text = " or ".join(sorted(known))
        return [self._about(record, rules.ALIAS_ZONE_ID_MISMATCH, known=text, found=found)]

    def _claiming(self, record: RecordSet, target: Target) -> tuple[Target, ...]:
        """Other distributions that list the name."""
        serving = self._directory.serving(record.name)
        return tuple(row for row in serving if row.kind == target.kind and row.key != target.key)

    def _claim_findings(self, record: RecordSet, target: Target, others: tuple[Target, ...]) -> Iterator[Finding]:
        """Of a distribution that does not list the name: who else does, or that nobody does."""
        if others:
            yield self._about(
                record, rules.CLOUDFRONT_SERVES_OTHER_DISTRIBUTION, other=others[0].name, resource=target.name
            )
        else:
            yield self._about(record, rules.DANGLING_TAKEOVER_CLOUDFRONT)

    # -- the zone as a whole

    def _note_broken_members(self, name: DnsName) -> None:
        """Of a routing group, part of which leads to nothing: only part of the traffic fails."""
        for record in self._records.at(name):
            verdict = self._done.get(id(record))
            if verdict is None or not verdict.is_bad or record.set_identifier is None:
                continue
            others = [row for row in self._records.at(name, record.type) if row.key != record.key]
            if any(row.alias is None or not self._done[id(row)].is_bad for row in others):
                finding = self._about(
                    record,
                    rules.ROUTING_GROUP_MEMBER_BROKEN,
                    member=record.set_identifier,
                    policy=record.policy,
                )
                self._done[id(record)] = replace(verdict, findings=by_severity((*verdict.findings, finding)))

    def _note_stale_https(self, record: RecordSet) -> None:
        verdict = self._done[id(record)]
        to_cloudfront = record.alias is not None and _leads_to_cloudfront(record)
        elsewhere = [
            row for row in self._records.at(record.name) if row.type in ("A", "AAAA") and not _leads_to_cloudfront(row)
        ]
        if to_cloudfront and elsewhere:
            types = " and ".join(dict.fromkeys(row.type for row in elsewhere))
            finding = self._about(record, rules.HTTPS_RECORD_STALE, types=types)
            self._done[id(record)] = replace(verdict, findings=by_severity((*verdict.findings, finding)))

    def _verdict(self, record: RecordSet, verdict: Verdict, *findings: Finding) -> AliasVerdict:
        return AliasVerdict(record, self._zone, verdict, None, findings)

    def _about(self, record: RecordSet, rule: Rule, **values: Any) -> Finding:
        return Topic.of_alias(self._zone, record).finding(rule, **values)


def _leads_to_cloudfront(record: RecordSet) -> bool:
    if record.alias is None:
        return False
    return any(row.service == _CLOUDFRONT for row in reverse(record.alias.zone_id.removeprefix(_ZONE_PREFIX)))


def _chain(way: list[RecordSet], end: DnsName) -> str:
    return " → ".join(name.bare for name in (*(row.name for row in way), end))
