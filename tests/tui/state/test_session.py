"""What a session tells of the accounts in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.jobs.fakes import FakeAccounts
from tests.tui.fakes import NOW
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.inventories import InventoryOptions
from xalias_tui.domain.members import Organisation
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.store.journal import Journal
from xalias_tui.tui.state.questions import Questions
from xalias_tui.tui.state.session import Session

PEOPLE = {"": Account("", state="missing"), "dns": Account("dns", "1" * 12)}


def test_a_session_tells_which_sides_are_the_organisation_and_whose_profiles_are_not_asked(tmp_path: Path) -> None:
    organisation = Organisation(profile="org-admin", roles=("reader",))
    inventory = InventoryOptions(aggregator="auto")

    def session(**options: Any) -> Session:
        given = Options(organisation=organisation, inventory=inventory, **options)
        workspace = Workspace(given, accounts=FakeAccounts(PEOPLE), journal=Journal(tmp_path / "journal.jsonl"))
        asked: list[Any] = []
        questions = Questions(asked.append, asked.append)
        return Session(lambda: NOW, questions, workspace=workspace, accounts=dict(PEOPLE))

    assert session().everyone == ("organisation org-admin",) * 2
    assert session().zone_side == (), "the environment's credentials are not asked for zones"
    named = session(zone_profiles=("dns",))
    assert named.everyone == ("", "organisation org-admin")
    assert [account.profile for account in named.zone_side] == ["dns"]
