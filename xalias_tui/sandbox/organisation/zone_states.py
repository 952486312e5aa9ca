"""Zones that are full, signed, not signed any more, guarded, retired or not delegated: one thing to find in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.sandbox.members import DNS_HUB, SHOP
from xalias_tui.sandbox.organisation.estate import EUROPE, GERMANY, Estate, stable_hex
from xalias_tui.sandbox.organisation.records import plain
from xalias_tui.sandbox.route53.signing import KeySigningKey, ZoneSigning
from xalias_tui.sandbox.world import World

EDITED: Final = "Z08EDITEDEXAMPLENET0"
SIGNED: Final = "Z08SIGNEDEXAMPLENET0"
UNCHAINED: Final = "Z08UNCHAINEDEXAMPLE0"
GUARDED: Final = "Z08GUARDEDEXAMPLE000"
RETIRED: Final = "Z08RETIREDEXAMPLE000"
BRANCH: Final = "Z08BRANCHEXAMPLENET0"

FINDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "new.edited.example.net.": ("zone-apex-ns-edited", "zone-partly-lame"),
    "new.signed.example.net.": ("zone-dnssec-signing",),
    "new.unchained.example.net.": ("zone-dnssec-chain-broken",),
    "new.guarded.example.net.": ("caa-blocks-certificate",),
    "new.retired.example.net.": ("zone-not-delegated",),
    "new.branch.example.net.": ("private-zone-vpc-dns-off", "private-zone-resolver-rule-wins"),
}
"""What must be found for a record that is planned at a name."""

LAME_SERVER: Final = "ns1.old-provider.example"


def build(world: World) -> None:
    """Add the zones, what the internet says of them, and the networks that a private one answers in."""
    _public(world)
    _private(world)


def _public(world: World) -> None:
    route53, internet = world.route53, world.internet
    for zone_id, name in (
        (EDITED, "edited.example.net."),
        (SIGNED, "signed.example.net."),
        (UNCHAINED, "unchained.example.net."),
        (GUARDED, "guarded.example.net."),
        (RETIRED, "retired.example.net."),
    ):
        route53.create_zone(DNS_HUB, name, zone_id=zone_id)
        route53.load(zone_id, [plain(f"www.{name}", "A", "192.0.2.44")])
    edited = route53.zones[EDITED]
    named = (*edited.name_servers[:3], LAME_SERVER)
    route53.load(EDITED, [plain(edited.name, "NS", *(f"{host}." for host in named), ttl=172_800)])
    internet.delegations[edited.name] = named
    internet.lame.add(f"{LAME_SERVER}.")
    kms = f"arn:aws:kms:us-east-1:{DNS_HUB}:key/{stable_hex(SIGNED, length=32)}"
    for zone_id, signs in ((SIGNED, True), (UNCHAINED, False)):
        zone = route53.zones[zone_id]
        key = KeySigningKey("primary", zone.name, kms)
        internet.ds[zone.name] = (key.ds,)
        if signs:
            zone.signing = ZoneSigning("SIGNING", keys=(key,))
    route53.load(GUARDED, [plain("guarded.example.net.", "CAA", '0 issue "letsencrypt.org"', '0 issuewild ";"')])
    internet.delegations["retired.example.net."] = ()


def _private(world: World) -> None:
    hub, shop = Estate(world, DNS_HUB), Estate(world, SHOP)
    hub.network(EUROPE)
    shop.network(GERMANY, hostnames=False)
    vpcs = [
        {"VPCRegion": EUROPE, "VPCId": hub.vpc(EUROPE)},
        {"VPCRegion": GERMANY, "VPCId": shop.vpc(GERMANY)},
    ]
    world.route53.create_zone(DNS_HUB, "branch.example.net", private=True, vpcs=vpcs, zone_id=BRANCH)
    world.route53.load(BRANCH, [plain("files.branch.example.net.", "A", "10.4.0.20")])
    _forward(hub, EUROPE, "branch.example.net.", "to-the-branch")
    _forward(shop, GERMANY, "example.net.", "to-headquarters")


def _forward(estate: Estate, region: str, domain: str, name: str) -> None:
    """Add a rule that sends a domain to a network, and associate it with the account's VPC."""
    number = stable_hex(estate.account_id, region, name, length=17)
    rule: dict[str, Any] = {
        "Id": f"rslvr-rr-{number}",
        "CreatorRequestId": name,
        "Arn": estate.arn("route53resolver", region, f"resolver-rule/rslvr-rr-{number}"),
        "DomainName": domain,
        "Status": "COMPLETE",
        "StatusMessage": "",
        "RuleType": "FORWARD",
        "Name": name,
        "TargetIps": [{"Ip": "10.4.0.2", "Port": 53, "Protocol": "Do53"}],
        "ResolverEndpointId": f"rslvr-out-{number}",
        "OwnerId": estate.account_id,
        "ShareStatus": "NOT_SHARED",
        "CreationTime": "2025-03-14T09:26:53Z",
        "ModificationTime": "2025-03-14T09:26:53Z",
    }
    association = {
        "Id": f"rslvr-rrassoc-{number}",
        "ResolverRuleId": rule["Id"],
        "Name": name,
        "VPCId": estate.vpc(region),
        "Status": "COMPLETE",
        "StatusMessage": "",
    }
    internet = {
        "Id": f"rslvr-autodefined-assoc-{estate.vpc(region)}-internet-resolver",
        "ResolverRuleId": "rslvr-autodefined-rr-internet-resolver",
        "Name": "System Rule Association",
        "VPCId": estate.vpc(region),
        "Status": "COMPLETE",
        "StatusMessage": "",
    }
    estate.put("route53resolver", region, "rule_associations", internet)
    estate.put("route53resolver", region, "resolver_rules", rule)
    estate.put("route53resolver", region, "rule_associations", association)
