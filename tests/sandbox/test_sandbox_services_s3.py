"""S3 over the wire: HEAD without a body, redirects to a bucket's region, and documents that say what is missing."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from tests.sandbox.refusing import refused
from xalias_tui.sandbox.members import LEGACY, MEDIA
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.world import World

HOME, AWAY = "eu-west-1", "eu-central-1"
NAME = "docs.example.com"

ABOUT_A_BUCKET = (
    "get_bucket_location",
    "get_bucket_policy_status",
    "get_bucket_request_payment",
    "get_bucket_website",
    "get_public_access_block",
    "head_bucket",
)


@pytest.fixture
def estate(world: World) -> Estate:
    return Estate(world, MEDIA)


@pytest.fixture
def s3(make_client: MakeClient) -> Any:
    return make_client("media-prod", "s3", HOME)


def regions_of(answer: Any) -> list[Any]:
    return [bucket.get("BucketRegion") for bucket in answer["Buckets"]]


def test_regions_of_buckets_are_told_to_those_who_ask_with_a_parameter(estate: Estate, s3: Any) -> None:
    estate.bucket(NAME, HOME)
    estate.bucket("logs", "us-east-1")
    assert regions_of(s3.list_buckets()) == [None, None]
    assert regions_of(s3.list_buckets(MaxBuckets=10)) == [HOME, "us-east-1"]
    assert regions_of(s3.list_buckets(Prefix="docs")) == [HOME]
    assert regions_of(s3.list_buckets(BucketRegion=HOME)) == [HOME]
    assert refused(s3.list_buckets, BucketRegion="us-east-1")[:2] == ("InvalidArgument", 400)


def test_the_list_has_pages(estate: Estate, s3: Any) -> None:
    for number in range(5):
        estate.bucket(f"bucket-{number}", HOME)
    pages = list(s3.get_paginator("list_buckets").paginate(PaginationConfig={"PageSize": 2}))
    assert [len(page["Buckets"]) for page in pages] == [2, 2, 1]
    assert "ContinuationToken" not in pages[-1]
    assert len({bucket["Name"] for page in pages for bucket in page["Buckets"]}) == 5
    assert refused(s3.list_buckets, ContinuationToken="nonsense")[:2] == ("InvalidArgument", 400)
    assert refused(s3.list_buckets, MaxBuckets=10_001)[:2] == ("InvalidArgument", 400)


def test_a_public_website_is_told_in_all_its_parts(estate: Estate, s3: Any) -> None:
    estate.bucket(NAME, HOME)
    assert s3.get_bucket_website(Bucket=NAME)["IndexDocument"] == {"Suffix": "index.html"}
    assert s3.get_bucket_policy_status(Bucket=NAME)["PolicyStatus"] == {"IsPublic": True}
    assert s3.get_bucket_request_payment(Bucket=NAME)["Payer"] == "BucketOwner"
    assert set(s3.get_public_access_block(Bucket=NAME)["PublicAccessBlockConfiguration"].values()) == {False}
    head = s3.head_bucket(Bucket=NAME)
    assert head["BucketRegion"] == HOME
    assert head["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"] == HOME


def test_a_bucket_that_is_no_website_says_so(estate: Estate, s3: Any) -> None:
    estate.bucket(NAME, HOME, website=False, public=None, blocked=None, payer="Requester")
    assert refused(s3.get_bucket_website, Bucket=NAME)[:2] == ("NoSuchWebsiteConfiguration", 404)
    assert refused(s3.get_bucket_policy_status, Bucket=NAME)[:2] == ("NoSuchBucketPolicy", 404)
    assert refused(s3.get_public_access_block, Bucket=NAME)[:2] == ("NoSuchPublicAccessBlockConfiguration", 404)
    assert s3.get_bucket_request_payment(Bucket=NAME)["Payer"] == "Requester"


def test_a_bucket_can_be_private_and_blocked(estate: Estate, s3: Any) -> None:
    estate.bucket(NAME, HOME, public=False, blocked=True)
    assert s3.get_bucket_policy_status(Bucket=NAME)["PolicyStatus"] == {"IsPublic": False}
    assert s3.get_public_access_block(Bucket=NAME)["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": True,
        "RestrictPublicBuckets": True,
    }


@pytest.mark.parametrize("operation", ABOUT_A_BUCKET)
def test_missing_and_foreign_buckets_are_told_apart(world: World, s3: Any, operation: str) -> None:
    Estate(world, LEGACY).bucket("theirs.example.com", HOME)
    head = operation == "head_bucket"  # an answer to HEAD has no body: the SDK makes the code of its status
    missing, foreign = ("404", "403") if head else ("NoSuchBucket", "AccessDenied")
    assert refused(getattr(s3, operation), Bucket="nobody.example.com")[:2] == (missing, 404)
    assert refused(getattr(s3, operation), Bucket="theirs.example.com")[:2] == (foreign, 403)


def test_the_region_of_a_foreign_bucket_is_told(world: World, s3: Any) -> None:
    Estate(world, LEGACY).bucket("theirs.example.com", HOME)
    with pytest.raises(ClientError) as caught:
        s3.head_bucket(Bucket="theirs.example.com")
    assert caught.value.response["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"] == HOME


def test_an_expected_owner_who_is_not_is_refused(estate: Estate, s3: Any) -> None:
    estate.bucket(NAME, HOME)
    assert s3.head_bucket(Bucket=NAME, ExpectedBucketOwner=MEDIA)["BucketRegion"] == HOME
    assert refused(s3.head_bucket, Bucket=NAME, ExpectedBucketOwner=LEGACY)[:2] == ("403", 403)
    assert refused(s3.get_bucket_website, Bucket=NAME, ExpectedBucketOwner=LEGACY)[:2] == ("AccessDenied", 403)


@pytest.mark.parametrize("operation", ABOUT_A_BUCKET)
def test_a_bucket_elsewhere_is_reached_over_a_redirect(
    world: World, estate: Estate, s3: Any, make_client: MakeClient, operation: str
) -> None:
    estate.bucket(NAME, AWAY)
    asked: list[int] = []
    s3.meta.events.register_first(
        "response-received.s3", lambda response_dict, **_: asked.append(response_dict["status_code"])
    )
    found = getattr(s3, operation)(Bucket=NAME)
    there = getattr(make_client("media-prod", "s3", AWAY), operation)(Bucket=NAME)
    assert asked[0] == 301
    assert asked[-1] == 200
    assert {**found, "ResponseMetadata": None} == {**there, "ResponseMetadata": None}
    assert world.defects == []


@pytest.mark.parametrize(("region", "constraint"), [("us-east-1", None), (HOME, HOME), (AWAY, AWAY)])
def test_the_oldest_region_tells_the_location_of_every_bucket(
    estate: Estate, make_client: MakeClient, region: str, constraint: str | None
) -> None:
    estate.bucket(NAME, region)
    s3 = make_client("media-prod", "s3", "us-east-1")
    asked: list[int] = []
    s3.meta.events.register_first(
        "response-received.s3", lambda response_dict, **_: asked.append(response_dict["status_code"])
    )
    assert s3.get_bucket_location(Bucket=NAME)["LocationConstraint"] == constraint
    assert asked == [200]


def test_listing_can_be_denied_where_asking_for_a_bucket_is_not(world: World, make_client: MakeClient) -> None:
    Estate(world, LEGACY).bucket("theirs.example.com", HOME)
    s3 = make_client("legacy", "s3", HOME)
    with pytest.raises(ClientError) as caught:
        s3.list_buckets()
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    assert "s3:ListAllMyBuckets" in caught.value.response["Error"]["Message"]
    assert s3.head_bucket(Bucket="theirs.example.com")["BucketRegion"] == HOME
