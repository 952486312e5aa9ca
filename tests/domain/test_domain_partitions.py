from __future__ import annotations

import pytest

from xalias_tui.domain import partitions
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zone_ids import global_region, partition_of_region


@pytest.mark.parametrize(
    ("name", "partition"),
    [
        ("shop-1.eu-west-1.elb.amazonaws.com", "aws"),
        ("shop-1.us-gov-west-1.elb.amazonaws.com", "aws-us-gov"),
        ("n-0123456789abcdef.elb.us-gov-east-1.amazonaws.com", "aws-us-gov"),
        ("shop-1.cn-north-1.elb.amazonaws.com.cn", "aws-cn"),
        ("shop.cn-northwest-1.eb.amazonaws.com.cn", "aws-cn"),
        ("search-a.aos.cn-north-1.on.amazonwebservices.com.cn", "aws-cn"),
        ("search-a.aos.us-gov-west-1.on.aws", "aws-us-gov"),
        ("s3-website-us-gov-west-1.amazonaws.com", "aws-us-gov"),
        ("files.agency.example.s3-us-gov-west-1.amazonaws.com", "aws-us-gov"),
        ("us-gov-west-1.eu-west-1.elasticbeanstalk.com", "aws"),
        ("s3-website.us-gov-east-1.amazonaws.com", "aws-us-gov"),
        ("d111111abcdef8.cloudfront.cn", "aws-cn"),
        ("d111111abcdef8.cloudfront.net", "aws"),
        ("x-1.eusc-de-east-1.elb.amazonaws.eu", "aws-eusc"),
        ("www.cn-north-1.example.com", ""),
        ("amazonaws.com.cn.example.com", ""),
    ],
)
def test_the_name_of_an_endpoint_tells_its_partition(name: str, partition: str) -> None:
    assert partitions.partition_of_name(DnsName.parse(name)) == partition


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b"])
def test_home_and_pseudo_regions_are_of_their_partition(partition: str) -> None:
    assert partition_of_region(partitions.home_region(partition)) == partition
    assert partition_of_region(global_region(partition)) == partition


def test_arns_tell_their_partition() -> None:
    assert partitions.partition_of_arn("arn:aws-us-gov:s3:::files.agency.example") == "aws-us-gov"
    assert partitions.partition_of_arn("arn:aws-cn:cloudfront::666666666666:distribution/E1") == "aws-cn"
    assert partitions.partition_of_arn("casework") == ""


def account(profile: str, partition: str, **fields: str) -> Account:
    return Account(profile, "111111111111", f"arn:{partition}:iam::111111111111:user/x", partition=partition, **fields)  # type: ignore[arg-type] # only states are given


def test_accounts_of_one_partition_may_share_a_side() -> None:
    assert partitions.mixture([account("a", "aws-cn"), account("b", "aws-cn")]) == ""
    assert partitions.mixture([]) == ""


def test_a_mixture_is_told_by_one_profile_a_partition_and_with_the_reason() -> None:
    said = partitions.mixture([account("shop", "aws"), account("media", "aws"), account("gov", "aws-us-gov")])
    assert "shop is in commercial AWS, gov is in GovCloud" in said
    assert "media" not in said
    assert "no alias points from one to another" in said


def test_an_account_that_did_not_sign_in_tells_no_partition() -> None:
    assert partitions.mixture([account("gov", "aws-us-gov"), account("old", "aws", state="expired")]) == ""


def test_a_pane_names_the_partition_where_it_is_not_the_commercial_one() -> None:
    assert account("gov", "aws-us-gov").label == "gov · 1111-1111-1111 · GovCloud"
    assert account("cn", "aws-cn").label == "cn · 1111-1111-1111 · China"
    assert account("shop", "aws").label == "shop · 1111-1111-1111"
    assert account("eu", "aws-eusc").label == "eu · 1111-1111-1111 · aws-eusc"
