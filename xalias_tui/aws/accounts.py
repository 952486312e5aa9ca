"""Profiles become accounts: who each one is, and the ways to ask it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from typing import Final

from botocore.exceptions import ClientError

from xalias_tui.aws import endpoints
from xalias_tui.aws.account_session import SignedIn
from xalias_tui.aws.callers import Callers
from xalias_tui.aws.configuration import configuration
from xalias_tui.aws.endings import signed_in_until
from xalias_tui.aws.failures import REFUSED_SIGN_IN, SDK_ERRORS, describe, error_code, sign_in_command
from xalias_tui.aws.member_bases import Bases
from xalias_tui.aws.members import Members
from xalias_tui.aws.profiles import environment_tool
from xalias_tui.aws.rate_limit import Clock, StepBucket, SystemClock
from xalias_tui.aws.session import Session, open_session
from xalias_tui.aws.transport import SharedTransport
from xalias_tui.domain.accounts import Account, AccountSettings, state_of
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.hosted_zones import HostedZones
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.members import Member, Organisation
from xalias_tui.domain.ways_in import WayIn, profile_behind

_UNASKED: Final = ("needs-mfa", "cancelled")
"""States of a profile that waits for something only the operator knows."""


@dataclass(slots=True)
class _Entry:
    """What became of one profile; the lock makes threads that ask at once sign in once."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    outcome: SignedIn | Account | None = None


class Accounts:
    """Every account that is asked in this process. Safe to use from several threads.

    Args:
        read_only: Refuse changes through every profile.
        settings: What the operator keeps of each profile.
        ask_mfa: Returns the code for a prompt or raises AwsError ``cancelled``; called on the thread that signs in.
        clock: Time, for the pace of Route 53 calls.
        organisation: How accounts without a profile are signed in to.
        session_policy: Makes what the roles that are assumed there are limited to; empty for their own policies alone.
        give_way: See ``SharedTransport``.
    """

    def __init__(
        self,
        *,
        read_only: bool = False,
        settings: Mapping[str, AccountSettings] | None = None,
        ask_mfa: Callable[[str], str] | None = None,
        clock: Clock | None = None,
        organisation: Organisation | None = None,
        session_policy: Callable[[], str] = str,
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        self._read_only = read_only
        self._settings = settings or {}
        self._ask_mfa = ask_mfa
        self._clock: Clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry] = {}
        self._buckets: dict[str, StepBucket] = {}
        self._callers = Callers()
        self._transports: dict[str | None, SharedTransport] = {}
        self._give_way = give_way
        self._members = Members(
            Bases(self._base_of, self._transport, self._bucket, self._clock).get,
            organisation or Organisation(),
            session_policy,
            self._transport,
            self._bucket,
            self._clock,
        )

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        """Who a profile is, by STS GetCallerIdentity; remembered, also where it failed. Raises nothing.

        Args:
            profile: Name in the AWS configuration; empty for the default credential chain.
            refresh: Read the configuration and sign in again. A profile that is signed in stays so where that would
                need an operator who can't be asked now.
        """
        outcome = self._outcome(profile, refresh=refresh)
        return outcome.account if isinstance(outcome, SignedIn) else outcome

    def ask(self, profile: str, region: str) -> Ask:
        """Questions to a profile's account in a region.

        Raises:
            AwsError: with the account's state as ``code``, when it is not ready.
        """
        return self._signed_in(profile).ask(region)

    def enabled_regions(self, profile: str) -> tuple[str, ...]:
        """Regions that are enabled for a profile's account, sorted.

        Raises:
            LookupFailedError: when EC2 refuses or does not answer.
            AwsError: with the account's state as ``code``, when it is not ready.
        """
        return self._signed_in(profile).enabled_regions()

    def supports(self, service: str, region: str) -> bool:
        """Whether a service exists in a region, as the SDK knows offline; true where it cannot tell."""
        return endpoints.supports(service, region)

    def hosted_zones(self, profile: str) -> HostedZones:
        """The hosted zones of a profile's account.

        Raises:
            AwsError: with the account's state as ``code``, when it is not ready.
        """
        return self._signed_in(profile).hosted_zones()

    def members(self, way: WayIn) -> tuple[Member, ...]:
        """The accounts of an organisation or an SSO session.

        Raises:
            LookupFailedError: when AWS refuses or does not answer.
            AwsError: with the account's state as ``code``, when who lists them is not signed in.
        """
        return self._members.listed(way, self.ask)

    def _base_of(self, profile: str) -> tuple[Session, Account]:
        signed_in = self._signed_in(profile)
        return signed_in.session, signed_in.account

    def _signed_in(self, profile: str) -> SignedIn:
        outcome = self._outcome(profile)
        if isinstance(outcome, SignedIn):
            return outcome
        raise AwsError(outcome.state, outcome.message, outcome.remedy)

    def _outcome(self, profile: str, *, refresh: bool = False) -> SignedIn | Account:
        with self._lock:
            entry = self._entries.setdefault(profile, _Entry())
        if refresh and entry.outcome is not None:
            return self._anew(profile, entry)
        with entry.lock:
            if entry.outcome is None:
                entry.outcome = self._sign_in(profile)
            return entry.outcome

    def _anew(self, profile: str, entry: _Entry) -> SignedIn | Account:
        """Sign in again; who asks meanwhile gets what was known before."""
        outcome = self._sign_in(profile)
        if isinstance(outcome, Account) and outcome.state in _UNASKED:
            outcome = self._still(entry.outcome) or outcome
        entry.outcome = outcome
        return outcome

    def _still(self, before: SignedIn | Account | None) -> SignedIn | None:
        """What was signed in before, where AWS still takes it."""
        if isinstance(before, SignedIn):
            with contextlib.suppress(*SDK_ERRORS):
                return before.confirmed(datetime.now(UTC))
        return None

    def _sign_in(self, profile: str) -> SignedIn | Account:
        way = WayIn.parse(profile)
        if way is not None:
            behind = self._settings.get(profile_behind(profile), AccountSettings())
            return self._members.sign_in(profile, way, read_only=self._read_only or behind.read_only)
        kept = self._settings.get(profile, AccountSettings())
        known = Account(
            profile,
            read_only=self._read_only or kept.read_only,
            nickname=kept.label,
            colour=kept.colour,
            origin="profile" if profile else "environment",
            via="" if profile else environment_tool(),
            asked_at=datetime.now(UTC),
        )
        try:
            return self._signed_in_anew(known, kept)
        except Exception as error:  # noqa: BLE001 -- credential providers raise anything; a profile must not end the program
            failure = describe(error, profile=profile, action="sts:GetCallerIdentity")
            sign_in = sign_in_command(error, profile=profile)
            return replace(
                known, state=state_of(failure.code), message=failure.message, remedy=failure.remedy, sign_in=sign_in
            )

    def _signed_in_anew(self, known: Account, kept: AccountSettings) -> SignedIn:
        session, (account_id, arn) = self._caller(known)
        account = replace(
            known,
            account_id=account_id,
            arn=arn,
            partition=arn.split(":")[1],
            until=signed_in_until(known.profile, session),
        )
        bucket = self._bucket(account_id, kept.requests_per_second)
        return SignedIn(account, session, self._transport(session.ca_bundle), bucket, self._clock)

    def _caller(self, known: Account) -> tuple[Session, tuple[str, str]]:
        """A session and whose it is; a second one where AWS no longer knows the role's session that was kept."""
        for last in (False, True):
            session = open_session(
                known.profile, read_only=known.read_only, ask_mfa=self._ask_mfa, transport_of=self._transport
            )
            try:
                return session, self._callers.caller(session, configuration().profile(known.profile))
            except ClientError as error:
                if last or error_code(error) not in REFUSED_SIGN_IN or not session.forget_roles():
                    raise
        raise AssertionError("the second attempt returns or raises")

    def _transport(self, bundle: str | None) -> SharedTransport:
        with self._lock:
            if bundle not in self._transports:
                self._transports[bundle] = SharedTransport(bundle, self._give_way)
            return self._transports[bundle]

    def _bucket(self, account_id: str, most: float | None = None) -> StepBucket:
        """The account's own bucket; of several profiles' limits the least counts."""
        with self._lock:
            bucket = self._buckets.setdefault(account_id, StepBucket(self._clock))
        bucket.limit(most)
        return bucket
