"""What a run over an organisation calls, the roles that 'xalias policy organisation' prints allow; and nothing else."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tests.aws.fakes import FakeClock
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.inventories import InventoryOptions
from xalias_tui.domain.members import Organisation
from xalias_tui.jobs.organisation_policy import member_template, reader_policy
from xalias_tui.jobs.session.session_policy import session_policy
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.targets.search import search
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.sandbox.identities import iam_action
from xalias_tui.sandbox.members import AUDIT, AUDIT_ROLE, MANAGEMENT
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

UNASKED = frozenset({"sts:GetCallerIdentity", "ec2:DescribeRegions", "account:ListRegions"})
"""What no policy denies, and how regions are found, which both policies allow."""


def allowed(template: dict[str, Any]) -> set[str]:
    (policy,) = template["Resources"]["MemberRole"]["Properties"]["Policies"]
    return {action for statement in policy["PolicyDocument"]["Statement"] for action in statement["Action"]}


def test_every_call_is_allowed_by_the_role_that_makes_it(estate: World, tmp_path: Path) -> None:
    options = Options(
        organisation=Organisation(profile="org-admin", roles=(AUDIT_ROLE,)),
        inventory=InventoryOptions(aggregator="auto"),
        offline=True,
    )
    workspace = Workspace(options, accounts=Accounts(clock=FakeClock()), journal=Journal(tmp_path / "journal.jsonl"))
    estate.served.clear()
    read_zones(workspace)
    search(workspace)
    discover(workspace)
    member = allowed(member_template(workspace))
    reader = {action for statement in reader_policy(workspace) for action in statement.actions}
    made = {(call.account_id, iam_action(call.service, call.operation)) for call in estate.served}
    of_readers = {action for account_id, action in made if account_id in (MANAGEMENT, AUDIT)}
    of_members = {action for account_id, action in made if account_id not in (MANAGEMENT, AUDIT)}
    assert len(of_members) > 20
    assert of_members - member - UNASKED == set()
    assert of_readers - reader - member - UNASKED == set()
    assert "config:SelectAggregateResourceConfig" in of_readers
    unlimited = [action for action in of_members if not _within(action, session_policy())]
    assert unlimited == ["sts:GetCallerIdentity"] * ("sts:GetCallerIdentity" in unlimited)


def _within(action: str, policy: str) -> bool:
    (statement,) = json.loads(policy)["Statement"]
    return any(fnmatchcase(action, pattern) for pattern in statement["Action"])
