"""Configuration items become targets by one explicit map a kind: what an item lacks is unread, never a default."""

from __future__ import annotations

from typing import Any

import pytest

from xalias_tui.targets import all_kinds
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.config_items import FromItem, from_item
from xalias_tui.targets.shared.recorded import Place, UnreadableItemError, decoded

IRELAND = Place("222222222222", "shop", "eu-west-1", "aws")
ARN = "arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/web/50dc6c495c0c9188"
CERTIFICATE = "arn:aws:acm:eu-west-1:222222222222:certificate/1"
RECORDED = [kind.key for kind in all_kinds() if kind.recorded is not None]


def item(configuration: dict[str, Any], **envelope: Any) -> dict[str, Any]:
    return {"accountId": IRELAND.account_id, "awsRegion": IRELAND.region, "configuration": configuration, **envelope}


def read(kind: str, row: dict[str, Any]) -> FromItem:
    found = from_item(target_kind(kind), row, IRELAND)
    assert found is not None
    return found


BALANCER = {
    "loadBalancerName": "web",
    "loadBalancerArn": ARN,
    "dNSName": "Web-1.eu-west-1.elb.amazonaws.com",
    "canonicalHostedZoneId": "Z32O12XQLNTSW2",
    "type": "application",
    "scheme": "internet-facing",
    "state": {"code": "active"},
    "ipAddressType": "dualstack",
}


def test_a_load_balancer_is_what_its_describe_call_would_have_said() -> None:
    found = read("alb", item(BALANCER))
    target = found.target
    assert (target.dns_name and target.dns_name.text) == "dualstack.web-1.eu-west-1.elb.amazonaws.com."
    assert (target.zone_id, target.zone_id_origin, target.record_types) == ("Z32O12XQLNTSW2", "api", ("A", "AAAA"))
    assert (target.state, target.internal, found.unread) == ("active", False, ())
    assert from_item(target_kind("nlb"), item(BALANCER), IRELAND) is None


def test_an_item_of_2016_has_no_address_type_which_is_not_ipv4() -> None:
    old = {key: value for key, value in BALANCER.items() if key not in ("ipAddressType", "scheme")}
    found = read("alb", item(old))
    assert found.unread == ("record_types", "internal")
    assert found.target.record_types == ("A", "AAAA"), "none of them is ruled out"
    assert found.target.internal is None


def test_a_classic_load_balancer_writes_its_name_in_its_own_way() -> None:
    listeners = [
        {"listener": {"loadBalancerPort": 80, "protocol": "HTTP"}},
        {
            "listener": {
                "loadBalancerPort": 443,
                "protocol": "HTTPS",
                "sslcertificateId": "arn:aws:acm:eu-west-1:2:certificate/1",
            }
        },
    ]
    configuration = {
        "loadBalancerName": "old",
        "dnsname": "old-1.eu-west-1.elb.amazonaws.com",
        "canonicalHostedZoneNameID": "Z32O12XQLNTSW2",
        "scheme": "internal",
        "listenerDescriptions": listeners,
    }
    found = read("clb", item(configuration))
    assert found.target.dns_name is not None
    assert (found.target.zone_id, found.target.internal, found.unread) == ("Z32O12XQLNTSW2", True, ())
    assert [listener.port for listener in found.target.facts.listeners] == [80, 443]  # type: ignore[union-attr]


def test_no_item_of_a_distribution_says_whether_it_is_deployed() -> None:
    configuration = {
        "id": "E1",
        "domainName": "d1.cloudfront.net",
        "distributionConfig": {
            "enabled": True,
            "isIPV6Enabled": False,
            "httpVersion": "http2",
            "aliases": {"items": ["Shop.example.com"]},
        },
    }
    found = read("cloudfront", item(configuration))
    assert (found.target.state, found.unread) == ("", ("state",))
    assert found.target.arn == "arn:aws:cloudfront::222222222222:distribution/E1"
    assert found.target.hostnames == ("shop.example.com",)
    assert "record_types" in read("cloudfront", item({**configuration, "distributionConfig": {"enabled": True}})).unread
    staging = {**configuration, "distributionConfig": {**configuration["distributionConfig"], "staging": True}}  # type: ignore[dict-item]
    assert read("cloudfront", item(staging)).target.state == "cloudfront-staging"


def test_a_bucket_without_a_website_configuration_has_none() -> None:
    text = '"{\\"indexDocumentSuffix\\":\\"index.html\\"}"'
    site = item({}, resourceName="shop.example.com", supplementaryConfiguration={"BucketWebsiteConfiguration": text})
    assert read("s3-website", site).target.record_types == ("A",)
    bare = item({}, resourceName="shop.example.com")
    assert read("s3-website", bare).target.state == "s3-not-website"
    assert from_item(target_kind("s3-website"), item({}, resourceName="logs"), IRELAND) is None


def test_an_accelerator_that_may_have_a_second_name_is_known_by_one() -> None:
    configuration = {
        "AcceleratorArn": "arn:aws:globalaccelerator::222222222222:accelerator/1",
        "Name": "edge",
        "DnsName": "a1.awsglobalaccelerator.com",
        "Enabled": True,
        "IpAddressType": "DUAL_STACK",
    }
    assert read("globalaccelerator", item(configuration)).unread == ("dns_name", "record_types", "state")
    only = {**configuration, "IpAddressType": "IPV4"}
    assert read("globalaccelerator", item(only)).unread == ("state",)


@pytest.mark.parametrize("kind", RECORDED)
def test_an_item_without_anything_is_unreadable_and_never_a_target(kind: str) -> None:
    with pytest.raises(UnreadableItemError):
        from_item(target_kind(kind), item({}), IRELAND)


@pytest.mark.parametrize("kind", RECORDED)
def test_no_query_selects_a_whole_configuration(kind: str) -> None:
    recorded = target_kind(kind).recorded
    assert recorded is not None
    paths = set(recorded.properties)
    secret = {
        "configuration",
        "supplementaryConfiguration",
        "configuration.optionSettings",
        "configuration.SourceConfiguration",
        "configuration.distributionConfig.origins",
        "configuration.distributionConfig.origins.items",
    }
    assert not paths & secret
    assert len(f"SELECT {', '.join(paths)} WHERE resourceType = '{recorded.type}'") < 3_000


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ('{"a": 1}', {"a": 1}),
        ('"{\\"a\\": 1}"', {"a": 1}),
        ({"a": 1}, {"a": 1}),
        ("true", True),
        ("no json", "no json"),
        (None, None),
    ],
)
def test_values_that_are_texts_of_texts_are_decoded(value: Any, meant: Any) -> None:
    assert decoded(value) == meant
