"""What is asked about a routing group: the policy of all members, and the values of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.groups import Member
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import Policy
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.dialogs.group_edits import GroupEdits
from xalias_tui.tui.dialogs.group_forms import MemberDialog, MemberForm, PolicyDialog, PolicyForm


class GroupQuestions:
    """Asks for the editor of a group.

    Args:
        editor: Below the questions.
        show: Given the edits that come of an answer.
        say: Says why an answer can't be used.
    """

    def __init__(self, editor: Dialog[Plan], show: Callable[[GroupEdits], None], say: Callable[[str], None]) -> None:
        self._editor = editor
        self._show = show
        self._say = say

    def policy(self, edits: GroupEdits, then: Callable[[GroupEdits, Policy], None] | None = None) -> None:
        """Ask for the policy of all members; ``then`` goes on with it."""

        def chosen(form: PolicyForm | None) -> None:
            made = None if form is None else self._made(lambda: edits.under(form))
            if form is not None and made is not None and then is not None:
                then(made, form.policy)

        if edits.is_mixed:
            self._say(f"Types are routed differently ({edits.group.policy}): 'xalias group NAME --type' edits one.")
        else:
            dialog = PolicyDialog(edits.group.members, edits.policy, edits.read.around.referable, edits.value)
            self._editor.app.push_screen(dialog, chosen)

    def member(self, edits: GroupEdits, policy: Policy, member: Member | None) -> None:
        """Ask for the values of a member; None for a new one."""

        def chosen(form: MemberForm | None) -> None:
            if form is not None:
                self._made(lambda: replace(edits.with_member(member, form), target=None))
            else:
                self._show(replace(edits, target=None))

        self._editor.app.push_screen(MemberDialog(edits.question(policy, member), edits.value), chosen)

    def _made(self, edit: Callable[[], GroupEdits]) -> GroupEdits | None:
        """Edits that are shown; None where they can't be made, which is said."""
        try:
            edits = edit()
        except UsageError as error:
            self._say(str(error))
            return None
        self._show(edits)
        return edits
