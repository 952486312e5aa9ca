from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.examples import ERROR, WARNING, ZONE, Example, Quiet, Raises, alias, case, check, label, member
from xalias_tui.domain.health_checks import CidrCollection, HealthCheck, Referable

AT = "www.example.com."
HUB = "111111111111"
OFFICE = "11111111-2222-3333-4444-555555555555"
KNOWN = Referable(
    (HealthCheck("h1", HUB, "HTTPS", "https://192.0.2.1/"), HealthCheck("h2", HUB, "TCP", "192.0.2.1:22", True)),  # noqa: FBT003 -- disabled
    (CidrCollection(OFFICE, "office", HUB, ("berlin",)),),
)
NAMED = Referable((HealthCheck("h4", HUB, "HTTPS", "https://www.example.com/", domain="www.example.com"),))
REVERSED = Referable((HealthCheck("h3", HUB, "TCP", "192.0.2.1:22", disabled=True, inverted=True),))
CHECKED = member(AT, "a", Weight=1, HealthCheckId="h1")
SIMPLE = alias(AT, HealthCheckId="h1")
POINTING = alias("example.com.", target=AT, zone_id=ZONE.id, health=True)
UNCONCERNED = alias("example.com.", target=AT, zone_id=ZONE.id)

BERLIN = member(AT, "a", CidrRoutingConfig={"CollectionId": OFFICE, "LocationName": "berlin"})
PARIS = member(AT, "a", CidrRoutingConfig={"CollectionId": OFFICE, "LocationName": "paris"})
DEFAULT = member(AT, "a", CidrRoutingConfig={"CollectionId": OFFICE, "LocationName": "*"})
STRANGE = member(AT, "a", CidrRoutingConfig={"CollectionId": OFFICE[::-1], "LocationName": "*"})

EXAMPLES: tuple[Example, ...] = (
    Raises(
        "health-check-missing",
        ERROR,
        "Health check h9 does not exist in account 111111111111.",
        case(member(AT, "a", Weight=1, HealthCheckId="h9"), referable=KNOWN),
    ),
    Raises(
        "health-check-missing",
        ERROR,
        "h9",
        case(
            [alias(AT, type_, SetIdentifier="a", Weight=1, HealthCheckId="h9") for type_ in ("A", "AAAA")],
            referable=KNOWN,
        ),
    ),
    Quiet("health-check-missing", case(CHECKED, referable=KNOWN)),
    Quiet("health-check-missing", case(member(AT, "a", Weight=1, HealthCheckId="h9"))),
    Quiet("health-check-missing", case(alias(AT), referable=KNOWN)),
    Raises(
        "health-check-disabled",
        WARNING,
        "Health check h2 is disabled",
        case(member(AT, "a", Weight=1, HealthCheckId="h2"), referable=KNOWN),
    ),
    Raises(
        "health-check-disabled",
        WARNING,
        "Health check h3 is disabled and inverted, so it counts as unhealthy: it keeps www.example.com A out",
        case(member(AT, "a", Weight=1, HealthCheckId="h3"), referable=REVERSED),
    ),
    Quiet("health-check-disabled", case(CHECKED, referable=KNOWN)),
    Raises(
        "health-check-own-name",
        WARNING,
        "Health check h4 asks for www.example.com itself",
        case(member(AT, "a", Weight=1, HealthCheckId="h4"), referable=NAMED),
    ),
    Quiet("health-check-own-name", case(member("a.example.com.", "a", Weight=1, HealthCheckId="h4"), referable=NAMED)),
    Quiet("health-check-own-name", case(CHECKED, referable=KNOWN)),
    Raises("health-check-without-choice", WARNING, "Health check h1 decides nothing: www.example.com A", case(SIMPLE)),
    Raises(
        "health-check-without-choice",
        WARNING,
        "in private zones Route 53 supports that only with a routing policy",
        case(SIMPLE, standing=[POINTING], in_zone=replace(ZONE, private=True)),
    ),
    Raises("health-check-without-choice", WARNING, "h1", case(SIMPLE, standing=[UNCONCERNED])),
    Quiet("health-check-without-choice", case(SIMPLE, standing=[POINTING])),
    Quiet("health-check-without-choice", case(CHECKED)),
    Quiet("health-check-without-choice", case(alias(AT))),
    Raises("cidr-collection-missing", ERROR, "does not exist in account 1111", case(STRANGE, referable=KNOWN)),
    Quiet("cidr-collection-missing", case(BERLIN, referable=KNOWN)),
    Quiet("cidr-collection-missing", case(STRANGE)),
    Raises("cidr-location-missing", ERROR, "office has no location paris", case(PARIS, referable=KNOWN)),
    Quiet("cidr-location-missing", case(BERLIN, referable=KNOWN)),
    Quiet("cidr-location-missing", case(DEFAULT, referable=KNOWN)),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)
