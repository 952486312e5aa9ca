"""What an answer with gaps means for the exit status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xalias_tui.domain.lookups import Unscanned

INCOMPLETE: Final = 1
"""Exit status with ``--fail-on-incomplete`` where a look-up failed."""
NOTHING_READ: Final = 3
"""Exit status where nothing of what was asked for could be read: an empty answer would look like a clean one."""


def status_of(unscanned: Sequence[Unscanned], *, read: bool, insist: bool, status: int = 0) -> int:
    """The exit status of an answer.

    Args:
        unscanned: Look-ups that failed.
        read: Whether anything of what was asked for could be read.
        insist: Whether ``--fail-on-incomplete`` was given.
        status: What it would be otherwise.
    """
    if unscanned and not read:
        return NOTHING_READ
    return status or (INCOMPLETE if insist and unscanned else 0)
