"""CloudTrail's event history of what was asked of the simulated Route 53, over the wire."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from tests.sandbox.change_batches import ALB, ALB_ZONE, HUB, TAKEN, ZONE, alias, plain
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.world import World

BY_NAME = [{"AttributeKey": "EventName", "AttributeValue": "ChangeResourceRecordSets"}]
Send = Callable[..., Any]


@pytest.fixture
def send(route53: Any, crowded_zone: Zone) -> Send:
    def sent(record: Any, action: str = "CREATE") -> Any:
        batch = {"Comment": "why", "Changes": [{"Action": action, "ResourceRecordSet": record}]}
        return route53.change_resource_record_sets(HostedZoneId=crowded_zone.id, ChangeBatch=batch)

    return sent


@pytest.fixture
def cloudtrail(make_client: MakeClient) -> Any:
    return make_client("dns-prod", "cloudtrail")


def test_an_event_tells_who_what_from_where_and_with_what(send: Send, cloudtrail: Any) -> None:
    made = send(alias("www.example.com", ALB, ALB_ZONE))["ChangeInfo"]
    (event,) = cloudtrail.lookup_events(LookupAttributes=BY_NAME)["Events"]
    told = json.loads(event["CloudTrailEvent"])
    assert told["requestParameters"]["hostedZoneId"] == ZONE
    (change,) = told["requestParameters"]["changeBatch"]["changes"]
    assert change["resourceRecordSet"]["aliasTarget"] == {
        "hostedZoneId": ALB_ZONE,
        "dNSName": ALB,
        "evaluateTargetHealth": False,
    }
    assert told["requestParameters"]["changeBatch"]["comment"] == "why"
    assert told["responseElements"]["changeInfo"]["id"] == made["Id"]
    assert told["userIdentity"]["arn"].startswith("arn:aws:iam::111111111111:user/")
    assert "Botocore/" in told["userAgent"]
    assert told["sourceIPAddress"] == "127.0.0.1"
    assert "errorCode" not in told
    assert event["Username"] == told["userIdentity"]["arn"].rpartition("/")[2]


def test_time_to_live_is_spelt_as_cloudtrail_spells_it(send: Send, cloudtrail: Any) -> None:
    send(plain("www.example.com", ttl=77))
    told = json.loads(cloudtrail.lookup_events()["Events"][0]["CloudTrailEvent"])
    assert told["requestParameters"]["changeBatch"]["changes"][0]["resourceRecordSet"]["tTL"] == 77


def test_what_was_refused_is_told_as_refused(send: Send, cloudtrail: Any) -> None:
    with pytest.raises(ClientError):
        send(TAKEN)
    told = json.loads(cloudtrail.lookup_events(LookupAttributes=BY_NAME)["Events"][0]["CloudTrailEvent"])
    assert (told["errorCode"], told["responseElements"]) == ("InvalidChangeBatch", None)


def test_reading_leaves_no_event(route53: Any, crowded_zone: Zone, cloudtrail: Any) -> None:
    route53.list_resource_record_sets(HostedZoneId=crowded_zone.id)
    assert cloudtrail.lookup_events()["Events"] == []


def test_events_come_late_and_are_forgotten(send: Send, cloudtrail: Any, world: World, clock: ManualClock) -> None:
    world.trail.delay = timedelta(minutes=5)
    send(plain("www.example.com"))
    assert cloudtrail.lookup_events()["Events"] == []
    clock.advance(301)
    assert len(cloudtrail.lookup_events()["Events"]) == 1
    clock.advance(90 * 86_400)
    assert cloudtrail.lookup_events()["Events"] == []


def test_the_newest_come_first_page_by_page(send: Send, cloudtrail: Any, clock: ManualClock) -> None:
    for number in range(5):
        send(plain(f"host{number}.example.com"))
        clock.advance(60)
    pages = cloudtrail.get_paginator("lookup_events").paginate(
        LookupAttributes=BY_NAME, PaginationConfig={"PageSize": 2}
    )
    sizes, names = [], []
    for page in pages:
        sizes.append(len(page["Events"]))
        names += [json.loads(event["CloudTrailEvent"])["requestParameters"] for event in page["Events"]]
    assert sizes == [2, 2, 1]
    told = [name["changeBatch"]["changes"][0]["resourceRecordSet"]["name"] for name in names]
    assert told == [f"host{number}.example.com" for number in (4, 3, 2, 1, 0)]


def test_only_the_home_of_global_services_has_them_and_only_the_account_sees_them(
    send: Send, make_client: MakeClient
) -> None:
    send(plain("www.example.com"))
    assert make_client("dns-prod", "cloudtrail", "eu-west-1").lookup_events()["Events"] == []
    assert make_client("media-prod", "cloudtrail").lookup_events()["Events"] == []
    found = make_client("dns-prod", "cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": ZONE}]
    )
    assert len(found["Events"]) == 1


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"LookupAttributes": [*BY_NAME, *BY_NAME]}, "InvalidLookupAttributesException"),
        (
            {"LookupAttributes": [{"AttributeKey": "Nonsense", "AttributeValue": "x"}]},
            "InvalidLookupAttributesException",
        ),
        ({"NextToken": "nonsense"}, "InvalidNextTokenException"),
        ({"MaxResults": 51}, "InvalidMaxResultsException"),
    ],
)
def test_what_makes_no_sense_is_refused(cloudtrail: Any, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as caught:
        cloudtrail.lookup_events(**asked)
    assert caught.value.response["Error"]["Code"] == code


def test_beyond_two_a_second_it_throttles(cloudtrail: Any, world: World) -> None:
    world.faults.limit_rate(HUB, rate=2, burst=2, service="cloudtrail")
    cloudtrail.lookup_events()
    cloudtrail.lookup_events()
    with pytest.raises(ClientError) as caught:
        cloudtrail.lookup_events()
    assert caught.value.response["Error"]["Code"] == "ThrottlingException"
