"""The verdict of every record against every target: what works, what is broken, and what of that is not known.

Pure; linear in records and targets. ``jobs.audit.run`` reads what it judges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from xalias_tui.domain.findings import Finding, Rule, Severity, Topic, by_severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import partition_of_name
from xalias_tui.domain.plans import CNAME_TTL, Case, Cname, Draft, Surroundings
from xalias_tui.domain.records import AliasRef, RecordSet, same_alias
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Risk, Verdict, Which
from xalias_tui.domain.zone_ids import reverse
from xalias_tui.domain.zones import ZoneRecords, stays_inside
from xalias_tui.jobs.audit.dangling import Absent
from xalias_tui.jobs.audit.recorded import concluded
from xalias_tui.jobs.targets.index import Directory, Pointed, claim_of
from xalias_tui.jobs.zones.ways import Way, Ways
from xalias_tui.rules import dangling as rules
from xalias_tui.rules.checks import leads_to_cloudfront
from xalias_tui.rules.same_zone import ALIAS_LOOP, ALIAS_SAME_ZONE_TYPE_MISMATCH, SAME_ZONE_ALIAS_CHAIN_BROKEN
from xalias_tui.targets import judge as judge_target
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets import offline_target
from xalias_tui.targets.shared.common_rules import INVESTIGATION_INCOMPLETE

_ZONE_PREFIX: Final = "/hostedzone/"
_ORDER: Final[tuple[Verdict, ...]] = ("live", "unknown", "not-served", "broken", "takeable")
"""Of several ways the best one decides: a name works as long as one of them does."""


def judge_records(
    zones: Iterable[ZoneRecords],
    inventory: Inventory,
    on_zone: Callable[[int], None] | None = None,
    *,
    which: Which = "aliases",
) -> tuple[AliasVerdict, ...]:
    """The verdict of every record of a choice, in the order of the zones and of their records.

    Args:
        zones: Records as far as they were read.
        inventory: What is known of the target side.
        on_zone: Called with the number of verdicts of a zone, after each.
        which: Which records are judged.
    """
    read = tuple(zones)
    directory, ways = Directory(inventory), Ways(read)
    found: list[AliasVerdict] = []
    for records in read:
        verdicts = ZoneJudge(records, directory, ways).verdicts(which)
        found.extend(verdicts)
        if on_zone is not None:
            on_zone(len(verdicts))
    return tuple(found)


class ZoneJudge:
    """Judges the records of one zone: each by the name that a visitor asks for, and by what it points to in the end."""

    def __init__(self, records: ZoneRecords, directory: Directory, ways: Ways) -> None:
        self._records = records
        self._zone = records.zone
        self._directory = directory
        self._ways = ways
        self._done: dict[int, AliasVerdict] = {}  # by identity: keys of records are dear to hash
        self._kind_findings: dict[tuple[DnsName, str | None, DnsName], tuple[Finding, ...]] = {}
        self._written: dict[tuple[int, DnsName, str, bool], tuple[Target, Target]] = {}
        self._around = Surroundings(records)

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
        for name in {record.name for record in judged if record.set_identifier is not None}:
            self._note_broken_members(name)
        for record in judged:
            if record.type == "HTTPS":
                self._note_stale_https(record)
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
            return self._outside(seen, record, to)
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
        found = self._outside(record, way.last, to)
        if way.last.alias is None and found.target is None and not self._directory.look_up(to).forms:
            return None
        if not way.through:
            return found
        own = self._outside(way.last, way.last, to)
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

    # -- to other services

    def _outside(self, record: RecordSet, last: RecordSet, to: DnsName) -> AliasVerdict:
        """What follows for ``record`` where ``last``, itself or the last one on its way, points to a name of AWS."""
        pointed = self._directory.look_up(to)
        target = self._directory.meant(record.name, pointed)
        mismatch = self._zone_id_findings(record, last, pointed)
        if target is not None:
            present = self._present(record, pointed, target, mismatch)
            return present if target_kind(target.kind).has_name(target, to) else self._unlisted(present, pointed)
        absence = Absent(self._zone, record, pointed, self._directory).judge()
        return AliasVerdict(
            record,
            self._zone,
            "broken" if mismatch and absence.verdict == "unknown" else absence.verdict,
            None,
            by_severity((*mismatch, *absence.findings)),
            absence.successor,
            points_to=to,
            risk=absence.risk,
        )

    def _present(self, record: RecordSet, pointed: Pointed, target: Target, mismatch: list[Finding]) -> AliasVerdict:
        verdict: Verdict
        said = [
            replace(finding, record=record.key, zone_id=self._zone.id)
            for finding in self._judged(record, pointed, target)
            if finding.record is None or finding.record.type == record.type
        ]
        unlisted = any(finding.rule is not None and finding.rule.name_unclaimed for finding in said)
        said += mismatch
        absent = Absent(self._zone, record, pointed, self._directory)
        others = self._claiming(record, target) if unlisted else ()
        serving = next((other for other in others if other.state != "Disabled"), None)
        if serving is not None:
            said = [*mismatch, self._served_by(record, target, serving)]
            verdict = "broken" if mismatch else "live"
            return replace(self._found(record, verdict, target, pointed, said, successor=serving), claimed=True)
        claimed = absent.claimed(target) if unlisted and not others else None
        if claimed is not None:
            said = [*mismatch, *claimed.findings]
            return replace(self._found(record, "unknown", target, pointed, said), claimed=True)
        open_ = absent.unclaimed(target) if unlisted and not others else ()
        if open_:  # another distribution, which could not be listed, may be the one that serves the name
            said = [replace(finding, severity=Severity.WARNING) for finding in said]
            return self._found(record, "unknown", target, pointed, (*said, *open_))
        failing = any(finding.severity is Severity.ERROR for finding in said)
        origin = None if failing else absent.origin(target)
        if origin is not None:
            said = [*origin.findings, *said]
            return self._found(record, origin.verdict, target, pointed, said, risk=origin.risk)
        if unlisted:
            said.append(self._served_by(record, target, others[0]) if others else absent.claimable(target))
        verdict = "live"
        if any(finding.severity is Severity.ERROR for finding in said):
            verdict = "takeable" if unlisted and not others else "broken"
        elif target.state == INVESTIGATION_INCOMPLETE.id:
            verdict = "unknown"
            said.append(self._about(record, INVESTIGATION_INCOMPLETE, what=f"whether {target.name} answers"))
        successor = target if mismatch else next(iter(others), None)
        risk: Risk | None = "needs-certificate" if verdict == "takeable" else None
        return self._found(record, verdict, target, pointed, said, successor=successor, risk=risk)

    def _found(
        self,
        record: RecordSet,
        verdict: Verdict,
        target: Target,
        pointed: Pointed,
        said: Sequence[Finding],
        *,
        successor: Target | None = None,
        risk: Risk | None = None,
    ) -> AliasVerdict:
        beside = self._directory.serving(record.name) if verdict in ("broken", "takeable") else ()
        concluded_, findings = concluded(self._zone, record, target, verdict, said, beside)
        risk = risk if concluded_ == verdict else None
        found = by_severity(findings)
        return AliasVerdict(record, self._zone, concluded_, target, found, successor, points_to=pointed.name, risk=risk)

    def _unlisted(self, found: AliasVerdict, pointed: Pointed) -> AliasVerdict:
        """The verdict at a name that has the form of a found target's names, but is not listed for it."""
        absence = Absent(self._zone, found.record, pointed, self._directory).at(found.target)
        if absence is None:
            return found
        return replace(found, verdict=absence.verdict, findings=by_severity((*found.findings, *absence.findings)))

    def _judged(self, record: RecordSet, pointed: Pointed, target: Target) -> tuple[Finding, ...]:
        """What the target's kind says of the records at the name that point to it; worked out once for all types."""
        key = (record.name, record.set_identifier, pointed.name)
        findings = self._kind_findings.get(key)
        if findings is None:
            findings = self._kind_findings[key] = tuple(self._judge_kind(record, pointed, target))
        return findings

    def _judge_kind(self, record: RecordSet, pointed: Pointed, target: Target) -> Iterator[Finding]:
        others: tuple[Target, ...] = ()
        own = pointed.name
        if claim_of(target.kind) == "bucket":
            own = pointed.forms[0].dns_name
            if target.dns_name != own:
                others, target = (target,), offline_target(pointed.forms[0])  # the bucket is in another region
        elif claim_of(target.kind) == "host-name":
            others = self._directory.serving(record.name)
        alias, to = record.alias, record.leads_to
        types = same_alias(record, self._records.at(record.name)) or (record.type,)
        draft = Draft(
            self._zone,
            record.name,
            types,
            self._as_written(target, own, alias, with_ipv6="AAAA" in types),
            evaluate_target_health=alias is not None and alias.evaluate_target_health,
            routing=record.routing,
            set_identifier=record.set_identifier,
            cname=None if alias is not None or to is None else Cname(to, record.ttl or CNAME_TTL),
        )
        around = replace(self._around, targets=others) if others else self._around
        for finding in judge_target(Case(draft, around, (), exists=True)):
            if finding.rule is None or not finding.rule.is_note(finding.severity):
                yield finding

    def _as_written(self, target: Target, name: DnsName, alias: AliasRef | None, *, with_ipv6: bool) -> Target:
        """The target under a name of its own with the zone id that an alias holds, for all records that write it so.

        A load balancer may still return an older id that works too.
        """
        zone_id = "" if alias is None else alias.zone_id.removeprefix(_ZONE_PREFIX)
        key = (id(target), name, zone_id, with_ipv6)
        written = self._written.get(key)
        if written is None:
            found = self._directory.as_it_stands(target, with_ipv6=with_ipv6).under(name)
            if zone_id != found.zone_id and (zone_id == self._zone.id or reverse(zone_id)):
                found = replace(found, zone_id=zone_id, zone_id_origin="table")
            written = self._written[key] = (target, found)  # held too, so that no other target gets its id
        return written[1]

    def _zone_id_findings(self, record: RecordSet, last: RecordSet, pointed: Pointed) -> list[Finding]:
        if last.alias is None:
            return []
        zone_id = last.alias.zone_id.removeprefix(_ZONE_PREFIX)
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
        """Other distributions, and tenants of one, that list the name."""
        serving = self._directory.serving(record.name)
        return tuple(row for row in serving if claim_of(row.kind) == "host-name" and row.key != target.key)

    def _served_by(self, record: RecordSet, target: Target, other: Target) -> Finding:
        """Of a distribution that does not list the name: who else does."""
        rule = rules.CLOUDFRONT_SERVES_OTHER_DISTRIBUTION
        return self._about(record, rule, other=other.name, resource=target.name)

    # -- the zone as a whole

    def _note_broken_members(self, name: DnsName) -> None:
        """Of a routing group, part of which points to nothing: only part of the traffic fails."""
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
        to_cloudfront = leads_to_cloudfront(record)
        elsewhere = [
            row for row in self._records.at(record.name) if row.type in ("A", "AAAA") and not leads_to_cloudfront(row)
        ]
        if to_cloudfront and elsewhere:
            types = " and ".join(dict.fromkeys(row.type for row in elsewhere))
            finding = self._about(record, rules.HTTPS_RECORD_STALE, types=types)
            self._done[id(record)] = replace(verdict, findings=by_severity((*verdict.findings, finding)))

    def _verdict(self, record: RecordSet, verdict: Verdict, *findings: Finding) -> AliasVerdict:
        return AliasVerdict(record, self._zone, verdict, None, findings)

    def _about(self, record: RecordSet, rule: Rule, **values: Any) -> Finding:
        return Topic.of_alias(self._zone, record).finding(rule, **values)


def _is_of_aws(name: DnsName) -> bool:
    """Whether a name that no kind of target has is one of AWS: of a database, a bucket's own endpoint, a branch."""
    return bool(partition_of_name(name)) or target_kind("").recognise(name) is not None
