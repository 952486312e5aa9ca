"""``--watch``: a command that looks again and again until what it is about is as it should be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeVar

from xalias_tui.cli.cycles import looked_for_as_usual
from xalias_tui.cli.option_rules import refuse_with, refuse_without
from xalias_tui.cli.options import takes_as
from xalias_tui.cli.output import progress, say
from xalias_tui.cli.refusal import refusal_of
from xalias_tui.domain.accounts import ENDED
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.jobs.watch import Failure

T = TypeVar("T")

_LONG: Final = 600
IN_VAIN: Final = 1
"""Exit status of a command that has waited, where the time is over before what it waited for."""


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

    def until(
        self, workspace: Workspace, is_done: Callable[[T], bool], look: Callable[[], T], says: Callable[[T], str]
    ) -> T:
        """Look once, or again until it is done; on standard error each look that says something new.

        What fails for a moment, as a network does, is said there, too, and looked for again at the next interval.

        Args:
            workspace: Asks anew at each look, where someone could not sign in also that.
            is_done: Whether what was seen is what is waited for.
            look: Looks once.
            says: What was seen, in a sentence.

        Raises:
            UsageError: when an option of watching is given without it, or no one would be asked again.
            AwsError, LookupFailedError: when the last look failed, or one that will not go better the next time.
        """

        def looked() -> T:
            workspace.forget()
            try:
                return look()
            finally:
                progress("", last=True)

        if not self.watch:
            refuse_without("--watch", "every", "within")
            return looked()
        refuse_with("--watch", "org_cached")
        looked_for_as_usual()  # it may go on for days
        from xalias_tui.jobs.session.accounts import sign_in_again  # noqa: PLC0415 -- only for who waits
        from xalias_tui.jobs.watch import watch  # noqa: PLC0415 -- as above

        failed_with: list[str] = []

        def looked_again() -> T:
            if failed_with:
                sign_in_again(workspace, failed_with[-1])
            failed_with[:] = [""]
            return looked()

        def tell(seen: T | Failure, new: bool) -> None:  # noqa: FBT001 -- as a look says it
            if isinstance(seen, AwsError | LookupFailedError):
                failed_with.append(seen.code)
                _tell(_tried_again(seen), new=new)
            else:
                _tell(says(seen), new=new)

        return watch(looked_again, tell, says=says, is_done=is_done, every=self.every, seconds=self.within)


def _tried_again(failure: Failure) -> str:
    """What failed; what the operator can do only where waiting alone does not help."""
    refusal = refusal_of(failure)
    sentence = str(failure) if refusal is None else refusal.message if failure.code not in ENDED else str(refusal)
    return f"{sentence} It is tried again."


def _tell(words: str, *, new: bool) -> None:
    if new:
        say(f"{datetime.now(UTC):%H:%M:%S} {shown(words, _LONG)}")


watching_options = takes_as("watching", Watching, "watch", "every", "within")
"""The options of a command that may wait."""
