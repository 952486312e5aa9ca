"""Resources as configuration items: the forms that AWS Config gives them differ by type.

Older types are written in lowerCamel, newer ones in UpperCamel; some lack fields that the describe call has, some lack
their ARN, and dates have three forms (samples: awslabs/aws-config-rdk, aws-config-resource-schema). Items of Elastic
Beanstalk and App Runner hold environment variables; those of the simulation hold ``CANARY``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.config.aggregator import ALWAYS_ON, Aggregator, Item, Place, Recorder
from xalias_tui.sandbox.services.ec2 import ENABLED_REGIONS
from xalias_tui.sandbox.world import World

CANARY: Final = "canary-secret-of-an-environment-variable"
RECORDER: Final = "AWS::Config::ConfigurationRecorder"
_REGIONS: Final = (*ENABLED_REGIONS, ALWAYS_ON)
_CAPTURED: Final = "2025-03-14T09:30:00.000Z"
_ODD: Final = {"DNSName": "dnsname", "SSLCertificateId": "sslcertificateId", "VPCId": "vpcid"}
"""How items of Classic Load Balancers write members that begin with capitals."""
_NOT_ODD: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A type of resource that is recorded.

    Attributes:
        type: AWS Config's name for it.
        service: Where the world keeps such resources.
        collection: And under which name.
        id: The field, or function, that gives ``resourceId``.
        name: The same for ``resourceName``.
        configuration: What the item holds.
        region: ``awsRegion`` of a global type; empty for the resource's own.
        home: Where a global type is recorded.
        arn: The field with its ARN; empty where items have none.
        supplementary: What the item holds beside its configuration.
    """

    type: str
    service: str
    collection: str
    id: str | Callable[[Item], str]
    name: str | Callable[[Item], str]
    configuration: Callable[[Item], Mapping[str, Any]]
    region: str = ""
    home: str = ""
    arn: str = ""
    supplementary: Callable[[Item], Mapping[str, Any]] = dict


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000)


def _american(moment: datetime) -> str:
    return f"{moment:%b %-d, %Y %-I:%M:%S %p}"


def _lower(value: Any, date: Callable[[datetime], Any] = _iso, odd: Mapping[str, str] = _NOT_ODD) -> Any:
    """A value with members in lowerCamel."""
    if isinstance(value, Mapping):
        return {odd.get(key, key[:1].lower() + key[1:]): _lower(item, date, odd) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_lower(item, date, odd) for item in value]
    return date(value) if isinstance(value, datetime) else value


def _only(*names: str) -> Callable[[Item], Mapping[str, Any]]:
    """Some members as they are."""
    return lambda item: {name: item[name] for name in names if name in item}


def _without(
    *names: str, date: Callable[[datetime], Any] = _iso, odd: Mapping[str, str] = _NOT_ODD
) -> Callable[[Item], Any]:
    """All members in lowerCamel but some, and those that only the simulation knows."""
    return lambda item: _lower({k: v for k, v in item.items() if k not in names and not k.startswith("_")}, date, odd)


def _distribution(item: Item) -> Mapping[str, Any]:
    outside = ("Id", "ARN", "DomainName", "LastModifiedTime", "AliasICPRecordals")
    inside = {k: v for k, v in item.items() if k not in (*outside, "Status", "ConnectionMode")}
    kept: Mapping[str, Any] = _lower({k: item[k] for k in outside if k in item and k != "ARN"})
    return {**kept, "arn": item["ARN"], "distributionConfig": _lower(inside)}


def _environment(item: Item) -> Mapping[str, Any]:
    options = [{"namespace": "aws:elasticbeanstalk:application:environment", "optionName": "API_KEY", "value": CANARY}]
    return {**_lower(item, _american), "optionSettings": options}


def _runner(item: Item) -> Mapping[str, Any]:
    kept = _only("ServiceName", "ServiceId", "ServiceArn", "ServiceUrl", "Status", "NetworkConfiguration")(item)
    variables = [{"Name": "API_KEY", "Value": CANARY}]
    image = {"ImageRepository": {"ImageConfiguration": {"RuntimeEnvironmentVariables": variables}}}
    return {**kept, "SourceConfiguration": image}


def _bucket(item: Item) -> Mapping[str, Any]:
    return {"name": item["Name"], "creationDate": _iso(item["CreationDate"]), "location": None}


def _of_bucket(item: Item) -> Mapping[str, Any]:
    """JSON strings in JSON, one of them twice, and a boolean as a text."""
    found: dict[str, Any] = {
        "AccessControlList": json.dumps(json.dumps({"grantList": []})),
        "IsRequesterPaysEnabled": "true" if item["Payer"] == "Requester" else "false",
    }
    if item["Website"]:
        found["BucketWebsiteConfiguration"] = json.dumps({"indexDocumentSuffix": "index.html"})
    if item["Blocked"] is not None:
        names = ("blockPublicAcls", "ignorePublicAcls", "blockPublicPolicy", "restrictPublicBuckets")
        found["PublicAccessBlockConfiguration"] = dict.fromkeys(names, item["Blocked"])
    return found


def _endpoint(item: Item) -> Mapping[str, Any]:
    return {**_without("Tags")(item), "state": {"value": item["State"]}}


_BALANCER = "AWS::ElasticLoadBalancing{}::LoadBalancer"
RECORDED: Final = (
    Recorded(
        _BALANCER.format("V2"), "elbv2", "load_balancers", "LoadBalancerArn", "LoadBalancerName", _without(),
        arn="LoadBalancerArn",
    ),
    Recorded(
        _BALANCER.format(""), "elb", "load_balancers", "LoadBalancerName", "LoadBalancerName",
        _without("InstanceStates", "Tags", date=_epoch, odd=_ODD),
    ),
    Recorded(
        "AWS::CloudFront::Distribution", "cloudfront", "distributions", "Id", lambda _: "", _distribution,
        region="global", home="us-east-1", arn="ARN",
    ),
    Recorded("AWS::S3::Bucket", "s3", "buckets", "Name", "Name", _bucket, supplementary=_of_bucket),
    Recorded(
        "AWS::GlobalAccelerator::Accelerator", "globalaccelerator", "accelerators", "AcceleratorArn", "Name",
        _only("AcceleratorArn", "Name", "Enabled", "IpAddressType", "DnsName"), arn="AcceleratorArn",
    ),
    Recorded(
        "AWS::ElasticBeanstalk::Environment", "elasticbeanstalk", "environments", "EnvironmentId", "EnvironmentName",
        _environment, arn="EnvironmentArn",
    ),
    Recorded(
        "AWS::AppRunner::Service", "apprunner", "services", "ServiceArn", "ServiceName", _runner, arn="ServiceArn"
    ),
    Recorded(
        "AWS::OpenSearch::Domain", "opensearch", "domains", "DomainName", "DomainName",
        _only("DomainName", "EngineVersion", "DomainEndpointOptions", "ClusterConfig"), arn="ARN",
    ),
    Recorded("AWS::EC2::VPCEndpoint", "ec2", "vpc_endpoints", "VpcEndpointId", lambda _: "", _endpoint),
    Recorded("AWS::EC2::SecurityGroup", "ec2", "security_groups", "GroupId", "GroupName", _without()),
    Recorded(
        "AWS::ACM::Certificate", "acm", "certificates", "CertificateArn", "DomainName", _without(), arn="CertificateArn"
    ),
)  # fmt: skip


def _text(of: str | Callable[[Item], str], item: Item) -> str:
    return str(item[of]) if isinstance(of, str) else of(item)


def accounts(world: World, aggregator: Aggregator) -> list[str]:
    """The active accounts of the aggregator's partition."""
    partition = world.partition(aggregator.account_id)
    return [one.id for one in world.accounts.values() if one.partition == partition and one.state == "ACTIVE"]


def places(world: World, aggregator: Aggregator) -> Iterator[Place]:
    """The accounts and regions that are aggregated."""
    for account_id in accounts(world, aggregator):
        yield from (place for region in _REGIONS if aggregator.covers(place := (account_id, region)))


def held(world: World, aggregator: Aggregator) -> list[Item]:
    """Every item that the aggregator holds."""
    if aggregator.emptied:
        return []
    found: list[Item] = []
    for place in places(world, aggregator):
        recorder = aggregator.recorder(place)
        if recorder is not None:
            found.append(_recorder(world, place, recorder))
            found += aggregator.kept[place] if place in aggregator.kept else recorded(world, aggregator, place)
    return [item for item in found if not aggregator.types or item["resourceType"] in aggregator.types]


def recorded(world: World, aggregator: Aggregator, place: Place) -> list[Item]:
    """What a running recorder of a place records now."""
    account_id, region = place
    recorder = aggregator.recorder(place) or Recorder()
    found: list[Item] = []
    for each in RECORDED:
        if each.type in recorder.excluded or (each.home and each.home != region):
            continue
        of_world = GLOBAL_REGION if each.service in ("cloudfront", "s3") else region
        owned = world.items(each.service, account_id, of_world, each.collection)
        listed = world.items(each.service, account_id, of_world, "tags")  # of services that keep tags apart
        tags = {row["ResourceArn"]: row["Tags"] for row in listed}
        found += [
            _item(each, item, place, recorder, tags.get(item.get("LoadBalancerArn", ""), item.get("Tags") or ()))
            for item in owned
            if each.service != "s3" or item["Region"] == region
        ]
    return found + (_zones(world, place, recorder) if region == "us-east-1" else [])


def stop(world: World, aggregator: Aggregator, place: Place) -> None:
    """Stop a recorder: what it recorded is kept, and nothing that happens afterwards is noticed."""
    aggregator.kept[place] = recorded(world, aggregator, place)
    was = aggregator.recorder(place) or Recorder()
    aggregator.recorders[place] = Recorder(recording=False, excluded=was.excluded, daily=was.daily)


def fail(world: World, aggregator: Aggregator, place: Place, status: str = "FAILED") -> None:
    """Let a source fail, or lag behind as ``OUTDATED``: the aggregator keeps what it has."""
    aggregator.kept[place] = recorded(world, aggregator, place)
    aggregator.sources[place] = status


def _tags(tags: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Tags as items hold them: key, value, and both in one text for queries."""
    pairs = [(tag["Key"], tag.get("Value", "")) for tag in tags]
    return [{"tag": f"{key}={value}", "key": key, "value": value} for key, value in pairs]


def _item(each: Recorded, item: Item, place: Place, recorder: Recorder, tags: Sequence[Mapping[str, str]]) -> Item:
    supplementary = each.supplementary(item) if each.supplementary is not dict else {}
    arn = {"arn": item[each.arn]} if each.arn else {}
    region = each.region or place[1]
    own = (_text(each.id, item), _text(each.name, item))
    made = _envelope(each.type, *own, (place[0], region), recorder, each.configuration(item), supplementary)
    return made | arn | {"tags": _tags(tags)}


def _envelope(
    type_: str,
    id_: str,
    name: str,
    place: Place,
    recorder: Recorder,
    configuration: Mapping[str, Any],
    supplementary: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "accountId": place[0],
        "awsRegion": place[1],
        "resourceType": type_,
        "resourceId": id_,
        **({"resourceName": name} if name else {}),
        "availabilityZone": "Not Applicable" if place[1] == "global" else "Regional",
        "resourceCreationTime": _CAPTURED,
        "configurationItemCaptureTime": _CAPTURED,
        "configurationItemStatus": "ResourceDiscovered",
        "configurationStateId": "1741944600000",
        "recordingFrequency": "DAILY" if recorder.daily else "CONTINUOUS",
        "version": "1.3",
        "tags": [],
        "relationships": [],
        "configuration": configuration,
        "supplementaryConfiguration": supplementary,
    }


def _recorder(world: World, place: Place, recorder: Recorder) -> Item:
    excluded = sorted(recorder.excluded)
    configuration = {
        "Name": "default",
        "Arn": f"arn:{world.partition(place[0])}:config:{place[1]}:{place[0]}:configuration-recorder/default",
        "Recording": recorder.recording,
        "RecordingGroup": {
            "AllSupported": not excluded,
            "IncludeGlobalResourceTypes": not excluded,
            "ResourceTypes": [],
            "ExclusionByResourceTypes": {"ResourceTypes": excluded},
            "RecordingStrategy": {
                "UseOnly": "EXCLUSION_BY_RESOURCE_TYPES" if excluded else "ALL_SUPPORTED_RESOURCE_TYPES"
            },
        },
        "RecordingMode": {"RecordingFrequency": "DAILY" if recorder.daily else "CONTINUOUS"},
    }
    item = _envelope(RECORDER, "default", "default", place, recorder, configuration, {})
    return item | {"arn": configuration["Arn"]}


def _zones(world: World, place: Place, recorder: Recorder) -> list[Item]:
    """Hosted zones, without their records: AWS Config has no type for those."""
    type_ = "AWS::Route53::HostedZone"
    return [
        _envelope(
            type_,
            zone.id,
            zone.name,
            (place[0], "global"),
            recorder,
            {
                "Id": zone.id,
                "Name": zone.name,
                "HostedZoneConfig": {"Comment": zone.comment},
                "NameServers": [] if zone.private else list(zone.name_servers),
                "VPCs": [dict(vpc) for vpc in zone.vpcs],
            },
            {},
        )
        for zone in world.route53.zones.values()
        if zone.account_id == place[0] and type_ not in recorder.excluded
    ]
