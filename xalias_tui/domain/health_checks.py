"""Health checks of Route 53, and the CIDR collections of its IP-based routing: what record sets may refer to by id."""

from __future__ import annotations

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.routing import EVERYWHERE


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """A health check of an account.

    Attributes:
        id: What a record set refers to it by.
        account_id: Whose it is.
        type: HealthCheckType of the API, e.g. ``HTTPS``.
        checks: What it looks at, in words; may carry untrusted text.
        disabled: Whether it is switched off: Route 53 then counts it as healthy, or as unhealthy where it is inverted
            (HealthCheckConfig.Disabled in the Route 53 API reference).
        linked_service: Principal of the AWS service that manages it; empty if none does.
        inverted: Whether it counts as healthy what it finds unhealthy, and the reverse.
        domain: The name that it asks DNS for, in lower case and without a final dot; empty where it has an address, or
            no endpoint.
    """

    id: str
    account_id: str
    type: str
    checks: str
    disabled: bool = False
    linked_service: str = ""
    inverted: bool = False
    domain: str = ""

    def summary(self) -> str:
        """Type and what it looks at, in one line."""
        return f"{self.type} {self.checks}{' (disabled)' if self.disabled else ''}"


@dataclass(frozen=True, slots=True)
class CidrCollection:
    """A CIDR collection of an account, with the names of its locations.

    Attributes:
        id: A UUID, what a record set refers to it by.
        name: Its own name.
        account_id: Whose it is.
        locations: Names of its locations; ``*``, which every collection has, is not among them.
    """

    id: str
    name: str
    account_id: str
    locations: tuple[str, ...] = ()

    def holds(self, location: str) -> bool:
        """Whether a record set may name a location of it."""
        return location == EVERYWHERE or location in self.locations


@dataclass(frozen=True, slots=True)
class Referable:
    """What record sets of a zone may refer to, as far as it was read; None where it was not.

    Attributes:
        health_checks: Of the zone's account.
        cidr_collections: Of the zone's account.
    """

    health_checks: tuple[HealthCheck, ...] | None = None
    cidr_collections: tuple[CidrCollection, ...] | None = None
