"""Accounts in the tree of their organisation: its units as headings, the accounts below them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from xalias_tui.domain.accounts import Account
from xalias_tui.tui.widgets.columns import AccountRow

_HEADING = "unit "


def in_tree(
    rows: Iterable[AccountRow],
    paths: Mapping[str, str],
    names: Mapping[str, str],
    order: Callable[[AccountRow], object],
) -> list[AccountRow]:
    """Rows in order: profiles that belong to no organisation, then its units with their accounts.

    Args:
        rows: Every account that is listed.
        paths: Ids from the organisation down to its unit, with a final slash, by account id.
        names: What units are called, by id.
        order: The key by which accounts of a unit are sorted.
    """
    outside: list[AccountRow] = []
    inside: dict[str, list[AccountRow]] = {}
    for row in rows:
        path = row.account.ou or paths.get(row.account.account_id, "")
        (inside.setdefault(path, []) if path else outside).append(row)
    return [*sorted(outside, key=_by(order)), *_below(inside, names, order)]


def _below(
    inside: Mapping[str, list[AccountRow]], names: Mapping[str, str], order: Callable[[AccountRow], object]
) -> Iterator[AccountRow]:
    shown: set[str] = set()
    for path in sorted(inside, key=lambda path: [names.get(id_, id_).lower() for id_ in _ids(path)]):
        ids = _ids(path)
        for depth in range(len(ids)):
            above = "/".join(ids[: depth + 1])
            if above not in shown:
                shown.add(above)
                called = names.get(ids[depth], "Root" if depth == 0 else ids[depth])
                heading = Account(f"{_HEADING}{above}", name=called, origin="organisation", ou=path)
                yield AccountRow(heading, on_zones=False, on_targets=False, depth=depth, is_unit=True)
        yield from (replace(row, depth=len(ids)) for row in sorted(inside[path], key=_by(order)))


def _ids(path: str) -> list[str]:
    """The root and the units of a path, without the organisation's own id."""
    return path.strip("/").split("/")[1:]


def _by(order: Callable[[AccountRow], object]) -> Callable[[AccountRow], tuple[object, str]]:
    return lambda row: (order(row), row.account.called.lower())
