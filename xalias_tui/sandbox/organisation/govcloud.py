"""What an account in GovCloud owns, its zones among it; on a side of the demo only where it is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.sandbox.members import GOV
from xalias_tui.sandbox.organisation.api_domains import ApiDomain, add_api_domain
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer, add_classic
from xalias_tui.sandbox.organisation.environments import Environment, add_environment
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.organisation.network import Endpoint, add_interface_endpoint, add_search_domain
from xalias_tui.sandbox.organisation.records import Wire, plain, validations
from xalias_tui.sandbox.world import World

WEST: Final = "us-gov-west-1"
EAST: Final = "us-gov-east-1"

AGENCY: Final = "Z08AGENCYEXAMPLE0000"
"""The public zone ``agency.example.``; GovCloud has such zones since May 2025."""
INSIDE: Final = "Z08AGENCYINSIDE00000"
"""The private zone ``inside.agency.example.``."""

_CASES: Final = ("cases.agency.example", "cases.example.com", "cases.inside.agency.example")


def build(world: World) -> None:
    """Add the account's resources and zones."""
    estate = Estate(world, GOV)
    for region in (WEST, EAST):  # of the agency's own authority, so that no DNS record proves it
        estate.certificate(region, _CASES, Type="IMPORTED", RenewalEligibility="INELIGIBLE")
    add_balancer(estate, Balancer(WEST, "casework", names=_CASES))
    add_balancer(estate, Balancer(EAST, "casework-standby", names=_CASES))
    add_balancer(estate, Balancer(WEST, "intake", "network", names=("intake.agency.example",)))
    add_balancer(estate, Balancer(EAST, "intake-standby", "network", names=("intake.agency.example",)))
    add_classic(estate, WEST, "registry", names=("registry.agency.example",))
    add_classic(estate, EAST, "registry-standby", names=("registry.agency.example",))
    for region, name in ((WEST, "api.agency.example"), (EAST, "api-east.agency.example")):
        add_api_domain(estate, ApiDomain(region, name))
    add_environment(estate, Environment(WEST, "forms"))
    add_environment(estate, Environment(EAST, "forms-standby"))
    estate.bucket("files.agency.example", WEST)
    estate.bucket("archive.agency.example", EAST)
    add_interface_endpoint(estate, Endpoint(WEST, "evidence"))
    add_interface_endpoint(estate, Endpoint(EAST, "evidence-standby"))
    add_search_domain(estate, WEST, "search", "search.agency.example")
    add_search_domain(estate, EAST, "audit-trail", "audit-trail.agency.example")
    _add_zones(world, estate)


def _add_zones(world: World, estate: Estate) -> None:
    vpcs = [{"VPCRegion": WEST, "VPCId": estate.vpc(WEST)}]
    world.route53.create_zone(GOV, "agency.example", zone_id=AGENCY, comment="Public since GovCloud has public zones")
    world.route53.create_zone(GOV, "inside.agency.example", zone_id=INSIDE, private=True, vpcs=vpcs)
    world.route53.load(AGENCY, _public(world))
    world.route53.load(INSIDE, _private())


def _public(world: World) -> Iterator[Wire]:
    yield plain("agency.example.", "MX", "10 mail.agency.example.")
    yield plain("mail.agency.example.", "A", "192.0.2.150")
    yield from validations(world, GOV, (WEST, EAST), "agency.example")


def _private() -> Iterator[Wire]:
    yield plain("db.inside.agency.example.", "A", "10.50.0.20")
    yield plain("bastion.inside.agency.example.", "A", "10.50.0.9")
