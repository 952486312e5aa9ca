"""Load balancers of a large organisation, and an inventory in which they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.targets.kept import row_of
from xalias_tui.store.inventory import Inventory
from xalias_tui.store.place_table import Place
from xalias_tui.targets import all_kinds

REGION: Final = "eu-west-1"


def targets_of(accounts: int, each: int) -> Iterator[Target]:
    """Application load balancers, so many of each account."""
    for number in range(1, accounts + 1):
        account = f"{number:012}"
        for at in range(each):
            name = f"service-{at}"
            arn = f"arn:aws:elasticloadbalancing:{REGION}:{account}:loadbalancer/app/{name}/50dc6c495c0c9188"
            yield Target(
                kind="alb",
                name=name,
                arn=arn,
                account_id=account,
                profile="",
                region=REGION,
                dns_name=DnsName.from_route53(f"{name}-{account}{at}.{REGION}.elb.amazonaws.com"),
                zone_id="Z32O12XQLNTSW2",
                zone_id_origin="api",
                record_types=("A", "AAAA"),
                state="active",
                internal=False,
            )


def kept_in(kept: Inventory, targets: Iterable[Target], read_at: datetime, *, every_kind: bool = False) -> None:
    """Keep targets as if all load balancers of their accounts, or all targets, had been read."""
    kinds = [kind.key for kind in all_kinds()] if every_kind else ["alb"]
    rows = [row_of(target) for target in targets]
    accounts = dict.fromkeys(row.account_id for row in rows)
    kept.targets.replace([Place(account, kind, "", "live", read_at) for account in accounts for kind in kinds], rows)
