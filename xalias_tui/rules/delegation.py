"""Whether a public zone is delegated and its answers validate, as name servers say.

Planning judges a draft with them, and a trace the zone that it goes through.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from xalias_tui.domain.commands import command, options
from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordKey
from xalias_tui.domain.zone_evidence import Delegation, Signing
from xalias_tui.domain.zones import Zone, best_zones
from xalias_tui.rules.checks import Check

ZONE_NOT_DELEGATED = Rule(
    id="zone-not-delegated",
    severity=Severity.ERROR,
    when="The name servers that the parent publishes for a public zone share none with its delegation set, or the "
    "parent knows no such zone.",
    message="{zone} ({zone_id}) is not the delegated zone: the parent delegates to {servers}. Records written here are "
    "not served.",
    remedy="{live}Publish the zone's own name servers {where}: {own}.",
    source="Route 53 Developer Guide: troubleshooting-new-dns-settings-not-in-effect, "
    "dns-routing-traffic-for-subdomains",
    fix="aws route53 change-resource-record-sets --hosted-zone-id {parent_id} --change-batch {batch} {as_owner}",
)
ZONE_LAME = Rule(
    id="zone-lame",
    severity=Severity.ERROR,
    when="Every name server that the parent publishes for a public zone answers REFUSED, SERVFAIL or NOTAUTH for its "
    "SOA.",
    message="None of the name servers that {zone} is delegated to serves it ({servers}): no name in it resolves, "
    "except from a resolver's cache.",
    remedy="{live}Publish the name servers of a zone that exists {where}: {own}.",
    source="RFC 1912 section 2.8 on lame delegations; Route 53 Developer Guide: protection-from-dangling-dns",
)
ZONE_PARTLY_LAME = Rule(
    id="zone-partly-lame",
    severity=Severity.WARNING,
    when="The name servers that the parent publishes and the zone's delegation set overlap but differ, or one of the "
    "published servers answers REFUSED or SERVFAIL for the zone's SOA.",
    message="Some of the name servers that {zone} is delegated to do not serve it ({servers}): answers will be "
    "intermittent.",
    remedy="Publish exactly the zone's own name servers {where}: {own}.",
    source="Route 53 Developer Guide: protection-from-dangling-dns; RFC 1912 section 2.8 on lame delegations",
    fix=ZONE_NOT_DELEGATED.fix,
)
ZONE_DNSSEC_CHAIN_BROKEN = Rule(
    id="zone-dnssec-chain-broken",
    severity=Severity.ERROR,
    when="The parent of the live zone publishes DS records, and GetDNSSEC says NOT_SIGNING, or no DS record is of a "
    "key that the zone publishes (DNSKEY).",
    message="The parent says that {zone} is signed, but {why}; validating resolvers answer SERVFAIL for every name.",
    remedy="Remove the DS record (key tag {tags}) {from_parent}, or enable signing and publish the DS record of the "
    "zone's own key-signing key{keys}.",
    source="RFC 4035 section 5; Route 53 Developer Guide: dns-configuring-dnssec-enable-signing",
)

MOST_ASKED: Final = 8
"""Published name servers that are asked for a zone, at most."""
_NOBODY: Final = "no name server"
_TTL: Final = 3600
"""Seconds that resolvers keep a delegation that a command writes: a mistake is over after an hour."""
_NOT_SIGNED: Final = "Route 53 does not sign it"
_OTHER_KEY: Final = "with another key than the zone's"


def judge_delegation(
    zone: Zone,
    delegation: Delegation,
    *,
    live: tuple[Zone, ...] = (),
    parents: tuple[Zone, ...] = (),
    signing: Signing | None = None,
    record: RecordKey | None = None,
) -> Iterator[Finding]:
    """What is wrong with the way to a zone; nothing where the parent or the zone's name servers are not known.

    Args:
        zone: The public zone.
        delegation: What name servers say of its name.
        live: Other zones of the name that the parent delegates to.
        parents: The zone of ours that delegates to it, or its twins; empty where a registrar, or another party, does.
        signing: What AWS says of its signing; None where that is not known.
        record: The record that is written there, if any.
    """
    if not delegation.known or not zone.name_servers or zone.private:
        return
    place = Topic.of_zone(zone, record)
    values: dict[str, Any] = {
        "own": ", ".join(zone.name_servers),
        "servers": ", ".join(delegation.servers) or _NOBODY,
        "live": f"Use the zone that is live: {_named(live)}. Or else: " if live else "",
        "where": _where(zone, parents),
        "from_parent": f"from the zone {_either(parents)}" if parents else "at the registrar",
    }
    sure = len(parents) == 1 and not live  # no command cuts off what is live, or writes into one of several twins
    fix = _delegating(zone, parents[0]) if sure else ""
    if not delegation.serves(zone):
        yield replace(place.finding(ZONE_NOT_DELEGATED, **values), fix=fix)
        return
    if delegation.servers and len(delegation.lame) >= min(len(delegation.servers), MOST_ASKED):
        refusing = ", ".join(f"{host} answers {rcode}" for host, rcode in delegation.lame)
        yield place.finding(ZONE_LAME, **{**values, "servers": refusing})
        return
    lame = _lame(zone, delegation)
    if lame:
        yield replace(place.finding(ZONE_PARTLY_LAME, **{**values, "servers": ", ".join(lame)}), fix=fix)
    why = _break_of_chain(delegation, signing)
    if why:
        tags = ", ".join(str(tag) for tag in delegation.key_tags or ())
        known = [str(key.tag) for key in signing.keys if key.tag is not None] if signing else []
        keys = f" (key tag {', '.join(known)})" if known else ""
        yield place.finding(ZONE_DNSSEC_CHAIN_BROKEN, **values, why=why, tags=tags, keys=keys)


def parents_of(zone: Zone, zones: Iterable[Zone]) -> tuple[Zone, ...]:
    """The public zones of ours in which a zone is delegated: several of one name where there are twins."""
    return best_zones(zone.name, (other for other in zones if not other.private and other.name != zone.name))


def _where(zone: Zone, parents: tuple[Zone, ...]) -> str:
    """Where a delegation is changed: in a zone of ours, or at the registrar."""
    return f"as the record {zone.name.bare} NS of the zone {_either(parents)}" if parents else "at the registrar"


def _either(parents: tuple[Zone, ...]) -> str:
    """The zone above, or its twins, of which only one is asked."""
    called = " or ".join(_called(parent) for parent in parents)
    return f"{called}, whichever of them is delegated to" if len(parents) > 1 else called


def _called(zone: Zone) -> str:
    return f"{zone.name.bare} ({zone.id}, account {zone.account_id})"


def _delegating(zone: Zone, parent: Zone) -> str:
    """The command that makes the zone above delegate to a zone."""
    servers = [{"Value": server} for server in zone.name_servers]
    record = {"Name": zone.name.route53, "Type": "NS", "TTL": _TTL, "ResourceRecords": servers}
    batch = json.dumps({"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]}, separators=(",", ":"))
    as_owner = options(profile=parent.profile)
    return command(ZONE_NOT_DELEGATED.fix, {"parent_id": parent.id, "batch": batch}, as_owner=as_owner)


def _lame(zone: Zone, delegation: Delegation) -> tuple[str, ...]:
    """Servers that are published and do not serve the zone, each with the reason."""
    refusing = {host: f"{host} answers {rcode}" for host, rcode in delegation.lame}
    own = {host.rstrip(".").lower() for host in zone.name_servers}
    foreign = {host: f"{host} is not one of its own" for host in delegation.servers if host not in own}
    why = {**foreign, **refusing}
    return tuple(why[host] for host in sorted(why))


def _break_of_chain(delegation: Delegation, signing: Signing | None) -> str:
    """Why the chain of trust ends at the zone; empty where it does not, or that is not known."""
    if not delegation.key_tags:
        return ""
    if delegation.chained is not None:
        if delegation.chained:
            return ""
        return _NOT_SIGNED if signing is not None and signing.status == "NOT_SIGNING" else _OTHER_KEY
    if signing is None:
        return ""
    if signing.status == "NOT_SIGNING":
        return _NOT_SIGNED
    tags = {key.tag for key in signing.keys} - {None}
    return _OTHER_KEY if tags and tags.isdisjoint(delegation.key_tags) else ""


def delegated(case: Case) -> Iterator[Finding]:
    """Whether anyone will see what is created."""
    world = case.around.world
    if not case.created or world is None or world.delegation is None:
        return
    twins = (zone for zone in case.around.zones if zone.id != case.zone.id and zone.name == case.zone.name)
    live = tuple(zone for zone in twins if not zone.private and world.delegation.serves(zone))
    signing = None if case.around.state is None else case.around.state.signing
    yield from judge_delegation(
        case.zone,
        world.delegation,
        live=live,
        parents=parents_of(case.zone, case.around.zones),
        signing=signing,
        record=case.created[0].key,
    )


def _named(zones: tuple[Zone, ...]) -> str:
    return ", ".join(f"{zone.id} of account {zone.account_id}" for zone in zones)


CHECKS: tuple[Check, ...] = (delegated,)
