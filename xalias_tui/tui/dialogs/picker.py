"""What every dialog has in which letters find rows: a line to type in, the rows, and a sentence below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.widgets.row_list import RowList, Step
from xalias_tui.tui.widgets.rows import Spec

T = TypeVar("T")


def best_of(rows: Sequence[object], most: int) -> str:
    """That there may be more than the rows that are listed, of which there are at most so many; empty where not."""
    return f"The best {most} are listed: more letters narrow them." if len(rows) >= most else ""


_OF_ROWS: Final = {"home,ctrl+a": "ctrl+a", "end,ctrl+e": "ctrl+e", "ctrl+k": ""}
"""Keys of a line that move in the rows below it, and what keeps doing what they did."""


def _of_line(binding: BindingType) -> BindingType | None:
    """What is left of a binding of Textual's line; None where nothing is."""
    if not isinstance(binding, Binding) or binding.key not in _OF_ROWS:
        return binding
    keys = _OF_ROWS[binding.key]
    if not keys:
        return None
    id_ = f"line-{binding.action}"
    return Binding(
        keys, binding.action, binding.description, show=False, id=id_, tooltip=f"{binding.description}, in the line"
    )


class SearchLine(Input, inherit_bindings=False):
    """A line above what is searched, where home and end go to the ends; ``ctrl+a``, ``ctrl+e`` go to the line's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in map(_of_line, Input.BINDINGS) if binding is not None
    ]


class Picker(Vertical, Generic[T]):
    """Letters find rows, keys move among them, and none of it takes the keyboard from the line.

    Args:
        spec: How rows are listed.
        find: The rows that a text finds, best first; of an empty text those that are offered without one.
        says: The sentence below the rows that a search found, which may be none; untrusted.
        placeholder: What may be typed.
        text: What is looked for at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,ctrl+k", "move(-1)", "Up", show=False, id="pick-up", tooltip="The row above"),
        Binding("down,ctrl+j", "move(1)", "Down", show=False, id="pick-down", tooltip="The row below"),
        Binding("pageup", "move(-1, 'page')", "Page up", show=False, id="pick-page-up", tooltip="One page up"),
        Binding("pagedown", "move(1, 'page')", "Page down", show=False, id="pick-page-down", tooltip="One page down"),
        Binding("home", "move(-1, 'all')", "First", show=False, id="pick-first", tooltip="First row"),
        Binding("end", "move(1, 'all')", "Last", show=False, id="pick-last", tooltip="Last row"),
    ]

    class OfRow(Message):
        """Something about a row; None where there is none."""

        def __init__(self, row: Any) -> None:
            super().__init__()
            self.row = row

    class Chosen(OfRow):
        """Enter was pressed, or the highlighted row clicked."""

    class Highlighted(OfRow):
        """Another row is highlighted.

        Attributes:
            by_hand: Whether the operator went there; not because letters found it.
        """

        def __init__(self, row: Any, *, by_hand: bool) -> None:
            super().__init__(row)
            self.by_hand = by_hand

    class Typed(Message):
        """Other letters were typed, and what they find is listed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self,
        spec: Spec[T],
        find: Callable[[str], Sequence[T]],
        says: Callable[[Sequence[T]], str],
        *,
        placeholder: str,
        text: str = "",
    ) -> None:
        super().__init__(id="picker")
        self._spec = spec
        self._find = find
        self._says = says
        self._placeholder = placeholder
        self._text = text
        self._by_hand = False

    def compose(self) -> ComposeResult:
        """The line, the rows, the sentence."""
        yield SearchLine(self._text, placeholder=self._placeholder, compact=True, id="pick")
        rows: RowList[T] = RowList(self._spec, id="choices")
        rows.can_focus = False
        yield rows
        yield Static(id="pick-says", classes="dialog-keys")

    def on_mount(self) -> None:
        """What is there without a letter, or what the first text finds."""
        self._show_found()

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(SearchLine).value

    @property
    def rows(self) -> RowList[T]:
        """What was found."""
        return self.query_one(RowList)

    def search(self) -> None:
        """Look again because more is known by now: the operator stays on the row that was gone to."""
        if self.is_mounted:
            self._show_found()

    def _show_found(self) -> None:
        rows = self.rows
        rows.show(self._find(self.text))
        if not self._by_hand:
            rows.action_move(-1, "all")
        self.say(self._says(rows.rows))

    def say(self, text: str) -> None:
        """Say something below the rows, until the next search; untrusted."""
        for line in self.query("#pick-says").results(Static):
            line.update(safe(text, limit=300))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every letter finds something else."""
        event.stop()
        self._by_hand = False
        self._show_found()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter chooses."""
        event.stop()
        self.rows.action_choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Say that it is chosen."""
        event.stop()
        self.post_message(self.Chosen(event.row))

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Say that it is highlighted."""
        event.stop()
        self.post_message(self.Highlighted(event.row, by_hand=self._by_hand))

    def on_click(self) -> None:
        """A row that was clicked was gone to."""
        self._by_hand = True

    def action_move(self, by: int, step: Step = "row") -> None:
        """Move the cursor by rows or pages, or to the first or last row."""
        self._by_hand = True
        self.rows.action_move(by, step)
