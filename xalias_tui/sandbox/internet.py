"""What the simulated internet knows of names: their delegation, their keys, and what resolvers have cached."""

from __future__ import annotations

from dataclasses import field

from xalias_tui.domain.dataclass import dataclass


@dataclass(slots=True)
class Internet:
    """What the DNS outside Route 53 says; names have a final dot.

    Attributes:
        delegations: Name servers that the parent publishes for a name, where these are not those of the first hosted
            zone of that name; empty where the name is not registered.
        ds: DS records that the parent publishes for a name.
        lame: Name servers that refuse every question.
        hosts: Addresses of names that exist outside the hosted zones and AWS.
        remembered: What resolvers still answer for a name and type, though its name servers say something else.
    """

    delegations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lame: set[str] = field(default_factory=set)
    hosts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    remembered: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
