"""Who is who: the profiles that exist and whether each can sign in now."""

from __future__ import annotations

import threading
from contextvars import copy_context
from functools import partial

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError
from xalias_tui.jobs.session.partitions import check_one_partition
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace


def who(workspace: Workspace, profile: str, *, refresh: bool = False) -> Account:
    """Who a profile is; never raises, the state tells."""
    return workspace.accounts.who(profile, refresh=refresh)


def configured_profiles() -> tuple[str, ...]:
    """Every profile of the AWS configuration; read without the SDK."""
    from xalias_tui.aws.profiles import profile_names  # noqa: PLC0415 -- the aws room is loaded on use

    return profile_names()


def survey(workspace: Workspace) -> tuple[Account, ...]:
    """Every profile that exists or is in use, asked at the same time, in the order of the configuration."""
    configured = configured_profiles()
    used = [profile for profile in workspace.profiles if profile or not configured]
    return ask_all(workspace, tuple(dict.fromkeys((*used, *configured))))


def ask_all(workspace: Workspace, profiles: tuple[str, ...]) -> tuple[Account, ...]:
    """Who several profiles are, asked at the same time, each in the context of who asks."""
    answers: dict[str, Account] = {}
    lock = threading.Lock()

    def ask(profile: str) -> None:
        answer = workspace.accounts.who(profile)
        with lock:
            answers[profile] = answer

    Pool().run([partial(copy_context().run, ask, profile) for profile in profiles])
    return tuple(answers[profile] for profile in profiles if profile in answers)


def ready_once_an_account(workspace: Workspace, profiles: tuple[str, ...]) -> tuple[list[Account], list[Account]]:
    """Accounts that can be asked, each by the first profile that reaches it, and those that can't.

    Raises:
        UsageError: when they are of more than one AWS partition.
    """
    ready: dict[str, Account] = {}
    failed: list[Account] = []
    for account in ask_all(workspace, profiles):
        if account.state == "ready":
            ready.setdefault(account.account_id, account)
        else:
            failed.append(account)
    check_one_partition(ready.values())
    return list(ready.values()), failed


def check_sides(workspace: Workspace) -> None:
    """Refuse, before anything else is asked, a side whose accounts are of several AWS partitions.

    Raises:
        UsageError: when one is.
    """
    for profiles in (workspace.zone_profiles, workspace.target_profiles):
        ready_once_an_account(workspace, profiles)


def nobody(failed: list[Account]) -> AwsError:
    """The error for a side on which no profile can sign in: the first one's own words."""
    first = failed[0]
    more = f" ({len(failed) - 1} more profiles can't be used either.)" if len(failed) > 1 else ""
    return AwsError(first.state, first.message + more, first.remedy)
