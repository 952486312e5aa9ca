"""What AWS reports about a zone beside its records: quota, signing, and how VPCs resolve names of a private zone."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any, Final, Literal

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import Ask, LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zone_evidence import USUAL_RECORDS, Gap, ResolverRule, Signing, VpcDns, ZoneState
from xalias_tui.domain.zones import Vpc, Zone
from xalias_tui.jobs.session.accounts import ready_once_an_account
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.rules import delegation, zone_state

MOST_VPCS: Final = 10
"""VPCs of a private zone that are asked about: each costs three calls."""

_ROOM: Final = 600
"""Free places below the usual quota up to which it is not asked whether the zone's quota is another one."""
_SIGN_NOTHING: Final = frozenset({"aws-cn"})
"""Partitions whose Route 53 signs no zone (Amazon Web Services in China user guide: route53)."""
_NO_VPC: Final = "InvalidVpcID.NotFound"
"""EC2's answer for a VPC of another account."""
_AUTODEFINED: Final = "rslvr-autodefined-"
"""How the ids of rules begin that every VPC has: names of the internet are looked up there."""
_ROOT: Final = "."
"""Any zone is more specific than a rule for every name."""
_ATTRIBUTES: Final = {"enableDnsSupport": "EnableDnsSupport", "enableDnsHostnames": "EnableDnsHostnames"}
_OF_SIGNING: Final = (zone_state.ZONE_DNSSEC_SIGNING.id, delegation.ZONE_DNSSEC_CHAIN_BROKEN.id)
_OF_QUOTA: Final = (zone_state.ZONE_RECORD_QUOTA.id,)
_OFF: Final = (zone_state.PRIVATE_ZONE_VPC_DNS_OFF.id,)
_RULES: Final = (zone_state.PRIVATE_ZONE_RESOLVER_RULE_WINS.id,)


def read_state(workspace: Workspace, zone: Zone) -> ZoneState:
    """What AWS reports about a zone; what is refused or does not come is a gap.

    Raises:
        AwsError: when the zone's profile cannot sign in any more.
    """
    gaps: list[Gap] = []
    limit = _limit(workspace, zone, gaps)
    if zone.private:
        return ZoneState(limit, vpcs=_Vpcs(workspace, zone, gaps).read(), gaps=tuple(gaps))
    return ZoneState(limit, signing=_signing(workspace, zone, gaps), gaps=tuple(gaps))


def is_nearly_full(zone: Zone) -> bool:
    """Whether its quota decides: a quota is never less than the usual one."""
    return zone.record_count is None or zone.record_count > USUAL_RECORDS - _ROOM


def _limit(workspace: Workspace, zone: Zone, gaps: list[Gap]) -> int | None:
    if not is_nearly_full(zone):
        return USUAL_RECORDS
    try:
        return workspace.accounts.hosted_zones(zone.profile).record_limit(zone)
    except LookupFailedError as error:
        gaps.append(_gap(_OF_QUOTA, error, zone.account_id))
        return None


def _signing(workspace: Workspace, zone: Zone, gaps: list[Gap]) -> Signing | None:
    if zone.partition in _SIGN_NOTHING:
        return Signing("NOT_SIGNING")
    try:
        return workspace.accounts.hosted_zones(zone.profile).signing(zone)
    except LookupFailedError as error:
        gaps.append(_gap(_OF_SIGNING, error, zone.account_id))
        return None


def _gap(checks: tuple[str, ...], error: LookupFailedError, where: str, **fields: Any) -> Gap:
    if error.needed:
        why = f"needs {error.needed}, which is denied in {where}"
        return Gap(checks, why, action=error.needed, said=error.message, **fields)
    return Gap(checks, f"{error.code}: {error.message}", said=error.message, **fields)


class _Vpcs:
    """Asks about the VPCs of a private zone in every account that may own them; the zone's own first."""

    def __init__(self, workspace: Workspace, zone: Zone, gaps: list[Gap]) -> None:
        self._workspace = workspace
        self._zone = zone
        self._gaps = gaps
        self._lock = threading.Lock()
        profiles = tuple(dict.fromkeys((zone.profile, *workspace.target_profiles, *workspace.zone_profiles)))
        self._accounts = ready_once_an_account(workspace, profiles)[0]

    def read(self) -> tuple[VpcDns, ...]:
        found: dict[str, VpcDns] = {}

        def read(vpc: Vpc) -> None:
            told = self._vpc(vpc)
            if told is not None:
                found[vpc.id] = told

        vpcs = self._zone.vpcs[:MOST_VPCS]
        Pool(workers=8).run([partial(read, vpc) for vpc in vpcs])
        left = len(self._zone.vpcs) - len(vpcs)
        if left > 0:
            self._miss(Gap((*_OFF, *_RULES), f"{left} of its {len(self._zone.vpcs)} VPCs were not asked about"))
        return tuple(found[vpc.id] for vpc in vpcs if vpc.id in found)

    def _vpc(self, vpc: Vpc) -> VpcDns | None:
        """How a VPC resolves names; None where no account that can be asked has it."""
        refused: list[tuple[Account, LookupFailedError]] = []
        for account in self._accounts:
            try:
                ask = self._workspace.accounts.ask(account.profile, vpc.region)
                off = tuple(name for name, field in _ATTRIBUTES.items() if not _is_on(ask, vpc, name, field))
            except LookupFailedError as error:
                if error.code != _NO_VPC:
                    refused.append((account, error))
                continue
            except AwsError:  # it signed out meanwhile: as if it were not there to be asked
                continue
            return VpcDns(vpc, account.account_id, off, self._rules(ask, vpc, account))
        for account, refusal in refused:
            self._miss(_gap((*_OFF, *_RULES), refusal, f"{account.account_id}/{vpc.region}", side=self._side(account)))
        if not refused:
            self._miss(Gap((*_OFF, *_RULES), f"{vpc.id} ({vpc.region}) is in no account that can be asked"))
        return None

    def _rules(self, ask: Ask, vpc: Vpc, account: Account) -> tuple[ResolverRule, ...]:
        try:
            return _rules_of(ask, vpc)
        except LookupFailedError as error:
            self._miss(_gap(_RULES, error, f"{account.account_id}/{vpc.region}", side=self._side(account)))
            return ()

    def _side(self, account: Account) -> Literal["zone", "target"]:
        return "zone" if account.profile in {self._zone.profile, *self._workspace.zone_profiles} else "target"

    def _miss(self, gap: Gap) -> None:
        with self._lock:
            if gap not in self._gaps:
                self._gaps.append(gap)


def _is_on(ask: Ask, vpc: Vpc, attribute: str, field: str) -> bool:
    answer = ask.call("ec2", "describe_vpc_attribute", VpcId=vpc.id, Attribute=attribute)
    return bool(answer.get(field, {}).get("Value"))


def _rules_of(ask: Ask, vpc: Vpc) -> tuple[ResolverRule, ...]:
    """The Resolver rules that are associated with a VPC; what each says is asked only where there is one."""
    associated = {
        row["ResolverRuleId"]
        for page in ask.pages(
            "route53resolver", "list_resolver_rule_associations", Filters=[{"Name": "VPCId", "Values": [vpc.id]}]
        )
        for row in page.get("ResolverRuleAssociations", ())
        if row.get("Status") != "DELETING" and not row["ResolverRuleId"].startswith(_AUTODEFINED)
    }
    if not associated:
        return ()
    return tuple(
        ResolverRule(row["Id"], DnsName.from_route53(row["DomainName"]), row.get("RuleType", ""), row.get("Name", ""))
        for page in ask.pages("route53resolver", "list_resolver_rules")
        for row in page.get("ResolverRules", ())
        if row["Id"] in associated and row.get("DomainName", _ROOT) != _ROOT
    )
