"""How far the search for targets is, as one frozen value, and the words for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from xalias_tui.domain.coverage import Coverage
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.tui.text.phrases import count

_SOURCES: Final = {"config": "AWS Config", "cache": "kept", "live": "live"}


def _reach(coverage: Coverage) -> Iterator[str]:
    """Over how many accounts, and from where."""
    closed = f" ({coverage.closed} closed)" if coverage.closed else ""
    yield count(coverage.accounts, "account") + closed
    yield " + ".join(_SOURCES.get(source, source) for source in coverage.sources)


@dataclass(frozen=True, slots=True)
class TargetSearch:
    """One search for targets.

    Attributes:
        running: Whether it is under way.
        done: How many look-ups ended.
        total: How many look-ups there are; 0 before the first ended.
        regions: Over how many regions.
        stopped: Whether it was stopped before its last look-up.
        at: When it ended; None before that.
        unscanned: The look-ups that failed.
        coverage: How far it reached; None where that is not known.
    """

    running: bool = False
    done: int = 0
    total: int = 0
    regions: int = 0
    stopped: bool = False
    at: datetime | None = None
    unscanned: tuple[Unscanned, ...] = ()
    coverage: Coverage | None = None

    def status(self, found: int) -> str:
        """Counts for the border of the pane."""
        parts = [f"{found:,} found"]
        if self.stopped:
            parts += [f"stopped at {self.done}/{self.total} look-ups"]
        elif self.running:
            parts += [f"{self.done}/{self.total} look-ups" if self.total else "searching…"]
        elif self.coverage is not None and self.coverage.sources != ("live",):
            parts += [*_reach(self.coverage)]
        elif self.regions:
            parts += [count(self.regions, "region")]
        if self.unscanned:
            parts += [f"{self._missed}: f"]
        return " · ".join(parts)

    @property
    def _missed(self) -> str:
        """How much could not be looked up: where a row stands for many accounts, the places that it is about."""
        coverage = self.coverage
        gaps = 0 if coverage is None or coverage.sources == ("live",) else coverage.places - coverage.covered
        return f"{gaps:,} {'gap' if gaps == 1 else 'gaps'}" if gaps > 0 else f"{len(self.unscanned)} failed"

    def notice(self, found: int, hint: str = "") -> tuple[str, str, str] | None:
        """Headline, explanation and remedy where no row is shown; None before the first search.

        Args:
            found: How many targets there are.
            hint: What is wrong with the filter; empty where nothing is.
        """
        from xalias_tui.domain.missed import missed_together

        if found:
            remedy = "esc removes the filter · a whole DNS name or URL is recognised offline"
            return "No target matches.", hint, remedy
        if self.running:
            return "Looking for targets…", "They appear as they are found, region by region.", ""
        if self.stopped:
            return "The search was stopped.", "Nothing was found until then.", "R searches again"
        if self.unscanned:
            detail = "\n".join(missed_together(self.unscanned)[:3])
            remedy = "f shows every failure · 4 signs in again"
            return "Nothing found, and some look-ups failed.", detail, remedy
        if self.at:
            remedy = "A in this pane chooses another account"
            return "No targets in this account.", "Every look-up was answered.", remedy
        return None
