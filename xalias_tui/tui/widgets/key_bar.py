"""The keys that work here, in one line at the bottom of a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Static

from xalias_tui.domain.dataclass import dataclass

_KEY, _MEANING, _MORE_STYLE = "bold $footer-key-foreground", "$footer-description-foreground", "$text-muted"
_POINTED_AT = "on $block-hover-background"
_ITEM = "key_bar"
"""In the metadata of a style: which piece of the line was clicked."""


@dataclass(frozen=True, slots=True)
class _Key:
    """A key that works here.

    Attributes:
        key: What pressing it sends.
        display: How it is shown.
        meaning: What it does, in a word.
        tooltip: What it does.
        enabled: Whether it works now.
    """

    key: str
    display: str
    meaning: str
    tooltip: str
    enabled: bool

    @property
    def cells(self) -> int:
        """Cells that it takes with the gap behind it."""
        return sum(cell_len(text) + 1 for text in (self.display, self.meaning) if text)

    def drawn(self, *, pointed_at: bool) -> Content:
        """The key and what it does."""
        content = Content.assemble((self.display, _KEY), " ", (self.meaning, _MEANING)).rstrip()
        if not self.enabled:
            content = content.stylize("dim")
        return content.stylize(_POINTED_AT) if pointed_at else content


class KeyBar(Static):
    """As many keys as fit, each whole; help (``?``) has all.

    One line of text: Textual's own footer makes a widget of every key anew whenever the keyboard goes elsewhere, cuts
    through the last one, and keeps those that are gone in memory.
    """

    ALLOW_SELECT = False
    MORE: ClassVar[str] = "? more"

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[_Key, ...] = ()
        self._pointed_at: int | None = None

    def on_mount(self) -> None:
        """The keys are known as soon as the screen has a focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def on_resize(self) -> None:
        """More fit now, or fewer."""
        self._draw()

    def _bindings_changed(self, screen: Screen[object]) -> None:
        keys = tuple(self._found(screen))
        if keys != self._keys:
            self._keys = keys
            self._draw()

    def _found(self, screen: Screen[object]) -> Iterator[_Key]:
        """One key for each action, those first that the focused widget or the work on the screen needs first."""
        order: Sequence[str] = (*getattr(screen.focused, "FOOTER", ()), *getattr(screen, "FOOTER", ()))
        first: dict[str, _Key] = {}
        for _, binding, enabled, tooltip in screen.active_bindings.values():
            if binding.show and binding.action not in first:
                display = self.app.get_key_display(binding)
                tip = tooltip or binding.description
                first[binding.action] = _Key(binding.key, display, binding.description, tip, enabled)
        for action in sorted(first, key=lambda action: order.index(action) if action in order else len(order)):
            yield first[action]

    def _fitting(self) -> tuple[_Key, ...]:
        """The keys that there is room for, beside the one that shows all where they do not all fit."""
        room = self.size.width + 1  # the last one needs no gap behind it
        if sum(key.cells for key in self._keys) <= room:
            return self._keys
        room -= cell_len(self.MORE) + 1
        fitting: list[_Key] = []
        for key in self._keys:
            room -= key.cells
            if room < 0:
                break
            fitting.append(key)
        return tuple(fitting)

    def _draw(self) -> None:
        fitting = self._fitting()
        pieces = [
            key.drawn(pointed_at=at == self._pointed_at).stylize(Style.from_meta({_ITEM: at}))
            for at, key in enumerate(fitting)
        ]
        if len(fitting) < len(self._keys):
            pieces.append(Content.styled(self.MORE, _MORE_STYLE).stylize(Style.from_meta({_ITEM: len(fitting)})))
        self.update(Content(" ").join(pieces), layout=False)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say what the key under the pointer does."""
        self._point_at(event.style.meta.get(_ITEM))

    def on_leave(self) -> None:
        """The pointer is elsewhere."""
        self._point_at(None)

    def _point_at(self, at: int | None) -> None:
        if at != self._pointed_at:
            self._pointed_at = at
            fitting = self._fitting()
            self.tooltip = fitting[at].tooltip if at is not None and at < len(fitting) else None
            self._draw()

    async def on_click(self, event: events.Click) -> None:
        """A click presses the key."""
        at, fitting = event.style.meta.get(_ITEM), self._fitting()
        if at is None:
            return
        if at >= len(fitting):
            await self.app.run_action("app.help")
        elif fitting[at].enabled:
            self.app.simulate_key(fitting[at].key)
        else:
            self.app.bell()
