"""Who is who: the profiles that exist and whether each can sign in now."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from typing import Final

from xalias_tui.aws import children
from xalias_tui.aws import profiles as aws_profiles
from xalias_tui.domain.accounts import ENDED, FOR_A_MOMENT, Account
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.jobs.session.members import side, with_member
from xalias_tui.jobs.session.partitions import check_one_partition
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace

_NO_ZONE_PROFILE: Final = (
    "Name the profile of the hosted zones with --zone-profile, or give both --role and --aggregator auto: then the "
    "zones of the organisation's accounts are read."
)
"""What to do where an organisation was named, and for hosted zones only the default credential chain is left."""
_ACCOUNTS: Final = "accounts"
"""What a row is about of a list of accounts that could not be read."""


def who(workspace: Workspace, profile: str, *, refresh: bool = False) -> Account:
    """Who a profile is; never raises, the state tells."""
    known = workspace.roll.account(profile)
    if known is not None:  # of the list, not of a sign-in: who asks again has the list read again
        return known
    account = with_member(workspace.accounts.who(profile, refresh=refresh), workspace.roll.member(profile))
    if account.state == "missing" and not profile and workspace.could_read_zones_of_organisation:
        return replace(account, remedy=_NO_ZONE_PROFILE)
    return account


def sign_in_again(workspace: Workspace, failed_with: str = "") -> None:
    """Have those sign in again who could not for a moment, and everyone where credentials have ended since.

    Args:
        workspace: Whose accounts are asked again.
        failed_with: The code of what failed; empty where nothing did.
    """
    listing = workspace.roll.known()
    if listing is not None and listing.failed:
        listing = workspace.roll.listing(refresh=True)
    members = () if listing is None else (member.way.text for member in listing.active)
    behind = () if workspace.organisation.profile is None else (workspace.organisation.profile,)
    for profile in dict.fromkeys((*behind, *workspace.profiles, *members)):
        if failed_with in ENDED or workspace.accounts.who(profile).state in FOR_A_MOMENT:
            workspace.accounts.who(profile, refresh=True)


def target_side(workspace: Workspace) -> tuple[str, ...]:
    """Who is asked for targets: the profiles that were named, and the accounts of the organisation beside them.

    Raises:
        UsageError: when the options leave no account of the organisation.
    """
    if not workspace.searches_organisation:
        return workspace.target_profiles
    return side(workspace.roll, workspace.target_profiles, workspace.accounts.who)


def configured_profiles() -> tuple[str, ...]:
    """Every profile of the AWS configuration; read without the SDK.

    Raises:
        AwsError: ``misconfigured``, when one of the files cannot be read as an AWS configuration.
    """
    return aws_profiles.profile_names()


def listed_profiles(workspace: Workspace) -> tuple[str, ...]:
    """Every profile that is listed, those in use first; an empty name stands for the environment's own credentials.

    Sections that are meant as profiles and that the SDK does not read are among them: each says why when it is asked.

    Raises:
        AwsError: as ``configured_profiles``.
    """
    surroundings = ("",) if aws_profiles.environment_credentials() else ()
    ignored = sorted(each.name for each in aws_profiles.ignored_sections())
    return tuple(dict.fromkeys((*workspace.profiles, *surroundings, *aws_profiles.profile_names(), *ignored)))


def known_accounts(workspace: Workspace) -> tuple[Account, ...]:
    """Every profile that is listed, and the accounts of the organisation as far as they were listed before.

    No one is asked, neither who a profile is nor which accounts there are.

    Raises:
        AwsError: as ``configured_profiles``.
    """
    listing = workspace.roll.known()
    members = () if listing is None else listing.active
    via = aws_profiles.environment_tool()
    return (
        *(Account(name, via=via, state="missing") for name in listed_profiles(workspace)),
        *(
            Account(
                member.way.text,
                member.account_id,
                state="missing",
                origin=member.way.origin,
                name=member.name,
                ou=member.path,
            )
            for member in members
        ),
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """Which profiles are going to be told, in order; an empty name stands for the environment's own credentials."""

    profiles: tuple[str, ...]
    via: str


AccountEvent = Listed | Account


def asked_first(workspace: Workspace) -> tuple[str, ...]:
    """Who of the target side is signed in to at once: with an aggregator only the profiles that were named.

    Of the other accounts only those are signed in to that AWS Config leaves something open of.
    """
    return workspace.target_profiles if workspace.inventory.aggregator else target_side(workspace)


def survey(
    workspace: Workspace,
    on_event: Callable[[AccountEvent], None] | None = None,
    *,
    refresh: bool = False,
    stop: threading.Event | None = None,
) -> tuple[Account, ...]:
    """Every profile that is listed, asked at the same time: first all names are told, then each answer as it comes.

    The alias of an account is told with it where it may be read.

    Args:
        workspace: Whose profiles are in use.
        on_event: Told of names and answers; of answers on any thread.
        refresh: Ask again also what is remembered.
        stop: Set it to leave out who has not answered; programs that are run for credentials are ended then.

    Raises:
        AwsError: as ``configured_profiles``.
    """
    tell = on_event or (lambda _event: None)
    listed = listed_profiles(workspace)
    via = aws_profiles.environment_tool()
    tell(Listed(listed, via))
    aliases = _Aliases(workspace)

    def ask(profile: str) -> Account:
        account = who(workspace, profile, refresh=refresh)
        named = aliases.named(account)
        tell(named)
        return named

    with children.grouped() as group:
        answers = _each(listed, ask, stop)
        others = _beyond(workspace, answers, refresh=refresh)
        if others and not (stop is not None and stop.is_set()):
            tell(Listed((*listed, *others), via))
            for account in answers:
                tell(account)
            answers = (*answers, *_each(others, ask, stop))
    if stop is not None and stop.is_set():
        children.end_all(group)
    return answers


def _beyond(workspace: Workspace, answers: tuple[Account, ...], *, refresh: bool) -> tuple[str, ...]:
    """What stands for the accounts of the organisation that no profile reaches, closed ones too."""
    if not workspace.roll.is_asked:
        return ()
    listing = workspace.roll.listing(refresh=refresh)
    reached = {account.account_id for account in answers if account.state == "ready"}
    return (
        *(each.profile for each in listing.failed),
        *(member.way.text for member in listing.members if member.account_id not in reached),
    )


def unlisted(workspace: Workspace) -> tuple[Unscanned, ...]:
    """The lists of accounts that could not be read, after they were asked for: more accounts may be there."""
    failed = workspace.roll.listing().failed if workspace.roll.is_asked else ()
    return tuple(Unscanned("", each.profile, "", _ACCOUNTS, each.state, each.why) for each in failed)


def renewed(workspace: Workspace, profile: str) -> tuple[Account, ...]:
    """Who the other profiles are that are signed in with the same login as one whose login was just renewed.

    Those that could be used before are not asked again.
    """
    together = aws_profiles.profiles_of_login(aws_profiles.login_of(profile))

    def ask(name: str) -> Account:
        known = workspace.accounts.who(name)
        return known if known.state == "ready" else workspace.accounts.who(name, refresh=True)

    return _each(tuple(name for name in together if name != profile), ask)


def awaited(profiles: tuple[str, ...]) -> str:
    """Who is waited for until profiles are signed in, where that is neither AWS nor the network; else empty."""
    helped = [name for name in profiles if aws_profiles.runs_helper(name)]
    return f"Waiting for the credential_process of profile {helped[0]}…" if helped else ""


def ask_all(workspace: Workspace, asked: tuple[str, ...]) -> tuple[Account, ...]:
    """Who several profiles are, asked at the same time, each in the context of who asks."""
    return _each(asked, partial(who, workspace))


def _each(
    asked: tuple[str, ...], ask: Callable[[str], Account], stop: threading.Event | None = None
) -> tuple[Account, ...]:
    answers: dict[str, Account] = {}
    lock = threading.Lock()

    def one(profile: str) -> None:
        answer = ask(profile)
        with lock:
            answers[profile] = answer

    # Helpers last: however many of them hang, they hold up none but each other.
    order = sorted(asked, key=aws_profiles.runs_helper)
    Pool().run([partial(copy_context().run, one, profile) for profile in order], stop)
    with lock:
        return tuple(answers[profile] for profile in asked if profile in answers)


class _Aliases:
    """Aliases of accounts, each asked once: IAM is no business of a program that only wants a word for digits."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._known: dict[str, str] = {}

    def named(self, account: Account) -> Account:
        """The account with its alias, where it has one and that may be read."""
        if account.state != "ready" or account.name:
            return account
        with self._lock:
            lock = self._locks.setdefault(account.account_id, threading.Lock())
        with lock:
            if account.account_id not in self._known:
                self._known[account.account_id] = self._read(account.profile)
            return replace(account, name=self._known[account.account_id] or account.name)

    def _read(self, profile: str) -> str:
        try:
            found = self._workspace.accounts.ask(profile, "").call("iam", "list_account_aliases")
        except (LookupFailedError, AwsError):
            return ""
        return str(next(iter(found.get("AccountAliases", ())), ""))


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
    for profiles in (workspace.zone_profiles, asked_first(workspace)):
        ready_once_an_account(workspace, profiles)


def none_ready(failed: list[Account]) -> AwsError:
    """The error for a side on which no profile can sign in: the first one's own words."""
    if not failed:
        return AwsError("no-account", "No account is named for this side.", "Name a profile, or an organisation.")
    first = failed[0]
    more = f" ({len(failed) - 1} more profiles can't be used either.)" if len(failed) > 1 else ""
    return AwsError(first.state, first.message + more, first.remedy)
