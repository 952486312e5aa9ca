"""How often the interpreter looks for objects that hold each other, which it frees only when it finds them.

By default it looks at every 700 new objects. That takes a sixth of the time of a command, which leaves few such objects
and ends soon; its memory comes out the same without.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
from collections.abc import Iterator
from typing import Final

_SELDOM: Final = 200_000
"""New objects after which it looks: tens of MiB, if all of them were to be freed."""
USUAL: Final = gc.get_threshold()
"""How often it looks where no one has said otherwise."""


@contextlib.contextmanager
def looked_for_seldom() -> Iterator[None]:
    """Look seldom for as long as a command runs."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # else whoever has frozen something would have it thawed
            gc.freeze()
            gc.unfreeze()  # what is left counts as looked through: else all of it would be, now
        gc.set_threshold(*before)


def not_looked_for_at_the_end() -> None:
    """Let the interpreter end without looking: what holds each other goes with the process.

    Looking through all that a command has loaded takes a fifth of a short one.
    """
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def looked_for_as_usual() -> None:
    """Look as often as ever, for what runs long."""
    gc.set_threshold(*USUAL)
