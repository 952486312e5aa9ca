"""Messages that the explorer shows in a corner: how long, and those that are there while something is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual.app import App

from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

_LONGEST: Final = 400
"""Characters of a message that are shown."""
_READ_A_SECOND: Final = 20
"""Characters of a message that are read in a second."""
_NOTED: Final = 3.0
_WARNED: Final = 5.0
"""Seconds that a message is shown at least; what went well and what did not."""
_LONGEST_SHOWN: Final = 12.0
"""Seconds after which a message makes way for what it covers."""


def as_shown(message: str) -> str:
    """A message, which may hold untrusted text, as it is shown."""
    return shown(message, _LONGEST)


def seconds_to_read(message: str, severity: SeverityLevel) -> float:
    """How long a message stays."""
    least = _NOTED if severity == "information" else _WARNED
    return min(_LONGEST_SHOWN, max(least, len(message) / _READ_A_SECOND))


def meanwhile(app: App[Any], message: str) -> Callable[[], None]:
    """Show what is being done; what is given back takes it away again, once that is done."""
    app.notify(message)
    return partial(take_away, app, message)


def take_away(app: App[Any], message: str) -> None:
    """Show a message no longer, where it is there."""
    for notification in list(app._notifications):  # noqa: SLF001 -- Textual has no other way to take one away
        if notification.message == as_shown(message):
            app._unnotify(notification)  # noqa: SLF001 -- as above
