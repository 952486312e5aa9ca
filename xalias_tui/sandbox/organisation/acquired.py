"""What is left of an acquired company: half of the calls there are denied."""

from __future__ import annotations

from xalias_tui.sandbox.members import LEGACY
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer, add_classic
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.world import World


def build(world: World) -> None:
    """Add the account's resources."""
    estate = Estate(world, LEGACY)
    add_balancer(estate, Balancer("us-east-1", "intranet", scheme="internal"))
    add_balancer(estate, Balancer("us-east-1", "portal", names=("portal.legacy.example",)))
    add_balancer(estate, Balancer("eu-west-1", "portal-eu", names=("portal.legacy.example",)))
    add_classic(estate, "us-east-1", "portal-2014")
    add_classic(estate, "eu-west-1", "mailgate", in_service=1)
    estate.distribution("legacy-cdn", ["cdn.legacy.example"], comment="not listed in this account")
    estate.distribution("legacy-images", ["eu.images.example.com"], comment="took a name that others believe to hold")
    estate.bucket("www.legacy.example", "us-east-1")
