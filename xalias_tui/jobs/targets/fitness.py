"""Whether an AWS Config aggregator is fit to be asked instead of the accounts, and the command that makes it so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xalias_tui.domain import coverage as codes
from xalias_tui.domain.commands import joined
from xalias_tui.domain.coverage import Evidence
from xalias_tui.domain.partitions import ALWAYS_ON
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.aggregator import Recordings, gather
from xalias_tui.targets import all_kinds

_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that keeps the aggregator from being enough, or a note.

    Attributes:
        id: Code of the reason, see ``domain.coverage``.
        accounts: How many accounts it concerns.
        message: What is wrong, in a sentence.
        command: What corrects it; empty where no one command does.
        is_note: Whether nothing is wrong: AWS Config does not record everything.
    """

    id: str
    accounts: int
    message: str
    command: str = ""
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
    found = [*_checks(recordings, accounts, workspace.regions or ALWAYS_ON.get(recordings.partition, ()))]
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


def _checks(recordings: Recordings, accounts: Iterable[str], regions: Iterable[str]) -> Iterator[Check]:
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
        yield _check(evidence, code, tuple(found))


def _check(evidence: Evidence, code: str, places: tuple[tuple[str, str, str], ...]) -> Check:
    accounts = sorted({account for account, _, _ in places})
    regions = sorted({region for _, region, _ in places})
    types = sorted({type_ for _, _, type_ in places})
    where = f"{_named(accounts, 'accounts')} in {_named(regions, 'regions')}"
    said = evidence.errors.get(types[0], ("", ""))[1] or codes.REASONS.get(code, code)
    what = f" ({_named(types, 'types')})" if code in _OF_TYPES else ""
    return Check(code, len(accounts), f"{said.rstrip('.')}{what}: {where}.", _command(evidence, code, regions, types))


_OF_TYPES = frozenset({codes.TYPE_FILTERED, codes.TYPE_NOT_RECORDED, codes.ROWS_MISSING, codes.UNREADABLE_ROW})


def _named(names: list[str], called: str) -> str:
    return ", ".join(names) if len(names) <= _MOST_NAMED else f"{len(names)} {called}"


def _command(evidence: Evidence, code: str, regions: list[str], types: list[str]) -> str:
    """What corrects it; of many regions, for the first."""
    region = regions[0] if regions else ""
    if code == codes.NOT_RECORDING:
        return _aws("start-configuration-recorder", "--configuration-recorder-name", "default", "--region", region)
    if code == codes.TYPE_NOT_RECORDED:
        return _aws("describe-configuration-recorders", "--region", region)
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
