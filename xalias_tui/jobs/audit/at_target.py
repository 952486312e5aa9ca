"""The verdict of a record by the target that it points to: found, or in no inventory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from xalias_tui.domain.findings import Finding, Rule, Severity, Topic, by_severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict, Risk, Verdict
from xalias_tui.domain.zone_ids import reverse
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.audit import found as of_found
from xalias_tui.jobs.audit.dangling import absence
from xalias_tui.jobs.audit.kind_findings import KindFindings
from xalias_tui.jobs.audit.pointing import Pointing
from xalias_tui.jobs.audit.recorded import concluded
from xalias_tui.jobs.targets.index import Directory, Pointed, claim_of
from xalias_tui.rules import dangling as rules
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.common_rules import INVESTIGATION_INCOMPLETE


class TargetJudge:
    """Judges the records of one zone that point to names of AWS."""

    def __init__(self, records: ZoneRecords, directory: Directory) -> None:
        self._zone = records.zone
        self._directory = directory
        self._named: dict[tuple[int, str], tuple[Target, bool]] = {}  # holds targets, so that no other one gets an id
        self._of_kind = KindFindings(records, directory)

    def verdict(self, record: RecordSet, last: RecordSet, to: DnsName) -> AliasVerdict:
        """What follows for ``record`` where ``last``, itself or the last one on its way, points to a name of AWS."""
        at = Pointing(self._zone, record, self._directory.look_up(to), self._directory)
        target = self._directory.meant(record.name, at.pointed)
        mismatch = self._zone_id_findings(record, last, at.pointed)
        if target is not None:
            present = self._present(at, target, mismatch)
            return present if self._has_name(target, to) else _unlisted(present, at, target)
        missing = absence(at)
        return AliasVerdict(
            record,
            self._zone,
            "broken" if mismatch and missing.verdict == "unknown" else missing.verdict,
            None,
            by_severity((*mismatch, *missing.findings)),
            missing.successor,
            points_to=to,
            risk=missing.risk,
        )

    def _has_name(self, target: Target, name: DnsName) -> bool:
        """See ``Kind.has_name``; answered once for all records that point to the name."""
        key = (id(target), name.text)
        known = self._named.get(key)
        if known is None:
            known = self._named[key] = (target, target_kind(target.kind).has_name(target, name))
        return known[1]

    def _present(self, at: Pointing, target: Target, mismatch: Sequence[Finding]) -> AliasVerdict:
        told = of_found.told_of_claims(at, target)
        if told is not None and told.claims:
            target = target_kind(target.kind).with_claims(target, told.claims)
        said = (*self._of_kind.of(at, target), *mismatch)
        instead = target if mismatch else None
        if not any(finding.rule is not None and finding.rule.name_unclaimed for finding in said):
            return self._listed(at, target, said, successor=instead)
        others = self._claiming(at.record, target)
        serving = next((other for other in others if other.state != "Disabled"), None)
        if serving is not None:
            said = (*mismatch, self._served_by(at, target, serving))
            found = self._found(at, "broken" if mismatch else "live", target, said, successor=serving)
            return replace(found, claimed=True)
        if others:
            said_by = self._served_by(at, target, others[0])
            return self._settled(at, target, said, said_by, successor=instead or others[0])
        claimed = of_found.claimed(at, target)
        if claimed is not None:
            return replace(self._found(at, "unknown", target, (*mismatch, *claimed.findings)), claimed=True)
        open_ = of_found.unclaimed(at, target)
        if open_:  # another distribution, which could not be listed, may be the one that serves the name
            softened = (replace(finding, severity=Severity.WARNING) for finding in said)
            return self._found(at, "unknown", target, (*softened, *open_))
        claimable = of_found.claimable(at, target)
        return self._settled(at, target, said, claimable, bad="takeable", successor=instead)

    def _listed(
        self, at: Pointing, target: Target, said: Sequence[Finding], *, successor: Target | None
    ) -> AliasVerdict:
        """The verdict at a name that the target lists, itself or by a wildcard."""
        open_ = () if _fails(said) else of_found.outdone(at, target)
        if open_:
            return self._found(at, "unknown", target, (*said, *open_))
        return self._settled(at, target, said, successor=successor)

    def _settled(
        self,
        at: Pointing,
        target: Target,
        said: Sequence[Finding],
        unlisted: Finding | None = None,
        *,
        bad: Verdict = "broken",
        successor: Target | None = None,
    ) -> AliasVerdict:
        """The verdict by the findings, ``bad`` with an error among them.

        ``unlisted`` is the finding about a name that the target does not list; a missing bucket behind it goes first.
        """
        origin = None if _fails(said) else of_found.origin(at, target)
        if origin is not None:
            return self._found(at, origin.verdict, target, (*origin.findings, *said), risk=origin.risk)
        verdict: Verdict = "live"
        if unlisted is not None:
            said = (*said, unlisted)
        if _fails(said):
            verdict = bad
        elif target.state == INVESTIGATION_INCOMPLETE.id:
            verdict = "unknown"
            said = (*said, self._about(at, INVESTIGATION_INCOMPLETE, what=f"whether {target.name} answers"))
        risk: Risk | None = "needs-certificate" if verdict == "takeable" else None
        return self._found(at, verdict, target, said, successor=successor, risk=risk)

    def _found(
        self,
        at: Pointing,
        verdict: Verdict,
        target: Target,
        said: Sequence[Finding],
        *,
        successor: Target | None = None,
        risk: Risk | None = None,
    ) -> AliasVerdict:
        beside = self._directory.serving(at.record.name) if verdict in ("broken", "takeable") else ()
        final, findings = concluded(self._zone, at.record, target, verdict, said, beside)
        return AliasVerdict(
            at.record,
            self._zone,
            final,
            target,
            by_severity(findings),
            successor,
            points_to=at.pointed.name,
            risk=risk if final == verdict else None,
        )

    def _zone_id_findings(self, record: RecordSet, last: RecordSet, pointed: Pointed) -> list[Finding]:
        if last.alias is None:
            return []
        zone_id = last.alias.bare_zone_id
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
        topic = Topic.of_alias(self._zone, record)
        return [topic.finding(rules.ALIAS_ZONE_ID_MISMATCH, known=text, found=found)]

    def _claiming(self, record: RecordSet, target: Target) -> tuple[Target, ...]:
        """Other distributions, and tenants of one, that list the name."""
        serving = self._directory.serving(record.name)
        return tuple(row for row in serving if claim_of(row.kind) == "host-name" and row.key != target.key)

    def _served_by(self, at: Pointing, target: Target, other: Target) -> Finding:
        """Of a distribution that does not list the name: who else does."""
        rule = rules.CLOUDFRONT_SERVES_OTHER_DISTRIBUTION
        return self._about(at, rule, other=other.name, resource=target.name)

    def _about(self, at: Pointing, rule: Rule, **values: Any) -> Finding:
        return Topic.of_alias(self._zone, at.record).finding(rule, **values)


def _unlisted(verdict: AliasVerdict, at: Pointing, target: Target) -> AliasVerdict:
    """The verdict at a name that has the form of a found target's names, but is not listed for it."""
    missing = of_found.without_name(at, target)
    if missing is None:
        return verdict
    return replace(verdict, verdict=missing.verdict, findings=by_severity((*verdict.findings, *missing.findings)))


def _fails(said: Sequence[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in said)
