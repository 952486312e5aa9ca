"""Media: distributions and websites, and one for each thing that can be wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xalias_tui.sandbox.members import MEDIA
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.world import World

_STAR: Final = ("*.example.com",)

MISCONFIGURED: Final[Mapping[str, tuple[str, ...]]] = {
    "cf-disabled": ("cloudfront-disabled",),
    "cf-staging": ("cloudfront-staging",),
    "cf-deploying": ("cloudfront-not-deployed",),
    "cf-no-alias": ("cloudfront-alternate-domain-missing",),
    "cf-default-cert": ("cloudfront-certificate-missing",),
    "cf-wrong-cert": ("cloudfront-certificate-mismatch",),
    "cf-far-cert": ("cloudfront-certificate-region",),
    "cf-ipv4-only": ("aaaa-target-ipv4-only", "cloudfront-ipv6-disabled"),
    "cf-tenant-only": ("cloudfront-tenant-only",),
    "plain.example.com": ("s3-not-website",),
    "hidden.example.com": ("s3-not-public",),
    "no-policy.example.com": ("s3-not-public",),
    "payer.example.com": ("s3-requester-pays",),
    "other-name.example.net": ("s3-bucket-foreign-or-missing", "s3-bucket-name-mismatch"),
}
"""What A, and AAAA where it is about IPv6, must find: by comment of a distribution, for ``<comment>.example.com``; by
name of a bucket, for a record of the same name, and of ``other-name.example.net`` for any other name."""


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
    estate.distribution("video", ["video.example.com"], comment="Video on demand")
    estate.distribution("images", ["*.images.example.com"], comment="Image variants")
    estate.distribution("landing", ["promo.example.com"], HttpVersion="HTTP1.1", comment="Landing pages")
    estate.distribution("press", ["press.example.com", "press.example.org"], comment="Press room")
    estate.distribution("downloads", ["downloads.example.com"], IsIPV6Enabled=False, comment="Downloads, IPv4 only")
    estate.distribution("player", ["player.example.com"], HttpVersion="HTTP2", comment="Player and fonts")
    estate.distribution("hostile", comment="\x9b2J\x9d0;owned\x9c[@click=app.bell]free[/] \u202emoc.elpmaxe")


def _add_faulty_distributions(estate: Estate) -> None:
    estate.distribution("cf-disabled", ["cf-disabled.example.com"], Enabled=False, comment="cf-disabled")
    estate.distribution("cf-staging", ["cf-staging.example.com"], Staging=True, comment="cf-staging")
    estate.distribution("cf-deploying", ["cf-deploying.example.com"], Status="InProgress", comment="cf-deploying")
    estate.distribution("cf-no-alias", ["elsewhere.example.com"], certificate_names=_STAR, comment="cf-no-alias")
    estate.distribution(
        "cf-default-cert", ["cf-default-cert.example.com"], certificate_names=(), comment="cf-default-cert"
    )
    estate.distribution(
        "cf-wrong-cert", ["cf-wrong-cert.example.com"], certificate_names=["www.example.net"], comment="cf-wrong-cert"
    )
    estate.distribution(
        "cf-far-cert", ["cf-far-cert.example.com"], certificate_region="eu-west-1", comment="cf-far-cert"
    )
    estate.distribution("cf-ipv4-only", ["cf-ipv4-only.example.com"], IsIPV6Enabled=False, comment="cf-ipv4-only")
    estate.distribution("cf-tenant-only", ConnectionMode="tenant-only", comment="cf-tenant-only")


def _add_websites(estate: Estate) -> None:
    estate.bucket("docs.example.com", "eu-west-1")
    estate.bucket("status.example.com", "us-east-1")
    estate.bucket("brand.example.org", "eu-central-1")
    estate.bucket("jobs.example.com", "ap-southeast-2")
    estate.bucket("plain.example.com", "eu-west-1", website=False)
    estate.bucket("hidden.example.com", "eu-west-1", public=False, blocked=True)
    estate.bucket("no-policy.example.com", "eu-west-1", public=None, blocked=None)
    estate.bucket("payer.example.com", "eu-west-1", payer="Requester")
    estate.bucket("other-name.example.net", "eu-west-1")
    estate.bucket("media-prod-logs", "eu-west-1", website=False, public=None, blocked=True)
