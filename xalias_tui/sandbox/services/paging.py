"""Pages, as every service cuts them in its own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Refusal

Item = Mapping[str, Any]


def page_of(
    items: Sequence[Item], token: str | None, wanted: int | None, most: int, *, invalid: str = "InvalidParameterValue"
) -> tuple[Sequence[Item], str | None]:
    """One page and the token of the next one.

    Args:
        items: Everything.
        token: The token of an earlier answer; None for the first page.
        wanted: The page size asked for; None for the service's own.
        most: The largest page that the service gives.
        invalid: The service's error code for a token that it did not give.

    Raises:
        Refusal: when the token is none of ours.
    """
    if token and not (token.isdecimal() and int(token) < len(items)):
        raise Refusal(invalid, f"The pagination token {token} is not valid")
    first = int(token or 0)
    last = first + min(wanted or most, most)
    return items[first:last], str(last) if last < len(items) else None


def only(items: Sequence[Item], field: str, value: object, refusal: Refusal) -> Item:
    """The item whose field has a value.

    Raises:
        Refusal: the one given, where there is none.
    """
    for item in items:
        if item[field] == value:
            return item
    raise refusal
