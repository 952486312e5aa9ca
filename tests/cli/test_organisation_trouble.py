"""What can be wrong with an organisation, its roles and its aggregator: said once, and nothing is concluded from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, small_organisation
from tests.shell import Ran
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.config import items
from xalias_tui.sandbox.config.aggregator import Aggregator
from xalias_tui.sandbox.identity_centre import START_URL
from xalias_tui.sandbox.members import CLOSED, DNS_HUB, LEGACY, MANAGEMENT, MEDIA, PENDING, SHOP, SUSPENDED
from xalias_tui.sandbox.world import World

ORGANISATION = ("--organisation-profile", "org-admin", "--role", "xalias-audit")
AGGREGATED = (*ORGANISATION, "--aggregator", "auto")
FEW = ("--kind", "alb", "--region", "eu-west-1")
AUDITED = ("--zone-profile", "dns-prod", "--offline", "--confirm", "never")
ENDED = faults.Refuse("UnauthorizedException", "Session token not found or invalid", 401)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with small_organisation() as running:
        yield Shell(tmp_path, running.environment(tmp_path / "aws"), running)


@pytest.fixture
def world(shell: Shell) -> World:
    return shell.sandbox.world


@pytest.fixture
def aggregator(world: World) -> Aggregator:
    assert world.aggregator is not None
    return world.aggregator


def audited(shell: Shell, *words: str) -> Ran:
    return shell.run("audit", "--json", *AUDITED, *words)


def codes(ran: Ran) -> set[str]:
    return {row["code"] for row in ran.unscanned}


def of_balancers(ran: Ran) -> dict[str, str]:
    """The verdicts of aliases to load balancers of one region, by name and type."""
    rows = (row for row in ran.data["aliases"] if ".eu-west-1.elb." in row["dns_name"])
    return {f"{row['name']} {row['type']}": row["verdict"] for row in rows}


def never_worse(live: dict[str, str], told: dict[str, str]) -> bool:
    """Whether each verdict is that of the live audit, or unknown."""
    assert live.keys() == told.keys()
    return all(told[key] in (verdict, "unknown") for key, verdict in live.items())


def nothing_is_taken_for_granted(told: dict[str, str]) -> bool:
    """Whether no load balancer is said to work or to be gone; a wrong hosted zone id is so whoever is asked."""
    wrong_id = "mixed-up.example.com. A"
    assert told[wrong_id] == "broken"
    return set(told.values()) == {"unknown", "broken"} and list(told.values()).count("broken") == 1


def one_sentence(ran: Ran) -> str:
    """What a command that ends at once says, and what to do about it."""
    assert ran.out == ""
    said, *remedy = ran.err.splitlines()
    assert len(remedy) == 1
    assert said.startswith("xalias: ")
    return ran.err


def test_an_organisation_that_can_not_be_listed_says_so_and_concludes_nothing(shell: Shell, world: World) -> None:
    live = of_balancers(audited(shell, *ORGANISATION, *FEW))
    assert "live" in live.values()
    wrong = ("--organisation-profile", "dns-prod", "--role", "xalias-audit")
    admin = world.accounts[MANAGEMENT]
    for words, denied in ((wrong, ()), (ORGANISATION, ("organizations:*",))):
        world.add_account(replace(admin, denied=denied))
        ran = shell.run("targets", *words, *FEW)
        assert ran.status == 3
        said = one_sentence(ran)
        assert "The accounts of the organisation can't be listed: " in said
        assert "Allow organizations:ListAccounts there, or name the profile of the management account" in said
        listed = shell.run("accounts", "--json", "--fail-on-incomplete", *words)
        assert (listed.status, [(row["kind"], row["code"]) for row in listed.unscanned]) == (
            1,
            [("accounts", "denied")],
        )
        judged = audited(shell, *words, *FEW)
        assert nothing_is_taken_for_granted(of_balancers(judged))
        assert "Allow organizations:ListAccounts there" in judged.unscanned[0]["message"]
    ran = shell.run("targets", *AGGREGATED, *FEW)
    assert ran.status == 3
    said = one_sentence(ran)
    assert "whom AWS Config is delegated to can't be listed: " in said
    assert "--aggregator-profile" in said


def test_what_is_wrong_with_the_aggregator_leaves_what_it_hides_unknown(
    shell: Shell, world: World, aggregator: Aggregator
) -> None:
    """The roles that open the accounts would answer instead, so only the aggregator's own account has one."""
    for account_id in (SHOP, MEDIA, DNS_HUB):
        world.add_account(replace(world.accounts[account_id], roles={}))
    good = of_balancers(audited(shell, *AGGREGATED, *FEW))
    assert "live" in good.values()
    aggregator.emptied = True
    empty = audited(shell, *AGGREGATED, *FEW)
    assert "aggregator-empty" in codes(empty)
    assert nothing_is_taken_for_granted(of_balancers(empty))
    aggregator.emptied = False
    items.fail(world, aggregator, (SHOP, "eu-west-1"), "OUTDATED")
    lagging = audited(shell, *AGGREGATED, *FEW)
    assert "aggregation-outdated" in codes(lagging)
    assert never_worse(good, of_balancers(lagging))
    assert good != of_balancers(lagging)
    aggregator.sources.clear()
    aggregator.types = ("AWS::S3::Bucket", items.RECORDER)
    narrow = audited(shell, *AGGREGATED, *FEW)
    assert "type-filtered" in codes(narrow)
    assert nothing_is_taken_for_granted(of_balancers(narrow))


def test_a_role_that_half_of_the_accounts_lack_is_a_row_an_account(shell: Shell, world: World) -> None:
    live = of_balancers(audited(shell, *ORGANISATION, *FEW))
    world.add_account(replace(world.accounts[SHOP], roles={}))
    ran = audited(shell, *ORGANISATION, *FEW)
    assert sorted(row["account_id"] for row in ran.unscanned if row["code"] == "denied") == [SHOP, LEGACY]
    assert {row["kind"] for row in ran.unscanned} == {"targets"}
    assert never_worse(live, of_balancers(ran))
    listed = shell.run("targets", "--json", *ORGANISATION, "--kind", "alb")
    assert (listed.status, {row["account_id"] for row in listed.data["targets"]}) == (0, {MEDIA})
    assert shell.run("targets", *ORGANISATION, *FEW, "--fail-on-incomplete").status == 1


def test_regions_that_a_policy_denies_are_one_line_and_nothing_follows_from_them(shell: Shell, world: World) -> None:
    live = audited(shell, *ORGANISATION, "--kind", "alb")
    denied = ("*@us-west-2", "*@us-east-1", "*@eu-central-1", "*@ap-southeast-2")
    for account_id in (SHOP, MEDIA):
        world.add_account(replace(world.accounts[account_id], denied=denied))
    ran = shell.run("targets", *ORGANISATION, "--kind", "alb")
    assert ran.status == 0
    (line,) = (line for line in ran.err.splitlines() if "service control policy" in line)
    assert "in 2 accounts: AccessDenied: A service control policy of the organisation denies" in line
    judged = audited(shell, *ORGANISATION, "--kind", "alb")
    before = {(row["name"], row["type"]): row["verdict"] for row in live.data["aliases"]}
    after = {(row["name"], row["type"]): row["verdict"] for row in judged.data["aliases"]}
    assert all(after[key] in (verdict, "unknown") for key, verdict in before.items())
    assert before != after


def test_accounts_that_are_not_active_are_no_gap(shell: Shell, world: World) -> None:
    ran = shell.run("targets", "--json", *ORGANISATION, *FEW)
    assert not {SUSPENDED, PENDING, CLOSED} & {row["account_id"] for row in ran.unscanned}
    assert not [call for call in world.served if call.account_id in (SUSPENDED, PENDING, CLOSED)]
    world.add_account(replace(world.accounts[MEDIA], state="SUSPENDED"))
    rows = {row["account_id"]: row for row in shell.run("accounts", "--json", *ORGANISATION).data["accounts"]}
    assert rows[SUSPENDED]["state"] == "closed"


def test_a_login_that_ends_in_the_middle_leaves_what_was_read_and_names_the_command(shell: Shell, world: World) -> None:
    config = Path(shell.variables["AWS_CONFIG_FILE"])
    config.write_text(
        f"{config.read_text()}\n[profile any]\nsso_session = corp\nsso_account_id = {SHOP}\nsso_role_name = operator\n"
        f"region = eu-west-1\nendpoint_url = {shell.sandbox.url}\n"
        f"[sso-session corp]\nsso_region = eu-central-1\nsso_start_url = {START_URL}\n"
    )
    token, _ = world.identity_centre.issue()
    cache = shell.home / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    ends = (datetime.now(UTC) + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%SZ")
    login = {"accessToken": token, "expiresAt": ends, "startUrl": START_URL, "region": "eu-central-1"}
    (cache / f"{sha1(b'corp', usedforsecurity=False).hexdigest()}.json").write_text(json.dumps(login))
    assigned = ("--sso-session", "corp", "--sso-role", "operator", *FEW)
    world.faults.next("sso:GetRoleCredentials", ENDED, times=99)
    nothing = shell.run("targets", *assigned)
    assert (nothing.status, nothing.out) == (3, "")
    assert "aws sso login --sso-session corp" in nothing.err
    judged = audited(shell, *assigned)
    assert codes(judged) >= {"expired"}
    assert nothing_is_taken_for_granted(of_balancers(judged))
    world.faults.clear()
    world.identity_centre.assignments = {SHOP: ("operator",), MEDIA: ("operator",)}
    world.faults.next("sso:GetRoleCredentials", ENDED, times=99, after=1)
    some = shell.run("targets", "--json", *assigned[:4], "--kind", "alb", "--region", "eu-central-1")
    (missed,) = some.unscanned
    assert (some.status, missed["code"]) == (0, "expired")
    assert missed["message"].endswith("Run: aws sso login --sso-session corp")
    assert {row["account_id"] for row in some.data["targets"]} == {SHOP, MEDIA} - {missed["account_id"]}


def test_a_full_disk_under_what_is_kept_is_said_and_costs_no_answer(shell: Shell) -> None:
    """No file can be made below a file, which is how a disk that takes nothing more looks from here."""
    taken = shell.home / "taken"
    taken.write_text("")
    ran = shell.run("targets", *ORGANISATION, *FEW, "--inventory-age", "15m", XDG_CACHE_HOME=str(taken))
    assert ran.status == 0
    assert "shop-web" in ran.out
    assert ran.err.count("What was read is not kept: ") == 1
    shown = shell.run("inventory", *ORGANISATION, XDG_CACHE_HOME=str(taken))
    assert shown.status == 2
    assert "What was read is not kept: " in one_sentence(shown)


@pytest.mark.parametrize("given", [(), ("--role", "xalias-audit"), ("--aggregator", "auto")])
@pytest.mark.parametrize(
    "command", [("zones",), ("audit",), ("plan", "www.example.com", "--target", "shop-web"), ("usedby", "shop-web")]
)
def test_who_names_an_organisation_alone_learns_how_its_zones_are_read(
    shell: Shell, command: tuple[str, ...], given: tuple[str, ...]
) -> None:
    asked = (*command, "--organisation-profile", "org-admin", *given, *(() if command == ("zones",) else FEW))
    ran = shell.run(*asked, "--json")
    if command[0] == "usedby" and not given:
        assert (ran.status, ran.error["code"]) == (2, "target-unknown")
        assert "with --role;" in ran.error["remedy"], "no account was asked for the target"
    elif command[0] == "usedby" and given[0] == "--aggregator":
        assert (ran.status, ran.error["code"]) == (3, "not-asked")
        assert "Name one with --role." in ran.error["remedy"]
    else:
        assert (ran.status, ran.error["code"]) == (3, "missing")
        assert "--zone-profile, or give both --role and --aggregator auto" in ran.error["remedy"]


def test_accounts_that_no_role_was_named_for_say_how_they_are_asked(shell: Shell) -> None:
    ran = shell.run("targets", *FEW, "--organisation-profile", "org-admin")
    assert "with --role; 'xalias policy organisation" in " ".join(ran.err.split())
    listed = shell.run("accounts", "--organisation-profile", "org-admin")
    assert "environment: Name the profile of the hosted zones with --zone-profile, or give both" in listed.err
    usual = shell.run("zones", "--json", "--role", "xalias-audit", "--organisation-profile", "org-admin",
                      "--aggregator", "auto")  # fmt: skip
    assert usual.status == 0
