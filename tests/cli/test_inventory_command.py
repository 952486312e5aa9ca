"""What is kept, as seen from the command line, and whether the aggregator is fit."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.conftest import Shell
from xalias_tui.sandbox.config import items
from xalias_tui.sandbox.config.aggregator import Recorder
from xalias_tui.sandbox.members import AUDIT, LEGACY, MEDIA, SHOP

SIDES = ("--zone-profile", "dns-prod", "--target-profile", "shop-prod", "--target-profile", "media-prod")
FEW = ("--kind", "alb", "--kind", "cloudfront", "--region", "eu-west-1")
ALB = "AWS::ElasticLoadBalancingV2::LoadBalancer"
ORGANISATION = ("--organisation-profile", "org-admin", "--role", "xalias-audit", "--zone-profile", "dns-prod")


def file_of(shell: Shell) -> Path:
    (found,) = shell.home.rglob("inventory-*.sqlite")
    return found


def test_the_accounts_that_have_zones_answer_for_an_organisation_and_are_kept(shell: Shell) -> None:
    """No profile is named for the zones, and the environment has no credentials: as in the README's second command."""
    environment = {"XDG_CACHE_HOME": str(shell.home / "cache")}
    everyone = ("--organisation-profile", "org-admin", "--role", "xalias-audit", "--aggregator", "auto")
    few = (*everyone, "--offline", "--kind", "s3-website", "--json")
    asked = shell.run("audit", *few, **environment).data
    taken = {row["name"] for row in asked["aliases"] if row["verdict"] == "takeable"}
    assert "takeable.example.com." in taken, "an account that has zones is asked whether the bucket is free"
    assert shell.run("health-checks", *everyone, "--json", **environment).data["health_checks"]
    shell.sandbox.world.served.clear()
    again = shell.run("audit", *few, "--cached", **environment)
    assert list(shell.sandbox.world.served) == []
    assert len(again.data["aliases"]) == len(asked["aliases"])
    assert not [row for row in again.data["aliases"] if row["verdict"] == "takeable"], "no one said that it is free"
    (said,) = (row["message"] for row in again.unscanned if row["kind"] == "names")
    assert said.count("could not be asked about") == 1
    assert not said.endswith("..")


def test_what_was_found_is_shown_again_without_asking_anyone(shell: Shell) -> None:
    environment = {"XDG_CACHE_HOME": str(shell.home / "cache")}
    found = shell.run("targets", *SIDES, *FEW, "--json", **environment).data["targets"]
    shell.run("zones", *SIDES, "--json", **environment)
    shell.sandbox.world.served.clear()
    again = shell.run("targets", *SIDES, *FEW, "--cached", "--json", **environment).document
    assert [row["arn"] for row in again["data"]["targets"]] == [row["arn"] for row in found]
    assert {row["source"] for row in again["data"]["targets"]} == {"cache"}
    assert again["data"]["coverage"]["sources"] == ["cache", "live"]
    assert again["unscanned"] == []
    assert shell.run("zones", *SIDES, "--cached", "--json", **environment).data["zones"]
    kept = shell.run("inventory", *SIDES, "--json", **environment).data
    assert {(row["account_id"], row["kind"], row["region"]) for row in kept["places"]} >= {
        (SHOP, "alb", "eu-west-1"),
        (MEDIA, "cloudfront", ""),
    }
    assert list(shell.sandbox.world.served) == [], "nothing was asked"


def test_what_is_kept_is_used_as_long_as_it_is_young(shell: Shell) -> None:
    environment = {"XDG_CACHE_HOME": str(shell.home / "cache")}
    shell.run("targets", *SIDES, *FEW, **environment)
    shell.sandbox.world.served.clear()
    young = shell.run("targets", *SIDES, *FEW, "--inventory-age", "1h", "--json", **environment).data["targets"]
    assert {row["source"] for row in young} == {"cache"}
    assert "DescribeLoadBalancers" not in {call.operation for call in shell.sandbox.world.served}
    asked = shell.run("targets", *SIDES, *FEW, "--json", **environment).data["targets"]
    assert {row["source"] for row in asked} == {"live"}
    wrong = shell.run("targets", *SIDES, "--inventory-age", "soon", "--json", **environment)
    assert (wrong.status, wrong.error["code"]) == (2, "duration-invalid")


def test_what_is_not_kept_is_said(shell: Shell) -> None:
    environment = {"XDG_CACHE_HOME": str(shell.home / "cache")}
    ran = shell.run("targets", *SIDES, "--cached", **environment)
    assert ran.status == 3
    assert len(ran.err.splitlines()) <= 2
    shell.run("targets", *SIDES, "--kind", "alb", "--region", "eu-west-1", **environment)
    more = shell.run("targets", *SIDES, "--kind", "alb", "--kind", "nlb", "--cached", "--json", **environment).document
    assert {(row["kind"], row["code"]) for row in more["unscanned"]} == {("alb", "not-kept"), ("nlb", "not-kept")}
    shell.run("inventory", "forget", *SIDES, **environment)
    assert shell.run("inventory", *SIDES, "--json", **environment).data["places"] == []


def test_what_could_not_be_read_is_in_the_document_and_in_the_status(shell: Shell) -> None:
    environment = {"XDG_CACHE_HOME": str(shell.home / "cache")}
    denied = (
        "--zone-profile",
        "dns-prod",
        "--target-profile",
        "legacy",
        "--kind",
        "apigateway",
        "--kind",
        "nlb",
        "--region",
        "eu-west-1",
        "--json",
    )
    found = shell.run("targets", *denied, **environment).unscanned
    assert [row["code"] for row in found] == ["AccessDeniedException"]
    for words in (("refresh",), ()):
        ran = shell.run("inventory", *words, *denied, "--fail-on-incomplete", **environment)
        assert (ran.status, len(ran.unscanned)) == (1, len(found))
    gone = shell.run(
        "inventory", "refresh", *denied, "--target-profile", "expired", "--fail-on-incomplete", **environment
    )
    assert (gone.status, [row["code"] for row in gone.unscanned][-1]) == (1, "expired")
    named = shell.run("usedby", "cart", *denied, **environment)
    assert "in the target accounts (1 look-up failed)." in named.error["message"]


def test_no_secret_is_ever_kept(shell: Shell) -> None:
    environment = {"XDG_CACHE_HOME": str(shell.home / "cache")}
    shell.run("targets", *ORGANISATION, "--aggregator", "auto", **environment)
    kept = b"".join(path.read_bytes() for path in (shell.home / "cache").rglob("inventory-*") if path.is_file())
    assert items.CANARY.encode() not in kept
    with sqlite3.connect(file_of(shell)) as base:
        told = "\n".join(base.iterdump())
    base.close()
    assert items.CANARY not in told
    assert "ASIA" not in told


def test_an_audit_of_what_is_kept_never_says_that_something_is_broken_by_its_age(shell: Shell) -> None:
    environment = {"XDG_CACHE_HOME": str(shell.home / "cache")}
    live = shell.run("audit", *SIDES, "--offline", "--json", **environment).data
    shell.sandbox.world.served.clear()
    kept = shell.run("audit", *SIDES, "--offline", "--cached", "--json", **environment).data
    assert list(shell.sandbox.world.served) == []
    pairs = {(one["verdict"], other["verdict"]) for one, other in zip(live["aliases"], kept["aliases"], strict=True)}
    assert ("live", "live") in pairs
    assert all(after in (before, "unknown") for before, after in pairs)


def test_a_fit_aggregator_has_notes_only_where_its_regions_are_named(fresh_shell: Shell) -> None:
    ran = fresh_shell.run(
        "inventory", "check", *ORGANISATION, "--region", "eu-west-1", "--fail-on-incomplete", "--json"
    )
    assert (ran.status, ran.data["fit"]) == (0, True)
    assert [check["id"] for check in ran.data["checks"]] == ["not-in-config"]


def test_what_is_wrong_with_an_aggregator_comes_with_the_command_that_corrects_it(fresh_shell: Shell) -> None:
    world = fresh_shell.sandbox.world
    aggregator = world.aggregator
    assert aggregator is not None
    aggregator.recorders[SHOP, "eu-west-1"] = Recorder(recording=False)
    aggregator.recorders[MEDIA, "eu-west-1"] = Recorder(excluded=frozenset({ALB}))
    items.fail(world, aggregator, (LEGACY, "eu-west-1"))
    ran = fresh_shell.run(
        "inventory", "check", *ORGANISATION, "--region", "eu-west-1", "--fail-on-incomplete", "--json"
    )
    checks = {check["id"]: check for check in ran.data["checks"]}
    assert (ran.status, ran.data["fit"]) == (1, False)
    assert checks.keys() == {"not-recording", "type-not-recorded", "aggregation-failed", "not-in-config"}
    assert checks["not-recording"]["command"] == (
        "aws configservice start-configuration-recorder --configuration-recorder-name default --region eu-west-1"
    )
    assert SHOP in checks["not-recording"]["message"]
    assert "ElasticLoadBalancingV2" in checks["type-not-recorded"]["message"]
    assert checks["not-recording"]["places"] == [
        {"account_id": SHOP, "region": "eu-west-1", "command": checks["not-recording"]["command"]}
    ]
    assert checks["aggregation-failed"]["places"] == []
    assert "--update-status FAILED" in checks["aggregation-failed"]["command"]
    aggregator.emptied = True
    assert fresh_shell.run("inventory", "check", *ORGANISATION, "--json").data["checks"][0]["id"] == "aggregator-empty"


def test_an_aggregator_that_does_not_exist_is_one_sentence(shell: Shell) -> None:
    for words in (("--aggregator", "nothing"), ("--aggregator", "auto", "--aggregator-profile", "dns-prod")):
        ran = shell.run("targets", *ORGANISATION, "--kind", "alb", *words)
        assert (ran.status, ran.out) == (2, "")
        assert len(ran.err.splitlines()) == 2, ran.err


def test_a_delegated_account_that_no_role_opens_is_named(shell: Shell) -> None:
    words = (*ORGANISATION[:2], "--role", "no-such-role", "--json")
    for command in (("inventory", "check"), ("audit", "--aggregator", "auto")):
        ran = shell.run(*command, *words)
        assert ran.status == 3
        assert f"Account {AUDIT}, to which AWS Config is delegated, can't be asked" in ran.error["message"]
        assert "no-such-role" in ran.error["message"]


def test_what_is_forgotten_is_forgotten_for_all_options(fresh_shell: Shell) -> None:
    shell, environment = fresh_shell, {"XDG_CACHE_HOME": str(fresh_shell.home / "cache")}
    one, two = (("--zone-profile", "dns-prod", "--target-profile", name) for name in ("shop-prod", "media-prod"))
    for profiles in (one, two):
        shell.run("targets", *profiles, *FEW, **environment)
    aside = next((shell.home / "cache").rglob("inventory-*.sqlite")).with_suffix(".sqlite.unreadable")
    aside.write_text(SHOP, "utf-8")
    shown = shell.run("inventory", *one, **environment)
    assert "for profiles dns-prod, shop-prod." in shown.err
    assert "1 other file beside it" in shown.err
    assert MEDIA in shown.err
    (other,) = shell.run("inventory", *one, "--json", **environment).data["others"]
    assert other["accounts"] == [MEDIA]
    shell.run("inventory", "forget", *two, "--account", SHOP, **environment)
    assert shell.run("inventory", *one, "--json", **environment).data["places"] == []
    assert shell.run("inventory", *two, "--json", **environment).data["places"]
    assert SHOP.encode() not in b"".join(
        path.read_bytes() for path in (shell.home / "cache").rglob("inventory-*") if path.is_file()
    )
    gone = shell.run("inventory", "forget", *one, **environment)
    assert "What was kept of all accounts is removed" in gone.err
    for profiles in (one, two):
        empty = shell.run("inventory", *profiles, **environment)
        assert empty.out == ""
        assert empty.err.startswith("Nothing is kept for profiles dns-prod,")


def test_what_is_forgotten_while_it_is_read_is_not_said_to_be_kept(shell: Shell) -> None:
    environment = {"XDG_CACHE_HOME": str(shell.home / "cache")}
    options = (*SIDES[:4], *FEW)
    assert shell.run("inventory", "refresh", *options, **environment).status == 0
    base = sqlite3.connect(file_of(shell), isolation_level=None)
    base.execute("CREATE TRIGGER forgets AFTER INSERT ON place BEGIN DELETE FROM place; END")  # as soon as it is kept
    ran = shell.run("inventory", "refresh", *options, **environment)
    assert ran.status == 4
    assert f"What was read of 1 account ({SHOP}) is not kept: another process removed it meanwhile." in ran.err
    base.execute("DROP TRIGGER forgets")
    base.close()
    assert shell.run("inventory", "refresh", *options, **environment).status == 0


def test_a_command_for_many_accounts_and_regions_says_where_it_is_run(fresh_shell: Shell) -> None:
    aggregator = fresh_shell.sandbox.world.aggregator
    assert aggregator is not None
    for account_id in (SHOP, MEDIA):
        for region in ("eu-west-1", "us-east-1"):
            aggregator.recorders[account_id, region] = Recorder(recording=False)
    words = ("inventory", "check", *ORGANISATION, "--target-profile", "media-prod", "--region", "eu-west-1")
    ran = fresh_shell.run(*words, "--region", "us-east-1")
    lines = [line.strip() for line in ran.out.splitlines()]
    assert "once in each account and region, 4 times in all:" in lines
    assert f"{SHOP}: eu-west-1, us-east-1" in lines
    checks = {check["id"]: check for check in fresh_shell.run(*words, "--json").data["checks"]}
    told = {place["account_id"]: place["command"] for place in checks["not-recording"]["places"]}
    assert told[MEDIA].endswith(" --profile media-prod")
    assert "--profile" not in told[SHOP]
    assert "start-configuration-recorder" in told[SHOP]
    nowhere = ("inventory", "check", *ORGANISATION, "--region", "ap-northeast-1", "--json")
    checks = {check["id"]: check for check in fresh_shell.run(*nowhere).data["checks"]}
    told = {(place["account_id"], place["region"]): place["command"] for place in checks["not-recording"]["places"]}
    role = f"arn:aws:iam::{SHOP}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    assert (
        f"put-configuration-recorder --configuration-recorder name=default,roleARN={role} "
        in told[SHOP, "ap-northeast-1"]
    )
