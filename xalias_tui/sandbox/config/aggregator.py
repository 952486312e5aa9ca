"""An aggregator of the organisation, its sources, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass

Item = Mapping[str, Any]
Place = tuple[str, str]
"""An account and a region."""

ALWAYS_ON: Final = "us-west-2"


@dataclass(slots=True)
class Recorder:
    """The configuration recorder of an account in a region.

    Attributes:
        recording: Whether it runs.
        excluded: Resource types that it leaves out.
        daily: Whether it records once a day.
    """

    recording: bool = True
    excluded: frozenset[str] = frozenset()
    daily: bool = False


@dataclass(slots=True)
class Aggregator:
    """An aggregator; the defaults make one of the whole organisation in which nothing is wrong.

    Attributes:
        account_id: The account that has it, and alone may read it.
        region: Its region.
        name: Its name.
        account_ids: The accounts that it aggregates; empty for the organisation.
        regions: The regions that it aggregates; empty for all.
        types: The resource types that it takes; empty for all.
        recorders: Recorders that differ from a running one of everything; None for an account without one there.
        sources: States of sources that are not SUCCEEDED: ``FAILED`` or ``OUTDATED``.
        kept: What is still held of places whose recorder stopped or whose source fails, as it was then.
        silent: Resource types for which queries find nothing, although the items are there.
        unrecorded: Resource types whose resources are counted and not recorded.
        emptied: Whether everything was deleted, as after a day with an invalid role.
    """

    account_id: str
    region: str
    name: str = "organisation"
    account_ids: Sequence[str] = ()
    regions: Sequence[str] = ()
    types: Sequence[str] = ()
    recorders: dict[Place, Recorder | None] = field(default_factory=dict)
    sources: dict[Place, str] = field(default_factory=dict)
    kept: dict[Place, Sequence[Item]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    unrecorded: set[str] = field(default_factory=set)
    emptied: bool = False

    def recorder(self, place: Place) -> Recorder | None:
        """The recorder of a place; None where it has none."""
        return self.recorders.get(place, Recorder())

    def covers(self, place: Place) -> bool:
        """Whether a place is among the sources."""
        account_id, region = place
        return (not self.account_ids or account_id in self.account_ids) and (not self.regions or region in self.regions)
