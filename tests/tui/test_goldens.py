"""Whole screens, compared as text. ``XALIAS_UPDATE_GOLDENS=1`` writes them anew: look at the difference."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tui.driving import NARROW, WIDE, explorer
from tests.tui.fakes import Estate, target
from xalias_tui.domain.findings import Finding, Severity

GOLDENS = Path(__file__).parent / "goldens"
FINDINGS = (
    Finding("lb-host-rule-missing", Severity.WARNING, "No listener rule asks for shop.example.com.", "Add a rule."),
    Finding("ipv6-available-no-aaaa", Severity.INFO, "The target also has IPv6."),
)
TARGETS = (target(), target("inside", arn="arn:inside", record_types=(), state="lb-gateway", internal=True))


@pytest.mark.parametrize(
    ("name", "size", "keys"),
    [
        ("explorer", WIDE, ()),
        ("records", WIDE, ("enter",)),
        ("confirm", WIDE, ("c",)),
        ("narrow-zones", NARROW, ()),
        ("narrow-targets", NARROW, ("tab",)),
        ("narrow-preview", NARROW, ("tab", "tab")),
        ("accounts", NARROW, ("4",)),
        ("export", WIDE, ("x",)),
        ("narrow-export", NARROW, ("x",)),
    ],
)
async def test_screens_look_as_they_should(name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    golden = GOLDENS / f"{name}.txt"
    async with explorer(Estate(findings=FINDINGS, targets=TARGETS), size=size) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.press(*keys)
        if os.environ.get("XALIAS_UPDATE_GOLDENS"):
            await driver.rest()
            GOLDENS.mkdir(exist_ok=True)
            golden.write_text(driver.text + "\n", encoding="utf-8")
        wanted = golden.read_text(encoding="utf-8").rstrip("\n").splitlines()
        try:
            await driver.until(lambda: driver.text.rstrip("\n").splitlines() == wanted)
        except AssertionError:
            assert driver.text.rstrip("\n").splitlines() == wanted
