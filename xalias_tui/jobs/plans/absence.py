"""The records that a plan creates and that end at nothing that any account has, as far as that was looked at."""

from __future__ import annotations

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.plans import Plan, Surroundings
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.targets import kind as target_kind


def absences(
    workspace: Workspace, plan: Plan, targets: tuple[Target, ...], around: Surroundings
) -> tuple[Finding, ...]:
    """Errors of the records that a plan creates, judged as if they were there already.

    A target that was found in an account is judged by its kind, with more than an inventory holds; here the rest is:
    what only its name tells, and what is behind other records of the zone.

    Args:
        workspace: Whose target side is asked.
        plan: The changes.
        targets: Where they point, as far as that is known.
        around: What was read around them.
    """
    in_accounts = [target for target in targets if target.account_id and target.zone_id != around.records.zone.id]
    found = {
        name for target in in_accounts for name in target.names if not target_kind(target.kind).buckets_behind(target)
    }
    created = tuple(change.record for change in plan.changes if change.action == "CREATE")
    judged = tuple(record for record in created if record.leads_to is not None and record.leads_to not in found)
    if not judged:
        return ()
    from xalias_tui.jobs.plans.as_audited import findings_of  # noqa: PLC0415 -- most targets are found in an account

    known = frozenset(name for target in in_accounts for name in target.names)
    return findings_of(workspace, plan, judged, around, known)
