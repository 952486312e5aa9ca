"""What the preview shows, as one frozen value: the plan made from the draft, or why there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan

Phase = Literal["choosing", "reading", "ready", "failed"]


@dataclass(frozen=True, slots=True)
class Previewed:
    """A plan on its way from what is chosen to what can be committed.

    Attributes:
        plan: The latest judged plan; None while there is none for what is chosen.
        other: The same with the validation records that the target waits for, or without them where ``plan`` has
            them; None where the zone can't be given any.
        complete: Whether the plan was judged by everything: the internet was asked, too.
        unscanned: What could not be read for it.
        read_at: When its surroundings were read.
        negative_ttl: Seconds that resolvers remember an absent name of the zone; None where not known.
        phase: How far it is.
        problem: Why there is no plan, for the operator; empty otherwise.
        activity: What is being read for it, in words; empty where nothing is known of it.
    """

    plan: Plan | None = None
    other: Plan | None = None
    complete: bool = False
    unscanned: tuple[Unscanned, ...] = ()
    read_at: datetime | None = None
    negative_ttl: int | None = None
    phase: Phase = "choosing"
    problem: str = ""
    activity: str = ""

    def emptied(self) -> Previewed:
        """Something else was chosen: the plan is gone."""
        return Previewed(read_at=self.read_at, negative_ttl=self.negative_ttl)

    def reading(self) -> Previewed:
        """The surroundings of the draft are being read."""
        return replace(self, phase="reading", problem="", activity="", complete=False)

    def inspecting(self, activity: str) -> Previewed:
        """The target is being inspected."""
        return replace(self, activity=activity)

    def failed(self, problem: str) -> Previewed:
        """There is no plan, and this is why."""
        return replace(self, plan=None, other=None, phase="failed", problem=problem, activity="")

    def swapped(self) -> Previewed:
        """The other plan: with the validation records that are offered, or without them."""
        return replace(self, plan=self.other, other=self.plan)

    @property
    def in_place(self) -> bool:
        """Whether the record is already exactly as wanted."""
        plan = self.plan
        return plan is not None and (not plan.changes or (bool(plan.before) and set(plan.before) == set(plan.after)))

    def today(self, name: DnsName | None) -> tuple[RecordSet, ...]:
        """Records of simple routing that exist at a name, as far as the plan knows them."""
        before = () if self.plan is None else self.plan.before
        return tuple(record for record in before if record.name == name and record.routing is None)
