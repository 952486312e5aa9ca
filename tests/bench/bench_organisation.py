"""An organisation of 5,000 accounts and 200,000 targets from its aggregator, and from what is kept of it::

    python -m tests.bench.bench_organisation [ACCOUNTS] [TARGETS OF EACH]

AWS Config is a generator in this process, so that only what the program itself spends is measured; the floor is reading
the same rows as JSON and keeping nothing. Pages are paced and throttled on a simulated clock, which no one waits for.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tests.bench.measure import resident
from tests.bench.throttling import Throttled
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.documents import unscanned_document
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.inventories import InventoryOptions
from xalias_tui.domain.members import Member, Organisation
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.discover import DiscoveryEvent, Found
from xalias_tui.jobs.targets.kept import kept_targets
from xalias_tui.jobs.targets.search import search
from xalias_tui.store.journal import Journal

REGION: Final = "eu-west-1"
ALB: Final = "AWS::ElasticLoadBalancingV2::LoadBalancer"
RECORDER: Final = "AWS::Config::ConfigurationRecorder"
_PAGE: Final = 100
_KIB: Final = 1024


class Config:
    """An aggregator of many accounts in one region; some recorders are stopped."""

    account_id = "777777777777"
    profile = "admin"
    partition = "aws"

    def __init__(self, accounts: int, each: int, region: str = REGION) -> None:
        self.ids = [f"{at:012}" for at in range(1, accounts + 1)]
        self.each = each
        self.region = region
        self.limit = Throttled()

    def elsewhere(self, region: str) -> Config:
        return Config(len(self.ids), self.each, region)

    def call(self, service: str, operation: str, **params: Any) -> Mapping[str, Any]:
        raise AssertionError((service, operation, params))

    def pages(self, service: str, operation: str, **params: Any) -> Iterator[Mapping[str, Any]]:
        del service
        if operation == "describe_configuration_aggregators":
            source = {"OrganizationAggregationSource": {"RoleArn": "", "AllAwsRegions": True}}
            mine = [{"ConfigurationAggregatorName": "organisation", **source}] if self.region == REGION else []
            yield {"ConfigurationAggregators": mine}
        elif operation == "describe_configuration_aggregator_sources_status":
            yield {"AggregatedSourceStatusList": []}
        elif operation == "get_aggregate_discovered_resource_counts":
            yield {"GroupedResourceCounts": [{"GroupName": id_, "ResourceCount": self.each} for id_ in self.ids]}
        else:
            rows: list[str] = []
            for row in self.rows(str(params["Expression"])):
                rows.append(row)
                if len(rows) == _PAGE:
                    self.limit.ask()
                    yield {"Results": rows}
                    rows = []
            self.limit.ask()
            yield {"Results": rows}

    def rows(self, expression: str) -> Iterator[str]:
        if RECORDER in expression:
            for at, id_ in enumerate(self.ids):
                group = {"Recording": at % 7 != 0, "RecordingGroup": {"AllSupported": True}}
                yield json.dumps({"accountId": id_, "awsRegion": REGION, "configuration": group})
        elif ALB in expression:
            for id_ in self.ids:
                yield from (json.dumps(balancer(id_, at)) for at in range(self.each))


def balancer(account_id: str, at: int) -> dict[str, Any]:
    name = f"service-{at}"
    arn = f"arn:aws:elasticloadbalancing:{REGION}:{account_id}:loadbalancer/app/{name}/50dc6c495c0c9188"
    return {
        "accountId": account_id,
        "awsRegion": REGION,
        "resourceId": arn,
        "resourceName": name,
        "arn": arn,
        "configurationItemCaptureTime": "2026-03-14T09:30:00.000Z",
        "configuration": {
            "loadBalancerName": name,
            "loadBalancerArn": arn,
            "dNSName": f"{name}-{account_id}{at}.{REGION}.elb.amazonaws.com",
            "canonicalHostedZoneId": "Z32O12XQLNTSW2",
            "type": "application",
            "scheme": "internet-facing",
            "state": {"code": "active"},
            "ipAddressType": "dualstack",
            "availabilityZones": [{"zoneName": f"{REGION}a"}, {"zoneName": f"{REGION}b"}],
        },
    }


class Accounts:
    """Who lists the organisation and is asked for its aggregator; no role works in any account."""

    def __init__(self, config: Config) -> None:
        self.config = config

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        del refresh
        if profile == "admin":
            return Account(profile, "777777777777", "arn:aws:iam::777777777777:user/me")
        return Account(profile, state="denied", message="The role can't be assumed.")

    def ask(self, profile: str, region: str) -> Any:
        if profile != "admin":
            raise AwsError("denied", "The role can't be assumed.")
        return self.config if region == REGION else self.config.elsewhere(region)

    def enabled_regions(self, profile: str) -> tuple[str, ...]:
        del profile
        return (REGION,)

    def supports(self, service: str, region: str) -> bool:
        return bool(service and region)

    def hosted_zones(self, profile: str) -> Any:
        raise AwsError("denied", profile)

    def members(self, way: WayIn) -> tuple[Member, ...]:
        own = (WayIn("organisation", "admin", id_, way.roles) for id_ in self.config.ids)
        return tuple(Member(one.account_id, f"account-{one.account_id}", one, path="o-1/r-1/") for one in own)


def measure(accounts: int, each: int) -> Iterator[tuple[str, float, str]]:
    """What a search costs, and what is kept."""
    config = Config(accounts, each)
    began = time.process_time()
    read = sum(1 for row in config.rows(ALB) if json.loads(row))
    floor = time.process_time() - began
    yield f"floor: {read:,} rows read as JSON, CPU", floor, "s"
    with tempfile.TemporaryDirectory() as folder:
        options = Options(
            regions=(REGION,),
            kinds=("alb",),
            organisation=Organisation(profile="admin", roles=("reader",)),
            inventory=InventoryOptions(aggregator="auto"),
        )
        journal = Journal(Path(folder, "journal.jsonl"))
        workspace = Workspace(options, accounts=Accounts(config), journal=journal, inventory_folder=Path(folder))
        before, first = resident(), 0.0
        began, start = time.process_time(), time.perf_counter()

        def hear(event: DiscoveryEvent) -> None:
            nonlocal first
            if isinstance(event, Found) and not first:
                first = time.perf_counter() - start

        found = search(workspace, hear)
        spent = time.process_time() - began
        yield (
            f"search: {len(found.targets):,} targets of {accounts:,} accounts, CPU",
            spent,
            f"s ({spent / floor:.1f} × the floor)",
        )
        yield "first rows", first, "s (goal 2)"
        yield "memory taken", resident() - before, "MiB (goal 400)"
        needed = -(-read // _PAGE) + -(-accounts // _PAGE)
        yield "pages read of those needed", config.limit.pages / needed, "× (goal 1.15)"
        for less in (config.limit, *map(Throttled, (6.0, 4.0))):
            while less.pages < config.limit.pages:
                less.ask()
            yield (
                f"throttled of {less.pages:,} pages where {less.granted:g} a second are granted",
                len(less.at),
                f"in {less.seconds:.0f} s of the simulated clock{' (goal 0)' if less is config.limit else ''}",
            )
        rows = json.dumps([unscanned_document(row) for row in found.unscanned])
        yield f"`unscanned`, {len(found.unscanned)} rows", len(rows) / _KIB**2, "MiB (goal 1)"
        assert workspace.kept is not None
        workspace.kept.close()
        size = sum(path.stat().st_size for path in Path(folder).glob("inventory-*")) / _KIB**2
        yield "file of what is kept", size, "MiB"
        del found
        start = time.perf_counter()
        page = kept_targets(workspace, _PAGE)
        assert page is not None
        assert len(tuple(page)) == _PAGE
        shown = time.perf_counter() - start
        kept = kept_targets(workspace)
        assert kept is not None
        many = sum(1 for _ in kept)
        yield "first rows of what is kept", shown, "s (goal 0.3)"
        yield f"all {many:,} of them", time.perf_counter() - start, "s"


def main() -> None:
    """Measure and print."""
    sizes = [int(word) for word in sys.argv[1:]] or [5_000, 40]
    for work, figure, unit in measure(*sizes):
        print(f"{work:64} {figure:9.2f} {unit}")  # noqa: T201 -- what it is for


if __name__ == "__main__":
    main()
