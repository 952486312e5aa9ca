"""Chooses the target of a member of a routing group, and inspects it for the group's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.dialogs.group_edits import GroupEdits
from xalias_tui.tui.dialogs.target_picker import Choice, TargetPicker
from xalias_tui.tui.state.session import Session

if TYPE_CHECKING:
    from xalias_tui.domain.errors import XaliasError
    from xalias_tui.domain.plans import Plan
    from xalias_tui.domain.targets import Target
    from xalias_tui.jobs.plans.routing_group import GroupRead
    from xalias_tui.jobs.session.workspace import Workspace


class MemberTargets:
    """Asks for targets above the editor of a group.

    Args:
        dialog: The editor.
        session: Knows what was found.
        say: Says what is going on, or why a target can't be used.
    """

    def __init__(self, dialog: Dialog[Plan], session: Session, say: Callable[[str], None]) -> None:
        self._dialog = dialog
        self._session = session
        self._say = say

    def pick(self, edits: GroupEdits, what: str, then: Callable[[GroupEdits], None]) -> None:
        """Ask which target is meant; then go on with the edits, which know it and what its checks need."""
        from xalias_tui.jobs.targets.guess import Aim

        name = edits.read.group.name
        ends = [record.leads_to for member in edits.group.members for record in member.records]

        def chosen(choice: Choice | None) -> None:
            if choice is not None and choice.target is not None:
                self._say(f"Inspecting {choice.target.name}…")
                self._session.remember(self._session.memory.targeted(choice.target.key))
                self._session.ask(
                    self._dialog,
                    "evidence",
                    partial(evidence, edits.read, choice.target),
                    lambda answer: then(replace(edits, read=answer[0], target=answer[1])),
                    on_failed=self._failed,
                )

        self._dialog.app.push_screen(TargetPicker(self._session, what, [Aim(name, next(iter(ends), None))]), chosen)

    def _failed(self, error: XaliasError) -> None:
        self._say(str(error))


def evidence(read: GroupRead, target: Target, workspace: Workspace, _tell: object) -> tuple[GroupRead, Target | None]:
    """What the edits of a group are judged by where a target may join it, and the target, inspected."""
    from xalias_tui.jobs.plans.routing_group import with_evidence

    return with_evidence(workspace, read, target)
