"""Several plans on the command line: written to a folder, sent one after the other, and what became of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from xalias_tui.cli.output import say
from xalias_tui.cli.sending import change_document
from xalias_tui.domain.documents import Document, envelope, plan_document
from xalias_tui.domain.text import shown
from xalias_tui.store.files import make_folder, write_json

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan
    from xalias_tui.jobs.many import Outcome

_REFUSED: Final = 5
_NOT_KNOWN: Final = 3
_LONG: Final = 1_000


def write_plans(folder: Path, plans: tuple[Plan, ...]) -> None:
    """Write each plan into a folder, for ``apply``.

    Raises:
        UsageError: when the folder or a file can't be written.
    """
    make_folder(folder)
    for at, plan in enumerate(plans, start=1):
        file = folder / f"{at:03}-{plan.zone.id}.json"
        write_json(file, envelope("plan", plan_document(plan)))
        say(f"Written to {file}.")


def tell_outcome(outcome: Outcome) -> None:
    """Say on standard error what became of one plan."""
    zone = outcome.plan.zone
    message = f": {shown(outcome.message, _LONG)}" if outcome.message else ""
    say(f"{outcome.state.upper():8}  {shown(zone.name.text)} ({zone.id}), journal entry {outcome.entry}{message}")


def outcome_document(outcome: Outcome) -> Document:
    """An element of ``outcomes``."""
    return {
        "zone_id": outcome.plan.zone.id,
        "state": outcome.state,
        "message": outcome.message,
        "entry": outcome.entry,
        "change": change_document(outcome.committed) if outcome.committed else None,
    }


def status_of(outcomes: tuple[Outcome, ...]) -> int:
    """The exit status for what became of all of them."""
    states = {outcome.state for outcome in outcomes}
    if states & {"unknown", "not-sent"}:
        return _NOT_KNOWN
    return _REFUSED if "refused" in states else 0
