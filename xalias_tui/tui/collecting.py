"""When Python looks for garbage: not while the explorer starts, when nearly all that is made stays until the end.

Imports and the first answers make 300,000 objects; going through them again and again is a quarter of the processor's
time until the first zone is listed. This module imports nothing that is not needed for that, Textual above all.
"""

from __future__ import annotations

import gc
from typing import Final

START: Final = 5.0
"""Seconds after the first paint in which both sides are usually read; garbage of longer than that is collected."""


def pause() -> None:
    """Let garbage lie until ``resume``."""
    gc.disable()


def resume() -> None:
    """Look for garbage again, but never in what there is now; without effect unless it was paused."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
