from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections import Counter
from contextvars import copy_context
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from queue import Queue
from typing import Any

import pytest
from textual.binding import Binding
from textual.events import Key
from textual.widgets import Input
from textual.widgets._toast import Toast

from tests.tui.driving import HUGE, driving, explorer
from tests.tui.fakes import Estate, Sides
from xalias_tui import tui
from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.signin.mfa import MfaGate, MfaQuestions
from xalias_tui.tui.state.questions import Answered, Reply, Told
from xalias_tui.tui.widgets.filter_bar import FilterBar
from xalias_tui.tui.widgets.preview import PreviewPane
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane


def owners() -> tuple[type, ...]:
    """Every class of the explorer that has keys."""
    modules = (import_module(found.name) for found in walk_packages(tui.__path__, f"{tui.__name__}."))
    classes = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    own = (kind for kind in classes if kind.__module__.startswith(tui.__name__) and kind.__dict__.get("BINDINGS"))
    return tuple(sorted(own, key=lambda kind: kind.__qualname__))


OWNERS = owners()


def keys_of(owner: type) -> list[Binding]:
    """The keys that a class of ours declares: not those that it takes over from Textual's line as they are."""
    declared = [binding for binding in owner.__dict__["BINDINGS"] if binding not in Input.BINDINGS]
    assert all(isinstance(binding, Binding) for binding in declared)
    return declared


@pytest.mark.parametrize("owner", OWNERS)
def test_every_key_has_an_id_a_label_and_a_tooltip(owner: type) -> None:
    for binding in keys_of(owner):
        assert binding.id
        assert binding.description
        assert binding.tooltip


@pytest.mark.parametrize("owner", OWNERS)
def test_a_key_means_one_thing(owner: type) -> None:
    keys = Counter(key for binding in owner.__dict__["BINDINGS"] for key in binding.key.split(","))
    assert [key for key, times in keys.items() if times > 1] == []


def test_binding_ids_are_unique_so_that_settings_can_name_them() -> None:
    different = {binding for owner in OWNERS for binding in keys_of(owner)}
    assert [id_ for id_, times in Counter(binding.id for binding in different).items() if times > 1] == []


@pytest.mark.parametrize("pane", [ZonesPane, TargetsPane, PreviewPane, FilterBar])
def test_every_pane_explains_itself(pane: type) -> None:
    assert pane.HELP.startswith("## ")  # type: ignore[attr-defined] # declared by Textual's DOMNode


async def test_the_screen_is_painted_before_the_workspace_is_made(tmp_path: Path) -> None:
    made, go = threading.Event(), threading.Event()

    def make() -> Workspace:
        made.set()
        assert go.wait(60)
        return Estate().workspace(tmp_path)

    async with driving(make, instead=Estate().instead) as driver:
        await asyncio.to_thread(made.wait, 60)
        assert "starting…" in driver.text
        await driver.press("colon")
        await driver.type("www.example.com")
        await driver.press("enter")
        await driver.sees("Trace", "www.example.com.")  # it waits
        go.set()
        await driver.sees("broken at resource")
        await driver.press("escape")
        await driver.sees("READ-WRITE")


async def test_a_workspace_that_cannot_be_made_is_explained() -> None:
    def make() -> Workspace:
        raise UsageError("config-invalid", "The settings are no TOML.", "Correct the file.")

    go = threading.Event()

    def later() -> Workspace:
        assert go.wait(60)
        return make()

    async with driving(later) as driver:
        await driver.press("P")
        await driver.type("a,b")
        await driver.press("ctrl+s")
        await driver.sees("planning the rows …")
        go.set()
        await driver.sees("The settings are no TOML.", "Correct the file.")
        await driver.until(lambda: "planning the rows …" not in driver.text)


async def test_a_mistake_while_it_is_made_is_explained_too() -> None:
    def make() -> Workspace:
        raise ZeroDivisionError("oops")

    async with driving(make) as driver:
        await driver.sees("The program made a mistake: ZeroDivisionError: oops.")


async def test_keys_and_theme_come_from_the_settings() -> None:
    sides = Sides(("dns-prod",), ("shop-prod",), keys={"name": "f6"}, theme="mine", themes={"mine": "#3f88c5"})
    async with explorer(Estate(sides=sides)) as driver:
        await driver.sees("Checks: ")
        assert (driver.app.theme, driver.app.current_theme.primary) == ("mine", "#3f88c5")
        await driver.press("f6")
        await driver.sees("Name of the record")


async def test_help_shows_the_keys_that_work_in_the_focused_pane() -> None:
    async with explorer(size=HUGE) as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "question_mark")
        await driver.sees("Resources that an alias record can point to", "Show the next kind only")
        await driver.press("escape")
        await driver.sees("Checks: ")


async def test_the_palette_does_what_the_keys_do() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("ctrl+p")
        await driver.type("batch")
        await driver.sees("The change batch exactly as it would be sent")
        await driver.press("enter")
        await driver.sees('"Changes": [')


async def test_accounts_are_listed_with_their_state_and_chosen_for_a_side() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("4")
        await driver.sees("dns-prod", "signed in", "expired", "1111-1111-1111")
        await driver.press("j", "z")
        await driver.until(
            lambda: (
                driver.app.session.workspace is not None
                and driver.app.session.workspace.zone_profiles == ("shop-prod",)
            )
        )
        await driver.sees("zones + targets")
        await driver.press("1")
        await driver.sees("Zones  shop-prod · 2222-2222-2222", "Zones and targets: shop-prod")


async def test_a_side_is_never_left_without_an_account() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("4")
        await driver.sees("signed in")
        await driver.press("Z")
        await driver.sees("Each side needs at least one")


async def test_signing_in_again_keeps_what_is_chosen() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("n", *["backspace"] * 4, "z", "enter")
        await driver.sees("z.example.com.  A + AAAA")
        await driver.press("4")
        await driver.sees("signed in")
        await driver.press("s")
        await driver.until(lambda: "sign_in" in driver.estate.asked)
        await driver.until(lambda: driver.estate.asked.count("read_zones") == 2)
        await driver.press("1")
        await driver.sees("z.example.com.  A + AAAA")


async def test_an_mfa_code_is_asked_for_on_the_screen_and_reaches_the_thread_that_waits() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        ask = driver.app._gate
        for keys, expected in ((("1", "enter", *"23456", "enter"), "123456"), (("escape",), None)):
            answer = asyncio.create_task(asyncio.to_thread(ask, "Enter MFA code for arn:x:"))
            await driver.sees("Enter MFA code for arn:x:")
            await driver.press(*keys)
            if expected:
                assert await answer == expected
            else:
                with pytest.raises(AwsError, match="cancelled"):
                    await answer


def test_looking_at_every_profile_asks_for_no_mfa_code() -> None:
    gate = MfaGate(lambda prompt: f"code for {prompt}")
    assert gate("x") == "code for x"
    with gate.closed():
        with pytest.raises(AwsError, match="multi-factor"):
            gate("x")
        with pytest.raises(AwsError, match="multi-factor"):
            copy_context().run(gate, "x")
        codes: list[str] = []
        other = threading.Thread(target=lambda: codes.append(gate("y")))
        other.start()
        other.join()
        assert codes == ["code for y"]
    assert gate("x") == "code for x"


async def test_an_empty_history_says_so_and_quitting_at_rest_asks_nothing() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("3")
        await driver.sees("No changes yet.")
        await driver.press("q")
        assert driver.app.return_value == 0


async def test_keys_typed_ahead_reach_the_line_that_was_being_opened() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        for key in ("n", *["backspace"] * 4, "e", "c", "q", "enter"):
            driver.app.post_message(Key(key, key if len(key) == 1 else None))
        await driver.sees("ecq.example.com.  A + AAAA")
        await driver.press("tab")
        for key in ("slash", "h", "e", "b"):
            driver.app.post_message(Key(key, key if len(key) == 1 else "/"))
        await driver.sees("heb", "No target matches.")
        assert driver.estate.sent == []


async def test_no_key_typed_ahead_answers_a_question_that_nobody_saw() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        for key in ("c", "y", "enter"):
            driver.app.post_message(Key(key, key if len(key) == 1 else "\r"))
        await driver.sees("Commit this change?", "enter or y sends it")
        await driver.settle()
        assert "Commit this change?" in driver.text
        assert driver.estate.sent == []
        await driver.press("y")
        await driver.sees("Done.")


def test_a_thread_that_waits_for_a_code_goes_on_when_the_program_ends() -> None:
    asked: Queue[object] = Queue()
    questions = MfaQuestions(asked.put)
    refused: list[str] = []

    def sign_in() -> None:
        with pytest.raises(AwsError, match="cancelled") as raised:
            questions.ask("code?")
        refused.append(raised.value.code)

    waiting = threading.Thread(target=sign_in, daemon=True)
    waiting.start()
    assert asked.get(timeout=20)
    questions.close()
    waiting.join(20)
    sign_in()
    assert refused == ["cancelled", "cancelled"]


@pytest.mark.parametrize(
    ("message", "severity", "seconds"),
    [("Nothing was sent.", "information", 3), ("No.", "warning", 5), ("a" * 160, "error", 8), ("a" * 400, "error", 12)],
)
async def test_a_message_is_shown_in_the_frame_above_the_keys_for_as_long_as_it_is_read(
    message: str, severity: Any, seconds: float
) -> None:
    async with explorer() as driver:
        await driver.sees("zone id Z32O12XQLNTSW2")
        driver.app.notify(message, severity=severity)
        await driver.sees(message[:60])
        (note,) = driver.app._notifications
        assert note.timeout == seconds
        toast = driver.app.screen.query_one(Toast)
        assert toast.region.bottom == driver.app.size.height - 1, "the keys stay in sight"
        assert toast.region.height == -(-len(message) // 90)


async def test_a_dialog_that_was_closed_before_its_answer_came_is_forgotten() -> None:
    estate = Estate(held=frozenset({"known_accounts"}))
    async with explorer(estate) as driver:
        await driver.sees("Checks: ")
        await driver.press("A")
        dialog = weakref.ref(driver.app.screen)
        assert any(question.asker is dialog() for question in driver.app.session.questions.awaited)
        await driver.press("escape")
        estate.gate.set()
        await driver.rest()

        def forgotten() -> bool:
            gc.collect()
            return dialog() is None

        await driver.until(forgotten, "the dialog is gone from memory")


async def test_an_answer_that_comes_while_its_dialog_is_taken_away_is_dropped() -> None:
    """Its reply is in the app's queue by then, and the widgets that it would fill are gone."""
    handled: list[str] = []
    async with explorer(Estate()) as driver:
        await driver.sees("Checks: ")
        await driver.press("question_mark")
        dialog = driver.app.screen
        assert isinstance(dialog, Dialog)
        questions, taken = driver.app.session.questions, threading.Event()
        driver.app.session.ask(
            dialog, "late", lambda _workspace, _tell: str(taken.wait()), handled.append, on_told=handled.append
        )
        (late,) = (question for question in questions.awaited if question.subject == "late")
        driver.app.on_reply(Reply(late, Told("still there")))
        await driver.press("escape")
        await driver.until(lambda: dialog not in driver.app.screen_stack)
        driver.app.on_reply(Reply(late, Answered("too late")))
        taken.set()
    assert handled == ["still there"]
