from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.rules.examples import (
    ERROR,
    INFO,
    WARNING,
    ZONE,
    Example,
    Quiet,
    Raises,
    alias,
    case,
    check,
    found,
    label,
    name,
    plain,
)
from xalias_tui.domain.plans import Case
from xalias_tui.domain.zone_evidence import ResolverRule, Signing, SigningKey, VpcDns, ZoneState
from xalias_tui.domain.zones import Vpc, Zone

WWW = alias("www.example.com.")
OURS = replace(ZONE, name_servers=("ns-1.awsdns-1.com", "ns-2.awsdns-2.net"))
PRIVATE = replace(ZONE, private=True)
NS = plain("example.com.", "NS", "NS-2.awsdns-2.net.", "ns-1.awsdns-1.com.")
EDITED = plain("example.com.", "NS", "ns-1.awsdns-1.com.", "ns.mine.test.")


def holding(count: int, limit: int = 10_000) -> dict[str, Any]:
    return {"in_zone": replace(ZONE, record_count=count), "state": ZoneState(record_limit=limit)}


def signing(status: str, message: str = "", **keys: str) -> Case:
    known = Signing(status, message, tuple(SigningKey(key, state) for key, state in keys.items()))
    return case(WWW, state=ZoneState(signing=known))


def rule(domain: str, type_: str = "FORWARD", number: int = 1) -> ResolverRule:
    return ResolverRule(f"rslvr-rr-{number}", name(domain), type_, "to-the-office")


def inside(*rules: ResolverRule, off: tuple[str, ...] = (), in_zone: Zone = PRIVATE) -> Case:
    vpc = VpcDns(Vpc("vpc-1", "eu-west-1"), "222222222222", off, rules)
    return case(alias("a.b.example.com."), in_zone=in_zone, state=ZoneState(vpcs=(vpc,)))


EXAMPLES: tuple[Example, ...] = (
    Raises(
        "zone-apex-ns-edited",
        WARNING,
        "it adds ns.mine.test, it lacks ns-2.awsdns-2.net",
        case(WWW, standing=[EDITED], in_zone=OURS),
    ),
    Raises(
        "zone-apex-ns-edited",
        WARNING,
        "assigned: it lacks ns-2.awsdns-2.net.",
        case(WWW, standing=[plain("example.com.", "NS", "ns-1.awsdns-1.com.")], in_zone=OURS),
    ),
    Quiet("zone-apex-ns-edited", case(WWW, standing=[NS], in_zone=OURS)),
    Quiet("zone-apex-ns-edited", case(WWW, standing=[EDITED])),
    Quiet("zone-apex-ns-edited", case(WWW, in_zone=OURS)),
    Quiet("zone-apex-ns-edited", case(WWW, standing=[EDITED], in_zone=replace(OURS, private=True))),
    Raises("zone-record-quota", ERROR, "10,001 of 10,000 records", case(WWW, **holding(10_000))),
    Raises("zone-record-quota", WARNING, "10,000 of 10,000", case(WWW, **holding(9_999))),
    Raises("zone-record-quota", WARNING, "9,500 of 10,000", case(WWW, **holding(9_499))),
    Raises(
        "zone-record-quota",
        WARNING,
        "10,000 of 10,000",
        case(WWW, deleted=[plain("www.example.com.")], **holding(10_000)),
    ),
    Quiet("zone-record-quota", case(WWW, **holding(9_498))),
    Quiet("zone-record-quota", case(WWW, **holding(10_000, 20_000))),
    Quiet("zone-record-quota", case(WWW, state=ZoneState())),
    Quiet("zone-record-quota", case(WWW, in_zone=replace(ZONE, record_count=10_000))),
    Raises("zone-dnssec-signing", INFO, "nothing is to be done", signing("SIGNING", a="ACTIVE", b="INACTIVE")),
    Raises("zone-dnssec-signing", WARNING, "(a is ACTION_NEEDED)", signing("SIGNING", a="ACTION_NEEDED", b="ACTIVE")),
    Raises("zone-dnssec-signing", WARNING, "INTERNAL_FAILURE: no key", signing("INTERNAL_FAILURE", "no key")),
    Quiet("zone-dnssec-signing", signing("NOT_SIGNING")),
    Quiet("zone-dnssec-signing", signing("DELETING")),
    Quiet("zone-dnssec-signing", case(WWW, state=ZoneState())),
    Raises("private-zone-vpc-dns-off", ERROR, "enableDnsSupport is off", inside(off=("enableDnsSupport",))),
    Raises(
        "private-zone-vpc-dns-off",
        ERROR,
        "account 222222222222) does not use private zones: enableDnsSupport and enableDnsHostnames are off",
        inside(off=("enableDnsSupport", "enableDnsHostnames")),
    ),
    Quiet("private-zone-vpc-dns-off", inside()),
    Raises("private-zone-resolver-rule-wins", WARNING, "sends example.com to", inside(rule("example.com."))),
    Raises("private-zone-resolver-rule-wins", WARNING, "sends b.example.com to", inside(rule("b.example.com."))),
    Raises(
        "private-zone-resolver-rule-wins",
        WARNING,
        "rslvr-rr-2 (to-the-office) sends a.b.example.com",
        inside(rule("b.example.com.", "SYSTEM"), rule("a.b.example.com.", number=2)),
    ),
    Quiet("private-zone-resolver-rule-wins", inside(rule("com."))),
    Quiet("private-zone-resolver-rule-wins", inside(rule("c.example.com."))),
    Quiet("private-zone-resolver-rule-wins", inside(rule("example.com."), rule("b.example.com.", "SYSTEM"))),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)


def test_a_mere_deletion_says_nothing_of_the_zone() -> None:
    vpc = VpcDns(Vpc("vpc-1", "eu-west-1"), "222222222222", ("enableDnsSupport",))
    gone = case(deleted=[WWW], standing=[EDITED], in_zone=OURS, state=ZoneState(1, Signing("SIGNING"), (vpc,)))
    assert [found(id_, gone) for id_ in ("zone-apex-ns-edited", "zone-record-quota", "private-zone-vpc-dns-off")] == [
        [], [], []
    ]  # fmt: skip
