"""Whether an AWS Config aggregator is fit to be asked instead of the accounts, and the command that makes it so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from xalias_tui.domain import coverage as codes
from xalias_tui.domain.commands import joined
from xalias_tui.domain.coverage import Evidence
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.partitions import ALWAYS_ON, partition_of_arn
from xalias_tui.domain.ways_in import is_profile
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.aggregator import Recordings, gather
from xalias_tui.targets import all_kinds

_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Place:
    """An account and region in which a command has to be run; with the account's profile where one is known."""

    account_id: str
    region: str
    command: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that keeps the aggregator from being enough, or a note.

    Attributes:
        id: Code of the reason, see ``domain.coverage``.
        accounts: How many accounts it concerns.
        message: What is wrong, in a sentence.
        command: What corrects it, of several places in the first of them; empty where no one command does.
        places: Accounts and regions, where the command has to be run in each of them.
        is_note: Whether nothing is wrong: AWS Config does not record everything.
    """

    id: str
    accounts: int
    message: str
    command: str = ""
    places: tuple[Place, ...] = ()
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Fitness:
    """What was found.

    Attributes:
        evidence: What the aggregator says of itself.
        checks: What is wrong, and notes last.
        accounts: How many accounts were looked at.
        targets: How many targets it holds.
    """

    evidence: Evidence
    checks: tuple[Check, ...]
    accounts: int
    targets: int

    @property
    def is_fit(self) -> bool:
        """Whether nothing is wrong."""
        return all(check.is_note for check in self.checks)


def fitness(workspace: Workspace) -> Fitness:
    """Look at every account, region and type that aliases can point to.

    Raises:
        UsageError: when there is no such aggregator.
        AwsError: when AWS Config can't be asked.
    """
    kinds = [kind for kind in all_kinds() if kind.recorded is not None]
    recordings = gather(workspace, kinds, workspace.regions)
    accounts = _accounts(workspace, recordings)
    regions = workspace.regions or ALWAYS_ON.get(recordings.partition, ())
    found = [*_checks(recordings, accounts, regions, _profiles(workspace))]
    never = [kind.key for kind in all_kinds() if kind.recorded is None and kind.services != ("route53",)]
    found.append(
        Check(
            codes.NOT_IN_CONFIG,
            len(accounts),
            f"AWS Config holds nothing that an alias needs of {', '.join(never)}: they are asked live.",
            is_note=True,
        )
    )
    return Fitness(recordings.evidence, tuple(found), len(accounts), len(recordings.targets))


def _accounts(workspace: Workspace, recordings: Recordings) -> tuple[str, ...]:
    if not workspace.roll.is_asked:
        return tuple(sorted(recordings.account_ids))
    return tuple(sorted(member.account_id for member in workspace.roll.listing().active)) or tuple(
        sorted(recordings.account_ids)
    )


def _profiles(workspace: Workspace) -> dict[str, str]:
    """A profile of each account that has one."""
    known = (workspace.accounts.who(profile) for profile in dict.fromkeys(workspace.profiles))
    return {account.account_id: account.profile for account in known if account.state == "ready"}


def _checks(
    recordings: Recordings, accounts: Iterable[str], regions: Iterable[str], profiles: Mapping[str, str]
) -> Iterator[Check]:
    evidence = recordings.evidence
    if evidence.is_empty:
        name = evidence.aggregator.name
        message = f"The aggregator {name} holds nothing: after a day without a valid role its data is deleted."
        yield Check(codes.AGGREGATOR_EMPTY, len(tuple(accounts)), message, _described(evidence))
        return
    places: dict[str, dict[tuple[str, str, str], None]] = defaultdict(dict)
    own = evidence.regions_by_account()
    types = {kind.recorded.type: kind.recorded.home for kind in all_kinds() if kind.recorded is not None}
    for account_id in accounts:
        searched = dict.fromkeys((*regions, *own.get(account_id, ())))
        for type_, home in types.items():
            for region in (home,) if home else searched:
                code = evidence.why_not(account_id, region, type_)
                if code:
                    places[code][account_id, region, type_] = None
    for code, found in places.items():
        yield _check(evidence, code, tuple(found), profiles)


def _check(
    evidence: Evidence, code: str, places: tuple[tuple[str, str, str], ...], profiles: Mapping[str, str]
) -> Check:
    accounts = sorted({account for account, _, _ in places})
    regions = sorted({region for _, region, _ in places})
    types = sorted({type_ for _, _, type_ in places})
    where = f"{_named(accounts, 'accounts')} in {_named(regions, 'regions')}"
    said = evidence.errors.get(types[0], ("", ""))[1] or codes.REASONS.get(code, code)
    what = f" ({_named(types, 'types')})" if code in _OF_TYPES else ""
    message = f"{said.rstrip('.')}{what}: {where}."
    if code not in _OF_RECORDERS:
        return Check(code, len(accounts), message, _command(evidence, code, types))
    each = sorted({(account, region) for account, region, _ in places})
    to_run = tuple(
        Place(account, region, _of_recorder(evidence, code, (account, region), profiles.get(account, "")))
        for account, region in each
    )
    return Check(code, len(accounts), message, to_run[0].command, to_run)


_OF_TYPES = frozenset({codes.TYPE_FILTERED, codes.TYPE_NOT_RECORDED, codes.ROWS_MISSING, codes.UNREADABLE_ROW})


_SERVICE_LINKED: Final = "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
"""AWS Config Developer Guide: using-service-linked-roles-config."""
_OF_RECORDERS: Final = {
    codes.NOT_RECORDING: ("start-configuration-recorder", "--configuration-recorder-name", "default"),
    codes.TYPE_NOT_RECORDED: ("describe-configuration-recorders",),
}


def _named(names: list[str], called: str) -> str:
    return ", ".join(names) if len(names) <= _MOST_NAMED else f"{len(names)} {called}"


def _of_recorder(evidence: Evidence, code: str, place: tuple[str, str], profile: str) -> str:
    """What is run in one region of one account: a recorder is of one region.

    One that is not there can't be started (StartConfigurationRecorder: NoSuchConfigurationRecorderException); it is
    made with the service-linked role of AWS Config.
    """
    account_id, region = place
    operation = _OF_RECORDERS[code]
    if code == codes.NOT_RECORDING and place not in evidence.recorders:
        partition = partition_of_arn(evidence.aggregator.arn)
        role = f"arn:{partition}:iam::{account_id}:role/{_SERVICE_LINKED}"
        operation = ("put-configuration-recorder", "--configuration-recorder", f"name=default,roleARN={role}")
    words = (*operation, "--region", region)
    return _aws(*words, *(("--profile", profile) if is_profile(profile) else ()))


def _command(evidence: Evidence, code: str, types: list[str]) -> str:
    """What corrects it in the account of the aggregator."""
    if code in (codes.AGGREGATION_FAILED, codes.AGGREGATION_OUTDATED):
        status = "FAILED" if code == codes.AGGREGATION_FAILED else "OUTDATED"
        return _of_aggregator(evidence, "describe-configuration-aggregator-sources-status", "--update-status", status)
    if code in (codes.NOT_AGGREGATED, codes.TYPE_FILTERED):
        return _described(evidence)
    if code == codes.ROWS_MISSING:
        filters = f"ResourceType={types[0]}"
        return _of_aggregator(
            evidence, "get-aggregate-discovered-resource-counts", "--group-by-key", "ACCOUNT_ID", "--filters", filters
        )
    return ""


def _described(evidence: Evidence) -> str:
    where = evidence.aggregator
    return _aws(
        "describe-configuration-aggregators", "--configuration-aggregator-names", where.name, "--region", where.region
    )


def _of_aggregator(evidence: Evidence, operation: str, *words: str) -> str:
    where = evidence.aggregator
    return _aws(operation, "--configuration-aggregator-name", where.name, *words, "--region", where.region)


def _aws(operation: str, *words: str) -> str:
    return joined("aws", "configservice", operation, *words)
