"""What every rule about one change is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.route53.records import Wire
from xalias_tui.sandbox.route53.store import Route53
from xalias_tui.sandbox.route53.zones import Draft, Zone, key_of


@dataclass(frozen=True, slots=True)
class Attempt:
    """A record set that is to be created, or put over the one that is there.

    Attributes:
        record: The record set in listing form.
        draft: The zone after the changes before this one.
        route53: Everything else there is.
    """

    record: Wire
    draft: Draft
    route53: Route53

    @property
    def zone(self) -> Zone:
        """The zone it is for."""
        return self.draft.zone

    @property
    def rrset(self) -> str:
        """How Route 53 begins its sentences: ``RRSet of type A with DNS name www.example.com.``."""
        return f"RRSet of type {self.record['Type']} with DNS name {self.record['Name']}"

    def siblings(self) -> list[Wire]:
        """Other record sets of the same name, whatever their type."""
        own = key_of(self.record)
        return [other for key, other in self.draft.at(self.record["Name"]).items() if key != own]


Rule = Callable[[Attempt], Iterator[str]]
"""Yields Route 53's sentence for each thing that is wrong."""
