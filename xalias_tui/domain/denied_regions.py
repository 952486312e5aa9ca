"""Look-ups that failed as the operator reads them: a region that an organisation's policy denies is one row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xalias_tui.domain.lookups import Unscanned

BY_POLICY: Final = "service control policy"
"""What AWS says where an organisation denies (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html)."""
REGIONS: Final = "regions"
"""The kind of the look-up that lists a target account's regions."""
NARROW: Final = "Name the regions to search with --region, or with regions = [...] in the configuration."


def as_rows(unscanned: Iterable[Unscanned]) -> tuple[Unscanned, ...]:
    """The look-ups, with one row for each region of an account in which a policy denied several kinds.

    Rows keep their order; a row for a region is where its first look-up was.
    """
    items = tuple(unscanned)
    denied: dict[tuple[str, str, str], list[Unscanned]] = {}
    for item in items:
        if item.region and BY_POLICY in item.message:
            denied.setdefault(_place(item), []).append(item)
    rows: dict[object, Unscanned] = {}
    for at, item in enumerate(items):
        group = denied.get(_place(item), []) if item.region and BY_POLICY in item.message else []
        if len(group) > 1:
            rows.setdefault(_place(item), _row(group))
        else:
            rows[at] = item
    return tuple(rows.values())


def is_narrowable(unscanned: Iterable[Unscanned]) -> bool:
    """Whether naming regions would spare look-ups that fail for want of a region."""
    return any(item.kind == REGIONS or (item.region and BY_POLICY in item.message) for item in unscanned)


def _place(item: Unscanned) -> tuple[str, str, str]:
    return item.account_id, item.profile, item.region


def _row(group: list[Unscanned]) -> Unscanned:
    first = group[0]
    return Unscanned(
        first.account_id,
        first.profile,
        first.region,
        f"{len(group)} kinds",
        first.code,
        f"A {BY_POLICY} of the organisation denies this region.",
    )
