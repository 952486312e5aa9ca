"""The simulated world: who is in it, what they own, and what goes wrong."""

from __future__ import annotations

import secrets
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from xalias_tui.sandbox.calls import GLOBAL_REGION, GLOBAL_SERVICES, Call
from xalias_tui.sandbox.clock import Clock, wall_clock
from xalias_tui.sandbox.cloudtrail import Trail
from xalias_tui.sandbox.config.aggregator import Aggregator
from xalias_tui.sandbox.faults import Faults
from xalias_tui.sandbox.identities import Account, Machine, Principal, Role, User
from xalias_tui.sandbox.identity_centre import IdentityCentre
from xalias_tui.sandbox.internet import Internet
from xalias_tui.sandbox.members import ACCOUNTS, ASSIGNMENTS, USERS
from xalias_tui.sandbox.route53.alias_targets import AliasTargets
from xalias_tui.sandbox.route53.store import Route53
from xalias_tui.sandbox.session_policies import SessionPolicy
from xalias_tui.sandbox.validation import Proofs

_Key = tuple[str, str, str, str]
_MOST_SERVED: Final = 100_000


class World:
    """Accounts, identities, resources and Route 53 of one simulated organisation.

    Attributes:
        accounts: Accounts by id; the first one is the management account.
        aggregator: The AWS Config aggregator of the organisation; None where there is none.
        clock: The world's time.
        defects: Errors of the simulation itself, answered with status 500; tests expect none.
        faulty: Findings that faulty resources must raise, by the name under which tests know them.
        faults: Trouble that can be switched on.
        identity_centre: Who may sign in to which accounts through IAM Identity Center.
        console_logins: Whom a refresh token of ``aws login`` stands for.
        machine: The role of the machine whose metadata the sandbox serves; None where it has none.
        internet: What registries and resolvers say of names.
        proofs: Whether what waits for validation records has been given them.
        route53: Every hosted zone of every account.
        trail: CloudTrail's event history of every account.
        served: The latest calls that reached a service, oldest first; refused ones are among them.
    """

    def __init__(self, clock: Clock = wall_clock, propagation_seconds: float = 3.0) -> None:
        """Make a world without anybody in it.

        Args:
            clock: The world's time.
            propagation_seconds: How long a change of records stays PENDING.
        """
        self.aggregator: Aggregator | None = None
        self.clock = clock
        self.accounts: dict[str, Account] = {}
        self.faulty: dict[str, tuple[str, ...]] = {}
        self.faults = Faults(clock)
        self.identity_centre = IdentityCentre(clock)
        self.internet = Internet()
        self.machine: Machine | None = None
        self.console_logins: dict[str, Principal] = {}
        self._alias_targets = AliasTargets()
        self.route53 = Route53(clock, self._alias_targets, propagation_seconds, self.partition)
        self.trail = Trail(clock)
        self.proofs = Proofs(clock, self.route53)
        self.defects: list[Exception] = []
        self.served: deque[Call] = deque(maxlen=_MOST_SERVED)
        self._items: dict[_Key, list[Mapping[str, Any]]] = {}
        self._principals: dict[str, Principal] = {}
        self._lock = threading.Lock()

    @classmethod
    def empty(cls, clock: Clock = wall_clock, propagation_seconds: float = 3.0) -> World:
        """The organisation's accounts, roles and keys, owning nothing."""
        world = cls(clock, propagation_seconds)
        for account in ACCOUNTS:
            world.add_account(account)
        for user in USERS:
            world.add_user(user)
        world.identity_centre.assignments.update(ASSIGNMENTS)
        return world

    def add_account(self, account: Account) -> None:
        """Let an account join the organisation."""
        self.accounts[account.id] = account

    def partition(self, account_id: str) -> str:
        """The AWS partition of an account; that of the organisation for an unknown one."""
        account = self.accounts.get(account_id)
        return "aws" if account is None else account.partition

    def add_user(self, user: User) -> None:
        """Give an account an IAM user."""
        arn = f"arn:{self.partition(user.account_id)}:iam::{user.account_id}:user/{user.name}"
        user_id = f"AIDA{user.account_id}{user.name.upper().replace('-', '')}"[:21]
        self._principals[user.access_key_id] = Principal(user.account_id, arn, user_id, user.denied, user.expired)

    def open_session(
        self, account_id: str, role: Role, session_name: str, limit: SessionPolicy | None = None
    ) -> tuple[str, Principal]:
        """Issue temporary keys for an assumed role: the access key id and its principal."""
        key = "ASIA" + secrets.token_hex(8).upper()
        user_id = f"AROA{account_id}{role.name.upper().replace('-', '')}"[:21]
        principal = Principal(
            account_id,
            f"arn:{self.partition(account_id)}:sts::{account_id}:assumed-role/{role.name}/{session_name}",
            f"{user_id}:{session_name}",
            role.denied,
            limit=limit,
        )
        with self._lock:
            self._principals[key] = principal
        return key, principal

    def issue_key(self, principal: Principal) -> str:
        """Temporary keys of an identity that exists already: the access key id."""
        key = "ASIA" + secrets.token_hex(8).upper()
        with self._lock:
            self._principals[key] = principal
        return key

    def open_console_login(self, principal: Principal) -> str:
        """What ``aws login`` ends with: the refresh token that it keeps."""
        refresher = secrets.token_urlsafe(40)
        self.console_logins[refresher] = principal
        return refresher

    def caller(self, arn: str) -> Principal:
        """The principal with an ARN that was read from a call."""
        return next(principal for principal in tuple(self._principals.values()) if principal.arn == arn)

    def principal(self, access_key_id: str) -> Principal | None:
        """The principal of an access key; None for an unknown key."""
        return self._principals.get(access_key_id)

    def put(self, service: str, account_id: str, region: str, collection: str, item: Mapping[str, Any]) -> None:
        """Add a resource, in the shape in which its service module reads it.

        Args:
            service: The SDK's service name.
            account_id: Its owner.
            region: Its region; any value serves for a global service.
            collection: What it is, e.g. ``load_balancers``.
            item: The resource.
        """
        with self._lock:
            self._items.setdefault(_key(service, account_id, region, collection), []).append(item)

    def remove(self, service: str, account_id: str, region: str, collection: str, item: Mapping[str, Any]) -> None:
        """Take a resource away."""
        with self._lock:
            self._items[_key(service, account_id, region, collection)].remove(item)

    def items(self, service: str, account_id: str, region: str, collection: str) -> Sequence[Mapping[str, Any]]:
        """The resources of one kind, in the order in which they were put; empty where there are none."""
        return tuple(self._items.get(_key(service, account_id, region, collection), ()))

    def everything(self) -> Iterator[Mapping[str, Any]]:
        """Every resource of every service, account and region."""
        return (item for collection in tuple(self._items.values()) for item in tuple(collection))

    def register_alias_name(self, dns_name: str, zone_id: str) -> None:
        """Make a resource's DNS name known to Route 53, so that aliases to it in ``zone_id`` are accepted.

        A load balancer is registered once by its plain name; Route 53 then knows its ``dualstack.`` name too.
        """
        self._alias_targets.register(dns_name, zone_id)

    def forget_alias_name(self, dns_name: str, zone_id: str) -> None:
        """Let a resource disappear: aliases to it dangle from then on, and new ones are refused."""
        self._alias_targets.forget(dns_name, zone_id)


def _key(service: str, account_id: str, region: str, collection: str) -> _Key:
    return service, account_id, GLOBAL_REGION if service in GLOBAL_SERVICES else region, collection
