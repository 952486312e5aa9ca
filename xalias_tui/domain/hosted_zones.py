"""The seam to Route 53: what jobs ask of the zone side, small enough to fake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Literal, Protocol

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.custody import Protection
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zone_evidence import Signing
from xalias_tui.domain.zones import Zone

ChangeState = Literal["PENDING", "INSYNC"]


@dataclass(frozen=True, slots=True)
class ChangeStatus:
    """What Route 53 says of an accepted change batch.

    Attributes:
        id: Without ``/change/``.
        status: ``INSYNC`` once every Route 53 authoritative server has it.
        submitted_at: When Route 53 accepted it.
    """

    id: str
    status: ChangeState
    submitted_at: datetime


NO_SUCH_ZONE: Final = "NoSuchHostedZone"
"""The code of a look-up in a zone that does not exist (any more)."""


class HostedZones(Protocol):
    """The hosted zones of one account."""

    @property
    def account(self) -> Account:
        """Whose they are, as STS said."""

    @property
    def of_the_internet(self) -> bool:
        """Whether this is Route 53 itself, so that the internet's name servers answer for its public zones."""

    def zones(self) -> Iterator[tuple[Zone, ...]]:
        """Every hosted zone, a page at a time.

        Raises:
            LookupFailedError: when Route 53 refuses or does not answer.
        """

    def zone(self, zone_id: str) -> Zone:
        """One zone with its name servers and VPCs.

        Raises:
            LookupFailedError: when there is no such zone, or Route 53 refuses or does not answer.
        """

    def records(self, zone: Zone) -> Iterator[tuple[RecordSet, ...]]:
        """Every record set of a zone in Route 53's order, a page (at most 300) at a time.

        Raises:
            LookupFailedError: when Route 53 refuses or does not answer.
        """

    def records_at(self, zone: Zone, name: DnsName) -> tuple[RecordSet, ...]:
        """The record sets at one name, read now.

        Raises:
            LookupFailedError: when Route 53 refuses or does not answer.
        """

    def tags(self, zone: Zone) -> tuple[tuple[str, str], ...]:
        """The zone's tags.

        Raises:
            LookupFailedError: when Route 53 refuses or does not answer.
        """

    def protections(self, zone: Zone) -> tuple[Protection, ...]:
        """Every name and type of the zone that is protected from changes.

        Raises:
            LookupFailedError: when Route 53 refuses or does not answer.
        """

    def record_limit(self, zone: Zone) -> int:
        """How many record sets a zone may hold.

        Raises:
            LookupFailedError: when Route 53 refuses or does not answer.
        """

    def signing(self, zone: Zone) -> Signing:
        """Whether a public zone is signed, and by which keys.

        Raises:
            LookupFailedError: when Route 53 refuses or does not answer.
        """

    def change(
        self, zone: Zone, batch: Mapping[str, Any], on_wait: Callable[[str], None] | None = None
    ) -> ChangeStatus:
        """Send a change batch exactly as given.

        Args:
            zone: Where it goes.
            batch: The change batch.
            on_wait: Told in words each time that Route 53 is waited for before the batch is sent again.

        Raises:
            RefusedError: when Route 53 refuses, or the account is read-only.
            ConflictError: when a record is not (or no longer) what the batch says.
            OutcomeUnknownError: when the request may have arrived and no answer came.
            AwsError: when it certainly did not arrive.
        """

    def change_status(self, change_id: str) -> ChangeStatus:
        """Whether an accepted change is INSYNC.

        Raises:
            LookupFailedError: when Route 53 refuses or does not answer.
        """
