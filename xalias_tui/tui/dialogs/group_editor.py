"""Edits the routing group of a name as a whole: members above, the one change that comes of it below, judged."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from xalias_tui.domain.groups import Member, RoutingGroup
from xalias_tui.domain.missed import missed_together
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.dialogs.findings import FindingsDialog, known_rule
from xalias_tui.tui.dialogs.group_edits import GroupEdits
from xalias_tui.tui.dialogs.group_questions import GroupQuestions
from xalias_tui.tui.dialogs.group_targets import MemberTargets
from xalias_tui.tui.dialogs.small import show_export
from xalias_tui.tui.state.draft import verdict
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Line, Page
from xalias_tui.tui.text.preview import change_lines, finding_lines
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.rows import Column, Spec

_CELL: Final = 120


class GroupEditor(Dialog[Plan]):
    """Returns the plan to send."""

    TITLE = "Routing group"
    HELP = """\
## Routing group

Every record of the name that Route 53 chooses between. The A and the AAAA record of a member move together. Whatever is
edited here becomes one change batch, applied as a whole or not at all; members that stay as they are are not touched.

A simple name becomes a group by its policy (`p`), or when a second member is added (`a`).
"""
    BELOW = "J"
    KEYS: ClassVar[str] = "enter edit · a add · t target · d remove · p policy · s simple · c commit · ? all"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Edit", id="group-edit", tooltip="Value, health check, target of the highlighted member"),
        Binding("a,plus", "add", "Add", id="group-add", tooltip="Add a member: its target is chosen from a list"),
        Binding("t", "target", "Target", id="group-target", tooltip="Point the highlighted member at another target"),
        Binding("d,delete", "remove", "Remove", id="group-remove", tooltip="Remove the highlighted member"),
        Binding("p", "policy", "Policy", id="group-policy", tooltip="Another routing policy for the whole group"),
        Binding(
            "s", "simple", "Simple", id="group-simple", tooltip="Simple routing: only the highlighted member stays"
        ),
        Binding("r", "reset", "Reset", id="group-reset", tooltip="The group as it was read"),
        Binding("v", "findings", "Checks", id="group-findings", tooltip="Explain each finding"),
        Binding("x", "export", "Export", id="group-export", tooltip="The change as Terraform, CloudFormation, …"),
        Binding("c", "commit", "Commit", id="group-commit", tooltip="Send the change shown here; asks first"),
        Binding("J,ctrl+down", "scroll(1)", "Down", show=False, id="group-down", tooltip="Scroll the change"),
        Binding("K,ctrl+up", "scroll(-1)", "Up", show=False, id="group-up", tooltip="Scroll the change"),
    ]

    def __init__(self, session: Session, edits: GroupEdits) -> None:
        super().__init__()
        self._session = session
        self._edits = edits
        self._plan: Plan | None = None
        self._targets = MemberTargets(self, session, self._say)
        self._questions = GroupQuestions(self, self._show, self._say)
        self.TITLE = f"Routing group {shown(edits.group.name.text)}"  # type: ignore[misc] # the box is titled per instance

    def body(self) -> ComposeResult:
        """Members, what may join them, the change."""
        yield Static(id="group-headline")
        yield RowList(members_of(self._edits.group, self._edits.group), id="members")
        with VerticalScroll(classes="dialog-body", id="group-change", can_focus=False):
            yield Static(id="group-text", classes="dialog-text")

    def on_mount(self) -> None:
        """Show the group as it was read."""
        self._show(self._edits)

    @property
    def member(self) -> Member | None:
        """The highlighted member."""
        found: Member | None = self.query_one(RowList).highlighted
        return found

    # -- keys

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter edits."""
        event.stop()
        self.action_edit()

    def action_edit(self) -> None:
        """Edit the highlighted member; the record of a simple name needs a policy first."""
        member, policy = self.member, self._edits.policy
        if member is None:
            self._say("There is no member yet: a adds one.")
        elif policy is None or member.set_identifier is None:
            self.action_policy()
        else:
            self._questions.member(self._edits, policy, member)

    def action_add(self) -> None:
        """Add a target that is chosen first; to a simple name after a policy was chosen."""
        self._targets.pick(self._edits, f"A new member of {self._edits.group.name}", self._add)

    def _add(self, edits: GroupEdits) -> None:
        self._show(edits)
        if edits.policy is not None:
            self._questions.member(edits, edits.policy, None)
        else:
            self._questions.policy(edits, lambda made, policy: self._questions.member(made, policy, None))

    def action_target(self) -> None:
        """Point the highlighted member at a target that is chosen first."""
        member, policy = self.member, self._edits.policy
        if member is None or policy is None:
            self._say("Only a member of a routing group is pointed elsewhere here.")
            return
        what = f"{member.set_identifier} of {self._edits.group.name}: {member.summary()}"

        def picked(edits: GroupEdits) -> None:
            self._show(edits)
            self._questions.member(edits, policy, member)

        self._targets.pick(self._edits, what, picked)

    def action_remove(self) -> None:
        """Remove the highlighted member."""
        member = self.member
        if member is not None:
            self._show(self._edits.without(member))

    def action_policy(self) -> None:
        """Another policy for all members."""
        if self._edits.group.members:
            self._questions.policy(self._edits)
        else:
            self._say("There is no member yet: a adds one.")

    def action_simple(self) -> None:
        """Back to simple routing."""
        member = self.member
        if member is not None:
            self._show(self._edits.simple(member))

    def action_reset(self) -> None:
        """As it was read."""
        self._show(self._edits.reset())

    def action_findings(self) -> None:
        """Explain the findings."""
        if self._plan is not None and self._plan.findings:
            self.app.push_screen(FindingsDialog(self._plan.findings, known_rule))
        else:
            self._say("No findings for this change.")

    def action_export(self) -> None:
        """The change in the words of other tools."""
        if self._plan is not None and self._plan.changes:
            show_export(self.app, self._session, self._plan)

    def action_commit(self) -> None:
        """Give the plan, if it changes anything."""
        if self._plan is None or not self._plan.changes:
            self._say("Nothing would change.")
        else:
            self.dismiss(self._plan)

    # -- showing

    def _show(self, edits: GroupEdits) -> None:
        self._edits, self._plan = edits, edits.plan()
        rows = self.query_one(RowList)
        rows.show(edits.group.members, members_of(edits.group, edits.read.group))
        self.query_one("#group-headline", Static).update(_headline(edits))
        self.query_one("#group-text", Static).update(_change(edits, self._plan))
        self.query_one("#group-change").scroll_home(animate=False)

    def _say(self, words: str) -> None:
        self.query_one("#group-headline", Static).update(safe(words, "$text-warning", limit=300))


def members_of(group: RoutingGroup, before: RoutingGroup) -> Spec[Member]:
    """How members are listed, each with what an edit made of it."""

    def change(member: Member) -> str:
        old = before.member(member.set_identifier)
        return "" if old == member else ("new" if old is None else "changed")

    return Spec(
        columns=(
            Column("Member", lambda member: shown(member.set_identifier or "(simple)", _CELL), 10, share=1),
            Column("Value", lambda member: shown(member.value or "–", _CELL), 10, share=1),
            Column("Share", group.share_text, 5, drops=60, number=True),
            Column("Types", lambda member: "+".join(member.types), 6, drops=90),
            Column("Health", _health_words, 14, drops=90),
            Column("Edit", change, 7, toned=True),
            Column("Points to", lambda member: shown(member.summary(), _CELL), 14, share=2),
        ),
        key=lambda member: member.set_identifier or "",
        haystack=lambda member: f"{member.set_identifier} {member.summary()}".lower(),
        tone=lambda member: "warning" if change(member) else "",
    )


def _health_words(member: Member) -> str:
    words = ["target"] if member.evaluate_target_health else []
    return " + ".join([*words, *(["check"] if member.health_check_id else [])]) or "–"


def _headline(edits: GroupEdits) -> Content:
    group = edits.group
    what = f"{group.policy} routing · {' + '.join(group.types)}" if group.members else "no record yet"
    return safe(f"{what} · a adds a member, t points one elsewhere", limit=200)


def _change(edits: GroupEdits, plan: Plan) -> Page:
    lines: list[Line] = [
        Content.assemble(("Not read: ", "$text-warning"), line) for line in missed_together(edits.read.unscanned)
    ]
    if not plan.changes:
        return Page([Content.styled("Nothing changed yet.", "$text-muted"), *lines])
    lines += [Content.styled(f"Checks: {verdict(plan)}", "bold")]
    for finding in plan.findings:
        lines += finding_lines(finding, "v")
    return Page([*lines, Content(""), *change_lines(plan)])
