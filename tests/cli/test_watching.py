"""``--watch`` on the command line: what fails for a moment is said with the time, and who failed signs in again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import pytest

from tests.jobs.fakes import FakeAccounts
from xalias_tui.cli.cycles import looked_for_seldom
from xalias_tui.cli.watching import Watching
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError, UsageError, XaliasError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.jobs.session.workspace import Options, Workspace

READY = Account("dns", "1" * 12, "arn:aws:iam::111111111111:user/op", state="ready")


@dataclass
class Returning(FakeAccounts):
    """Who can't sign in until signed in again."""

    again: list[str] = field(default_factory=list)

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        self.again += [profile] if refresh else []
        return READY if profile in self.again else super().who(profile)


def workspace(folder: Path, state: str) -> tuple[Workspace, Returning]:
    accounts = Returning({"dns": replace(READY, state=state)})  # type: ignore[arg-type] # of a test's table
    return Workspace(Options(zone_profiles=("dns",)), accounts=accounts, inventory_folder=folder), accounts


def watched(made: Workspace, *failures: Exception) -> int:
    """How many looks it took."""
    left, looks = list(failures), []

    def look() -> int:
        looks.append(made.accounts.who("dns").state)
        if left:
            raise left.pop(0)
        return len(looks)

    with looked_for_seldom(), click.Context(click.Command("usedby")):
        return Watching(watch=True, every=0, within=60).until(made, lambda seen: seen > 0, look, str)


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (AwsError("unreachable", "No answer.", "Try again."), "No answer. It is tried again."),
        (AwsError("expired", "It ended.", "Sign in."), "It ended. Sign in. It is tried again."),
        (LookupFailedError("Throttling", "Rate exceeded."), "Rate exceeded."),
    ],
)
def test_a_failure_is_said_with_the_time_and_the_next_look_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], failure: Exception, said: str
) -> None:
    made, _ = workspace(tmp_path, "ready")
    assert watched(made, failure, failure) == 3
    told = " ".join(capsys.readouterr().err.split())
    assert re.match(rf"xalias: \d\d:\d\d:\d\d {re.escape(said)}", told) or re.match(
        rf"\d\d:\d\d:\d\d {re.escape(said)}", told
    ), told
    assert told.count(said) == 1, "the same is said once"
    assert "It is tried again." in told


@pytest.mark.parametrize(
    ("state", "code", "again"),
    [
        ("unreachable", "timeout", ["dns"]),
        ("expired", "expired", ["dns"]),
        ("ready", "ExpiredToken", ["dns"]),
        ("ready", "timeout", []),
        ("denied", "timeout", []),
    ],
)
def test_who_may_be_able_to_by_now_signs_in_again(tmp_path: Path, state: str, code: str, again: list[str]) -> None:
    made, accounts = workspace(tmp_path, state)
    assert watched(made, AwsError(code, "It is so.")) == 2
    assert accounts.again == again


@pytest.mark.parametrize("error", [UsageError("zone-unknown", "None."), AwsError("denied", "No.")])
def test_wrong_usage_and_a_refusal_end_it(tmp_path: Path, error: XaliasError) -> None:
    made, accounts = workspace(tmp_path, "ready")
    with pytest.raises(type(error)):
        watched(made, error)
    assert accounts.again == []
