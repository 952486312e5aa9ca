"""Browsing the zone side: hosted zones of every zone account, and their records."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError, InvalidNameError, UsageError
from xalias_tui.domain.hosted_zones import NO_SUCH_ZONE
from xalias_tui.domain.lookups import LookupFailedError, Unscanned, failed_in_brackets
from xalias_tui.domain.meant import did_you_mean
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.policies import what_to_do
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone, ZoneRecords, best_zones, zone_id_in
from xalias_tui.jobs.session.accounts import none_ready, ready_once_an_account
from xalias_tui.jobs.session.config_source import zone_side
from xalias_tui.jobs.session.in_order import in_order
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace

OTHER_ZONES: Final = "'xalias zones' lists them; --zone-profile names other zone accounts, in the explorer A."
_AT_ONCE: Final = 8
"""Zones whose details are asked at the same time: more only wait for Route 53, which all of them ask."""
_MOST_HELD: Final = 1_000
"""Zones that are read before their turn."""


@dataclass(frozen=True, slots=True)
class ZonesRead:
    """Hosted zones as far as they could be read.

    Attributes:
        zones: In order of name, then id.
        unscanned: Zone accounts, or details of zones, that could not be read.
    """

    zones: tuple[Zone, ...]
    unscanned: tuple[Unscanned, ...]

    def with_account(self, account_id: str, now: ZonesRead) -> ZonesRead:
        """These with the zones of an account as they were read later; where that failed in part, nothing is gone."""
        new = {zone.id for zone in now.zones}
        stay = (zone for zone in self.zones if zone.id not in new and (zone.account_id != account_id or now.unscanned))
        missed = (row for row in self.unscanned if row.account_id != account_id)
        return ZonesRead(_in_order((*stay, *now.zones)), (*missed, *now.unscanned))


def read_zones(
    workspace: Workspace,
    wanted: str | None = None,
    *,
    profiles: tuple[str, ...] = (),
    detailed: bool = False,
    on_page: Callable[[tuple[Zone, ...]], None] | None = None,
    on_detail: Callable[[int, int], None] | None = None,
) -> ZonesRead:
    """Every hosted zone of every zone account.

    Args:
        workspace: Whose zone profiles are asked.
        wanted: Id or name of the zone that will be chosen. One named by its id is also found where zones can't be
            listed, as a role may be allowed to read one zone and ListHostedZones can't be limited to it.
        profiles: Whose accounts are asked; by default those of the zone side.
        detailed: Also ask each zone for its name servers and VPCs: one more call a zone.
        on_page: Told of each page of zones as it comes, on any thread.
        on_detail: Told how many of how many zones were asked for them, on any thread.

    Raises:
        AwsError: when no zone profile could be asked at all.
    """
    ready, failed = ready_once_an_account(workspace, profiles or zone_side(workspace))
    if not ready:
        raise none_ready(failed)
    listing = _Listing(workspace, wanted, on_page or (lambda _page: None))
    Pool().run([partial(listing.read, account) for account in ready])
    found, missed = listing.found, [*(_not_signed_in(account, "zones") for account in failed), *listing.missed]
    if not found and len({missing.profile for missing in listing.missed}) == len(ready):
        first = listing.missed[0]
        remedy = what_to_do(first.code, first.action, said=first.message)
        raise AwsError(first.code, f"Hosted zones can't be listed: {first.message}", remedy)
    zones = _in_order(found)
    if detailed:
        zones = tuple(details(workspace, zones, missed, on_detail))
    return ZonesRead(zones, tuple(missed))


def _in_order(zones: Iterable[Zone]) -> tuple[Zone, ...]:
    return tuple(sorted(zones, key=lambda zone: (zone.name, zone.private, zone.id)))


class _Listing:
    """Hosted zones of several accounts, read at the same time."""

    def __init__(self, workspace: Workspace, wanted: str | None, on_page: Callable[[tuple[Zone, ...]], None]) -> None:
        self.found: list[Zone] = []
        self.missed: list[Unscanned] = []
        self._accounts = workspace.accounts
        self._on_page = on_page
        self._wanted = zone_id_in(wanted or "")
        self._lock = threading.Lock()

    def read(self, account: Account) -> None:
        """The zones of an account; where they can't be listed, the wanted one."""
        try:
            for page in self._accounts.hosted_zones(account.profile).zones():
                with self._lock:
                    self.found.extend(page)
                self._on_page(tuple(page))
        except LookupFailedError as error:
            self._miss(_unscanned(account, "zones", error))
            if self._wanted:
                self._read_wanted(account)
        except AwsError as error:
            self._miss(Unscanned(account.account_id, account.profile, "", "zones", error.code, error.message))

    def _read_wanted(self, account: Account) -> None:
        try:
            zone = self._accounts.hosted_zones(account.profile).zone(self._wanted)
        except LookupFailedError as error:
            if error.code != NO_SUCH_ZONE:
                self._miss(_unscanned(account, "zones", error))
            return
        with self._lock:
            self.found.extend(() if any(known.id == zone.id for known in self.found) else (zone,))

    def _miss(self, missing: Unscanned) -> None:
        with self._lock:
            self.missed.append(missing)


def detail(workspace: Workspace, zone: Zone) -> Zone:
    """The zone with its name servers and VPCs.

    Raises:
        LookupFailedError: when Route 53 refuses or does not answer.
        AwsError: when the profile cannot sign in any more.
    """
    if zone.detailed:
        return zone
    read = workspace.accounts.hosted_zones(zone.profile).zone(zone.id)
    return replace(read, record_count=zone.record_count if read.record_count is None else read.record_count)


def find_zone(workspace: Workspace, reference: str) -> Zone:
    """The zone of an id, or of a name that only one zone carries.

    Raises:
        UsageError: when there is no such zone, or several carry the name.
        AwsError: when no zone profile could be asked.
    """
    return choose_zone(read_zones(workspace, reference), reference)


def choose_zone(read: ZonesRead, reference: str) -> Zone:
    """The zone of an id or name among those read.

    Raises:
        UsageError: when there is no such zone, or several carry the name.
    """
    zone_id = zone_id_in(reference)
    by_id = [zone for zone in read.zones if zone.id == zone_id]
    if by_id:
        return by_id[0]
    called = named(read, reference)
    if not called:
        unread = failed_in_brackets(read.unscanned)
        meant = did_you_mean(reference, {zone.name.bare for zone in read.zones})
        raise UsageError(
            "zone-unknown",
            f"There is no hosted zone {reference or '(an empty name)'} in the zone accounts{unread}.",
            f"{meant} {OTHER_ZONES}".lstrip(),
        )
    return _only(called)


def named(read: ZonesRead, reference: str) -> tuple[Zone, ...]:
    """The zones that carry a name; none where the text can't be one."""
    try:
        name = DnsName.looked_up(reference)
    except InvalidNameError:
        return ()
    return tuple(zone for zone in read.zones if zone.name == name)


def zone_for(read: ZonesRead, name: DnsName, *, prefer_private: bool | None) -> Zone:
    """The zone that a record of a name belongs to: most labels matched; of a public and a private twin the fitting one.

    Args:
        read: The zones to choose from.
        name: The record's name.
        prefer_private: True for targets that only have private addresses, None where that is not known.

    Raises:
        UsageError: when no zone encloses the name, or several are equally good.
    """
    best = best_zones(name, read.zones)
    if not best:
        raise UsageError(
            "zone-unknown",
            f"No hosted zone of the zone accounts encloses {name.bare}.",
            OTHER_ZONES,
        )
    fitting = tuple(zone for zone in best if zone.private == bool(prefer_private))
    return _only(fitting or best)


def read_records(
    workspace: Workspace, zone: Zone, on_page: Callable[[tuple[RecordSet, ...]], None] | None = None
) -> ZoneRecords:
    """Every record set of a zone, told page by page.

    Raises:
        LookupFailedError: when Route 53 refuses or does not answer.
        AwsError: when the profile cannot sign in any more.
    """
    records: list[RecordSet] = []
    began = datetime.now(UTC)
    for page in workspace.accounts.hosted_zones(zone.profile).records(zone):
        records.extend(page)
        if on_page is not None:
            on_page(page)
    return ZoneRecords(zone, tuple(records), read_at=began)


def details(
    workspace: Workspace,
    zones: tuple[Zone, ...],
    missed: list[Unscanned],
    on_detail: Callable[[int, int], None] | None = None,
) -> Iterator[Zone]:
    """The zones with their name servers and VPCs, each as soon as it and all before it were read.

    Args:
        workspace: Whose accounts are asked.
        zones: The zones.
        missed: Gets those that could not be read; they are given as they are.
        on_detail: Told how many of how many were asked, on any thread.
    """
    ended = itertools.count(1)

    def read(zone: Zone) -> Iterator[tuple[Zone]]:
        full = zone
        try:
            full = detail(workspace, zone)
        except LookupFailedError as error:
            missed.append(_unscanned(Account(zone.profile, zone.account_id), "zones", error))
        except AwsError as error:
            missed.append(Unscanned(zone.account_id, zone.profile, "", "zones", error.code, error.message))
        if on_detail is not None:
            on_detail(next(ended), len(zones))
        yield (full,)

    sources = [partial(read, zone) for zone in zones]
    for _, page in in_order(sources, most=_MOST_HELD, workers=_AT_ONCE):
        yield from page


def _only(zones: tuple[Zone, ...]) -> Zone:
    if len(zones) == 1:
        return zones[0]
    choices = ", ".join(f"{zone.id} ({zone.visibility}, {zone.account_id})" for zone in zones)
    raise UsageError(
        "zone-ambiguous",
        f"{len(zones)} hosted zones are called {zones[0].name.bare}.",
        f"Give the id of one: {choices}.",
    )


def _not_signed_in(account: Account, kind: str) -> Unscanned:
    return Unscanned(account.account_id, account.profile, "", kind, account.state, account.why)


def _unscanned(account: Account, kind: str, error: LookupFailedError) -> Unscanned:
    return Unscanned(account.account_id, account.profile, "", kind, error.code, error.message, error.needed)
