"""The records of many zones, read at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Final

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.session.in_order import in_order
from xalias_tui.jobs.session.threads import ZONES_AT_ONCE, Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.read import ZonesRead, read_zones

_MOST_HELD: Final = 20_000
"""Records, which take about 25 MiB: twice as many as Route 53 lets a zone have unasked."""

Tell = Callable[[str], None]
"""Told in words how far something is, on any thread."""


def read_everything(workspace: Workspace, tell: Tell | None = None) -> tuple[ZonesRead, tuple[ZoneRecords, ...]]:
    """All zones with all their records; what could not be read is among the unscanned.

    Raises:
        AwsError: when no zone profile could be asked at all.
    """
    read = read_zones(workspace)
    records, missed = read_all_records(workspace, read.zones, tell or (lambda _: None))
    return ZonesRead(read.zones, (*read.unscanned, *missed)), records


def read_all_records(
    workspace: Workspace,
    zones: tuple[Zone, ...],
    tell: Tell,
    stop: threading.Event | None = None,
    *,
    also_empty: bool = False,
) -> tuple[tuple[ZoneRecords, ...], tuple[Unscanned, ...]]:
    """Records of many zones, read at the same time; of a zone that fails, the pages before.

    Args:
        workspace: Whose zone profiles are asked.
        zones: The zones.
        tell: Told in words how far it is, on any thread.
        stop: Set it to abandon what has not ended.
        also_empty: Whether zones that hold nothing but their own SOA and NS are read, too.
    """
    found: dict[str, ZoneRecords] = {}
    missed: list[Unscanned] = []
    lock = threading.Lock()
    wanted = [zone for zone in zones if also_empty or zone.holds_records]

    def read(zone: Zone) -> None:
        problems: list[Unscanned] = []
        rows = tuple(chain.from_iterable(_pages(workspace, zone, problems)))
        with lock:
            found[zone.id] = ZoneRecords(zone, rows, complete=not problems)
            missed.extend(problems)
            tell(f"{len(found)} of {len(wanted)} zones read")

    Pool(ZONES_AT_ONCE).run([partial(read, zone) for zone in wanted], stop)
    with lock:
        return tuple(found[zone.id] for zone in wanted if zone.id in found), tuple(missed)


def records_in_order(
    workspace: Workspace, zones: tuple[Zone, ...], tell: Tell, missed: list[Unscanned]
) -> Iterator[tuple[Zone, Sequence[RecordSet]]]:
    """The records of many zones in the order of these, by pages, each with its zone; of one that fails those before.

    They are read at the same time, but only so many are held until their turn.

    Args:
        workspace: Whose zone profiles are asked.
        zones: The zones.
        tell: Told in words how far it is.
        missed: Gets what could not be read.
    """
    before = -1
    sources = [partial(_pages, workspace, zone, missed) for zone in zones]
    for at, page in in_order(sources, most=_MOST_HELD):
        if at != before:
            before = at
            tell(f"{at} of {len(zones)} zones read")
        yield zones[at], page


def _pages(workspace: Workspace, zone: Zone, missed: list[Unscanned]) -> Iterator[Sequence[RecordSet]]:
    """The pages of a zone; of one that fails those before, and why it did."""
    try:
        yield from workspace.accounts.hosted_zones(zone.profile).records(zone)
    except LookupFailedError as error:
        missed.append(_unread(zone, error.code, error.message, error.needed))
    except XaliasError as error:
        missed.append(_unread(zone, error.code, error.message))


def _unread(zone: Zone, code: str, message: str, action: str = "") -> Unscanned:
    return Unscanned(zone.account_id, zone.profile, "", "records", code, f"{zone.name}: {message}", action)
