"""One profile that is signed in: its session, and everything that is asked through it."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from xalias_tui.aws import endpoints
from xalias_tui.aws.ask import SdkAsk
from xalias_tui.aws.clients import Clients, pace
from xalias_tui.aws.rate_limit import Clock, StepBucket
from xalias_tui.aws.route53 import Route53Zones
from xalias_tui.aws.session import Session
from xalias_tui.aws.transport import SharedTransport
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.zones import Zone

_ENABLED: Final = frozenset({"opt-in-not-required", "opted-in"})
"""OptInStatus of regions that can be asked (DescribeRegions in the EC2 API reference)."""
_ON: Final = ("ENABLED", "ENABLED_BY_DEFAULT")
"""RegionOptStatus of the same (ListRegions in the Account Management API reference)."""


class SignedIn:
    """A profile whose identity is known. Safe to use from several threads.

    Args:
        account: Who it is; ``ready``.
        session: The profile's own session.
        transport: Sends what reads.
        bucket: Paces the account's Route 53 calls.
        clock: Time, for waiting on Route 53.
    """

    def __init__(
        self, account: Account, session: Session, transport: SharedTransport, bucket: StepBucket, clock: Clock
    ) -> None:
        self.account = account
        self.session = session
        self._bucket = bucket
        self._clock = clock
        self._clients = self._make_clients(transport)
        self._lock = threading.Lock()
        self._zones: Route53Zones | None = None

    def confirmed(self, at: datetime) -> SignedIn:
        """The same, whose credentials AWS was asked about again.

        Raises:
            botocore.exceptions.ClientError: and whatever else the SDK raises, where AWS does not take them any more.
        """
        self._caller()
        self.account = replace(self.account, asked_at=at)
        return self

    def ask(self, region: str) -> SdkAsk:
        """Questions in a region; empty for the partition's base region."""
        return SdkAsk(self.account, self._clients, region or endpoints.base_region(self.account.partition))

    def enabled_regions(self) -> tuple[str, ...]:
        """Regions that are enabled for the account, sorted.

        The profile's own region is asked, for an organisation may forbid all others; where EC2 may not be asked, the
        account itself is.

        Raises:
            LookupFailedError: when neither says it.
        """
        ask = self.ask(self.session.own_region(self.account.partition))
        try:
            found: list[dict[str, Any]] = ask.call("ec2", "describe_regions")["Regions"]
        except LookupFailedError as error:
            if not error.denied:
                raise
            with contextlib.suppress(LookupFailedError):  # what EC2 said is what the operator can act on
                return self._regions_of_account()
            raise
        regions = sorted(row["RegionName"] for row in found if row.get("OptInStatus", "opted-in") in _ENABLED)
        if not regions:
            raise LookupFailedError("no-regions", "EC2 named no enabled region.", action="ec2:DescribeRegions")
        return tuple(regions)

    def _regions_of_account(self) -> tuple[str, ...]:
        pages = self.ask("").pages("account", "list_regions", RegionOptStatusContains=list(_ON))
        return tuple(sorted(row["RegionName"] for page in pages for row in page["Regions"]))

    def hosted_zones(self) -> Route53Zones:
        """The account's hosted zones."""
        with self._lock:
            if self._zones is None:
                reads = self._clients.make("route53", attempts=1)
                self._zones = Route53Zones(self.account, reads, self._make_writer, self._caller, self._clock)
            return self._zones

    def _make_clients(self, transport: SharedTransport) -> Clients:
        return Clients(self.session, self.account.partition, transport, self._bucket)

    def _caller(self) -> tuple[str, str]:
        """Account id and ARN of the credentials as they are now."""
        return self.session.caller()

    def _make_writer(self, zone: Zone) -> Any:
        """A plain client of the session, the only kind that may change something: records of a zone."""
        del zone  # a profile's own credentials are not narrowed to one
        return self._plain_writer()

    def _plain_writer(self) -> Any:
        region = endpoints.home_region("route53", self.account.partition)
        client = self.session.client("route53", region, attempts=1)
        pace(client.meta.events, self._bucket)
        return client
