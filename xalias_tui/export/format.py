"""What a format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xalias_tui.domain.plans import Plan


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a plan for another tool.

    Attributes:
        name: Key of the command line, e.g. ``terraform``.
        title: As people call it.
        suffix: Of a file that holds the text, e.g. ``.tf``.
        render: The whole text, ending in a newline. Pure: the same plan gives the same text.
    """

    name: str
    title: str
    suffix: str
    render: Callable[[Plan], str]
