from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.jobs.fakes import alias, balancer, plain, zone
from tests.targets.fakes import ACCOUNT
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Reading, Target
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Sighting
from xalias_tui.domain.zone_ids import s3_website_host
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.audit.judge import judge_records
from xalias_tui.targets.kinds.cloudfront import DistributionFacts
from xalias_tui.targets.kinds.cloudfront_tenant import ConnectionGroupFacts, TenantDomain
from xalias_tui.targets.kinds.s3_website import BucketFacts

IRELAND, VIRGINIA, CDN = "Z32O12XQLNTSW2", "Z35SXDOTRQ7X7K", "Z2FDTNDATAQYW2"
SITES = "Z1BKCTXD74EZPE"
ENDPOINT = "s3-website-eu-west-1.amazonaws.com"


def distribution(name: str = "E1", domain: str = "d111111abcdef8", *hostnames: str, **facts: Any) -> Target:
    return Target(
        kind="cloudfront", name=name, arn=f"arn:aws:cloudfront::{ACCOUNT}:distribution/{name}", account_id=ACCOUNT,
        profile="shop", region="global", dns_name=DnsName.parse(f"{domain}.cloudfront.net"), zone_id=CDN,
        zone_id_origin="table", record_types=("A", "AAAA"), hostnames=hostnames, state="Deployed", internal=False,
        evaluate_target_health="forbidden", facts=DistributionFacts(**facts),
    )  # fmt: skip


def bucket(name: str, region: str = "eu-west-1", *, website: bool = True) -> Target:
    return Target(
        kind="s3-website", name=name, arn=f"arn:aws:s3:::{name}", account_id=ACCOUNT, profile="shop", region=region,
        dns_name=DnsName.parse(s3_website_host(region) or ""), zone_id=SITES, zone_id_origin="table",
        record_types=("A",) if website else (), hostnames=(name,), state="website" if website else "s3-not-website",
        internal=False, facts=BucketFacts(website=website),
    )  # fmt: skip


def inventory(*targets: Target, **fields: Any) -> Inventory:
    return Inventory(**{"targets": targets, "accounts": (ACCOUNT,), **fields})


def judged(records: Sequence[RecordSet], known: Inventory, *, complete: bool = True, **of_zone: Any) -> AliasVerdict:
    """The verdict of the first alias."""
    return judge_records([ZoneRecords(zone(**of_zone), tuple(records), complete=complete)], known)[0]


def ids(verdict: AliasVerdict) -> set[str]:
    return {finding.id for finding in verdict.findings}


def missed(kind: str = "alb", region: str = "eu-west-1") -> Unscanned:
    return Unscanned("333333333333", "media", region, kind, "AccessDenied", "You may not.")


def wire(name: str, target: str, zone_id: str = IRELAND, **fields: Any) -> RecordSet:
    pointed = {"HostedZoneId": zone_id, "DNSName": target, "EvaluateTargetHealth": False}
    return RecordSet.from_wire({"Name": name, "Type": "A", "AliasTarget": pointed, **fields})


@pytest.mark.parametrize(
    "written",
    [
        "dualstack.web-1.eu-west-1.elb.amazonaws.com.",
        "web-1.eu-west-1.elb.amazonaws.com",
        "DualStack.Web-1.EU-west-1.elb.amazonaws.com.",
    ],
)
def test_a_load_balancer_is_known_however_its_name_is_written(written: str) -> None:
    verdict = judged([wire("WWW.example.com.", written)], inventory(balancer()))
    assert (verdict.verdict, verdict.target, verdict.findings) == ("live", balancer(), ())


@pytest.mark.parametrize("name", ["orders.example.com", "returns.example.com"])
def test_of_targets_that_share_a_name_the_one_that_serves_the_record_is_meant(name: str) -> None:
    endpoint = DnsName.parse("vpce-0123456789abcdef0-abcdefgh.execute-api.eu-west-1.vpce.amazonaws.com")
    shared: dict[str, Any] = {
        "dns_name": endpoint,
        "zone_id": "Z38GZ743OKFT7T",
        "internal": True,
        "record_types": ("A",),
    }
    hosts = ("orders.example.com", "returns.example.com")
    domains = [
        balancer(kind="apigateway-private", arn=f"arn:aws:apigateway:{host}", hostnames=(host,), **shared)
        for host in hosts
    ]
    known = inventory(*domains, balancer(kind="vpc-endpoint", arn="arn:aws:ec2:vpce", **shared))
    verdict = judged([wire(name, endpoint.text, "Z38GZ743OKFT7T")], known, private=True)
    assert verdict.target is not None
    assert verdict.target.hostnames == (name,)


def test_a_target_that_is_in_no_account_is_broken() -> None:
    verdict = judged([alias("www.example.com", "A", "gone-1.eu-west-1.elb.amazonaws.com")], inventory(balancer()))
    assert (verdict.verdict, ids(verdict)) == ("broken", {"dangling-target"})
    assert ": it is not in the account searched" in verdict.findings[0].message
    assert verdict.findings[0].record == verdict.record.key


@pytest.mark.parametrize(
    "fields",
    [
        {"unscanned": (missed(),)},
        {"unscanned": (missed("clb", ""),)},
        {"unscanned": (missed("targets", ""),)},
        {"unscanned": (missed("regions", ""),)},
        {"kinds": frozenset({"alb"})},
        {"regions": frozenset({"us-east-1"})},
        {"complete": False},
        {"accounts": ()},
    ],
    ids=str,
)
def test_nothing_is_called_broken_by_ignorance(fields: dict[str, Any]) -> None:
    verdict = judged([alias("www.example.com", "A", "gone-1.eu-west-1.elb.amazonaws.com")], inventory(**fields))
    assert (verdict.verdict, ids(verdict)) == ("unknown", {"investigation-incomplete"})


@pytest.mark.parametrize("item", [missed("alb", "us-east-1"), missed("cloudfront", ""), missed("nlb")], ids=str)
def test_a_look_up_that_could_not_have_found_it_leaves_no_doubt(item: Unscanned) -> None:
    gone = alias("www.example.com", "A", "gone-1.eu-west-1.elb.amazonaws.com")
    assert judged([gone], inventory(unscanned=(item,))).verdict == "broken"


def test_a_name_that_resolves_belongs_to_an_account_that_was_not_searched() -> None:
    name = DnsName.parse("partner-1.eu-west-1.elb.amazonaws.com")
    seen = inventory(sightings={("dns", name): Sighting(exists=True, evidence="it resolves")})
    verdict = judged([alias("www.example.com", "A", f"dualstack.{name}")], seen)
    assert (verdict.verdict, ids(verdict)) == ("unknown", {"dangling-unknown-account"})
    gone = replace(seen, sightings={("dns", name): Sighting(exists=False, evidence="it does not resolve")})
    dead = judged([alias("www.example.com", "A", name.text)], gone)
    assert (dead.verdict, "and it does not resolve" in dead.findings[0].message) == ("broken", True)
    assert judged([alias("www.example.com", "A", name.text)], replace(gone, unscanned=(missed(),))).verdict == "unknown"


@pytest.mark.parametrize(
    ("target", "zone_id"), [("partner-1.eu-west-1.elb.amazonaws.com", IRELAND), ("d111111abcdef8.cloudfront.net", CDN)]
)
def test_a_name_of_which_no_resolver_told_is_not_called_broken(target: str, zone_id: str) -> None:
    unheard = inventory(unanswered={("dns", DnsName.parse(target)): "192.0.2.53 did not answer within 3 s"})
    verdict = judged([alias("www.example.com", "A", f"{target}.", zone_id)], unheard)
    assert (verdict.verdict, ids(verdict)) == ("unknown", {"investigation-incomplete"})
    assert "did not answer within 3 s" in verdict.findings[0].message


def test_a_load_balancer_that_was_recreated_is_offered() -> None:
    known = inventory(balancer(dns_name=DnsName.parse("dualstack.web-2222.eu-west-1.elb.amazonaws.com")))
    verdict = judged([alias("www.example.com", "A", "web-1111.eu-west-1.elb.amazonaws.com")], known)
    assert ids(verdict) == {"dangling-target", "lb-deleted-recreated"}
    assert verdict.successor == known.targets[0]
    elsewhere = judged([alias("www.example.com", "A", "web-1111.us-east-1.elb.amazonaws.com", VIRGINIA)], known)
    assert (ids(elsewhere), elsewhere.successor) == ({"dangling-target"}, None)


@pytest.mark.parametrize(
    ("seen", "known", "expected"),
    [
        (None, (), ("takeable", {"dangling-takeover-s3"})),
        (Sighting(exists=False, evidence="404"), (missed("s3-website", ""),), ("takeable", {"dangling-takeover-s3"})),
        (Sighting(exists=True, evidence="403"), (), ("unknown", {"dangling-unknown-account"})),
        (None, (missed("s3-website", ""),), ("unknown", {"investigation-incomplete"})),
    ],
)
def test_a_website_without_its_bucket_is_graded_by_evidence(
    seen: Sighting | None, known: tuple[Unscanned, ...], expected: tuple[str, set[str]]
) -> None:
    name = DnsName.parse("www.example.com")
    sightings = {("s3-website", name): seen} if seen else {}
    verdict = judged([alias(name.text, "A", ENDPOINT, SITES)], inventory(unscanned=known, sightings=sightings))
    assert (verdict.verdict, ids(verdict)) == expected


def test_a_website_is_found_by_the_name_of_the_record() -> None:
    records = [alias("www.example.com", "A", "S3-website-EU-west-1.amazonaws.com.", SITES)]
    buckets = (bucket("other.example.com"), bucket("www.example.com"))
    assert judged(records, inventory(*buckets)).target == buckets[1]
    assert judged(records, inventory(*buckets)).verdict == "live"
    elsewhere = judged(records, inventory(bucket("www.example.com", "us-east-1")))
    assert (elsewhere.verdict, ids(elsewhere)) == ("broken", {"s3-bucket-region-mismatch"})
    assert ids(judged(records, inventory(bucket("www.example.com", website=False)))) == {"s3-not-website"}
    cname = [plain("www.example.com", "CNAME", f"www.example.com.{ENDPOINT}")]
    for known, verdict, found in (
        (bucket("www.example.com"), "live", set()),
        (bucket("www.example.com", "us-east-1"), "broken", {"s3-bucket-region-mismatch"}),
        (bucket("www.example.com", website=False), "broken", {"s3-not-website"}),
    ):
        (row,) = judge_records([ZoneRecords(zone(), tuple(cname))], inventory(known), which="aws")
        assert (row.verdict, ids(row)) == (verdict, found)
    assert judged([alias("*.example.com", "A", ENDPOINT, SITES)], inventory()).verdict == "takeable"


@pytest.mark.parametrize(
    ("domain", "seen", "expected"),
    [
        ("shop.eu-west-1", Sighting(exists=False, evidence="free"), ("takeable", "dangling-takeover-eb")),
        ("shop.eu-west-1", Sighting(exists=True, evidence="taken"), ("unknown", "dangling-takeover-eb")),
    ],
)
def test_an_environment_with_a_chosen_prefix_can_be_taken(
    domain: str, seen: Sighting, expected: tuple[str, str]
) -> None:
    name = DnsName.parse(f"{domain}.elasticbeanstalk.com")
    known = inventory(sightings={("elasticbeanstalk", name): seen})
    verdict = judged([alias("www.example.com", "A", name.text, "Z2NYPWQ7DFZAZH")], known)
    assert (verdict.verdict, *ids(verdict)) == expected


def test_a_distribution_that_is_gone_or_does_not_list_the_name_is_takeable() -> None:
    records = [alias("cdn.example.com", "A", "D111111ABCDEF8.cloudfront.net", CDN)]
    gone = judged(records, inventory())
    assert (gone.verdict, ids(gone), gone.findings[0].severity) == (
        "takeable",
        {"dangling-takeover-cloudfront"},
        "error",
    )
    assert judged(records, inventory(distribution("E1", "d111111abcdef8", "*.example.com"))).verdict == "live"
    narrow = judged(records, inventory(regions=frozenset({"us-east-1"})))  # CloudFront serves regional services too
    assert (narrow.verdict, ids(narrow)) == ("unknown", {"investigation-incomplete"})
    other = distribution("E1", "d111111abcdef8", "www.example.com")
    unheard = judged(records, inventory(other))  # whether another account has the name only CloudFront could say
    assert (unheard.verdict, ids(unheard)) == (
        "unknown",
        {"cloudfront-alternate-domain-missing", "investigation-incomplete"},
    )
    free = {("cloudfront", DnsName.parse("cdn.example.com")): Sighting(exists=False, evidence="no other distribution")}
    unlisted = judged(records, inventory(other, sightings=free))
    assert unlisted.verdict == "takeable"
    assert ids(unlisted) == {"cloudfront-alternate-domain-missing", "dangling-takeover-cloudfront"}
    assert "of any account claims cdn.example.com (no other distribution)" in unlisted.findings[-1].message
    unasked = judged(records, inventory(other, sightings=free, unscanned=(missed("cloudfront", ""),)))
    assert unasked.verdict == "takeable", "CloudFront's own answer is about every account"
    doubtful = inventory(distribution(), unscanned=(missed("cloudfront", ""),))
    assert judged(records, doubtful).verdict == "unknown"
    assert {finding.severity for finding in judged(records, doubtful).findings} == {"warning", "info"}


EXACT = Sighting(exists=True, evidence="E9", claims=(("cdn.example.com", "E9"),))


@pytest.mark.parametrize(
    ("hostname", "fields", "expected"),
    [
        ("*.example.com", {"sightings": EXACT}, ("broken", {"cloudfront-alias-on-other-distribution"})),
        ("*.example.com", {"sightings": Sighting(exists=False, evidence="no other")}, ("live", set())),
        ("*.example.com", {"unanswered": "AccessDenied"}, ("unknown", {"investigation-incomplete"})),
        ("*.example.com", {}, ("live", set())),
        ("cdn.example.com", {"unanswered": "AccessDenied"}, ("live", set())),
    ],
    ids=["claimed", "not claimed", "denied", "no certificate for it", "listed itself"],
)
def test_a_name_that_a_wildcard_lists_may_be_claimed_more_specifically(
    hostname: str, fields: dict[str, Any], expected: tuple[str, set[str]]
) -> None:
    asked = {key: {("cloudfront", DnsName.parse("cdn.example.com")): value} for key, value in fields.items()}
    verdict = judged(
        [alias("cdn.example.com", "A", "d111111abcdef8.cloudfront.net", CDN)],
        inventory(distribution("E1", "d111111abcdef8", hostname), **asked),
    )
    assert (verdict.verdict, ids(verdict)) == expected


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (None, ("unknown", {"investigation-incomplete"})),
        (Sighting(exists=False, evidence="no other"), ("live", set())),
        (EXACT, ("unknown", {"cloudfront-alias-on-other-distribution", "investigation-incomplete"})),
    ],
)
def test_a_kept_tenant_s_wildcard_is_judged_by_what_cloudfront_says(
    seen: Sighting | None, expected: tuple[str, set[str]]
) -> None:
    endpoint = "d111111abcdef8.cloudfront.net"
    domain = TenantDomain("*.example.com", True, "acme", True, "E1", "", "tenants", endpoint, "dt_1")  # noqa: FBT003
    tenant = replace(
        distribution("tenants", "d111111abcdef8", "*.example.com"),
        kind="cloudfront-tenant",
        state="Deployed",
        facts=ConnectionGroupFacts(domains=(domain,)),
        reading=Reading("cache", datetime(2026, 11, 30, tzinfo=UTC)),
    )
    name = DnsName.parse("cdn.example.com")
    sightings = {} if seen is None else {("cloudfront-tenant", name): seen}
    verdict = judged([alias(name.text, "A", endpoint, CDN)], inventory(tenant, sightings=sightings))
    assert (verdict.verdict, ids(verdict) - {"target-from-inventory"}) == expected


def test_another_distribution_of_ours_that_serves_the_name_is_named() -> None:
    known = inventory(distribution(), distribution("E2", "d222222abcdef8", "cdn.example.com"))
    verdict = judged([alias("cdn.example.com", "A", "d111111abcdef8.cloudfront.net", CDN)], known)
    assert verdict.verdict == "live"
    assert ids(verdict) == {"cloudfront-serves-other-distribution"}
    assert verdict.successor is not None
    tenant = replace(distribution("acme", "d333333abcdef8", "cdn.example.com"), kind="cloudfront-tenant", facts=None)
    of_tenant = judged(
        [alias("cdn.example.com", "A", "d111111abcdef8.cloudfront.net", CDN)], inventory(distribution(), tenant)
    )
    assert of_tenant.verdict == "live"
    off = replace(distribution("E2", "d222222abcdef8", "cdn.example.com"), state="Disabled")
    silent = judged(
        [alias("cdn.example.com", "A", "d111111abcdef8.cloudfront.net", CDN)], inventory(distribution(), off)
    )
    assert silent.verdict == "broken"


def test_a_name_that_the_dns_denies_is_gone_wherever_it_was_not_looked_for() -> None:
    records = [alias("www.example.com", "A", "web-9.eu-west-1.elb.amazonaws.com")]
    name = DnsName.parse("web-9.eu-west-1.elb.amazonaws.com")
    for settles, verdict in ((True, "broken"), (False, "unknown")):
        seen = {("dns", name): Sighting(exists=False, evidence="it does not resolve", settles=settles)}
        assert judged(records, inventory(sightings=seen, unscanned=(missed(),))).verdict == verdict


def test_the_zone_id_must_be_one_of_the_target() -> None:
    name = "web-1.eu-west-1.elb.amazonaws.com"
    verdict = judged([alias("www.example.com", "A", name, VIRGINIA)], inventory(balancer()))
    assert (verdict.verdict, ids(verdict)) == ("broken", {"alias-zone-id-mismatch"})
    assert judged([alias("www.example.com", "A", name, "Z3NF1Z3NOM5OY2")], inventory(balancer())).verdict == "live"


def test_a_name_that_no_service_gives_is_not_judged() -> None:
    verdict = judged([alias("www.example.com", "A", "www.example.org", "Z999")], inventory())
    assert (verdict.verdict, ids(verdict)) == ("unknown", {"target-shape-unknown"})


def test_aliases_of_the_own_zone_are_followed_to_their_end() -> None:
    web = "web-1.eu-west-1.elb.amazonaws.com"
    records = [
        alias("a.example.com", "A", "b.example.com", "Z1"),
        alias("b.example.com", "A", "c.example.com", "/hostedzone/Z1"),
        alias("c.example.com", "A", web),
        alias("plain.example.com", "A", "host.example.com", "Z1"),
        plain("host.example.com"),
    ]
    verdicts = judge_records([ZoneRecords(zone(), tuple(records))], inventory(balancer()))
    assert [(row.verdict, row.target) for row in verdicts] == [("live", balancer())] * 3 + [("live", None)]
    broken = judge_records([ZoneRecords(zone(), tuple(records))], inventory())
    assert [row.verdict for row in broken] == ["broken"] * 3 + ["live"]
    assert [sorted(ids(row)) for row in broken[:3]] == [["same-zone-alias-chain-broken"]] * 2 + [["dangling-target"]]


@pytest.mark.parametrize(
    ("others", "complete", "expected"),
    [
        ([], True, ("broken", {"same-zone-alias-chain-broken"})),
        ([], False, ("unknown", {"investigation-incomplete"})),
        ([plain("*.example.com")], True, ("unknown", {"investigation-incomplete"})),
        ([plain("b.example.com", "TXT", '"x"')], True, ("broken", {"alias-same-zone-type-mismatch"})),
        ([alias("b.example.com", "A", "a.example.com", "Z1")], True, ("broken", {"alias-loop"})),
    ],
)
def test_a_chain_that_ends_nowhere_is_told(
    others: list[RecordSet], *, complete: bool, expected: tuple[str, set[str]]
) -> None:
    verdict = judged([alias("a.example.com", "A", "b.example.com", "Z1"), *others], inventory(), complete=complete)
    assert (verdict.verdict, ids(verdict)) == expected


def test_what_was_read_of_a_zone_in_part_proves_no_mismatch_of_types() -> None:
    records = [alias("a.example.com", "AAAA", "b.example.com", "Z1"), plain("b.example.com")]
    assert judged(records, inventory()).verdict == "broken"
    assert judged(records, inventory(), complete=False).verdict == "unknown"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (("gone", "web"), ("live", {"routing-group-member-broken"})),
        (("web", "zone"), ("live", {"routing-group-member-broken"})),
        (("gone", "zone"), ("broken", {"same-zone-alias-chain-broken"})),
    ],
)
def test_an_alias_to_a_group_is_broken_only_where_every_member_is(
    members: tuple[str, ...], expected: tuple[str, set[str]]
) -> None:
    group = [
        wire("app.example.com.", f"{name}-1.eu-west-1.elb.amazonaws.com.", SetIdentifier=name, Weight=1)
        for name in members
    ]
    verdict = judged([alias("www.example.com", "A", "app.example.com", "Z1"), *group], inventory(balancer()))
    assert (verdict.verdict, ids(verdict)) == expected


@pytest.mark.parametrize(
    ("target", "zone_id"), [("partner-1.eu-west-1.elb.amazonaws.com", IRELAND), ("d111111abcdef8.cloudfront.net", CDN)]
)
def test_offline_what_is_in_no_account_may_be_somebody_elses(target: str, zone_id: str) -> None:
    verdict = judged([alias("www.example.com", "A", f"{target}.", zone_id)], inventory(offline=True))
    assert (verdict.verdict, ids(verdict)) == ("unknown", {"investigation-incomplete"})
    assert "--offline" in verdict.findings[0].message


def test_a_bucket_that_could_not_be_asked_about_is_not_called_free() -> None:
    why = {("s3-website", DnsName.parse("www.example.com")): "www.example.com could not be asked about: SlowDown"}
    records = [alias("www.example.com", "A", ENDPOINT, SITES)]
    assert judged(records, inventory()).verdict == "takeable"
    verdict = judged(records, inventory(unanswered=why))
    assert (verdict.verdict, ids(verdict)) == ("unknown", {"investigation-incomplete"})
    assert "SlowDown" in verdict.findings[0].message


@pytest.mark.parametrize("name", ["_dmarc.example.com", "a-.example.com", "10.0.0.1"])
def test_what_can_be_no_bucket_nobody_takes(name: str) -> None:
    verdict = judged([alias(name, "A", ENDPOINT, SITES)], inventory())
    assert (verdict.verdict, ids(verdict)) == ("broken", {"dangling-target"})


def test_of_a_group_the_broken_member_is_named() -> None:
    group = [
        wire("www.example.com.", f"{name}-1.eu-west-1.elb.amazonaws.com.", SetIdentifier=name, Weight=1)
        for name in ("gone", "web")
    ]
    verdict = judged(group, inventory(balancer()))
    assert ids(verdict) == {"dangling-target", "routing-group-member-broken"}
    assert "member gone of its weighted group" in verdict.findings[-1].message


def test_an_https_record_that_was_left_behind_is_told() -> None:
    records = [
        alias("www.example.com", "HTTPS", "d111111abcdef8.cloudfront.net", CDN),
        alias("www.example.com", "A", "web-1.eu-west-1.elb.amazonaws.com"),
    ]
    known = inventory(balancer(), distribution("E1", "d111111abcdef8", "www.example.com"))
    verdict = judged(records, known)
    assert "https-record-stale" in ids(verdict)
    assert verdict.verdict == "live"


def test_an_internal_load_balancer_in_a_public_zone_is_live_with_a_warning() -> None:
    records = [alias("www.example.com", "A", "web-1.eu-west-1.elb.amazonaws.com")]
    verdict = judged(records, inventory(balancer(internal=True)))
    assert (verdict.verdict, ids(verdict)) == ("live", {"lb-internal-in-public-zone"})


@pytest.mark.parametrize(("beside", "in_part"), [("www.example.org", True), ("gone.example.com", False)])
def test_a_member_of_a_group_that_ends_outside_aws_is_taken_for_one_that_answers(beside: str, in_part: bool) -> None:  # noqa: FBT001 -- a parameter
    rows = [
        RecordSet.from_wire({**alias("x.example.com", "CNAME", f"{to}.example.com", "Z1").wire, **weighted})
        for to, weighted in (
            ("gone", {"SetIdentifier": "a", "Weight": 1}),
            ("elsewhere", {"SetIdentifier": "b", "Weight": 1}),
        )
    ]
    verdict = judged([*rows, plain("elsewhere.example.com", "CNAME", beside)], inventory())
    assert verdict.verdict == "broken"
    assert ("routing-group-member-broken" in ids(verdict)) is in_part
