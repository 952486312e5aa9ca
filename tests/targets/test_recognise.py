from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.targets import documents as docs
from tests.targets.fakes import FakeAsk
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zone_ids import entries, lookup, s3_website_host
from xalias_tui.targets import kind, offline_target, recognise

VPCE = "vpce-0123456789abcdef0-abcd1234.vpce-svc-0fedcba9876543210"
RECOGNISED = [
    ("shop-123456.eu-west-1.elb.amazonaws.com", "alb", "eu-west-1", "Z32O12XQLNTSW2", "dualstack.shop-123456"),
    ("DUALSTACK.shop-1.us-east-1.elb.amazonaws.com.", "alb", "us-east-1", "Z35SXDOTRQ7X7K", "dualstack.shop-1"),
    ("ipv6.old-1.us-east-1.elb.amazonaws.com", "clb", "us-east-1", "Z35SXDOTRQ7X7K", "dualstack.old-1"),
    ("shop-1.cn-north-1.elb.amazonaws.com.cn", "alb", "cn-north-1", "Z1GDH35T77C1KE", "dualstack.shop-1"),
    ("net-0123456789abcdef.elb.eu-west-1.amazonaws.com", "nlb", "eu-west-1", "Z2IFOLAFXWLO4F", "net-0123456789abcdef"),
    ("dualstack.n-0123456789abcdef.elb.eu-west-1.amazonaws.com", "nlb", "eu-west-1", "Z2IFOLAFXWLO4F", "n-0123"),
    ("eu-west-1a.n-0123456789abcdef.elb.eu-west-1.amazonaws.com", "nlb", "eu-west-1", "Z2IFOLAFXWLO4F", "eu-west-1a."),
    ("d111111abcdef8.cloudfront.net", "cloudfront", "global", "Z2FDTNDATAQYW2", "d111111abcdef8."),
    ("d111111abcdef8.cloudfront.cn", "cloudfront", "global", "Z3RFFRIM2A3IF5", "d111111abcdef8."),
    ("x-1.us-gov-west-1.elb.amazonaws.com", "alb", "us-gov-west-1", "Z33AYJ8TM3BH4J", "dualstack.x-1"),
    ("n-0123456789abcdef.elb.us-gov-east-1.amazonaws.com", "nlb", "us-gov-east-1", "Z1ZSMQQ6Q24QQ8", "n-0123"),
    ("n-0123456789abcdef.elb.cn-north-1.amazonaws.com.cn", "nlb", "cn-north-1", "Z3QFB96KMJ7ED6", "n-0123"),
    ("d-abcde12345.execute-api.us-gov-west-1.amazonaws.com", "apigateway", "us-gov-west-1", "Z1K6XKP9SAGWDV", "d-a"),
    ("s3-website-us-gov-west-1.amazonaws.com", "s3-website", "us-gov-west-1", "Z31GFT0UA1I2HV", "s3-website-us-gov"),
    ("s3-website.cn-north-1.amazonaws.com.cn", "s3-website", "cn-north-1", "Z5CN8UMXT92WN", "s3-website.cn-north-1"),
    ("a.us-gov-west-1.elasticbeanstalk.com", "elasticbeanstalk", "us-gov-west-1", "Z4KAURWC4UUUG", "a.us-gov-west-1"),
    ("a.cn-northwest-1.eb.amazonaws.com.cn", "elasticbeanstalk", "cn-northwest-1", "ZB5H67MZE5736", "a.cn-northwest"),
    (f"{VPCE}.us-gov-west-1.vpce.amazonaws.com", "vpc-endpoint", "us-gov-west-1", "Z12529ZODG2B6H", "vpce-0123"),
    ("d-abcde12345.execute-api.eu-west-1.amazonaws.com", "apigateway", "eu-west-1", "ZLY8HYME6SFDD", "d-abcde12345."),
    ("s3-website-us-east-1.amazonaws.com", "s3-website", "us-east-1", "Z3AQBSTGFYJSTF", "s3-website-us-east-1."),
    ("s3-website.us-east-1.amazonaws.com", "s3-website", "us-east-1", "Z3AQBSTGFYJSTF", "s3-website-us-east-1."),
    ("s3-website-eu-central-1.amazonaws.com", "s3-website", "eu-central-1", "Z21DNDUVLTQW6Q", "s3-website.eu-"),
]
NOT_ALIASABLE = [
    ("a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com", "apigateway", "apigw-default-endpoint"),
    ("www.example.com.s3-website-us-east-1.amazonaws.com", "s3-website", "s3-bucket-in-dnsname"),
    ("www.example.com.s3.amazonaws.com", "s3-website", "target-not-aliasable"),
    ("b.s3.eu-west-1.amazonaws.com", "s3-website", "target-not-aliasable"),
    ("b.s3.dualstack.eu-west-1.amazonaws.com", "s3-website", "target-not-aliasable"),
    ("abc.appsync-api.eu-west-1.amazonaws.com", "", "target-not-aliasable"),
    ("a.cn-north-1.eb.amazonaws.com.cn", "elasticbeanstalk", "target-not-aliasable"),
    ("abcde12345.execute-api.cn-north-1.amazonaws.com.cn", "apigateway", "apigw-default-endpoint"),
    ("b.s3.cn-north-1.amazonaws.com.cn", "s3-website", "target-not-aliasable"),
    ("myapp.elasticbeanstalk.com", "elasticbeanstalk", "eb-legacy-domain"),
    ("search-logs-abc.eu-west-1.es.amazonaws.com", "", "target-not-aliasable"),
    ("abc.lambda-url.eu-west-1.on.aws", "", "target-not-aliasable"),
    ("db.abc.eu-west-1.rds.amazonaws.com", "", "target-not-aliasable"),
    ("db.abc.rds.cn-north-1.amazonaws.com.cn", "", "target-not-aliasable"),
    ("c.cluster-x.eu-west-1.docdb.amazonaws.com", "", "target-not-aliasable"),
    ("w.abc.eu-west-1.redshift.amazonaws.com", "", "target-not-aliasable"),
    ("m.abc.0001.euw1.cache.amazonaws.com", "", "target-not-aliasable"),
    ("fs-1.efs.eu-west-1.amazonaws.com", "", "target-not-aliasable"),
    ("b-1.m.abc.c2.kafka.eu-west-1.amazonaws.com", "", "target-not-aliasable"),
    ("b-1.mq.eu-west-1.amazonaws.com", "", "target-not-aliasable"),
    ("x-ats.iot.eu-west-1.amazonaws.com", "", "target-not-aliasable"),
    ("s-1.server.transfer.eu-west-1.amazonaws.com", "", "target-not-aliasable"),
    ("webapp-0123456789abcdef0.transfer-webapp.eu-west-1.on.aws", "", "target-not-aliasable"),
    ("main.d1abcdefghijkl.amplifyapp.com", "", "target-not-aliasable"),
    ("shop.auth.eu-west-1.amazoncognito.com", "", "target-not-aliasable"),
    ("shop.auth-fips.us-gov-west-1.amazoncognito.com", "", "target-not-aliasable"),
    ("web-111122223333.s3-accesspoint.eu-west-1.amazonaws.com", "", "target-not-aliasable"),
    ("web-111122223333.s3-accesspoint.dualstack.eu-west-1.amazonaws.com", "", "target-not-aliasable"),
    ("mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "", "target-not-aliasable"),
    ("bucket.s3-accelerate.amazonaws.com", "", "target-not-aliasable"),
    ("bucket.s3-accelerate.dualstack.amazonaws.com", "", "target-not-aliasable"),
    ("07tjusf2h91cunochc.eu-west-1.aoss.amazonaws.com", "", "target-not-aliasable"),
    ("0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com", "", "target-not-aliasable"),
    ("0123456789ABCDEF.gr7.cn-north-1.eks.amazonaws.com.cn", "", "target-not-aliasable"),
    ("0123456789ABCDEF.eks-cluster.eu-west-1.api.aws", "", "target-not-aliasable"),
    ("clustercfg.cache.abc123.memorydb.eu-west-1.amazonaws.com", "", "target-not-aliasable"),
    ("fs-0123456789abcdef0.fsx.eu-west-1.amazonaws.com", "", "target-not-aliasable"),
    ("foo0bar1baz2quux3quuux4.dsql.eu-west-1.on.aws", "", "target-not-aliasable"),
    ("ec2-203-0-113-7.eu-west-1.compute.amazonaws.com", "", "target-not-aliasable"),
    ("ec2-203-0-113-7.compute-1.amazonaws.com", "", "target-not-aliasable"),
]
UNKNOWN = [
    "www.example.com",
    "shop-1.eu-west-1.elb.amazonaws.com.evil.example",
    "shop-1.cn-north-1.elb.amazonaws.com",
    "shop-1.eu-west-1.elb.amazonaws.com.cn",
    "d111111abcdef8.cloudfront.net.example.com",
    "a.d111111abcdef8.cloudfront.net",
    "elb.amazonaws.com",
]


@pytest.mark.parametrize(("text", "key", "region", "zone_id", "starts"), RECOGNISED)
def test_alias_targets_are_recognised_in_the_form_that_a_record_carries(
    text: str, key: str, region: str, zone_id: str, starts: str
) -> None:
    found = recognise(DnsName.parse(text))
    assert found is not None
    assert (found.kind, found.region, found.zone_id, found.aliasable) == (key, region, zone_id, True)
    assert found.dns_name.text.startswith(starts)
    assert found.rule_id == ""
    assert found.zone_id_source.startswith("table: ")


@pytest.mark.parametrize(("text", "key", "rule_id"), NOT_ALIASABLE)
def test_near_misses_are_told_with_rule_and_way_out(text: str, key: str, rule_id: str) -> None:
    found = recognise(DnsName.parse(text))
    assert found is not None
    assert (found.kind, found.rule_id, found.aliasable, found.zone_id) == (key, rule_id, False, "")
    assert found.record_types == ()
    assert "CNAME" in found.reason or "without the bucket" in found.reason


@pytest.mark.parametrize("text", UNKNOWN)
def test_other_names_are_not_recognised(text: str) -> None:
    assert recognise(DnsName.parse(text)) is None


def test_what_the_name_does_not_tell_is_said() -> None:
    found = recognise(DnsName.parse("internal-shop-1.eu-west-1.elb.amazonaws.com"))
    assert found is not None
    assert "Classic" in found.reason
    assert found.internal is True
    zonal = recognise(DnsName.parse("eu-west-1a.n-0123456789abcdef.elb.eu-west-1.amazonaws.com"))
    assert zonal is not None
    assert "only the Availability Zone eu-west-1a" in zonal.reason
    assert zonal.internal is None


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("main.d1abcdefghijkl.amplifyapp.com", "custom domain"),
        ("shop.auth.eu-west-1.amazoncognito.com", "custom domain"),
        ("bucket.s3-accelerate.amazonaws.com", "CloudFront in front"),
    ],
)
def test_no_cname_is_advised_to_what_answers_only_for_its_own_name(text: str, instead: str) -> None:
    found = recognise(DnsName.parse(text))
    assert found is not None
    assert "Write a CNAME" not in found.reason
    assert instead in found.reason


def test_the_region_of_a_near_miss_is_told() -> None:
    for text in ("db.abc.eu-west-1.rds.amazonaws.com", "b.s3.eu-west-1.amazonaws.com"):
        found = recognise(DnsName.parse(text))
        assert found is not None
        assert found.region == "eu-west-1"


def test_the_origin_of_a_zone_id_says_how_sure_it_is() -> None:
    agreed = recognise(DnsName.parse("d-abcde12345.execute-api.eu-west-1.amazonaws.com"))
    disputed = recognise(DnsName.parse("s3-website.af-south-1.amazonaws.com"))
    fixed = recognise(DnsName.parse("d111111abcdef8.cloudfront.net"))
    assert agreed is not None
    assert disputed is not None
    assert fixed is not None
    assert agreed.zone_id_source == "table: 3 public sources agree"
    assert disputed.zone_id_source == "table: public sources disagree, also published: Z11KHD8FBVPUYU, Z83WF9RJE8B12"
    assert fixed.zone_id_source == "table: the value that AWS documents for every region"


def test_a_region_that_no_table_knows_is_aliasable_without_a_zone_id() -> None:
    found = recognise(DnsName.parse("shop-1.eu-north-9.elb.amazonaws.com"))
    assert found is not None
    assert found.aliasable
    assert (found.zone_id, found.zone_id_source) == ("", "")
    assert "must be read from the service" in found.reason
    assert not offline_target(found).aliasable


REGIONS = sorted({entry.region for entry in entries() if entry.service in {"alb", "nlb", "apigateway_regional"}})


@given(region=st.sampled_from(REGIONS), label=st.from_regex(r"[a-z][a-z0-9-]{0,20}[a-z0-9]", fullmatch=True))
def test_every_region_of_the_table_is_recognised_with_the_id_of_the_table(region: str, label: str) -> None:
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    forms = {
        "alb": f"{label}-123.{region}.elb.{suffix}",
        "nlb": f"{label}-0123456789abcdef.elb.{region}.{suffix}",
        "apigateway_regional": f"d-abcde12345.execute-api.{region}.{suffix}",
        "s3_website": s3_website_host(region),
    }
    for table, text in forms.items():
        entry = lookup(table, region)
        if entry is None or text is None or not text.endswith(suffix):
            continue
        found = recognise(DnsName.parse(text))
        assert found is not None
        assert (found.region, found.zone_id) == (region, entry.zone_id)


@given(region=st.sampled_from(REGIONS), label=st.from_regex(r"[a-z][a-z0-9-]{0,20}[a-z0-9]", fullmatch=True))
def test_what_is_discovered_anywhere_is_recognised_with_the_id_that_the_api_gave(region: str, label: str) -> None:
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"

    def id_of(table: str) -> str:
        entry = lookup(table, region)
        return entry.zone_id if entry else ""

    answers = {
        "alb": docs.balancer_answers(
            docs.load_balancer(
                DNSName=f"{label}-123.{region}.elb.{suffix}", CanonicalHostedZoneId=id_of("alb"), Type="application"
            )
        ),
        "nlb": docs.balancer_answers(
            docs.network_load_balancer(
                DNSName=f"{label}-0123456789abcdef.elb.{region}.{suffix}", CanonicalHostedZoneId=id_of("nlb")
            )
        ),
        "apigateway": docs.api_answers(
            docs.regional_domain(
                regionalDomainName=f"d-abcde12345.execute-api.{region}.{suffix}",
                regionalHostedZoneId=id_of("apigateway_regional"),
            )
        ),
    }
    for key, documents in answers.items():
        (target,) = kind(key).discover(FakeAsk(documents, region))
        if not target.zone_id:
            continue
        assert target.dns_name is not None
        found = recognise(target.dns_name)
        assert found is not None
        assert (found.kind, found.dns_name, found.zone_id) == (key, target.dns_name, target.zone_id)


@given(st.sampled_from([row[0] for row in RECOGNISED]))
def test_a_recognised_form_is_recognised_as_itself(text: str) -> None:
    found = recognise(DnsName.parse(text))
    assert found is not None
    again = recognise(found.dns_name)
    assert again is not None
    assert (again.dns_name, again.zone_id) == (found.dns_name, found.zone_id)


def test_an_offline_target_carries_the_values_of_the_alias_and_no_facts() -> None:
    found = recognise(DnsName.parse("shop-1.eu-west-1.elb.amazonaws.com"))
    assert found is not None
    target = offline_target(found)
    assert (target.kind, target.zone_id, target.zone_id_origin) == ("alb", "Z32O12XQLNTSW2", "table")
    assert target.aliasable
    assert target.facts is None


def test_an_offline_target_that_cannot_be_aliased_names_its_rule() -> None:
    found = recognise(DnsName.parse("a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"))
    assert found is not None
    target = offline_target(found)
    assert (target.state, target.record_types, target.aliasable) == ("apigw-default-endpoint", (), False)


def test_an_unknown_kind_is_refused_with_the_choice() -> None:
    with pytest.raises(UsageError, match="alb, nlb, clb, cloudfront") as caught:
        kind("elb")
    assert caught.value.code == "kind-unknown"


@pytest.mark.parametrize(
    ("name", "kind", "region"),
    [
        ("web-123456789.eusc-de-east-1.elb.amazonaws.eu", "alb", "eusc-de-east-1"),
        ("eusc-de-east-1a.tcp-3d94931af45e285f.elb.eusc-de-east-1.amazonaws.eu", "nlb", "eusc-de-east-1"),
        ("web-123456789.us-iso-east-1.elb.c2s.ic.gov", "alb", "us-iso-east-1"),
        ("web-123456789.us-isof-south-1.elb.csp.hci.ic.gov", "alb", "us-isof-south-1"),
        ("web-123456789.us-gov-west-1.elb.amazonaws.com", "alb", "us-gov-west-1"),
        ("web-123456789.cn-north-1.elb.amazonaws.com.cn", "alb", "cn-north-1"),
    ],
)
def test_names_of_every_partition_are_recognised(name: str, kind: str, region: str) -> None:
    found = recognise(DnsName.parse(name))
    assert found is not None
    assert (found.kind, found.region, found.aliasable) == (kind, region, True)
    assert found.zone_id or "must be read from the service" in found.reason


@pytest.mark.parametrize("suffix", ["amazonaws.com", "amazonaws.com.cn", "c2s.ic.gov"])
def test_a_region_under_the_suffix_of_another_partition_is_no_endpoint(suffix: str) -> None:
    assert recognise(DnsName.parse(f"web-123456789.eusc-de-east-1.elb.{suffix}")) is None
