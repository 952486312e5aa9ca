"""Look-ups that failed, as the operator reads them: the regions that an organisation's policy denies are one row."""

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
    """The look-ups, with one row for all regions of an account that a policy denies.

    Rows keep their order; that row is where the first look-up of its regions was.
    """
    items = tuple(unscanned)
    denied: dict[tuple[str, str], list[Unscanned]] = {}
    for item in items:
        if _is_denied(item):
            denied.setdefault((item.account_id, item.profile), []).append(item)
    rows: dict[object, Unscanned] = {}
    for at, item in enumerate(items):
        place = (item.account_id, item.profile)
        group = denied.get(place, []) if _is_denied(item) else []
        rows.setdefault(*((place, _row(group)) if len(group) > 1 else (at, item)))
    return tuple(rows.values())


def is_narrowable(unscanned: Iterable[Unscanned]) -> bool:
    """Whether naming regions would spare look-ups that fail for want of a region."""
    return any(item.kind == REGIONS or _is_denied(item) for item in unscanned)


def _is_denied(item: Unscanned) -> bool:
    return bool(item.region) and BY_POLICY in item.message


def _row(group: list[Unscanned]) -> Unscanned:
    first = group[0]
    regions = sorted({item.region for item in group})
    many = "1 region" if len(regions) == 1 else f"{len(regions)} regions"
    return Unscanned(
        first.account_id,
        first.profile,
        regions[0] if len(regions) == 1 else "",
        f"{len(group)} look-ups",
        first.code,
        f"A {BY_POLICY} of the organisation denies {many} ({', '.join(regions)}).",
    )
