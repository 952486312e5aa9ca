from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import Any, cast

import pytest
from textual.message_pump import MessagePump

from xalias_tui.domain.errors import UsageError, XaliasError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.tui.state.questions import Answered, Failed, Questions, Reply

WORKSPACE = cast("Workspace", object())


class Asker:
    """Keeps what is posted to it."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    def post_message(self, reply: Reply) -> bool:
        self.replies.append(reply)
        return True


class Deaf(Asker):
    """Is gone."""

    def post_message(self, reply: Reply) -> bool:
        del reply
        return False


class Asking:
    """Asks, and runs jobs when the test says so."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], None]] = []
        self.asker = Asker()
        self.handled: list[object] = []
        self.complaints: list[XaliasError] = []
        self.questions = Questions(self.jobs.append, self.complaints.append)

    def ask(self, job: Callable[[Workspace, Callable[[Any], None]], object], **options: Any) -> None:
        asker = cast("MessagePump", self.asker)
        self.questions.ask(WORKSPACE, asker, "weather", job, self.handled.append, **options)

    def run(self) -> None:
        """Run every job, then handle every reply."""
        while self.jobs:
            self.jobs.pop(0)()
        for reply in self.asker.replies:
            self.questions.handle(reply)
        self.asker.replies.clear()


def test_what_is_told_and_the_answer_are_handled_in_order() -> None:
    asking = Asking()

    def job(workspace: Workspace, tell: Callable[[str], None]) -> str:
        assert workspace is WORKSPACE
        tell("clouds")
        return "rain"

    asking.ask(job, on_told=asking.handled.append)
    asking.run()
    assert asking.handled == ["clouds", "rain"]


def test_an_earlier_question_about_the_same_subject_is_not_answered_any_more() -> None:
    asking = Asking()
    asking.ask(lambda _workspace, _tell: "yesterday")
    asking.ask(lambda _workspace, _tell: "today")
    asking.run()
    assert asking.handled == ["today"]


def test_nothing_is_kept_of_a_question_whose_asker_is_gone() -> None:
    """A dialog that is closed takes no message any more: what its job posts is lost."""
    asking = Asking()
    for _ in range(3):
        gone, heard = Deaf(), list[object]()
        asking.questions.ask(WORKSPACE, cast("MessagePump", gone), "weather", lambda *_: "rain", heard.append)
        assert [question.subject for question in asking.questions.awaited] == ["weather"]
        asking.run()
        left = weakref.ref(gone)
        del gone
        assert left() is None
        assert list(asking.questions.awaited) == []
        assert heard == []


def test_an_asker_that_is_still_told_things_is_kept_until_its_answer() -> None:
    asking = Asking()

    def job(_workspace: Workspace, tell: Callable[[str], None]) -> str:
        tell("clouds")
        return "rain"

    asking.ask(job, on_told=asking.handled.append)
    assert len(asking.questions.awaited) == 1
    asking.run()
    assert asking.handled == ["clouds", "rain"]
    assert not list(asking.questions.awaited)


def test_a_dropped_question_is_not_answered() -> None:
    asking = Asking()
    asking.ask(lambda _workspace, _tell: "rain")
    asking.questions.drop(cast("MessagePump", asking.asker), "weather")
    asking.run()
    assert asking.handled == []


@pytest.mark.parametrize(("lasting", "handled"), [(False, []), (True, ["rain"])])
def test_other_accounts_drop_what_does_not_last(*, lasting: bool, handled: list[str]) -> None:
    asking = Asking()
    asking.ask(lambda _workspace, _tell: "rain", lasting=lasting)
    asking.questions.drop_all()
    asking.run()
    assert asking.handled == handled


@pytest.mark.parametrize(
    ("raised", "code", "says"),
    [
        (UsageError("no-weather", "There is none."), "no-weather", "There is none."),
        (LookupFailedError("Throttling", "Slow down."), "Throttling", "AWS did not answer: Slow down."),
        (
            LookupFailedError("AccessDenied", "no", action="route53:ListHostedZones", denied=True),
            "AccessDenied",
            "ListHostedZones",
        ),
        (ZeroDivisionError("oops"), "internal-error", "ZeroDivisionError: oops"),
    ],
)
def test_whatever_a_job_raises_reaches_the_screen(raised: Exception, code: str, says: str) -> None:
    def job(_workspace: Workspace, _tell: object) -> None:
        raise raised

    asking, failures = Asking(), list[XaliasError]()
    asking.ask(job, on_failed=failures.append)
    asking.ask(job)
    asking.run()
    assert failures == []
    (shown,) = asking.complaints
    assert shown.code == code
    assert says in str(shown)
    asking.ask(job, on_failed=failures.append)
    asking.run()
    assert [failure.code for failure in failures] == [code]
    assert asking.handled == []


def test_a_commit_runs_on_a_thread_that_the_program_waits_for() -> None:
    asking, ran_on = Asking(), list[threading.Thread]()
    thread = asking.questions.commit(
        WORKSPACE,
        cast("MessagePump", asking.asker),
        lambda _workspace, _tell: ran_on.append(threading.current_thread()),
        asking.handled.append,
        on_told=asking.handled.append,
        on_failed=asking.complaints.append,
    )
    thread.join(20)
    assert ran_on == [thread]
    assert not thread.daemon
    assert isinstance(asking.asker.replies[0].outcome, Answered)


def test_a_commit_that_raises_is_a_value_too() -> None:
    asking = Asking()

    def job(_workspace: Workspace, _tell: object) -> None:
        raise ZeroDivisionError

    questions, asker = asking.questions, cast("MessagePump", asking.asker)
    thread = questions.commit(
        WORKSPACE, asker, job, asking.handled.append, on_told=asking.handled.append, on_failed=asking.complaints.append
    )
    thread.join(20)
    assert isinstance(asking.asker.replies[0].outcome, Failed)
