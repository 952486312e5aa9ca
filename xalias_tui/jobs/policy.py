"""The least IAM policy of each side: what the program calls there, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import COMMERCIAL, called, home_region
from xalias_tui.domain.plans import Action
from xalias_tui.domain.policies import CHANGE_RECORDS, EVERYTHING, Conditions, Statement, normalised
from xalias_tui.domain.zone_ids import partition_of_region
from xalias_tui.domain.zones import zone_id_in
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.read import find_zone
from xalias_tui.targets import Kind, all_kinds

LIST_ZONES: Final = ("route53:ListHostedZones",)
"""Route 53 knows no resource for it (Service Authorization Reference: list_amazonroute53)."""
READ_ZONES: Final = (
    "route53:GetDNSSEC",
    "route53:GetHostedZone",
    "route53:GetHostedZoneChangeBatch",
    "route53:GetHostedZoneLimit",
    "route53:ListResourceRecordSetProtections",
    "route53:ListResourceRecordSets",
    "route53:ListTagsForResource",
)
REFER_TO: Final = ("route53:ListCidrCollections", "route53:ListHealthChecks")
"""What record sets of routing groups refer to by id; Route 53 knows no resource for it (as above)."""
READ_COLLECTIONS: Final = ("route53:ListCidrLocations",)
READ_EVENTS: Final = ("cloudtrail:LookupEvents",)
"""CloudTrail knows no resource for it (Service Authorization Reference: list_awscloudtrail)."""
READ_VPCS: Final = (
    "ec2:DescribeVpcAttribute",
    "route53resolver:ListResolverRuleAssociations",
    "route53resolver:ListResolverRules",
)
"""How the VPCs of a private zone resolve names; asked of the account that owns them, on either side."""
READ_ADDRESSES: Final = ("ec2:DescribeAddresses", "ec2:DescribeNetworkInterfaces")
"""Whose addresses A records hold, which an audit says; EC2 knows no resource for it (list_amazonec2)."""
FOLLOW_CHANGES: Final = ("route53:GetChange",)
CHANGE_ACTIONS: Final[tuple[Action, ...]] = ("CREATE", "DELETE")
"""What change batches hold. Never UPSERT: it overwrites what was never read."""
FIND_REGIONS: Final = ("ec2:DescribeRegions",)

_CONDITION_KEY: Final = "route53:ChangeResourceRecordSets"
_REGION_KEY: Final = "aws:RequestedRegion"
_WITHOUT_REGION: Final = "iam:"
"""Prefix of actions that regional kinds need and that are asked in no region of theirs."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How far the zone side's policy reaches; empty means everything of that sort.

    Attributes:
        zones: Hosted zones, by id or name.
        names: Records' names.
        below: Names of which everything below is meant too, but not they themselves.
        types: Record types.
        actions: Kinds of change.
    """

    zones: tuple[str, ...] = ()
    names: tuple[DnsName, ...] = ()
    below: tuple[DnsName, ...] = ()
    types: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()

    @property
    def of_changes(self) -> bool:
        """Whether it says what may be changed."""
        return bool(self.names or self.below or self.types or self.actions)


def default_types() -> tuple[str, ...]:
    """The record types that plans write: those of aliases to targets, and CNAMEs."""
    return tuple(sorted({"CNAME", *(type_ for kind in all_kinds() for type_ in kind.record_types)}))


def zone_policy(workspace: Workspace, narrowing: Narrowing, partition: str = "") -> tuple[Statement, ...]:
    """What the zone side needs: to read, and unless the workspace is read-only to change records and follow that.

    Hosted zones that are named by id are taken as they are; those named by name are looked up.

    Args:
        workspace: Whose zone profiles know zones by name; read-only means a policy that only reads.
        narrowing: How far the policy reaches.
        partition: The AWS partition; empty for that of the workspace's regions, else of the zone profiles given.

    Raises:
        UsageError: when a zone is not known, or a read-only policy is narrowed in what it may change.
        AwsError: when zones by name can't be looked up.
    """
    if workspace.read_only and narrowing.of_changes:
        raise UsageError(
            "usage",
            "--name, --below, --type and --action narrow what may be changed, and a read-only policy changes nothing.",
            "Leave them out, or leave --read-only out.",
        )
    partition = partition or _partition(workspace, workspace.options.zone_profiles)
    zones = tuple(dict.fromkeys(_zone_arn(workspace, zone, partition) for zone in narrowing.zones))
    zones = zones or (f"arn:{partition}:route53:::hostedzone/*",)
    changes = tuple(dict.fromkeys(f"arn:{arn.split(':')[1]}:route53:::change/*" for arn in zones))
    collections = tuple(dict.fromkeys(f"arn:{arn.split(':')[1]}:route53:::cidrcollection/*" for arn in zones))
    reading = (
        Statement("XaliasListZones", (*LIST_ZONES, *REFER_TO)),
        Statement("XaliasReadZones", READ_ZONES, zones),
        Statement("XaliasReadCollections", READ_COLLECTIONS, collections),
        Statement("XaliasReadWhoChanged", READ_EVENTS),
        Statement("XaliasReadVpcs", READ_VPCS),
    )
    if workspace.read_only:
        return reading
    return (
        *reading,
        Statement("XaliasChangeRecords", (CHANGE_RECORDS,), zones, _conditions(narrowing)),
        Statement("XaliasFollowChanges", FOLLOW_CHANGES, changes),
    )


def target_policy(workspace: Workspace, *, inspect: bool = True, partition: str = "") -> tuple[Statement, ...]:
    """What the target side needs to find the kinds of the workspace in its regions, and to inspect what is picked.

    Unless the kinds are narrowed, it may also read how its VPCs resolve the names of private zones.

    Args:
        workspace: Whose kinds and regions count.
        inspect: Whether what only checks need is allowed too.
        partition: The AWS partition; empty for that of the workspace's regions, else of the target profiles given.

    Raises:
        UsageError: when the kinds are looked for on the zone side alone, or do not exist in the partition.
    """
    partition = partition or _partition(workspace, workspace.options.target_profiles)
    wanted = [kind for kind in all_kinds() if not workspace.kinds or kind.key in workspace.kinds]
    there = [kind for kind in wanted if _exists(workspace, kind, partition)]
    kinds = [kind for kind in there if kind.services != ("route53",)]
    if not there:
        raise UsageError(
            "policy-empty",
            f"{' and '.join(kind.key for kind in wanted)}: not in {called(partition)}, nothing is asked for it there.",
            "Name another --kind or --partition.",
        )
    if not kinds:
        raise UsageError(
            "policy-empty",
            f"{' and '.join(kind.key for kind in wanted)}: found by the zone side, nothing is asked of a target side.",
            "See 'xalias policy zone'.",
        )
    needs = _Needs(partition, regional=bool(workspace.regions))
    if not workspace.regions and any(kind.scope == "regional" for kind in kinds):
        needs.add(FIND_REGIONS, EVERYTHING, everywhere=True)
    for kind in kinds:
        needs.add_kind(kind, kind.iam_actions if inspect else kind.list_actions or kind.iam_actions)
        if inspect:
            needs.add(kind.exists_actions, EVERYTHING, everywhere=True)
    if inspect and not workspace.kinds:
        needs.add((*READ_VPCS, *READ_ADDRESSES), EVERYTHING, everywhere=True)
    return tuple(needs.statements({"StringEquals": {_REGION_KEY: tuple(workspace.regions)}}))


class _Needs:
    """Actions with the resources and regions they are needed for."""

    def __init__(self, partition: str, *, regional: bool) -> None:
        self._partition = partition
        self._regional = regional
        self._resources: dict[str, set[str]] = {}
        self._everywhere: set[str] = set()

    def add(self, actions: Iterable[str], resources: Iterable[str], *, everywhere: bool) -> None:
        for action in actions:
            self._resources.setdefault(action, set()).update(resources)
            if everywhere or not self._regional:
                self._everywhere.add(action)

    def add_kind(self, kind: Kind, actions: tuple[str, ...]) -> None:
        for action in actions:
            resources = [arn.format(partition=self._partition) for arn in kind.iam_resources.get(action, EVERYTHING)]
            self.add((action,), resources, everywhere=kind.scope == "global" or action.startswith(_WITHOUT_REGION))

    def statements(self, in_regions: Conditions) -> Iterable[Statement]:
        grouped: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
        for action in sorted(self._resources):
            needed = self._resources[action]
            narrowest = EVERYTHING if needed.issuperset(EVERYTHING) else tuple(sorted(needed))
            grouped.setdefault((action in self._everywhere, narrowest), []).append(action)
        for everywhere, resources in sorted(grouped, reverse=True):
            actions = tuple(grouped[everywhere, resources])
            what = "Targets" if resources == EVERYTHING else actions[0].partition(":")[0].capitalize()
            where = "" if everywhere else "InRegions"
            yield Statement(f"XaliasRead{what}{where}", actions, resources, {} if everywhere else in_regions)


def _conditions(narrowing: Narrowing) -> Conditions:
    """Route 53's own condition keys; ``ForAllValues`` because one batch holds several changes."""
    names = tuple(dict.fromkeys(normalised(name) for name in narrowing.names))
    patterns = tuple(dict.fromkeys(f"*.{normalised(name)}" for name in narrowing.below))
    equals = {
        f"{_CONDITION_KEY}RecordTypes": tuple(dict.fromkeys(narrowing.types)) or default_types(),
        f"{_CONDITION_KEY}Actions": tuple(dict.fromkeys(narrowing.actions)) or CHANGE_ACTIONS,
    }
    key = f"{_CONDITION_KEY}NormalizedRecordNames"
    if patterns:
        return {"ForAllValues:StringEquals": equals, "ForAllValues:StringLike": {key: (*names, *patterns)}}
    return {"ForAllValues:StringEquals": {key: names, **equals} if names else equals}


def _zone_arn(workspace: Workspace, reference: str, partition: str) -> str:
    given = zone_id_in(reference)
    if given:
        return f"arn:{partition}:route53:::hostedzone/{given}"
    zone = find_zone(workspace, reference)
    return f"arn:{zone.partition}:route53:::hostedzone/{zone.id}"


def _partition(workspace: Workspace, profiles: tuple[str, ...]) -> str:
    """The partition of the regions, else of the profiles; the commercial one if neither is known."""
    if workspace.regions:
        return partition_of_region(workspace.regions[0])
    told = (workspace.accounts.who(profile) for profile in profiles)
    return next((account.partition for account in told if account.state == "ready"), COMMERCIAL)


def _exists(workspace: Workspace, kind: Kind, partition: str) -> bool:
    """Whether a partition has a kind, as discovery decides; the commercial one has all of them."""
    home = home_region(partition)
    return partition == COMMERCIAL or (
        partition not in kind.absent_from
        and all(workspace.accounts.supports(service, home) for service in kind.services)
    )
