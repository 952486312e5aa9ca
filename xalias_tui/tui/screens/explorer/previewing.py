"""From what is chosen to the plan that the preview shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from textual.timer import Timer

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.state.draft import Desk, missing
from xalias_tui.tui.state.previewed import Previewed
from xalias_tui.tui.state.questions import Job, Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.bars import VerdictLine
from xalias_tui.tui.widgets.preview import PreviewPane

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Draft, Plan
    from xalias_tui.jobs.plans.pipeline import Planned
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.jobs.zones.read import ZonesRead

T = TypeVar("T")
V = TypeVar("V")

_SETTLE_SECONDS: Final = 0.15
"""The cursor must rest this long before a preview is made."""
_SHOWN: Final = frozenset({"validation", "world"})
"""Stages of a plan that are shown: name servers may take their time, the target's inspection decides too much."""


@dataclass(frozen=True, slots=True)
class Inspecting:
    """The next call about the picked target."""

    target: str
    what: str
    calls: int


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

    def zone_or_why(self) -> Zone | None:
        """The zone that is meant; says why there is none."""
        return self._screen.meant(self._session.desk.zone, "zone")

    def plan_or_why(self) -> Plan | None:
        """The previewed plan; says why there is none."""
        desk = self._session.desk
        if self.zone_or_why() is not None and desk.plan is None:
            words = missing(desk) or desk.preview.problem or "The preview is still being read."
            self._screen.say(words, severity="warning")
        return desk.plan

    def ask_again(self) -> None:
        """Ask again about the same draft; an answer that is still to come is not waited for."""
        self._session.questions.drop(self._screen, "preview")
        self.ask()

    def ask(self) -> None:
        """Ask for names and types that fit, then for the plan."""
        desk = self._session.desk
        if self._session.workspace is None or desk.zone is None or not desk.leads or desk.target is None:
            return
        draft = desk.draft
        if not desk.suggested:
            self._ask(partial(suggest, desk.target, desk.zone), self._suggested)
        elif draft is not None:
            self._session.desk = replace(desk, preview=desk.preview.reading())
            self._ask(partial(preview, draft, self._session.targets, self._session.zones), _shown)
        self.show()

    def _ask(self, job: Job[Inspecting | Planned, T], on_answer: Callable[[T], None]) -> None:
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

    def _told(self, told: Inspecting | Planned) -> None:
        if isinstance(told, Inspecting):
            words = f"Inspecting {told.target}: {told.what} (call {told.calls}) …"
            self._preview(self._session.desk.preview.inspecting(words))
        else:
            self._previewed(told)

    def _previewed(self, planned: Planned) -> None:
        self._session.desk = self._session.desk.previewed(
            planned.plan,
            planned.unscanned,
            self._session.now(),
            planned.around.records.negative_ttl,
            planned.validated,
            complete=planned.stage == "world",
        )
        self.show()

    def _preview(self, preview: Previewed) -> None:
        self._session.desk = replace(self._session.desk, preview=preview)
        self.show()

    def _failed(self, error: XaliasError) -> None:
        self._preview(self._session.desk.preview.failed(str(error)))


def suggest(
    target: Target, zone: Zone, workspace: Workspace, tell: Tell[Inspecting | Planned]
) -> tuple[Target, tuple[DnsName, ...], tuple[str, ...]]:
    """Names and types that fit. The host names of a load balancer are known only after it is inspected."""
    from xalias_tui.jobs.plans.plan import default_types, suggest_names
    from xalias_tui.jobs.targets.inspect import inspect

    known = target
    if not target.hostnames:
        known = inspect(workspace, target, zone.name, lambda calls, what: tell(Inspecting(target.name, what, calls)))
    return known, suggest_names(known, zone), default_types(known)


def preview(
    draft: Draft,
    found: Sequence[Target],
    read: ZonesRead | None,
    workspace: Workspace,
    tell: Tell[Inspecting | Planned],
) -> None:
    """Plan a draft, stage by stage, knowing what else was found on the target side, and the zones that were read."""
    from xalias_tui.jobs.plans.pipeline import Wanted, plan_in_stages
    from xalias_tui.jobs.targets.meant import beside

    name = draft.target.name if draft.target else ""
    wanted = Wanted.of(draft, beside(found, draft.target, draft.name), read)
    for planned in plan_in_stages(workspace, wanted, on_call=lambda calls, what: tell(Inspecting(name, what, calls))):
        if planned.stage in _SHOWN:
            _ = planned.plan, planned.validated  # judged on this thread, not on the one that draws
            tell(planned)


def _shown(_answer: None) -> None:
    """Every stage was already shown."""
