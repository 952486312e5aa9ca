"""Shows a plan in the words of another tool, to be copied or written to a file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.highlight import HighlightTheme, highlight
from textual.widgets import Input, Static

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.plans import Plan
from xalias_tui.export import Export, Format, export, format_of, formats
from xalias_tui.store.files import write_text
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.chip import choice

_UNUSUAL: Final = re.compile(r"[^A-Za-z0-9.-]+")
_FADED: Final = re.compile(r" \d+%| on \$error-muted")
_LANGUAGES: Final = {
    ".tf": "terraform",
    ".yaml": "yaml",
    ".py": "python",
    ".ts": "typescript",
    ".js": "javascript",
    ".json": "json",
    ".sh": "bash",
}

_FIRST: Final = "terraform"
"""The format that is shown before one was chosen."""


class _Readable(HighlightTheme):
    """Textual's colours of code without its fading, which makes them too faint for many backgrounds."""

    STYLES = {  # noqa: RUF012 -- Textual's own declaration
        token: _FADED.sub("", style.replace("$text 60%", "$text-muted"))
        for token, style in HighlightTheme.STYLES.items()
    }


class ExportDialog(Dialog[None]):
    """One format at a time; nothing is sent."""

    TITLE = "Export"
    HELP = """\
## Export

The change in the words of another tool, to be copied or written to a file. Nothing is sent.
"""
    KEYS: ClassVar[str] = "← → format · d look-up · y copies · w writes · ↑ ↓ scrolls · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Format before", show=False, id="export-previous", tooltip="The format before"),
        Binding("right,l", "step(1)", "Next format", show=False, id="export-next", tooltip="The next format"),
        Binding("d", "lookup", "Look-up", show=False, id="export-lookup", tooltip="A look-up of the target beside it"),
        Binding("y", "copy", "Copy", show=False, id="export-copy", tooltip="Copy the whole text"),
        Binding("w", "write", "Write", show=False, id="export-write", tooltip="Write the whole text to a file"),
    ]

    def __init__(self, session: Session, plan: Plan) -> None:
        super().__init__()
        self._session = session
        self._plan = plan
        self._with_lookup = False
        self._made: Export | None = None
        self._overwrites: Path | None = None

    def body(self) -> ComposeResult:
        """Formats, the text in the chosen one, and the line that asks for a file."""
        yield Static(id="formats")
        with VerticalScroll(classes="dialog-body", id="export-body"):
            yield Static(id="export-text", classes="dialog-text")
        yield Static(id="export-says")
        yield Input(id="export-file", compact=True, placeholder="file")

    def on_mount(self) -> None:
        """The format that was looked at last."""
        self.query_one("#export-file").display = False
        self._show_format()

    @property
    def _format(self) -> Format:
        remembered = self._session.memory.export_format
        return format_of(remembered if remembered in {known.name for known in formats()} else _FIRST)

    def on_click(self, event: events.Click) -> None:
        """Take the format that was clicked."""
        name = event.style.meta.get("format")
        if name is not None:
            self._choose(name)

    def action_step(self, by: int) -> None:
        """Go to the next format."""
        known = formats()
        self._choose(known[(known.index(self._format) + by) % len(known)].name)

    def action_lookup(self) -> None:
        """Look the target up beside its values, or not; where that can't be, the text stays."""
        try:
            self._draw(with_lookup=not self._with_lookup)
        except UsageError as error:
            self._say(str(error), "$text-warning")

    def action_copy(self) -> None:
        """Copy through the terminal (OSC 52)."""
        if self._made is not None:
            self.app.copy_to_clipboard(self._made.text)
            self._say(f"Copied {_lines(self._made.text)} for {self._format.title}, if the terminal takes it (OSC 52).")

    def action_write(self) -> None:
        """Ask for the file."""
        if self._made is None:
            return
        line = self.query_one("#export-file", Input)
        line.value = _file_name(self._plan, self._format)
        line.display = True
        self.set_focus(line)
        self._say("Enter writes the file; esc leaves it.")

    def action_cancel(self) -> None:
        """Leave the line, else the dialog."""
        if self.query_one("#export-file").display:
            self._leave_line()
            self._say("")
        else:
            super().action_cancel()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Consent to overwrite one file does not cover another."""
        event.stop()
        self._overwrites = None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write the file; one that is there only when asked twice."""
        event.stop()
        if self._made is None or not event.value.strip():
            return
        try:
            self._write(event.value.strip(), self._made)
        except UsageError as error:
            self._say(str(error), "$text-error")
        except (OSError, RuntimeError, ValueError) as error:  # no such home, too long a name, no name at all
            why = (error.strerror if isinstance(error, OSError) else None) or str(error).rstrip(".")
            self._say(f"This can't be written: {why}. Name another file.", "$text-error")

    def _write(self, name: str, made: Export) -> None:
        file = Path(name).expanduser()
        if file.exists() and self._overwrites != file:
            self._overwrites = file
            self._say(f"{file} exists already: enter once more overwrites it.", "$text-warning")
            return
        write_text(file, made.text)
        self._leave_line()
        self._say(f"Wrote {_lines(made.text)} for {self._format.title} to {file.absolute()}.")

    def _leave_line(self) -> None:
        self.query_one("#export-file").display = False
        self.set_focus(self.query_one("#export-body"))

    def _choose(self, name: str) -> None:
        self._session.remember(replace(self._session.memory, export_format=name))
        self.query_one("#export-body", VerticalScroll).scroll_home(animate=False)
        self._show_format()

    def _show_format(self) -> None:
        chosen = self._format
        self.query_one("#formats", Static).update(_chips(chosen))
        try:
            self._draw(with_lookup=False)
        except UsageError as error:
            self._made = None
            self.query_one("#export-text", Static).update(safe(str(error), "$text-warning", limit=1_000))
            self._say("")

    def _draw(self, *, with_lookup: bool) -> None:
        made = export([self._plan], self._format, with_lookup=with_lookup)
        self._made, self._with_lookup = made, with_lookup
        self.query_one("#export-text", Static).update(_drawn(made))
        self._say("\n".join(f"Left out: {sentence}" for sentence in made.left_out), "$text-warning")

    def _say(self, words: str, style: str = "") -> None:
        says = self.query_one("#export-says", Static)
        says.display = bool(words)
        says.update(Content("\n").join(safe(line, style, limit=400) for line in words.split("\n")))


def _chips(chosen: Format) -> Content:
    """Every format, the chosen one filled."""
    return Content(" ").join(_chip(format_, on=format_ is chosen) for format_ in formats())


def _chip(format_: Format, *, on: bool) -> Content:
    return choice(format_.name, {"format": format_.name}, on=on)


def _drawn(made: Export) -> Content:
    """The text, which holds printable characters and line ends only, in the colours of its language."""
    return highlight(made.text, language=_LANGUAGES.get(made.format.suffix, "text"), theme=_Readable)


def _file_name(plan: Plan, format_: Format) -> str:
    name = _UNUSUAL.sub("_", plan.name.bare.replace("*", "wildcard"))
    return f"{name}-{format_.name}{format_.suffix}"


def _lines(text: str) -> str:
    return f"{text.count(chr(10))} lines"
