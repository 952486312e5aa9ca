from __future__ import annotations

import json
import shlex
from dataclasses import replace
from typing import Any

import pytest

from tests.rules.examples import ERROR, WARNING, ZONE, Example, Quiet, Raises, alias, case, check, found, label, zone
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.zone_evidence import Delegation, Signing, SigningKey, WorldView, ZoneState
from xalias_tui.rules.delegation import judge_delegation, parents_of

WWW = alias("www.example.com.")
OWN = ("ns-1.awsdns-1.com", "ns-2.awsdns-2.net")
OURS = replace(ZONE, name_servers=("NS-1.awsdns-1.com.", "ns-2.awsdns-2.net"))
STALE = zone("ZSTALE", name_servers=("ns-3.awsdns-3.org",))
NOT_SIGNED = Signing("NOT_SIGNING")


def asked(*servers: str, signing: Signing | None = None, in_zone: Any = OURS, **said: Any) -> Case:
    world = WorldView(delegation=Delegation("registry.test", servers, **said))
    return case(WWW, in_zone=in_zone, zones=[STALE], world=world, state=ZoneState(signing=signing))


def signed(*tags: int) -> Signing:
    return Signing("SIGNING", keys=tuple(SigningKey(f"key{tag}", "ACTIVE", tag=tag) for tag in tags))


EXAMPLES: tuple[Example, ...] = (
    Raises("zone-not-delegated", ERROR, "the parent delegates to ns.elsewhere.test.", asked("ns.elsewhere.test")),
    Raises("zone-not-delegated", ERROR, "the parent delegates to no name server.", asked()),
    Quiet("zone-not-delegated", asked(*OWN)),
    Quiet("zone-not-delegated", asked(OWN[1], "ns.elsewhere.test")),
    Quiet("zone-not-delegated", asked(problem="registry.test did not answer within 2 s.")),
    Quiet("zone-not-delegated", asked("ns.elsewhere.test", in_zone=ZONE)),
    Quiet("zone-not-delegated", asked("ns.elsewhere.test", in_zone=replace(OURS, private=True))),
    Quiet("zone-not-delegated", case(WWW, in_zone=OURS, world=WorldView(not_asked="--offline"))),
    Quiet(
        "zone-not-delegated",
        case(deleted=[WWW], in_zone=OURS, world=WorldView(delegation=Delegation("r", ("x.test",)))),
    ),
    Raises("zone-partly-lame", WARNING, "ns.x.test is not one of its own", asked(*OWN, "ns.x.test")),
    Raises("zone-partly-lame", WARNING, "ns-2.awsdns-2.net answers REFUSED", asked(*OWN, lame=((OWN[1], "REFUSED"),))),
    Quiet("zone-partly-lame", asked(*OWN)),
    Raises("zone-lame", ERROR, "None of the name servers", asked(*OWN, lame=tuple((host, "REFUSED") for host in OWN))),
    Quiet("zone-lame", asked(*OWN, lame=((OWN[1], "REFUSED"),))),
    Quiet("zone-partly-lame", asked("ns.elsewhere.test", lame=(("ns.elsewhere.test", "SERVFAIL"),))),
    Raises(
        "zone-dnssec-chain-broken", ERROR, "Route 53 does not sign it", asked(*OWN, key_tags=(7,), signing=NOT_SIGNED)
    ),
    Raises(
        "zone-dnssec-chain-broken",
        ERROR,
        "Route 53 does not sign it",
        asked(*OWN, key_tags=(7,), chained=False, signing=NOT_SIGNED),
    ),
    Raises("zone-dnssec-chain-broken", ERROR, "with another key", asked(*OWN, key_tags=(7,), chained=False)),
    Raises("zone-dnssec-chain-broken", ERROR, "with another key", asked(*OWN, key_tags=(7,), signing=signed(8))),
    Quiet("zone-dnssec-chain-broken", asked(*OWN, key_tags=(7,), chained=True, signing=signed(7))),
    Quiet("zone-dnssec-chain-broken", asked(*OWN, key_tags=(7, 8), signing=signed(8))),
    Quiet("zone-dnssec-chain-broken", asked(*OWN, key_tags=(), signing=NOT_SIGNED)),
    Quiet("zone-dnssec-chain-broken", asked(*OWN, key_tags=None, signing=NOT_SIGNED)),
    Quiet("zone-dnssec-chain-broken", asked(*OWN, key_tags=(7,))),
    Quiet("zone-dnssec-chain-broken", asked("ns.elsewhere.test", key_tags=(7,), signing=NOT_SIGNED)),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)


def test_the_live_twin_is_the_remedy() -> None:
    (finding,) = found("zone-not-delegated", asked("ns-3.awsdns-3.org"))
    assert finding.remedy.startswith("Use the zone that is live: ZSTALE of account 111111111111. Or else: Publish")


def child(*servers: str) -> Finding:
    """What is said of a zone sub.example.com whose parent is a zone of ours and delegates to these servers."""
    sub, parent = replace(OURS, id="ZSUB", name=DnsName.parse("sub.example.com")), replace(ZONE, profile="hub")
    told = Delegation("registry.test", servers, key_tags=(7,))
    (finding,) = judge_delegation(sub, told, parents=(parent,), signing=NOT_SIGNED)
    return finding


def test_the_command_makes_our_own_zone_above_delegate() -> None:
    words = shlex.split(child("ns.elsewhere.test").fix)
    assert words[:5] == ["aws", "route53", "change-resource-record-sets", "--hosted-zone-id", ZONE.id]
    assert words[-2:] == ["--profile", "hub"]
    (change,) = json.loads(words[words.index("--change-batch") + 1])["Changes"]
    assert change["ResourceRecordSet"]["Name"] == "sub.example.com."
    assert [value["Value"] for value in change["ResourceRecordSet"]["ResourceRecords"]] == list(OURS.name_servers)


def test_of_twins_above_none_is_written_into_by_a_command() -> None:
    sub = replace(OURS, id="ZSUB", name=DnsName.parse("sub.example.com"))
    twins = (ZONE, replace(ZONE, id="ZTWIN"))
    private = replace(ZONE, id="ZPRIVATE", private=True)
    assert parents_of(sub, (private, *twins, sub)) == twins
    told = Delegation("registry.test", ("ns.elsewhere.test",))
    (finding,) = judge_delegation(sub, told, parents=twins)
    assert finding.fix == ""
    assert all(zone.id in finding.remedy for zone in twins)


def test_the_registrar_has_no_command() -> None:
    (finding,) = found("zone-not-delegated", asked("ns.elsewhere.test"))
    assert finding.fix == ""


def test_a_ds_record_in_our_own_zone_is_removed_there() -> None:
    assert f"(key tag 7) from the zone example.com ({ZONE.id}" in child(*OWN).remedy


def test_a_broken_chain_names_both_keys() -> None:
    (finding,) = found("zone-dnssec-chain-broken", asked(*OWN, key_tags=(7,), chained=False, signing=signed(8, 9)))
    assert "(key tag 7)" in finding.remedy
    assert "(key tag 8, 9)" in finding.remedy
