"""AWS Config: one aggregator, ``World.aggregator``, which only its own account reads."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.config.aggregator import Aggregator
from xalias_tui.sandbox.config.items import held, places
from xalias_tui.sandbox.config.query import read
from xalias_tui.sandbox.services.tables import Item, Listing, Pages
from xalias_tui.sandbox.world import World

SERVICE = "config"

_CREATED: Final = datetime(2025, 3, 14, 9, 26, 53, tzinfo=UTC)
_TOKEN: Final = "InvalidNextTokenException"  # noqa: S105 -- an error code
_LIMIT: Final = "InvalidLimitException"
_PAGES = Pages(100, usual=25, bad_page=_TOKEN, bad_size=_LIMIT, size="Limit")
_COUNT_PAGES = Pages(1_000, bad_page=_TOKEN, bad_size=_LIMIT, size="Limit")
_MOST_AT_ONCE: Final = 100
_ROWS: Final = 25
_GROUPS: Final = 500
_KEYS: Final = {"RESOURCE_TYPE": "resourceType", "ACCOUNT_ID": "accountId", "AWS_REGION": "awsRegion"}
_FILTERS: Final = {
    "AccountId": "accountId",
    "Region": "awsRegion",
    "ResourceId": "resourceId",
    "ResourceName": "resourceName",
    "ResourceType": "resourceType",
}


def _own(world: World, call: Call) -> Aggregator | None:
    mine = world.aggregator
    return mine if mine is not None and (mine.account_id, mine.region) == (call.account_id, call.region) else None


def _aggregator(world: World, call: Call, name: str) -> Aggregator:
    mine = _own(world, call)
    if mine is None or mine.name != name:
        raise Refusal("NoSuchConfigurationAggregatorException", f"The configuration aggregator {name} does not exist.")
    return mine


def _aggregators(world: World, call: Call) -> Sequence[Item]:
    for name in call.params.get("ConfigurationAggregatorNames") or ():
        _aggregator(world, call, name)
    mine = _own(world, call)
    return [] if mine is None else [_described(world, mine)]


def _described(world: World, mine: Aggregator) -> Item:
    partition = world.partition(mine.account_id)
    arn = f"arn:{partition}:config:{mine.region}:{mine.account_id}:config-aggregator/config-aggregator-{mine.name}"
    where = {"AwsRegions": list(mine.regions)} if mine.regions else {"AllAwsRegions": True}
    role = f"arn:{partition}:iam::{mine.account_id}:role/aggregator"
    source: dict[str, Any] = {"OrganizationAggregationSource": {"RoleArn": role, **where}}
    if mine.account_ids:
        source = {"AccountAggregationSources": [{"AccountIds": list(mine.account_ids), **where}]}
    filters = {"AggregatorFilters": {"ResourceType": {"Type": "INCLUDE", "Value": list(mine.types)}}}
    return {
        "ConfigurationAggregatorName": mine.name,
        "ConfigurationAggregatorArn": arn,
        "CreationTime": _CREATED,
        "LastUpdatedTime": _CREATED,
        **source,
        **(filters if mine.types else {}),
    }


def _statuses(world: World, call: Call) -> Sequence[Item]:
    """The organisation as a whole, and each account and region."""
    mine = _aggregator(world, call, call.params["ConfigurationAggregatorName"])
    found: list[Item] = []
    if not mine.account_ids:
        status = "FAILED" if mine.emptied else "SUCCEEDED"
        found.append({"SourceId": "Organization", "SourceType": "ORGANIZATION", "LastUpdateStatus": status})
    for account_id, region in places(world, mine):
        status = mine.sources.get((account_id, region), "SUCCEEDED")
        why = {"LastErrorCode": "AggregationFailed", "LastErrorMessage": "The source could not be read."}
        found.append(
            {
                "SourceId": account_id,
                "SourceType": "ACCOUNT",
                "AwsRegion": region,
                "LastUpdateStatus": status,
                "LastUpdateTime": world.clock(),
                **(why if status == "FAILED" else {}),
            }
        )
    wanted = call.params.get("UpdateStatus")
    return [item for item in found if not wanted or item["LastUpdateStatus"] in wanted]


def _authorizations(world: World, call: Call) -> Sequence[Item]:
    """Which aggregators of single accounts this one authorised; an aggregator of the organisation needs none."""
    mine = world.aggregator
    if mine is None or call.account_id not in mine.account_ids:
        return []
    arn = f"arn:aws:config:{call.region}:{call.account_id}:aggregation-authorization/{mine.account_id}/{mine.region}"
    authorised = {"AuthorizedAccountId": mine.account_id, "AuthorizedAwsRegion": mine.region}
    return [{"AggregationAuthorizationArn": arn, "CreationTime": _CREATED, **authorised}]


def _select(world: World, call: Call) -> Mapping[str, Any]:
    mine = _aggregator(world, call, call.params["ConfigurationAggregatorName"])
    query = read(call.params["Expression"])
    items = [item for item in held(world, mine) if item["resourceType"] not in mine.silent | mine.unrecorded]
    rows = [json.dumps(row, separators=(",", ":")) for row in query.run(items)]
    size = call.params.get("Limit") or call.params.get("MaxResults") or (_GROUPS if query.aggregates else _ROWS)
    if size > _MOST_AT_ONCE and not (query.aggregates and size == _GROUPS):
        raise Refusal(_LIMIT, f"The specified limit {size} is greater than {_MOST_AT_ONCE}.")
    digest = hashlib.sha256(call.params["Expression"].encode()).hexdigest()[:12]
    of, _, offset = str(call.params.get("NextToken") or f"{digest}.0").partition(".")
    if of != digest or not offset.isdecimal():
        raise Refusal(_TOKEN, "The specified next token is not valid for this query.")
    first = int(offset)
    more = {"NextToken": f"{digest}.{first + size}"} if first + size < len(rows) else {}
    info = {"SelectFields": [{"Name": name} for name in query.fields]}
    return {"Results": rows[first : first + size], "QueryInfo": info, **more}


def _filtered(items: Sequence[Item], filters: Mapping[str, str]) -> list[Item]:
    return [item for item in items if all(item.get(_FILTERS[name]) == value for name, value in filters.items())]


def _identifier(item: Item) -> Item:
    named = {"ResourceName": item["resourceName"]} if "resourceName" in item else {}
    return {
        "SourceAccountId": item["accountId"],
        "SourceRegion": item["awsRegion"],
        "ResourceId": item["resourceId"],
        "ResourceType": item["resourceType"],
        **named,
    }


def _discovered(world: World, call: Call) -> Sequence[Item]:
    mine = _aggregator(world, call, call.params["ConfigurationAggregatorName"])
    filters = {"ResourceType": call.params["ResourceType"], **(call.params.get("Filters") or {})}
    return [_identifier(item) for item in _filtered(held(world, mine), filters)]


def _counts(world: World, call: Call) -> Mapping[str, Any]:
    """How many resources there are; those that are not recorded are among them."""
    mine = _aggregator(world, call, call.params["ConfigurationAggregatorName"])
    items = _filtered(held(world, mine), call.params.get("Filters") or {})
    key = call.params.get("GroupByKey")
    if key is None:
        return {"TotalDiscoveredResources": len(items)}
    groups = Counter(str(item[_KEYS[key]]) for item in items)
    counts = [{"GroupName": name, "ResourceCount": count} for name, count in sorted(groups.items())]
    page = _COUNT_PAGES.page(call, "GroupedResourceCounts", counts)
    return {"TotalDiscoveredResources": len(items), "GroupByKey": key, **page}


def _batch(world: World, call: Call) -> Mapping[str, Any]:
    """Items without their tags and relationships, their configuration as a JSON text (botocore's model)."""
    mine = _aggregator(world, call, call.params["ConfigurationAggregatorName"])
    wanted = call.params["ResourceIdentifiers"]
    if not 1 <= len(wanted) <= _MOST_AT_ONCE:
        raise Refusal("ValidationException", f"Between 1 and {_MOST_AT_ONCE} resource identifiers can be specified.")
    known = {_key(_identifier(item)): item for item in held(world, mine)}
    found = [known[_key(each)] for each in wanted if _key(each) in known]
    left_out = ("tags", "relationships", "configuration", "supplementaryConfiguration")
    return {
        "BaseConfigurationItems": [
            {
                **{name: value for name, value in item.items() if name not in left_out},
                "configuration": json.dumps(item["configuration"]),
                "supplementaryConfiguration": {
                    name: value if isinstance(value, str) else json.dumps(value)
                    for name, value in item["supplementaryConfiguration"].items()
                },
            }
            for item in found
        ],
        "UnprocessedResourceIdentifiers": [each for each in wanted if _key(each) not in known],
    }


def _key(identifier: Item) -> tuple[str, ...]:
    return tuple(identifier[name] for name in ("SourceAccountId", "SourceRegion", "ResourceType", "ResourceId"))


OPERATIONS = {
    "BatchGetAggregateResourceConfig": _batch,
    "DescribeAggregationAuthorizations": Listing(_authorizations, "AggregationAuthorizations", _PAGES),
    "DescribeConfigurationAggregatorSourcesStatus": Listing(_statuses, "AggregatedSourceStatusList", _PAGES),
    "DescribeConfigurationAggregators": Listing(_aggregators, "ConfigurationAggregators", _PAGES),
    "GetAggregateDiscoveredResourceCounts": _counts,
    "ListAggregateDiscoveredResources": Listing(_discovered, "ResourceIdentifiers", _PAGES),
    "SelectAggregateResourceConfig": _select,
}
