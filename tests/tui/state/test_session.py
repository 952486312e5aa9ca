"""What a session tells of the accounts in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.jobs.fakes import FakeAccounts
from tests.tui.fakes import NOW
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.inventories import InventoryOptions
from xalias_tui.domain.members import Member, Organisation
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.store.journal import Journal
from xalias_tui.tui.screens.accounts.sides import use
from xalias_tui.tui.state.questions import Questions
from xalias_tui.tui.state.session import Session

PEOPLE = {"": Account("", state="missing"), "dns": Account("dns", "1" * 12)}


EVERYONE = ("organisation org-admin", "organisation org-admin")


class Listed(FakeAccounts):
    """An organisation of one account."""

    def members(self, way: WayIn) -> tuple[Member, ...]:
        return (Member("2" * 12, "audit", way.to("2" * 12)),)


def session(tmp_path: Path, **options: Any) -> Session:
    given = Options(
        organisation=Organisation(profile="org-admin", roles=("reader",)),
        inventory=InventoryOptions(aggregator="auto"),
        **options,
    )
    workspace = Workspace(given, accounts=Listed(PEOPLE), journal=Journal(tmp_path / "journal.jsonl"))
    asked: list[Any] = []
    questions = Questions(asked.append, asked.append)
    return Session(lambda: NOW, questions, workspace=workspace, accounts=dict(PEOPLE))


def test_a_session_tells_which_sides_are_the_organisation_and_whose_profiles_are_not_asked(tmp_path: Path) -> None:
    assert session(tmp_path).everyone == EVERYONE
    assert session(tmp_path).zone_side == (), "the environment's credentials are not asked for zones"
    named = session(tmp_path, zone_profiles=("dns",))
    assert named.everyone == ("", EVERYONE[1])
    assert [account.profile for account in named.zone_side] == ["dns"]


def test_what_is_added_leaves_the_organisation_on_its_sides(tmp_path: Path) -> None:
    member, other = Account("way", "2" * 12, name="audit", origin="organisation"), Account("partner", "3" * 12)
    people = (member, other)
    made = session(tmp_path)
    assert made.workspace is not None
    made.workspace.roll.listing()
    assert use(made, "way", "targets", "too", people) == (
        "audit is searched with its organisation already; t searches it alone."
    )
    assert "z reads those of one account alone" in use(made, "partner", "zones", "too", people)
    assert made.everyone == EVERYONE
    assert use(made, "partner", "targets", "too", people) == ""
    assert (made.everyone, made.workspace.target_profiles) == (EVERYONE, ("partner",))
    assert use(made, "partner", "targets", "too", people) == ""
    assert (made.everyone, made.workspace.target_profiles) == (EVERYONE, ())
    assert use(made, "way", "targets", "alone", people) == ""
    assert (made.everyone, made.workspace.target_profiles) == ((EVERYONE[0], ""), ("way",))
    assert use(made, "way", "zones", "alone", people) == ""
    assert (made.everyone, made.workspace.zone_profiles) == (("", ""), ("way",))
