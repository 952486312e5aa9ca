"""``xalias redo``."""

from __future__ import annotations

from xalias_tui.cli.commands.undo import put_back
from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, asking_options
from xalias_tui.cli.sending import Sending, sending_options


@documented(
    "redo",
    "xalias redo",
    "xalias redo --yes",
)
@sending_options
@asking_options
def command(invocation: Invocation, sending: Sending) -> int:
    """Make the change again that was undone last, unless another was made since."""
    from xalias_tui.jobs.sending.undo import redo_plan  # noqa: PLC0415 -- not for --help

    invocation.goes_back = True
    workspace = invocation.workspace()
    return put_back("redo", invocation, workspace, redo_plan(workspace), sending)
