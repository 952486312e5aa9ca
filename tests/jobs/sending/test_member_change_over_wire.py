"""A change in an account that a role is assumed in: reading is limited to reading, each change has its own session."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.aws.fakes import FakeClock
from tests.jobs.one_plan import commit, undo
from tests.raised import Raised, raises
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.accounts import AccountSettings
from xalias_tui.domain.errors import RefusedError, XaliasError
from xalias_tui.domain.members import Organisation
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.jobs.history.entries import read_journal
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.session.session_policy import session_policy
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.sandbox.identities import Role
from xalias_tui.sandbox.members import AUDIT_ROLE, DNS_HUB
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

NAME = "through-a-role.example.com"
Open = Callable[..., Workspace]


def way(role: str, external_id: str = "") -> str:
    return WayIn("organisation", "org-admin", DNS_HUB, (role,), external_id).text


@pytest.fixture
def open_workspace(estate: World, tmp_path: Path) -> Open:
    del estate

    def opened(zones: str, organisation: Organisation | None = None, **settings: AccountSettings) -> Workspace:
        options = Options(zone_profiles=(zones,), target_profiles=("shop-prod",), offline=True)
        accounts = Accounts(
            clock=FakeClock(),
            settings={name.replace("_", "-"): value for name, value in settings.items()},
            organisation=organisation,
            session_policy=session_policy,
        )
        return Workspace(options, accounts=accounts, journal=Journal(tmp_path / "journal.jsonl"))

    return opened


def planned(workspace: Workspace) -> Plan:
    return make_plan(workspace, PlanRequest(NAME, "shop-web", types=("A",)))[0]


def sessions(world: World) -> list[dict[str, object]]:
    """What each session of the hub's roles was limited to."""
    made = [call.params for call in world.served if call.operation == "AssumeRole"]
    of_hub = [params for params in made if DNS_HUB in params["RoleArn"]]
    return [json.loads(params["Policy"])["Statement"][0] if "Policy" in params else {} for params in of_hub]


def let(world: World, *roles: Role) -> None:
    """The hub has these roles and no others; the accounts of all worlds share theirs."""
    world.add_account(replace(world.accounts[DNS_HUB], roles={role.name: role for role in roles}))


def test_reading_is_limited_to_reading_and_a_change_to_its_zone(
    estate: World, open_workspace: Open, time: Clock
) -> None:
    workspace = open_workspace(way("dns-admin"))
    plan = planned(workspace)
    assert "route53:ChangeResourceRecordSets" not in json.dumps(sessions(estate)), "nothing was consented to yet"
    assert commit(workspace, plan, allow_errors=True, clock=time).state == "insync"
    *reading, writing = sessions(estate)
    assert writing["Action"] == ["route53:ChangeResourceRecordSets"]
    assert writing["Resource"] == f"arn:aws:route53:::hostedzone/{plan.zone.id}"
    assert reading == reading[:1]
    (change,) = [call for call in estate.served if call.operation == "ChangeResourceRecordSets"]
    assert "assumed-role/dns-admin/xalias-" in change.arn
    undone = undo(open_workspace(way("dns-admin")), allow_errors=True, clock=time)
    assert [entry.status for entry in read_journal(workspace).entries if entry.entry == undone.entry] == ["insync"]


@raises("iam-change-denied")
def test_a_role_that_may_not_is_named_with_the_action_that_it_lacks(
    estate: World, open_workspace: Open, time: Clock, raised: Raised
) -> None:
    workspace = open_workspace(way(AUDIT_ROLE))
    plan = planned(workspace)
    with pytest.raises(RefusedError) as caught:
        commit(workspace, plan, allow_errors=True, clock=time)
    raised(estate, [caught.value.code])
    assert f"The role {AUDIT_ROLE} of account {DNS_HUB} may not change" in caught.value.message
    assert "because no identity-based policy allows the route53:ChangeResourceRecordSets action" in caught.value.message
    assert (
        f"Allow route53:ChangeResourceRecordSets on arn:aws:route53:::hostedzone/{plan.zone.id}" in caught.value.remedy
    )
    assert [entry.status for entry in read_journal(workspace).entries] == ["refused"]


def test_a_role_that_was_taken_away_meanwhile_is_said(estate: World, open_workspace: Open, time: Clock) -> None:
    workspace = open_workspace(way("dns-admin"))
    plan = planned(workspace)
    let(estate)
    with pytest.raises(XaliasError) as caught:
        commit(workspace, plan, allow_errors=True, clock=time)
    assert (caught.value.code, caught.value.exit_status) == ("denied", 3)
    assert "The role dns-admin can't be assumed in account 111111111111" in caught.value.message


def test_the_external_id_of_a_plan_opens_its_role_again(estate: World, open_workspace: Open, time: Clock) -> None:
    let(estate, Role("partner", external_id="of-the-plan"))
    plan = planned(open_workspace(way("partner", "of-the-plan")))
    elsewhere = open_workspace("dns-prod", Organisation(external_id="another-one"))
    assert commit(elsewhere, plan, allow_errors=True, clock=time).applied
    undo(elsewhere, allow_errors=True, clock=time)
    without = replace(plan, zone=replace(plan.zone, profile=way("partner")), comment="once more")
    with pytest.raises(XaliasError) as caught:
        commit(elsewhere, without, allow_errors=True, clock=time)
    assert "The role partner can't be assumed" in caught.value.message


def test_without_session_policies_a_change_is_signed_as_the_role_may(
    estate: World, open_workspace: Open, time: Clock
) -> None:
    workspace = open_workspace(way("dns-admin"), Organisation(session_policy=False))
    assert commit(workspace, planned(workspace), allow_errors=True, clock=time).applied
    assert set(map(str, sessions(estate))) == {"{}"}


def test_what_a_read_only_profile_opens_is_read_only(open_workspace: Open, time: Clock, estate: World) -> None:
    workspace = open_workspace(way("dns-admin"), org_admin=AccountSettings(read_only=True))
    plan = planned(workspace)
    with pytest.raises(RefusedError) as caught:
        commit(workspace, plan, allow_errors=True, clock=time)
    assert caught.value.code == "read-only"
    assert not [call for call in estate.served if call.operation == "ChangeResourceRecordSets"]
