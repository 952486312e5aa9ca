"""What a format is, and what it makes of plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.export.reading import Obstacle, Plans, nothing_in_the_way

Render = Callable[[Plans], str]
"""The whole text, ending in a newline. Pure: the same plans give the same text."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write plans for another tool.

    Attributes:
        name: Key of the command line, e.g. ``terraform``.
        title: As people call it.
        suffix: Of a file that holds the text, e.g. ``.tf``.
        render: Writes plans.
        obstacle: Why the format can't hold a record set, as the end of a sentence; None where it can.
        holds: What one file can hold: plans of any zones, those of one zone, or a single plan.
        may_be_empty: Whether a file that declares nothing can be read: it says in comments what has to be removed.
        sends: Whether it is the very batch that is sent; the others declare what is there in the end.
        render_with_lookup: The same with a look-up of the targets beside it; None where the format has none.
    """

    name: str
    title: str
    suffix: str
    render: Render
    obstacle: Obstacle = nothing_in_the_way
    holds: Literal["any", "zone", "plan"] = "any"
    sends: bool = False
    may_be_empty: bool = True
    render_with_lookup: Render | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """Plans in a format.

    Attributes:
        format: Which one.
        text: The whole file, ending in a newline.
        left_out: A sentence for each record set that the format can't hold, which the text says in comments too.
    """

    format: Format
    text: str
    left_out: tuple[str, ...]
