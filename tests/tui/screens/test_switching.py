"""Another account for a side, and one target or account read again, without leaving the explorer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal

from tests.tui.driving import explorer
from tests.tui.fakes import NOW, SHOP_ACCOUNT, Estate, target, zone
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.targets.again import Again
from xalias_tui.jobs.zones.read import ZonesRead
from xalias_tui.tui.widgets.zones_pane import ZonesPane

TWIN = Account("organisation:org/2", SHOP_ACCOUNT, origin="organisation", name="the-shop", state="missing")
"""The account of a profile, as the organisation lists it."""
MEMBER = Account("organisation:org/4", "4" * 12, origin="organisation", name="payments", state="missing")


@dataclass
class Reread(Estate):
    """An estate whose second target is gone, and whose accounts are listed."""

    reread: list[str] = field(default_factory=list)
    denied: tuple[Unscanned, ...] = ()
    listed: tuple[Zone, ...] = ()

    def read_zones_of(self, profile: str, _tell: object) -> ZonesRead:
        self.reread.append(profile)
        return ZonesRead(self.listed, ())

    def known_accounts(self, _tell: object) -> Mapping[str, Account]:
        return {account.profile: account for account in (*self.accounts, MEMBER, TWIN)}

    def again(self, chosen: Target, what: Literal["target", "account"], _tell: object) -> tuple[Again, None]:
        self.reread.append(what)
        found = (replace(chosen, state="provisioning"),) if chosen.name == "shop-web" else ()
        return Again(SHOP_ACCOUNT, chosen if what == "target" else None, found, self.denied), None


async def test_a_side_uses_another_account_after_a_few_letters() -> None:
    async with explorer(Reread()) as driver:
        await driver.sees("Checks: ")
        await driver.press("A")
        assert "the-shop" not in await driver.sees("For the zones side", "payments")
        await driver.type("shop")
        await driver.press("enter")
        await driver.until(lambda: driver.app.session.workspace is not None)
        workspace = driver.app.session.workspace
        assert workspace is not None
        assert (workspace.zone_profiles, workspace.target_profiles) == (("shop-prod",), ("shop-prod",))


async def test_a_side_uses_an_account_too_and_never_none() -> None:
    async with explorer(Reread()) as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "A")
        await driver.sees("For the targets side")
        await driver.type("444444444444")
        await driver.sees("payments")
        await driver.press("ctrl+t")
        workspace = driver.app.session.workspace
        assert workspace is not None
        assert workspace.target_profiles == ("shop-prod", MEMBER.profile)
        await driver.press("shift+tab", "A")
        await driver.type("dns")
        await driver.press("ctrl+t")
        await driver.sees("Each side needs at least one profile")


async def test_one_target_is_read_again_and_one_that_is_gone_goes() -> None:
    estate = Reread(targets=(target(), target("old-web")))
    async with explorer(estate) as driver:
        await driver.sees("Checks: ", "old-web")
        await driver.press("tab", "ctrl+r")
        await driver.sees("Read again", "target alb", "everything in this pane")
        await driver.press("enter")
        await driver.sees("was read just now", "provisioning")
        rows = driver.app.session.found
        assert [row.name for row in rows.values()] in (["shop-web", "old-web"], ["old-web", "shop-web"])
        await driver.press("slash")
        await driver.type("old-web")
        await driver.press("enter", "ctrl+r", "t")
        await driver.sees("old-web is gone")
        assert [row.name for row in driver.app.session.found.values()] == ["shop-web"]
        assert estate.reread == ["target", "target"]


async def test_an_account_or_the_pane_is_read_again() -> None:
    estate = Reread()
    async with explorer(estate) as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "ctrl+r", "a")
        await driver.sees("1 target of account")
        asked = estate.asked.count("discover")
        await driver.press("ctrl+r", "p")
        await driver.until(lambda: estate.asked.count("discover") == asked + 1)
        assert estate.reread == ["account"]


async def test_what_could_not_be_read_again_is_neither_gone_nor_forgotten() -> None:
    denied = Unscanned(SHOP_ACCOUNT, "shop-prod", "eu-west-1", "alb", "AccessDenied", "You may not.")
    estate = Reread(targets=(target(), target("old-web")), denied=(denied,))
    async with explorer(estate) as driver:
        await driver.sees("Checks: ", "old-web")
        await driver.press("tab", "ctrl+r", "a")
        await driver.sees("old-web", "1 failed", "2 found")


async def test_the_zones_of_one_account_or_of_all_are_listed_again() -> None:
    estate = Reread(listed=(zone("new.example.com.", "ZNEW"),))
    async with explorer(estate) as driver:
        await driver.sees("Checks: ", "corp.example.com")
        await driver.press("ctrl+r")
        await driver.sees("the zones of account", "the zones of every account")
        await driver.press("t", "enter")
        await driver.sees("new.example.com", "listed just now", "1 zone")
        assert "corp.example.com" not in driver.text
        assert estate.reread == ["dns-prod"]
        asked = estate.asked.count("read_zones")
        await driver.press("ctrl+r", "p")
        await driver.until(lambda: estate.asked.count("read_zones") == asked + 1)
        await driver.sees("corp.example.com")


async def test_a_list_of_several_accounts_is_as_old_as_the_oldest_of_them() -> None:
    other = replace(zone("other.example.com.", "ZOTHER"), account_id=SHOP_ACCOUNT)
    estate = Reread(zones=(zone(), other), listed=(zone("new.example.com.", "ZNEW"),))
    time = [NOW]
    async with explorer(estate, now=lambda: time[0]) as driver:
        await driver.sees("Checks: ")
        listed = driver.app.screen.query_one(ZonesPane).listed
        time[0] += timedelta(minutes=3)
        await driver.press("ctrl+r", "enter")
        await driver.sees("new.example.com", "other.example.com")
        assert listed.read_at == NOW
