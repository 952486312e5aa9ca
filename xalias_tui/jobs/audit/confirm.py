"""Questions about single names that settle what no inventory can: does anybody have this bucket, this prefix?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from functools import partial
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import partition_of_name
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Sighting, Subject
from xalias_tui.jobs.audit.dangling import BUCKET, confirmable
from xalias_tui.jobs.audit.found import listed_by_wildcard
from xalias_tui.jobs.audit.pointing import question
from xalias_tui.jobs.session.accounts import asked_first, ready_once_an_account
from xalias_tui.jobs.session.config_source import zone_side
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.index import Directory
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.naming import plain_name

MOST_ASKED: Final = 1_000
"""Questions of one audit."""

Question = tuple[Subject, DnsName]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What AWS told of single names.

    Attributes:
        sightings: Names that are taken, and names that are free.
        unanswered: Names that could not be settled, as the question was refused or failed, each with the reason.
    """

    sightings: Mapping[Question, Sighting] = field(default_factory=dict)
    unanswered: Mapping[Question, str] = field(default_factory=dict)

    @property
    def missed(self) -> tuple[Unscanned, ...]:
        """The unanswered as a look-up that failed."""
        if not self.unanswered:
            return ()
        why = next(iter(self.unanswered.values())).rstrip(".")
        others = len(self.unanswered) - 1
        more = f" ({others} more name{'' if others == 1 else 's'} neither.)" if others else ""
        message = f"{why}.{more}"
        return (Unscanned("", "", "", "names", "no-answer", message),)

    def added_to(self, inventory: Inventory) -> Inventory:
        """An inventory that knows it too."""
        return replace(
            inventory,
            sightings={**inventory.sightings, **self.sightings},
            unanswered={**inventory.unanswered, **self.unanswered},
        )


def confirm(
    workspace: Workspace,
    verdicts: tuple[AliasVerdict, ...],
    directory: Directory,
    tell: Callable[[str], None],
    stop: threading.Event | None = None,
) -> Confirmed:
    """Ask AWS about absent buckets and environments, about names that no target lists, and about buckets of origins."""
    if not _questions(verdicts, directory):
        return Confirmed()
    ready, _ = ready_once_an_account(workspace, asked_first(workspace))
    if not ready:
        ready, _ = ready_once_an_account(workspace, zone_side(workspace))
    questions = _questions(verdicts, directory, ready[0].partition) if ready else {}
    if not questions:
        return Confirmed()
    tell(f"asking whether {len(questions)} names are free")
    profile = ready[0].profile
    found: dict[Question, Sighting] = {}
    asked_about = tuple(questions)
    failed = dict.fromkeys(asked_about[MOST_ASKED:], f"no more than {MOST_ASKED:,} names are asked about")
    lock = threading.Lock()

    def ask(asked: Question) -> None:
        subject, name = asked
        of, target = target_kind(subject), questions[asked]
        try:
            who = workspace.accounts.ask(profile if target is None else target.profile, "")
            about_claims = target is not None and subject == target.kind
            seen = of.claimed(target, name, who) if target is not None and about_claims else of.exists(name, who)
        except (LookupFailedError, XaliasError) as error:
            with lock:
                failed[asked] = f"{name.bare} could not be asked about: {error}"
        else:
            with lock:
                found.update({} if seen is None else {asked: seen})

    Pool().run([partial(ask, question) for question in asked_about[:MOST_ASKED]], stop)
    with lock:
        return Confirmed(dict(found), dict(failed))


def _is_listed(bucket: DnsName, directory: Directory) -> bool:
    """Whether the list of an account that was asked just now has a bucket."""
    return any(
        row.kind == BUCKET and row.source == "live" for row in directory.serving(bucket) if row.name == bucket.bare
    )


def _questions(
    verdicts: tuple[AliasVerdict, ...], directory: Directory, partition: str | None = None
) -> dict[Question, Target | None]:
    """Names of which no inventory tells whose they are, those first that nothing else decides.

    Of names in one partition only, where one is given: no other knows them. With a question goes the target about
    which it is: who claims the name that it does not list, or lists by a wildcard alone; whether a bucket behind it
    exists.
    """
    sure: dict[Question, Target | None] = {}
    doubtful: dict[Question, Target | None] = {}
    behind: dict[Question, Target | None] = {}
    for verdict in verdicts:
        leads_to, target = verdict.points_to, verdict.target
        if target is not None and target.card is None:
            unclaimed = any(row.rule is not None and row.rule.name_unclaimed for row in verdict.findings)
            if unclaimed or listed_by_wildcard(verdict.name, target):
                doubtful[target.kind, verdict.name] = target
            for bucket in target_kind(target.kind).buckets_behind(target):
                if not _is_listed(bucket, directory):
                    behind[BUCKET, bucket] = target
        if target is not None or leads_to is None or verdict.verdict == "live":
            continue
        if partition is not None and partition_of_name(leads_to) not in ("", partition):
            continue
        pointed = directory.look_up(leads_to)
        subject = confirmable(verdict.name, pointed)
        if subject is None:
            continue
        (doubtful if pointed.gaps else sure)[question(verdict.name, plain_name(leads_to), subject)] = None
    return {**doubtful, **sure, **behind}
