"""What a format is, and what it makes of a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xalias_tui.domain.plans import Plan
from xalias_tui.export.reading import Obstacle, nothing_in_the_way


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a plan for another tool.

    Attributes:
        name: Key of the command line, e.g. ``terraform``.
        title: As people call it.
        suffix: Of a file that holds the text, e.g. ``.tf``.
        render: The whole text, ending in a newline. Pure: the same plan gives the same text.
        obstacle: Why the format can't hold a record set, as the end of a sentence; None where it can.
        sends: Whether it is the very batch that is sent; the others declare what is there in the end.
        render_with_data_source: The same with a look-up of the target beside it; None where the format has none.
    """

    name: str
    title: str
    suffix: str
    render: Callable[[Plan], str]
    obstacle: Obstacle = nothing_in_the_way
    sends: bool = False
    render_with_data_source: Callable[[Plan], str] | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A plan in a format.

    Attributes:
        format: Which one.
        text: The whole file, ending in a newline.
        left_out: A sentence for each record set that the format can't hold, which the text says in comments too.
    """

    format: Format
    text: str
    left_out: tuple[str, ...]
