"""Accounts whose answers are kept for the next run, and accounts as they were kept, which ask no one in AWS."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from xalias_tui.domain.accounts import Account, state_of
from xalias_tui.domain.custody import Protection
from xalias_tui.domain.documents import account_document, zone_document
from xalias_tui.domain.errors import AwsError, RefusedError
from xalias_tui.domain.given import Given
from xalias_tui.domain.hosted_zones import NO_SUCH_ZONE, ChangeStatus, HostedZones
from xalias_tui.domain.lookups import Ask, LookupFailedError
from xalias_tui.domain.members import Member
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.read_documents import read_zone
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.domain.zone_evidence import Signing
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.session.account_seam import Accounts
from xalias_tui.store.inventory import Inventory

REGIONS_HOLD: Final = timedelta(days=1)
"""For how long the regions of an account are not asked for again: they change by hand, a few times a year."""
NOT_KEPT: Final = "not-kept"
_ASKS_NOBODY: Final = "--cached asks no one in AWS."
_MEMBERS: Final = "members of "
_RECORDS_A_PAGE: Final = 300


class KeepingAccounts:
    """Accounts whose identities, regions, zones and records are kept as they are read.

    Args:
        inner: Who is asked.
        kept: Where it is kept.
        now: The time.
    """

    def __init__(self, inner: Accounts, kept: Inventory, now: Callable[[], datetime] | None = None) -> None:
        self._inner = inner
        self._kept = kept
        self._now = _utc_now if now is None else now
        self._told: dict[str, Account] = {}

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        """See ``Accounts``."""
        account = self._inner.who(profile, refresh=refresh)
        if account.state == "ready" and self._told.get(profile) is not account:
            self._told[profile] = account
            self._kept.keep_account(_kept_as(profile), account_document(account), self._now())
        return account

    def ask(self, profile: str, region: str) -> Ask:
        """See ``Accounts``."""
        return self._inner.ask(profile, region)

    def enabled_regions(self, profile: str) -> tuple[str, ...]:
        """See ``Accounts``; asked once a day.

        Raises:
            LookupFailedError: when AWS refuses or does not answer.
        """
        account_id = self._inner.who(profile).account_id
        known = self._kept.regions(account_id)
        if known is not None and known[0] and timedelta() <= self._now() - known[1] < REGIONS_HOLD:
            return known[0]
        regions = self._inner.enabled_regions(profile)
        self._kept.keep_regions(account_id, regions, self._now())
        return regions

    def supports(self, service: str, region: str) -> bool:
        """See ``Accounts``."""
        return self._inner.supports(service, region)

    def hosted_zones(self, profile: str) -> HostedZones:
        """See ``Accounts``."""
        return cast("HostedZones", _KeepingZones(self._inner.hosted_zones(profile), self._kept, self._now))

    def members(self, way: WayIn) -> tuple[Member, ...]:
        """See ``Accounts``.

        Raises:
            LookupFailedError: when AWS refuses or does not answer.
            AwsError: when who lists them is not signed in.
        """
        found = self._inner.members(way)
        rows = [{"id": one.account_id, "name": one.name, "state": one.state, "path": one.path} for one in found]
        self._kept.keep_account(f"{_MEMBERS}{_listing(way)}", {"members": rows}, self._now())
        return found


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _kept_as(profile: str) -> str:
    """What an account is kept under: how it is reached, whatever external id that takes."""
    way = WayIn.parse(profile)
    return profile if way is None else replace(way, external_id="").text


def _listing(way: WayIn) -> str:
    """What a list of accounts is kept under, whatever role is assumed in them."""
    return way.listing.text


class _KeepingZones:
    """Hosted zones that are kept once a list came to its end; everything else is asked as ever."""

    def __init__(self, inner: HostedZones, kept: Inventory, now: Callable[[], datetime]) -> None:
        self._inner = inner
        self._kept = kept
        self._now = now

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def zones(self) -> Iterator[tuple[Zone, ...]]:
        """See ``HostedZones``."""
        began = self._now()
        found: list[tuple[str, Mapping[str, Any]]] = []
        for page in self._inner.zones():
            found.extend((zone.id, zone_document(zone)) for zone in page)
            yield page
        self._kept.keep_zones(self._inner.account.account_id, found, began)

    def records(self, zone: Zone) -> Iterator[tuple[RecordSet, ...]]:
        """See ``HostedZones``."""
        began = self._now()
        found: list[str] = []
        for page in self._inner.records(zone):
            found.append(",".join([record.wire_json for record in page]))
            yield page
        self._kept.keep_records(zone.id, found, began)


class KeptAccounts:
    """Accounts as they were kept; nothing leaves the machine.

    Args:
        kept: Where they were kept.
        supports: Whether a service can be asked in a region.
    """

    def __init__(self, kept: Inventory, supports: Callable[[str, str], bool]) -> None:
        self._kept = kept
        self._supports = supports
        self._known = kept.accounts()

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        """Who it was; never raises, the state tells."""
        del refresh
        found = self._known.get(_kept_as(profile))
        if found is None:
            missing = f"Nothing is kept of {profile or 'the default profile'}, and {_ASKS_NOBODY}"
            return Account(profile, state="missing", message=missing, remedy="Run it once without --cached.")
        return _account(profile, *found)

    def ask(self, profile: str, region: str) -> Ask:
        """No one is asked.

        Raises:
            AwsError: always.
        """
        del profile, region
        raise AwsError(NOT_KEPT, _ASKS_NOBODY, "Leave --cached out.")

    def enabled_regions(self, profile: str) -> tuple[str, ...]:
        """The regions that were enabled.

        Raises:
            LookupFailedError: when they are not kept.
        """
        known = self._kept.regions(self.who(profile).account_id)
        if known is None:
            raise LookupFailedError(NOT_KEPT, f"The account's regions are not kept, and {_ASKS_NOBODY}")
        return known[0]

    def supports(self, service: str, region: str) -> bool:
        """Whether a service can be asked in a region; offline."""
        return self._supports(service, region)

    def hosted_zones(self, profile: str) -> HostedZones:
        """The hosted zones that were kept.

        Raises:
            AwsError: when nothing is kept of the profile.
        """
        account = self.who(profile)
        if account.state != "ready":
            raise AwsError(account.state, account.message, account.remedy)
        return KeptZones(account, self._kept)

    def members(self, way: WayIn) -> tuple[Member, ...]:
        """The accounts that were listed.

        Raises:
            AwsError: when none were.
        """
        found = self._known.get(f"{_MEMBERS}{_listing(way)}")
        if found is None:
            raise AwsError("missing", f"The list of accounts is not kept, and {_ASKS_NOBODY}", "Leave --cached out.")
        return tuple(
            Member(row["id"], row["name"], replace(way, account_id=row["id"]), row["state"], row["path"])
            for row in found[0]["members"]
        )


class KeptZones:
    """Implements ``HostedZones`` with what was kept.

    Args:
        account: Whose they are.
        kept: Where they were kept.
    """

    of_the_internet = False

    def __init__(self, account: Account, kept: Inventory) -> None:
        self._account = account
        self._kept = kept

    @property
    def account(self) -> Account:
        """Whose they are."""
        return self._account

    def zones(self) -> Iterator[tuple[Zone, ...]]:
        """Every hosted zone."""
        read = (read_zone(Given(document)) for document in self._kept.zones(self._account.account_id))
        yield tuple(replace(zone, profile=self._account.profile, detailed=True) for zone in read)

    def zone(self, zone_id: str) -> Zone:
        """One zone.

        Raises:
            LookupFailedError: when it is not kept.
        """
        for zone in (zone for page in self.zones() for zone in page):
            if zone.id == zone_id:
                return zone
        raise LookupFailedError(NO_SUCH_ZONE, f"No hosted zone {zone_id} is kept.")

    def records(self, zone: Zone) -> Iterator[tuple[RecordSet, ...]]:
        """Every record set of a zone.

        Raises:
            LookupFailedError: when they are not kept.
        """
        found = self._kept.records(zone.id)
        if found is None:
            raise LookupFailedError(NOT_KEPT, f"The records are not kept, and {_ASKS_NOBODY}")
        rows = [RecordSet.from_wire(wire) for wire in found[0]]
        for at in range(0, len(rows), _RECORDS_A_PAGE):
            yield tuple(rows[at : at + _RECORDS_A_PAGE])

    def records_at(self, zone: Zone, name: DnsName) -> tuple[RecordSet, ...]:
        """The record sets at one name.

        Raises:
            LookupFailedError: when they are not kept.
        """
        return tuple(record for page in self.records(zone) for record in page if record.name == name)

    def tags(self, zone: Zone) -> tuple[tuple[str, str], ...]:
        """Tags are not kept.

        Raises:
            LookupFailedError: always.
        """
        raise _not_kept(zone)

    def protections(self, zone: Zone) -> tuple[Protection, ...]:
        """Protections are not kept.

        Raises:
            LookupFailedError: always.
        """
        raise _not_kept(zone)

    def record_limit(self, zone: Zone) -> int:
        """The limit is not kept.

        Raises:
            LookupFailedError: always.
        """
        raise _not_kept(zone)

    def signing(self, zone: Zone) -> Signing:
        """Keys are not kept.

        Raises:
            LookupFailedError: always.
        """
        raise _not_kept(zone)

    def change(
        self, zone: Zone, batch: Mapping[str, Any], on_wait: Callable[[str], None] | None = None
    ) -> ChangeStatus:
        """Nothing is sent.

        Raises:
            RefusedError: always.
        """
        del zone, batch, on_wait
        raise RefusedError("read-only", f"Nothing was sent: {_ASKS_NOBODY}", "Leave --cached out.")

    def change_status(self, change_id: str) -> ChangeStatus:
        """No change is followed.

        Raises:
            LookupFailedError: always.
        """
        raise LookupFailedError(NOT_KEPT, f"Whether {change_id} is in sync is not known: {_ASKS_NOBODY}")


def _not_kept(zone: Zone) -> LookupFailedError:
    return LookupFailedError(NOT_KEPT, f"That of {zone.name.bare} is not kept, and {_ASKS_NOBODY}")


def _account(profile: str, document: Mapping[str, Any], read_at: datetime) -> Account:
    given = Given(document)
    origin = given.one_of("origin", "profile", "environment", "organisation", "sso")
    return Account(
        profile,
        given.text("account_id"),
        given.text("arn"),
        state_of(given.text("state")),
        partition=given.text("partition"),
        read_only=True,
        origin=origin,  # type: ignore[arg-type] # one_of returns one of these texts
        name=given.text("name"),
        ou=given.text("ou", ""),
        asked_at=read_at,
    )
