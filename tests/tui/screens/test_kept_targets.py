"""An explorer with very many kept targets reads what it shows, and nothing else differs."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.bench.organisations import kept_in, targets_of
from tests.tui.driving import Driver, driving
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.documents import account_document, zone_document
from xalias_tui.domain.inventories import InventoryOptions
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.guess import Aim
from xalias_tui.jobs.targets.kept_targets import MANY, KeptTargets
from xalias_tui.store.journal import Journal
from xalias_tui.tui.dialogs.target_picker import Choice, TargetPicker
from xalias_tui.tui.widgets.row_list import RowList

EACH = 10
ACCOUNTS = MANY // EACH + 1
HUB = "9" * 12
VALUE = f"service-3-{7:012}3.eu-west-1.elb.amazonaws.com"
"""The name of a load balancer of account 7."""


def workspace(folder: Path) -> Workspace:
    options = Options(("dns",), ("shop",), inventory=InventoryOptions(cached=True), offline=True)
    return Workspace(options, journal=Journal(folder / "journal.jsonl"), inventory_folder=folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("cache")
    kept, now = workspace(made).kept, datetime.now(UTC)
    assert kept is not None
    kept_in(kept, targets_of(ACCOUNTS, EACH), now)
    kept.keep_account("dns", account_document(Account("dns", HUB, f"arn:aws:iam::{HUB}:user/me")), now)
    zone = Zone("Z1", DnsName.parse("example.com"), private=False, account_id=HUB, profile="dns")
    kept.keep_zones(HUB, [(zone.id, zone_document(zone))], now)
    alias = {"HostedZoneId": "Z32O12XQLNTSW2", "DNSName": f"{VALUE}.", "EvaluateTargetHealth": False}
    kept.keep_records("Z1", [json.dumps({"Name": "api.example.com.", "Type": "A", "AliasTarget": alias})], now)
    kept.close()
    return made


@asynccontextmanager
async def explored(folder: Path) -> AsyncIterator[tuple[Driver, RowList[Target]]]:
    async with driving(lambda: workspace(folder), now=lambda: datetime.now(UTC)) as driver:
        await driver.sees(f"{ACCOUNTS * EACH:,} found · {ACCOUNTS} accounts · kept + live")
        assert isinstance(driver.app.session.targets, KeptTargets)
        yield driver, driver.app.screen.query_one("#targets", RowList)


async def test_they_are_filtered_ordered_and_marked_as_any_other(folder: Path) -> None:
    async with explored(folder) as (driver, rows):
        await driver.press("tab", "slash")
        await driver.type("service")
        await driver.press("enter", "asterisk")
        assert len(rows.all_rows) == len(rows.rows) == ACCOUNTS * EACH, "what is marked was found before"
        await driver.sees(f"{ACCOUNTS * EACH} marked")
        await driver.press("asterisk", "slash")
        await driver.until(lambda: len(rows.rows) == ACCOUNTS * EACH, "what is left for later is found soon")
        await driver.type("-4 000000000007")
        assert [row.name for row in rows.rows] == ["service-4"]
        await driver.press("enter", "M")
        assert rows.rows[0].account_id == f"{7:012}"
        await driver.press("escape", "G")
        assert rows.highlighted is not None
        assert rows.highlighted.account_id == f"{ACCOUNTS:012}"
        titles = []
        for _ in range(6):
            await driver.press("o")
            titles.append(driver.app.session.memory.lists["targets"].order)
        assert "Target" in titles


async def test_what_points_to_them_is_judged_and_counted(folder: Path) -> None:
    async with explored(folder) as (driver, rows):
        await driver.press("enter")
        await driver.sees("! live", "Uses")
        await driver.press("o", "tab")
        rows.action_move(-1, "all")
        await driver.press("ctrl+p")
        await driver.type("service-9 000000000042")
        await driver.sees("service-9")
        await driver.press("enter")
        await driver.until(lambda: rows.highlighted is not None and rows.highlighted.account_id == f"{42:012}")
        assert rows.highlighted is not None
        assert rows.highlighted.name == "service-9"


async def test_a_record_is_pointed_to_one_of_them(folder: Path) -> None:
    chosen: list[Choice | None] = []
    aim = Aim(DnsName.parse("www.example.com"), DnsName.parse("service-3-99.eu-west-1.elb.amazonaws.com"))
    async with explored(folder) as (driver, _rows):
        driver.app.push_screen(TargetPicker(driver.app.session, "www.example.com", [aim]), chosen.append)
        await driver.sees("Point where?", "has the name of the current target")
        await driver.type("service-5 000000000033")
        await driver.press("enter")
        await driver.until(lambda: bool(chosen))
    assert chosen[0] is not None
    assert chosen[0].target is not None
    assert (chosen[0].target.name, chosen[0].target.account_id) == ("service-5", f"{33:012}")
