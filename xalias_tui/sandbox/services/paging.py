"""Pages, as every service cuts them in its own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xalias_tui.sandbox.calls import Refusal

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pages:
    """How one service cuts a list into pages.

    Attributes:
        most: The largest page that it gives.
        usual: The page it gives when no size is asked for; None for the largest one.
        bad_token: Its error code for a token that it did not give.
        size: Its parameter for the page size, as its refusal of a wrong size spells it.
        bad_size: Its error code for a page size out of range; None where it gives the largest page instead.
    """

    most: int
    usual: int | None = None
    bad_token: str = "ValidationException"  # noqa: S105 -- an error code
    size: str = "maxResults"
    bad_size: str | None = None

    def cut(
        self, items: Sequence[Item], token: str | None, wanted: int | str | None = None
    ) -> tuple[Sequence[Item], str | None]:
        """One page, and the token of the next one; None behind the last.

        Args:
            items: Everything.
            token: The token of an earlier answer; none or empty for the first page.
            wanted: The page size asked for.

        Raises:
            Refusal: when the token is none of ours, or the size is out of range.
        """
        size = self._size(wanted)
        if token and not (token.isdecimal() and int(token) < len(items)):
            raise Refusal(self.bad_token, f"The pagination token {token} is not valid")
        first = int(token or 0)
        last = first + size
        return items[first:last], str(last) if last < len(items) else None

    def _size(self, wanted: int | str | None) -> int:
        if wanted is None:
            return self.usual or self.most
        size = int(wanted)
        if self.bad_size and not 1 <= size <= self.most:
            bound = f"less than or equal to {self.most}" if size > self.most else "greater than or equal to 1"
            raise Refusal(
                self.bad_size,
                f"1 validation error detected: Value '{size}' at '{self.size}' failed to satisfy constraint: "
                f"Member must have value {bound}",
            )
        return max(1, min(size, self.most))


def present(**fields: Any) -> dict[str, Any]:
    """The fields that have a value: AWS leaves out the token behind the last page, and lists that are empty."""
    return {name: value for name, value in fields.items() if value is not None}


def shown(item: Item) -> Item:
    """The document without what only the simulation knows."""
    return {name: value for name, value in item.items() if not name.startswith("_")}


def only(items: Sequence[Item], field: str, value: object, refusal: Refusal) -> Item:
    """The item whose field has a value.

    Raises:
        Refusal: the one given, where there is none.
    """
    for item in items:
        if item[field] == value:
            return item
    raise refusal
