"""How an account is named that is reached without a profile of its own, wherever a profile's name is expected."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, Literal

from xalias_tui.domain.dataclass import dataclass

_WAY: Final = re.compile(r"(organisation|sso):([^:]*):(\d{12}|):([^;]*)(?:;external-id=(.*))?\Z", re.DOTALL)

MemberOrigin = Literal["organisation", "sso"]


@dataclass(frozen=True, slots=True)
class WayIn:
    """How an account without a profile is reached. Its text takes the place of a profile's name everywhere.

    A plan file or an entry of the journal that names it needs no options besides:
    ``organisation:admin:222222222222:xalias-audit;external-id=42``. An external id is not a secret (IAM User Guide:
    id_roles_common-scenarios_third-party).

    Attributes:
        origin: ``organisation`` (a role that is assumed) or ``sso`` (a permission set of IAM Identity Center).
        through: The profile that assumes the role, or the name of the SSO session.
        account_id: The account; empty for the list of accounts itself.
        roles: Roles, of which the first that works is taken; empty where the account is only listed.
        external_id: Sent when a role is assumed; empty for none.
    """

    origin: MemberOrigin
    through: str
    account_id: str = ""
    roles: tuple[str, ...] = ()
    external_id: str = ""

    @property
    def text(self) -> str:
        """In one line."""
        through = self.through.replace("%", "%25").replace(":", "%3A")
        external = f";external-id={self.external_id}" if self.external_id else ""
        return f"{self.origin}:{through}:{self.account_id}:{'|'.join(self.roles)}{external}"

    @property
    def listing(self) -> WayIn:
        """The list that the account is of, whatever is assumed in it."""
        return WayIn(self.origin, self.through)

    def to(self, account_id: str) -> WayIn:
        """The same way into another account."""
        return replace(self, account_id=account_id)

    @classmethod
    def parse(cls, text: str) -> WayIn | None:
        """The way in of a text; None for the name of a profile."""
        found = _WAY.match(text)
        if found is None:
            return None
        through = found[2].replace("%3A", ":").replace("%25", "%")
        origin: MemberOrigin = "sso" if found[1] == "sso" else "organisation"
        roles = tuple(role for role in found[4].split("|") if role)
        return cls(origin, through, found[3], roles, found[5] or "")


def is_profile(name: str) -> bool:
    """Whether a name is that of a profile of the AWS configuration, which other tools know too."""
    return bool(name) and WayIn.parse(name) is None


def is_assumed(name: str) -> bool:
    """Whether a role is assumed there, with which an external id can be sent."""
    way = WayIn.parse(name)
    return way is not None and way.origin == "organisation" and bool(way.roles)


def own_profile(name: str) -> str:
    """The name of a profile that other tools know; empty for none."""
    return name if is_profile(name) else ""


def profile_behind(name: str) -> str:
    """The profile whose credentials are used in the end: the one named, or the one that assumes the role."""
    way = WayIn.parse(name)
    return name if way is None or way.origin == "sso" else way.through


def who_acts(name: str) -> str:
    """Who acts, at the beginning of a sentence: a profile, or the role that is assumed in an account."""
    way = WayIn.parse(name)
    if way is None:
        return f"Profile {name}" if name else "The default profile"
    return f"The {reached_by(name)} of account {way.account_id}" if way.account_id else f"The {called_as(name)}"


def reached_by(name: str) -> str:
    """How an account is reached whose id is shown already: its profile, or the role."""
    way = WayIn.parse(name)
    if way is None:
        return name
    word = "permission set" if way.origin == "sso" else "role"
    return f"{word} {way.roles[0].rpartition('/')[2]}" if way.roles else way.origin


def called_as(name: str) -> str:
    """What operators call a profile or a way in."""
    way = WayIn.parse(name)
    if way is None:
        return name
    return way.account_id or f"{way.origin} {way.through or 'environment'}"
