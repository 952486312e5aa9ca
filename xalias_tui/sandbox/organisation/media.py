"""Media: distributions and websites, and one for each thing that can be wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.sandbox.members import MEDIA
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.world import World

_STAR: Final = ("*.example.com",)


def build(world: World) -> None:
    """Add the account's resources."""
    estate = Estate(world, MEDIA)
    _add_distributions(estate)
    _add_faulty_distributions(estate)
    _add_websites(estate)
    add_balancer(estate, Balancer("eu-central-1", "transcoder", names=_STAR))
    add_balancer(estate, Balancer("ap-southeast-2", "thumbnails", names=_STAR, ip_address_type="dualstack"))
    add_balancer(estate, Balancer("us-east-1", "upload", "network", names=_STAR))


def _add_distributions(estate: Estate) -> None:
    estate.distribution("cdn", ["cdn.example.com", "static.example.com"], comment="Shop assets")
    names = ["video.example.com", "*.example.com"]
    estate.distribution("video", names[:1], certificate_names=names, comment="Video on demand")
    estate.distribution("images", ["*.images.example.com"], comment="Image variants")
    estate.distribution("landing", ["promo.example.com"], HttpVersion="HTTP1.1", comment="Landing pages")
    estate.distribution("press", ["press.example.com", "press.example.org"], comment="Press room")
    estate.distribution("downloads", ["downloads.example.com"], IsIPV6Enabled=False, comment="Downloads, IPv4 only")
    estate.distribution("player", ["player.example.com"], HttpVersion="HTTP2", comment="Player and fonts")
    estate.distribution("hostile", comment="\x9b2J\x9d0;owned\x9c[@click=app.bell]free[/] \u202emoc.elpmaxe")


def _add_faulty_distributions(estate: Estate) -> None:
    """Each for its own name, which is its comment too."""
    faults: Mapping[str, tuple[str, Mapping[str, Any]]] = {
        "cf-disabled": ("cloudfront-disabled", {"Enabled": False}),
        "cf-staging": ("cloudfront-staging", {"Staging": True}),
        "cf-deploying": ("cloudfront-not-deployed", {"Status": "InProgress"}),
        "cf-no-alias": (
            "cloudfront-alternate-domain-missing",
            {"aliases": ["elsewhere.example.com"], "certificate_names": _STAR},
        ),
        "cf-default-cert": ("cloudfront-certificate-missing", {"certificate_names": ()}),
        "cf-wrong-cert": ("cloudfront-certificate-mismatch", {"certificate_names": ["www.example.net"]}),
        "cf-far-cert": ("cloudfront-certificate-region", {"certificate_region": "eu-west-1"}),
        "cf-ipv4-only": ("aaaa-target-ipv4-only cloudfront-ipv6-disabled", {"IsIPV6Enabled": False}),
        "cf-tenant-only": ("cloudfront-tenant-only", {"aliases": [], "ConnectionMode": "tenant-only"}),
    }
    for name, (finds, fields) in faults.items():
        estate.distribution(name, comment=name, finds=finds, **{"aliases": [f"{name}.example.com"], **fields})


def _add_websites(estate: Estate) -> None:
    estate.bucket("docs.example.com", "eu-west-1")
    estate.bucket("status.example.com", "us-east-1")
    estate.bucket("brand.example.org", "eu-central-1")
    estate.bucket("jobs.example.com", "ap-southeast-2")
    estate.bucket("plain.example.com", "eu-west-1", website=False, finds="s3-not-website")
    estate.bucket("hidden.example.com", "eu-west-1", blocked=True, finds="s3-not-public")
    estate.bucket("no-policy.example.com", "eu-west-1", public=None, blocked=None, finds="s3-not-public")
    estate.bucket("payer.example.com", "eu-west-1", payer="Requester", finds="s3-requester-pays")
    estate.bucket("other-name.example.net", "eu-west-1", finds="s3-bucket-foreign-or-missing s3-bucket-name-mismatch")
    estate.bucket("media-prod-logs", "eu-west-1", website=False, public=None, blocked=True)
