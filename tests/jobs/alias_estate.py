"""A zone of 400 aliases in the sandbox, 280 of them dead and 120 live, written in every way that Route 53 takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xalias_tui.domain.zone_ids import s3_website_host
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import DNS_HUB, MEDIA, SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, Type, add_balancer
from xalias_tui.sandbox.organisation.estate import CREATED, Estate, alias_zone_id, stable_id
from xalias_tui.sandbox.organisation.records import Wire, alias, plain
from xalias_tui.sandbox.world import World

ZONE = "Z0ALIASES"
NAME = "aliases.example"
REGIONS = ("eu-west-1", "us-east-1", "eu-central-1")
EB_ZONES = {region: alias_zone_id("elastic_beanstalk", region) for region in REGIONS}


def written(name: str, number: int) -> str:
    """A name as different tools write it: with or without ``dualstack.`` and final dot, in mixed case."""
    prefixed = f"dualstack.{name}" if number % 2 and ".elb." in name and "elb." + "eu" not in name else name
    cased = prefixed.title() if number % 3 == 0 else prefixed
    return cased if number % 5 == 0 else f"{cased}."


def fill(world: World, *, plain_records: int = 0, dead: bool = True) -> dict[str, str]:
    """Make the targets and the zone; returns the owner's account id for each live record's name.

    Without the dead, 280 more aliases lead to the targets that live.
    """
    live = dict(_live(world))
    records: list[Wire] = [wire for wire, _ in live.values()]
    balancers = records[:80]
    records += _dead() if dead else ({**balancers[at % 80], "Name": f"more{at}.{NAME}."} for at in range(280))
    records += [plain(f"host{at:05}.{NAME}.", "A", "192.0.2.1") for at in range(plain_records)]
    world.route53.create_zone(DNS_HUB, NAME, zone_id=ZONE)
    world.route53.load(ZONE, records)
    return {name: owner for name, (_, owner) in live.items()}


def _dead() -> Iterator[Wire]:
    for at in range(100):
        region = REGIONS[at % 3]
        if at % 4 == 0:
            name, zone_id = f"gone-{at}-{at:016x}.elb.{region}.amazonaws.com", alias_zone_id("nlb", region)
        else:
            name, zone_id = f"gone-{at}-{1_000_000_000 + at}.{region}.elb.amazonaws.com", alias_zone_id("alb", region)
        yield alias(f"dead-lb{at}.{NAME}.", "A", (written(name, at if at % 4 else 2 * at), zone_id))
    for at in range(80):
        region = REGIONS[at % 3]
        endpoint = (written(s3_website_host(region) or "", at), alias_zone_id("s3_website", region))
        yield alias(f"dead-site{at}.{NAME}.", "A", endpoint)
    for at in range(50):
        region = REGIONS[at % 3]
        label = "" if at % 2 else f".eba-{stable_id('gone', str(at), length=8)}"
        name = f"gone-{at}{label}.{region}.elasticbeanstalk.com"
        yield alias(f"dead-env{at}.{NAME}.", "A", (written(name, at), EB_ZONES[region]))
    for at in range(50):
        name = f"d{stable_id('gone', str(at), length=13)}.cloudfront.net"
        yield alias(f"dead-cdn{at}.{NAME}.", "A", (written(name, at), alias_zone_id("cloudfront", GLOBAL_REGION)))


def _live(world: World) -> Iterator[tuple[str, tuple[Wire, str]]]:
    for at in range(120):
        owner = (SHOP, MEDIA)[at % 2]
        name, pointer = _target(Estate(world, owner), at)
        yield name, (alias(name, "A", pointer), owner)


def _target(estate: Estate, at: int) -> tuple[str, tuple[str, str]]:
    """One live target: 80 load balancers, 20 distributions, 10 sites, 10 environments."""
    region = REGIONS[at % 3]
    if at < 80:
        type_: Type = "network" if at % 8 == 7 else "application"
        made = add_balancer(estate, Balancer(region, f"live-{at}", type_))
        zone_id = alias_zone_id("nlb" if type_ == "network" else "alb", region)
        number = 2 * at if type_ == "network" else at
        return f"live-lb{at}.{NAME}.", (written(made, number), zone_id)
    if at < 100:
        name = f"live-cdn{at}.{NAME}."
        made = estate.distribution(f"live-{at}", [name.rstrip(".")])
        return name, (written(made, at), alias_zone_id("cloudfront", GLOBAL_REGION))
    if at < 110:
        name = f"live-site{at}.{NAME}."
        estate.bucket(name.rstrip("."), region)
        return name, (written(s3_website_host(region) or "", at), alias_zone_id("s3_website", region))
    made = f"live-{at}.{region}.elasticbeanstalk.com"
    estate.put("elasticbeanstalk", region, "environments", _environment(estate, region, at, made))
    return f"live-env{at}.{NAME}.", (written(made, at), EB_ZONES[region])


def _environment(estate: Estate, region: str, at: int, cname: str) -> dict[str, Any]:
    return {
        "EnvironmentName": f"live-{at}",
        "EnvironmentId": f"e-{stable_id('live', str(at), length=10)}",
        "EnvironmentArn": estate.arn("elasticbeanstalk", region, f"environment/shop/live-{at}"),
        "ApplicationName": "shop",
        "CNAME": cname,
        "EndpointURL": "192.0.2.10",
        "Status": "Ready",
        "Health": "Green",
        "DateCreated": CREATED,
        "DateUpdated": CREATED,
        "Tier": {"Name": "WebServer", "Type": "Standard", "Version": "1.0"},
    }
