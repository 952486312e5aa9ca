"""Which profiles serve which side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.partitions import mixture
from xalias_tui.tui.state.session import SIGNING_IN, Session

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace

Side = Literal["zones", "targets"]
How = Literal["alone", "too"]


def use(session: Session, profile: str, side: Side, how: How, known: Iterable[Account]) -> str:
    """Use a profile on a side, alone or too; why that can't be, in a sentence, empty where it can."""
    workspace = session.workspace
    if workspace is None:
        return SIGNING_IN
    if session.desk.in_flight is not None:
        return "A change is in flight; choose other accounts once it is in sync."
    now = Sides(workspace.zone_profiles, workspace.target_profiles)
    wanted = now.using(profile, side, how)
    accounts = tuple(known)
    account = next((each for each in accounts if each.profile == profile), Account(profile))
    if wanted == now:
        return f"{account.called} is used alone for {side} already."
    why_not = wanted.why_not(side, accounts, workspace)
    if not why_not and profile in wanted.of(side):
        why_not = why_not_asked(account, side) or (_why_not_too(account, side, workspace) if how == "too" else "")
    if not why_not:
        session.choose_sides(wanted.zones, wanted.targets, added=how == "too")
    return why_not


def _why_not_too(account: Account, side: Side, workspace: Workspace) -> str:
    """Why an account can't be added to the organisation's; untrusted, empty where it can."""
    if side == "zones":
        said = "The zones of every account of the organisation that has any are read already"
        return f"{said}; z reads those of one account alone." if workspace.reads_zones_of_organisation else ""
    listing = workspace.roll.known()
    if not workspace.searches_organisation or listing is None or account.profile in workspace.target_profiles:
        return ""
    if account.account_id not in {member.account_id for member in listing.active}:
        return ""
    return f"{account.called} is searched with its organisation already; t searches it alone."


def why_not_asked(account: Account, side: Side) -> str:
    """Why an account can't serve a side, as far as that is known before it is asked; untrusted, empty where it may."""
    if account.state == "closed" or (account.state == "not-asked" and side == "zones"):
        return f"{account.called} can't be used for {side}. {account.message} {account.remedy}".strip()
    return ""


@dataclass(frozen=True, slots=True)
class Sides:
    """The profiles of both sides.

    Attributes:
        zones: Where records are written.
        targets: Where resources are searched.
    """

    zones: tuple[str, ...]
    targets: tuple[str, ...]

    def of(self, side: Side) -> tuple[str, ...]:
        """The profiles of one of them."""
        return self.zones if side == "zones" else self.targets

    def using(self, profile: str, side: Side, how: How) -> Sides:
        """With a profile alone on a side; or added to it, and taken from it where it is there already."""
        now = self.of(side)
        kept = tuple(name for name in now if name != profile)
        wanted = (profile,) if how == "alone" else (kept if profile in now else (*now, profile))
        return replace(self, zones=wanted) if side == "zones" else replace(self, targets=wanted)

    def why_not(self, side: Side, known: Iterable[Account], workspace: Workspace) -> str:
        """Why they can't be used after a side changed; empty where they can."""
        others = workspace.cards or workspace.searches_organisation
        if not self.zones or not (self.targets or others):
            return "Each side needs at least one profile; add another one first."
        return mixture(account for account in known if account.profile in self.of(side))
