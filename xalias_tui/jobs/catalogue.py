"""The catalogue of rules and of kinds, gathered from the packages that define them."""

from __future__ import annotations

from xalias_tui import rules as rules_package
from xalias_tui import targets as targets_package
from xalias_tui.domain.error_codes import ERROR_CODES
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Rule
from xalias_tui.domain.meant import did_you_mean
from xalias_tui.targets import Kind, all_kinds, kind


def rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    found = {rule.id: rule for rule in (*targets_package.rules(), *rules_package.rules())}
    return tuple(found[id_] for id_ in sorted(found))


def rule(id_: str) -> Rule:
    """The rule of an id.

    Raises:
        UsageError: when there is none; close ids are offered.
    """
    known = {entry.id: entry for entry in rules()}
    if id_ in known:
        return known[id_]
    raise UsageError(
        "rule-unknown",
        f"There is no rule {id_}.",
        did_you_mean(id_, [*known, *ERROR_CODES], quoted=False) or "List them with 'xalias rules'.",
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
