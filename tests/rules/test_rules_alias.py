from __future__ import annotations

import pytest

from tests.rules.examples import (
    ALB,
    ALB_ZONE,
    CDN,
    CDN_ZONE,
    ERROR,
    INFO,
    S3,
    S3_ZONE,
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
    plain,
    target,
    zone,
)
from xalias_tui.domain.records import RecordSet

AT = "www.example.com."
ALB_IRELAND = "Z32O12XQLNTSW2"
BOTH_KEYS = alias(AT, TTL=60)
EMPTY_VALUES = alias(AT, ResourceRecords=[])


def here(at: str, to: str, type_: str = "A", *, health: bool = False, zone_id: str = ZONE.id) -> RecordSet:
    """An alias to a record of the same zone."""
    return alias(at, type_, to, zone_id, health=health)


def hop(n: int) -> RecordSet:
    return here(f"hop{n}.example.com.", f"hop{n + 1}.example.com.")


EXAMPLES: tuple[Example, ...] = (
    Raises("alias-type-forbidden", ERROR, "NS and SOA", case(alias("sub.example.com.", "NS"))),
    Raises("alias-type-forbidden", ERROR, "NS and SOA", case(alias("example.com.", "SOA"))),
    Quiet("alias-type-forbidden", case(alias(AT, "CAA"))),
    Quiet("alias-type-forbidden", case(plain("sub.example.com.", "NS", "ns.example.org."))),
    Raises("alias-with-ttl-or-values", ERROR, "neither TTL nor values", case(BOTH_KEYS)),
    Raises("alias-with-ttl-or-values", ERROR, "neither TTL nor values", case(EMPTY_VALUES)),
    Raises("alias-with-ttl-or-values", ERROR, "TTL", case([BOTH_KEYS, alias(AT, "AAAA", TTL=60)]), times=2),
    Quiet("alias-with-ttl-or-values", case(alias(AT))),
    Quiet("alias-with-ttl-or-values", case(plain(AT))),
    Raises("alias-zone-id-empty", ERROR, "for dualstack.shop-", case(alias(AT, zone_id=""))),
    Raises(
        "alias-zone-id-empty",
        ERROR,
        "for dualstack.shop-",
        case([alias(AT, type_, zone_id="") for type_ in ("A", "AAAA")]),
    ),
    Quiet("alias-zone-id-empty", case(alias(AT))),
    Raises(
        "alias-zone-id-has-prefix",
        WARNING,
        f"/hostedzone/{ALB_ZONE}",
        case(alias(AT, zone_id=f"/hostedzone/{ALB_ZONE}")),
    ),
    Quiet("alias-zone-id-has-prefix", case(alias(AT))),
    Raises(
        "alias-name-not-in-target-zone",
        ERROR,
        f"does not lie in zone {ALB_IRELAND}, whose names end in eu-west-1.elb.amazonaws.com.",
        case(alias(AT, zone_id=ALB_IRELAND)),
    ),
    Raises("alias-name-not-in-target-zone", ERROR, "cloudfront", case(alias(AT, zone_id=CDN_ZONE))),
    Raises(
        "alias-name-not-in-target-zone",
        ERROR,
        "zone Z3AQ",
        case(alias(AT, target="b.s3-website.example.net.", zone_id=S3_ZONE)),
    ),
    Quiet("alias-name-not-in-target-zone", case(alias(AT))),
    Quiet("alias-name-not-in-target-zone", case(alias(AT, target=S3, zone_id=S3_ZONE))),
    Quiet("alias-name-not-in-target-zone", case(alias(AT, target=CDN, zone_id=CDN_ZONE))),
    Quiet("alias-name-not-in-target-zone", case(alias(AT, target="x.example.net.", zone_id="ZUNKNOWN"))),
    Quiet("alias-name-not-in-target-zone", case(here(AT, "a.example.com."))),
    Raises("alias-target-not-found", ERROR, "has no CNAME record", case(alias(AT, "CNAME"))),
    Quiet("alias-target-not-found", case([alias(AT, type_) for type_ in ("A", "AAAA", "HTTPS", "NS")])),
    Quiet("alias-target-not-found", case(here(AT, "a.example.com.", "CNAME"))),
    Raises(
        "alias-cross-hosted-zone",
        ERROR,
        "(example.org, ZTWO of account 111111111111)",
        case(here(AT, "a.example.org.", zone_id="ZTWO"), zones=[zone("ZTWO", "example.org.")]),
    ),
    Quiet("alias-cross-hosted-zone", case(here(AT, "a.example.com."), zones=[zone("ZTWO", "example.org.")])),
    Quiet("alias-cross-hosted-zone", case(alias(AT), zones=[zone("ZTWO", "example.org.")])),
    Raises("alias-same-zone-missing", ERROR, "no A record named a.example.com", case(here(AT, "a.example.com."))),
    Raises(
        "alias-same-zone-missing",
        ERROR,
        "no A record",
        case(here(AT, "a.example.com."), deleted=[plain("a.example.com.")]),
    ),
    Raises("alias-same-zone-missing", ERROR, "named com", case(here(AT, "com."), complete=False)),
    Raises("alias-same-zone-missing", INFO, "Not checked", case(here(AT, "a.example.com."), complete=False)),
    Raises(
        "alias-same-zone-missing",
        ERROR,
        "no A record named example.com",
        case(here(AT, "example.com."), complete=False),
    ),
    Quiet("alias-same-zone-missing", case(here(AT, "a.example.com."), standing=[plain("a.example.com.")])),
    Quiet("alias-same-zone-missing", case([plain("a.example.com."), here(AT, "a.example.com.")])),
    Quiet("alias-same-zone-missing", case(alias(AT))),
    Raises(
        "alias-same-zone-type-mismatch",
        ERROR,
        "a.example.com is a AAAA, TXT",
        case(
            here(AT, "a.example.com."),
            standing=[plain("a.example.com.", "AAAA", "2001:db8::1"), plain("a.example.com.", "TXT", '"x"')],
        ),
    ),
    Quiet("alias-same-zone-type-mismatch", case(here(AT, "a.example.com."), standing=[plain("a.example.com.")])),
    Quiet("alias-same-zone-type-mismatch", case(alias(AT), standing=[plain(ALB, "TXT", '"x"')])),
    Raises(
        "alias-loop", ERROR, "www.example.com would point back to itself through www.example.com", case(here(AT, AT))
    ),
    Raises(
        "alias-loop",
        ERROR,
        "through b.example.com → a.example.com → www.example.com.",
        case(
            here(AT, "b.example.com."),
            standing=[here("b.example.com.", "a.example.com."), plain("a.example.com.", "CNAME", "WWW.example.com")],
        ),
    ),
    Raises(
        "alias-loop",
        ERROR,
        "through b.example.com",
        case(plain(AT, "CNAME", "b.example.com."), standing=[plain("b.example.com.", "CNAME", AT)]),
    ),
    Quiet("alias-loop", case(hop(1), standing=[hop(2), hop(3), here("hop4.example.com.", "hop2.example.com.")])),
    Quiet("alias-loop", case(here(AT, "b.example.com."), standing=[here("b.example.com.", AT, "AAAA")])),
    Quiet("alias-loop", case(here(AT, "b.example.com."), deleted=[here("b.example.com.", AT)])),
    Quiet("alias-loop", case(plain(AT, "CNAME", "a..b"))),
    Quiet("alias-loop", case(here(AT, "b.example.com."), standing=[plain("b.example.com.")])),
    Raises(
        "same-zone-alias-chain-broken",
        WARNING,
        "hop1.example.com. A would point at hop2.example.com A",
        case(deleted=[hop(2)], standing=[hop(1), hop(4)]),
    ),
    Raises(
        "same-zone-alias-chain-broken",
        WARNING,
        "p4.example.com. A and 2 more would",
        case(deleted=[plain(AT)], standing=[here(f"p{n}.example.com.", AT) for n in range(7)]),
    ),
    Quiet("same-zone-alias-chain-broken", case(deleted=[hop(2), hop(1)])),
    Quiet("same-zone-alias-chain-broken", case(plain("hop2.example.com."), deleted=[hop(2)], standing=[hop(1)])),
    Quiet("same-zone-alias-chain-broken", case(deleted=[alias(AT)], standing=[here("a.example.com.", AT, "AAAA")])),
    Raises(
        "eth-true-cloudfront", ERROR, "must have Evaluate", case(alias(AT, target=CDN, zone_id=CDN_ZONE, health=True))
    ),
    Raises(
        "eth-true-cloudfront",
        ERROR,
        "must have Evaluate",
        case(
            alias(AT, target="d1.example.net.", zone_id="ZNEW", health=True),
            to=target("d1.example.net.", "ZNEW", evaluate_target_health="forbidden"),
        ),
    ),
    Quiet("eth-true-cloudfront", case(alias(AT, target=CDN, zone_id=CDN_ZONE))),
    Quiet(
        "eth-true-cloudfront",
        case(alias(AT, health=True), to=target(CDN, CDN_ZONE, evaluate_target_health="forbidden")),
    ),
    Quiet("eth-true-cloudfront", case(alias(AT, health=True), to=target())),
    Raises("eth-simple-no-effect", INFO, "ignored", case([alias(AT, type_, health=True) for type_ in ("A", "AAAA")])),
    Quiet("eth-simple-no-effect", case(alias(AT))),
    Quiet("eth-simple-no-effect", case(alias(AT, health=True, SetIdentifier="a", Weight=1))),
    Quiet("eth-simple-no-effect", case(alias(AT, target=CDN, zone_id=CDN_ZONE, health=True))),
    Raises(
        "eth-same-zone-no-health-check",
        INFO,
        "a.example.com has no health check",
        case(here(AT, "a.example.com.", health=True), standing=[plain("a.example.com.")]),
    ),
    Quiet("eth-same-zone-no-health-check", case(here(AT, "a.example.com."), standing=[plain("a.example.com.")])),
    Quiet(
        "eth-same-zone-no-health-check",
        case(here(AT, "a.example.com.", health=True), standing=[plain("a.example.com.", HealthCheckId="abc")]),
    ),
    Quiet(
        "eth-same-zone-no-health-check",
        case(here(AT, "a.example.com.", health=True), standing=[alias("a.example.com.")]),
    ),
    Quiet("eth-same-zone-no-health-check", case(here(AT, "a.example.com.", health=True))),
    Raises("https-record-not-cloudfront", ERROR, "only possible to CloudFront", case(alias(AT, "HTTPS"))),
    Quiet("https-record-not-cloudfront", case(alias(AT, "HTTPS", CDN, CDN_ZONE))),
    Quiet("https-record-not-cloudfront", case(here(AT, "a.example.com.", "HTTPS"))),
    Quiet("https-record-not-cloudfront", case(plain(AT, "HTTPS", "1 . alpn=h2"))),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)


def test_the_right_zone_id_is_offered() -> None:
    (finding,) = found("alias-name-not-in-target-zone", case(alias(AT, zone_id=ALB_IRELAND)))
    assert ALB_ZONE in finding.remedy
    assert finding.target == ALB


def test_no_zone_id_is_offered_for_a_name_that_no_service_has() -> None:
    (finding,) = found("alias-name-not-in-target-zone", case(alias(AT, target="x.example.net.")))
    assert finding.remedy == "Take name and zone ID from the same resource."


def test_every_published_value_of_a_disputed_zone_id_is_accepted() -> None:
    cape_town = "s3-website.af-south-1.amazonaws.com."
    for zone_id in ("Z2OSFR5PIJ8TYW", "Z11KHD8FBVPUYU", "Z83WF9RJE8B12"):
        assert found("alias-name-not-in-target-zone", case(alias(AT, target=cape_town, zone_id=zone_id))) == []


def test_names_in_china_lie_in_zones_of_china() -> None:
    beijing = alias(AT, target="x-1.cn-north-1.elb.amazonaws.com.cn.", zone_id="Z1GDH35T77C1KE")
    assert found("alias-name-not-in-target-zone", case(beijing)) == []
