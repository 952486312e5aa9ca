from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from tests.tui.driving import HUGE, NARROW, FakeDriver, explorer
from tests.tui.fakes import Estate, target
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.export import export, format_of, formats
from xalias_tui.tui.dialogs.export import ExportDialog


async def opened(driver: FakeDriver) -> Plan:
    await driver.until(lambda: driver.app.session.desk.preview.complete)
    await driver.press("x")
    await driver.sees("▐terraform▌", "For Terraform")
    plan = driver.app.session.desk.plan
    assert plan is not None
    return plan


async def test_x_shows_the_change_as_terraform() -> None:
    async with explorer(size=HUGE) as driver:
        await opened(driver)
        await driver.sees(
            'resource "aws_route53_record" "shop_example_com_a" {',
            'name                   = "dualstack.shop-web-123.eu-west-1.elb.amazonaws.com"',
            'id = "Z0PUBLIC_shop.example.com_AAAA"',
        )


async def test_every_format_is_an_arrow_away_and_the_last_one_is_remembered() -> None:
    async with explorer() as driver:
        await opened(driver)
        names = [format_.name for format_ in formats()]
        for name in [*names[names.index("terraform") + 1 :], *names[: names.index("terraform")]]:
            await driver.press("right")
            await driver.sees(f"▐{name}▌")
        await driver.press("escape", "x")
        await driver.sees("▐pulumi-python▌", "import pulumi_aws as aws")
        await driver.press("left")
        await driver.sees("▐octodns▌")


async def test_d_looks_the_target_up() -> None:
    async with explorer(size=HUGE) as driver:
        await opened(driver)
        await driver.press("d")
        await driver.sees('data "aws_lb" "target" {', 'allowed_account_ids = ["222222222222"]', "precondition {")
        await driver.press("right")
        await driver.sees("▐aws-cli▌", "aws route53 change-resource-record-sets")


async def test_y_copies_the_whole_text() -> None:
    async with explorer(size=NARROW) as driver:
        plan = await opened(driver)
        await driver.press("y")
        await driver.sees("Copied 40 lines for Terraform")
        assert driver.app.clipboard == export([plan], format_of("terraform")).text


async def test_w_writes_the_whole_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with explorer(size=HUGE) as driver:
        plan = await opened(driver)
        await driver.press("w")
        await driver.sees("shop.example.com-terraform.tf")
        await driver.press("enter")
        await driver.sees("Wrote 40 lines for Terraform to")
        written = tmp_path / "shop.example.com-terraform.tf"
        assert written.read_text(encoding="utf-8") == export([plan], format_of("terraform")).text


async def test_a_file_that_exists_is_overwritten_only_when_asked_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / "shop.example.com-terraform.tf"
    mine.write_text("mine", encoding="utf-8")
    async with explorer(size=HUGE) as driver:
        await opened(driver)
        await driver.press("w", "enter")
        await driver.sees("exists already: enter once more overwrites it")
        assert mine.read_text(encoding="utf-8") == "mine"
        await driver.press("enter")
        await driver.sees("Wrote")
        assert mine.read_text(encoding="utf-8").startswith("# For Terraform")


async def test_a_file_that_cannot_be_written_is_said_and_the_line_stays() -> None:
    async with explorer(size=HUGE) as driver:
        await opened(driver)
        await driver.press("w", "home")
        await driver.type("none")
        await driver.press("slash", "enter")
        await driver.sees("can't be written: No such file or directory")
        await driver.press("escape")
        assert isinstance(driver.app.screen, ExportDialog)


@pytest.mark.parametrize(("file", "enters"), [("~nobodyhere/x.tf", 1), ("x" * 300, 1), ("/", 2)])
async def test_a_line_that_names_no_file_is_said(file: str, enters: int) -> None:
    async with explorer(size=HUGE) as driver:
        await opened(driver)
        await driver.press("w")
        driver.app.screen.query_one("#export-file", Input).value = file
        await driver.pilot.pause()
        await driver.press(*["enter"] * enters)
        await driver.sees("can't be written", "Name another file.")
        assert isinstance(driver.app.screen, ExportDialog)


async def test_a_target_that_nothing_looks_up_is_said_and_the_text_stays() -> None:
    async with explorer(Estate(targets=(target(kind="cognito"),)), size=HUGE) as driver:
        await opened(driver)
        await driver.press("d")
        await driver.sees("No data source of Terraform looks up a target of kind cognito", "import {")
        await driver.press("right", "d")
        await driver.sees("Nothing looks up the target in AWS CLI command", "aws route53 change-resource-record-sets")


async def test_what_a_format_cannot_hold_is_said_instead() -> None:
    unknown = target(dns_name=DnsName.parse("svc-1.7d67968.vpc-lattice-svcs.eu-west-1.on.aws"))
    async with explorer(Estate(targets=(unknown,)), size=HUGE) as driver:
        await opened(driver)
        await driver.press(*["left"] * 2)
        text = await driver.sees("▐octodns▌", "This can't be written for octoDNS")
        assert "values:" not in text
        await driver.press("y", "w")
        assert driver.app.clipboard == ""
        assert driver.app.screen.query_one("#export-file").display is False


async def test_without_a_preview_there_is_nothing_to_export() -> None:
    async with explorer(Estate(targets=())) as driver:
        await driver.sees("2 zones")
        await driver.press("x")
        await driver.sees("Choose a target first: tab goes to them.")


async def test_a_change_of_the_history_is_exported() -> None:
    async with explorer(size=HUGE) as driver:
        await driver.sees("Checks: ")
        await driver.press("c", "enter")
        await driver.sees("Done.")
        await driver.press("escape", "3")
        await driver.sees("1 change")
        await driver.press("x")
        await driver.sees("▐terraform▌", "shop_example_com_aaaa")
