"""Waiting on the command line until what a target waits for is issued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from xalias_tui.cli.options import Command, Invocation
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

_OPTIONS = (
    click.option("--wait-issued", is_flag=True, help="Wait until the certificate or domain of the target is issued."),
    click.option(
        "--issued-within",
        type=click.FloatRange(min=0),
        default=1800,
        show_default=True,
        metavar="SECONDS",
        help="With --wait-issued: how long at most; exit status 1 where it is not issued by then.",
    ),
)


def following_options(function: Command) -> Command:
    """Give a command the options of ``wait_until_issued``."""
    command: Any = function
    for option in reversed(_OPTIONS):
        command = option(command)
    return command  # type: ignore[no-any-return] # click's decorators keep the function's own type, untyped


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
