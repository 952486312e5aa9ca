"""Listings page by page: one that points back to itself, breaks off or never ends is a failed look-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from weakref import WeakKeyDictionary

from xalias_tui.aws.answers import lists_of
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import INVALID_ANSWER, LookupFailedError

Page = Mapping[str, Any]
Find = Callable[[Page], Any]

MOST_PAGES: Final = 2_000
"""Far more than any quota allows: 200,000 hosted zones, or 600,000 records of one zone."""

_SAID: Final = ("NextToken", "nextToken", "nextPageToken", "position")
_ASKED: Final = ("NextToken", "nextToken", "pageToken", "position")
"""What services call the marker of the next page where the SDK has no paginator for an operation."""


@dataclass(frozen=True, slots=True)
class Listing:
    """How the pages of an operation follow one another.

    Attributes:
        operation: What is asked, for messages.
        markers: By parameter of the next call, what finds its value in a page.
        more: What finds in a page whether there are more; None where the markers alone tell.
        items: The members that hold what is listed; AWS sends them also where they are empty.
    """

    operation: str
    markers: Mapping[str, Find]
    more: Find | None = None
    items: tuple[str, ...] = ()

    def pages(self, ask: Callable[[dict[str, Any]], Page]) -> Iterator[Page]:
        """Every page; ``ask`` is given the parameters that say where one begins.

        Raises:
            LookupFailedError: with code ``invalid-answer``, when the listing does not advance or has no end.
        """
        start: dict[str, Any] = {}
        seen: set[tuple[tuple[str, Any], ...]] = set()
        for _ in range(MOST_PAGES):
            page = ask(start)
            for member in self.items:
                if member not in page:
                    raise self._broken(f"a page has no {member}")
            yield page
            found = {name: find(page) for name, find in self.markers.items()}
            start = {name: value for name, value in found.items() if value not in (None, "")}
            more = self.more(page) if self.more else None
            if not (start if more is None else more):
                return
            if not start:
                raise self._broken("a page says that there are more, but not where they begin")
            if tuple(start.items()) in seen:
                raise self._broken("a page points back to an earlier one")
            seen.add(tuple(start.items()))
        raise self._broken(f"it had not ended after {MOST_PAGES:,} pages")

    def _broken(self, why: str) -> LookupFailedError:
        return LookupFailedError(INVALID_ANSWER, f"The answer to {self.operation} can't be read: {why}.")


_KNOWN: Final[WeakKeyDictionary[Any, dict[str, Listing]]] = WeakKeyDictionary()
"""By client and method, as long as there is the client: it lists in the same way in every region."""


def listing_of(client: Any, operation: str) -> Listing:
    """How a client's method (``describe_load_balancers``) lists; an operation without markers has one page."""
    known = _KNOWN.setdefault(client, {})
    if operation not in known:
        known[operation] = _listing_of(client, operation)
    return known[operation]


def _listing_of(client: Any, operation: str) -> Listing:
    name = client.meta.method_to_api_mapping[operation]
    model = client.meta.service_model.operation_model(name)
    lists = lists_of(model.output_shape) if model.output_shape else []
    if client.can_paginate(operation):
        pages = client.get_paginator(operation).paginate()
        # The SDK offers no public way to its description of pages; a test pins these attributes.
        markers = {name: found.search for name, found in zip(pages._input_token, pages._output_token, strict=True)}  # noqa: SLF001
        more = pages._more_results.search if pages._more_results else None  # noqa: SLF001
        keys = [key.expression for key in pages.result_keys]
        return Listing(name, markers, more, tuple(key for key in keys if key in lists))
    said = next((member for member in _SAID if model.output_shape and member in model.output_shape.members), "")
    asked = next((member for member in _ASKED if model.input_shape and member in model.input_shape.members), "")
    return Listing(name, {asked: lambda page: page.get(said)} if asked and said else {}, None, tuple(lists))
