from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.segment import Segment
from textual.color import Color

from tests.tui.driving import HUGE, explorer
from tests.tui.fakes import Estate, record, target, zone
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.tui.app import XaliasApp
from xalias_tui.tui.terminal.untrusted_text import STRIP_CONTROLS, safe

HOSTILE = (
    "[/foo] [bold red]x[/] [@click=app.bell]c[/] [link=http://evil]a[/link] [$v] [",
    "\x1b]52;c;ZXZpbA==\x07 \x1b]2;title\x1b\\ \x1b[2J \x1b[3A \x9b31m \x9d52;c;ZXZpbA==\x9c "
    "\u202egnp.exe\u202c \u200b\u200d\ufeff \u2066x\u2069 line one\nline two\r\tthree e" + "\u0301" * 40,
    "a" * 3_000 + "tail",
)
_FORBIDDEN = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x200B, 0x2066, 0xFEFF) if code != 0x0A]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_of_other_accounts_is_shown_and_never_obeyed(text: str) -> None:
    marks = ("VALUE", "NAMED", "DENIAL", "MISSED", "FINDING")
    value, named, denial, missed, finding = (f"{mark}{text}" for mark in marks)
    engine = Estate(
        zones=(replace(zone(), comment=text), replace(zone("b.example.", "Z1"), comment=text)),
        records=(record("www.example.com.", "TXT", value),),
        targets=(target(named, label=text, state=text, region=text, hostnames=(text, "shop.example.com")),),
        accounts=(
            Account("dns-prod", "1" * 12, f"arn:aws:sts::111111111111:{text}"),
            Account("shop-prod", state="denied", message=denial, remedy=text),
        ),
        unscanned=(Unscanned("1", missed, text, text, text, text),),
        findings=(Finding("x", Severity.ERROR, finding, text),),
        names_hosts=False,  # host names here are no names
    )
    async with explorer(engine, size=HUGE) as driver:
        seen = [await driver.sees("2 zones", "1 found", "NAMED")]
        for keys in (("enter",), ("n", "w", "enter"), ("b",), ("b",), ("f",), ("escape", "c"), ("escape", "4"), ("1",)):
            await driver.press(*keys)
            await driver.rest()
            seen.append(await driver.sees("DENIAL") if "4" in keys else driver.text)  # accounts come a blink later
        assert [mark for mark in marks if not any(mark in screen for screen in seen)] == []
        for screen in seen:
            assert not [octet for octet in _FORBIDDEN if octet in screen]
            assert "tail" not in screen
        assert driver.app.is_running


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_errors_are_shown_and_never_obeyed(text: str) -> None:
    marks = {
        "read_zones": "ZONES",
        "discover": "TARGETS",
        "history": "JOURNAL",
        "survey": "SURVEY",
        "undo_plan": "UNDOING",
    }
    failing = {name: AwsError("x", f"{mark}{text}", text) for name, mark in marks.items()}
    async with explorer(Estate(failing=failing), size=HUGE) as driver:
        await driver.sees("The zones could not be read.", "The targets could not be read.", "ZONES", "TARGETS")
        for key, mark in (("u", "UNDOING"), ("3", "JOURNAL"), ("4", "SURVEY")):
            await driver.press(key)
            screen = await driver.sees(mark)
            assert not [octet for octet in _FORBIDDEN if octet in screen]
        driver.app.notify(f"SAID{text}")  # as it came: whoever says something need not make it safe
        screen = await driver.sees("SAID")
        assert not [octet for octet in _FORBIDDEN if octet in screen]
        assert "tail" not in screen
        assert driver.app.is_running


@pytest.mark.parametrize("text", HOSTILE)
def test_the_last_defence_lets_no_control_octet_through(text: str) -> None:
    drawn = STRIP_CONTROLS.apply([Segment(text), Segment("kept")], Color(0, 0, 0))
    assert not [octet for segment in drawn for octet in _FORBIDDEN if octet in segment.text.replace("\n", "")]
    assert drawn[-1].text == "kept"


def no_workspace() -> Workspace:
    raise UsageError("config-invalid", "There is none.")


def test_the_last_defence_guards_the_whole_app() -> None:
    assert STRIP_CONTROLS in XaliasApp(no_workspace).get_line_filters()


def test_markup_in_values_is_literal() -> None:
    assert safe("[bold]x[/bold] [/foo]").plain == "[bold]x[/bold] [/foo]"


async def test_a_crash_report_holds_no_local_variables() -> None:
    app = XaliasApp(no_workspace)
    async with app.run_test() as pilot:
        await pilot.pause()
        secret = "s3cr" + str(id(app))
        try:
            _ = len(secret) / 0
        except ZeroDivisionError:
            app._fatal_error()
        app.console.file = io.StringIO()
        for renderable in app._exit_renderables:
            app.console.print(renderable)
        printed = app.console.file.getvalue()
        app._exit_renderables.clear()
    assert "ZeroDivisionError" in printed
    assert secret not in printed
