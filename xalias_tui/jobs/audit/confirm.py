"""Questions about single names that settle what no inventory can: does anybody have this bucket, this prefix?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import partition_of_name
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Sighting, Subject
from xalias_tui.jobs.audit.dangling import chosen_prefix, confirmable
from xalias_tui.jobs.session.accounts import ready_once_an_account
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.index import Directory
from xalias_tui.targets.shared.naming import plain_name

MOST_ASKED: Final = 1_000
"""Questions of one audit."""

_ABSENT: Final = frozenset({"404", "NoSuchBucket", "NotFound"})
_PRESENT: Final = frozenset({"403", "AccessDenied", "Forbidden", "301", "PermanentRedirect"})
"""Of answers without a body, 400 is not among them: it says that the question was wrong, or its signature."""

_NOT_A_PREFIX: Final = frozenset({"ValidationError", "InvalidParameterValue"})
_PARAMETER: Final = "CNAMEPrefix"
_RESERVED: Final = "elasticbeanstalk:CheckDNSAvailability says that nobody can choose it"
"""What it refuses as a prefix can't be taken by anyone (domain-protect/domain-protect#228)."""

Question = tuple[Subject, DnsName]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What AWS told of single names.

    Attributes:
        sightings: Names that somebody has, and names that are free.
        unanswered: Names of which nothing follows, as the question was refused or failed, each with the reason.
    """

    sightings: Mapping[Question, Sighting] = field(default_factory=dict)
    unanswered: Mapping[Question, str] = field(default_factory=dict)

    @property
    def missed(self) -> tuple[Unscanned, ...]:
        """The unanswered as a look-up that failed."""
        if not self.unanswered:
            return ()
        why = next(iter(self.unanswered.values()))
        message = f"{len(self.unanswered)} names could not be asked about: {why}."
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
    """Ask AWS for the names of absent buckets and environments."""
    if not _questions(verdicts, directory):
        return Confirmed()
    ready, _ = ready_once_an_account(workspace, workspace.target_profiles)
    if not ready:
        ready, _ = ready_once_an_account(workspace, workspace.zone_profiles)
    questions = _questions(verdicts, directory, ready[0].partition) if ready else ()
    if not questions:
        return Confirmed()
    tell(f"asking whether {len(questions)} names are free")
    profile = ready[0].profile
    found: dict[Question, Sighting] = {}
    failed = dict.fromkeys(questions[MOST_ASKED:], f"no more than {MOST_ASKED:,} names are asked about")
    lock = threading.Lock()

    def ask(question: Question) -> None:
        subject, name = question
        try:
            seen = _bucket(workspace, profile, name) if subject == "s3-website" else _prefix(workspace, profile, name)
        except (LookupFailedError, XaliasError) as error:
            with lock:
                failed[question] = f"{name.bare} could not be asked about: {error}"
        else:
            with lock:
                found[question] = seen

    Pool().run([partial(ask, question) for question in questions[:MOST_ASKED]], stop)
    with lock:
        return Confirmed(dict(found), dict(failed))


def _questions(
    verdicts: tuple[AliasVerdict, ...], directory: Directory, partition: str | None = None
) -> tuple[Question, ...]:
    """Names of which no inventory tells whose they are, those first that nothing else decides.

    Of names in one partition only, where one is given: no other knows them.
    """
    sure: dict[Question, None] = {}
    doubtful: dict[Question, None] = {}
    for verdict in verdicts:
        leads_to = verdict.points_to
        if verdict.target is not None or leads_to is None or verdict.verdict == "live":
            continue
        if partition is not None and partition_of_name(leads_to) not in ("", partition):
            continue
        pointed = directory.look_up(leads_to)
        subject = confirmable(verdict.name, pointed)
        if subject is None:
            continue
        name = verdict.name if subject == "s3-website" else plain_name(leads_to)
        (doubtful if pointed.gaps else sure)[subject, name] = None
    return (*doubtful, *sure)


def _bucket(workspace: Workspace, profile: str, name: DnsName) -> Sighting:
    """Bucket names are shared by a partition: any account of it may ask for any bucket (HeadBucket in the S3 API)."""
    try:
        workspace.accounts.ask(profile, "").call("s3", "head_bucket", Bucket=name.bare)
    except LookupFailedError as error:
        if error.code in _ABSENT:
            return Sighting(exists=False, evidence="s3:HeadBucket answered 404")
        if error.code in _PRESENT:
            return Sighting(exists=True, evidence=f"s3:HeadBucket answered {error.code}")
        raise
    return Sighting(exists=True, evidence="s3:HeadBucket answered 200")


def _prefix(workspace: Workspace, profile: str, name: DnsName) -> Sighting:
    """Prefixes are shared by all accounts of a region (CheckDNSAvailability in the Elastic Beanstalk API reference)."""
    chosen = chosen_prefix(name)
    if chosen is None:
        return Sighting(exists=False, reserved=True, evidence="its form is that of generated names")
    prefix, region = chosen
    try:
        ask = workspace.accounts.ask(profile, region)
        answer = ask.call("elasticbeanstalk", "check_dns_availability", CNAMEPrefix=prefix)
    except LookupFailedError as error:
        if error.code in _NOT_A_PREFIX and _PARAMETER in error.message:
            return Sighting(exists=False, reserved=True, evidence=_RESERVED)
        raise
    free = bool(answer.get("Available"))
    said = "is free" if free else "is taken"
    return Sighting(exists=not free, evidence=f"elasticbeanstalk:CheckDNSAvailability says that it {said}")
