"""``xalias undo [ENTRY]``."""

from __future__ import annotations

import click

from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.sending import confirm, print_committed, sending_options, tell


@click.command("undo")
@click.argument("entry", metavar="[ENTRY]", required=False)
@sending_options
@common_options
@pass_invocation
def command(
    invocation: Invocation,
    entry: str | None,
    yes: bool,  # noqa: FBT001 -- click passes it by name
    wait: bool,  # noqa: FBT001 -- as above
    allow_errors: bool,  # noqa: FBT001 -- as above
) -> int:
    """Put back what was there before a change: ENTRY of the journal, or the latest that still stands."""
    from xalias_tui.jobs.sending.commit import admit  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.sending.undo import undo, undo_plan  # noqa: PLC0415 -- as above

    workspace = invocation.workspace()
    plan = undo_plan(workspace, entry)
    admit(workspace, plan, allow_errors=allow_errors)
    confirm(plan, yes=yes)
    committed = undo(workspace, entry, plan=plan, allow_errors=allow_errors, wait=wait, on_step=tell)
    print_committed("undo", invocation, committed)
    return 0
