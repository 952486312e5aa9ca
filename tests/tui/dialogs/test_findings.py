from __future__ import annotations

import pytest

from tests.tui.driving import NARROW, WIDE, FakeDriver, explorer
from tests.tui.fakes import Estate
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.tui.dialogs.findings import FindingsDialog, explanation, known_rule

FIX = 'aws elbv2 add-listener-certificates --listener-arn arn:x --certificates CertificateArn="$CERTIFICATE_ARN"'
MISMATCH = Finding(
    "lb-certificate-mismatch",
    Severity.ERROR,
    "No certificate on shop-web covers shop.example.com; browsers will warn.",
    "Add an SNI certificate.",
    target="arn:shop-web",
    fix=FIX,
)
FINDINGS = (
    Finding("ipv6-available-no-aaaa", Severity.INFO, "The target also has IPv6."),
    MISMATCH,
    Finding("lb-host-rule-missing", Severity.WARNING, "No rule accepts the host.", "Add a rule."),
)


def engine(*findings: Finding) -> Estate:
    return Estate(findings=findings)


async def opened(driver: FakeDriver, key: str = "v") -> None:
    await driver.until(lambda: driver.app.session.desk.preview.complete)
    await driver.press(key)
    await driver.until(lambda: isinstance(driver.app.screen, FindingsDialog))


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_v_explains_the_worst_finding_first(size: tuple[int, int]) -> None:
    async with explorer(engine(*FINDINGS), size=size) as driver:
        await opened(driver)
        text = await driver.sees("No certificate on shop-web covers", "What to do", "The command that fixes it")
        order = [text.index(finding) for finding in ("lb-certificate-mismatch", "lb-host-rule", "ipv6-available")]
        assert order == sorted(order)
        await driver.press("down")
        await driver.sees("No rule accepts the host.", "When it applies", "host-header conditions")


async def test_the_key_that_is_said_to_scroll_the_explanation_does() -> None:
    async with explorer(engine(*FINDINGS), size=NARROW) as driver:
        await opened(driver)
        await driver.sees("below · J")
        await driver.press(*["J"] * 30)
        assert "below" not in await driver.sees("Source")


async def test_enter_gives_the_explanation_the_whole_box_and_escape_takes_it_back() -> None:
    async with explorer(engine(*FINDINGS), size=NARROW) as driver:
        await opened(driver)
        assert "Source" not in driver.text
        await driver.press("enter")
        await driver.sees("Set first: CERTIFICATE_ARN.", "About the target")
        assert "lb-host-rule-missing" not in driver.text
        await driver.press("escape")
        await driver.sees("lb-host-rule-missing")
        await driver.press("escape")
        await driver.until(lambda: not isinstance(driver.app.screen, FindingsDialog))


async def test_y_copies_the_command_as_it_is() -> None:
    async with explorer(engine(*FINDINGS)) as driver:
        await opened(driver)
        await driver.press("y")
        await driver.sees("Copied", "Read it before you run it")
        assert driver.app.clipboard == FIX
        await driver.press("down", "y")
        await driver.sees("No single command fixes this")
        assert driver.app.clipboard == FIX


async def test_enter_on_the_preview_explains_too() -> None:
    async with explorer(engine(*FINDINGS)) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.press("tab", "tab")
        await opened(driver, "enter")


async def test_without_findings_there_is_nothing_to_explain() -> None:
    async with explorer(engine()) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.press("v")
        await driver.sees("No findings for this change.")


async def test_an_error_is_committed_only_by_typing_the_name() -> None:
    async with explorer(engine(*FINDINGS)) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.press("c")
        await driver.sees("Type shop.example.com, because it overrides 1 finding of severity error")
        await driver.press("enter")
        await driver.sees("nothing was sent")
        assert driver.estate.sent == []


def test_the_explanation_tells_what_the_catalogue_knows() -> None:
    rule = known_rule(MISMATCH.id)
    assert rule is not None
    text = explanation(MISMATCH, rule).plain
    for known in (MISMATCH.message, MISMATCH.remedy, FIX, rule.when, rule.source, "arn:shop-web"):
        assert known in text
    assert known_rule("of-a-newer-version") is None
    assert "Source" not in explanation(MISMATCH, None).plain
