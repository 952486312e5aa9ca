"""``--fail-on-incomplete``: what could not be looked up decides the exit status, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

from xalias_tui.domain.lookups import Unscanned

INCOMPLETE: Final = 1
"""Exit status where a look-up failed and the answer must be complete."""

incomplete_option: Final[Any] = click.option(
    "--fail-on-incomplete", is_flag=True, help="Exit with status 1 when a look-up failed, whatever else was found."
)


def status_of_incomplete(unscanned: Sequence[Unscanned], *, fails: bool) -> int:
    """The exit status for what could not be looked up."""
    return INCOMPLETE if fails and unscanned else 0
