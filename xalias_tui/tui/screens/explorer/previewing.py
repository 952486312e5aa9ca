"""From what is chosen to the plan that the preview shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from textual.timer import Timer

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft, Plan, Surroundings
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.state.draft import Desk
from xalias_tui.tui.state.questions import Job, Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.bars import VerdictLine
from xalias_tui.tui.widgets.preview import PreviewPane
from xalias_tui.tui.widgets.targets_pane import TargetsPane

if TYPE_CHECKING:
    from xalias_tui.tui.state.engine import Engine

T = TypeVar("T")
V = TypeVar("V")

_SETTLE_SECONDS: Final = 0.15
"""The cursor must rest this long before anything is asked about what it is on."""


@dataclass(frozen=True, slots=True)
class Inspecting:
    """The next call about the picked target."""

    target: str
    what: str
    calls: int


@dataclass(frozen=True, slots=True)
class Previewed:
    """The judged plan of a draft; ``validated`` also creates the validation records that its target waits for."""

    plan: Plan
    unscanned: tuple[Unscanned, ...]
    negative_ttl: int | None
    validated: Plan | None


class Previewing:
    """Changes the draft, and keeps the preview of it up to date."""

    def __init__(self, screen: BaseScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._settle: Timer | None = None

    def decide(self, desk: Desk) -> None:
        """Something was chosen: show it at once, ask about it when the cursor rests."""
        if desk is self._session.desk:
            return
        self._session.desk = desk
        self.show()
        if self._settle is not None:
            self._settle.stop()
        self._settle = self._screen.set_timer(_SETTLE_SECONDS, self.ask)

    def show(self) -> None:
        """Draw the draft."""
        self._screen.query_one(PreviewPane).show(self._session.desk)
        self._screen.query_one(VerdictLine).show(self._session.desk)

    def ask_again(self) -> None:
        """Ask again about the same draft; an answer that is still to come is not waited for."""
        self._session.questions.drop(self._screen, "preview")
        self.ask()

    def ask(self) -> None:
        """Ask for names and types that fit, then for the plan."""
        desk = self._session.desk
        if self._session.engine is None or desk.zone is None or not desk.leads or desk.target is None:
            return
        draft = desk.draft
        if not desk.suggested:
            self._ask(partial(_suggest, desk.target, desk.zone), self._suggested)
        elif draft is not None:
            self._session.desk = desk.reading()
            found = self._screen.query_one(TargetsPane).targets
            self._ask(partial(_preview, draft, found), self._previewed)
        self.show()

    def _ask(self, job: Job[Inspecting | Previewed, T], on_answer: Callable[[T], None]) -> None:
        """Ask about the draft as it is now; an answer about an earlier one is dropped."""
        edition = self._session.desk.edition

        def current(handle: Callable[[V], None], value: V) -> None:
            if self._session.desk.edition == edition:
                handle(value)

        self._session.ask(
            self._screen,
            "preview",
            job,
            partial(current, on_answer),
            on_told=partial(current, self._told),
            on_failed=partial(current, self._failed),
        )

    def _suggested(self, answer: tuple[Target, tuple[DnsName, ...], tuple[str, ...]]) -> None:
        target, names, types = answer
        self._session.desk = self._session.desk.suggesting(names, types, target)
        self.ask()

    def _told(self, told: Inspecting | Previewed) -> None:
        if isinstance(told, Previewed):
            self._previewed(told)
        else:
            words = f"Inspecting {told.target}: {told.what} (call {told.calls}) …"
            self._session.desk = self._session.desk.inspecting(words)
            self.show()

    def _previewed(self, answer: Previewed) -> None:
        self._session.desk = self._session.desk.previewed(
            answer.plan, answer.unscanned, self._session.now(), answer.negative_ttl, answer.validated
        )
        self.show()

    def _failed(self, error: XaliasError) -> None:
        self._session.desk = self._session.desk.failed(str(error))
        self.show()


def _suggest(
    target: Target, zone: Zone, engine: Engine, tell: Tell[Inspecting | Previewed]
) -> tuple[Target, tuple[DnsName, ...], tuple[str, ...]]:
    """Names and types that fit. A load balancer tells only when it is inspected which host names it serves."""
    known = target if target.hostnames else _inspected(target, zone.name, engine, tell)
    return known, engine.suggest_names(known, zone), engine.default_types(known)


def _preview(draft: Draft, found: tuple[Target, ...], engine: Engine, tell: Tell[Inspecting | Previewed]) -> Previewed:
    """Read around a draft and judge it, knowing what else was found on the target side."""
    if draft.target is None:
        raise ValueError("a preview needs a target")
    target = _inspected(draft.target, draft.name, engine, tell)
    around, unscanned = engine.surroundings(draft.zone, draft.name)
    around = replace(around, targets=(target, *(other for other in found if other.key != target.key)))
    draft = replace(draft, target=target, zone=around.records.zone)
    validated, around = engine.with_validation(draft, around)
    if around.world is None:  # name servers may take their time: what Route 53 says is shown before they are asked
        tell(_judged(engine, (draft, validated), around, unscanned))
        around = engine.ask_world(around)
    return _judged(engine, (draft, validated), around, unscanned)


def _judged(
    engine: Engine, drafts: tuple[Draft, Draft], around: Surroundings, unscanned: tuple[Unscanned, ...]
) -> Previewed:
    """Judge a draft, and the same with the validation records that its target waits for."""
    draft, validated = drafts
    other = engine.preview(validated, around) if validated.companions else None
    return Previewed(engine.preview(draft, around), unscanned, around.records.negative_ttl, other)


def _inspected(target: Target, name: DnsName, engine: Engine, tell: Tell[Inspecting | Previewed]) -> Target:
    return engine.inspect(target, name, lambda calls, what: tell(Inspecting(target.name, what, calls)))
