from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.members import Member, Organisation, combined, narrowed
from xalias_tui.domain.ways_in import WayIn, called_as, is_profile

PROFILES = st.text(min_size=0, max_size=20)
ROLES = st.lists(st.sampled_from(["xalias-audit", "path/role", "arn:aws:iam::{account}:role/x"]), max_size=3)


@given(PROFILES, st.sampled_from(["222222222222", ""]), ROLES, st.sampled_from(["organisation", "sso"]))
def test_a_way_in_is_read_as_it_was_written(through: str, account_id: str, roles: list[str], origin: str) -> None:
    way = WayIn("sso" if origin == "sso" else "organisation", through, account_id, tuple(roles))
    assert WayIn.parse(way.text) == way
    assert not is_profile(way.text)


@pytest.mark.parametrize("name", ["default", "dns-prod", "organisation", "corp:prod", ""])
def test_a_profile_is_no_way_in(name: str) -> None:
    assert WayIn.parse(name) is None
    assert called_as(name) == name


def test_a_way_in_is_called_by_its_account() -> None:
    assert called_as(WayIn("organisation", "admin", "222222222222", ("a",)).text) == "222222222222"
    assert called_as(WayIn("sso", "corp").text) == "sso corp"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"accounts": ("222",)}, "account-invalid"),
        ({"not_accounts": ("2222222222222",)}, "account-invalid"),
        ({"units": ("Workloads",)}, "unit-invalid"),
        ({"roles": ("a b",)}, "role-invalid"),
        ({"roles": ("arn:aws:iam::222222222222:role/a",)}, "role-invalid"),
        ({"sso_roles": ("",)}, "role-invalid"),
    ],
)
def test_what_can_be_no_id_is_refused(wrong: dict[str, tuple[str, ...]], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        Organisation(profile="admin", **wrong)  # type: ignore[arg-type] # the cases name fields of one type
    assert caught.value.code == code
    assert caught.value.remedy


def test_members_are_narrowed_by_account_and_by_unit_at_any_depth() -> None:
    def member(account_id: str, path: str) -> Member:
        return Member(account_id, "", WayIn("organisation", "admin", account_id), path=path)

    first = member("222222222222", "o-1/r-exam/ou-exam-00workloads/ou-exam-production0/")
    second = member("333333333333", "o-1/r-exam/ou-exam-00workloads/")
    third = member("444444444444", "o-1/r-exam/")
    everything = (first, second, third)
    assert narrowed(everything, Organisation(units=("ou-exam-00workloads",))) == (first, second)
    assert narrowed(everything, Organisation(units=("r-exam",))) == everything
    assert narrowed(everything, Organisation(not_accounts=("222222222222",))) == (second, third)
    assert narrowed(everything, Organisation(accounts=("444444444444",))) == (third,)


def test_the_command_line_wins_over_the_settings() -> None:
    usual = Organisation(profile="admin", roles=("reader",), external_id="xx", session_policy=False)
    assert combined(Organisation(), usual) == usual
    assert combined(Organisation(sso_session="corp"), usual).profile is None
    assert combined(Organisation(profile="other", roles=("own",)), usual).roles == ("own",)
