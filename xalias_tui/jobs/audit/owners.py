"""Which accounts own what records point to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.records import RecordKey
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.audit.run import foreign_names, hosts_of, look_up
from xalias_tui.jobs.audit.used_by import uses_of
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.all_records import Tell


@dataclass(frozen=True, slots=True)
class Owners:
    """The accounts that records point to, as far as their targets were found.

    Attributes:
        accounts: Account ids in order, by id of the zone and key of the record; records that point to nothing found
            are not in it.
        unscanned: Look-ups that failed: an absence behind them proves nothing.
    """

    accounts: Mapping[tuple[str, RecordKey], tuple[str, ...]]
    unscanned: tuple[Unscanned, ...]

    def of(self, zone: Zone, key: RecordKey) -> tuple[str, ...]:
        """The accounts that a record points to; none where no target of it was found."""
        return self.accounts.get((zone.id, key), ())


def owners(workspace: Workspace, zones: tuple[ZoneRecords, ...], tell: Tell | None = None) -> Owners:
    """Search the targets of records in the kinds and regions that their names tell, and name their accounts.

    Args:
        workspace: Whose target side is searched.
        zones: The records; those that they point to in other zones should be among them.
        tell: Told in words how far it is, on any thread.

    Raises:
        UsageError: when the side mixes AWS partitions.
    """
    inventory = look_up(workspace, foreign_names(zones, "aws"), tell, hosts=hosts_of(zones))
    found: dict[tuple[str, RecordKey], set[str]] = defaultdict(set)
    by_key = uses_of(zones, inventory.targets)
    for target in inventory.targets:
        for use in by_key.get(target.key, ()) if target.account_id else ():
            found[use.zone.id, use.record.key].add(target.account_id)
    return Owners({place: tuple(sorted(accounts)) for place, accounts in found.items()}, inventory.unscanned)
