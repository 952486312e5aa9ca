"""What records of the DNS hub refer to: health checks of every type, and CIDR collections."""

from __future__ import annotations

from typing import Final

from xalias_tui.sandbox.members import DNS_HUB, MEDIA
from xalias_tui.sandbox.world import World

FIRST: Final = "0a1b2c3d-1111-4000-8000-000000000001"
PAUSED: Final = "0a1b2c3d-1111-4000-8000-000000000002"
OFFICES: Final = "c0111ec7-0000-4000-8000-000000000001"
PARTNERS: Final = "c0111ec7-0000-4000-8000-000000000002"
ELSEWHERE: Final = "0a1b2c3d-3333-4000-8000-000000000001"
"""A health check of another account than that of the zones."""

_CHECKS: Final = (
    (FIRST, {"Type": "HTTPS", "FullyQualifiedDomainName": "first.example.com", "Port": 443, "ResourcePath": "/up"}),
    (PAUSED, {"Type": "TCP", "IPAddress": "192.0.2.72", "Port": 8443, "Disabled": True}),
    (
        "0a1b2c3d-1111-4000-8000-000000000003",
        {"Type": "CALCULATED", "HealthThreshold": 1, "ChildHealthChecks": [FIRST, PAUSED]},
    ),
    (
        "0a1b2c3d-1111-4000-8000-000000000004",
        {"Type": "CLOUDWATCH_METRIC", "AlarmIdentifier": {"Region": "eu-west-1", "Name": "[b]orders[/] are failing"}},
    ),
    (
        "0a1b2c3d-1111-4000-8000-000000000005",
        {
            "Type": "HTTP_STR_MATCH",
            "IPAddress": "2001:db8::25",
            "Port": 8080,
            "ResourcePath": "/",
            "SearchString": "welcome",
        },
    ),
)


def build(world: World) -> None:
    """Add them."""
    for id_, config in _CHECKS:
        usual = {"RequestInterval": 30, "FailureThreshold": 3, "Inverted": False, "Disabled": False}
        endpoint = config["Type"] not in ("CALCULATED", "CLOUDWATCH_METRIC")
        world.route53.add_health_check(DNS_HUB, id_, {**(usual if endpoint else {}), **config})
    world.route53.add_health_check(MEDIA, ELSEWHERE, {"Type": "TCP", "IPAddress": "192.0.2.120", "Port": 443})
    offices = {"berlin": ["198.51.100.0/26"], "oslo": ["198.51.100.64/26", "2001:db8:5::/48"]}
    world.route53.add_cidr_collection(DNS_HUB, OFFICES, "offices", offices)
    world.route53.add_cidr_collection(DNS_HUB, PARTNERS, "partners", {"acme": ["203.0.113.0/25"]})
