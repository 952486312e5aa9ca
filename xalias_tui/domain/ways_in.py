"""How an account is named that is reached without a profile of its own, wherever a profile's name is expected."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

_WAY: Final = re.compile(r"(organisation|sso):([^:]*):(\d{12}|):(.*)\Z", re.DOTALL)

MemberOrigin = Literal["organisation", "sso"]


@dataclass(frozen=True, slots=True)
class WayIn:
    """How an account without a profile is reached. Its text takes the place of a profile's name everywhere.

    A plan file that names it needs no options besides: ``organisation:admin:222222222222:xalias-audit``.

    Attributes:
        origin: ``organisation`` (a role that is assumed) or ``sso`` (a permission set of IAM Identity Center).
        through: The profile that assumes the role, or the name of the SSO session.
        account_id: The account; empty for the list of accounts itself.
        roles: Roles, of which the first that works is taken; empty where the account is only listed.
    """

    origin: MemberOrigin
    through: str
    account_id: str = ""
    roles: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """In one line."""
        through = self.through.replace("%", "%25").replace(":", "%3A")
        return f"{self.origin}:{through}:{self.account_id}:{'|'.join(self.roles)}"

    @classmethod
    def parse(cls, text: str) -> WayIn | None:
        """The way in of a text; None for the name of a profile."""
        found = _WAY.match(text)
        if found is None:
            return None
        through = found[2].replace("%3A", ":").replace("%25", "%")
        origin: MemberOrigin = "sso" if found[1] == "sso" else "organisation"
        return cls(origin, through, found[3], tuple(role for role in found[4].split("|") if role))


def is_profile(name: str) -> bool:
    """Whether a name is that of a profile of the AWS configuration, which other tools know too."""
    return bool(name) and WayIn.parse(name) is None


def own_profile(name: str) -> str:
    """The name of a profile that other tools know; empty for none."""
    return name if is_profile(name) else ""


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
