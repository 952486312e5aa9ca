"""What changed in each release."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from xalias_tui.store.release_notes import releases
from xalias_tui.tui.dialogs.base import Dialog


class ReleaseNotesDialog(Dialog[None]):
    """The releases, the newest first."""

    TITLE = "Release notes"
    HELP = """\
## Release notes

What changed in each release, from the file that was installed with the program. `xalias release-notes` prints it, too.
"""
    KEYS = "↑ ↓ scrolls · esc closes"

    def body(self) -> ComposeResult:
        """The notes."""
        from textual.widgets import Markdown

        text = "\n\n".join(f"## {release.title}\n\n{release.notes}" for release in releases())
        with VerticalScroll(classes="dialog-body"):
            yield Markdown(text, open_links=False)
