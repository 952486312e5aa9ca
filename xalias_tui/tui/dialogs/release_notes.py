"""What changed in each release."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from xalias_tui.store.release_notes import Release, releases
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.text.page import Line, Page, item

_CODE: Final = re.compile(r"(`[^`]+`)")
_ITEM: Final = "- "
_CONTINUED: Final = "  "


class ReleaseNotesDialog(Dialog[None]):
    """The releases, the newest first."""

    TITLE = "Release notes"
    HELP = """\
## Release notes

What changed in each release, from the file that was installed with the program. `xalias release-notes` prints it, too.
"""
    KEYS = "↑ ↓ scrolls · esc closes"

    def body(self) -> ComposeResult:
        """The notes as one text: Textual's Markdown makes a widget of each item, and takes a second to do so."""
        with VerticalScroll(classes="dialog-body"):
            yield Static(Page(notes_lines(releases())), classes="dialog-text")


def notes_lines(told: Iterable[Release]) -> list[Line]:
    """Titles, subjects and items of some releases; an item's lines in the file are one paragraph. Pure."""
    lines: list[Line] = []
    for release in told:
        lines += [Content(""), Content.styled(release.title, "bold $text-primary"), Content("")]
        for paragraph in re.sub(rf"\n{_CONTINUED}(?=\S)", " ", release.notes).splitlines():
            if paragraph.startswith(_ITEM):
                lines.append(item(_with_code(paragraph.removeprefix(_ITEM))))
            else:
                lines.append(Content.styled(paragraph, "bold"))
    return lines[1:]


def _with_code(text: str) -> Content:
    """A sentence; what is between backticks in the colour of commands."""
    parts = (
        Content.styled(part.strip("`"), "$text-accent") if _CODE.fullmatch(part) else Content(part)
        for part in _CODE.split(text)
    )
    return Content.assemble(*parts)
