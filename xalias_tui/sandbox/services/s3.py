"""S3 buckets, as far as their websites are concerned. Bucket names are global: any account may ask for any bucket."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import GLOBAL_REGION, Call, Refusal
from xalias_tui.sandbox.services.paging import Item, page_of
from xalias_tui.sandbox.world import World

SERVICE = "s3"

_PAGE = 10_000
_OLDEST_REGION = "us-east-1"
_BLOCK = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def _bucket(world: World, call: Call) -> Item:
    name = call.params["Bucket"]
    for account_id in world.accounts:
        for item in world.items(SERVICE, account_id, GLOBAL_REGION, "buckets"):
            if item["Name"] == name and account_id == call.account_id:
                return item
            if item["Name"] == name:
                raise Refusal("AccessDenied", "Access Denied", HTTPStatus.FORBIDDEN)
    raise Refusal("NoSuchBucket", "The specified bucket does not exist", HTTPStatus.NOT_FOUND)


def _list_buckets(world: World, call: Call) -> Mapping[str, Any]:
    """Regions and pages are only told to those who ask with a parameter, as in AWS."""
    asked = {"MaxBuckets", "ContinuationToken", "Prefix", "BucketRegion"} & set(call.params)
    region, prefix = call.params.get("BucketRegion"), call.params.get("Prefix") or ""
    everything = [
        item
        for item in world.items(SERVICE, call.account_id, GLOBAL_REGION, "buckets")
        if item["Name"].startswith(prefix) and region in (None, item["Region"])
    ]
    page, token = page_of(
        everything,
        call.params.get("ContinuationToken"),
        call.params.get("MaxBuckets"),
        _PAGE,
        invalid="InvalidArgument",
    )
    fields = ("Name", "CreationDate", *(("BucketRegion",) if asked else ()))
    listed = [{field: item["Region" if field == "BucketRegion" else field] for field in fields} for item in page]
    return {
        "Buckets": listed,
        "Owner": {"ID": f"{int(call.account_id):064x}"},
        **({"ContinuationToken": token} if token else {}),
    }


def _head_bucket(world: World, call: Call) -> Mapping[str, Any]:
    return {"BucketRegion": _bucket(world, call)["Region"], "AccessPointAlias": False}


def _get_bucket_location(world: World, call: Call) -> Mapping[str, Any]:
    region = _bucket(world, call)["Region"]
    return {"LocationConstraint": None if region == _OLDEST_REGION else region}


def _get_bucket_website(world: World, call: Call) -> Mapping[str, Any]:
    if not _bucket(world, call)["Website"]:
        raise Refusal(
            "NoSuchWebsiteConfiguration",
            "The specified bucket does not have a website configuration",
            HTTPStatus.NOT_FOUND,
        )
    return {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "error.html"}}


def _get_public_access_block(world: World, call: Call) -> Mapping[str, Any]:
    blocked = _bucket(world, call)["Blocked"]
    if blocked is None:
        raise Refusal(
            "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found",
            HTTPStatus.NOT_FOUND,
        )
    return {"PublicAccessBlockConfiguration": dict.fromkeys(_BLOCK, blocked)}


def _get_bucket_policy_status(world: World, call: Call) -> Mapping[str, Any]:
    public = _bucket(world, call)["Public"]
    if public is None:
        raise Refusal("NoSuchBucketPolicy", "The bucket policy does not exist", HTTPStatus.NOT_FOUND)
    return {"PolicyStatus": {"IsPublic": public}}


def _get_bucket_request_payment(world: World, call: Call) -> Mapping[str, Any]:
    return {"Payer": _bucket(world, call)["Payer"]}


OPERATIONS = {
    "GetBucketLocation": _get_bucket_location,
    "GetBucketPolicyStatus": _get_bucket_policy_status,
    "GetBucketRequestPayment": _get_bucket_request_payment,
    "GetBucketWebsite": _get_bucket_website,
    "GetPublicAccessBlock": _get_public_access_block,
    "HeadBucket": _head_bucket,
    "ListBuckets": _list_buckets,
}
