"""Recognising a pasted name: the job that every place asks where a target can be pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xalias_tui.domain.pasted import Pasted
    from xalias_tui.domain.targets import Recognition, Target
    from xalias_tui.jobs.session.workspace import Workspace


def recognise(pasted: Pasted, _workspace: Workspace, _tell: object) -> tuple[Recognition, Target]:
    """What is known of a DNS name offline, and a target made from it."""
    from xalias_tui.jobs.targets.recognise import resolved_target

    return resolved_target(pasted)
