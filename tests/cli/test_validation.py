"""Validation records on the command line: offered, taken along, created on their own, and waited for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Shell
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.organisation.zones import EMPTY

MISSING, TWO = "lb-cert-missing", "lb-cert-two-zones"
HERE = ("--region", "eu-west-1", "--kind", "alb")


@pytest.fixture
def quick_shell(fresh_shell: Shell) -> Shell:
    """A shell on an organisation whose services see a validation record at once."""
    fresh_shell.sandbox.world.proofs.seconds = 0
    return fresh_shell


def proofs_in(changes: list[dict[str, Any]]) -> list[str]:
    return [change["record"]["name"] for change in changes if change["record"]["name"].startswith("_")]


def test_a_plan_says_what_is_waited_for_and_takes_it_along_only_when_told(shell: Shell, tmp_path: Path) -> None:
    words = ("plan", f"{MISSING}.example.com", "--target", MISSING, *HERE)
    without = shell.both(*words, "--json").data
    assert proofs_in(without["changes"]) == []
    (waits,) = without["validations"]
    assert (waits["service"], waits["proves"], waits["renews"]) == ("ACM", f"{MISSING}.example.com", False)
    ran = shell.both(*words, "--with-validation", "--out", str(tmp_path / "plan.json"))
    assert f"+ CREATE  {waits['name']}" in ran.out
    assert "validation-record-planned" in ran.out
    assert ran.status == 0, "a plan that brings what is waited for has no error left"


def test_records_of_another_zone_become_a_plan_of_their_own(quick_shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    words = ("plan", f"{TWO}.example.com", "--target", TWO, *HERE, "--with-validation")
    ran = quick_shell.both(*words, "--out", str(file), "--json")
    (other,) = ran.data["also"]
    assert (other["zone"]["id"], len(proofs_in(other["changes"]))) == (EMPTY, 1)
    assert proofs_in(other["changes"]) != proofs_in(ran.data["changes"])
    text = quick_shell.both(*words)
    assert "also needed, in another zone" in text.out
    assert "xalias validate" in text.out
    beside = tmp_path / f"plan-2-{EMPTY}.json"
    for written in (file, beside):
        sent = quick_shell.both("apply", str(written), "--yes", "--allow-errors", "--json")
        assert (sent.status, sent.data["change"]["status"]) == (0, "INSYNC")
    piped = tmp_path / "piped.json"
    piped.write_text(ran.out)
    refused = quick_shell.both("apply", str(piped), "--yes", "--json")
    assert refused.error["code"] != "plan-edited", "the plans beside it are no edit"
    assert quick_shell.both(*words, "--replace", "--json").data["validations"] == []


def test_apply_waits_until_the_certificate_is_issued(quick_shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    words = ("plan", f"{MISSING}.example.com", "--target", MISSING, *HERE, "--with-validation", "--out", str(file))
    assert quick_shell.both(*words).status == 0
    ran = quick_shell.both("apply", str(file), "--yes", "--wait-issued", "--json")
    assert ran.status == 0
    followed = ran.data["followed"]
    assert (followed["issued"], [item["state"] for item in followed["resources"]]) == (True, ["ISSUED"])
    assert ran.data["change"]["status"] == "INSYNC"
    assert "0 s  ISSUED" in ran.err
    undone = quick_shell.both("undo", "--yes", "--json")
    assert undone.status == 0
    sent = quick_shell.both("history", "--json").data["entries"][0]["plan"]["changes"]
    assert [(change["action"], change["record"]["type"]) for change in sent] == [("DELETE", "CNAME"), ("DELETE", "A")]


def test_apply_says_so_where_it_is_not_issued_in_time(fresh_shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    words = ("plan", f"{MISSING}.example.com", "--target", MISSING, *HERE, "--with-validation", "--out", str(file))
    assert fresh_shell.both(*words).status == 0
    ran = fresh_shell.both("apply", str(file), "--yes", "--wait-issued", "--issued-within", "0", "--json")
    assert (ran.status, ran.data["change"]["status"]) == (1, "INSYNC")
    assert ran.data["followed"]["issued"] is False
    assert "it is not issued after 0 s" in ran.err


def test_validate_plans_and_sends_what_is_missing_in_every_zone(quick_shell: Shell) -> None:
    words = ("validate", f"{TWO}.example.com", "--target", TWO, *HERE)
    listed = quick_shell.both(*words, "--json").data
    assert {item["standing"] for item in listed["validations"]} == {"missing"}
    assert [plan["zone"]["id"] for plan in listed["plans"]] == [PUBLIC, EMPTY]
    assert (listed["outcomes"], listed["followed"]) == ([], None)
    assert "missing" in quick_shell.both(*words).out
    sent = quick_shell.both(*words, "--send", "--yes", "--wait-issued", "--json")
    assert sent.status == 0
    assert [outcome["state"] for outcome in sent.data["outcomes"]] == ["insync", "insync"]
    assert sent.data["followed"]["issued"] is True
    again = quick_shell.both(*words)
    assert "There is nothing that could be created." in again.out


def test_a_lost_record_of_an_issued_certificate_is_restored(quick_shell: Shell, tmp_path: Path) -> None:
    name = "lb-cert-unproved"
    words = ("validate", f"{name}.example.com", "--target", name, *HERE)
    (item,) = quick_shell.both(*words, "--json").data["validations"]
    assert (item["renews"], item["standing"]) == (True, "missing")
    assert quick_shell.both(*words, "--send", "--yes").status == 0
    plan = quick_shell.both("plan", f"{name}.example.com", "--target", name, *HERE, "--json").data
    assert "cert-validation-record-gone" not in {finding["id"] for finding in plan["findings"]}


def test_validate_follows_the_alias_that_stands(quick_shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    name = f"{MISSING}.example.com"
    quick_shell.both("plan", name, "--target", MISSING, *HERE, "--out", str(file))
    assert quick_shell.both("apply", str(file), "--yes", "--allow-errors").status == 0
    (item,) = quick_shell.both("validate", name, *HERE, "--json").data["validations"]
    assert item["standing"] == "missing"
    nothing = quick_shell.both("validate", "srv001.example.com", *HERE, "--json")
    assert (nothing.status, nothing.error["code"]) == (2, "target-unknown")
    unread = quick_shell.both("validate", name, "--target", "x-1.us-east-1.elb.amazonaws.com", *HERE)
    assert "Whether it waits for validation records is not known (not read: scheme, state," in unread.out
    absent = quick_shell.both("validate", "not-there.example.com", *HERE, "--json")
    assert (absent.status, absent.error["message"]) == (2, "There is no record at not-there.example.com.")


@pytest.mark.parametrize("word", ["--yes", "--no-wait", "--allow-errors", "--issued-within=5"])
def test_options_of_sending_mean_nothing_where_nothing_is_sent(shell: Shell, word: str) -> None:
    ran = shell.both("validate", f"{TWO}.example.com", word, "--json")
    assert (ran.status, ran.error["code"], word.partition("=")[0] in ran.error["message"]) == (2, "usage", True)


def test_with_validation_needs_a_target(shell: Shell) -> None:
    ran = shell.both("plan", "www.example.com", "--delete", "--with-validation", "--json")
    assert (ran.status, ran.error["code"]) == (2, "usage")
