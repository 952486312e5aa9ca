"""What the simulated internet knows of names: to whom they are delegated, by which keys, and what is cached."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Internet:
    """What others than Route 53 say; names have a final dot.

    Attributes:
        delegations: Name servers that the parent publishes for a name, where these are not those of the first hosted
            zone of that name; nobody where the name is not registered.
        ds: DS records that the parent publishes for a name.
        lame: Name servers that refuse every question.
        remembered: What resolvers still answer for a name and type, though its name servers say something else.
    """

    delegations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lame: set[str] = field(default_factory=set)
    remembered: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
