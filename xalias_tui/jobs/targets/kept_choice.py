"""Which of very many kept targets are listed, and in which order: worked out from narrow columns, not from targets."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable

from xalias_tui.domain.filters import Choice, Term
from xalias_tui.store.target_table import Ids, TargetTable, View
from xalias_tui.targets.words import key_word


def chosen(table: TargetTable, view: View, ids: Ids, choice: Choice) -> Ids:
    """The numbers of the targets that are chosen, in order.

    Args:
        table: The targets that are kept.
        view: What ``ids`` are of.
        ids: The numbers of those that can be chosen, in order.
        choice: What is chosen.
    """
    if choice.kinds:
        regions = {kind: regions for kind, regions in view.regions.items() if kind in choice.kinds}
        ids = _only(ids, table.ids(View(regions, view.accounts)))
    for column, term in choice.terms:
        ids = _only(ids, table.having(column, term.test()))
    for letters in choice.lacking:
        ids = _without(ids, table.everywhere([letters]))
    for term in choice.counted:
        ids = _by_count(table, ids, choice, term)
    if choice.order == "count":
        return _ordered_by_count(table, ids, choice)
    return ids if choice.order is None else table.ordered(ids, choice.order, descending=choice.descending)


def _only(ids: Ids, wanted: Iterable[int]) -> Ids:
    kept = frozenset(wanted)
    return array("q", (id_ for id_ in ids if id_ in kept))


def _without(ids: Ids, unwanted: Collection[int]) -> Ids:
    left_out = frozenset(unwanted)
    return array("q", (id_ for id_ in ids if id_ not in left_out))


def _ids_of(table: TargetTable, keys: Iterable[str]) -> dict[int, None]:
    """The numbers of the targets of some keys, in the order of these."""
    return {id_: None for key in keys for id_ in table.under((key_word(key),))}


def _by_count(table: TargetTable, ids: Ids, choice: Choice, term: Term) -> Ids:
    """Those whose number passes; a target that has none has 0."""
    passes = term.test()
    if passes("0"):
        return _without(ids, _ids_of(table, (key for key, many in choice.counts.items() if not passes(str(many)))))
    return _only(ids, _ids_of(table, (key for key, many in choice.counts.items() if passes(str(many)))))


def _ordered_by_count(table: TargetTable, ids: Ids, choice: Choice) -> Ids:
    """Those without a number stay in their order, behind the others or before them."""
    keys = sorted(choice.counts, key=lambda key: choice.counts[key], reverse=choice.descending)
    among = frozenset(ids)
    counted = array("q", (id_ for id_ in _ids_of(table, (key for key in keys if choice.counts[key])) if id_ in among))
    others = _without(ids, counted)
    return counted + others if choice.descending else others + counted
