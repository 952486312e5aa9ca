"""Which records point to a target: aliases and CNAMEs, in every zone, also through other records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import Inventory
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.session.accounts import check_sides
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.find import seek_all
from xalias_tui.jobs.targets.index import Directory
from xalias_tui.jobs.zones.all_records import Tell, read_everything
from xalias_tui.jobs.zones.ways import Way, Ways


@dataclass(frozen=True, slots=True)
class Use:
    """A record that points to a target.

    Attributes:
        zone: Its zone.
        record: The alias or CNAME.
        through: Records of the zone between it and the target, in order; empty if it points there itself.
    """

    zone: Zone
    record: RecordSet
    through: tuple[RecordSet, ...] = ()


@dataclass(frozen=True, slots=True)
class UsedBy:
    """The answer of ``usedby``; complete only where ``unscanned`` is empty.

    Attributes:
        target: The target meant.
        uses: Records that point to it, in order of zone and name.
        unscanned: Zones, or targets, that could not be read.
        read: How many records were read.
    """

    target: Target
    uses: tuple[Use, ...]
    unscanned: tuple[Unscanned, ...]
    read: int = 0


def used_by(workspace: Workspace, text: str, tell: Tell | None = None) -> UsedBy:
    """Every record in every zone that points to the target that a text names.

    Raises:
        UsageError: when nothing is called so, or several targets are.
        AwsError: when no zone profile could be asked, or no target profile where the text is no DNS name.
    """
    check_sides(workspace)
    targets, sought = seek_all(workspace, Pasted.read(text))
    answer = uses_in_all_zones(workspace, *targets, tell=tell)
    return replace(answer, unscanned=(*answer.unscanned, *sought.unscanned))


def uses_in_all_zones(workspace: Workspace, target: Target, *others: Target, tell: Tell | None = None) -> UsedBy:
    """Every record in every zone that points to a target that is known already, or to others of the same resource.

    Raises:
        AwsError: when no zone profile could be asked.
    """
    read, records = read_everything(workspace, tell)
    found = uses_of(records, (target, *others))
    uses = tuple(use for one in (target, *others) for use in found.get(one.key, ()))
    return UsedBy(target, uses, read.unscanned, sum(len(zone.records) for zone in records))


def uses_of(zones: Iterable[ZoneRecords], targets: tuple[Target, ...]) -> Mapping[str, tuple[Use, ...]]:
    """The records that point to each target, by the target's key; pure, linear in records."""
    read = tuple(zones)
    directory, ways = Directory(Inventory(targets)), Ways(read)
    found: dict[str, list[Use]] = defaultdict(list)
    for records in read:
        for record in records.records:
            for target, through in _meant_by(record, ways.of(record, records), directory):
                found[target.key].append(Use(records.zone, record, through))
    return {key: tuple(uses) for key, uses in found.items()}


def _meant_by(
    record: RecordSet, ways: tuple[Way, ...], directory: Directory
) -> Iterator[tuple[Target, tuple[RecordSet, ...]]]:
    """The targets at the ends of a record's ways; of buckets, which share an endpoint, the one called as the record."""
    known: set[tuple[str, tuple[int, ...]]] = set()
    for way in ways:
        name = way.last.leads_to
        if way.stop != "outside" or name is None:
            continue
        for target in directory.reached(record.name, directory.look_up(name)):
            path = (target.key, tuple(id(row) for row in way.through))
            if path not in known:
                known.add(path)
                yield target, way.through
