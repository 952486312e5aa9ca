from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.rules.examples import (
    ALB,
    CDN,
    CDN_ZONE,
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
    member,
    plain,
    zone,
)
from xalias_tui.domain.plans import Change
from xalias_tui.domain.zone_evidence import Delegation, WorldView

WWW = alias("www.example.com.")
OURS = replace(ZONE, name_servers=("NS-1.awsdns-1.com", "ns-2.awsdns-2.net"))
STALE = zone("ZSTALE", name_servers=("ns-3.awsdns-3.org",))


def saying(*servers: str, problem: str = "") -> WorldView:
    return WorldView(delegation=Delegation("registry.test", servers, problem))


PRIVATE = zone(private=True)
FALLING_BACK = zone(private=True, public_dns_fallback="ENABLED")
GOV_PUBLIC = zone("Z0000000000GOVPUBLIC", partition="aws-us-gov")
GOV_ALB: dict[str, Any] = {"target": "x-1.us-gov-west-1.elb.amazonaws.com.", "zone_id": "Z33AYJ8TM3BH4J"}
GOV = zone("Z000000000000000GOV", partition="aws-us-gov", private=True)
NS = plain("sub.example.com.", "NS", "ns-1.example.org.")
BELOW = alias("www.sub.example.com.")
BEIJING = "x-1.cn-north-1.elb.amazonaws.com.cn."

EXAMPLES: tuple[Example, ...] = (
    Raises("zone-same-name-ambiguous", WARNING, "3 public zones", case(WWW, zones=[zone("ZTWO"), zone("ZTHREE")])),
    Raises(
        "zone-same-name-ambiguous",
        WARNING,
        "2 private zones",
        case(WWW, zones=[zone("ZP", private=True)], in_zone=PRIVATE),
    ),
    Raises(
        "zone-same-name-ambiguous",
        INFO,
        "this one is live",
        case(WWW, in_zone=OURS, zones=[STALE], world=saying("ns-1.awsdns-1.com")),
    ),
    Raises(
        "zone-same-name-ambiguous",
        WARNING,
        "the live one is Z0000000000000000HUB of account 111111111111, not this one",
        case(WWW, in_zone=STALE, zones=[OURS], world=saying("ns-1.awsdns-1.com")),
    ),
    Raises(
        "zone-same-name-ambiguous",
        WARNING,
        "delegates to none of them, but to ns.elsewhere.test",
        case(WWW, in_zone=STALE, zones=[OURS], world=saying("ns.elsewhere.test")),
    ),
    Raises(
        "zone-same-name-ambiguous",
        WARNING,
        "only the one whose name servers are delegated is live",
        case(WWW, in_zone=STALE, zones=[ZONE], world=saying("ns.elsewhere.test")),
    ),
    Raises(
        "zone-same-name-ambiguous",
        WARNING,
        "only the one whose name servers are delegated is live",
        case(WWW, in_zone=OURS, zones=[STALE], world=saying(problem="no answer")),
    ),
    Quiet("zone-same-name-ambiguous", case(WWW, zones=[zone(private=True), zone("ZSUB", "sub.example.com.")])),
    Quiet("zone-same-name-ambiguous", case(deleted=[WWW], zones=[zone()])),
    Raises("record-below-delegation", ERROR, "sub.example.com is delegated", case(BELOW, standing=[NS])),
    Raises("record-below-delegation", ERROR, "delegated", case(alias("sub.example.com."), standing=[NS])),
    Raises("record-below-delegation", ERROR, "delegated", case(plain("a.sub.example.com.", "NS", "x."), standing=[NS])),
    Raises(
        "record-below-delegation",
        ERROR,
        "delegated",
        case(BELOW, deleted=[plain("sub.example.com.", "TXT", '"x"')], standing=[NS]),
    ),
    Quiet("record-below-delegation", case(alias("notsub.example.com."), standing=[NS])),
    Quiet("record-below-delegation", case(BELOW, standing=[plain("example.com.", "NS", "ns-1.example.org.")])),
    Quiet("record-below-delegation", case(plain("sub.example.com.", "DS", "1 13 2 00"), standing=[NS])),
    Quiet("record-below-delegation", case(BELOW, deleted=[NS])),
    Raises(
        "more-specific-zone-exists",
        WARNING,
        "a.sub.example.com exists (ZDEEP of account 333333333333)",
        case(
            alias("www.a.sub.example.com."),
            zones=[
                zone("ZMIDDLE", "sub.example.com."),
                zone("ZDEEP", "a.sub.example.com.", account_id="333333333333"),
                zone("ZPRIVATE", "www.a.sub.example.com.", private=True),
            ],
            complete=False,
            changes=[Change("CREATE", plain("example.com.")), Change("CREATE", alias("www.a.sub.example.com."))],
        ),
    ),
    Raises(
        "more-specific-zone-exists",
        INFO,
        "has no NS records for it: the internet does not ask it",
        case(BELOW, zones=[zone("ZSUB", "sub.example.com.")], complete=False),
    ),
    Raises(
        "more-specific-zone-exists",
        WARNING,
        "the record belongs there",
        case(BELOW, zones=[zone("ZSUB", "sub.example.com.", private=True)], in_zone=PRIVATE),
    ),
    Quiet("more-specific-zone-exists", case(BELOW, zones=[zone("ZSUB", "sub.example.com.")], standing=[NS])),
    Quiet("more-specific-zone-exists", case(WWW, zones=[zone("ZSUB", "sub.example.com."), zone("ZUP", "com.")])),
    Raises("split-horizon-twin", INFO, "example.com (ZP of account", case(WWW, zones=[zone("ZP", private=True)])),
    Raises("split-horizon-twin", INFO, "ZP", case(BELOW, zones=[zone("ZP", "sub.example.com.", private=True)])),
    Quiet("split-horizon-twin", case(WWW, zones=[zone("ZP", "sub.example.com.", private=True)])),
    Quiet("split-horizon-twin", case(WWW, zones=[zone("ZP", private=True)], in_zone=PRIVATE)),
    Quiet("split-horizon-twin", case(WWW, zones=[zone("ZTWO")])),
    Raises("private-zone-hides-public", WARNING, "no A answer", case(deleted=[WWW], zones=[ZONE], in_zone=PRIVATE)),
    Quiet("private-zone-hides-public", case(deleted=[WWW], zones=[zone("ZP", private=True)], in_zone=PRIVATE)),
    Quiet("private-zone-hides-public", case(plain("www.example.com."), deleted=[WWW], zones=[ZONE], in_zone=PRIVATE)),
    Quiet("private-zone-hides-public", case(deleted=[WWW], zones=[zone()])),
    Quiet("private-zone-hides-public", case(deleted=[WWW], zones=[zone("ZORG", "example.org.")], in_zone=PRIVATE)),
    Quiet(
        "private-zone-hides-public",
        case(plain("www.example.com.", "CNAME", "a.example.org."), deleted=[WWW], zones=[ZONE], in_zone=PRIVATE),
    ),
    Raises(
        "private-zone-hides-public",
        INFO,
        "public DNS answers www.example.com from then on",
        case(deleted=[WWW], zones=[ZONE], in_zone=FALLING_BACK),
    ),
    Raises(
        "private-zone-hides-public",
        WARNING,
        "no A answer",
        case(deleted=[WWW], standing=[plain("www.example.com.", "TXT", '"x"')], zones=[ZONE], in_zone=FALLING_BACK),
    ),
    Raises(
        "private-zone-hides-public",
        WARNING,
        "no A answer",
        case(deleted=[WWW], standing=[plain("a.www.example.com.")], zones=[ZONE], in_zone=FALLING_BACK),
    ),
    Raises(
        "private-zone-hides-public",
        WARNING,
        "no A answer",
        case(deleted=[WWW], zones=[ZONE], in_zone=replace(PRIVATE, public_dns_fallback="ENABLING")),
    ),
    Raises(
        "split-horizon-twin",
        INFO,
        "passes the query on to this zone",
        case(WWW, zones=[zone("ZP", private=True, public_dns_fallback="ENABLED")]),
    ),
    Raises(
        "split-horizon-twin",
        INFO,
        "create the record there too",
        case(WWW, zones=[zone("ZP", private=True, public_dns_fallback="ENABLED"), zone("ZQ", private=True)]),
    ),
    Raises("private-zone-delegation-unsupported", WARNING, "type DELEGATE", case(NS, in_zone=PRIVATE)),
    Quiet("private-zone-delegation-unsupported", case(NS)),
    Quiet("private-zone-delegation-unsupported", case(WWW, in_zone=PRIVATE)),
    Quiet(
        "private-zone-delegation-unsupported",
        case(plain("example.com.", "NS", "ns-1.example.org."), in_zone=PRIVATE),
    ),
    Quiet(
        "private-zone-routing-policy",
        case(alias("a.example.com.", SetIdentifier="a", GeoProximityLocation={"Bias": 1}), in_zone=PRIVATE),
    ),
    Raises(
        "private-zone-routing-policy",
        WARNING,
        "IP-based",
        case(alias("a.example.com.", SetIdentifier="a", CidrRoutingConfig={"CollectionId": "c"}), in_zone=PRIVATE),
    ),
    Quiet("private-zone-routing-policy", case(alias("a.example.com.", SetIdentifier="a", Weight=1), in_zone=PRIVATE)),
    Quiet(
        "private-zone-routing-policy",
        case(alias("a.example.com.", SetIdentifier="a", GeoProximityLocation={"Bias": 1})),
    ),
    Raises(
        "zone-linked-service", ERROR, "servicediscovery", case(WWW, in_zone=zone(linked_service="servicediscovery.aws"))
    ),
    Raises("zone-linked-service", ERROR, "x.aws", case(deleted=[WWW], in_zone=zone(linked_service="x.aws"))),
    Quiet("zone-linked-service", case(WWW)),
    Raises(
        "zone-accelerated-recovery-locked",
        WARNING,
        "switched on",
        case(WWW, in_zone=zone(accelerated_recovery="ENABLING_HOSTED_ZONE_LOCKED")),
    ),
    Raises(
        "zone-accelerated-recovery-locked",
        WARNING,
        "switched off",
        case(WWW, in_zone=zone(accelerated_recovery="DISABLING_HOSTED_ZONE_LOCKED")),
    ),
    Raises(
        "zone-accelerated-recovery-locked", INFO, "stranded", case(WWW, in_zone=zone(accelerated_recovery="ENABLED"))
    ),
    Quiet("zone-accelerated-recovery-locked", case(WWW, in_zone=zone(accelerated_recovery="DISABLED"))),
    Quiet("zone-govcloud-limits", case(WWW, in_zone=GOV)),
    Raises(
        "zone-govcloud-limits",
        ERROR,
        "have no latency routing",
        case(alias("a.example.com.", SetIdentifier="a", Region="us-gov-west-1", **GOV_ALB), in_zone=GOV),
    ),
    Raises(
        "zone-govcloud-limits",
        ERROR,
        "have no geolocation routing",
        case(alias("a.example.com.", SetIdentifier="a", GeoLocation={"CountryCode": "*"}, **GOV_ALB), in_zone=GOV),
    ),
    Quiet(
        "zone-govcloud-limits",
        case(alias("a.example.com.", SetIdentifier="a", Region="us-gov-west-1", **GOV_ALB), in_zone=GOV_PUBLIC),
    ),
    Quiet("zone-govcloud-limits", case(alias("a.example.com.", SetIdentifier="a", Weight=1, **GOV_ALB), in_zone=GOV)),
    Quiet(
        "zone-govcloud-limits",
        case(alias("a.example.com.", SetIdentifier="a", Region="eu-west-1"), in_zone=PRIVATE),
    ),
    Quiet("zone-govcloud-limits", case(alias("a.example.com.", **GOV_ALB), in_zone=GOV)),
    Raises(
        "zone-govcloud-limits",
        WARNING,
        "Route 53 may refuse search-a.aos.us-gov-west-1.on.aws",
        case(
            alias("a.example.com.", target="search-a.aos.us-gov-west-1.on.aws.", zone_id="ZSEARCH"), in_zone=GOV_PUBLIC
        ),
    ),
    Quiet("zone-govcloud-limits", case(alias("a.example.com.", **GOV_ALB), in_zone=GOV_PUBLIC)),
    Quiet(
        "zone-govcloud-limits",
        case(
            alias("a.example.com.", target="a.s3-website-us-gov-west-1.amazonaws.com.", zone_id=""), in_zone=GOV_PUBLIC
        ),
    ),
    Quiet("zone-govcloud-limits", case(plain("a.example.com."), in_zone=GOV_PUBLIC)),
    Quiet("zone-govcloud-limits", case(WWW, in_zone=GOV_PUBLIC)),
    Quiet("partition-mismatch", case(alias("a.example.com.", **GOV_ALB), in_zone=GOV_PUBLIC)),
    Raises("partition-mismatch", ERROR, "in aws-us-gov cannot alias a resource in aws.", case(WWW, in_zone=GOV_PUBLIC)),
    Raises("partition-mismatch", ERROR, "aws-eusc", case(alias("a.example.com.", target="x-1.elb.amazonaws.eu."))),
    Quiet("zone-govcloud-limits", case(alias("a.example.com.", target="b.example.com.", zone_id=GOV.id), in_zone=GOV)),
    Quiet("zone-govcloud-limits", case(WWW)),
    Quiet("zone-govcloud-limits", case(plain("a.example.com."), in_zone=GOV)),
    Raises(
        "partition-mismatch",
        ERROR,
        "in aws cannot alias a resource in aws-cn",
        case(alias("a.example.com.", target=BEIJING)),
    ),
    Raises("partition-mismatch", ERROR, "aws-cn", case(alias("a.example.com.", target="d1.cloudfront.cn."))),
    Raises(
        "partition-mismatch",
        ERROR,
        "aws-us-gov",
        case(alias("a.example.com.", target="x-1.us-gov-west-1.elb.amazonaws.com.")),
    ),
    Raises(
        "partition-mismatch",
        ERROR,
        "in aws-cn cannot alias a resource in aws",
        case(WWW, in_zone=zone(partition="aws-cn")),
    ),
    Quiet("partition-mismatch", case(WWW)),
    Raises(
        "partition-mismatch",
        ERROR,
        "aws-us-gov",
        case([member("a.example.com.", "home", Weight=1), member("a.example.com.", "gov", Weight=1, **GOV_ALB)]),
    ),
    Quiet("partition-mismatch", case(plain("www.example.com."), in_zone=zone(partition="aws-cn"))),
    Quiet("partition-mismatch", case(alias("a.example.com.", target=BEIJING), in_zone=zone(partition="aws-cn"))),
    Quiet(
        "partition-mismatch",
        case(alias("a.example.com.", target="host.example.net."), in_zone=zone(partition="aws-cn")),
    ),
    Quiet("partition-mismatch", case(alias("a.example.com.", target=CDN, zone_id=CDN_ZONE))),
    Quiet(
        "partition-mismatch",
        case(
            alias("a.example.com.", target="b.amazonaws.com.", zone_id="ZSAME"),
            in_zone=zone("ZSAME", "amazonaws.com.", partition="aws-cn"),
        ),
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)


def test_the_zone_that_holds_the_delegated_name_is_named() -> None:
    given = case(BELOW, standing=[NS], zones=[zone("ZSUB", "sub.example.com.", account_id="333333333333"), zone()])
    (finding,) = found("record-below-delegation", given)
    assert "zone of sub.example.com: ZSUB of account 333333333333, or remove" in finding.remedy


def test_the_deepest_delegation_is_named() -> None:
    deeper = plain("a.sub.example.com.", "NS", "ns-1.example.org.")
    (finding,) = found("record-below-delegation", case(alias("www.a.sub.example.com."), standing=[NS, deeper]))
    assert finding.message.startswith("a.sub.example.com is delegated")


def test_zones_of_the_same_name_are_named_for_comparison() -> None:
    (finding,) = found("zone-same-name-ambiguous", case(WWW, zones=[zone("ZTWO", account_id="444444444444")]))
    assert f"{ZONE.id} of account 111111111111, ZTWO of account 444444444444" in finding.remedy


def test_a_partition_mismatch_names_the_target() -> None:
    (finding,) = found("partition-mismatch", case(WWW, in_zone=zone(partition="aws-cn")))
    assert finding.target == ALB


def test_a_plan_without_changes_is_quiet_about_the_zone() -> None:
    nothing = replace(case(WWW, in_zone=zone(linked_service="x"), zones=[ZONE]), changes=())
    assert found("zone-linked-service", nothing) == []
    assert found("zone-same-name-ambiguous", nothing) == []


def test_a_cname_is_offered_across_partitions_except_at_the_apex() -> None:
    (below,) = found("partition-mismatch", case(alias("a.example.com.", **GOV_ALB)))
    (apex,) = found("partition-mismatch", case(alias("example.com.", **GOV_ALB)))
    assert below.remedy.startswith("Write a CNAME: --cname")
    assert apex.remedy.startswith("No CNAME can exist at example.com, the zone's apex")
