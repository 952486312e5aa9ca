"""What the explorer reads for its right pane: targets, as they are found."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from xalias_tui.domain.accounts import digits
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.explorer.identities import Identities
from xalias_tui.tui.screens.explorer.verdicts import Verdicts
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.recognising import recognise
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.widgets.targets_pane import TargetsPane

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.jobs.targets.again import Again
    from xalias_tui.jobs.targets.discover import Discovery, DiscoveryEvent
    from xalias_tui.jobs.targets.kept_targets import KeptTargets

_FIRST: Final = 100
_MORE: Final = 2_000
"""So many targets that are kept are shown at once, and then at a time."""


class TargetReading:
    """Asks for targets, and fills the pane with the answers."""

    def __init__(self, screen: BaseScreen, session: Session, identities: Identities, verdicts: Verdicts) -> None:
        self._screen = screen
        self._session = session
        self._identities = identities
        self._verdicts = verdicts
        self._stop = threading.Event()

    @property
    def _pane(self) -> TargetsPane:
        return self._screen.query_one(TargetsPane)

    def read(self, *, again: bool = False) -> None:
        """Look for targets; what is kept of a moment ago serves unless they are to be read again."""
        if self._session.workspace is not None:
            self._session.workspace.reads_again = again or self._session.workspace.reads_again
            self.stop()
            stop = self._stop = threading.Event()
            self._pane.listed.restart()
            self._verdicts.targets_known(None)
            self._session.ask(
                self._screen,
                "targets",
                partial(discover, stop),
                self._show_targets,
                on_told=self._went_on,
                on_failed=lambda error: self._pane.listed.failed(error.message, error.remedy),
            )

    def stop(self) -> None:
        """Enough was found."""
        self._stop.set()

    def _went_on(self, event: DiscoveryEvent) -> None:
        """More targets, a look-up that failed, or how far the search is."""
        from xalias_tui.jobs.targets.discover import Found, Missed

        if isinstance(event, Found):
            self._found(event.targets)
        elif isinstance(event, Missed):
            self._pane.listed.missed(event.unscanned)
        else:
            self._pane.listed.progress(event.done, event.total, event.regions)

    def _found(self, targets: Sequence[Target]) -> None:
        """More targets; where what is kept is read from its file, what changes is read there at the end."""
        from xalias_tui.jobs.targets.kept_targets import KeptTargets

        if isinstance(targets, KeptTargets):
            self._session.kept = targets
            self._pane.listed.kept(targets)
        elif self._session.kept is None:
            self._session.found.update({target.key: target for target in targets})
            self._pane.listed.found(targets)

    def _show_targets(self, found: Discovery) -> None:
        from xalias_tui.jobs.targets.kept_targets import KeptTargets

        self._identities.ask_of_ended(found.unscanned)
        rows = self._session.kept = found.targets if isinstance(found.targets, KeptTargets) else None
        self._session.found = {} if rows is not None else {target.key: target for target in found.targets}
        stopped = (found.done, found.total) if found.done < found.total else None
        coverage = found.coverage
        kept = coverage is not None and "cache" in coverage.sources
        at = coverage.oldest_read_at if kept and coverage is not None else None
        self._pane.listed.ended(found.targets, found.unscanned, at or self._session.now(), stopped, coverage)
        self._verdicts.targets_known(None if stopped else (found.targets, tuple(found.unscanned)))

    def read_again(self, target: Target, what: Literal["target", "account"]) -> None:
        """Read a target, or everything in its account, again; all others stay as they are."""
        self._session.ask(
            self._screen,
            "again",
            partial(again, target, what),
            self._read_again,
            on_failed=lambda error: self._screen.say(f"{error.message} {error.remedy}", severity="warning"),
            saying=f"Reading {target.name if what == 'target' else f'account {digits(target.account_id)}'} again…",
        )

    def _read_again(self, answer: tuple[Again, KeptTargets | None]) -> None:
        """What was read takes the place of what was known, in the list and in the file."""
        read, kept = answer
        self._session.kept = kept
        listed = self._pane.listed
        if kept is None:
            rows: Sequence[Target] = read.put_in(self._session.found.values())
            self._session.found = {row.key: row for row in rows}
        else:
            rows = kept
        listed.changed(rows, read.open_with(listed.unscanned))
        what = f"{count(len(read.found), 'target')} of account {digits(read.account_id)}"
        if read.before is not None:
            what = read.before.name if read.found else f"{read.before.name} is gone; its account"
        failed = f"; {count(len(read.unscanned), 'look-up')} failed" if read.unscanned else ""
        self._screen.say(f"{what} was read just now{failed}.", severity="warning" if failed else "information")
        self._verdicts.targets_known((rows, listed.unscanned))

    def recognise(self, text: str) -> None:
        """Say offline what a pasted name is that matches none of the targets found."""

        def offer(answer: tuple[Recognition, Target]) -> None:
            if text == self._pane.filter_bar.value.strip():
                self._pane.listed.offer(*answer)

        self._session.ask(
            self._screen,
            "offline",
            partial(recognise, Pasted.read(text)),
            offer,
            on_failed=lambda error: self._pane.listed.offers.refuse(error.message, error.remedy),
        )


def again(
    target: Target, what: Literal["target", "account"], workspace: Workspace, _tell: object
) -> tuple[Again, KeptTargets | None]:
    """A target, or its account, read again; with all that is kept now, where that is read from its file."""
    from xalias_tui.jobs.targets.again import account_again, target_again
    from xalias_tui.jobs.targets.kept import kept_targets
    from xalias_tui.jobs.targets.kept_targets import MANY

    read = target_again(workspace, target) if what == "target" else account_again(workspace, target)
    kept = kept_targets(workspace)
    return read, kept if kept is not None and len(kept) > MANY else None


def discover(stop: threading.Event, workspace: Workspace, tell: Tell[DiscoveryEvent]) -> Discovery:
    """The targets of the target side, told as they are found: those that are kept, then those that are older.

    Where none are kept, the first account signs in before the kinds of targets are loaded: zones are waited for, too.
    """
    if workspace.kept is None or not workspace.kept.path.exists():
        for profile in workspace.target_profiles[:1]:
            workspace.accounts.who(profile)
    from datetime import timedelta

    from xalias_tui.domain.inventories import USUAL_AGE
    from xalias_tui.jobs.targets.discover import Found
    from xalias_tui.jobs.targets.kept import kept_targets, light
    from xalias_tui.jobs.targets.kept_targets import MANY, KeptTargets
    from xalias_tui.jobs.targets.search import search

    first = kept_targets(workspace, _FIRST)
    if first is not None:
        tell(Found(tuple(first)))
    kept = None if first is None else kept_targets(workspace)
    if kept is not None and len(kept) > MANY:
        _ = kept.counts  # counted on this thread, not on the one that draws
        tell(Found(kept))
    elif kept is not None:
        for at in range(_FIRST, len(kept), _MORE):
            tell(Found(kept[at : at + _MORE]))
    usual = USUAL_AGE if workspace.inventory.age is None else workspace.inventory.age
    found = light(workspace, search(workspace, tell, stop, age=timedelta() if workspace.reads_again else usual))
    if isinstance(found.targets, KeptTargets):
        _ = found.targets.counts  # as above
    return found
