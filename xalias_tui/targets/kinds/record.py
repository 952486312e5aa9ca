"""Another record of the same hosted zone: an alias of its type can point to it; a traffic policy's name is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Facts, Target
from xalias_tui.domain.zones import Zone
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.subject import Subject

_NEVER = frozenset({"NS", "SOA"})
"""Types that no alias can have (Route 53 Developer Guide: resource-record-sets-values-alias)."""


@dataclass(frozen=True, slots=True)
class RecordFacts(Facts):
    """That the record was read: the rules about the zone itself judge the rest."""


class ZoneRecordKind(Kind):
    """The kind ``record``; a name alone does not show which zone it is in."""

    key = "record"
    title = "Record of the same zone"
    scope = "global"
    services = ("route53",)
    record_types = ("A", "AAAA", "HTTPS")
    iam_actions = ("route53:ListResourceRecordSets",)
    order = 260
    inspects = "the record"

    def discover(self, ask: Ask) -> Iterator[Target]:
        """Nothing on the target side: a record is found in the zone of the plan, by ``target_at``."""
        del ask
        return iter(())

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """Nothing of its own: ``rules.same_zone`` judges chains, types and loops."""
        del subject
        return iter(())

    def target_at(self, zone: Zone, name: DnsName, standing: Iterable[RecordSet]) -> Target | None:
        """The target that the records at a name of the zone are; None where no alias can point there."""
        records = [record for record in standing if record.type not in _NEVER]
        return (
            replace(self.missing_at(zone, name), record_types=_types(records), state="in the zone") if records else None
        )

    def missing_at(self, zone: Zone, name: DnsName) -> Target:
        """A name to which no alias can point: it has no records, or its zone is not that of the alias."""
        return Target(
            kind=self.key,
            name=name.bare,
            arn="",
            account_id=zone.account_id,
            profile=zone.profile,
            region="global",
            dns_name=name,
            zone_id=zone.id,
            zone_id_origin="zone",
            record_types=(),
            state="not in the zone of the alias",
            facts=RecordFacts(),
            inspected=True,
        )


def _types(records: Iterable[RecordSet]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(record.type for record in records))


KIND = ZoneRecordKind()
