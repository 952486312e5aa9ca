from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from xalias_tui.domain.accounts import Account
from xalias_tui.tui.widgets.bars import AccountBar, TopBar


class TopApp(App[None]):
    def compose(self) -> ComposeResult:
        yield TopBar("accounts", "xalias")


@pytest.mark.parametrize("width", [60, 40])
async def test_whether_changes_can_be_sent_outlives_the_names_of_screens(width: int) -> None:
    async with TopApp().run_test(size=(width, 5)) as pilot:
        pilot.app.query_one(TopBar).show(read_only=False)
        await pilot.pause()
        line = str(pilot.app.query_one(TopBar).content)
        assert "READ-WRITE" in line[:width]
        assert "accounts 4" in line
        assert all(key in line for key in "1235")


class AccountsApp(App[None]):
    def compose(self) -> ComposeResult:
        yield AccountBar()


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (60, "Zones: 1111-1111-1111   Targets: 2222-2222-2222"),
        (80, "Zones: dns-prod · 1111-1111-1111   Targets: shop-production · 2222-2222-2222"),
    ],
)
async def test_ids_of_accounts_outlive_their_names(width: int, line: str) -> None:
    async with AccountsApp().run_test(size=(width, 5)) as pilot:
        bar = pilot.app.query_one(AccountBar)
        bar.show((Account("dns-prod", "111111111111"),), (Account("shop-production", "222222222222"),))
        await pilot.pause()
        assert str(bar.content) == line
