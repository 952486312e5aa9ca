"""The target side of an organisation: its accounts beside the profiles that were named, each account asked once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from xalias_tui.domain.accounts import Account, state_of
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.members import Member, Organisation, narrowed
from xalias_tui.domain.ways_in import WayIn


class Lists(Protocol):
    """Who lists accounts."""

    def members(self, way: WayIn) -> tuple[Member, ...]:
        """See ``Accounts``."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Accounts without profiles.

    Attributes:
        members: As narrowed by the options, each account once.
        failed: Lists that could not be read, each as an account that can't be asked.
    """

    members: tuple[Member, ...] = ()
    failed: tuple[Account, ...] = ()

    @property
    def active(self) -> tuple[Member, ...]:
        """Those that can be asked."""
        return tuple(member for member in self.members if member.is_active)


class Roll:
    """The accounts of the organisation, listed once a session. Safe to use from several threads.

    Args:
        organisation: Which accounts are meant.
        lists: Returns who lists them.
    """

    def __init__(self, organisation: Organisation, lists: Callable[[], Lists]) -> None:
        self._organisation = organisation
        self._lists = lists
        self._lock = threading.Lock()
        self._known: Listing | None = None
        self._by_id: dict[str, Member] = {}

    @property
    def is_asked(self) -> bool:
        """Whether any accounts are reached without profiles."""
        return self._organisation.is_asked

    def listing(self, *, refresh: bool = False) -> Listing:
        """The accounts; raises nothing, a list that can't be read is among the failed.

        Args:
            refresh: List them again.
        """
        with self._lock:
            if self._known is None or refresh:
                self._known = self._read()
                self._by_id = {member.account_id: member for member in self._known.members}
            return self._known

    def known(self) -> Listing | None:
        """The accounts, where they were listed before."""
        return self._known

    def account(self, profile: str) -> Account | None:
        """What is known without asking of what takes the place of a profile; None where it is to be asked."""
        way = WayIn.parse(profile)
        if way is None or self._known is None:
            return None
        failed = next((each for each in self._known.failed if each.profile == profile), None)
        if failed is not None:
            return failed
        member = self.member(profile)
        return closed(member) if member is not None and not member.is_active else None

    def member(self, profile: str) -> Member | None:
        """The account of what takes the place of a profile."""
        way = WayIn.parse(profile)
        return None if way is None else self._by_id.get(way.account_id)

    def _read(self) -> Listing:
        found: dict[str, Member] = {}
        failed: list[Account] = []
        for way in self._organisation.ways():
            try:
                listed = self._lists().members(way)
            except LookupFailedError as error:
                failed.append(_failed(way, "denied" if error.denied else error.code, error.message, error.needed))
            except AwsError as error:
                failed.append(_failed(way, error.code, error.message, remedy=error.remedy))
            else:
                for member in narrowed(listed, self._organisation):
                    found.setdefault(member.account_id, member)
        return Listing(tuple(found.values()), tuple(failed))


def closed(member: Member) -> Account:
    """An account that the organisation does not call active: closed, suspended, or not activated yet."""
    return Account(
        member.way.text,
        member.account_id,
        state="closed",
        message=f"It is not active: AWS Organizations says {member.state}.",
        origin=member.way.origin,
        name=member.name,
        ou=member.path,
    )


def _failed(way: WayIn, code: str, message: str, needed: str = "", remedy: str = "") -> Account:
    message = message if message.endswith(".") else f"{message}."  # sentences of AWS have no full stop
    what = f"The accounts of the organisation can't be listed: {message}"
    if way.origin == "sso":
        what = f"The accounts of the SSO session {way.through} can't be listed: {message}"
    if needed:
        remedy = f"Allow {needed} there, or name the profile of the management account or of a delegated administrator."
    return Account(way.text, state=state_of(code), message=what, remedy=remedy or "Try again.", origin=way.origin)


def side(roll: Roll, profiles: tuple[str, ...], who: Callable[[str], Account]) -> tuple[str, ...]:
    """Who is asked of a side: the profiles that were named, and the accounts that these do not reach.

    Args:
        roll: The accounts of the organisation.
        profiles: The profiles that were named.
        who: Who a profile is.

    Raises:
        UsageError: when the options leave no account of the organisation.
    """
    if not roll.is_asked:
        return profiles
    listing = roll.listing()
    if not listing.active and not listing.failed and not profiles:
        raise UsageError(
            "no-account", "The options leave no active account of the organisation.", "See 'xalias accounts'."
        )
    reached = {account.account_id for account in map(who, profiles) if account.state == "ready"}
    through = {member.way.through for member in listing.active if member.way.origin == "organisation"}
    owners = {who(profile).account_id: profile for profile in through}
    others = (member for member in listing.active if member.account_id not in reached)
    asked = (owners.get(member.account_id, member.way.text) for member in others)
    return tuple(dict.fromkeys((*profiles, *asked, *(each.profile for each in listing.failed))))


def with_member(account: Account, member: Member | None) -> Account:
    """An account with what its organisation calls it."""
    if member is None:
        return account
    return replace(account, name=member.name, ou=member.path)
