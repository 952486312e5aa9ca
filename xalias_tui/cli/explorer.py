"""Opens the explorer, where there is a terminal for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from xalias_tui.cli.cycles import looked_for_as_usual
from xalias_tui.domain.errors import UsageError

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace


def explore(workspace: Callable[[], Workspace], *, card: bool = False) -> int:
    """Open the explorer; ``workspace`` is called behind the first paint. Returns the exit status.

    ``card`` opens it with a card of things to try.

    Raises:
        UsageError: when a standard stream is no terminal that could show it.
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)  # Textual draws on standard error
    if not all(stream.isatty() for stream in streams) or os.environ.get("TERM", "dumb") == "dumb":
        raise UsageError(
            "no-terminal",
            "The explorer needs a terminal: standard input, output or error is redirected, or TERM is dumb.",
            "Use the headless commands; 'xalias --help' lists them.",
        )
    from xalias_tui.tui import collecting  # noqa: PLC0415 -- only for those who open the explorer

    looked_for_as_usual()  # once it has started
    collecting.pause()
    try:
        from xalias_tui.tui.app import run  # noqa: PLC0415 -- as above, and Textual with it

        return run(workspace, card=card)
    finally:
        collecting.resume()
