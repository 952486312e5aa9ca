"""What an audit would say of the records that a plan creates, where they end at nothing that any account has."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan, Surroundings
from xalias_tui.domain.records import RecordSet, sorted_as_route53
from xalias_tui.domain.verdicts import AliasVerdict, Inventory
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.audit.judge import ZoneJudge
from xalias_tui.jobs.audit.resolve_names import resolver_of
from xalias_tui.jobs.audit.run import Foreign, conclude, foreign_ends, look_up
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.index import Directory
from xalias_tui.jobs.zones.ways import Ways
from xalias_tui.rules.dangling import DANGLING_TAKEOVER_S3

_OF_ITS_ORIGIN: Final = frozenset({DANGLING_TAKEOVER_S3.id})
"""What an audit finds of a target that was found, and its kind does not."""


def findings_of(
    workspace: Workspace, plan: Plan, judged: tuple[RecordSet, ...], around: Surroundings, known: frozenset[DnsName]
) -> tuple[Finding, ...]:
    """Errors of some records that a plan creates, judged as if they were there already.

    Args:
        workspace: Whose target side is asked.
        plan: The changes.
        judged: The records.
        around: What was read around them.
        known: Names of targets that were found in an account.
    """
    after = _after(plan, around)
    names = foreign_ends(judged, after)
    inventory = _searched(workspace, names) if names else Inventory(())

    def judge(sought: Inventory) -> tuple[AliasVerdict, ...]:
        beside = (row for name in dict.fromkeys(record.name for record in judged) for row in after.at(name))
        found = ZoneJudge(after, Directory(sought), Ways((after,))).of(beside)
        return tuple(verdict for verdict in found if verdict.record in judged)

    return tuple(
        finding
        for verdict in conclude(workspace, judge, inventory, dns=resolver_of(workspace)).verdicts
        if verdict.is_bad
        for finding in verdict.findings
        if finding.id in _OF_ITS_ORIGIN or verdict.record.leads_to not in known
    )


def _after(plan: Plan, around: Surroundings) -> ZoneRecords:
    """The zone's records once the plan is applied."""
    gone = {change.record.key for change in plan.changes if change.action == "DELETE"}
    kept = (record for record in around.records.records if record.key not in gone)
    created = {change.record.key: change.record for change in plan.changes if change.action == "CREATE"}
    records = {record.key: record for record in kept} | created
    return replace(around.records, records=sorted_as_route53(records.values()))


def _searched(workspace: Workspace, names: Foreign) -> Inventory:
    """What the names mean; searched for once a session, as previews ask again with every key."""
    key = frozenset(names)
    known = workspace.searches.get(key)
    if known is None:
        known = look_up(workspace, names)
        if not known.unscanned and known.complete:
            workspace.searches[key] = known
    return known
