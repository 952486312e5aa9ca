"""Which records lead to a target: aliases and CNAMEs, in every zone, also through other records of their zone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import Inventory
from xalias_tui.domain.zones import Zone, ZoneRecords, answering
from xalias_tui.jobs.audit.run import Tell, read_everything
from xalias_tui.jobs.session.accounts import check_sides
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.targets.find import find_target, scope_of
from xalias_tui.jobs.targets.index import Directory, claim_of, parsed_name

_ZONE_PREFIX = "/hostedzone/"


@dataclass(frozen=True, slots=True)
class Use:
    """A record that leads to a target.

    Attributes:
        zone: Its zone.
        record: The alias or CNAME.
        through: Records of the zone between it and the target, in order; empty where it leads there itself.
    """

    zone: Zone
    record: RecordSet
    through: tuple[RecordSet, ...] = ()


@dataclass(frozen=True, slots=True)
class UsedBy:
    """The answer of ``usedby``; complete only where ``unscanned`` is empty.

    Attributes:
        target: The target meant.
        uses: Records that lead to it, in order of zone and name.
        unscanned: Zones, or targets, that could not be read.
    """

    target: Target
    uses: tuple[Use, ...]
    unscanned: tuple[Unscanned, ...]


def used_by(workspace: Workspace, text: str, tell: Tell | None = None) -> UsedBy:
    """Every record in every zone that leads to the target that a text names.

    Raises:
        UsageError: when nothing is called so, or several targets are.
        AwsError: when no zone profile could be asked, or no target profile where the text is no DNS name.
    """
    check_sides(workspace)
    found = discover(workspace, scope=scope_of(text))
    target = find_target(text, found.targets)
    answer = uses_in_all_zones(workspace, target, tell)
    return UsedBy(target, answer.uses, (*answer.unscanned, *found.unscanned))


def uses_in_all_zones(workspace: Workspace, target: Target, tell: Tell | None = None) -> UsedBy:
    """Every record in every zone that leads to a target that is known already.

    Raises:
        AwsError: when no zone profile could be asked.
    """
    read, records = read_everything(workspace, tell)
    return UsedBy(target, uses_of(records, (target,)).get(target.key, ()), read.unscanned)


def uses_of(zones: Iterable[ZoneRecords], targets: tuple[Target, ...]) -> Mapping[str, tuple[Use, ...]]:
    """The records that lead to each target, by the target's key; pure, linear in records."""
    directory = Directory(Inventory(targets))
    found: dict[str, list[Use]] = defaultdict(list)
    for records in zones:
        walk = _Walk(records)
        for record in records.records:
            known: set[tuple[str, tuple[int, ...]]] = set()
            for through, last in walk.ends(record):
                way = tuple(id(row) for row in through)
                for target in _meant(directory, last):
                    if (target.key, way) not in known:
                        known.add((target.key, way))
                        found[target.key].append(Use(records.zone, record, through))
    return {key: tuple(uses) for key, uses in found.items()}


def _meant(directory: Directory, record: RecordSet) -> tuple[Target, ...]:
    """The targets that a record leads to itself; of buckets, which share an endpoint, the one called as the record."""
    found: dict[str, Target] = {}
    for name in pointed_names(record):
        for target in directory.look_up(name).targets:
            if claim_of(target.kind) != "bucket" or not target.arn or target.name == record.name.bare:
                found[target.key] = target
    return tuple(found.values())


def pointed_names(record: RecordSet) -> tuple[DnsName, ...]:
    """The names that an alias or a CNAME leads to."""
    if record.alias is not None:
        return (record.alias.dns_name,)
    if record.type != "CNAME":
        return ()
    parsed = (parsed_name(value) for value in record.values)
    return tuple(name for name in parsed if name is not None)


_Way = tuple[tuple[RecordSet, ...], RecordSet]
"""What lies between a record and the end, the last one included, and the last record."""


class _Walk:
    """Follows the records of one zone; each is followed once, however long the way."""

    def __init__(self, records: ZoneRecords) -> None:
        self._records = records
        self._ends: dict[int, tuple[_Way, ...]] = {}

    def ends(self, record: RecordSet) -> tuple[_Way, ...]:
        """Ways from a record to those that lead out of the zone; a loop has none."""
        if id(record) not in self._ends:
            self._follow(record)
        return self._ends[id(record)]

    def _follow(self, first: RecordSet) -> None:
        self._ends[id(first)] = ()  # a loop ends here
        open_ = [(first, iter(self._following(first)))]
        while open_:
            record, rest = open_[-1]
            ahead = next((row for row in rest if id(row) not in self._ends), None)
            if ahead is None:
                self._ends[id(record)] = self._joined(record)
                open_.pop()
            else:
                self._ends[id(ahead)] = ()
                open_.append((ahead, iter(self._following(ahead))))

    def _joined(self, record: RecordSet) -> tuple[_Way, ...]:
        """The ways from a record, where those of the ones that it leads to are known."""
        following = self._following(record)
        if not following:
            return (((), record),) if record.alias is not None or record.type == "CNAME" else ()
        return tuple(((row, *through), last) for row in following for through, last in self._ends[id(row)])

    def _following(self, record: RecordSet) -> tuple[RecordSet, ...]:
        """The records of the same zone that a record leads to; only for a CNAME does a wildcard answer."""
        if record.alias is not None:
            if record.alias.zone_id.removeprefix(_ZONE_PREFIX) != self._records.zone.id:
                return ()
            return self._records.at(record.alias.dns_name, record.type)
        names = [name for name in pointed_names(record) if name.is_inside(self._records.zone.name)]
        return tuple(row for name in names for row in answering(self._records, name))
