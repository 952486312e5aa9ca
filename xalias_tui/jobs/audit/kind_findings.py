"""What the kinds of targets say of the records of a zone: worked out once for all records written alike."""

from __future__ import annotations

from dataclasses import replace

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import CNAME_TTL, Case, Cname, Draft, Surroundings
from xalias_tui.domain.records import AliasRef, same_alias
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zone_ids import reverse
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.audit.pointing import Pointing
from xalias_tui.jobs.targets.index import Directory, claim_of
from xalias_tui.targets import judge_existing, offline_target


class KindFindings:
    """The rules of the kinds, applied to the records of one zone and the targets that were found for them."""

    def __init__(self, records: ZoneRecords, directory: Directory) -> None:
        self._records = records
        self._directory = directory
        self._around = Surroundings(records)
        self._known: dict[tuple[str, str | None, str], tuple[Finding, ...]] = {}  # texts hash faster than names
        self._faultless: set[tuple[int, tuple[str, ...], bool, bool]] = set()  # by the identity of what is in _written
        self._written: dict[tuple[int, str, str, bool], tuple[Target, Target]] = {}

    def of(self, at: Pointing, target: Target) -> tuple[Finding, ...]:
        """What the target's kind says of a record: of all types at its name that point to the target, once for all."""
        record = at.record
        key = (record.name.text, record.set_identifier, at.pointed.name.text)
        findings = self._known.get(key)
        if findings is None:
            findings = self._known[key] = self._judged(at, target)
        if not findings:
            return ()
        return tuple(
            replace(finding, record=record.key, zone_id=at.zone.id)
            for finding in findings
            if finding.record is None or finding.record.type == record.type
        )

    def _judged(self, at: Pointing, target: Target) -> tuple[Finding, ...]:
        record, pointed = at.record, at.pointed
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
        written = self._as_written(target, own, alias, with_ipv6="AAAA" in types)
        evaluates = alias is not None and alias.evaluate_target_health
        alike = (id(written), types, evaluates, alias is None)
        if not others and alike in self._faultless:
            return ()
        draft = Draft(
            at.zone,
            record.name,
            types,
            written,
            evaluate_target_health=evaluates,
            routing=record.routing,
            set_identifier=record.set_identifier,
            cname=None if alias is not None or to is None else Cname(to, record.ttl or CNAME_TTL),
        )
        around = replace(self._around, targets=others) if others else self._around
        findings = judge_existing(Case(draft, around, (), exists=True))
        if findings is None and not others:
            self._faultless.add(alike)
        return findings or ()

    def _as_written(self, target: Target, name: DnsName, alias: AliasRef | None, *, with_ipv6: bool) -> Target:
        """The target under a name of its own with the zone id that an alias holds, for all records that write it so.

        A load balancer may still return an older id that works too.
        """
        zone_id = "" if alias is None else alias.bare_zone_id
        key = (id(target), name.text, zone_id, with_ipv6)
        written = self._written.get(key)
        if written is None:
            found = self._directory.as_it_stands(target, with_ipv6=with_ipv6).under(name)
            if zone_id != found.zone_id and (zone_id == self._records.zone.id or reverse(zone_id)):
                found = replace(found, zone_id=zone_id, zone_id_origin="table")
            written = self._written[key] = (target, found)  # held too, so that no other target gets its id
        return written[1]
