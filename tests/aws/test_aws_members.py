"""Accounts of an organisation and of an SSO session over the wire: listed, signed in to, sharing their clients."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from pathlib import Path

import pytest

from tests.aws.fakes import FakeClock, WorldClock
from xalias_tui.aws import members as aws_members
from xalias_tui.aws.accounts import Accounts
from xalias_tui.aws.guard import READS
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError, RefusedError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.members import Organisation
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.session.session_policy import MOST_CHARACTERS, session_policy
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.identities import Account as Owner
from xalias_tui.sandbox.identities import iam_action
from xalias_tui.sandbox.identity_centre import START_URL
from xalias_tui.sandbox.members import (
    AUDIT,
    AUDIT_ROLE,
    CLOSED,
    DNS_HUB,
    LEGACY,
    MANAGEMENT,
    MEDIA,
    PENDING,
    SHOP,
    SUSPENDED,
)
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.session_policies import read_session_policy
from xalias_tui.sandbox.world import World

ADMIN = WayIn("organisation", "org-admin")
CORP = WayIn("sso", "corp")


@pytest.fixture
def accounts(sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]) -> Accounts:
    enter_sandbox(sandbox)
    return Accounts(clock=FakeClock(), organisation=Organisation(external_id="42"), session_policy=session_policy)


def by_role(account_id: str, *roles: str) -> str:
    return WayIn("organisation", "org-admin", account_id, roles or (AUDIT_ROLE,)).text


def asked(world: World, operation: str) -> list[dict[str, object]]:
    return [dict(call.params) for call in world.served if call.operation == operation]


def test_the_organisation_lists_its_accounts_with_state_and_path(world: World, accounts: Accounts) -> None:
    world.faults.empty_first_pages = True
    found = {member.account_id: member for member in accounts.members(ADMIN)}
    assert {id_ for id_, member in found.items() if member.is_active} == {
        MANAGEMENT, DNS_HUB, SHOP, MEDIA, LEGACY, AUDIT,
    }  # fmt: skip
    assert {id_: found[id_].state for id_ in (SUSPENDED, PENDING, CLOSED)} == {
        SUSPENDED: "SUSPENDED",
        PENDING: "PENDING_ACTIVATION",
        CLOSED: "CLOSED",
    }
    assert found[SHOP].path == "o-exampleorgid/r-exam/ou-exam-00workloads/ou-exam-production0/"
    assert found[SHOP].way == WayIn("organisation", "org-admin", SHOP)


def test_an_account_that_may_not_list_them_is_refused(accounts: Accounts) -> None:
    with pytest.raises(LookupFailedError) as caught:
        accounts.members(WayIn("organisation", "dns-prod"))
    assert (caught.value.denied, caught.value.action) == (True, "organizations:ListAccounts")


def test_the_first_role_that_works_is_assumed_within_a_session_policy(world: World, accounts: Accounts) -> None:
    account = accounts.who(by_role(SHOP, "not-there", AUDIT_ROLE))
    assert (account.state, account.account_id, account.origin) == ("ready", SHOP, "organisation")
    assert f"assumed-role/{AUDIT_ROLE}/xalias-" in account.arn
    sent = asked(world, "AssumeRole")[-1]
    assert sent["ExternalId"] == "42"
    policy = str(sent["Policy"])
    assert len(policy) <= MOST_CHARACTERS
    assert "elasticloadbalancing:Describe*" in json.loads(policy)["Statement"][0]["Action"]


def test_a_role_that_can_not_be_assumed_is_said_once(accounts: Accounts) -> None:
    account = accounts.who(by_role(LEGACY))
    assert (account.state, account.account_id) == ("denied", LEGACY)
    assert "The role xalias-audit can't be assumed in account 444444444444" in account.message
    with pytest.raises(AwsError) as caught:
        accounts.ask(by_role(LEGACY), "eu-west-1")
    assert caught.value.code == "denied"


def test_an_account_without_a_role_is_not_asked(world: World, accounts: Accounts) -> None:
    assert accounts.who(WayIn("organisation", "org-admin", SHOP).text).state == "not-asked"
    assert not asked(world, "AssumeRole")


def test_accounts_share_clients_and_each_sees_what_is_its_own(world: World, accounts: Accounts) -> None:
    for account_id in (SHOP, MEDIA):
        world.put("elbv2", account_id, "eu-west-1", "load_balancers", {"LoadBalancerName": account_id})
    asks = {id_: accounts.ask(by_role(id_), "eu-west-1") for id_ in (SHOP, MEDIA, DNS_HUB)}
    for account_id, ask in asks.items():
        found = ask.call("elbv2", "describe_load_balancers")["LoadBalancers"]
        assert [row["LoadBalancerName"] for row in found] == [account_id] * (account_id != DNS_HUB)
        assert ask.elsewhere("us-east-1").call("elbv2", "describe_load_balancers")["LoadBalancers"] == []
    shared = {id(ask._clients.get("elbv2")) for ask in asks.values()}  # type: ignore[attr-defined]
    assert len(shared) == 1


def test_zones_of_an_account_are_read_with_its_own_credentials_and_nothing_else_is_sent(
    world: World, accounts: Accounts
) -> None:
    zones = accounts.hosted_zones(by_role(DNS_HUB))
    assert [zone for page in zones.zones() for zone in page] == []
    assert world.served[-1].account_id == DNS_HUB
    reader = Accounts(read_only=True, clock=FakeClock())
    zone = Zone("Z1", DnsName.parse("example.com"), private=False, account_id=DNS_HUB, profile=by_role(DNS_HUB))
    writer = reader.hosted_zones(by_role(DNS_HUB))._make_writer(zone)  # type: ignore[attr-defined]
    with pytest.raises(RefusedError):
        writer.change_resource_record_sets(HostedZoneId="Z1", ChangeBatch={})


def test_few_credentials_are_held_and_others_asked_for_again(
    world: World, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aws_members, "MOST_KEPT", 1)
    shop, media = (accounts.ask(by_role(id_), "eu-west-1") for id_ in (SHOP, MEDIA))
    before = len(asked(world, "AssumeRole"))
    media.call("ec2", "describe_regions")
    assert len(asked(world, "AssumeRole")) == before
    shop.call("ec2", "describe_regions")
    assert len(asked(world, "AssumeRole")) == before + 1
    assert world.served[-1].account_id == SHOP


# -- IAM Identity Center


@pytest.fixture
def signed_in(
    world: World, sandbox: Sandbox, accounts: Accounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Accounts:
    """An operator who is signed in to the session ``corp``."""
    config = tmp_path / "sso-config"
    config.write_text(
        f"[profile any]\nsso_session = corp\nsso_account_id = {SHOP}\nsso_role_name = operator\nregion = eu-west-1\n"
        f"endpoint_url = {sandbox.url}\n"
        f"[sso-session corp]\nsso_region = eu-central-1\nsso_start_url = {START_URL}\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    token, _ = world.identity_centre.issue()
    cache = Path.home() / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    ends = (datetime.now(UTC) + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%SZ")
    login = {"accessToken": token, "expiresAt": ends, "startUrl": START_URL, "region": "eu-central-1"}
    (cache / f"{sha1(b'corp', usedforsecurity=False).hexdigest()}.json").write_text(json.dumps(login))
    return accounts


def permitted(account_id: str, *roles: str) -> str:
    return WayIn("sso", "corp", account_id, roles).text


def test_an_sso_session_lists_what_is_assigned_and_uses_the_first_role_offered(signed_in: Accounts) -> None:
    assert {member.account_id for member in signed_in.members(CORP)} == {DNS_HUB, SHOP, MEDIA, LEGACY, AUDIT}
    account = signed_in.who(permitted(DNS_HUB, "operator", "dns-audit"))
    assert (account.state, account.account_id, account.origin) == ("ready", DNS_HUB, "sso")
    assert "AWSReservedSSO_dns-audit_" in account.arn
    assert signed_in.enabled_regions(permitted(SHOP, "operator"))


def test_the_portal_is_never_asked_more_often_than_it_answers(
    world: World, clock: ManualClock, signed_in: Accounts
) -> None:
    del signed_in
    world.faults.limit_rates_of_aws()
    time = WorldClock(clock)
    accounts = Accounts(clock=time)
    for _ in range(3):
        for member in accounts.members(replace(CORP, roles=("none", "nothing"))):
            assert accounts.who(member.way.text, refresh=True).state == "denied"
    calls = [call for call in world.served if call.service == "sso"]
    assert {call.operation for call in calls} == {"ListAccounts", "GetRoleCredentials", "ListAccountRoles"}
    assert len(calls) == 3 * (1 + 5 * (2 + 1)), "each question is sent once"
    assert time.waited > 1
    assert world.faults.throttled == {}


def test_a_portal_that_grants_less_loses_no_account(world: World, clock: ManualClock, signed_in: Accounts) -> None:
    del signed_in
    world.faults.limit_rate("", 3, 1, "sso")
    accounts = Accounts(clock=WorldClock(clock))
    for _ in range(6):
        assert len(accounts.members(CORP)) == 5
    assert world.faults.throttled["sso"] > 0


def test_a_long_list_of_the_organisation_is_read_to_its_end_however_slowly(
    world: World, clock: ManualClock, accounts: Accounts
) -> None:
    del accounts
    for number in range(100):
        world.add_account(Owner(f"{number:012}", f"account-{number}", ""))
    world.faults.limit_rates_of_aws()
    found = Accounts(clock=WorldClock(clock)).members(ADMIN)
    assert len(found) == 109
    assert world.faults.throttled["organizations"] > 0


def test_an_account_that_offers_no_such_role_says_which_it_offers(signed_in: Accounts) -> None:
    account = signed_in.who(permitted(SHOP, "Admin"))
    assert account.state == "denied"
    assert "offers you no role Admin: it offers operator." in account.message


def test_a_login_that_ends_meanwhile_names_the_command(world: World, signed_in: Accounts) -> None:
    world.identity_centre._tokens.clear()
    account: Account = signed_in.who(permitted(SHOP, "operator"))
    assert account.state == "expired"
    assert account.remedy == "Run: aws sso login --sso-session corp"
    assert account.sign_in == ("aws", "sso", "login", "--sso-session", "corp")
    with pytest.raises(AwsError) as caught:
        signed_in.members(CORP)
    assert (caught.value.code, caught.value.remedy) == ("expired", "Run: aws sso login --sso-session corp")


def test_a_login_that_ends_in_the_middle_leaves_what_was_signed_in_to(world: World, signed_in: Accounts) -> None:
    ask = signed_in.ask(permitted(SHOP, "operator"), "eu-west-1")
    world.identity_centre._tokens.clear()
    assert ask.call("elbv2", "describe_load_balancers")["LoadBalancers"] == []
    assert signed_in.who(permitted(MEDIA, "operator")).state == "expired"


def test_a_session_that_does_not_exist(signed_in: Accounts) -> None:
    account = signed_in.who(WayIn("sso", "none", SHOP, ("operator",)).text)
    assert (account.state, account.message) == ("missing", "The AWS configuration has no sso-session none.")


def test_the_session_policy_leaves_in_whatever_is_read_in_an_account() -> None:
    elsewhere = {"organizations", "signin", "sso", "sso-oidc", "sts"}  # asked with the profile's own credentials
    read = {iam_action(service, name) for service, names in READS.items() if service not in elsewhere for name in names}
    policy = read_session_policy(session_policy())
    assert [action for action in sorted(read) if not policy.allows(action, "*")] == []
    assert not policy.allows("route53:ChangeResourceRecordSets", "*")
    assert not policy.allows("s3:GetObject", "*")
