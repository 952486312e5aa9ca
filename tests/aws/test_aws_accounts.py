"""Sign-in over the wire, against the sandbox's identities and against configurations that cannot work."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.credentials import ProfileProviderBuilder

from tests.aws.fakes import FakeClock, write_config
from xalias_tui import __version__
from xalias_tui.aws.accounts import Accounts
from xalias_tui.aws.session import open_session
from xalias_tui.domain.accounts import AccountSettings
from xalias_tui.domain.errors import AwsError, RefusedError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.server import Sandbox

EnterSandbox = Callable[[Sandbox], None]


@pytest.fixture
def entered(sandbox: Sandbox, enter_sandbox: EnterSandbox) -> Sandbox:
    enter_sandbox(sandbox)
    return sandbox


@pytest.mark.usefixtures("entered")
@pytest.mark.parametrize(
    ("profile", "account_id"),
    [
        ("dns-prod", "111111111111"),
        ("shop-prod", "222222222222"),
        ("media-process", "333333333333"),
        ("legacy", "444444444444"),
        ("dns-audit", "111111111111"),
    ],
)
def test_static_keys_roles_and_processes_tell_who_they_are(profile: str, account_id: str) -> None:
    account = Accounts().who(profile)
    assert (account.state, account.account_id, account.partition) == ("ready", account_id, "aws")
    assert account_id in account.arn
    assert not account.read_only


@pytest.mark.usefixtures("entered")
def test_credentials_that_ran_out() -> None:
    accounts = Accounts()
    account = accounts.who("expired")
    assert (account.state, account.account_id) == ("expired", "")
    assert account.message
    assert account.remedy
    with pytest.raises(AwsError) as caught:
        accounts.ask("expired", "eu-west-1")
    assert (caught.value.code, caught.value.message) == ("expired", account.message)
    with pytest.raises(AwsError):
        accounts.hosted_zones("expired")
    with pytest.raises(AwsError):
        accounts.enabled_regions("expired")


@pytest.mark.usefixtures("entered")
def test_the_default_chain_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "media-prod")
    account = Accounts().who("")
    assert (account.profile, account.account_id) == ("", "333333333333")


@pytest.mark.usefixtures("entered")
def test_the_mfa_code_is_asked_once_by_the_callback_and_never_on_the_terminal() -> None:
    prompts: list[str] = []

    def code(prompt: str) -> str:
        prompts.append(prompt)
        return "123456"

    accounts = Accounts(ask_mfa=code)
    threads = [threading.Thread(target=accounts.who, args=("shop-mfa",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert accounts.who("shop-mfa").account_id == "222222222222"
    assert len(prompts) == 1
    assert "mfa/operator" in prompts[0]


@pytest.mark.usefixtures("entered")
def test_refusing_to_enter_a_code_is_no_failure_of_the_program() -> None:
    def cancel(prompt: str) -> str:
        raise AwsError("cancelled", "No MFA code was entered.", "Choose the profile again to be asked again.")

    account = Accounts(ask_mfa=cancel).who("shop-mfa")
    assert (account.state, account.message) == ("cancelled", "No MFA code was entered.")
    assert Accounts().who("shop-mfa").state == "needs-mfa"


@pytest.mark.usefixtures("entered")
def test_a_wrong_code_is_told_from_a_role_that_is_denied() -> None:
    account = Accounts(ask_mfa=lambda _: "000000").who("shop-mfa")
    assert (account.state, account.message) == ("denied", "AWS did not accept the MFA code for profile shop-mfa.")


def test_the_sdk_still_keeps_its_prompt_where_it_is_replaced() -> None:
    provider = botocore.session.Session().get_component("credential_provider").get_provider("assume-role")
    assert callable(provider._prompter)
    assert isinstance(provider._profile_provider_builder, ProfileProviderBuilder)


def test_the_chain_of_providers_is_the_sdks_own_in_its_order() -> None:
    usual = botocore.session.Session().get_component("credential_provider")
    ours = open_session("", read_only=False, ask_mfa=None).resolver
    assert ours is not None
    assert [provider.METHOD for provider in ours.providers] == [provider.METHOD for provider in usual.providers]


@pytest.mark.usefixtures("entered")
@pytest.mark.parametrize("profiles", [("dns-prod", "dns-audit"), ("dns-audit", "dns-prod")])
def test_of_two_profiles_of_an_account_the_slower_limit_counts(profiles: tuple[str, str]) -> None:
    clock = FakeClock()
    accounts = Accounts(settings={"dns-audit": AccountSettings(requests_per_second=0.5)}, clock=clock)
    for profile in profiles:
        assert accounts.who(profile).state == "ready"
    for _ in range(4):
        list(accounts.hosted_zones("dns-prod").zones())
    assert sum(clock.slept) >= 2


def test_the_answer_is_remembered_until_asked_again(entered: Sandbox) -> None:
    accounts = Accounts()
    entered.world.faults.next("sts:GetCallerIdentity", faults.denied("sts:GetCallerIdentity"))
    assert accounts.who("dns-prod").state == "denied"
    assert accounts.who("dns-prod").state == "denied"
    assert accounts.who("dns-prod", refresh=True).state == "ready"


CONFIGURATIONS = {
    "nothing": ("", "missing"),
    "half": ("[profile half]\naws_access_key_id = AKIA\n", "misconfigured"),
    "loop": (
        (
            "[profile loop]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = other\n"
            "[profile other]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = loop\n"
        ),
        "misconfigured",
    ),
    "orphan": ("[profile orphan]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = gone\n", "misconfigured"),
    "sourceless": ("[profile sourceless]\nrole_arn = arn:aws:iam::1:role/r\n", "misconfigured"),
    "empty": ("[profile empty]\nregion = eu-west-1\n", "missing"),
    "region": (
        "[profile region]\naws_access_key_id=A\naws_secret_access_key=B\nregion = not a region\n",
        "misconfigured",
    ),
    "bundle": (
        "[profile bundle]\naws_access_key_id=A\naws_secret_access_key=B\nca_bundle = /nowhere/bundle.pem\n",
        "misconfigured",
    ),
    "sso": (
        (
            "[profile sso]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = dns\n"
            "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example.com/start\n"
        ),
        "expired",
    ),
    "sso-old": (
        (
            "[profile sso-old]\nsso_account_id = 111111111111\nsso_role_name = dns\nsso_region = eu-west-1\n"
            "sso_start_url = https://corp.example.com/start\n"
        ),
        "expired",
    ),
    "sso-undefined": (
        "[profile sso-undefined]\nsso_session = gone\nsso_account_id = 111111111111\nsso_role_name = dns\n",
        "misconfigured",
    ),
    "fails": (f"[profile fails]\ncredential_process = {sys.executable} -c 1/0\n", "misconfigured"),
    "silent": (f"[profile silent]\ncredential_process = {sys.executable} -c pass\n", "misconfigured"),
    "no-binary": ("[profile no-binary]\ncredential_process = /nowhere/login\n", "misconfigured"),
    "web": (
        "[profile web]\nrole_arn = arn:aws:iam::1:role/r\nweb_identity_token_file = /nowhere/token\n",
        "misconfigured",
    ),
    "refused": (
        (
            "[profile refused]\nregion = eu-west-1\naws_access_key_id = A\naws_secret_access_key = B\n"
            "endpoint_url = http://127.0.0.1:1\n"
        ),
        "unreachable",
    ),
    "broken": ("[profile broken\n", "misconfigured"),
}


@pytest.mark.parametrize("profile", CONFIGURATIONS)
def test_configurations_that_cannot_work(profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, state = CONFIGURATIONS[profile]
    monkeypatch.setenv("AWS_CONFIG_FILE", str(write_config(tmp_path / "config", text)))
    monkeypatch.setenv("HOME", str(tmp_path))
    account = Accounts().who(profile)
    assert account.state == state, account
    assert account.message.endswith(".")
    assert account.remedy
    assert "\n" not in account.message


def test_requests_carry_our_name_and_time_limits() -> None:
    core = open_session("", read_only=False, ask_mfa=None)
    settings = core.client("route53", "us-east-1").meta.config
    assert settings.user_agent_extra == f"xalias/{__version__}"
    assert (settings.connect_timeout, settings.read_timeout) == (4, 12)
    assert settings.retries == {"mode": "standard", "total_max_attempts": 3}


@pytest.mark.usefixtures("entered")
def test_what_is_read_only_refuses_changes_on_every_client_of_the_session() -> None:
    session = open_session("dns-prod", read_only=True, ask_mfa=None)
    attempts: tuple[tuple[str, Callable[[Any], Any]], ...] = (
        ("route53", lambda client: client.change_resource_record_sets(HostedZoneId="Z1", ChangeBatch={})),
        ("sns", lambda client: client.delete_topic(TopicArn="arn:aws:sns:us-east-1:1:topic")),
        ("sqs", lambda client: client.create_queue(QueueName="queue")),
        ("rds", lambda client: client.delete_db_snapshot(DBSnapshotIdentifier="one")),
    )
    for service, call in attempts:
        with pytest.raises(RefusedError) as caught:
            call(session.client(service, "us-east-1"))
        assert caught.value.code == "read-only"


@pytest.mark.usefixtures("entered")
def test_a_role_is_assumed_also_where_everything_is_read_only() -> None:
    account = Accounts(read_only=True).who("shop-prod")
    assert (account.state, account.read_only) == ("ready", True)


@pytest.mark.usefixtures("entered")
def test_what_the_operator_keeps_of_a_profile_stands_on_its_account() -> None:
    accounts = Accounts(settings={"shop-prod": AccountSettings("Shop", "red", read_only=True)})
    shop, dns = accounts.who("shop-prod"), accounts.who("dns-prod")
    assert (shop.nickname, shop.colour, shop.read_only) == ("Shop", "red", True)
    assert shop.label == "Shop · " + "-".join(re.findall("....", shop.account_id))
    assert (dns.nickname, dns.colour, dns.read_only, dns.label[:8]) == ("", "", False, "dns-prod")


@pytest.mark.usefixtures("entered")
def test_questions_refuse_changes_whatever_the_account_may() -> None:
    ask = Accounts().ask("dns-prod", "eu-west-1")
    with pytest.raises(RefusedError) as caught:
        ask.call("route53", "change_resource_record_sets", HostedZoneId="Z1", ChangeBatch={})
    assert caught.value.code == "read-only"
    with pytest.raises(AttributeError):  # what only reads is not even described
        ask.call("s3", "create_bucket", Bucket="bucket")
    with pytest.raises(AttributeError):
        ask.call("route53", "delete_hosted_zone", Id="Z1")


@pytest.mark.usefixtures("entered")
def test_enabled_regions() -> None:
    regions = Accounts().enabled_regions("dns-prod")
    assert regions == tuple(sorted(regions))
    assert "eu-west-1" in regions


def test_regions_are_asked_of_the_account_where_ec2_may_not_be_asked(entered: Sandbox) -> None:
    expected = Accounts().enabled_regions("dns-prod")
    entered.world.faults.next("ec2:DescribeRegions", faults.Refuse("UnauthorizedOperation", "not you", 403))
    assert Accounts().enabled_regions("dns-prod") == expected


def test_regions_that_nobody_may_list(entered: Sandbox) -> None:
    entered.world.faults.next("ec2:DescribeRegions", faults.Refuse("UnauthorizedOperation", "not you", 403))
    entered.world.faults.next("account:ListRegions", faults.denied("account:ListRegions"))
    with pytest.raises(LookupFailedError) as caught:
        Accounts().enabled_regions("dns-prod")
    assert (caught.value.denied, caught.value.action) == (True, "ec2:DescribeRegions")


@pytest.mark.usefixtures("entered")
def test_denied_questions_name_the_iam_action() -> None:
    ask = Accounts().ask("legacy", "eu-west-1")
    for service, operation, action in (
        ("cloudfront", "list_distributions", "cloudfront:ListDistributions"),
        ("apigateway", "get_domain_names", "apigateway:GET"),
        ("apigatewayv2", "get_domain_names", "apigateway:GET"),
        ("s3", "list_buckets", "s3:ListAllMyBuckets"),
        ("acm", "list_certificates", "acm:ListCertificates"),
    ):
        with pytest.raises(LookupFailedError) as caught:
            list(ask.pages(service, operation))
        assert (caught.value.denied, caught.value.action) == (True, action)
        assert caught.value.message


@pytest.mark.usefixtures("entered")
def test_a_question_goes_to_its_region_and_lists_every_page(organisation: Sandbox, enter_sandbox: EnterSandbox) -> None:
    enter_sandbox(organisation)
    accounts = Accounts()
    found = {
        region: {
            row["LoadBalancerArn"].split(":")[3]
            for page in accounts.ask("shop-prod", region).pages("elbv2", "describe_load_balancers", PageSize=1)
            for row in page["LoadBalancers"]
        }
        for region in ("us-east-1", "eu-west-1")
    }
    assert found == {"us-east-1": {"us-east-1"}, "eu-west-1": {"eu-west-1"}}


@pytest.mark.usefixtures("entered")
def test_ask_tells_whom_it_asks() -> None:
    ask = Accounts().ask("dns-prod", "")
    assert (ask.account_id, ask.profile, ask.region, ask.partition) == (
        "111111111111",
        "dns-prod",
        "us-east-1",
        "aws",
    )
