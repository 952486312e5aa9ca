"""Every constraint of the catalogue is raised by a test over the wire, or stands here with the reason why not."""

from __future__ import annotations

import re
from pathlib import Path

from xalias_tui.jobs import catalogue
from xalias_tui.sandbox import organisation

TESTS = Path(__file__).parent
IDS = tuple((TESTS / "catalogue_ids.txt").read_text(encoding="utf-8").split())
"""Ids of the catalogue of constraints that the program was written against."""

NOT_IN_THE_PROGRAM: dict[str, str] = {
    "zone-not-delegated": "needs answers of name servers",
    "zone-partly-lame": "needs answers of name servers",
    "zone-apex-ns-edited": "needs one more reading of the zone, its VPCs or its quotas",
    "private-zone-vpc-dns-off": "needs one more reading of the zone, its VPCs or its quotas",
    "private-zone-resolver-rule-wins": "needs one more reading of the zone, its VPCs or its quotas",
    "zone-record-quota": "needs one more reading of the zone, its VPCs or its quotas",
    "zone-dnssec-signing": "needs one more reading of the zone, its VPCs or its quotas",
    "zone-dnssec-chain-broken": "needs answers of name servers",
    "caa-blocks-certificate": "needs answers of name servers",
    "zone-ns-ttl-info": "said by zone-cached-old-record, with which the catalogue lists it",
    "cloudfront-421": "needs the status of an HTTP answer",
    "public-zone-private-answer": "needs answers of name servers",
    "alias-resolves-nothing": "needs answers of name servers",
    "authoritative-vs-resolver-differ": "needs answers of name servers",
    "servfail": "needs answers of name servers",
    "nxdomain-but-record-exists": "needs answers of name servers",
}
"""Constraints that no rule judges yet, with what they need."""

NOT_OVER_THE_WIRE: dict[str, str] = {
    "record-name-at-sign": "so far only examples of its rule raise it",
    "more-specific-zone-exists": "so far only examples of its rule raise it",
    "private-zone-hides-public": "so far only examples of its rule raise it",
    "private-zone-delegation-unsupported": "so far only examples of its rule raise it",
    "zone-accelerated-recovery-locked": "the sandbox has no accelerated recovery",
    "zone-govcloud-limits": "the sandbox has one partition",
    "zone-cached-old-record": "so far only examples of its rule raise it",
    "sibling-type-elsewhere": "so far only examples of its rule raise it",
    "failover-both-cloudfront": "so far only examples of its rule raise it",
    "s3-one-per-routing-group": "so far only examples of its rule raise it",
    "alias-zone-id-has-prefix": "the service itself never returns a prefix",
    "target-shape-unknown": "so far only examples of its rule raise it",
    "dualstack-prefix-missing": "the program adds the prefix itself",
    "ipv6-prefix-clb": "the program replaces the prefix itself",
    "eth-empty-target-group": "so far only examples of its rule raise it",
    "eth-same-zone-no-health-check": "so far only examples of its rule raise it",
    "https-record-http1-only": "so far only examples of its rule raise it",
    "commit-compare-and-swap": "so far only examples of its rule raise it",
    "commit-upsert-cannot-change-type": "xalias sends no UPSERT",
    "batch-delete-first": "the program orders the batch itself",
    "batch-comment-too-long": "so far only examples of its rule raise it",
    "change-insync": "so far only examples of its rule raise it",
    "change-pending": "so far only examples of its rule raise it",
    "test-dns-answer-limits": "xalias does not ask TestDNSAnswer",
    "clb-legacy-zone-id": "no load balancer made today has one of these ids",
    "cloudfront-alias-wildcard-format": "so far only examples of its rule raise it",
    "cloudfront-remove-order": "so far only examples of its rule raise it",
    "apigw-edge-regional-mixup": "so far only examples of its rule raise it",
    "apigw-aaaa-ipv4": "so far only examples of its rule raise it",
    "vpce-zonal-name": "so far only examples of its rule raise it",
    "lattice-in-public-zone": "so far only examples of its rule raise it",
    "lattice-own-zone-id": "the service itself never returns it",
    "cert-san-missing": "no kind asks for it yet: those that read certificates have rules of their own",
    "cert-wrong-region": "no kind asks for it yet: those that read certificates have rules of their own",
    "dangling-takeover-eb": "so far only examples of its rule raise it",
    "cloudfront-serves-other-distribution": "so far only examples of its rule raise it",
    "retire-order": "so far only examples of its rule raise it",
}
"""Rules that only examples raise, with why."""

_OVER_WIRE = re.compile(r"xalias_tui\.sandbox|MakeClient|\bsandbox\b")


def raised_over_the_wire() -> str:
    """The text of every test that asks the simulated AWS, and of what its resources must lead to."""
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__)]
    expected = [" ".join(ids) for ids in (*organisation.MISCONFIGURED.values(), *organisation.BROKEN.values())]
    return "\n".join([*(text for text in texts if _OVER_WIRE.search(text)), *expected])


def is_named(id_: str, text: str) -> bool:
    return re.search(rf"(?<![a-z0-9-]){re.escape(id_)}(?![a-z0-9-])", text) is not None


def test_every_constraint_is_a_rule_or_its_absence_has_a_reason() -> None:
    known = {rule.id for rule in catalogue.rules()}
    assert len(IDS) == len(set(IDS)) == 206
    assert {id_ for id_ in IDS if id_ not in known} == NOT_IN_THE_PROGRAM.keys() - known
    assert set(NOT_IN_THE_PROGRAM) <= set(IDS)
    assert all(NOT_IN_THE_PROGRAM.values())


def test_every_rule_of_the_catalogue_is_raised_over_the_wire_or_has_a_reason() -> None:
    text, known = raised_over_the_wire(), {rule.id for rule in catalogue.rules()}
    untold = {id_ for id_ in IDS if id_ in known and not is_named(id_, text)}
    assert untold - NOT_OVER_THE_WIRE.keys() - NOT_IN_THE_PROGRAM.keys() == set()
    assert all(NOT_OVER_THE_WIRE.values())
