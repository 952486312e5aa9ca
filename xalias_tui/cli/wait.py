"""Waiting on the command line until what a target waits for is issued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import say
from xalias_tui.domain.documents import Document
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.domain.targets import Target
    from xalias_tui.domain.validations import Progress
    from xalias_tui.jobs.sending.wait import Followed

NOT_ISSUED: Final = 1
"""Exit status where the change was sent, and what waits for it is not issued within the time."""
_LONG: Final = 600


def wait_until_issued(invocation: Invocation, waits: Mapping[str, Target], seconds: float) -> Followed:
    """Follow what waits for validation records, and tell on standard error how far it is."""
    from xalias_tui.jobs.sending.wait import follow  # noqa: PLC0415 -- few ask for it

    followed = follow(invocation.workspace(), waits, on_progress=_tell, seconds=seconds)
    if not waits:
        say("The target waits for no validation record.")
    elif followed.why:
        say(f"Not issued: {shown(followed.why, _LONG)}")
    return followed


def followed_document(followed: Followed) -> Document:
    """The ``followed`` of a command: each resource with its latest state."""
    return {
        "issued": followed.issued,
        "why": followed.why,
        "resources": [
            {"resource": item.resource, "state": item.state, "done": item.done, "failed": item.failed}
            for item in followed.progress
        ],
    }


def _tell(progress: Progress, waited: float) -> None:
    detail = f" ({progress.detail})" if progress.detail else ""
    say(f"{waited:5.0f} s  {progress.state}  {shown(progress.resource, _LONG)}{shown(detail, _LONG)}")
