from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Shell, fresh_shell, served, shell  # noqa: F401 -- fixtures
from tests.targets.fakes import FakeAsk, case_of, ids, zone
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.targets import judge, kind
from xalias_tui.targets.kinds.record import KIND as RECORD
from xalias_tui.targets.kinds.traffic_policy import KIND as POLICY

ZONE, NAME = zone(), DnsName.parse("www.example.com")


def standing(type_: str = "A", **fields: Any) -> RecordSet:
    plain = {"Name": "www.example.com.", "Type": type_, "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
    return RecordSet.from_wire({**plain, **fields})


def test_a_record_is_a_target_of_its_own_types_with_the_zones_own_id() -> None:
    target = RECORD.target_at(ZONE, NAME, [standing(), standing("TXT"), standing("NS")])
    assert target is not None
    assert (target.kind, target.zone_id, target.zone_id_origin) == ("record", ZONE.id, "zone")
    assert (target.record_types, target.account_id) == (("A", "TXT"), ZONE.account_id)
    assert ids(list(judge(case_of(target, "home.example.com")))) == set()


def test_name_server_records_alone_are_no_target() -> None:
    assert RECORD.target_at(ZONE, NAME, [standing("NS"), standing("SOA")]) is None
    assert RECORD.target_at(ZONE, NAME, []) is None


def test_what_a_traffic_policy_owns_is_told_apart() -> None:
    owned = standing(TrafficPolicyInstanceId="0f7a1c6e-policy")
    target = POLICY.target_at(ZONE, NAME, [owned])
    assert target is not None
    assert (target.kind, target.label, target.record_types) == ("traffic-policy", "0f7a1c6e-policy", ("A",))
    assert POLICY.target_at(ZONE, NAME, [standing()]) is None


def test_neither_is_searched_for_or_recognised_outside_its_zone() -> None:
    for key in ("record", "traffic-policy"):
        assert list(kind(key).discover(FakeAsk({}))) == []
        assert kind(key).recognise(NAME) is None


@pytest.mark.usefixtures("served")
def test_an_alias_to_another_record_is_planned_from_its_name_alone(shell: Shell) -> None:  # noqa: F811 -- a fixture
    ran = shell.both("plan", "same-zone-test.example.com", "--target", "mx1.example.com", "--json")
    assert ran.status == 0
    assert (ran.data["target"]["kind"], ran.data["target"]["zone_id"]) == ("record", "Z08EXAMPLECOMPUBLIC0")
    assert [change["ResourceRecordSet"]["Type"] for change in ran.data["batch"]["Changes"]] == ["A", "AAAA"]
    missing = shell.both("plan", "same-zone-test.example.com", "--target", "nothing.example.com", "--json")
    assert missing.status == 1


def test_it_is_accepted_by_route_53(fresh_shell: Shell) -> None:  # noqa: F811 -- a fixture
    plan = fresh_shell.home / "plan.json"
    name = "same-zone-test.example.com"
    assert fresh_shell.both("plan", name, "--target", "mx1.example.com", "--type", "A", "--out", str(plan)).status == 0
    sent = fresh_shell.run("apply", str(plan), "--zone-profile", "dns-prod", "--yes", "--json")
    assert sent.data["change"]["status"] == "INSYNC"
