"""The first minute: nothing is planned that no one asked for, and there is something to try."""

from __future__ import annotations

import pytest

from tests.tui.driving import NARROW, WIDE, explorer
from tests.tui.fakes import Estate
from xalias_tui.domain.errors import AwsError


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_no_target_is_meant_before_the_operator_was_at_the_targets(size: tuple[int, int]) -> None:
    async with explorer(size=size, visited=False) as driver:
        await driver.sees("▸example.com.", "Choose a target")
        await driver.until(lambda: "targets" not in driver.awaited)
        assert driver.app.session.desk.target is None
        assert "preview" not in driver.estate.asked
        await driver.press("c")
        await driver.press("c")
        text = await driver.sees("Choose a target first: tab goes to them.")
        assert text.count("Choose a target first: tab goes to them.") == 1  # however often it is asked
        await driver.press("tab")
        await driver.until(lambda: driver.app.session.desk.plan is not None)


async def test_what_is_traced_from_a_zone_is_the_zone_and_not_a_name_that_no_one_gave() -> None:
    async with explorer(visited=False) as driver:
        await driver.sees("▸example.com.", "Choose a target")
        await driver.press("t")
        await driver.sees("✗ example.com.  broken at resource")


async def test_while_zones_are_read_nothing_is_called_read_only() -> None:
    async with explorer(Estate(held=frozenset({"read_zones"})), visited=False) as driver:
        await driver.sees("Reading hosted zones…")
        await driver.press("c", "t", "n", "v")
        assert "read-only" not in await driver.sees("No zone is highlighted. Reading hosted zones…")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_demo_opens_with_four_things_to_try_and_covers_nothing(size: tuple[int, int]) -> None:
    async with explorer(size=size, visited=False, card=True) as driver:
        text = await driver.sees(
            "Four things to try", "▸example.com.", "corp.example.com.", "? more" if size == NARROW else "Types"
        )
        for key in ("2  the audit", ":  go to anything", "tab  the targets", "?  what this is for"):
            assert key in text
        await driver.press("tab")
        text = await driver.sees("─ Targets", "shop-web")
        assert "Four things" not in text
        assert not driver.app.screen.has_class("-card")


async def test_without_credentials_the_ways_out_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = AwsError("missing", "Profile default has no credentials.", "Sign in.")
    monkeypatch.setattr("xalias_tui.jobs.session.accounts.configured_profiles", lambda: ("dns-prod", "shop-prod"))
    async with explorer(Estate(failing={"read_zones": missing})) as driver:
        await driver.sees("No credentials", "has no credentials.", "xalias demo", "sign in", "esc closes")
        await driver.press("down", "down", "enter")
        await driver.sees("Run 'xalias demo' in a shell")


async def test_a_profile_that_was_found_is_used_for_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = AwsError("missing", "Profile default has no credentials.", "Sign in.")
    monkeypatch.setattr("xalias_tui.jobs.session.accounts.configured_profiles", lambda: ("expired",))
    async with explorer(Estate(failing={"read_zones": missing})) as driver:
        await driver.sees("No credentials", "expired")
        await driver.press("enter")
        await driver.until(
            lambda: (
                driver.app.session.workspace is not None
                and driver.app.session.workspace.zone_profiles
                == driver.app.session.workspace.target_profiles
                == ("expired",)
            )
        )


async def test_a_sentence_that_ends_in_a_name_has_one_full_stop() -> None:
    async with explorer(Estate(names_hosts=False)) as driver:
        text = await driver.sees("suggests no name in example.com.")
        assert "example.com.." not in text
