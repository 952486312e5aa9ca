"""Every constraint of the catalogue is raised by a test over the wire, or stands here with the reason why not."""

from __future__ import annotations

from pathlib import Path

from tests.raised import promised
from xalias_tui.jobs import catalogue

IDS = tuple((Path(__file__).parent / "catalogue_ids.txt").read_text(encoding="utf-8").split())
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
    "record-traffic-policy-instance": "the sandbox has no traffic policies",
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
    "alias-batch-order": "no test promises it yet",
    "alias-cross-hosted-zone": "no test promises it yet",
    "alias-same-zone-missing": "no test promises it yet",
    "alias-same-zone-type-mismatch": "no test promises it yet",
    "alias-type-forbidden": "no test promises it yet",
    "cloudfront-private-zone": "no test promises it yet",
    "commit-outcome-unknown": "no test promises it yet",
    "dualstack-prefix-on-nlb": "no test promises it yet",
    "eb-aaaa": "no test promises it yet",
    "eb-cname-swap": "no test promises it yet",
    "eth-true-cloudfront": "no test promises it yet",
    "ga-custom-routing": "no test promises it yet",
    "ga-ipv4-name-for-aaaa": "no test promises it yet",
    "geo-location-duplicate": "no test promises it yet",
    "https-record-not-cloudfront": "no test promises it yet",
    "iam-change-denied": "no test promises it yet",
    "iam-read-denied": "no test promises it yet",
    "investigation-incomplete": "no test promises it yet",
    "latency-region-duplicate": "no test promises it yet",
    "multivalue-alias": "no test promises it yet",
    "prior-request-not-complete": "no test promises it yet",
    "record-name-not-punycode": "no test promises it yet",
    "record-owned-by-automation": "no test promises it yet",
    "replace-non-alias": "no test promises it yet",
    "s3-http-only": "no test promises it yet",
    "set-identifier-duplicate": "no test promises it yet",
    "stale-plan": "no test promises it yet",
    "throttled": "no test promises it yet",
    "vpce-in-public-zone": "no test promises it yet",
    "wildcard-broader-than-target": "no test promises it yet",
    "wildcard-ns-forbidden": "no test promises it yet",
    "wrong-account": "no test promises it yet",
}
"""Rules that only examples raise, with why."""


def test_every_constraint_is_a_rule_or_its_absence_has_a_reason() -> None:
    known = {rule.id for rule in catalogue.rules()}
    assert len(IDS) == len(set(IDS)) == 206
    assert {id_ for id_ in IDS if id_ not in known} == NOT_IN_THE_PROGRAM.keys() - known
    assert set(NOT_IN_THE_PROGRAM) <= set(IDS)
    assert all(NOT_IN_THE_PROGRAM.values())


def test_every_rule_of_the_catalogue_is_raised_over_the_wire_or_has_a_reason() -> None:
    """Whether a promise is kept the test that gives it finds out, see ``tests.raised``."""
    over_wire, known = promised().keys(), {rule.id for rule in catalogue.rules()}
    assert over_wire - known == set(), "promised, but no rules"
    assert known.intersection(IDS) - over_wire - NOT_OVER_THE_WIRE.keys() == set(), "raised by no test over the wire"
    assert over_wire & NOT_OVER_THE_WIRE.keys() == set(), "raised by a test, so not to be excused"
    assert NOT_OVER_THE_WIRE.keys() <= set(IDS)
    assert all(NOT_OVER_THE_WIRE.values())
