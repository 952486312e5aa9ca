"""Protections, traffic policies and Change History of the simulated Route 53, over the wire."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from tests.sandbox.change_batches import HUB, OTHER, ZONE, Change, alias, create, plain
from xalias_tui.sandbox.route53.traffic_policies import add_policy
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.world import World

POLICY = "22222222-2222-4222-8222-222222222222"
WWW, TAKEN = "www.example.com", "taken.example.com"


def protection(name: str = WWW, type_: str = "A", **more: str) -> dict[str, str]:
    return {"RecordName": name, "RecordType": type_, **more}


def code_of(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int]:
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


@pytest.fixture
def protect(route53: Any, crowded_zone: Zone) -> Any:
    def made(*entries: dict[str, str], zone_id: str = crowded_zone.id) -> Any:
        return route53.create_resource_record_set_protections(HostedZoneId=zone_id, Protections=list(entries))

    return made


@pytest.mark.parametrize(
    "steps",
    [
        create(plain(WWW)),
        (*create(plain("new.example.com")), *create(plain(WWW))),
        create(plain(WWW, SetIdentifier="a", Weight=1)),
        (("UPSERT", plain(WWW)),),
        (("DELETE", plain(WWW)),),
    ],
)
def test_a_protected_name_and_type_lets_no_batch_through(protect: Any, refused: Change, steps: Any) -> None:
    protect(protection(Comment="ask #dns"))
    code, message = refused(*steps)
    assert code == "InvalidChangeBatch"
    assert "[name='www.example.com.', type='A'] is protected" in message
    assert "ask #dns" in message


def test_other_types_are_free_and_a_protection_can_be_taken_away(protect: Any, route53: Any) -> None:
    protect(protection())
    for record in (plain(WWW, "TXT", '"x"'), plain(WWW)):
        changes = [{"Action": "CREATE", "ResourceRecordSet": record}]
        route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch={"Changes": changes})
        if record["Type"] == "TXT":
            route53.delete_resource_record_set_protections(HostedZoneId=ZONE, Protections=[protection()])


def test_protections_are_listed_in_the_order_of_records_page_by_page(protect: Any, route53: Any) -> None:
    protect(protection("b.example.com"), protection("a.example.com", "TXT"), protection("a.example.com", Comment="x"))
    pages = route53.get_paginator("list_resource_record_set_protections").paginate(HostedZoneId=ZONE, MaxResults="2")
    listed = [page["ResourceRecordSetProtections"] for page in pages]
    assert [len(page) for page in listed] == [2, 1]
    assert listed[0][0] == {"RecordName": "a.example.com.", "RecordType": "A", "Comment": "x"}
    assert [entry["RecordType"] for page in listed for entry in page] == ["A", "TXT", "A"]
    started = route53.list_resource_record_set_protections(
        HostedZoneId=ZONE, StartRecordName="a.example.com", StartRecordType="B"
    )
    assert [entry["RecordType"] for entry in started["ResourceRecordSetProtections"]] == ["TXT", "A"]


@pytest.mark.parametrize(
    ("entries", "code", "status"),
    [
        ([protection(TAKEN)], "ProtectionAlreadyExists", 409),
        ([protection(TAKEN), protection()], "InvalidResourceRecordSetProtectionBatch", 400),
        ([protection("www.example.net")], "InvalidResourceRecordSetProtectionBatch", 400),
        ([protection(type_="DNAME")], "InvalidResourceRecordSetProtectionBatch", 400),
        ([protection(), protection()], "InvalidResourceRecordSetProtectionBatch", 400),
        ([], "InvalidInput", 400),
    ],
)
def test_what_cannot_be_protected_is_refused_as_a_whole(
    protect: Any, crowded_zone: Zone, entries: list[dict[str, str]], code: str, status: int
) -> None:
    protect(protection(TAKEN))
    with pytest.raises(ClientError) as caught:
        protect(*entries)
    assert code_of(caught) == (code, status)
    assert set(crowded_zone.protections) == {(f"{TAKEN}.", "A")}


def test_a_zone_with_protections_is_not_deleted(protect: Any, route53: Any) -> None:
    protect(protection("new.example.org"), zone_id=OTHER)
    with pytest.raises(ClientError):
        route53.delete_hosted_zone(Id=OTHER)


def test_what_is_not_protected_cannot_be_freed(route53: Any, crowded_zone: Zone) -> None:
    with pytest.raises(ClientError) as caught:
        route53.delete_resource_record_set_protections(HostedZoneId=crowded_zone.id, Protections=[protection()])
    assert code_of(caught) == ("InvalidResourceRecordSetProtectionBatch", 400)


@pytest.fixture
def steered(route53: Any, world: World, crowded_zone: Zone) -> dict[str, Any]:
    add_policy(world, HUB, POLICY, "steered", "192.0.2.9")
    made = route53.create_traffic_policy_instance(
        HostedZoneId=crowded_zone.id, Name=WWW, TTL=60, TrafficPolicyId=POLICY, TrafficPolicyVersion=1
    )
    found: dict[str, Any] = made["TrafficPolicyInstance"]
    return found


def test_an_instance_owns_a_record_that_only_names_it(route53: Any, steered: dict[str, Any]) -> None:
    listed = route53.list_resource_record_sets(HostedZoneId=ZONE, StartRecordName=WWW)["ResourceRecordSets"][0]
    assert listed == {"Name": f"{WWW}.", "Type": "A", "TrafficPolicyInstanceId": steered["Id"]}
    by_zone = route53.list_traffic_policy_instances_by_hosted_zone(HostedZoneId=ZONE)["TrafficPolicyInstances"]
    everywhere = route53.list_traffic_policy_instances()["TrafficPolicyInstances"]
    by_policy = route53.list_traffic_policy_instances_by_policy(TrafficPolicyId=POLICY, TrafficPolicyVersion=1)
    assert by_zone == everywhere == by_policy["TrafficPolicyInstances"] == [steered]
    assert route53.get_traffic_policy_instance(Id=steered["Id"])["TrafficPolicyInstance"] == steered
    assert route53.get_traffic_policy_instance_count()["TrafficPolicyInstanceCount"] == 1
    assert route53.get_traffic_policy(Id=POLICY, Version=1)["TrafficPolicy"]["Type"] == "A"
    assert route53.list_traffic_policies()["TrafficPolicySummaries"][0]["Id"] == POLICY


def test_instances_are_listed_page_by_page(route53: Any, steered: dict[str, Any]) -> None:
    for name in ("s1.example.com", "s2.example.com"):
        route53.create_traffic_policy_instance(
            HostedZoneId=ZONE, Name=name, TTL=60, TrafficPolicyId=POLICY, TrafficPolicyVersion=1
        )
    first = route53.list_traffic_policy_instances_by_hosted_zone(HostedZoneId=ZONE, MaxItems="2")
    assert first["IsTruncated"]
    second = route53.list_traffic_policy_instances_by_hosted_zone(
        HostedZoneId=ZONE,
        MaxItems="2",
        TrafficPolicyInstanceNameMarker=first["TrafficPolicyInstanceNameMarker"],
        TrafficPolicyInstanceTypeMarker=first["TrafficPolicyInstanceTypeMarker"],
    )
    assert second["TrafficPolicyInstances"] == [steered]
    assert not second["IsTruncated"]


def test_its_record_goes_with_it_and_can_be_deleted_but_not_made_by_hand(
    route53: Any, steered: dict[str, Any], crowded_zone: Zone, refused: Change
) -> None:
    record = {"Name": f"{WWW}.", "Type": "A", "TrafficPolicyInstanceId": steered["Id"]}
    assert refused(("CREATE", {**record, "Name": "new.example.com"}))[0] == "InvalidInput"
    target = alias("leads.example.com", WWW, ZONE)
    changes = [{"Action": "CREATE", "ResourceRecordSet": target}]
    route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch={"Changes": changes})
    changes = [{"Action": "DELETE", "ResourceRecordSet": record}]
    route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch={"Changes": changes})
    assert route53.get_traffic_policy_instance(Id=steered["Id"]), "it lives on, and costs"
    route53.delete_traffic_policy_instance(Id=steered["Id"])
    with pytest.raises(ClientError) as caught:
        route53.get_traffic_policy_instance(Id=steered["Id"])
    assert code_of(caught) == ("NoSuchTrafficPolicyInstance", 404)
    assert not crowded_zone.at(f"{WWW}.")


def test_a_name_that_is_taken_gets_no_instance(route53: Any, world: World, crowded_zone: Zone) -> None:
    add_policy(world, HUB, POLICY, "steered", "192.0.2.9")
    with pytest.raises(ClientError) as caught:
        route53.create_traffic_policy_instance(
            HostedZoneId=crowded_zone.id, Name=TAKEN, TTL=60, TrafficPolicyId=POLICY, TrafficPolicyVersion=1
        )
    assert code_of(caught) == ("TrafficPolicyInstanceAlreadyExists", 409)


def test_change_history_tells_who_wrote_what_of_a_name_and_type(route53: Any, crowded_zone: Zone) -> None:
    crowded_zone.history = []
    for steps in ([("CREATE", plain(WWW))], [("DELETE", plain(WWW)), ("CREATE", plain(WWW, value="192.0.2.2"))]):
        changes = [{"Action": action, "ResourceRecordSet": record} for action, record in steps]
        last = route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch={"Changes": changes})["ChangeInfo"]
    asked = {"HostedZoneId": ZONE, "RecordName": WWW, "RecordType": "A"}
    pages = route53.get_paginator("list_resource_record_set_changes").paginate(**asked, MaxResults="2")
    (newest, *others) = [entry for page in pages for entry in page["ResourceRecordSetChanges"]]
    assert [newest["Action"], *(entry["Action"] for entry in others)] == ["CREATE", "DELETE", "CREATE"]
    assert newest["ResourceRecordSet"]["ResourceRecords"] == [{"Value": "192.0.2.2"}]
    assert newest["SubmittedBy"].startswith("arn:aws:iam::111111111111:user/")
    assert f"/change/{newest['ChangeId']}" == last["Id"]
    assert newest["RequestId"]
    assert route53.list_resource_record_set_changes(**{**asked, "RecordType": "TXT"})["ResourceRecordSetChanges"] == []


def test_a_standard_zone_has_no_history(route53: Any, crowded_zone: Zone) -> None:
    with pytest.raises(ClientError) as caught:
        route53.list_resource_record_set_changes(HostedZoneId=crowded_zone.id)
    assert code_of(caught) == ("FeatureNotEnabled", 403)


def test_another_accounts_zone_is_nobodys_business(make_client: MakeClient, crowded_zone: Zone) -> None:
    stranger = make_client("media-prod", "route53")
    with pytest.raises(ClientError) as caught:
        stranger.list_resource_record_set_protections(HostedZoneId=crowded_zone.id)
    assert code_of(caught)[0] == "AccessDenied"
