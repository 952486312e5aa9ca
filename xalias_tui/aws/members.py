"""The accounts of an organisation and of an SSO session: who they are, and how each is signed in to.

All of them share the clients of the profile that they are reached through; each call is signed with the account's own
credentials, of which at most ``MOST_KEPT`` are held.
"""

from __future__ import annotations

import getpass
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from botocore.credentials import RefreshableCredentials
from botocore.exceptions import ClientError

from xalias_tui.aws.account_session import SignedIn
from xalias_tui.aws.clients import Clients
from xalias_tui.aws.credentials import renewed, signs_as
from xalias_tui.aws.failures import SDK_ERRORS, describe, error_code, lookup_failure, said
from xalias_tui.aws.lent import Lend, LentClients
from xalias_tui.aws.member_bases import Base
from xalias_tui.aws.rate_limit import Clock, StepBucket
from xalias_tui.aws.session import caller_of
from xalias_tui.aws.transport import SharedTransport
from xalias_tui.domain.accounts import Account, state_of
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.members import ACTIVE, Member, Organisation
from xalias_tui.domain.policies import change_statement, policy_document
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.domain.zones import Zone

MOST_KEPT: Final = 512
"""Credentials of accounts that are held at a time; those of another one are asked for again when they are needed."""
_DENIED: Final = frozenset({"AccessDenied", "AccessDeniedException"})
_NO_NAME: Final = re.compile(r"[^\w+=,.@-]", re.ASCII)
_LONGEST_NAME: Final = 64
"""Of a role session (AssumeRole in the AWS STS API reference)."""


def members_of(ask: Ask, way: WayIn) -> Iterator[Member]:
    """The accounts of an organisation; ``ask`` is its management account, or a delegated one.

    Raises:
        LookupFailedError: when AWS Organizations refuses or does not answer.
    """
    for page in ask.pages("organizations", "list_accounts"):  # a page may be empty and not be the last
        for account in page["Accounts"]:
            account_id = account["Id"]
            path = next(iter(account.get("Paths") or ()), "").removesuffix(f"{account_id}/")
            own = way.to(account_id)
            # State took the place of Status on 9 September 2026 (Account in the AWS Organizations API reference).
            state = account.get("State") or account.get("Status") or ACTIVE
            yield Member(account_id, account.get("Name", ""), own, state, path)


class Members:
    """Signs in to accounts by role or permission set. Safe to use from several threads.

    Args:
        base: Returns what the accounts of a way in share; raises where it can't be used.
        organisation: Whether roles are limited to a session policy; the external id of ways in without one.
        session_policy: Makes what assumed roles are limited to; empty for their own policies alone.
        transport: Sends the requests of the accounts' own clients, by CA bundle.
        bucket: Paces an account's Route 53 calls.
        clock: Time.
    """

    def __init__(
        self,
        base: Callable[[WayIn], Base],
        organisation: Organisation,
        session_policy: Callable[[], str],
        transport: Callable[[str | None], SharedTransport],
        bucket: Callable[[str], StepBucket],
        clock: Clock,
    ) -> None:
        self._base = base
        self._organisation = organisation
        self._session_policy = session_policy if organisation.session_policy else str
        self._transport = transport
        self._bucket = bucket
        self._clock = clock
        self._kept: OrderedDict[str, RefreshableCredentials] = OrderedDict()
        self._lock = threading.Lock()

    def listed(self, way: WayIn, ask: Callable[[str, str], Ask]) -> tuple[Member, ...]:
        """The accounts that a way in lists; ``ask`` returns questions to a profile's account.

        Raises:
            LookupFailedError: when AWS refuses or does not answer.
            AwsError: with the account's state as ``code``, when who lists them is not signed in.
        """
        if way.origin == "organisation":
            return tuple(members_of(ask(way.through, ""), way))
        try:
            center = self._base(way).center
            assert center is not None  # noqa: S101 -- every SSO session has one
            return tuple(center.members(way))
        except AwsError:  # says already what to do
            raise
        except SDK_ERRORS as error:
            raise lookup_failure(error, profile="", action="sso:ListAccounts") from error

    def sign_in(self, text: str, way: WayIn, *, read_only: bool) -> SignedIn | Account:
        """The account with the first role that works; where none does, its state says why.

        Args:
            text: The way in as it takes the place of a profile.
            way: The same.
            read_only: Whether changes are refused.
        """
        known = Account(
            text, way.account_id, read_only=read_only, origin=way.origin, state="denied", asked_at=datetime.now(UTC)
        )
        try:
            return self._signed_in(known, way)
        except Exception as error:  # noqa: BLE001 -- as for profiles: an account must not end the program
            failure = describe(
                error, profile=way.through if way.origin == "organisation" else "", action="sts:AssumeRole"
            )
            return replace(
                known,
                state=state_of(failure.code),
                message=failure.message,
                remedy=failure.remedy,
                sign_in=_login(way, failure),
            )

    def _signed_in(self, known: Account, way: WayIn) -> SignedIn:
        if not way.roles:
            option = "--sso-role" if way.origin == "sso" else "--role"
            raise AwsError("not-asked", f"No role was named for account {way.account_id}.", f"Name one with {option}.")
        base = self._base(way)
        arn, credentials = self._first_that_works(base, way)
        self._keep(way.text, credentials)
        signed_in = MemberSignedIn(
            replace(known, arn=arn, partition=base.partition, state="ready"),
            base,
            lambda: self._lend(base, way),
            lambda zone: self._for_change(base, way, zone),
            self._transport(base.session.ca_bundle),
            self._bucket(way.account_id),
            self._clock,
        )
        return signed_in if arn else signed_in.confirmed(datetime.now(UTC))

    def _lend(self, base: Base, way: WayIn) -> RefreshableCredentials:
        """Credentials of an account that was signed in to, asked for again where they were let go."""
        with self._lock:
            kept = self._kept.get(way.text)
            if kept is not None:
                self._kept.move_to_end(way.text)
                return kept
        _, credentials = self._first_that_works(base, way)
        self._keep(way.text, credentials)
        return credentials

    def _keep(self, text: str, credentials: RefreshableCredentials) -> None:
        with self._lock:
            self._kept[text] = credentials
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def _for_change(self, base: Base, way: WayIn, zone: Zone) -> RefreshableCredentials:
        """Credentials of a session of its own, which may send change batches to one zone and do nothing else.

        What reads is limited to reading; the operator has consented to this change, not to others. A permission set of
        IAM Identity Center can't be narrowed.
        """
        policy = json.dumps(policy_document([change_statement(zone)]), separators=(",", ":"))
        return self._first_that_works(base, way, policy if self._organisation.session_policy else "")[1]

    def _first_that_works(
        self, base: Base, way: WayIn, policy: str | None = None
    ) -> tuple[str, RefreshableCredentials]:
        """Credentials of the first role that can be assumed; ``policy`` limits them, by default to what is read."""
        if base.center is not None:
            return base.center.first_that_works(way)
        limit = self._session_policy() if policy is None else policy
        refused: list[ClientError] = []
        for role in way.roles:
            arn = _role_arn(role, way.account_id, base.partition)
            try:
                return self._assumed(base.assumer, arn, way.external_id or self._organisation.external_id, limit)
            except ClientError as error:
                if error_code(error) not in _DENIED:
                    raise
                refused.append(error)
        raise _none_works(way, refused[-1])

    def _assumed(self, assumer: Any, arn: str, external_id: str, policy: str) -> tuple[str, RefreshableCredentials]:
        """A session of a role, renewed ten minutes before it ends; one hour, the most that a chained role may last."""
        asked: dict[str, Any] = {"RoleArn": arn, "RoleSessionName": session_name()}
        if external_id:
            asked["ExternalId"] = external_id
        if policy:
            asked["Policy"] = policy

        def metadata(answer: Mapping[str, Any]) -> dict[str, str]:
            keys = answer["Credentials"]
            return {
                "access_key": keys["AccessKeyId"],
                "secret_key": keys["SecretAccessKey"],
                "token": keys["SessionToken"],
                "expiry_time": keys["Expiration"].isoformat(),
            }

        def renew() -> dict[str, str]:
            return metadata(assumer.assume_role(**asked))

        answer = assumer.assume_role(**asked)
        return answer["AssumedRoleUser"]["Arn"], renewed(metadata(answer), renew, "assume-role")


class MemberSignedIn(SignedIn):
    """An account that shares its clients with the others of its way in.

    Args:
        account: Who it is; ``ready``.
        base: What they share.
        lend: Returns the account's credentials.
        for_change: Returns credentials that may change a zone.
        transport: Sends what reads.
        bucket: Paces the account's Route 53 calls.
        clock: Time, for waiting on Route 53.
    """

    def __init__(
        self,
        account: Account,
        base: Base,
        lend: Lend,
        for_change: Callable[[Zone], Any],
        transport: SharedTransport,
        bucket: StepBucket,
        clock: Clock,
    ) -> None:
        self._base = base
        self._lend = lend
        self._for_change = for_change
        super().__init__(account, base.session, transport, bucket, clock)

    def _make_clients(self, transport: SharedTransport) -> Clients:
        del transport
        return LentClients(self._base.clients, self._lend)

    def confirmed(self, at: datetime) -> SignedIn:
        """The same with the ARN that AWS STS knows its caller by.

        Raises:
            botocore.exceptions.ClientError: and whatever else the SDK raises, where AWS does not take the credentials.
        """
        _, arn = self._caller()
        self.account = replace(self.account, arn=arn, asked_at=at)
        return self

    def _caller(self) -> tuple[str, str]:
        with self._clients.asked(self.session.own_region(self.account.partition)):
            return caller_of(self._clients.get("sts"))

    def _make_writer(self, zone: Zone) -> Any:
        credentials = self._for_change(zone)
        client = self._plain_writer()
        signs_as(client.meta, lambda: credentials)
        return client


def session_name() -> str:
    """What CloudTrail shows of a session: who runs the program."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        user = "operator"
    return _NO_NAME.sub("-", f"xalias-{user}")[:_LONGEST_NAME]


def _role_arn(role: str, account_id: str, partition: str) -> str:
    if role.startswith("arn:"):
        return role.replace("{account}", account_id)
    return f"arn:{partition}:iam::{account_id}:role/{role.removeprefix('/')}"


def _login(way: WayIn, failure: AwsError) -> tuple[str, ...]:
    """The command that renews the login of an SSO session; empty where that does not help."""
    renews = way.origin == "sso" and failure.code == "expired"
    return ("aws", "sso", "login", "--sso-session", way.through) if renews else ()


def _none_works(way: WayIn, error: ClientError) -> AwsError:
    named = f"The role {way.roles[0]}" if len(way.roles) == 1 else f"None of the roles {', '.join(way.roles)}"
    can = "can't" if len(way.roles) == 1 else "can"
    return AwsError(
        "denied",
        f"{named} {can} be assumed in account {way.account_id}: {said(error)}",
        "Create the role there, or let it trust who assumes it: 'xalias policy organisation --stackset' prints it.",
    )
