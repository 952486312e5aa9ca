"""The simulated AWS Config aggregator: its query language, its pages, and what can be wrong with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.config import items
from xalias_tui.sandbox.config.aggregator import Aggregator, Recorder
from xalias_tui.sandbox.config.query import read
from xalias_tui.sandbox.identities import Role
from xalias_tui.sandbox.members import AUDIT, DNS_HUB, LEGACY, MEDIA, SHOP, SUSPENDED
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World

ALB = "AWS::ElasticLoadBalancingV2::LoadBalancer"
NAME = "organisation"
PLACE = (SHOP, "eu-west-1")


@pytest.fixture
def aggregator(world: World) -> Aggregator:
    organisation.build(world)
    assert world.aggregator is not None
    return world.aggregator


@pytest.fixture
def config(world: World, sandbox: Sandbox, aggregator: Aggregator) -> Iterator[Any]:
    key, _ = world.open_session(AUDIT, Role("xalias-audit"), "me")
    sdk: Any = boto3
    client = sdk.client(
        "config",
        region_name=aggregator.region,
        endpoint_url=sandbox.url,
        aws_access_key_id=key,
        aws_secret_access_key="made-up",
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )
    with closing(client):
        yield client


def code_of(call: Callable[..., Any], **params: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**params)
    return str(caught.value.response["Error"]["Code"])


def rows(config: Any, expression: str, **params: Any) -> list[Any]:
    pages = config.get_paginator("select_aggregate_resource_config").paginate(
        Expression=expression, ConfigurationAggregatorName=NAME, **params
    )
    return [json.loads(row) for page in pages for row in page["Results"]]


def names(config: Any, place: tuple[str, str] = PLACE) -> set[str]:
    where = f"resourceType = '{ALB}' AND accountId = '{place[0]}' AND awsRegion = '{place[1]}'"
    return {row["resourceName"] for row in rows(config, f"SELECT resourceName WHERE {where}")}


def owned(world: World, account_id: str, region: str) -> Sequence[Any]:
    return world.items("elbv2", account_id, region, "load_balancers")


def test_what_is_aggregated_is_what_the_accounts_have(world: World, config: Any) -> None:
    found = rows(config, f"SELECT accountId, awsRegion, arn, configuration.dNSName WHERE resourceType = '{ALB}'")
    everything = {
        (account_id, region, item["LoadBalancerArn"], item.get("DNSName"))
        for account_id in (SHOP, MEDIA, LEGACY)
        for region in ("ap-southeast-2", "eu-central-1", "eu-west-1", "us-east-1")
        for item in owned(world, account_id, region)
    }
    told = {
        (row["accountId"], row["awsRegion"], row["arn"], row.get("configuration", {}).get("dNSName")) for row in found
    }
    assert told == everything
    zones = rows(
        config, "SELECT resourceId WHERE resourceType = 'AWS::Route53::HostedZone' AND accountId = '111111111111'"
    )
    assert {row["resourceId"] for row in zones} == {
        zone.id for zone in world.route53.zones.values() if zone.account_id == DNS_HUB
    }


def test_items_have_the_forms_of_their_types(config: Any) -> None:
    def one(type_: str, *fields: str) -> Any:
        return rows(config, f"SELECT {', '.join(fields)} WHERE resourceType = '{type_}'")[0]

    classic = one("AWS::ElasticLoadBalancing::LoadBalancer", "configuration.dnsname", "configuration.createdTime")
    assert classic["configuration"].keys() == {"dnsname", "createdTime"}
    assert isinstance(classic["configuration"]["createdTime"], int)
    served = one("AWS::CloudFront::Distribution", "configuration.domainName", "configuration.status", "awsRegion")
    assert (served["configuration"].keys(), served["awsRegion"]) == ({"domainName"}, "global")
    endpoint = one("AWS::EC2::VPCEndpoint", "arn", "configuration.state.value", "configuration.dnsEntries.hostedZoneId")
    assert "arn" not in endpoint
    assert endpoint["configuration"]["dnsEntries"][0].keys() == {"hostedZoneId"}
    global_ = one("AWS::GlobalAccelerator::Accelerator", "configuration.DnsName", "configuration.DualStackDnsName")
    assert global_["configuration"].keys() == {"DnsName"}
    bucket = one("AWS::S3::Bucket", "supplementaryConfiguration.AccessControlList")
    acl = bucket["supplementaryConfiguration"]["AccessControlList"]
    assert json.loads(json.loads(acl)) == {"grantList": []}


def test_an_asterisk_shows_scalars_only(config: Any) -> None:
    row = rows(config, f"SELECT * WHERE resourceType = '{ALB}'")[0]
    assert "resourceId" in row
    assert not {"configuration", "supplementaryConfiguration", "tags", "relationships"} & row.keys()


@pytest.mark.parametrize(
    "expression",
    [
        "resourceId",
        "SELECT resourceId FROM resources",
        "SELECT resourceId AS id",
        "SELECT DISTINCT accountId",
        "SELECT resourceId WHERE resourceName IS NULL",
        "SELECT resourceId WHERE resourceName LIKE '%web'",
        "SELECT resourceId WHERE resourceName LIKE 'ab%'",
        "SELECT resourceId WHERE resourceName LIKE 'shop%web'",
        "SELECT resourceId WHERE",
        "SELECT resourceId WHERE resourceName = web",
        "SELECT resourceId WHERE resourceName ~ 'web'",
        "SELECT resourceId, COUNT(*) GROUP BY accountId",
        "SELECT COUNT(*) GROUP BY a, b, c, d",
        "SELECT resourceId ORDER resourceId",
        "SELECT resourceId LIMIT 5",
        f"SELECT resourceId WHERE resourceId = '{'x' * 4_096}'",
    ],
)
def test_what_the_language_lacks_is_refused(config: Any, expression: str) -> None:
    call = config.select_aggregate_resource_config
    assert code_of(call, Expression=expression, ConfigurationAggregatorName=NAME) == "InvalidExpressionException"


ITEMS = (
    {"name": "a", "size": 1, "on": True, "tags": [{"key": "team", "value": "shop"}, {"key": "env", "value": "prod"}]},
    {"name": "b", "size": 2, "on": False, "tags": [{"key": "team", "value": "dns"}]},
    {"name": "c", "size": 3, "on": False, "tags": []},
)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("name = 'a'", "a"),
        ("name != 'a'", "bc"),
        ("size > 1 AND size <= 3", "bc"),
        ("size BETWEEN 2 AND 3", "bc"),
        ("name IN ('a', 'c')", "ac"),
        ("name NOT IN ('a', 'c')", "b"),
        ("on = true", "a"),
        ("tags.value LIKE 'sho%'", "a"),
        ("tags.key = 'team' AND tags.value = 'prod'", "a"),
        ("NOT (size = 1 OR size = 2)", "c"),
        ("size = 1 OR size = 2 AND on = true", "a"),
        ("missing = 'x'", ""),
    ],
)
def test_conditions(condition: str, found: str) -> None:
    selected = read(f"select name where {condition}").run(ITEMS)
    assert "".join(row["name"] for row in selected) == found


def test_groups_are_counted_and_sorted() -> None:
    grouped = read("SELECT on, COUNT(*), SUM(size), MAX(name) GROUP BY on ORDER BY COUNT(*) DESC").run(ITEMS)
    assert grouped == [
        {"on": False, "COUNT(*)": 2, "SUM(size)": 5.0, "MAX(name)": "c"},
        {"on": True, "COUNT(*)": 1, "SUM(size)": 1.0, "MAX(name)": "a"},
    ]
    assert read("SELECT COUNT(*)").run(ITEMS) == [{"COUNT(*)": 3}]


def test_pages_of_a_query(config: Any) -> None:
    ask = {"Expression": "SELECT resourceId", "ConfigurationAggregatorName": NAME}
    first = config.select_aggregate_resource_config(**ask)
    assert len(first["Results"]) == 25
    assert first["QueryInfo"]["SelectFields"] == [{"Name": "resourceId"}]
    assert len(config.select_aggregate_resource_config(**ask, Limit=100)["Results"]) == 100
    call = config.select_aggregate_resource_config
    assert code_of(call, **ask, Limit=101) == "InvalidLimitException"
    other = {**ask, "Expression": "SELECT arn", "NextToken": first["NextToken"]}
    assert code_of(call, **other) == "InvalidNextTokenException"
    assert code_of(call, **{**ask, "ConfigurationAggregatorName": "nobody"}) == "NoSuchConfigurationAggregatorException"


def test_only_its_account_and_region_see_the_aggregator(config: Any, make_client: MakeClient) -> None:
    assert [
        each["ConfigurationAggregatorName"]
        for each in config.describe_configuration_aggregators()["ConfigurationAggregators"]
    ] == [NAME]
    elsewhere = make_client("shop-prod", "config", "eu-central-1")
    assert elsewhere.describe_configuration_aggregators()["ConfigurationAggregators"] == []
    call = elsewhere.describe_configuration_aggregators
    assert code_of(call, ConfigurationAggregatorNames=[NAME]) == "NoSuchConfigurationAggregatorException"


def test_a_stopped_recorder_keeps_ghosts_and_misses_what_is_new(
    world: World, aggregator: Aggregator, config: Any
) -> None:
    ghost, *_ = owned(world, *PLACE)
    items.stop(world, aggregator, PLACE)
    world.remove("elbv2", *PLACE, "load_balancers", ghost)
    world.put(
        "elbv2", *PLACE, "load_balancers", {**ghost, "LoadBalancerName": "brand-new", "LoadBalancerArn": "arn:new"}
    )
    assert ghost["LoadBalancerName"] in names(config)
    assert "brand-new" not in names(config)
    recorders = rows(
        config,
        "SELECT accountId, awsRegion WHERE resourceType = 'AWS::Config::ConfigurationRecorder' "
        "AND configuration.Recording = false",
    )
    assert recorders == [{"accountId": SHOP, "awsRegion": "eu-west-1"}]


def test_a_running_recorder_follows(world: World, config: Any) -> None:
    gone, *_ = owned(world, *PLACE)
    world.remove("elbv2", *PLACE, "load_balancers", gone)
    assert gone["LoadBalancerName"] not in names(config)


def test_types_that_a_recorder_leaves_out_and_places_without_one(
    world: World, aggregator: Aggregator, config: Any
) -> None:
    aggregator.recorders[PLACE] = Recorder(excluded=frozenset({ALB}), daily=True)
    aggregator.recorders[MEDIA, "eu-central-1"] = None
    assert names(config) == set()
    assert names(config, (MEDIA, "eu-central-1")) == set()
    assert owned(world, MEDIA, "eu-central-1")
    (recorder,) = rows(
        config,
        "SELECT configuration.RecordingGroup.ExclusionByResourceTypes.ResourceTypes, recordingFrequency "
        "WHERE resourceType = 'AWS::Config::ConfigurationRecorder' AND recordingFrequency = 'DAILY'",
    )
    assert recorder["configuration"]["RecordingGroup"]["ExclusionByResourceTypes"]["ResourceTypes"] == [ALB]


@pytest.mark.parametrize("status", ["FAILED", "OUTDATED"])
def test_sources_that_fail_or_lag_are_named_and_keep_what_they_had(
    world: World, aggregator: Aggregator, config: Any, status: str
) -> None:
    ghost, *_ = owned(world, *PLACE)
    items.fail(world, aggregator, PLACE, status)
    world.remove("elbv2", *PLACE, "load_balancers", ghost)
    assert ghost["LoadBalancerName"] in names(config)
    pages = config.get_paginator("describe_configuration_aggregator_sources_status").paginate(
        ConfigurationAggregatorName=NAME, UpdateStatus=["FAILED", "OUTDATED"]
    )
    (source,) = [source for page in pages for source in page["AggregatedSourceStatusList"]]
    assert (source["SourceId"], source["AwsRegion"], source["LastUpdateStatus"]) == (*PLACE, status)


def test_suspended_accounts_and_other_places_are_not_aggregated(aggregator: Aggregator, config: Any) -> None:
    aggregator.regions = ("eu-west-1",)
    found = Counter((row["accountId"], row["awsRegion"]) for row in rows(config, "SELECT accountId, awsRegion"))
    assert {region for _, region in found} == {"eu-west-1"}
    assert SUSPENDED not in {account_id for account_id, _ in found}
    aggregator.account_ids = (MEDIA,)
    assert {row["accountId"] for row in rows(config, "SELECT accountId")} == {MEDIA}
    (described,) = config.describe_configuration_aggregators()["ConfigurationAggregators"]
    assert described["AccountAggregationSources"] == [{"AccountIds": [MEDIA], "AwsRegions": ["eu-west-1"]}]


def test_counts_tell_what_queries_leave_out(world: World, aggregator: Aggregator, config: Any) -> None:
    aggregator.unrecorded.add("AWS::S3::Bucket")
    aggregator.silent.add(ALB)
    counted = config.get_aggregate_discovered_resource_counts(
        ConfigurationAggregatorName=NAME, GroupByKey="RESOURCE_TYPE"
    )
    counts = {each["GroupName"]: each["ResourceCount"] for each in counted["GroupedResourceCounts"]}
    assert counts["AWS::S3::Bucket"] == sum(
        len(world.items("s3", account_id, GLOBAL_REGION, "buckets"))
        for account_id in world.accounts
        if world.partition(account_id) == "aws"
    )
    assert counts[ALB] > 0
    assert rows(config, "SELECT resourceId WHERE resourceType IN ('AWS::S3::Bucket', 'AWS::Nothing')") == []
    assert rows(config, f"SELECT resourceId WHERE resourceType = '{ALB}'") == []
    one = config.get_aggregate_discovered_resource_counts(
        ConfigurationAggregatorName=NAME, Filters={"ResourceType": ALB, "AccountId": SHOP, "Region": "eu-west-1"}
    )
    assert one["TotalDiscoveredResources"] == len(owned(world, *PLACE))


def test_an_emptied_aggregator_has_nothing(aggregator: Aggregator, config: Any) -> None:
    aggregator.emptied = True
    assert rows(config, "SELECT resourceId") == []
    sources = config.describe_configuration_aggregator_sources_status(ConfigurationAggregatorName=NAME)
    assert sources["AggregatedSourceStatusList"][0]["LastUpdateStatus"] == "FAILED"


def test_filters_of_the_aggregator_are_described(aggregator: Aggregator, config: Any) -> None:
    aggregator.types = ("AWS::S3::Bucket",)
    (described,) = config.describe_configuration_aggregators()["ConfigurationAggregators"]
    assert described["AggregatorFilters"]["ResourceType"]["Value"] == ["AWS::S3::Bucket"]
    assert rows(config, f"SELECT resourceId WHERE resourceType = '{ALB}'") == []


def test_listed_identifiers_are_read_in_batches_without_tags(config: Any) -> None:
    type_ = "AWS::ElasticBeanstalk::Environment"
    pages = config.get_paginator("list_aggregate_discovered_resources").paginate(
        ConfigurationAggregatorName=NAME, ResourceType=type_, Filters={"AccountId": SHOP}
    )
    listed = [each for page in pages for each in page["ResourceIdentifiers"]]
    stranger = {**listed[0], "ResourceId": "e-nowhere"}
    read_ = config.batch_get_aggregate_resource_config(
        ConfigurationAggregatorName=NAME, ResourceIdentifiers=[*listed, stranger]
    )
    assert read_["UnprocessedResourceIdentifiers"] == [stranger]
    assert len(read_["BaseConfigurationItems"]) == len(listed)
    document = json.loads(read_["BaseConfigurationItems"][0]["configuration"])
    assert document["optionSettings"][0]["value"] == items.CANARY
    assert "tags" not in read_["BaseConfigurationItems"][0]
    many = [listed[0]] * 101
    call = config.batch_get_aggregate_resource_config
    assert code_of(call, ConfigurationAggregatorName=NAME, ResourceIdentifiers=many) == "ValidationException"


def test_single_accounts_authorise_their_aggregator(
    aggregator: Aggregator, config: Any, make_client: MakeClient
) -> None:
    assert config.describe_aggregation_authorizations()["AggregationAuthorizations"] == []
    aggregator.account_ids = (SHOP,)
    member = make_client("shop-prod", "config", "eu-west-1")
    (authorised,) = member.describe_aggregation_authorizations()["AggregationAuthorizations"]
    assert (authorised["AuthorizedAccountId"], authorised["AuthorizedAwsRegion"]) == (AUDIT, aggregator.region)


def test_config_answers_eight_queries_a_second(world: World, aggregator: Aggregator, config: Any) -> None:
    del aggregator
    world.faults.limit_rates_of_aws()
    query = {"ConfigurationAggregatorName": NAME, "Expression": "SELECT accountId"}
    for _ in range(8):
        config.select_aggregate_resource_config(**query)
    assert code_of(config.select_aggregate_resource_config, **query) == "ThrottlingException"
    for _ in range(16):
        config.describe_configuration_aggregators()
