"""A structure of an answer of AWS: what it lacks is noticed where it is read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from xalias_tui.domain.lookups import INVALID_ANSWER, LookupFailedError


class Fields(dict[str, Any]):
    """A structure of an answer: to read a member that it lacks is a failed look-up.

    Args:
        members: What it holds.
        name: What the API's model calls it.
    """

    _name = ""

    def __init__(self, members: Mapping[str, Any], name: str) -> None:
        super().__init__(members)
        self._name = name

    def __missing__(self, member: str) -> Any:
        raise LookupFailedError(INVALID_ANSWER, f"The answer can't be read: {self._name} lacks {member}.")

    @staticmethod
    @cache
    def of(name: str) -> type[dict[str, Any]]:
        """The structures of one name, which begin empty: many of them are made faster so."""
        return type("Fields", (Fields,), {"_name": name, "__init__": dict.__init__})
