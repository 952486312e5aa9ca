"""The seam to AWS accounts, small enough to fake."""

from __future__ import annotations

from typing import Protocol

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.hosted_zones import HostedZones
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.members import Member
from xalias_tui.domain.ways_in import WayIn


class Accounts(Protocol):
    """The seam to AWS accounts, profile by profile; safe to use from several threads."""

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        """Who a profile is; never raises, the state tells."""

    def ask(self, profile: str, region: str) -> Ask:
        """Read-only questions to one region; empty for the one that holds the partition's global services.

        Raises:
            AwsError: when the profile cannot sign in.
        """

    def enabled_regions(self, profile: str) -> tuple[str, ...]:
        """Regions that the account may use.

        Raises:
            LookupFailedError: when AWS refuses or does not answer.
        """

    def supports(self, service: str, region: str) -> bool:
        """Whether the SDK knows the service in the region; offline."""

    def hosted_zones(self, profile: str) -> HostedZones:
        """The account's hosted zones.

        Raises:
            AwsError: when the profile cannot sign in.
        """

    def members(self, way: WayIn) -> tuple[Member, ...]:
        """The accounts of an organisation or an SSO session.

        Raises:
            LookupFailedError: when AWS refuses or does not answer.
            AwsError: when who lists them is not signed in.
        """
