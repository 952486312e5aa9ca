"""How a screen asks for something: a job runs on a thread, and what comes of it is handled on the UI thread.

Threads only post messages. Reads run on daemon threads and may be abandoned; a commit runs on an ordinary thread, so
that the program does not end before its outcome is known. An answer to an earlier question about the same subject is
dropped, and so is one whose screen is gone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from weakref import WeakValueDictionary

from textual.message import Message
from textual.message_pump import MessagePump

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError, XaliasError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.policies import how_to_allow

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace

T = TypeVar("T")
V = TypeVar("V")

Submit = Callable[[Callable[[], None]], object]
"""Runs a call on a thread."""
Tell = Callable[[V], None]
"""Reports something before the answer is known; for any thread."""
Job = Callable[["Workspace", Tell[V]], T]
"""What is done on the thread; what it raises is the answer, too. It imports ``jobs`` itself, behind the first paint."""
OnFailed = Callable[[XaliasError], None]

_RETRY: Final = "Press R to try again."


@dataclass(frozen=True, slots=True)
class Answered(Generic[T]):
    """The job is done."""

    value: T


@dataclass(frozen=True, slots=True)
class Told(Generic[V]):
    """Something that the job reports before it is done."""

    value: V


@dataclass(frozen=True, slots=True)
class Failed:
    """The job could not be done; an unexpected exception is one of these, too."""

    error: XaliasError


@dataclass(frozen=True, eq=False)
class Question(Generic[T, V]):
    """One question, and who handles what comes of it; compared by identity."""

    asker: MessagePump
    subject: str
    on_answer: Callable[[T], None]
    on_told: Callable[[V], None]
    on_failed: OnFailed
    lasting: bool = False

    def handle(self, outcome: Answered[T] | Told[V] | Failed) -> None:
        """Give an outcome to its handler; on the UI thread."""
        if isinstance(outcome, Answered):
            self.on_answer(outcome.value)
        elif isinstance(outcome, Told):
            self.on_told(outcome.value)
        else:
            self.on_failed(outcome.error)


class Reply(Message):
    """Something about a question, posted to its asker, from where it bubbles to the app.

    Attributes:
        question: The question.
        outcome: Answered, Told or Failed.
    """

    def __init__(self, question: Question[Any, Any], outcome: Answered[Any] | Told[Any] | Failed) -> None:
        super().__init__()
        self.question = question
        self.outcome = outcome


@dataclass
class Questions:
    """Questions of all screens.

    Attributes:
        submit: Runs a read on a daemon thread.
        complain: Shows the error of a question whose asker does not handle errors.
    """

    submit: Submit
    complain: OnFailed
    _latest: WeakValueDictionary[tuple[int, str], Question[Any, Any]] = field(default_factory=WeakValueDictionary)
    """By the asker's identity. A question lives as long as its job runs or its answer is on the way, and its asker with
    it: of a dialog that is closed, which takes no answer any more, nothing is kept."""

    def ask(
        self,
        workspace: Workspace,
        asker: MessagePump,
        subject: str,
        job: Job[V, T],
        on_answer: Callable[[T], None],
        *,
        on_told: Callable[[V], None] | None = None,
        on_failed: OnFailed | None = None,
        lasting: bool = False,
    ) -> None:
        """Run a job on a daemon thread; answers to the asker's earlier question about the subject are dropped.

        Args:
            workspace: Given to the job.
            asker: The screen, dialog or app that asks; nothing is handled once it is gone.
            subject: What the question is about.
            job: Runs on the thread.
            on_answer: Given what the job returns.
            on_told: Given what the job reports before its answer.
            on_failed: Given why there is no answer; by default it is shown.
            lasting: Whether the answer is still wanted when other accounts are chosen.
        """
        question = self._registered(asker, subject, on_answer, on_told, on_failed, lasting=lasting)
        self.submit(partial(_run, question, partial(job, workspace)))

    def start(
        self, asker: MessagePump, make: Callable[[], T], on_answer: Callable[[T], None], on_failed: OnFailed
    ) -> None:
        """Make the workspace on a thread, behind the first paint."""
        question: Question[T, None] = self._registered(asker, "start", on_answer, None, on_failed, lasting=True)
        self.submit(partial(_run, question, lambda _tell: make()))

    def commit(
        self,
        workspace: Workspace,
        asker: MessagePump,
        job: Job[V, T],
        on_answer: Callable[[T], None],
        *,
        on_told: Callable[[V], None],
        on_failed: OnFailed,
    ) -> threading.Thread:
        """Run a job that writes on an ordinary thread, which is returned running: it is joined at exit."""
        question = self._registered(asker, "commit", on_answer, on_told, on_failed, lasting=True)
        thread = threading.Thread(
            target=partial(_run, question, partial(job, workspace)), name="xalias-commit", daemon=False
        )
        thread.start()
        return thread

    @property
    def awaited(self) -> tuple[Question[Any, Any], ...]:
        """Questions whose answers are still wanted."""
        return tuple(self._latest.values())

    def awaits(self, asker: MessagePump, subject: str) -> bool:
        """Whether the answer to a question of the asker about a subject is still to come."""
        return (id(asker), subject) in self._latest

    def drop(self, asker: MessagePump, subject: str) -> None:
        """The answer to the latest question about a subject is not wanted any more."""
        self._latest.pop((id(asker), subject), None)

    def drop_all(self) -> None:
        """Other accounts were chosen: only the answers of lasting questions are still wanted."""
        for key, question in list(self._latest.items()):
            if not question.lasting:
                del self._latest[key]

    def handle(self, reply: Reply) -> None:
        """Handle a reply unless it is stale; on the UI thread."""
        question, key = reply.question, (id(reply.question.asker), reply.question.subject)
        if self._latest.get(key) is question:
            if not isinstance(reply.outcome, Told):
                del self._latest[key]
            question.handle(reply.outcome)

    def _registered(
        self,
        asker: MessagePump,
        subject: str,
        on_answer: Callable[[T], None],
        on_told: Callable[[V], None] | None,
        on_failed: OnFailed | None,
        *,
        lasting: bool,
    ) -> Question[T, V]:
        question: Question[T, V] = Question(
            asker, subject, on_answer, on_told or _ignore, on_failed or self.complain, lasting
        )
        self._latest[id(asker), subject] = question
        return question


def _run(question: Question[T, V], job: Callable[[Tell[V]], T]) -> None:
    """Run a job and post its outcome; on the thread."""

    def post(outcome: Answered[T] | Told[V] | Failed) -> None:
        question.asker.post_message(Reply(question, outcome))

    try:
        answer = job(lambda value: post(Told(value)))
    except (XaliasError, LookupFailedError) as error:
        post(Failed(_for_operator(error)))
    except Exception as error:  # noqa: BLE001 -- whatever happened must reach the screen
        post(Failed(_unexpected(error)))
    else:
        post(Answered(answer))


def _ignore(_value: object) -> None:
    """Reports of the job are not used."""


def _for_operator(error: XaliasError | LookupFailedError) -> XaliasError:
    if isinstance(error, XaliasError):
        return error
    remedy = f"{how_to_allow(error.needed, said=error.message)} {_RETRY}" if error.needed else _RETRY
    return AwsError(error.code, f"AWS did not answer: {error.message}", remedy)


def _unexpected(error: Exception) -> XaliasError:
    return AwsError(
        "internal-error",
        f"The program made a mistake: {type(error).__name__}: {error}.",
        "Please report this sentence; press R to try again.",
    )
