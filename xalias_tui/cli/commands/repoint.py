"""``xalias repoint OLD NEW``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.output import print_data, say, say_unscanned
from xalias_tui.cli.plan_text import plan_lines
from xalias_tui.cli.prompts import confirm_sending
from xalias_tui.cli.sending import change_document
from xalias_tui.domain.documents import Document, envelope, plan_document
from xalias_tui.domain.text import shown
from xalias_tui.store.files import write_json

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan
    from xalias_tui.jobs.many import Outcome

_REFUSED: Final = 5
_NOT_KNOWN: Final = 3
_LONG: Final = 1_000


@click.command("repoint")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--send", is_flag=True, help="Send the plans; asks first. Without it nothing is sent.")
@click.option("--yes", is_flag=True, help="With --send: do not ask.")
@click.option("--wait/--no-wait", default=True, show_default=True, help="Wait until every Route 53 server has them.")
@click.option("--allow-errors", is_flag=True, help="Send despite findings of severity error.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write each plan here, for 'apply'."
)
@common_options
@pass_invocation
def command(
    invocation: Invocation,
    old: str,
    new: str,
    send: bool,  # noqa: FBT001 -- click passes it by name
    yes: bool,  # noqa: FBT001 -- as above
    wait: bool,  # noqa: FBT001 -- as above
    allow_errors: bool,  # noqa: FBT001 -- as above
    out: Path | None,
) -> int:
    """Work out one plan a zone that leads every alias of target OLD to target NEW; both are named as in 'plan'."""
    from xalias_tui.jobs.many import commit_all  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.repairs import repoint_all  # noqa: PLC0415 -- as above

    workspace = invocation.workspace()
    plans, unscanned = repoint_all(workspace, old, new)
    for plan in plans:
        for line in plan_lines(plan):
            click.echo(line, err=invocation.as_json or send)
    say_unscanned(unscanned)
    if out is not None:
        _write(out, plans)
    if not send:
        if invocation.as_json:
            print_data("repoint", {"plans": [plan_document(plan) for plan in plans], "outcomes": []}, unscanned)
        return 0
    confirm_sending(yes=yes)
    outcomes = commit_all(
        workspace, plans, allow_errors=allow_errors, wait=wait, on_outcome=lambda _, outcome: _tell(outcome)
    )
    if invocation.as_json:
        data: Document = {
            "plans": [plan_document(plan) for plan in plans],
            "outcomes": [_document(outcome) for outcome in outcomes],
        }
        print_data("repoint", data, unscanned)
    return _status(outcomes)


def _write(folder: Path, plans: tuple[Plan, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for at, plan in enumerate(plans, start=1):
        file = folder / f"{at:03}-{plan.zone.id}.json"
        write_json(file, envelope("plan", plan_document(plan)))
        say(f"Written to {file}.")


def _tell(outcome: Outcome) -> None:
    zone = outcome.plan.zone
    message = f": {shown(outcome.message, _LONG)}" if outcome.message else ""
    say(f"{outcome.state.upper():8}  {shown(zone.name.text)} ({zone.id}), journal entry {outcome.entry}{message}")


def _document(outcome: Outcome) -> Document:
    return {
        "zone_id": outcome.plan.zone.id,
        "state": outcome.state,
        "message": outcome.message,
        "entry": outcome.entry,
        "change": change_document(outcome.committed) if outcome.committed else None,
    }


def _status(outcomes: tuple[Outcome, ...]) -> int:
    states = {outcome.state for outcome in outcomes}
    if states & {"unknown", "not-sent"}:
        return _NOT_KNOWN
    return _REFUSED if "refused" in states else 0
