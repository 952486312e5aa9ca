"""S3 buckets, as far as their websites are concerned.

All accounts of a partition share bucket names: any of them may ask for any bucket.

Collection: ``buckets``: ``Name``, ``Region``, ``CreationDate``, ``Website`` (is it one), ``Public`` (its policy; None
without one), ``Blocked`` (all public access; None without such a configuration) and ``Payer``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import GLOBAL_REGION, Call, Refusal
from xalias_tui.sandbox.registry import Operation
from xalias_tui.sandbox.services.tables import Item, Missing, Pages, present
from xalias_tui.sandbox.world import World

SERVICE = "s3"

_PAGES = Pages(10_000, bad_page="InvalidArgument", size="max-buckets", bad_size="InvalidArgument")
_OLDEST_REGION = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
_BLOCK = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
_REGION_HEADER = "x-amz-bucket-region"


def _bucket(world: World, call: Call) -> Item:
    """The bucket of a call.

    Raises:
        Refusal: when it does not exist, is called in another region than its own (S3 redirects before it looks at the
            caller; the SDK follows), or is another account's. The region is in the answer in each case, as in S3.
    """
    name, partition = call.params["Bucket"], world.partition(call.account_id)
    for account_id in (account.id for account in world.accounts.values() if account.partition == partition):
        for item in world.items(SERVICE, account_id, GLOBAL_REGION, "buckets"):
            if item["Name"] == name:
                _check_region(call, item, _OLDEST_REGION[partition])
                _check_owner(call, item, account_id)
                return item
    raise Refusal("NoSuchBucket", "The specified bucket does not exist", HTTPStatus.NOT_FOUND)


def _check_region(call: Call, item: Item, oldest: str) -> None:
    """GetBucketLocation is answered by the oldest region for every bucket; everything else in the bucket's own."""
    at_home = call.region == item["Region"]
    if at_home or (call.operation == "GetBucketLocation" and call.region == oldest):
        return
    raise Refusal(
        "PermanentRedirect",
        "The bucket you are attempting to access must be addressed using the specified endpoint. "
        "Please send all future requests to this endpoint.",
        HTTPStatus.MOVED_PERMANENTLY,
        {_REGION_HEADER: item["Region"]},
    )


def _check_owner(call: Call, item: Item, account_id: str) -> None:
    if account_id != call.account_id or call.params.get("ExpectedBucketOwner", account_id) != account_id:
        raise Refusal("AccessDenied", "Access Denied", HTTPStatus.FORBIDDEN, {_REGION_HEADER: item["Region"]})


def _list_buckets(world: World, call: Call) -> Mapping[str, Any]:
    """Regions are listed only where a parameter is given, as in AWS."""
    asked = {"MaxBuckets", "ContinuationToken", "Prefix", "BucketRegion"} & set(call.params)
    region, prefix = call.params.get("BucketRegion"), call.params.get("Prefix") or ""
    if region not in (None, call.region):
        raise Refusal("InvalidArgument", f"Buckets of {region} are listed by the endpoint of {region}.")
    found = [
        item
        for item in world.items(SERVICE, call.account_id, GLOBAL_REGION, "buckets")
        if item["Name"].startswith(prefix) and region in (None, item["Region"])
    ]
    page, token = _PAGES.cut(found, call.params.get("ContinuationToken"), call.params.get("MaxBuckets"))
    fields = {"Name": "Name", "CreationDate": "CreationDate", **({"BucketRegion": "Region"} if asked else {})}
    return {
        "Buckets": [{shown: item[field] for shown, field in fields.items()} for item in page],
        "Owner": {"ID": f"{int(call.account_id):064x}"},
        **present(ContinuationToken=token, Prefix=call.params.get("Prefix")),
    }


def _head_bucket(world: World, call: Call) -> Mapping[str, Any]:
    return {"BucketRegion": _bucket(world, call)["Region"], "AccessPointAlias": False}


def _get_bucket_location(world: World, call: Call) -> Mapping[str, Any]:
    region = _bucket(world, call)["Region"]
    return {"LocationConstraint": None if region == _OLDEST_REGION["aws"] else region}


def _get_bucket_request_payment(world: World, call: Call) -> Mapping[str, Any]:
    return {"Payer": _bucket(world, call)["Payer"]}


def _setting(
    field: str, code: str, message: str, answer: Callable[[bool], Mapping[str, Any]], *, absent: bool | None = None
) -> Operation:
    """An operation that shows one setting of a bucket, and refuses where the bucket has none."""
    missing = Missing(code, message, HTTPStatus.NOT_FOUND)

    def show(world: World, call: Call) -> Mapping[str, Any]:
        value = _bucket(world, call)[field]
        if value is absent:
            raise missing.of(call.params["Bucket"])
        return answer(value)

    return show


OPERATIONS = {
    "GetBucketLocation": _get_bucket_location,
    "GetBucketPolicyStatus": _setting(
        "Public",
        "NoSuchBucketPolicy",
        "The bucket policy does not exist",
        lambda public: {"PolicyStatus": {"IsPublic": public}},
    ),
    "GetBucketRequestPayment": _get_bucket_request_payment,
    "GetBucketWebsite": _setting(
        "Website",
        "NoSuchWebsiteConfiguration",
        "The specified bucket does not have a website configuration",
        lambda _: {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "error.html"}},
        absent=False,
    ),
    "GetPublicAccessBlock": _setting(
        "Blocked",
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found",
        lambda blocked: {"PublicAccessBlockConfiguration": dict.fromkeys(_BLOCK, blocked)},
    ),
    "HeadBucket": _head_bucket,
    "ListBuckets": _list_buckets,
}
