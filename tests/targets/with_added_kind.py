"""Put a module beside the kinds and use it everywhere; a process of its own, as each process looks for kinds once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from tests.jobs.fakes import FakeAccounts, alias, hub, workspace
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.names import DnsName
from xalias_tui.jobs.audit.run import audit
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.policy import target_policy
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.targets import kinds, recognise, rules

SHOP: Final = Account("shop", "222222222222", "arn:aws:iam::222222222222:user/shop")
PIERS: Final = {"Piers": [{"Name": "north", "Open": True}, {"Name": "south", "Open": False}]}


def main(added: str, folder: Path) -> None:
    """Find, plan and judge targets of the added kind; what came of each is printed as JSON."""
    kinds.__path__.append(added)
    hosted = hub(
        alias("north.example.com", "A", "north.pier.eu-west-1.on.aws", "ZPIERS"),
        alias("south.example.com", "A", "south.pier.eu-west-1.on.aws", "ZPIERS"),
        alias("sunk.example.com", "A", "sunk.pier.eu-west-1.on.aws", "ZPIERS"),
    )
    people = {"dns": hosted.account, "shop": SHOP}
    accounts = FakeAccounts(people, {"dns": hosted}, {"shop": {"piers.list_piers": PIERS}})
    ws = workspace(folder, accounts, kinds=("pier",), offline=True)
    plan, _ = make_plan(ws, PlanRequest("new.example.com", "south"))
    seen = audit(ws)
    form = recognise(DnsName.parse("north.pier.eu-west-1.on.aws"))
    said = {
        "found": [target.name for target in discover(ws).targets],
        "form": "" if form is None else form.kind,
        "planned": plan.batch["Changes"][0]["ResourceRecordSet"]["AliasTarget"],
        "findings": [finding.id for finding in plan.findings if finding.severity == "error"],
        "verdicts": {row.record.name.bare: row.verdict for row in seen.verdicts},
        "permissions": [action for statement in target_policy(ws) for action in statement.actions],
        "rules": [rule.id for rule in rules() if rule.source == "invented"],
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
