"""The catalogue of rules and of kinds, gathered from the rooms that hold them."""

from __future__ import annotations

from difflib import get_close_matches

import xalias_tui.rules as rules_room
import xalias_tui.targets as targets_room
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Rule
from xalias_tui.targets import Kind, all_kinds, kind


def rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    found = {rule.id: rule for rule in (*targets_room.rules(), *rules_room.rules())}
    return tuple(found[id_] for id_ in sorted(found))


def rule(id_: str) -> Rule:
    """The rule of an id.

    Raises:
        UsageError: when there is none; close ids are offered.
    """
    known = {entry.id: entry for entry in rules()}
    if id_ in known:
        return known[id_]
    close = get_close_matches(id_, known)
    raise UsageError(
        "rule-unknown",
        f"There is no rule {id_}.",
        f"Did you mean {' or '.join(close)}?" if close else "List them with 'xalias rules'.",
    )


def kinds() -> tuple[Kind, ...]:
    """Every kind of target, in the order of lists."""
    return all_kinds()


def kind_of(key: str) -> Kind:
    """The kind of a key.

    Raises:
        UsageError: when there is no such kind.
    """
    return kind(key)
