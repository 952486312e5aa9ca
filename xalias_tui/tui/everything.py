"""Everything that can be gone to, and what of it a text finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual.app import App
from textual.binding import ActiveBinding

from xalias_tui import __version__
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.search import Index, Source
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.tui.screens.explorer.screen import ExplorerScreen
from xalias_tui.tui.state.places import (
    MOST_SHOWN,
    NameIndexes,
    Place,
    find,
    names_of_zone,
    places_of,
    recent_places,
    target_place,
    zone_place,
)
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.widgets.bars import SCREENS

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.tui.dialogs.goto import GotoDialog

_RECENT: Final = 8
_MOVES: Final = ("list-", "preview-", "dialog-", "pick-", "goto")
"""Bindings that only move a cursor, close a dialog or open the go-to box: no commands."""

Indexed = tuple[tuple[ZoneRecords, Index[Callable[[], Place]]], ...]


class Everything:
    """Finds screens, commands, accounts, findings, zones, records, targets, filters and themes.

    Args:
        app: Whose screens, commands and themes.
        session: Shared state: what was read.
        explorer: The screen of zones and targets.
    """

    def __init__(self, app: App[Any], session: Session, explorer: ExplorerScreen) -> None:
        self._app = app
        self._session = session
        self._explorer = explorer
        self._names = NameIndexes()

    def find(self, text: str, known: tuple[Source[Place], ...]) -> tuple[Place, ...]:
        """What a text finds; without one, first where the operator went lately; by an ARN its target."""
        pasted = Pasted.read(text)
        if pasted.is_arn:
            return tuple(self._of_arn(pasted.meant))
        if pasted.is_console_page:
            text = pasted.meant
        found = find(text, (*known, *self._targets(text), *self._names.sources), self._zones)
        if text.strip():
            return found
        recent = [place for name in self._session.memory.names for place in recent_places(name, self._zones)]
        return (*recent[:_RECENT], *found)

    def _of_arn(self, arn: str) -> Iterator[Place]:
        """The targets of an ARN; letters alone would find it in none of their names."""
        kept = self._session.kept
        targets = self._explorer.sides.targets.targets if kept is None else kept.holding([arn.lower()])[0]
        return (target_place(target)[1] for target in targets if target.arn == arn)

    def _targets(self, text: str) -> tuple[Source[Place], ...]:
        """Of targets in a file those that hold the letters of a text; those in memory are known already."""
        kept, letters = self._session.kept, text.lower().split()
        if kept is None or not letters:
            return ()
        holding, _ = kept.holding(letters)
        return places_of(target_place(target) for target in holding[:MOST_SHOWN])

    @property
    def _zones(self) -> tuple[Zone, ...]:
        return () if self._session.zones is None else tuple(self._session.zones.zones)

    def known(self) -> tuple[Source[Place], ...]:
        """Everything but the names of records, as it is now."""
        rows = [zone_place(zone) for zone in self._zones]
        if self._session.kept is None:
            rows += [target_place(target) for target in self._explorer.sides.targets.targets]
        rows += [(mode, Place("screen", mode, f"key {key}", mode)) for mode, key in SCREENS]
        rows += [self._command(active) for active in self._possible()]
        about = f"what changed in xalias {__version__} and before"
        rows.append((f"Release notes\t{about}", Place("command", "Release notes", about, self._release_notes)))
        for account in self._session.accounts.values():
            found_by = f"{account.called}\t{account.nickname} {account.account_id} {account.name}"
            rows.append((found_by, Place("account", account.called, f"{account.account_id} {account.state}", account)))
        rows += list(self._findings())
        for pane, texts in self._session.memory.saved.items():
            shown_in = pane.removesuffix("-pane")
            rows += [(f"{text}\t{shown_in}", Place("filter", text, f"of {shown_in}", (pane, text))) for text in texts]
        rows += [(f"{name}\ttheme", Place("theme", name, "colours of the screen", name)) for name in self._themes()]
        return places_of(rows)

    def _release_notes(self) -> None:
        from xalias_tui.tui.dialogs.release_notes import ReleaseNotesDialog

        if not any(isinstance(screen, ReleaseNotesDialog) for screen in self._app.screen_stack):
            self._app.push_screen(ReleaseNotesDialog())

    def _themes(self) -> tuple[str, ...]:
        return tuple(sorted(self._app.available_themes))

    def _findings(self) -> Iterator[tuple[str, Place]]:
        """Rules that the latest audit found broken, each with how many records it is about."""
        audit = self._session.audit
        rows: dict[str, int] = {}
        for judged in audit.judged() if audit is not None else ():
            rows[judged.finding.id] = rows.get(judged.finding.id, 0) + 1
        for rule, many in rows.items():
            yield rule, Place("finding", rule, f"{many} in the audit", rule)

    def _possible(self) -> Iterator[ActiveBinding]:
        """Active, enabled bindings of what is shown, each once, those of the footer first."""
        seen: set[str] = set()
        ordered = sorted(self._app.screen.active_bindings.values(), key=lambda active: not active.binding.show)
        for active in ordered:
            binding = active.binding
            if active.enabled and binding.id and not binding.id.startswith(_MOVES) and binding.action not in seen:
                seen.add(binding.action)
                yield active

    def _command(self, active: ActiveBinding) -> tuple[str, Place]:
        binding = active.binding
        name, key = binding.description or binding.id or "", self._app.get_key_display(binding)
        return f"{name}\t{binding.tooltip}", Place("command", name, f"{key}  {binding.tooltip}", active)

    # -- the names of records

    def unsearched(self) -> str:
        """Which names of records are not searched, and what reads them; empty where all are."""
        rest = len(self._session.unread_zones)
        return f"The names of {count(rest, 'zone')} are not searched: ctrl+r reads them." if rest else ""

    def index(self, dialog: GotoDialog) -> None:
        """Index the names of zones that were read since."""
        missing = self._names.missing(self._session.zone_records)
        if missing:
            self._session.ask(dialog, "names", partial(index_names, missing), partial(self._indexed, dialog))

    def _indexed(self, dialog: GotoDialog, indexed: Indexed) -> None:
        self._names.add(indexed)
        dialog.search()

    def read_rest(self, dialog: GotoDialog) -> None:
        """Read the zones that were not read yet, for their names."""
        rest = self._session.unread_zones
        if rest and not self._session.questions.awaits(dialog, "rest"):
            self._session.ask(
                dialog,
                "rest",
                partial(read_rest, rest),
                partial(self._rest_read, dialog),
                on_told=dialog.say,
                on_failed=lambda error: dialog.say(str(error)),
            )

    def _rest_read(self, dialog: GotoDialog, read: tuple[ZoneRecords, ...]) -> None:
        self._session.zone_records.update({records.zone.id: records for records in read if records.complete})
        dialog.say(self.unsearched())
        self.index(dialog)


def index_names(read: tuple[ZoneRecords, ...], _workspace: Workspace, _tell: object) -> Indexed:
    """The names of zones, indexed."""
    return tuple((records, names_of_zone(records)) for records in read)


def read_rest(zones: tuple[Zone, ...], workspace: Workspace, tell: Tell[str]) -> tuple[ZoneRecords, ...]:
    """The records of zones that were not read yet; told how far it is. Of a zone that fails, the pages before."""
    from xalias_tui.jobs.zones.all_records import read_all_records

    return read_all_records(workspace, zones, tell)[0]
