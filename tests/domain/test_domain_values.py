from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.domain.test_domain_plans import ALB
from xalias_tui.domain import zone_ids
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError, ConflictError, OutcomeUnknownError, RefusedError, UsageError, XaliasError
from xalias_tui.domain.lookups import Ask, LookupFailedError, unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Certificate


class Denying:
    """An account that denies everything."""

    account_id = "222222222222"
    profile = "shop-prod"
    region = "eu-west-1"
    partition = "aws"

    def elsewhere(self, region: str) -> Denying:
        raise NotImplementedError

    def call(self, service: str, operation: str, **params: Any) -> Mapping[str, Any]:
        raise NotImplementedError

    def pages(self, service: str, operation: str, **params: Any) -> Iterator[Mapping[str, Any]]:
        raise NotImplementedError


@pytest.mark.parametrize(("is_global", "region"), [(False, "eu-west-1"), (True, "")])
def test_a_failed_look_up_becomes_a_value(is_global: bool, region: str) -> None:  # noqa: FBT001 -- a table
    ask: Ask = Denying()
    error = LookupFailedError("AccessDenied", "no", action="s3:ListAllMyBuckets", denied=True)
    missed = unscanned(ask, "s3-website", error, is_global=is_global)
    assert (missed.account_id, missed.profile, missed.region) == ("222222222222", "shop-prod", region)
    assert (missed.kind, missed.code, missed.message, missed.action) == (
        "s3-website",
        "AccessDenied",
        "no",
        "s3:ListAllMyBuckets",
    )
    assert str(error) == "AccessDenied: no"


def test_errors_say_what_to_do_and_how_the_program_ends() -> None:
    assert str(UsageError("x", "No such zone.", "List them.")) == "No such zone. List them."
    assert str(RefusedError("x", "Refused.")) == "Refused."
    kinds: list[type[XaliasError]] = [UsageError, AwsError, ConflictError, RefusedError, OutcomeUnknownError]
    assert [kind.exit_status for kind in kinds] == [2, 3, 4, 5, 3]


def test_accounts_are_labelled() -> None:
    assert Account("dns-prod", "111122223333").label == "dns-prod · 1111-2222-3333"
    assert Account("", "111122223333").label == "environment · 1111-2222-3333"
    assert Account("expired", state="expired").label == "expired"


@pytest.mark.parametrize(
    ("host", "covered"),
    [
        ("shop.example.com", True),
        ("a.apps.example.com", True),
        ("a.b.apps.example.com", False),
        ("apps.example.com", False),
        ("example.com", False),
    ],
)
def test_certificates_cover_one_level(host: str, covered: bool) -> None:  # noqa: FBT001 -- a table
    certificate = Certificate(
        "arn:x", names=("", "10.0.0.1", "a..b", "bücher.de", "shop.example.com", "*.apps.example.com")
    )
    assert certificate.covers(DnsName.parse(host)) is covered


def test_targets_know_who_they_are() -> None:
    assert ALB.aliasable
    assert ALB.key == f"{ALB.arn} {ALB.dns_name}"
    assert ALB.reference == ALB.arn
    recognised = replace(ALB, arn="")
    assert recognised.key == f"alb {ALB.dns_name}"
    assert recognised.reference == "dualstack.shop-1.eu-central-1.elb.amazonaws.com."
    assert replace(recognised, dns_name=None).reference is None
    for missing in ({"record_types": ()}, {"dns_name": None}, {"zone_id": ""}):
        assert not replace(ALB, **missing).aliasable


def test_alias_zone_ids() -> None:
    cloudfront = zone_ids.lookup("cloudfront", zone_ids.GLOBAL_REGION)
    assert cloudfront is not None
    assert cloudfront.zone_id == "Z2FDTNDATAQYW2"
    assert cloudfront.sources
    assert cloudfront in zone_ids.reverse("Z2FDTNDATAQYW2")
    assert zone_ids.lookup("alb", "mars-north-1") is None
    assert zone_ids.reverse("ZNOBODY") == ()


def test_disputed_zone_ids_are_accepted_and_found() -> None:
    entry = zone_ids.lookup("s3_website", "eu-south-1")
    assert entry is not None
    assert entry.confidence == "disputed"
    for value in (entry.zone_id, *entry.alternates):
        assert entry.accepts(value)
        assert entry in zone_ids.reverse(value)
    assert not entry.accepts("Z2FDTNDATAQYW2")


def test_every_zone_id_leads_back_to_its_row() -> None:
    rows = zone_ids.entries()
    assert len(rows) > 300
    for row in rows:
        assert row in zone_ids.reverse(row.zone_id)
        assert zone_ids.lookup(row.service, row.region) == row
        assert row.sources


def test_website_hosts_and_partitions() -> None:
    assert zone_ids.s3_website_host("us-east-1") == "s3-website-us-east-1.amazonaws.com"
    assert zone_ids.s3_website_host("eu-central-1") == "s3-website.eu-central-1.amazonaws.com"
    assert zone_ids.s3_website_host("mars-north-1") is None
    assert [zone_ids.global_region(partition) for partition in ("aws", "aws-cn")] == ["aws-global", "aws-cn-global"]


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eu-west-1", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-east-1", "aws-iso-b"),
        ("eu-isoe-west-1", "aws-iso-e"),
        ("us-isof-south-1", "aws-iso-f"),
        ("eusc-de-east-1", "aws-eusc"),
    ],
)
def test_partition_of_a_region(region: str, partition: str) -> None:
    assert zone_ids.partition_of_region(region) == partition
