"""What every question about sending shares: consent is only given to what was shown."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from math import inf
from time import monotonic
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.text.page import Page
from xalias_tui.tui.text.phrases import count

_COUNTED: Final = ("error", "warning", "change")
_TYPED: Final = 60


class ConsentDialog(Dialog[bool]):
    """True when what is shown must be sent. Errors come first, then warnings, then the changes, then folded notes.

    Until everything that decides was in sight, the keys that send scroll instead.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,ctrl+n", "notes", "Notes", show=False, id="consent-notes", tooltip="Unfold the notes, or fold them"),
    ]

    _folded = True
    _shown = False
    """Whether everything that decides has been in sight."""

    @abstractmethod
    def text(self, *, folded: bool) -> Page:
        """What would be sent, in the order of what decides."""

    @property
    @abstractmethod
    def how_to_answer(self) -> str:
        """What is to be pressed or typed once everything was in sight."""

    def body(self) -> ComposeResult:
        """What is sent."""
        with VerticalScroll(classes="dialog-body", can_focus=False):
            yield Static(self.text(folded=self._folded), classes="dialog-text", id="consent-text")

    def on_mount(self) -> None:
        """Answers count once everything is painted: a key typed before that does not answer a question not yet seen."""
        self.begin()

    def begin(self) -> None:
        """Ask, anew where the question is another one."""
        self.answers_from, self._shown = inf, False
        self.say_keys("one moment…")
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self.answers_from = monotonic()
        self._say_below()
        self._say_how()

    # -- what is in sight

    def words_below(self, rows: int) -> str:
        """How much of what decides lies below."""
        about = Counter(line.about for line in self._below() if hasattr(line, "about"))
        parts = [count(about[kind], kind) for kind in _COUNTED if about[kind]]
        return f"↓ {', '.join(parts)} below · {self.BELOW}" if parts else super().words_below(rows)

    def _below(self) -> list[object]:
        """The lines that are not in sight yet."""
        page = self.query_one("#consent-text", Static).content
        (body,) = self.scrolled
        if not isinstance(page, Page):
            return []
        end = round(body.scroll_y) + body.scrollable_content_region.height
        return list(page.below(max(1, body.scrollable_content_region.width), end))

    def _say_below(self) -> None:
        super()._say_below()
        if self.answers_from == inf or self._shown:
            return
        if not any(getattr(line, "about", "") for line in self._below()):
            self._shown = True
            self._say_how()

    def _say_how(self) -> None:
        words = self.how_to_answer if self._shown else "pgdn or enter reads on, to the end of what decides"
        self.say_keys(f"{words} · esc closes without sending")

    def read_on(self) -> bool:
        """Scroll on where something that decides was not in sight yet; whether that is so."""
        if not self._shown:
            self.action_page(1)
        return not self._shown

    def action_notes(self) -> None:
        """Unfold the notes, or fold them."""
        self._folded = not self._folded
        self.query_one("#consent-text", Static).update(self.text(folded=self._folded))

    # -- the answer

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """What is typed decides."""
        event.stop()
        self.action_agree()

    def action_agree(self) -> None:
        """Send it, once all was in sight and what is asked for is typed."""
        if self.read_on():
            return
        why = self.why_not()
        if why:
            self.query_one("#consent-why", Static).update(Content.styled(why, "$text-error"))
        else:
            self.dismiss(result=True)

    def why_not(self) -> str:
        """Why what is typed does not suffice; empty where it does, or where nothing has to be typed."""
        return ""


def refusal(typed: str, wanted: str) -> str:
    """Why nothing was sent where something else than what is wanted was typed, or nothing. Pure."""
    words = f"{shown(typed.strip(), _TYPED)} is not {wanted}" if typed.strip() else f"Type {wanted} first"
    return f"{words}: nothing was sent."
