"""The one-line bars: screens, who is signed in, tabs of narrow terminals, and the verdict in short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.text import shown
from xalias_tui.tui.desk import Desk, verdict
from xalias_tui.tui.wording import signed_in

SCREENS: Final = (("explorer", "1"), ("history", "3"), ("accounts", "4"))


def _link(text: str, key: str, *, on: bool) -> Content:
    """A clickable piece; what is clicked stands in the style's metadata, never in markup."""
    return Content.styled(text, Style(bold=on, reverse=on) + Style.from_meta({"pick": key}))


class _Picker(Static):
    """A line of clickable pieces."""

    class Picked(Message):
        """The operator clicked a piece."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def on_click(self, event: events.Click) -> None:
        """Say which piece was clicked."""
        key = event.style.meta.get("pick")
        if key is not None:
            self.post_message(self.Picked(key))


class TopBar(_Picker):
    """Program, screens with their keys, whether changes can be sent, where help is."""

    class Picked(_Picker.Picked):
        """Another screen is wanted; ``key`` is its mode."""

    def __init__(self, mode: str, title: str) -> None:
        super().__init__()
        self._mode = mode
        self._title = title
        self._access = "starting…"

    def on_mount(self) -> None:
        """First paint."""
        self._draw()

    def on_resize(self) -> None:
        """The right end stays at the right."""
        self._draw()

    def show(self, *, read_only: bool) -> None:
        """Whether changes can be sent."""
        self._access = "READ-ONLY" if read_only else "READ-WRITE"
        self._draw()

    def _draw(self) -> None:
        pieces: list[Content] = [Content.styled(f" {self._title} ", "bold $text-primary"), Content(" ")]
        for name, key in SCREENS:
            on = name == self._mode
            pieces += [_link(f" {name} {key} ", name, on=on), Content(" ")]
        left = Content("").join(pieces)
        right = Content.assemble((self._access, "bold"), "   ^p palette  ? help ")
        gap = max(1, self.size.width - left.cell_length - right.cell_length)
        self.update(Content.assemble(left, " " * gap, right))


class AccountBar(Static):
    """Who is signed in on each side; stands before anything can be changed."""

    def on_mount(self) -> None:
        """Nobody is known yet."""
        self.update(Content("Signing in…"))

    def show(self, zones: Sequence[Account], targets: Sequence[Account]) -> None:
        """The accounts of both sides."""
        same = [account.profile for account in zones] == [account.profile for account in targets]
        both = "Zones and targets" if same else "Zones"
        parts = [Content.styled(f"{both}: ", "bold"), Content(_first(zones))]
        if not same:
            parts += [Content("   "), Content.styled("Targets: ", "bold"), Content(_first(targets))]
        self.update(Content("").join(parts))

    def failed(self, message: str) -> None:
        """Nobody could be asked."""
        self.update(Content.styled(shown(message), "$text-error"))


def _first(accounts: Sequence[Account]) -> str:
    if not accounts:
        return "nobody"
    more = f" +{len(accounts) - 1}" if len(accounts) > 1 else ""
    return signed_in(accounts[0]) + more


class TabStrip(_Picker):
    """The three views of a narrow terminal, of which one is shown."""

    class Picked(_Picker.Picked):
        """Another view is wanted."""

    VIEWS: ClassVar[tuple[str, ...]] = ("zones", "targets", "preview")

    def show(self, view: str) -> None:
        """Mark the view that is shown."""
        pieces = [
            Content("").join([_link(f" {name.title()} ", name, on=name == view), Content(" ")]) for name in self.VIEWS
        ]
        self.update(Content.assemble(*pieces, "  tab switches"))


class VerdictLine(Static):
    """The preview in one line, for terminals where it is a screen of its own."""

    def show(self, desk: Desk) -> None:
        """What would be sent, and how it is judged."""
        self.update(Content(verdict_line(desk)))


def verdict_line(desk: Desk) -> str:
    """What is chosen, and its judgement, in few words."""
    if desk.plan is not None:
        return shown(
            f"{verdict(desk.plan)} · {desk.plan.name} {'+'.join(desk.types)} → {desk.target and desk.target.name}"
        )
    if desk.problem:
        return shown(desk.problem)
    if desk.zone is None:
        return "Choose a zone."
    if desk.target is None:
        return "Choose a target: tab."
    if desk.name is None:
        return "Press n to name the record."
    return f"Reading what is at {desk.name} …"
