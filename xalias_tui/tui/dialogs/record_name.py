"""Asks for the record's name; suggestions of target and zone are listed below the line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.record_name_input import as_typed, name_in_zone
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.rows import Column, Spec

_NAMES: Final[Spec[DnsName]] = Spec(
    columns=(Column("Suggested by the target", lambda name: shown(name.text, 120), 20, share=1),),
    key=lambda name: name.text,
    haystack=lambda name: name.text,
)


class NameDialog(Dialog[DnsName]):
    """Gives the name as typed or picked, always inside the zone."""

    TITLE = "Name of the record"
    HELP = """\
## Name

The name of the record to plan: relative to the zone (`www`), in full, or `@` for the zone itself.
"""
    STARTS_WITH_INPUT = True
    KEYS: ClassVar[str] = "enter takes the name · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "down", "suggestions", "Suggestions", show=False, id="name-suggestions", tooltip="Go to the suggestions"
        ),
    ]

    def __init__(self, zone: DnsName, current: DnsName | None, suggestions: Sequence[DnsName]) -> None:
        super().__init__()
        self._inside = zone
        self._now_named = current
        self._suggestions = tuple(suggestions)

    def body(self) -> ComposeResult:
        """The line, what it means, the suggestions."""
        line = as_typed(self._now_named, self._inside) if self._now_named else ""
        yield Input(line, placeholder="www", id="name")
        yield Static(id="meaning")
        if self._suggestions:
            yield RowList(_NAMES, id="suggestions")

    def on_mount(self) -> None:
        """Suggestions, and the meaning of the current input."""
        if self._suggestions:
            self.query_one(RowList).show(self._suggestions)
            self.say_keys("enter takes the name · ↓ suggestions · esc closes")
        self._explain(self.query_one(Input).value)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There may be no suggestions."""
        return super().check_action(action, parameters) and (action != "suggestions" or bool(self._suggestions))

    def action_suggestions(self) -> None:
        """Go to the suggestions."""
        self.set_focus(self.query_one(RowList))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what the line means, as it is typed."""
        event.stop()
        self._explain(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the name if it is valid."""
        event.stop()
        name = self._explain(event.value)
        if name is not None:
            self.dismiss(name)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Take a suggestion."""
        event.stop()
        self.dismiss(event.row)

    def _explain(self, text: str) -> DnsName | None:
        meaning = self.query_one("#meaning", Static)
        if not text.strip():
            meaning.update(safe(f"A name inside {self._inside}, or @ for the zone itself.", "$text-muted"))
            return None
        try:
            name = name_in_zone(text, self._inside)
        except InvalidNameError as error:
            meaning.update(safe(f"Not a valid name: {error}", "$text-error", limit=400))
            return None
        apex = " (the apex of the zone)" if name == self._inside else ""
        meaning.update(Content.assemble("= ", safe(name.text, "bold"), apex))
        return name
