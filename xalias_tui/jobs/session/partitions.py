"""The two sides, and the AWS partitions that their accounts are of: one a side."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.partitions import called, mixture
from xalias_tui.domain.zone_ids import partition_of_region


def check_one_partition(accounts: Iterable[Account]) -> None:
    """Refuse a side whose accounts are of several partitions.

    Raises:
        UsageError: when they are.
    """
    mixed = mixture(accounts)
    if mixed:
        raise UsageError("partitions-mixed", mixed, "Give profiles of one partition a side (accounts: 4).")


def own_regions(account: Account, regions: Iterable[str]) -> tuple[str, ...]:
    """Those of the regions that an account can have anything in."""
    return tuple(region for region in regions if partition_of_region(region) == account.partition)


def check_regions(regions: Iterable[str], accounts: Collection[Account]) -> None:
    """Refuse regions that no account of a side can have anything in.

    Raises:
        UsageError: when a region is of another partition than the accounts.
    """
    for region in regions:
        if accounts and not any(own_regions(account, (region,)) for account in accounts):
            here = " and ".join(sorted({called(account.partition) for account in accounts}))
            raise UsageError(
                "region-elsewhere",
                f"{region} is a region of {called(partition_of_region(region))}, the target side is in {here}.",
                "Name regions of the target side's partition, or leave --region out.",
            )
