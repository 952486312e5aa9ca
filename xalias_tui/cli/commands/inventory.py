"""``xalias inventory``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from xalias_tui.cli.completeness import INCOMPLETE
from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.option_rules import refuse_with
from xalias_tui.cli.options import Invocation, takes
from xalias_tui.cli.output import echo, print_data, progress, say, say_unscanned, table
from xalias_tui.cli.value_types import Choice
from xalias_tui.domain.coverage import Coverage, coverage_document
from xalias_tui.domain.errors import ConflictError, UsageError
from xalias_tui.domain.text import many_of, shown

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.jobs.targets.discover import Discovery
    from xalias_tui.jobs.targets.fitness import Check
    from xalias_tui.store.inventory import Inventory
    from xalias_tui.store.place_table import Place

_MOST_NAMED: Final = 4
_WHAT = ("show", "refresh", "forget", "check")


@documented(
    "inventory",
    "xalias inventory",
    "xalias inventory refresh --account 222222222222",
    "xalias inventory check --organisation-profile org-admin --aggregator auto",
)
@click.argument("what", type=Choice(_WHAT), default="show")
@takes("insist")
@lists
def command(invocation: Invocation, what: str, insist: bool, printed: ListFormat) -> int:  # noqa: FBT001 -- click
    """Show what is kept of accounts, read it again, remove it, or check the aggregator of AWS Config.

    What is kept lies in one file for each organisation or set of profiles: 'show' and 'refresh' are about that of the
    options, 'forget' about every file; all accounts, or those of --account. 'check' says what keeps the aggregator from
    being enough, each with the command that corrects it; with --fail-on-incomplete it then exits 1.
    """
    if what in ("check", "forget"):
        refuse_with(what, "format_name")
    if what in ("check", "refresh"):
        refuse_with(what, "org_cached")  # both are there to ask
    if what == "check":
        return _check(invocation, insist=insist)
    invocation.meant_alone = ("--account",)
    workspace = invocation.workspace()
    kept = workspace.kept
    if kept is None:
        raise UsageError("usage", "Nothing is kept: the configuration says keep = false.", "Set keep = true.")
    if what == "forget":
        return _forget(invocation, workspace, kept)
    read = _refresh(workspace) if what == "refresh" else None
    return _show(workspace, kept, printed, read, insist=insist)


def _forget(invocation: Invocation, workspace: Workspace, kept: Inventory) -> int:
    """Remove what is kept, whichever organisation or profiles it was read with."""
    from xalias_tui.store.inventory import forget_everywhere  # noqa: PLC0415 -- not for --help

    wanted = workspace.organisation.accounts
    kept.close()
    removed, problem = forget_everywhere(kept, wanted)
    if problem:
        raise UsageError("inventory-unusable", problem, "Make room or correct the permissions.")
    many = sum(removed.values())
    if invocation.as_json:
        print_data("inventory", {"removed": many, "files": [str(path) for path in removed]})
        return 0
    whose = f"account {' and '.join(wanted)}" if wanted else "all accounts"
    where = f"{many_of(len(removed), 'file')} in {kept.path.parent}, of every organisation and set of profiles"
    say(f"What was kept of {whose} is removed: {many_of(many, 'place')} ({where}).")
    return 0


def _refresh(workspace: Workspace) -> Discovery:
    """Read again; among the look-ups that failed are accounts that can't be asked at all."""
    from xalias_tui.jobs.targets.discover import DiscoveryEvent, Progress  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.targets.search import search  # noqa: PLC0415 -- as above

    def on_event(event: DiscoveryEvent) -> None:
        if isinstance(event, Progress):
            progress(f"{event.done} of {event.total} look-ups in {event.regions} regions")

    found = search(workspace, on_event)
    progress("", last=True)
    say_unscanned(found.unscanned)
    return found


def _check_kept(read: Iterable[str], places: Iterable[Place]) -> None:
    """Refuse to end as if all were well where what was just read of some accounts is not in the file.

    Raises:
        ConflictError: when it was removed meanwhile.
    """
    gone = sorted({*read} - {place.account_id for place in places})
    if gone:
        raise ConflictError(
            "inventory-forgotten",
            f"What was read of {many_of(len(gone), 'account')} ({_first(gone)}) is not kept: another process "
            "removed it meanwhile.",
            "Read it again with 'xalias inventory refresh'.",
        )


def _show(workspace: Workspace, kept: Inventory, printed: ListFormat, read: Discovery | None, *, insist: bool) -> int:
    from xalias_tui.jobs.targets.kept import coverage_of_kept, unread  # noqa: PLC0415 -- not for --help

    wanted = workspace.organisation.accounts
    every = kept.places.all()
    places = [place for place in every if not wanted or place.account_id in wanted]
    counts = kept.targets.counts()
    whole: Counter[tuple[str, str]] = Counter()
    for (account, kind, _), number in counts.items():
        whole[account, kind] += number
    many = {
        (place.account_id, place.kind, place.region): counts.get((place.account_id, place.kind, place.region), 0)
        if place.region
        else whole[place.account_id, place.kind]
        for place in places
    }
    rows_missed = {
        (row.account_id, row.region, row.kind, row.code): row
        for row in (*unread(places), *(read.unscanned if read else ()))
    }
    status = INCOMPLETE if insist and rows_missed else 0
    if kept.problem:
        raise UsageError("inventory-unusable", kept.problem, "Make room or correct the permissions.")
    if read is not None:
        _check_kept(read.accounts, every)
    if printed != "text":
        rows = [
            {
                "account_id": place.account_id,
                "region": place.region,
                "kind": place.kind,
                "source": place.source,
                "read_at": place.read_at.isoformat(),
                "targets": many[place.account_id, place.kind, place.region],
                "covered": place.covered,
                "code": place.code,
            }
            for place in places
        ]
        if printed != "json":
            print_rows(printed, "inventory", rows)
            return status
        coverage = coverage_of_kept(places, datetime.now(UTC)) if places else Coverage()
        others = [{"path": str(path), "accounts": list(found)} for path, found in _others(kept).items()]
        print_data(
            "inventory",
            {"coverage": coverage_document(coverage), "places": rows, "path": str(kept.path), "others": others},
            rows_missed.values(),
        )
        return status
    _say_which(workspace, kept, is_empty=not places)
    if places:
        _say_places(places, many)
    return status


def _say_places(places: Sequence[Place], many: Mapping[tuple[str, str, str], int]) -> None:
    """The table of what is kept, with how many targets each place has."""
    now = datetime.now(UTC)
    echo(
        table(
            ("account", "kind", "region", "source", "age", "targets", "covered", "why not"),
            [
                (
                    place.account_id,
                    place.kind,
                    place.region or "all",
                    place.source,
                    _age((now - place.read_at).total_seconds()),
                    many[place.account_id, place.kind, place.region],
                    place.covered,
                    place.code,
                )
                for place in places
            ],
        )
    )


def _others(kept: Inventory) -> dict[Path, tuple[str, ...]]:
    """The files for other options, each with the accounts of which it has anything."""
    found: dict[Path, tuple[str, ...]] = {}
    for path in kept.others():
        other = kept.beside(path)
        found[path] = tuple(sorted({place.account_id for place in other.places.all()}))
        other.close()
    return found


def _say_which(workspace: Workspace, kept: Inventory, *, is_empty: bool) -> None:
    """Say which file is shown, and that there are others."""
    accounts = workspace.organisation.accounts
    whose = f"account {' and '.join(accounts)} with " if accounts else ""
    what = "Nothing is kept" if is_empty else f"{kept.path} has what is kept"
    say(f"{what} for {whose}{shown(workspace.kept_for)}.")
    others = {path: ids for path, ids in _others(kept).items() if ids}
    if others:
        say(f"{many_of(len(others), 'other file')} beside it, for other options:")
    for path, ids in others.items():
        say(f"  {path.name}: {many_of(len(ids), 'account')} ({_first(ids)})")


def _age(seconds: float) -> str:
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _check(invocation: Invocation, *, insist: bool) -> int:
    from xalias_tui.jobs.targets.fitness import fitness  # noqa: PLC0415 -- not for --help

    if not invocation.organisation.aggregator:
        invocation.organisation.aggregator = "auto"
    found = fitness(invocation.workspace())
    status = INCOMPLETE if insist and not found.is_fit else 0
    aggregator = found.evidence.aggregator
    if invocation.as_json:
        checks = [
            {
                "id": each.id,
                "accounts": each.accounts,
                "message": each.message,
                "command": each.command,
                "places": [
                    {"account_id": place.account_id, "region": place.region, "command": place.command}
                    for place in each.places
                ],
            }
            for each in found.checks
        ]
        about = {"name": aggregator.name, "account_id": aggregator.account_id, "region": aggregator.region}
        print_data("inventory", {"checks": checks, "aggregator": about, "fit": found.is_fit})
        return status
    echo(
        f"Aggregator {shown(aggregator.name)} of account {aggregator.account_id} in {aggregator.region}: "
        f"{found.accounts} accounts, {found.targets} targets."
    )
    for each in found.checks:
        echo(f"{'note' if each.is_note else 'wrong'}  {each.id}: {shown(each.message, 600)}")
        if each.command:
            echo(f"       $ {shown(each.command, 600)}")
        if len(each.places) > 1:
            _print_places(each)
    if found.is_fit:
        echo("Nothing keeps it from being asked instead of the accounts.")
    return status


def _print_places(check: Check) -> None:
    """Where a command has to be run besides: the regions of each account, and of many accounts the first."""
    regions: dict[str, list[str]] = {}
    for place in check.places:
        regions.setdefault(place.account_id, []).append(place.region)
    echo(f"       once in each account and region, {len(check.places)} times in all:")
    for account_id, names in list(regions.items())[:_MOST_NAMED]:
        echo(f"         {account_id}: {_first(names)}")
    if len(regions) > _MOST_NAMED:
        echo(
            f"         and {many_of(len(regions) - _MOST_NAMED, 'more account')}, which --json lists with the commands"
        )


def _first(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(names[:_MOST_NAMED])}{more}"
