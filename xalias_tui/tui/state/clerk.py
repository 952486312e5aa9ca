"""Carries questions to worker threads and posts the answers; never touches a widget.

Reads run on a pool of daemon threads and may be abandoned. The commit runs in one ordinary thread: the program does
not end before its outcome is known or journalled as not known.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from textual.message import Message

from xalias_tui.domain.errors import AwsError, XaliasError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft, Plan
from xalias_tui.domain.policies import how_to_allow
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.state import messages as say
from xalias_tui.tui.state.draft import Subject
from xalias_tui.tui.state.engine import Engine

if TYPE_CHECKING:
    from xalias_tui.jobs.sending.commit import Step

_SHOWN: Final = frozenset({"validation", "world"})
"""Stages of a plan that are shown: name servers may take their time, the target's inspection decides too much."""

Submit = Callable[[Callable[[], None]], object]


class Posts(Protocol):
    """What takes messages from any thread: a screen or the app."""

    def post_message(self, message: Message) -> bool:
        """Queue a message."""


class Clerk:
    """Asks the engine on behalf of one screen.

    Args:
        engine: Who is asked.
        posts: Where answers go.
        submit: Runs a call on a daemon thread.
        now: The clock.
    """

    def __init__(self, engine: Engine, posts: Posts, submit: Submit, now: Callable[[], datetime]) -> None:
        self.engine = engine
        self._posts = posts
        self._submit = submit
        self._now = now

    def who(self, number: int, profiles: tuple[str, ...], *, refresh: bool = False) -> None:
        """Ask who the profiles of both sides are."""

        def job() -> None:
            accounts = tuple(self.engine.who(profile, refresh=refresh) for profile in profiles)
            self._tell(say.SidesRead(number, accounts))

        self._ask("accounts", number, job)

    def survey(self, number: int) -> None:
        """Ask who every profile is."""
        self._ask("accounts", number, lambda: self._tell(say.AccountsRead(number, self.engine.survey())))

    def zones(self, number: int) -> None:
        """Read the hosted zones."""

        def job() -> None:
            read = self.engine.read_zones()
            self._tell(say.ZonesAnswer(number, tuple(read.zones), tuple(read.unscanned), self._now()))

        self._ask("zones", number, job)

    def liveness(self, number: int, zones: tuple[Zone, ...]) -> None:
        """Ask which of several zones of one name is live."""
        self._ask("zones", number, lambda: self._tell(say.LivenessKnown(number, self.engine.liveness(zones))))

    def records(self, number: int, zone: Zone) -> None:
        """Read the record sets of a zone, page by page, then which of them are protected."""

        def on_page(page: tuple[RecordSet, ...]) -> None:
            self._tell(say.RecordsPage(number, page))

        def job() -> None:
            self._tell(say.RecordsAnswer(number, self.engine.read_records(zone, on_page), self._now()))
            self._tell(say.ProtectionsKnown(number, *self.engine.protections(zone)))

        self._ask("records", number, job)

    def targets(self, number: int, stop: threading.Event) -> None:
        """Discover targets."""

        def job() -> None:
            found = self.engine.discover(_Hearing(number, self._tell), stop)
            at = self._now()
            self._tell(say.TargetsAnswer(number, found.targets, found.unscanned, at, found.done, found.total))

        self._ask("targets", number, job)

    def recognise(self, number: int, text: str) -> None:
        """Say offline what a DNS name is."""

        def job() -> None:
            recognition, target = self.engine.recognise(text)
            self._tell(say.Recognised(number, text, recognition, target))

        self._ask("offline", number, job)

    def suggest(self, number: int, target: Target, zone: Zone) -> None:
        """Names and types that fit. A load balancer tells only when it is inspected which host names it serves."""

        def job() -> None:
            known = target if target.hostnames else self._inspected(number, target, zone.name)
            names = self.engine.suggest_names(known, zone)
            self._tell(say.Suggested(number, known, names, self.engine.default_types(known)))

        self._ask("preview", number, job)

    def preview(self, number: int, draft: Draft, found: tuple[Target, ...]) -> None:
        """Read around a draft and judge it, knowing what else was found on the target side."""
        self._ask("preview", number, partial(self._preview, number, draft, found))

    def _preview(self, number: int, draft: Draft, found: tuple[Target, ...]) -> None:
        if draft.target is None:
            raise ValueError("a preview needs a target")
        target = draft.target

        def on_call(calls: int, what: str) -> None:
            self._tell(say.Inspecting(number, target.name, what, calls))

        for stage in self.engine.plan_in_stages(draft, found, on_call):
            if stage.stage in _SHOWN:
                negative_ttl = stage.around.records.negative_ttl
                self._tell(
                    say.Previewed(number, stage.plan, stage.unscanned, self._now(), negative_ttl, stage.validated)
                )

    def _inspected(self, number: int, target: Target, name: DnsName) -> Target:
        def on_call(calls: int, what: str) -> None:
            self._tell(say.Inspecting(number, target.name, what, calls))

        return self.engine.inspect(target, name, on_call)

    def removal(self, number: int, zone: Zone, record: RecordSet) -> None:
        """Work out the removal of an alias."""
        self._ask("proposal", number, lambda: self._tell(say.Proposed(number, self.engine.removal(zone, record))))

    def conversion(self, number: int, zone: Zone, record: RecordSet) -> None:
        """Work out the other form of a record."""
        self._ask("proposal", number, lambda: self._tell(say.Proposed(number, self.engine.conversion(zone, record))))

    def trace(self, number: int, name: DnsName) -> None:
        """Follow a name."""

        def job() -> None:
            made = self.engine.trace(name, lambda what: self._tell(say.Tracing(number, what)))
            self._tell(say.Traced(number, made))

        self._ask("trace", number, job)

    def verify(self, number: int, plan: Plan) -> None:
        """Ask the world about a change that is in sync."""
        self._ask(
            "verified",
            number,
            lambda: self.engine.verify(plan, lambda step: self._tell(say.Verified(number, step))),
        )

    def undo_plan(self, number: int, entry: str | None) -> None:
        """Work out the way back of a change."""
        self._ask("undo", number, lambda: self._tell(say.UndoPlanned(number, self.engine.undo_plan(entry))))

    def history(self, number: int) -> None:
        """Read the journal."""
        self._ask("history", number, lambda: self._tell(say.HistoryRead(number, self.engine.history(), self._now())))

    def follow(self, number: int, plan: Plan, stop: threading.Event) -> None:
        """Follow what the target of a plan waits for until it is issued, or ``stop`` is set."""

        def job() -> None:
            followed = self.engine.follow(
                plan, lambda progress, waited: self._tell(say.Following(number, progress, waited)), stop
            )
            self._tell(say.FollowEnded(number, followed.issued, followed.why))

        self._ask("issued", number, job)

    def work(self, subject: Subject, number: int, job: Callable[[Callable[[Message], None]], None]) -> None:
        """Run a job of a screen's own on a worker thread; it is given what posts answers."""
        self._ask(subject, number, lambda: job(self._tell))

    def commit(self, plans: tuple[Plan, ...], *, allow_errors: bool) -> threading.Thread:
        """Send plans one after the other on an ordinary thread, which is returned running."""

        def on_step(step: Step) -> None:
            self._tell(say.Stepped(step))

        def job() -> None:
            try:
                outcomes = self.engine.commit(plans, allow_errors=allow_errors, on_step=on_step)
            except (XaliasError, LookupFailedError) as error:
                self._tell(say.CommitEnded((), _for_operator(error)))
            except Exception as error:  # noqa: BLE001 -- the operator must learn that the outcome is not known
                self._tell(say.CommitEnded((), _unexpected(error)))
            else:
                self._tell(say.CommitEnded(outcomes, None))

        return _started(job)

    def _ask(self, subject: Subject, number: int, job: Callable[[], None]) -> None:
        def guarded() -> None:
            try:
                job()
            except (XaliasError, LookupFailedError) as error:
                self._tell(say.Failed(number, subject, _for_operator(error)))
            except Exception as error:  # noqa: BLE001 -- a thread has nobody else to tell
                self._tell(say.Failed(number, subject, _unexpected(error)))

        self._submit(guarded)

    def _tell(self, message: Message) -> None:
        self._posts.post_message(message)


def _started(job: Callable[[], None]) -> threading.Thread:
    """A thread that is joined at exit: what writes is never abandoned."""
    thread = threading.Thread(target=job, name="xalias-commit", daemon=False)
    thread.start()
    return thread


class _Hearing:
    """Posts what discovery tells."""

    def __init__(self, number: int, tell: Callable[[Message], None]) -> None:
        self._number = number
        self._tell = tell

    def found(self, targets: tuple[Target, ...]) -> None:
        self._tell(say.TargetsFound(self._number, targets))

    def missed(self, item: Unscanned) -> None:
        self._tell(say.TargetsMissed(self._number, item))

    def progress(self, done: int, total: int, regions: int) -> None:
        self._tell(say.TargetsProgress(self._number, done, total, regions))


def _for_operator(error: XaliasError | LookupFailedError) -> XaliasError:
    if isinstance(error, XaliasError):
        return error
    retry = "Press R to try again."
    remedy = f"{how_to_allow(error.needed, said=error.message)} {retry}" if error.needed else retry
    return AwsError(error.code, f"AWS did not answer: {error.message}", remedy)


def _unexpected(error: Exception) -> XaliasError:
    return AwsError(
        "internal-error",
        f"The program made a mistake: {type(error).__name__}: {error}.",
        "Please report this sentence; press R to try again.",
    )
