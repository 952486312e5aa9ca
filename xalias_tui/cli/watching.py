"""``--watch``: a command that looks again and again until what it is about is as it should be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TypeVar

from xalias_tui.cli.cycles import looked_for_as_usual
from xalias_tui.cli.option_rules import refuse_with, refuse_without
from xalias_tui.cli.options import takes_as
from xalias_tui.cli.output import progress, say
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.text import shown

T = TypeVar("T")

_LONG: Final = 600


@dataclass(frozen=True, slots=True)
class Watching:
    """Whether, how often and how long at most it is looked again.

    Attributes:
        watch: Whether it is.
        every: Seconds from the end of one look to the next.
        within: Seconds after which it ends in any case.
    """

    watch: bool
    every: float
    within: float

    def until(self, is_done: Callable[[T], bool], look: Callable[[], T], says: Callable[[T], str]) -> T:
        """Look once, or again until it is done; on standard error each look that says something new.

        Raises:
            UsageError: when an option of watching is given without it, or no one would be asked again.
        """

        def looked() -> T:
            seen = look()
            progress("", last=True)
            return seen

        if not self.watch:
            refuse_without("--watch", "every", "within")
            return looked()
        refuse_with("--watch", "org_cached")
        looked_for_as_usual()  # it may go on for days
        from xalias_tui.jobs.watch import watch  # noqa: PLC0415 -- only for who waits

        return watch(looked, lambda seen, new: _tell(says(seen), new=new), says=says, is_done=is_done, every=self.every,
                     seconds=self.within)  # fmt: skip


def _tell(words: str, *, new: bool) -> None:
    if new:
        say(f"{datetime.now(UTC):%H:%M:%S} {shown(words, _LONG)}")


watching_options = takes_as("watching", Watching, "watch", "every", "within")
"""The options of a command that may wait."""
