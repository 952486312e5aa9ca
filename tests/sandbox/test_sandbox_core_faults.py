from __future__ import annotations

import threading
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.conftest import MakeClient
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.world import World

_RECORD = {"Name": "www.example.com", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
_CREATE = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": _RECORD}]}


@pytest.fixture
def zone(world: World) -> str:
    return world.route53.create_zone("111111111111", "example.com")


def _names(world: World, zone: str) -> set[str]:
    return {record["Name"] for record in world.route53.zones[zone].from_key(("", "", ""), 100)}


def test_cut_after_apply(route53: Any, world: World, zone: str) -> None:
    world.faults.next("route53:ChangeResourceRecordSets", faults.Cut())
    with pytest.raises(ConnectionClosedError):
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=_CREATE)
    assert "www.example.com." in _names(world, zone)
    with pytest.raises(ClientError, match="already exists"):
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=_CREATE)


@pytest.mark.parametrize(
    ("fault", "code", "status"),
    [
        (faults.server_error(), "InternalFailure", 500),
        (faults.denied(), "AccessDenied", 403),
        (faults.expired(), "ExpiredToken", 403),
        (faults.throttled(), "Throttling", 400),
        (faults.prior_request_not_complete(), "PriorRequestNotComplete", 400),
    ],
)
def test_refusals_on_demand_change_nothing(
    route53: Any, world: World, zone: str, fault: faults.Refuse, code: str, status: int
) -> None:
    world.faults.next("route53:Change*", fault, times=2)
    for _ in range(2):
        with pytest.raises(ClientError) as caught:
            route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=_CREATE)
        response = caught.value.response
        assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)
    assert "www.example.com." not in _names(world, zone)
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=_CREATE)
    assert "www.example.com." in _names(world, zone)


def test_faults_meet_their_operation_only(route53: Any, world: World, zone: str) -> None:
    world.faults.next("route53:ChangeResourceRecordSets", faults.server_error())
    assert route53.get_hosted_zone_count()["HostedZoneCount"] == 1
    world.faults.clear()
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=_CREATE)


def test_a_slow_answer_waits_for_its_release(route53: Any, world: World, zone: str) -> None:
    slow = faults.Slow()
    world.faults.next("route53:ChangeResourceRecordSets", slow)
    done = threading.Event()

    def change() -> None:
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=_CREATE)
        done.set()

    thread = threading.Thread(target=change)
    thread.start()
    assert slow.reached.wait(10)
    assert not done.is_set()
    assert "www.example.com." not in _names(world, zone)
    slow.release.set()
    thread.join(10)
    assert done.is_set()


def test_a_token_bucket_for_each_account(make_client: MakeClient, world: World, clock: ManualClock) -> None:
    world.faults.limit_rate("111111111111", rate=2, burst=3)
    hub, media = make_client("dns-prod", "route53"), make_client("media-prod", "route53")
    for _ in range(3):
        hub.get_hosted_zone_count()
    with pytest.raises(ClientError, match="Rate exceeded") as caught:
        hub.get_hosted_zone_count()
    assert caught.value.response["Error"]["Code"] == "Throttling"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    media.get_hosted_zone_count()
    clock.advance(1)
    for _ in range(2):
        hub.get_hosted_zone_count()
    with pytest.raises(ClientError, match="Rate exceeded"):
        hub.get_hosted_zone_count()
    assert world.faults.throttled == {"route53": 2}


def test_one_change_of_a_zone_at_a_time(route53: Any, world: World, clock: ManualClock, zone: str) -> None:
    world.faults.one_change_at_a_time = True
    other = world.route53.create_zone("111111111111", "example.org")
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=_CREATE)
    delete = {"Changes": [{"Action": "DELETE", "ResourceRecordSet": _RECORD}]}
    with pytest.raises(ClientError, match="Route 53 was still processing a prior request") as caught:
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=delete)
    assert caught.value.response["Error"]["Code"] == "PriorRequestNotComplete"
    elsewhere = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": {**_RECORD, "Name": "www.example.org"}}]}
    route53.change_resource_record_sets(HostedZoneId=other, ChangeBatch=elsewhere)
    clock.advance(60)
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=delete)
