"""What the accounts of an organisation, or of an SSO session, share: clients, and who issues their credentials."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from xalias_tui.aws.clients import Clients
from xalias_tui.aws.configuration import configuration
from xalias_tui.aws.identity_center import PORTAL_RATE, IdentityCenter
from xalias_tui.aws.profiles import profiles_of_login
from xalias_tui.aws.rate_limit import Clock, StepBucket
from xalias_tui.aws.session import Session, open_session
from xalias_tui.aws.transport import SharedTransport
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.domain.zone_ids import partition_of_region

_SETTINGS = ("sso_region", "sso_start_url")


@dataclass(frozen=True, slots=True)
class Base:
    """What the accounts of one way in share.

    Attributes:
        session: Makes their clients.
        clients: Their clients.
        partition: Their AWS partition.
        assumer: A client of AWS STS by which roles are assumed; None for those of an SSO session.
        center: Where an SSO session's credentials come from; None for roles.
    """

    session: Session
    clients: Clients
    partition: str
    assumer: Any = None
    center: IdentityCenter | None = None


class _Nobody:
    """Takes the place of the chain of credentials where every call is signed with credentials of its own."""

    def load_credentials(self) -> None:
        """No credentials."""


class Bases:
    """One ``Base`` for each way in. Safe to use from several threads.

    Args:
        signed_in: Returns the session and the account of a profile; raises where it can't sign in.
        transport: Sends the requests, by CA bundle.
        bucket: Paces an account's Route 53 calls.
        clock: Time.
    """

    def __init__(
        self,
        signed_in: Callable[[str], tuple[Session, Account]],
        transport: Callable[[str | None], SharedTransport],
        bucket: Callable[[str], StepBucket],
        clock: Clock,
    ) -> None:
        self._signed_in = signed_in
        self._transport = transport
        self._bucket = bucket
        self._clock = clock
        self._known: dict[tuple[str, str], Base] = {}
        self._lock = threading.Lock()

    def get(self, way: WayIn) -> Base:
        """What the accounts of a way in share.

        Raises:
            AwsError: when its profile can't sign in, or there is no such SSO session.
        """
        key = way.origin, way.through
        with self._lock:
            known = self._known.get(key)
        if known is None:  # made twice at worst: signing in takes its time, and others must not wait for it
            made = self._of_login(way.through) if way.origin == "sso" else self._of_profile(way.through)
            with self._lock:
                known = self._known.setdefault(key, made)
        return known

    def _of_profile(self, profile: str) -> Base:
        session, account = self._signed_in(profile)
        clients = Clients(
            session, account.partition, self._transport(session.ca_bundle), self._bucket(account.account_id)
        )
        return Base(session, clients, account.partition, session.client("sts", session.own_region(account.partition)))

    def _of_login(self, name: str) -> Base:
        settings = configuration().full.get("sso_sessions", {}).get(name)
        if settings is None:
            raise AwsError(
                "missing",
                f"The AWS configuration has no sso-session {name}.",
                "Name another one, or run 'aws configure sso-session'.",
            )
        lacking = [key for key in _SETTINGS if key not in settings]
        if lacking:
            raise AwsError(
                "misconfigured",
                f"The sso-session {name} has no {' and no '.join(lacking)}.",
                "Add it to the AWS configuration.",
            )
        profile = next(iter(profiles_of_login(("sso-session", name))), "")
        session = open_session(profile, read_only=False, ask_mfa=None, transport_of=self._transport)
        session.core.register_component("credential_provider", _Nobody())
        transport = self._transport(session.ca_bundle)
        partition = partition_of_region(settings["sso_region"])
        pace = StepBucket(self._clock, full=((PORTAL_RATE, PORTAL_RATE),))
        center = IdentityCenter(name, settings, session, transport, pace)
        return Base(session, Clients(session, partition, transport, self._bucket("")), partition, center=center)
