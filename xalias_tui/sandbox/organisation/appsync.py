"""Custom domains of AppSync."""

from __future__ import annotations

from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id, stable_id
from xalias_tui.sandbox.world import World


def build(world: World) -> None:
    """Add the resources of all accounts."""
    shop, media = Estate(world, SHOP), Estate(world, MEDIA)
    add_domain(shop, "eu-west-1", "graph.example.com")
    add_domain(media, "eu-central-1", "titles.media.example.com")
    add_domain(shop, "eu-west-1", "appsync-empty.example.com", association="", finds="appsync-name-or-api")
    add_domain(shop, "eu-west-1", "appsync-failed.example.com", association="FAILED", finds="appsync-name-or-api")


def add_domain(estate: Estate, region: str, domain: str, *, association: str = "SUCCESS", finds: str = "") -> None:
    """Add a custom domain; ``association`` is the state in which an API is tied to it, empty for no API."""
    estate.finds(domain, finds)
    host = f"d{stable_id(estate.account_id, region, 'appsync', domain, length=13)}.cloudfront.net"
    zone_id = alias_zone_id("appsync_custom_domain", GLOBAL_REGION)
    api = {"domainName": domain, "apiId": stable_id(estate.account_id, domain, length=26)}
    item = {
        "domainName": domain,
        "description": "GraphQL",
        "certificateArn": estate.certificate("us-east-1", [domain]),
        "appsyncDomainName": host,
        "hostedZoneId": zone_id,
        "tags": {"team": "graph"},
        "domainNameArn": estate.arn("appsync", region, f"domainnames/{domain}"),
        "_association": {**api, "associationStatus": association} if association else None,
    }
    estate.put("appsync", region, "domain_names", item)
    estate.world.register_alias_name(host, zone_id)
