from __future__ import annotations

import pytest

from tests.rules.examples import (
    ALB,
    CDN,
    CDN_ZONE,
    ERROR,
    INFO,
    WARNING,
    Example,
    Quiet,
    Raises,
    alias,
    case,
    check,
    found,
    label,
    plain,
)

WWW = alias("www.example.com.")
OLD = plain("www.example.com.", "A", "192.0.2.1", "192.0.2.2", ttl=60)
CNAME = plain("www.example.com.", "CNAME", "old.example.net.")
OTHER_ALB = "dualstack.other-1.eu-central-1.elb.amazonaws.com."
AAAA_ELSEWHERE = alias("www.example.com.", "AAAA", OTHER_ALB)
TO_CDN = alias("www.example.com.", "HTTPS", CDN, CDN_ZONE)
INSTANCE = "11111111-2222-3333-4444-555555555555"
POLICY = plain("www.example.com.", TrafficPolicyInstanceId=INSTANCE)

BLUE = plain("www.example.com.", SetIdentifier="blue", Weight=1)

EXAMPLES: tuple[Example, ...] = (
    Raises(
        "record-member-unknown",
        ERROR,
        "has NewRouting",
        case(deleted=[plain("a.example.com.", SetIdentifier="a", NewRouting={"Level": "3"})]),
    ),
    Raises("record-member-unknown", ERROR, "has NewRouting", case(plain("a.example.com.", NewRouting={"Level": "3"}))),
    Quiet("record-member-unknown", case(plain("a.example.com."))),
    Raises("cname-conflict-existing-cname", ERROR, "A CNAME already sits at www", case(WWW, standing=[CNAME])),
    Raises(
        "cname-conflict-existing-cname",
        ERROR,
        "must be deleted",
        case([WWW, alias("www.example.com.", "AAAA")], standing=[CNAME]),
    ),
    Quiet("cname-conflict-existing-cname", case(WWW, deleted=[CNAME])),
    Quiet("cname-conflict-existing-cname", case(WWW, standing=[plain("w.example.com.", "CNAME", "x.example.net.")])),
    Quiet("cname-conflict-existing-cname", case(CNAME)),
    Raises("cname-conflict-creating-cname", ERROR, "must be alone", case(CNAME, standing=[OLD])),
    Quiet("cname-conflict-creating-cname", case(CNAME, deleted=[OLD])),
    Quiet("cname-conflict-creating-cname", case(WWW, standing=[AAAA_ELSEWHERE])),
    Raises("cname-at-apex", ERROR, "apex", case(alias("example.com.", "CNAME"))),
    Quiet("cname-at-apex", case(alias("example.com.", "A"))),
    Quiet("cname-at-apex", case(CNAME)),
    Raises("record-already-exists", ERROR, "points to 192.0.2.1, 192.0.2.2 (TTL 60)", case(WWW, standing=[OLD])),
    Raises("record-already-exists", INFO, "it will be replaced", case(WWW, deleted=[OLD])),
    Raises(
        "record-already-exists",
        INFO,
        f"alias → {OTHER_ALB}",
        case(alias("www.example.com.", "AAAA"), deleted=[AAAA_ELSEWHERE]),
    ),
    Quiet("record-already-exists", case(AAAA_ELSEWHERE, deleted=[AAAA_ELSEWHERE])),
    Quiet("record-already-exists", case(BLUE, deleted=[plain("www.example.com.", SetIdentifier="blue", Weight=9)])),
    Quiet("record-already-exists", case(WWW, standing=[AAAA_ELSEWHERE, CNAME])),
    Quiet(
        "record-already-exists",
        case(
            alias("www.example.com.", SetIdentifier="b", Weight=1),
            standing=[alias("www.example.com.", SetIdentifier="a", Weight=1)],
        ),
    ),
    Quiet("record-already-exists", case(deleted=[WWW])),
    Raises(
        "replace-non-alias",
        WARNING,
        "2 plain values of www.example.com A with TTL 60 will be lost: 192.0.2.1, 192.0.2.2.",
        case(WWW, deleted=[OLD]),
    ),
    Raises("replace-non-alias", WARNING, "old.example.net.", case(WWW, deleted=[CNAME])),
    Raises(
        "replace-non-alias",
        WARNING,
        "192.0.2.9 and 3 more.",
        case(WWW, deleted=[plain("www.example.com.", "A", *(f"192.0.2.{n}" for n in range(13)))]),
    ),
    Quiet("replace-non-alias", case(WWW, standing=[OLD])),
    Quiet("replace-non-alias", case(BLUE, deleted=[plain("www.example.com.", SetIdentifier="blue", Weight=9)])),
    Raises(
        "replace-non-alias",
        WARNING,
        "1 plain value of www.example.com A",
        case(BLUE, deleted=[plain("www.example.com.", "A", "192.0.2.7", SetIdentifier="blue", Weight=9)]),
    ),
    Quiet("replace-non-alias", case(WWW, deleted=[alias("www.example.com.", target=OTHER_ALB)])),
    Raises(
        "sibling-type-elsewhere",
        WARNING,
        f"IPv6 clients will still go to {OTHER_ALB[:-1]}",
        case(WWW, standing=[AAAA_ELSEWHERE]),
    ),
    Raises(
        "sibling-type-elsewhere",
        WARNING,
        "IPv4 clients will still go to 192.0.2.1",
        case(AAAA_ELSEWHERE, standing=[OLD]),
    ),
    Raises("sibling-type-elsewhere", WARNING, "HTTPS records will still go to d1111", case(WWW, standing=[TO_CDN])),
    Raises(
        "sibling-type-elsewhere",
        WARNING,
        "go to svc.example.net.",
        case(WWW, standing=[plain("www.example.com.", "HTTPS", "1 svc.example.net. alpn=h2", "2 . alpn=h2", "broken")]),
    ),
    Raises(  # one finding although both of the created records differ from it
        "sibling-type-elsewhere",
        WARNING,
        "HTTPS",
        case([WWW, alias("www.example.com.", "AAAA")], standing=[TO_CDN]),
    ),
    Quiet("sibling-type-elsewhere", case([WWW, alias("www.example.com.", "AAAA")])),
    Quiet("sibling-type-elsewhere", case([WWW, alias("www.example.com.", "AAAA")], deleted=[AAAA_ELSEWHERE])),
    Quiet(  # the same load balancer, written without its prefix
        "sibling-type-elsewhere",
        case(WWW, standing=[alias("www.example.com.", "AAAA", ALB.removeprefix("dualstack."))]),
    ),
    Quiet(  # the same accelerator, under the name that has IPv4 addresses only
        "sibling-type-elsewhere",
        case(
            alias("www.example.com.", "AAAA", "a0123.dualstack.awsglobalaccelerator.com.", "Z2BJ6XQ5FK7U4H"),
            standing=[alias("www.example.com.", "A", "a0123.awsglobalaccelerator.com.", "Z2BJ6XQ5FK7U4H")],
        ),
    ),
    Quiet("sibling-type-elsewhere", case(WWW, standing=[plain("www.example.com.", "HTTPS", "1 . alpn=h2")])),
    Quiet("sibling-type-elsewhere", case(WWW, standing=[plain("www.example.com.", "TXT", '"x"')])),
    Quiet("sibling-type-elsewhere", case([WWW, AAAA_ELSEWHERE])),
    Quiet("sibling-type-elsewhere", case(OLD, standing=[AAAA_ELSEWHERE])),
    Quiet("sibling-type-elsewhere", case(alias("www.example.com.", "CAA"), standing=[AAAA_ELSEWHERE])),
    Quiet(  # of another member of the group
        "sibling-type-elsewhere",
        case(
            alias("www.example.com.", SetIdentifier="b", Weight=1),
            standing=[alias("www.example.com.", "AAAA", OTHER_ALB, SetIdentifier="a", Weight=1)],
        ),
    ),
    Raises("record-traffic-policy-instance", ERROR, INSTANCE, case(WWW, standing=[POLICY])),
    Raises("record-traffic-policy-instance", ERROR, INSTANCE, case(WWW, deleted=[POLICY])),
    Quiet("record-traffic-policy-instance", case(alias("www.example.com.", "AAAA"), standing=[POLICY])),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)


def test_what_is_in_the_way_has_a_remedy_and_what_is_replaced_needs_none() -> None:
    (in_the_way,) = found("record-already-exists", case(WWW, standing=[OLD]))
    (replaced,) = found("record-already-exists", case(WWW, deleted=[OLD]))
    assert in_the_way.remedy.startswith("Replace it")
    assert replaced.remedy == ""
