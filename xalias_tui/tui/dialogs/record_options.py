"""Edits what the record is made of beside name and target: types, target health, replacing, routing."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Select, Static

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.plans import MOST_TTL
from xalias_tui.domain.records import Policy, Routing
from xalias_tui.domain.routing import HOW_TO_WRITE, value_text
from xalias_tui.domain.routing import read_routing as read_value
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.state.draft import Desk
from xalias_tui.tui.widgets.problem import Problem
from xalias_tui.tui.widgets.toggle import Toggle

_MAX_WEIGHT: Final = 255
_SINGLE: Final[tuple[Policy, ...]] = ("weighted", "latency", "failover", "geolocation", "geoproximity")
"""What one record can be planned under; IP-based routing, which needs a collection, is for the whole group."""
_POLICIES: Final[tuple[tuple[str, Policy | None], ...]] = (
    ("simple: one record", None),
    *((f"{policy}: value is {HOW_TO_WRITE[policy]}", policy) for policy in _SINGLE),
)
_IDENTIFIER: Final = "set identifier, unique among the records of the name"
_OF_GROUPS: Final = "m edits all members of a routing group together, with their health checks."


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """What was chosen."""

    types: tuple[str, ...]
    evaluate_target_health: bool
    replace_existing: bool
    routing: Routing | None
    set_identifier: str | None
    cname_ttl: int | None = None


def read_ttl(text: str) -> int:
    """The TTL that was typed.

    Raises:
        ValueError: saying what is wrong.
    """
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_TTL):
        raise ValueError("The TTL is a whole number of seconds, e.g. 300.")
    return int(text)


def read_routing(policy: Policy | None, value: str, set_identifier: str) -> Routing | None:
    """The routing that was typed.

    Raises:
        ValueError: saying what is wrong.
    """
    if policy is None:
        return None
    if not set_identifier:
        raise ValueError("A routing policy needs a set identifier: any text that is unique among records of the name.")
    try:
        routing = read_value(policy, value)
    except UsageError as error:
        raise ValueError(str(error)) from error
    if policy == "weighted" and not 0 <= routing.value <= _MAX_WEIGHT:
        raise ValueError("The weight is a whole number from 0 to 255.")
    return routing


class RecordEditor(Dialog[RecordOptions]):
    """Gives the options as chosen."""

    TITLE = "Edit the record"
    HELP = """\
## Record options

Types, target health, replacing and routing of the record to plan. Nothing is sent from here.
"""
    KEYS: ClassVar[str] = "tab next · space toggles · ctrl+s applies · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "apply", "Apply", id="editor-apply", tooltip="Use what is chosen here; nothing is sent"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def body(self) -> ComposeResult:
        """Fields from top to bottom."""
        desk = self._desk
        target = desk.target
        with VerticalScroll(classes="dialog-body", can_focus=False):
            if desk.cname_ttl is not None:
                yield Static(Content("A CNAME instead of an alias. Seconds that resolvers keep it:"))
                yield Input(str(desk.cname_ttl), placeholder="TTL", id="ttl", compact=True)
                yield Toggle("existing records may be replaced", desk.replace, id="replace")
                yield Problem()
                return
            for type_ in target.record_types if target else ():
                yield Toggle(f"type {type_}", type_ in desk.types, id=f"type-{type_}")
            health = Toggle("evaluate target health", desk.evaluate_target_health, id="health")
            health.disabled = not desk.may_evaluate_target_health
            yield health
            if health.disabled:
                yield Static(Content.styled("Route 53 does not support it for this kind of target.", "$text-muted"))
            yield Toggle("existing records may be replaced", desk.replace, id="replace")
            yield Static(Content("Routing policy:"))
            routing = desk.routing
            yield Select(
                [(Content(words), policy or "simple") for words, policy in _POLICIES],
                value=routing.policy if routing else "simple",
                allow_blank=False,
                id="policy",
                compact=True,
            )
            yield Input(value_text(routing) if routing else "", placeholder="value", id="value", compact=True)
            yield Input(desk.set_identifier or "", placeholder=_IDENTIFIER, id="identifier", compact=True)
            yield Static(Content.styled(_OF_GROUPS, "$text-muted"), id="of-groups")
            yield Problem()

    def on_mount(self) -> None:
        """Simple routing has no more to say."""
        if self._desk.cname_ttl is None:
            self._show_routing(self.query_one("#policy", Select).value != "simple")

    def on_select_changed(self, event: Select.Changed) -> None:
        """A policy needs a value and an identifier."""
        event.stop()
        self._show_routing(event.value != "simple")

    def _show_routing(self, routed: bool) -> None:  # noqa: FBT001 -- what it shows
        for field in ("#value", "#identifier", "#of-groups"):
            self.query_one(field).display = routed

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter applies."""
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        """Give what is chosen, or say what is wrong."""
        if self._desk.cname_ttl is not None:
            self._apply_cname()
            return
        chosen = self.query_one("#policy", Select).value
        policy = next((policy for _, policy in _POLICIES if policy == chosen), None)
        identifier = self.query_one("#identifier", Input).value.strip()
        boxes = [box for box in self.query(Toggle) if (box.id or "").startswith("type-")]
        types = tuple((box.id or "").removeprefix("type-") for box in boxes if box.value)
        if not types:
            self.query_one(Problem).say("Choose at least one record type.")
            return
        try:
            routing = read_routing(policy, self.query_one("#value", Input).value, identifier)
        except ValueError as error:
            self.query_one(Problem).say(str(error))
            return
        health = self.query_one("#health", Toggle)
        self.dismiss(
            RecordOptions(
                types=types,
                evaluate_target_health=health.value and not health.disabled,
                replace_existing=self.query_one("#replace", Toggle).value,
                routing=routing,
                set_identifier=identifier or None,
            )
        )

    def _apply_cname(self) -> None:
        replaces = self.query_one("#replace", Toggle).value
        try:
            ttl = read_ttl(self.query_one("#ttl", Input).value.strip())
        except ValueError as error:
            self.query_one(Problem).say(str(error))
            return
        self.dismiss(
            RecordOptions(
                (),
                evaluate_target_health=False,
                replace_existing=replaces,
                routing=None,
                set_identifier=None,
                cname_ttl=ttl,
            )
        )
