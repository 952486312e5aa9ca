"""CNAMEs where no alias fits, and the way from one to the other, by the program over the wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Shell
from tests.shell import Ran

DATABASE = "shop.abc.eu-west-1.rds.amazonaws.com"
NAME = "cname-test.example.com"


def ids(ran: Ran) -> set[str]:
    return {finding["id"] for finding in ran.data["findings"] if finding["severity"] == "error"}


def changes(ran: Ran) -> list[tuple[str, str]]:
    return [(change["Action"], change["ResourceRecordSet"]["Type"]) for change in ran.data["batch"]["Changes"]]


def apply(shell: Shell, plan: Path) -> Ran:
    return shell.run("apply", str(plan), "--zone-profile", "dns-prod", "--yes", "--json")


def test_what_is_not_aliasable_is_reached_by_a_cname_with_a_chosen_ttl(shell: Shell) -> None:
    assert ids(shell.both("plan", NAME, "--target", DATABASE, "--json")) >= {"target-not-aliasable"}
    ran = shell.both("plan", NAME, "--target", DATABASE, "--cname", "--ttl", "60", "--json")
    (change,) = ran.data["batch"]["Changes"]
    wanted: dict[str, Any] = {
        "Name": f"{NAME}.",
        "Type": "CNAME",
        "TTL": 60,
        "ResourceRecords": [{"Value": f"{DATABASE}."}],
    }
    assert (ran.status, change["ResourceRecordSet"]) == (0, wanted)


def test_a_cname_is_refused_at_the_apex(shell: Shell) -> None:
    ran = shell.both("plan", "example.com", "--target", DATABASE, "--cname", "--json")
    assert (ran.status, ids(ran)) == (1, {"cname-at-apex"})


def test_a_website_is_reached_under_its_own_name(shell: Shell) -> None:
    ran = shell.both("plan", NAME, "--target", "s3-website.eu-west-1.amazonaws.com", "--cname", "--json")
    (record,) = ran.data["after"]
    assert record["values"] == [f"{NAME}.s3-website-eu-west-1.amazonaws.com."]
    assert record["ttl"] == 300


@pytest.mark.parametrize(
    "words",
    [
        ("--target", DATABASE, "--ttl", "60"),
        ("--target", DATABASE, "--cname", "--type", "A"),
        ("--delete", "--cname"),
        ("--target", DATABASE, "--cname", "--weight", "1", "--set-identifier", "a"),
        ("--target", DATABASE, "--cname", "--ttl", "-1"),
    ],
)
def test_what_does_not_go_with_a_cname_is_refused(shell: Shell, words: tuple[str, ...]) -> None:
    ran = shell.both("plan", NAME, *words, "--json")
    assert (ran.status, ran.error["code"] in {"usage", "ttl-invalid"}) == (2, True)


def test_an_alias_becomes_a_cname_and_an_alias_again_each_in_one_batch(fresh_shell: Shell, tmp_path: Path) -> None:
    shell, plan = fresh_shell, tmp_path / "plan.json"
    name = "shop-web-new.example.com"
    shell.both("plan", name, "--target", "shop-web", "--fail-on", "never", "--out", str(plan))
    made = shell.run("apply", str(plan), "--zone-profile", "dns-prod", "--yes", "--allow-errors", "--json")
    assert made.status == 0
    away = shell.both("convert", name, "--ttl", "30", "--fail-on", "never", "--out", str(plan), "--json")
    assert changes(away) == [("DELETE", "A"), ("DELETE", "AAAA"), ("CREATE", "CNAME")]
    assert {"zone-cached-old-record"} <= {finding["id"] for finding in away.data["findings"]}
    assert shell.run("apply", str(plan), "--zone-profile", "dns-prod", "--yes", "--allow-errors").status == 0
    lasting = shell.both("convert", name, "--ttl", "5", "--json")
    assert (lasting.status, lasting.error["code"]) == (2, "usage")
    back = shell.both("convert", name, "--fail-on", "never", "--out", str(plan), "--json")
    assert changes(back) == [("DELETE", "CNAME"), ("CREATE", "A"), ("CREATE", "AAAA")]
    assert back.data["target"]["name"] == "shop-web"
    assert shell.run("apply", str(plan), "--zone-profile", "dns-prod", "--yes", "--allow-errors").status == 0
    assert shell.run("undo", "--zone-profile", "dns-prod", "--yes", "--allow-errors").status == 0


def test_what_is_neither_is_not_converted(shell: Shell) -> None:
    ran = shell.both("convert", "example.com", "--json")
    assert (ran.status, ran.error["code"]) == (2, "not-convertible")
    nothing = shell.both("convert", "nosuch.example.com", "--json")
    assert (nothing.status, nothing.error["message"]) == (2, "There is no record at nosuch.example.com.")
