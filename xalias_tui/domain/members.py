"""Accounts that are reached without a profile of their own: those of an organisation, and those of an SSO session."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.ways_in import WayIn

ACTIVE: Final = "ACTIVE"
"""``State`` of an account that can be used (Account in the AWS Organizations API reference)."""
_ACCOUNT_ID: Final = re.compile(r"\d{12}\Z")
_ROLE: Final = re.compile(r"[\w+=,.@/-]{1,576}\Z", re.ASCII)
"""A path and a name (CreateRole in the IAM API reference)."""
_EXTERNAL_ID: Final = re.compile(r"[\w+=,.@:/-]{2,1224}\Z", re.ASCII)
"""``ExternalId`` (AssumeRole in the AWS STS API reference)."""
_ROLE_ARN: Final = re.compile(r"arn:aws[a-z-]*:iam::\{account\}:role/[\w+=,.@/-]{1,576}\Z", re.ASCII)
_UNIT: Final = re.compile(r"(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})\Z")
"""An organizational unit or a root (ListAccountsForParent in the AWS Organizations API reference)."""

_AS_ARN: Final = "Write it as in arn:aws:iam::{account}:role/path/name."
_AS_EXTERNAL_ID: Final = "It has 2 to 1,224 letters, digits and the characters _+=,.@:/- and no others."
_AS_UNIT: Final = "Write it as in ou-ab12-34cdef56."


@dataclass(frozen=True, slots=True)
class Organisation:
    """Which accounts are reached without profiles of their own, and how.

    Attributes:
        profile: Profile of the management account, or of one that AWS Organizations is delegated to; empty for the
            environment's own credentials, None where no organisation is asked.
        roles: Roles that are assumed in each account, the first that works: a name, a path and a name, or an ARN with
            ``{account}``.
        external_id: Sent with AssumeRole; empty for none.
        sso_session: Name of a session of IAM Identity Center; empty for none.
        sso_roles: Permission sets, of which the first that an account offers is used.
        accounts: Only these accounts; empty for all.
        not_accounts: All but these accounts.
        units: Only accounts below these organizational units; empty for all.
        session_policy: Whether assumed roles are limited to what is called there.
    """

    profile: str | None = None
    roles: tuple[str, ...] = ()
    external_id: str = ""
    sso_session: str = ""
    sso_roles: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    not_accounts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    session_policy: bool = True

    def __post_init__(self) -> None:
        """Refuse what can't be an id, an external id or a role.

        Raises:
            UsageError: naming it.
        """
        for account_id in (*self.accounts, *self.not_accounts):
            _check(account_id, _ACCOUNT_ID, "account-invalid", "an account id", "Write its twelve digits.")
        for unit in self.units:
            _check(unit, _UNIT, "unit-invalid", "the id of an organizational unit or root", _AS_UNIT)
        if self.external_id:
            _check(self.external_id, _EXTERNAL_ID, "external-id-invalid", "an external id", _AS_EXTERNAL_ID)
        for role in (*self.roles, *self.sso_roles):
            if role.startswith("arn:"):
                _check(role, _ROLE_ARN, "role-invalid", "a role's ARN with {account} for the account", _AS_ARN)
            else:
                _check(role, _ROLE, "role-invalid", "the name of a role", "Write its name, or its path and name.")

    @property
    def is_asked(self) -> bool:
        """Whether any accounts are listed at all."""
        return self.profile is not None or bool(self.sso_session)

    def ways(self) -> tuple[WayIn, ...]:
        """The lists of accounts, each as the way in that has no account yet."""
        by_role = (
            () if self.profile is None else (WayIn("organisation", self.profile, "", self.roles, self.external_id),)
        )
        by_login = (WayIn("sso", self.sso_session, "", self.sso_roles),) if self.sso_session else ()
        return (*by_role, *by_login)


def _check(text: str, form: re.Pattern[str], code: str, what: str, remedy: str) -> None:
    if not form.match(text):
        raise UsageError(code, f"'{text}' is not {what}.", remedy)


def combined(given: Organisation, usual: Organisation) -> Organisation:
    """What the command line says, and where it says nothing what the settings do."""
    named = given if given.is_asked else usual
    return Organisation(
        profile=named.profile,
        sso_session=named.sso_session,
        roles=given.roles or usual.roles,
        external_id=given.external_id or usual.external_id,
        sso_roles=given.sso_roles or usual.sso_roles,
        accounts=given.accounts or usual.accounts,
        not_accounts=given.not_accounts or usual.not_accounts,
        units=given.units or usual.units,
        session_policy=given.session_policy and usual.session_policy,
    )


def as_settings(organisation: Organisation) -> dict[str, Any]:
    """The table ``organisation`` of the settings that means the same."""
    return {
        "profile": organisation.profile,
        "roles": list(organisation.roles),
        "external_id": organisation.external_id,
        "sso_session": organisation.sso_session,
        "sso_roles": list(organisation.sso_roles),
        "ous": list(organisation.units),
        "exclude_accounts": list(organisation.not_accounts),
        "session_policy": organisation.session_policy,
    }


@dataclass(frozen=True, slots=True)
class Member:
    """An account as AWS Organizations or IAM Identity Center lists it.

    Attributes:
        account_id: Twelve digits.
        name: What the organisation calls it; untrusted text.
        way: How it is reached.
        state: ``State`` in AWS Organizations; ``ACTIVE`` for the accounts of an SSO session.
        path: Ids from the organisation down to the account's unit, with a final slash; empty where not known.
    """

    account_id: str
    name: str
    way: WayIn
    state: str = ACTIVE
    path: str = ""

    @property
    def is_active(self) -> bool:
        """Whether it can be asked."""
        return self.state == ACTIVE

    def is_below(self, units: Iterable[str]) -> bool:
        """Whether it belongs to one of some organizational units, or to a unit below them."""
        return any(f"/{unit}/" in f"/{self.path}" for unit in units)


def narrowed(members: Iterable[Member], organisation: Organisation) -> tuple[Member, ...]:
    """The members that the options mean."""
    return tuple(
        member
        for member in members
        if not organisation.accounts or member.account_id in organisation.accounts
        if member.account_id not in organisation.not_accounts
        if not organisation.units or member.is_below(organisation.units)
    )
