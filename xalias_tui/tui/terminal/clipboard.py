"""Copying through the terminal (OSC 52), which not every terminal takes: what was copied is always shown, too."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from textual.app import App

from xalias_tui.domain.text import shown


def copy(app: App[Any], text: str) -> None:
    """Copy a text, and show it with what it takes to arrive."""
    app.copy_to_clipboard(text)
    app.notify(f"Copied: {shown(text, 300)}{on_the_way()}")


def on_the_way(variables: Mapping[str, str] = os.environ) -> str:
    """What between here and the clipboard may keep a text; empty where that is the terminal alone.

    tmux passes on what programs copy only with ``set-clipboard on``; its default is ``external`` (tmux(1)).
    """
    return " (tmux passes it on with 'set -g set-clipboard on')" if variables.get("TMUX") else ""
