"""A plan as people read it: records created, replaced and deleted, where the batch has a DELETE and a CREATE."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet

Sign = Literal["+", "~", "-"]


@dataclass(frozen=True, slots=True)
class Move:
    """What happens to one record.

    Attributes:
        before: What is deleted; None where it is created.
        after: What is created; None where it is only deleted.
    """

    before: RecordSet | None
    after: RecordSet | None

    @property
    def sign(self) -> Sign:
        """``+`` created, ``~`` replaced, ``-`` deleted."""
        if self.before is None:
            return "+"
        return "-" if self.after is None else "~"

    @property
    def record(self) -> RecordSet:
        """The record as it will be; as it was, where it is deleted."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 -- a move without a record is never made
        return found


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records some plans create, replace and delete."""

    create: int = 0
    replace: int = 0
    delete: int = 0

    def __str__(self) -> str:
        return f"{self.create} to create, {self.replace} to replace, {self.delete} to delete"


def moves(plan: Plan) -> tuple[Move, ...]:
    """What a plan does, in order of name; a DELETE and a CREATE of the same name, type and set identifier are one."""
    gone = {change.record.key: change.record for change in plan.changes if change.action == "DELETE"}
    new = {change.record.key: change.record for change in plan.changes if change.action == "CREATE"}
    return tuple(Move(gone.get(key), new.get(key)) for key in sorted({*gone, *new}))


def counted(plans: Iterable[Plan]) -> Counts:
    """How many records some plans create, replace and delete."""
    signs = [move.sign for plan in plans for move in moves(plan)]
    return Counts(signs.count("+"), signs.count("~"), signs.count("-"))
