"""How a target that is kept is listed and found, worked out from the target or from the document that is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.given import Given, NotGivenError
from xalias_tui.domain.listed import listed_name, listed_state, owner_text, reach, searched_text, with_readable_names
from xalias_tui.domain.read_documents import read_target
from xalias_tui.domain.targets import Target
from xalias_tui.store.inventory_tables import Line
from xalias_tui.targets.words import words_of

NEVER: Final = object()
USUAL: Final[Mapping[str, object]] = {
    "card": None,
    "doubt": "",
    "evaluate_target_health": "allowed",
    "hostnames": [],
    "inspected": False,
    "internal": False,
    "label": "",
    "other_names": [],
    "source": "live",
    "state": "active",
    "unchanged_since": None,
    "unread": [],
    "zone_id_origin": "api",
}
"""Members that are left out of what is kept where they have these values."""
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def line_of(target: Target) -> Line:
    """How a target is listed and found."""
    return Line(
        name=target.name,
        title=listed_name(target).lower(),
        region=target.region,
        reach=reach(target),
        owner=owner_text(target).lower(),
        state=listed_state(target).lower(),
        text=with_readable_names(searched_text(target)),
        words=tuple(words_of(target)),
    )


def given_of(document: Mapping[str, Any], read_at: datetime = _LONG_AGO) -> Given:
    """A document as it was before what is as usual was left out; it doesn't say itself when it was read."""
    return Given({**USUAL, **document, "read_at": read_at.isoformat()})


def described(document: Mapping[str, Any]) -> Line | None:
    """How the target of a document is listed; None for a document that can't be read."""
    try:
        return line_of(read_target(given_of(document)))
    except (NotGivenError, XaliasError):
        return None
