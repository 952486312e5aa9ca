"""The one-line bars: screens, who is signed in, tabs of narrow terminals, and the verdict in short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.text import shown
from xalias_tui.tui.state.draft import Desk, verdict
from xalias_tui.tui.terminal.untrusted_text import account_style, safe
from xalias_tui.tui.text.chip import choice
from xalias_tui.tui.text.phrases import shortened, side_title

_GAP: Final = 2
SCREENS: Final = (("explorer", "1"), ("audit", "2"), ("history", "3"), ("accounts", "4"), ("all", "5"))


def _link(text: str, action: str, *, on: bool) -> Content:
    """A clickable piece; its action is in the style's metadata, never in markup."""
    return choice(text, {"pick": action}, on=on)


def _hint(text: str, action: str) -> Content:
    """A clickable hint."""
    return Content.styled(text, Style.from_meta({"pick": action}))


class _Picker(Static):
    """A line of clickable pieces, each with the action that a click on it runs."""

    async def on_click(self, event: events.Click) -> None:
        """Run the action of the piece that was clicked."""
        action = event.style.meta.get("pick")
        if action is not None:
            await self.app.run_action(action, self.screen)


class TopBar(_Picker):
    """Program, screens with their keys, whether changes can be sent, where help is."""

    _HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("app.help", "? help"),
        ("app.quit", "q quit"),
        ("app.command_palette", "^p go to"),
        ("screen.pane(1)", "tab panes"),
    )
    """What a click does, and the words for it; the most important first: as many are shown as fit."""

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
        access = Content.styled(self._access, "bold")
        forms = (self._screens(), self._screens(in_full=False), self._screens(in_full=False, named=False))
        room = self.size.width - access.cell_length - 2
        left = next((form for form in forms if form.cell_length <= room), forms[-1])
        room -= left.cell_length
        hints: list[Content] = []
        for action, text in self._HINTS:
            room -= len(text) + _GAP
            if room >= 0 and (not action.startswith("screen.pane") or self._mode == "explorer"):
                hints.insert(0, _hint(text, action))
        right = Content(" " * _GAP).join([access, *hints])
        gap = max(1, self.size.width - left.cell_length - right.cell_length - 1)
        self.update(Content.assemble(left, " " * gap, right, " "), layout=False)

    def _screens(self, *, in_full: bool = True, named: bool = True) -> Content:
        """Program and screens; where there is no room for all names, only that of the screen that is shown."""
        title = Content.styled(f" {self._title} ", "bold $text-primary") + Content(" ")
        pieces: list[Content] = [title] if named else []
        for name, key in SCREENS:
            on = name == self._mode
            pieces += [_link(f"{name} {key}" if in_full or on else key, f"app.mode('{name}')", on=on)]
        return Content("").join(pieces)


class AccountBar(Static):
    """Who is signed in on each side; shown before anything can be changed."""

    def __init__(self) -> None:
        super().__init__(Content("Signing in…"))
        self._sides: tuple[Sequence[Account], Sequence[Account]] = ((), ())
        self._cards = 0
        self._everyone = ("", "")
        self._ending = ""

    def show(
        self,
        zones: Sequence[Account],
        targets: Sequence[Account],
        cards: int = 0,
        ending: str = "",
        everyone: tuple[str, str] = ("", ""),
    ) -> None:
        """The accounts of both sides, how many target cards the targets' side has, and whose login ends soon.

        ``everyone`` is the organisation whose accounts the sides of zones and of targets have too.
        """
        self._sides, self._cards, self._ending, self._everyone = (zones, targets), cards, ending, everyone
        self._draw()

    def on_resize(self) -> None:
        """Roles and names are shown where there is room for them; account ids always."""
        if any(self._sides) or any(self._everyone):
            self._draw()

    def failed(self, message: str) -> None:
        """No account could be read."""
        self._sides = ((), ())
        self.update(safe(message, "$text-error"), layout=False)

    def _draw(self) -> None:
        ending = safe(f"   {self._ending}", "bold $text-warning") if self._ending else Content("")
        room = self.content_size.width - ending.cell_length
        forms = [
            account_content(*self._sides, self._cards, everyone=self._everyone, roles=roles, names=names)
            for roles, names in ((True, True), (False, True), (False, False))
        ]
        fitting = next((form for form in forms if form.cell_length <= room), forms[-1])
        self.update(Content.assemble(fitting, ending), layout=False)


def account_content(
    zones: Sequence[Account],
    targets: Sequence[Account],
    cards: int = 0,
    *,
    everyone: tuple[str, str] = ("", ""),
    roles: bool,
    names: bool = True,
) -> Content:
    """The accounts of both sides, with as much beside their ids as is wanted. Pure."""
    alike = everyone[0] == everyone[1] and not cards
    same = alike and [account.profile for account in zones] == [account.profile for account in targets]
    parts = [
        Content.styled("Zones and targets: " if same else "Zones: ", "$text-muted"),
        _side(zones, side_title(zones, everyone=everyone[0], roles=roles, names=names)),
    ]
    if not same:
        target_side = _side(targets, side_title(targets, cards, everyone=everyone[1], roles=roles, names=names))
        parts += [Content("   "), Content.styled("Targets: ", "$text-muted"), target_side]
    return Content("").join(parts)


def _side(accounts: Sequence[Account], title: str) -> Content:
    coloured = accounts and accounts[0].colour
    return Content.styled(title, account_style(*accounts)) if coloured else Content(title or "none")


class TabStrip(_Picker):
    """The three views of a narrow terminal, of which one is shown."""

    VIEWS: ClassVar[tuple[str, ...]] = ("zones", "targets", "preview")

    def show(self, view: str) -> None:
        """Mark the view that is shown."""
        pieces = [_link(name.title(), f"screen.pane('{name}')", on=name == view) for name in self.VIEWS]
        self.update(Content.assemble(*pieces, "   tab switches · q quits"), layout=False)


class VerdictLine(Static):
    """The preview in one line, for terminals where it is a screen of its own."""

    _desk: Desk | None = None

    def show(self, desk: Desk) -> None:
        """What would be sent, and its checks."""
        self._desk = desk
        self.update(Content(verdict_line(desk, self.content_size.width)), layout=False)

    def on_resize(self) -> None:
        """More of the names fits, or less."""
        if self._desk is not None:
            self.show(self._desk)


def verdict_line(desk: Desk, width: int) -> str:
    """What is chosen, and its checks, in few words; names are shortened so that both are there in a width."""
    if desk.plan is not None:
        judged = "already in place" if desk.preview.in_place else verdict(desk.plan)
        types = "+".join(desk.types)
        name, target = shown(desk.plan.name.text), shown(desk.target.name if desk.target else "")
        room = max(0, width - cell_len(f"{judged} ·  {types} → "))
        pointed = shortened(target, max(room // 3, room - cell_len(name)))
        return f"{judged} · {shortened(name, room - cell_len(pointed))} {types} → {pointed}"
    if desk.preview.problem:
        return shown(desk.preview.problem)
    if desk.zone is None:
        return "Choose a zone."
    if desk.target is None:
        return "Choose a target: tab."
    if desk.name is None:
        return "Press n to name the record."
    return f"Reading what is at {desk.name} …"
