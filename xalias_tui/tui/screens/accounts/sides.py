"""Which profiles serve which side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from xalias_tui.domain.accounts import Account
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
    why_not = wanted.why_not(side, known, workspace)
    if not why_not and wanted != now:
        session.choose_sides(wanted.zones, wanted.targets)
    return why_not


@dataclass(frozen=True, slots=True)
class Sides:
    """The profiles of both sides.

    Attributes:
        zones: Where records are written.
        targets: Where resources are searched.
    """

    zones: tuple[str, ...]
    targets: tuple[str, ...]

    def using(self, profile: str, side: Side, how: How) -> Sides:
        """With a profile alone on a side; or added to it, and taken from it where it is there already."""
        now = self.zones if side == "zones" else self.targets
        kept = tuple(name for name in now if name != profile)
        wanted = (profile,) if how == "alone" else (kept if profile in now else (*now, profile))
        return replace(self, zones=wanted) if side == "zones" else replace(self, targets=wanted)

    def why_not(self, side: Side, known: Iterable[Account], workspace: Workspace) -> str:
        """Why they can't be used after a side changed; empty where they can."""
        others = workspace.cards or workspace.searches_organisation
        if not self.zones or not (self.targets or others):
            return "Each side needs at least one profile; add another one first."
        chosen = self.zones if side == "zones" else self.targets
        return mixture(account for account in known if account.profile in chosen)
