from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from tests.tui.driving import FakeDriver, explorer
from tests.tui.fakes import DNS_ACCOUNT, Estate
from tests.tui.fakes import Sides as GivenSides
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import XaliasError
from xalias_tui.tui.screens.accounts.sides import Sides, why_not_asked
from xalias_tui.tui.screens.accounts.survey import Survey
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.signin.login_command import Login
from xalias_tui.tui.signin.mfa import MfaGate
from xalias_tui.tui.widgets.bars import account_content
from xalias_tui.tui.widgets.columns import ACCOUNTS, AccountRow

BOTH = Sides(("a", "b"), ("a",))
GONE = Account("aside", state="expired", message="The login has expired.", remedy="Run 'aws sso login'.")


class Renewable(Estate):
    """An estate whose profile ``aside`` is ready once a login command wrote its token."""

    token: Path

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        known = super().who(profile, refresh=refresh)
        if profile == GONE.profile and self.token.exists():
            return Account(profile, DNS_ACCOUNT, f"arn:aws:sts::{DNS_ACCOUNT}:assumed-role/aside/op")
        return known


def engine(script: str, token: Path, *, program: str = sys.executable, tells_token: bool = True) -> Renewable:
    told = (str(token),) if tells_token else ()
    expired = replace(GONE, sign_in=(program, "-c", script, *told))
    made = Renewable(accounts=(expired, *Estate().accounts))
    made.token = token
    return made


def test_profiles_are_counted_once_their_names_are_known() -> None:
    session: Any = SimpleNamespace(ask=lambda *_, **__: None, accounts={}, now=lambda: datetime.now(UTC))
    survey = Survey(cast("BaseScreen", None), session, MfaGate(str), lambda: None)
    survey.read(refresh=False)
    assert survey.status() == ("reading the profiles · esc stops", None)
    survey.fail(XaliasError("unreadable", "It can't be read."))
    assert survey.status() == ("", None)


async def on_the_expired_profile(driver: FakeDriver) -> None:
    await driver.sees("Checks: ")
    await driver.press("4")
    await driver.sees("The login has expired.")
    await driver.press("j", "j")  # profiles that can be used are above it
    await driver.sees("aside  expired")


async def test_a_login_is_renewed_beside_the_screen_by_the_command_that_does_it(tmp_path: Path) -> None:
    script = """
import pathlib, sys
print("Open https://device.sso.eu-west-1.amazonaws.com/ and enter ABCD-EFGH", flush=True)
assert sys.stdin.read() == ''
while not pathlib.Path(sys.argv[1] + ".entered").exists():
    pass
pathlib.Path(sys.argv[1]).touch()
"""
    token, entered = tmp_path / "token", tmp_path / "token.entered"
    async with explorer(engine(script, token)) as driver:
        await on_the_expired_profile(driver)
        await driver.press("s")
        await driver.sees("enter ABCD-EFGH", "esc stops it")
        entered.touch()
        assert "Signing in" not in await driver.sees("aside · 1111-1111-1111 is signed in.")


async def test_a_login_that_fails_says_why(tmp_path: Path) -> None:
    short = engine("echo Nobody; exit 3", tmp_path / "token", program="sh", tells_token=False)  # fits into one line
    async with explorer(short) as driver:
        await on_the_expired_profile(driver)
        await driver.press("s")
        await driver.sees("ended with status 3: Nobody", "The login has expired.")
        assert driver.estate.asked.count("sign_in") == 1


async def test_without_the_command_the_operator_learns_what_to_run(tmp_path: Path) -> None:
    async with explorer(engine("", tmp_path / "token", program=str(tmp_path / "no-aws"))) as driver:
        await on_the_expired_profile(driver)
        await driver.press("s")
        await driver.sees("run it in another terminal")


async def test_a_login_can_be_stopped(tmp_path: Path) -> None:
    script = "print('Waiting for you', flush=True)\nwhile True: pass"
    async with explorer(engine(script, tmp_path / "token")) as driver:
        await on_the_expired_profile(driver)
        await driver.press("s")
        await driver.sees("Waiting for you")
        await driver.press("escape")
        await driver.sees("It was stopped.", "The login has expired.")


async def test_a_target_card_is_a_target_side_of_its_own() -> None:
    async with explorer(Estate(sides=GivenSides(("dns-prod",), (), cards=1))) as driver:
        await driver.sees("Targets: 1 target card")
        await driver.press("4")
        await driver.sees("signed in")
        await driver.press("j", "z")
        await driver.sees("Zones: shop-prod")


NAMED = Account("dns-prod", DNS_ACCOUNT, nickname="DNS hub", colour="red")


def test_the_operators_own_name_and_colour_stand_wherever_an_account_is_named() -> None:
    bar = account_content((NAMED,), (), roles=False)
    assert "DNS hub · 1111-1111-1111" in bar.plain
    assert any("ansi_red" in str(span.style) for span in bar.spans)
    assert ACCOUNTS.columns[0].cell(AccountRow(NAMED, on_zones=True, on_targets=False)) == "dns-prod (DNS hub)"


def test_an_account_without_colour_is_drawn_as_ever() -> None:
    bar = account_content((replace(NAMED, colour=""),), (), roles=False)
    assert not any("ansi_" in str(span.style) for span in bar.spans)


GOV = Account("gov-prod", "555555555555", "arn:aws-us-gov:iam::555555555555:user/op", partition="aws-us-gov")


async def test_accounts_of_another_partition_do_not_join_a_side() -> None:
    made = Estate(accounts=(*Estate().accounts[:2], GOV))
    async with explorer(made) as driver:
        await driver.press("4")
        await driver.sees("gov-prod")
        await driver.press("j", "j", "T")
        await driver.sees("mix AWS partitions", "gov-prod is in GovCloud", "Targets: shop-prod · 2222-2222-2222")
        await driver.press("t")
        await driver.sees("Targets: gov-prod · 5555-5555-5555 · GovCloud")


CLOSED = Account("old", state="closed", message="It is not active.")
UNNAMED = Account("audit", state="not-asked", message="No role was named.", remedy="Name one with --role.")


async def test_an_account_that_can_not_be_asked_is_not_taken_for_a_side_and_one_in_use_is_said_to_be() -> None:
    async with explorer(Estate(accounts=(*Estate().accounts[:2], CLOSED))) as driver:
        await driver.press("4")
        await driver.sees("old")
        await driver.press("j", "j", "z")
        await driver.sees("old can't be used for zones. It is not active.", "Zones: dns-prod")
        await driver.press("T")
        await driver.sees("old can't be used for targets. It is not active.", "Targets: shop-prod")
        await driver.press("k", "k", "z")
        await driver.sees("dns-prod is used alone for zones already.")


def test_an_account_without_a_role_is_a_target_side_that_aws_config_may_know_and_no_zone_side() -> None:
    assert why_not_asked(UNNAMED, "zones") == "audit can't be used for zones. No role was named. Name one with --role."
    assert why_not_asked(UNNAMED, "targets") == ""


def test_a_login_that_is_stopped_before_it_began_ends_all_the_same() -> None:
    login = Login("aside", ("false",))
    login.stop()
    assert login.run(print) == "It was stopped."


def test_a_profile_serves_a_side_alone_or_too() -> None:
    assert BOTH.using("c", "zones", "alone") == Sides(("c",), ("a",))
    assert BOTH.using("c", "zones", "too") == Sides(("a", "b", "c"), ("a",))
    assert BOTH.using("a", "zones", "too") == Sides(("b",), ("a",))
    assert BOTH.using("b", "targets", "too") == Sides(("a", "b"), ("a", "b"))
