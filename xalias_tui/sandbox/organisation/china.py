"""What an account in China owns, its zone among it; on a side of the demo only where it is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from xalias_tui.sandbox.members import CHINA
from xalias_tui.sandbox.organisation.api_domains import ApiDomain, add_api_domain
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer, add_classic
from xalias_tui.sandbox.organisation.environments import Environment, add_environment
from xalias_tui.sandbox.organisation.estate import Estate, stable_id
from xalias_tui.sandbox.organisation.network import Endpoint, add_interface_endpoint
from xalias_tui.sandbox.organisation.records import Wire, plain, validations
from xalias_tui.sandbox.world import World

BEIJING: Final = "cn-north-1"
NINGXIA: Final = "cn-northwest-1"

EXAMPLE_CN: Final = "Z08EXAMPLECN00000000"
"""The public zone ``example.cn.``."""


def build(world: World) -> None:
    """Add the account's resources and its zone."""
    estate = Estate(world, CHINA)
    add_balancer(estate, Balancer(BEIJING, "storefront", names=("www.example.cn", "example.cn")))
    add_balancer(estate, Balancer(NINGXIA, "checkout", names=("checkout.example.cn",), ip_address_type="dualstack"))
    add_balancer(estate, Balancer(BEIJING, "feed", "network", names=("feed.example.cn",)))
    add_balancer(estate, Balancer(NINGXIA, "telemetry", "network", names=("telemetry.example.cn",)))
    add_classic(estate, BEIJING, "portal", names=("portal.example.cn",))
    add_classic(estate, NINGXIA, "partners", names=("partners.example.cn",))
    for region, name in ((BEIJING, "api.example.cn"), (NINGXIA, "mobile-api.example.cn")):
        add_api_domain(estate, ApiDomain(region, name))
    add_environment(estate, Environment(NINGXIA, "loyalty"))
    add_environment(estate, Environment(NINGXIA, "surveys"))
    add_environment(estate, Environment(BEIJING, "coupons"))
    estate.bucket("files.example.cn", BEIJING)
    estate.bucket("press.example.cn", NINGXIA)
    add_interface_endpoint(estate, Endpoint(BEIJING, "suppliers"))
    add_interface_endpoint(estate, Endpoint(NINGXIA, "warehouse"))
    _add_distribution(estate, "cdn", ["cdn.example.cn"], "APPROVED")
    _add_distribution(estate, "news", ["news.example.cn"], "PENDING")
    world.route53.create_zone(CHINA, "example.cn", zone_id=EXAMPLE_CN)
    world.route53.load(EXAMPLE_CN, _public(world))


def _add_distribution(estate: Estate, name: str, aliases: Sequence[str], filed: str) -> None:
    """CloudFront in China takes certificates of IAM only and requires an ICP filing of each alternate name.

    Source: CloudFront in the AWS in China guide (docs.amazonaws.cn/en_us/aws/latest/userguide/cloudfront.html).
    """
    viewer: Mapping[str, Any] = {
        "IAMCertificateId": "ASCA" + stable_id(estate.account_id, name, length=17).upper(),
        "SSLSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
        "CloudFrontDefaultCertificate": False,
    }
    filings = [{"CNAME": alias, "ICPRecordalStatus": filed} for alias in aliases]
    estate.distribution(
        name, aliases, certificate_names=(), comment=name, ViewerCertificate=viewer, AliasICPRecordals=filings
    )


def _public(world: World) -> Iterator[Wire]:
    yield plain("example.cn.", "MX", "10 mail.example.cn.")
    yield plain("mail.example.cn.", "A", "192.0.2.160")
    yield plain("old.example.cn.", "CNAME", "mail.example.cn.")
    yield from validations(world, CHINA, (BEIJING, NINGXIA), "example.cn")
