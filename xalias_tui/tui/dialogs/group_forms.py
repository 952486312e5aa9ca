"""The two forms of the group editor: one member, and the policy of all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Select, Static

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.groups import Member
from xalias_tui.domain.health_checks import CidrCollection, HealthCheck, Referable
from xalias_tui.domain.partitions import REGION_FORM
from xalias_tui.domain.records import Policy, Routing
from xalias_tui.domain.routing import HOW_TO_WRITE, POLICIES, ROLES
from xalias_tui.domain.targets import Target
from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.widgets.problem import Problem
from xalias_tui.tui.widgets.toggle import Toggle

ReadValue = Callable[[Policy, str], Routing]
"""Reads a value as it was typed; raises ``UsageError``."""

OFFERED: Final = tuple(policy for policy in POLICIES if policy != "multivalue")
"""Route 53 takes no aliases under multivalue answer routing."""

_REGION: Final = re.compile(rf"\b{REGION_FORM}\b")
_NONE: Final = ""
_SHOWN: Final = 90
_UNNAMED: Final = "a set identifier: any text that is unique among the members"


@dataclass(frozen=True, slots=True)
class MemberForm:
    """What was chosen for one member.

    Attributes:
        identifier: Its set identifier.
        routing: Its policy and value.
        health_check_id: None for no health check.
        evaluates: Whether Route 53 follows its target's health; None where it can't.
        leads_here: Whether it must point to the target that was chosen.
    """

    identifier: str
    routing: Routing
    health_check_id: str | None
    evaluates: bool | None
    leads_here: bool


@dataclass(frozen=True, slots=True)
class MemberQuestion:
    """What a form asks about one member.

    Attributes:
        policy: The policy that its value is of.
        member: The member as it is; None for a new one.
        suggested: Identifier and value to begin with.
        target: The target that was chosen for it; None where none was.
        evaluates: Whether target health is followed now; None where that can't be.
        known: What records may refer to.
    """

    policy: Policy
    member: Member | None
    suggested: tuple[str, str]
    target: Target | None
    evaluates: bool | None
    known: Referable


class MemberDialog(Dialog[MemberForm]):
    """Gives what was chosen for a member."""

    TITLE = "Member of the routing group"
    HELP = """\
## Member

Value, target and health checks of one member of the group. Nothing is sent from here.
"""
    KEYS: ClassVar[str] = "tab next · space toggles · ctrl+s applies · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "apply", "Apply", id="member-apply", tooltip="Use what is chosen here; nothing is sent"),
    ]

    def __init__(self, question: MemberQuestion, read_value: ReadValue) -> None:
        super().__init__()
        self._question = question
        self._read_value = read_value

    def body(self) -> ComposeResult:
        """Fields from top to bottom."""
        question = self._question
        identifier, value = question.suggested
        with VerticalScroll(classes="dialog-body", can_focus=False):
            if question.member is None:
                to = question.target.name if question.target else ""
                yield Static(Content.assemble("A new member that points to ", safe(to, "bold"), "."))
            else:
                yield Static(safe(question.member.summary(), limit=300))
            yield Static(Content("Set identifier, unique among the members:"))
            yield Input(identifier, placeholder=_UNNAMED, id="member-identifier", compact=True)
            yield Static(safe(f"Under {question.policy} routing, {HOW_TO_WRITE[question.policy]}:"))
            yield Input(value, placeholder=question.policy, id="member-value", compact=True)
            if question.policy == "cidr":
                yield Static(collections_content(question.known.cidr_collections))
            yield from self._health()
            target = question.target
            if question.member is not None and target is not None and not _leads_to(question.member, target):
                words = shown(f"point to {target.name} ({target.kind}, {target.region}) instead", _SHOWN)
                yield Toggle(words, on=True, id="member-leads")
            yield Problem()

    def _health(self) -> ComposeResult:
        question = self._question
        chosen = (question.member.health_check_id if question.member else None) or _NONE
        checks = question.known.health_checks
        if checks is None:
            yield Static(Content.styled("Health checks could not be read; an id may be typed:", "$text-warning"))
            yield Input(chosen, placeholder="no health check", id="member-check", compact=True)
        else:
            yield Static(Content("Health check: Route 53 answers with the member only while it is healthy."))
            options = health_options(checks, chosen)
            yield Select(options, value=chosen, allow_blank=False, id="member-checks", compact=True)
        health = Toggle("evaluate target health", bool(question.evaluates), id="member-health")
        health.disabled = question.evaluates is None
        yield health
        if health.disabled:
            yield Static(Content.styled("Route 53 does not support it for what this member points to.", "$text-muted"))

    def on_mount(self) -> None:
        """The value is what is edited most."""
        self.set_focus(self.query_one("#member-value", Input))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter applies."""
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        """Give what is chosen, or say what is wrong."""
        question = self._question
        identifier = self.query_one("#member-identifier", Input).value.strip()
        if not identifier:
            self.query_one(Problem).say("A member needs a set identifier.")
            return
        try:
            routing = self._read_value(question.policy, self.query_one("#member-value", Input).value)
        except UsageError as error:
            self.query_one(Problem).say(str(error))
            return
        leads = self.query("#member-leads").results(Toggle)
        health = self.query_one("#member-health", Toggle)
        self.dismiss(
            MemberForm(
                identifier=identifier,
                routing=routing,
                health_check_id=self._health_check(),
                evaluates=None if health.disabled else health.value,
                leads_here=question.member is None or any(toggle.value for toggle in leads),
            )
        )

    def _health_check(self) -> str | None:
        if self._question.known.health_checks is None:
            return self.query_one("#member-check", Input).value.strip() or None
        return str(self.query_one("#member-checks", Select).value) or None


@dataclass(frozen=True, slots=True)
class PolicyForm:
    """What was chosen for the whole group.

    Attributes:
        policy: Its policy.
        members: Identifier and value of each member, by the identifier that it has now; None for the simple record.
    """

    policy: Policy
    members: Mapping[str | None, tuple[str, Routing]]


class PolicyDialog(Dialog[PolicyForm]):
    """Asks for a policy, and a value of every member under it."""

    TITLE = "Routing policy of the whole group"
    HELP = """\
## Routing policy

How Route 53 chooses between the members, and the value of each under it. Nothing is sent from here.
"""
    KEYS: ClassVar[str] = "tab next · ctrl+s applies · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "apply", "Apply", id="policy-apply", tooltip="Use what is chosen here; nothing is sent"),
    ]

    def __init__(
        self, members: Sequence[Member], policy: Policy | None, known: Referable, read_value: ReadValue
    ) -> None:
        super().__init__()
        self._members = members
        self._policy: Policy = policy if policy in OFFERED else "weighted"
        self._known = known
        self._read_value = read_value

    def body(self) -> ComposeResult:
        """The policy, then each member."""
        with VerticalScroll(classes="dialog-body", can_focus=False):
            yield Select(
                [(Content(f"{policy}: {HOW_TO_WRITE[policy]}"), policy) for policy in OFFERED],
                value=self._policy,
                allow_blank=False,
                id="policy",
                compact=True,
            )
            yield Static(id="policy-hint")
            for at, member in enumerate(self._members):
                yield Static(
                    safe(f"{member.set_identifier or 'the record that is there'}: {member.summary()}", limit=200)
                )
                if member.set_identifier is None:
                    yield Input(placeholder=_UNNAMED, id=f"identifier-{at}", compact=True)
                yield Input(
                    suggested_value(self._policy, at, member), placeholder="value", id=f"value-{at}", compact=True
                )
            yield Problem()

    def on_mount(self) -> None:
        """Where the first answer goes."""
        self._hint()
        inputs = list(self.query(Input))
        if inputs:
            self.set_focus(inputs[0])

    def on_select_changed(self, event: Select.Changed) -> None:
        """Values of another policy."""
        event.stop()
        policy = next((policy for policy in OFFERED if policy == event.value), self._policy)
        if policy != self._policy:
            self._policy = policy
            for at, member in enumerate(self._members):
                self.query_one(f"#value-{at}", Input).value = suggested_value(policy, at, member)
        self._hint()

    def _hint(self) -> None:
        collections = self._known.cidr_collections if self._policy == "cidr" else ()
        hint = collections_content(collections) if self._policy == "cidr" else Content("")
        self.query_one("#policy-hint", Static).update(hint)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter applies."""
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        """Give what is chosen, or say what is wrong."""
        found: dict[str | None, tuple[str, Routing]] = {}
        for at, member in enumerate(self._members):
            own = member.set_identifier
            identifier = self.query_one(f"#identifier-{at}", Input).value.strip() if own is None else own
            if not identifier:
                self.query_one(Problem).say("The record that is there needs a set identifier too.")
                return
            try:
                routing = self._read_value(self._policy, self.query_one(f"#value-{at}", Input).value)
            except UsageError as error:
                self.query_one(Problem).say(f"{identifier}: {error}")
                return
            found[own] = (identifier, routing)
        self.dismiss(PolicyForm(self._policy, found))


def health_options(checks: Sequence[HealthCheck], chosen: str) -> list[tuple[Content, str]]:
    """The options, including the current health check if it belongs to another account. Pure."""
    options = [(Content("no health check"), _NONE)]
    options += [(safe(f"{check.summary()}  {check.id}", limit=_SHOWN), check.id) for check in checks]
    if chosen and all(check.id != chosen for check in checks):
        options.append((safe(f"{chosen} (not in this account)", limit=_SHOWN), chosen))
    return options


def collections_content(collections: Sequence[CidrCollection] | None) -> Content:
    """The CIDR collections to choose from. Pure."""
    if collections is None:
        return Content.styled("CIDR collections could not be read.", "$text-warning")
    if not collections:
        return Content.styled("This account has no CIDR collection.", "$text-warning")
    named = [f"{each.name}/{{{','.join((*each.locations, '*'))}}}" for each in collections]
    return safe("  ".join(named), "$text-muted", limit=400)


def suggested_value(policy: Policy, at: int, member: Member | None, target: Target | None = None) -> str:
    """An initial value: the member's own, else one derived from what it points to. Pure."""
    routing = member.routing if member else None
    if member is not None and routing is not None and routing.policy == policy:
        return member.value
    name = member.summary() if member else (target.dns_name.text if target and target.dns_name else "")
    region = _REGION.search(name)
    if policy == "failover":
        return ROLES[min(at, 1)]
    if policy in ("latency", "geoproximity"):
        return target.region if target and _REGION.fullmatch(target.region) else (region[0] if region else "")
    return "*" if policy == "geolocation" and at == 0 else ""


def _leads_to(member: Member, target: Target) -> bool:
    return all(record.alias is not None and record.alias.dns_name == target.dns_name for record in member.records)
