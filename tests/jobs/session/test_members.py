"""The target side of an organisation: who is asked, by whom, and what can't be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.jobs.fakes import FakeAccounts, workspace
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError, UsageError, XaliasError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.members import Member, Organisation
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.jobs.session.accounts import survey, unlisted
from xalias_tui.jobs.session.members import Roll, side

ADMIN = WayIn("organisation", "admin", "", ("reader",))
_ALLOW = (
    "Allow organizations:ListAccounts there, or name the profile of the management account or of a delegated "
    "administrator."
)
CORP = WayIn("sso", "corp", "", ("reader",))


def member(number: int, way: WayIn = ADMIN, state: str = "ACTIVE") -> Member:
    account_id = str(number) * 12
    return Member(account_id, f"account-{number}", WayIn(way.origin, way.through, account_id, way.roles), state)


@dataclass
class Lists:
    answers: dict[WayIn, tuple[Member, ...] | LookupFailedError | XaliasError]
    asked: list[WayIn] = field(default_factory=list)

    def members(self, way: WayIn) -> tuple[Member, ...]:
        self.asked.append(way)
        answer = self.answers[way]
        if isinstance(answer, Exception):
            raise answer
        return answer


def who(profile: str) -> Account:
    ids = {"admin": "9" * 12, "shop": "2" * 12}
    if profile in ids:
        return Account(profile, ids[profile])
    return Account(profile, state="missing", message="There is none.")


def roll(lists: Lists, organisation: Organisation | None = None) -> Roll:
    return Roll(organisation or Organisation(profile="admin", roles=("reader",)), lambda: lists)


def test_each_account_is_asked_once_by_a_profile_where_one_reaches_it() -> None:
    lists = Lists({ADMIN: (member(9), member(2), member(3), member(4, state="CLOSED"))})
    made = roll(lists)
    assert side(made, ("shop",), who) == ("shop", "admin", member(3).way.text)
    assert side(made, (), who) == ("admin", member(2).way.text, member(3).way.text)
    assert lists.asked == [ADMIN], "the accounts are listed once a session"


def test_without_an_organisation_only_profiles_are_asked() -> None:
    assert side(roll(Lists({}), Organisation()), ("shop", "gone"), who) == ("shop", "gone")


def test_of_an_organisation_and_a_session_an_account_counts_once() -> None:
    both = Organisation(profile="admin", roles=("reader",), sso_session="corp", sso_roles=("reader",))
    lists = Lists({ADMIN: (member(2),), CORP: (member(2, CORP), member(3, CORP))})
    assert side(roll(lists, both), (), who) == (member(2).way.text, member(3, CORP).way.text)


@pytest.mark.parametrize(
    ("error", "state", "remedy"),
    [
        (
            LookupFailedError("AccessDeniedException", "No.", action="organizations:ListAccounts", denied=True),
            "denied",
            _ALLOW,
        ),
        (AwsError("expired", "It ended.", "Sign in again."), "expired", "Sign in again."),
        (LookupFailedError("timeout", "No answer."), "unreachable", "Try again."),
    ],
)
def test_a_list_that_can_not_be_read_is_an_account_that_can_not_be_asked(
    error: LookupFailedError | XaliasError, state: str, remedy: str
) -> None:
    made = roll(Lists({ADMIN: error}))
    asked = side(made, ("shop",), who)
    assert asked == ("shop", ADMIN.text)
    account = made.account(ADMIN.text)
    assert account is not None
    assert (account.state, account.remedy) == (state, remedy)
    assert account.message.startswith("The accounts of the organisation can't be listed: ")


def test_closed_accounts_are_known_without_asking() -> None:
    made = roll(Lists({ADMIN: (member(2), member(4, state="SUSPENDED"))}))
    made.listing()
    account = made.account(member(4).way.text)
    assert account is not None
    assert (account.state, account.message) == ("closed", "It is not active: AWS Organizations says SUSPENDED.")
    assert account.state_words == "not active"
    assert made.account(member(2).way.text) is None
    assert made.account("shop") is None


class Asked(FakeAccounts):
    """Accounts of an organisation with a member that is not active, beside a list that can't be read."""

    def __init__(self) -> None:
        super().__init__({})
        self.signed_in: list[str] = []

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        self.signed_in.append(profile)
        return super().who(profile, refresh=refresh)

    def members(self, way: WayIn) -> tuple[Member, ...]:
        if way == ADMIN:
            return (member(4, state="SUSPENDED"),)
        raise LookupFailedError("AccessDeniedException", "No.", denied=True)


@pytest.mark.parametrize("refresh", [False, True])
def test_what_is_known_of_a_list_is_asked_of_the_list(tmp_path: Path, refresh: bool) -> None:  # noqa: FBT001 -- a case
    accounts = Asked()
    both = Organisation(profile="admin", roles=("reader",), sso_session="corp", sso_roles=("reader",))
    made = workspace(tmp_path, accounts, organisation=both)
    listed = {account.profile: account.state for account in survey(made, refresh=refresh)}
    assert (listed[member(4).way.text], listed[CORP.text]) == ("closed", "denied")
    assert not {member(4).way.text, CORP.text} & {*accounts.signed_in}
    assert [(row.profile, row.kind, row.code) for row in unlisted(made)] == [(CORP.text, "accounts", "denied")]


def test_options_that_leave_no_account_are_refused() -> None:
    narrow = Organisation(profile="admin", roles=("reader",), accounts=("5" * 12,))
    with pytest.raises(UsageError) as caught:
        side(roll(Lists({ADMIN: (member(2),)}), narrow), (), who)
    assert caught.value.code == "no-account"
