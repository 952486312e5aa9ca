from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.shell import Ran
from xalias_tui.sandbox.organisation.health import FIRST, OFFICES

ZONE_SIDE = ("--zone-profile", "dns-prod")
SIDES = (*ZONE_SIDE, "--target-profile", "shop-prod", "--region", "eu-west-1", "--kind", "alb")


def changes(ran: Ran) -> list[tuple[str, str, str | None]]:
    return [
        (change["action"], change["record"]["type"], change["record"]["set_identifier"])
        for change in ran.data["changes"]
    ]


def test_a_group_is_shown_with_shares(shell: Shell) -> None:
    ran = shell.run("group", "split.example.com", *ZONE_SIDE, "--json")
    assert (ran.status, ran.document["command"], ran.document["unscanned"]) == (0, "group", [])
    assert ran.data.keys() == {"zone", "name", "policy", "types", "members"}
    assert (ran.data["policy"], ran.data["types"]) == ("weighted", ["A"])
    assert [
        (member["set_identifier"], member["value"], member["shares"], member["routing"])
        for member in ran.data["members"]
    ] == [
        ("blue", "90", {"A": 90.0}, {"policy": "weighted", "value": 90}),
        ("green", "10", {"A": 10.0}, {"policy": "weighted", "value": 10}),
    ]
    assert ran.data["members"][0].keys() >= {"types", "health_check_id", "evaluate_target_health", "records"}
    text = shell.run("group", "split.example.com", *ZONE_SIDE).out
    assert "split.example.com.  weighted routing, A" in text
    assert "blue    A      90     90%" in text


def test_a_simple_name_and_an_empty_one_are_shown_too(shell: Shell) -> None:
    simple = shell.run("group", "www.example.com", *ZONE_SIDE, "--json").data
    assert (simple["policy"], [member["set_identifier"] for member in simple["members"]]) == ("simple", [None])
    assert shell.run("group", "nothing.example.com", *ZONE_SIDE, "--json").data["members"] == []
    assert "nothing is there" in shell.run("group", "nothing.example.com", *ZONE_SIDE).out


def test_an_edit_is_a_plan_that_apply_sends_and_undo_takes_back(fresh_shell: Shell, tmp_path: Path) -> None:
    shell, file = fresh_shell, tmp_path / "plan.json"
    before = shell.run("group", "blend.example.com", *ZONE_SIDE, "--json").data
    words = ("--value", "search=60", "--value", "web=30", "--target", "web=shop-web", "--health-check", f"web={FIRST}")
    ran = shell.run("group", "blend.example.com", *words, *SIDES, "--out", str(file), "--fail-on", "never", "--json")
    assert (ran.status, ran.document["command"]) == (0, "plan")
    assert changes(ran) == [("DELETE", "A", "search"), ("CREATE", "A", "search"), ("CREATE", "A", "web")]
    assert shell.run("apply", str(file), *ZONE_SIDE, "--yes", "--allow-errors").status == 0
    after = shell.run("group", "blend.example.com", *ZONE_SIDE, "--json").data
    assert [(member["set_identifier"], member["shares"]["A"]) for member in after["members"]] == [
        ("orders", 10.0),
        ("search", 60.0),
        ("web", 30.0),
    ]
    assert after["members"][2]["health_check_id"] == FIRST
    assert shell.run("undo", *ZONE_SIDE, "--yes", "--allow-errors").status == 0
    assert shell.run("group", "blend.example.com", *ZONE_SIDE, "--json").data == before


def test_a_simple_name_becomes_a_group(shell: Shell) -> None:
    words = ("--policy", "weighted", "--value", "old=90", "--value", "new=10", "--target", "new=search")
    ran = shell.run("group", "retro.example.com", *words, *SIDES, "--fail-on", "never", "--json")
    assert changes(ran) == [("DELETE", "A", None), ("CREATE", "A", "new"), ("CREATE", "A", "old")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--value", "90"), "usage"),
        (("--value", "blue=1", "--value", "blue=2"), "usage"),
        (("--value", "blue=many"), "routing-value"),
        (("--remove", "red"), "set-identifier-unknown"),
        (("--target", "red=search"), "routing-value"),
        (("--policy", "latency", "--value", "blue=eu-west-1"), "routing-value"),
        (("--out", "plan.json"), "usage"),
        (("--shift", "blue=ten"), "routing-value"),
        (("--shift", "blue=60", "--shift", "green=60"), "routing-value"),
        (("--shift", "red=5"), "set-identifier-unknown"),
        (("--shift", "blue=5", "--value", "green=3"), "usage"),
        (("--shift", "blue=5", "--policy", "weighted"), "usage"),
        (("--health-check", f"blue={FIRST}", "--no-health-check", "blue"), "usage"),
        (("--evaluate-target-health", "blue", "--no-evaluate-target-health", "blue"), "usage"),
        (("--simple", "blue", "--value", "green=5"), "usage"),
        (("--simple", "blue", "--no-health-check", "green"), "usage"),
        (("--simple", "blue", "--policy", "latency"), "usage"),
    ],
)
def test_an_edit_that_means_nothing_is_refused(shell: Shell, words: tuple[str, ...], code: str) -> None:
    ran = shell.run("group", "split.example.com", *words, *SIDES, "--json")
    assert (ran.status, ran.error["code"]) == (2, code)


@pytest.mark.parametrize("name", ["find", "retro"])
def test_only_weighted_members_have_shares(shell: Shell, name: str) -> None:
    ran = shell.run("group", f"{name}.example.com", "--shift", "eu-west-1=5", *SIDES, "--json")
    assert (ran.status, ran.error["code"]) == (2, "routing-value")
    assert "so its members have no shares" in ran.error["message"]


def test_where_nothing_is_there_are_no_shares(shell: Shell) -> None:
    ran = shell.run("group", "nothing-here.example.com", "--shift", "green=5", *SIDES, "--json")
    told = "Nothing is at nothing-here.example.com, so there are no shares to shift."
    assert (ran.status, ran.error["message"]) == (2, told)


def test_a_name_without_a_policy_needs_one(shell: Shell) -> None:
    ran = shell.run("group", "www.example.com", "--value", "old=90", *SIDES, "--json")
    assert (ran.status, "--policy" in ran.error["remedy"]) == (2, True)


def test_set_identifiers_may_hold_an_equals_sign(fresh_shell: Shell) -> None:
    record = {
        "Name": "odd.example.com.",
        "Type": "A",
        "TTL": 60,
        "ResourceRecords": [{"Value": "192.0.2.1"}],
        "SetIdentifier": "a=b",
        "Weight": 1,
    }
    fresh_shell.sandbox.world.route53.load("Z08EXAMPLECOMPUBLIC0", [record])
    ran = fresh_shell.run("group", "odd.example.com", "--value", "a=b=7", *ZONE_SIDE, "--json")
    assert [change["record"]["routing"]["value"] for change in ran.data["changes"]] == [1, 7]


def test_health_checks_and_cidr_collections_are_listed(shell: Shell) -> None:
    checks = shell.run("health-checks", *ZONE_SIDE, "--json").data["health_checks"]
    assert checks[0] == {
        "id": FIRST,
        "account_id": "111111111111",
        "type": "HTTPS",
        "checks": "https://first.example.com/up",
        "disabled": False,
        "linked_service": "",
    }
    collections = shell.run("cidr-collections", *ZONE_SIDE, "--json").data["cidr_collections"]
    assert [(each["name"], each["id"], each["locations"]) for each in collections][:1] == [
        ("offices", OFFICES, ["berlin", "oslo"])
    ]
    assert "1 of 2 other health checks" in shell.run("health-checks", *ZONE_SIDE).out
    assert "berlin, oslo" in shell.run("cidr-collections", *ZONE_SIDE).out


@pytest.mark.parametrize(
    ("words", "routing"),
    [
        (
            ("--geoproximity-region", "eu-west-1", "--bias", "20"),
            {"policy": "geoproximity", "AWSRegion": "eu-west-1", "Bias": 20},
        ),
        (
            ("--geoproximity-coordinates", "52.52,13.40"),
            {"policy": "geoproximity", "Coordinates": {"Latitude": "52.52", "Longitude": "13.40"}},
        ),
        (
            ("--geoproximity-local-zone", "us-west-2-den-1"),
            {"policy": "geoproximity", "LocalZoneGroup": "us-west-2-den-1"},
        ),
        (("--cidr-collection", "offices"), {"policy": "cidr", "CollectionId": OFFICES, "LocationName": "*"}),
        (
            ("--cidr-collection", OFFICES, "--cidr-location", "oslo"),
            {"policy": "cidr", "CollectionId": OFFICES, "LocationName": "oslo"},
        ),
    ],
)
def test_a_record_of_any_policy_is_planned(shell: Shell, words: tuple[str, ...], routing: dict[str, object]) -> None:
    more = ("--set-identifier", "one", "--health-check", FIRST, "--type", "A", "--fail-on", "never", "--json")
    ran = shell.run("plan", "search.example.com", "--target", "search", *words, *more, *SIDES)
    (record,) = ran.data["after"]
    assert (record["routing"], record["health_check_id"]) == (routing, FIRST)
    assert "health-check-missing" not in {finding["id"] for finding in ran.data["findings"]}


@pytest.mark.parametrize(
    "words",
    [
        ("--weight", "99"),
        ("--health-check", FIRST),
        ("--no-evaluate-target-health",),
        ("--replace",),
        ("--multivalue",),
    ],
)
def test_what_a_deletion_would_ignore_is_refused(shell: Shell, words: tuple[str, ...]) -> None:
    ran = shell.run("plan", "split.example.com", "--delete", *words, *SIDES, "--json")
    assert (ran.status, ran.error["message"]) == (2, f"--delete does not go with {words[0]}.")


def test_a_deletion_may_name_a_member(shell: Shell) -> None:
    words = ("--delete", "--set-identifier", "search", "--fail-on", "never", "--json")
    assert changes(shell.run("plan", "blend.example.com", *words, *SIDES)) == [("DELETE", "A", "search")]


@pytest.mark.parametrize(
    "words",
    [
        ("--bias", "3"),
        ("--cidr-location", "oslo"),
        ("--geo-subdivision", "CA"),
        ("--geo-country", ""),
        ("--weight", "1", "--geoproximity-region", "eu-west-1"),
        ("--cname", "--health-check", FIRST),
    ],
)
def test_options_that_do_not_go_together_are_refused(shell: Shell, words: tuple[str, ...]) -> None:
    ran = shell.run("plan", "new.example.com", "--target", "search", *words, *SIDES, "--json")
    assert (ran.status, ran.error["code"]) == (2, "usage")
