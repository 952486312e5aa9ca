"""Questions about single names that settle what no inventory can: does anybody have this bucket, this prefix?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import partition_of_name
from xalias_tui.domain.verdicts import AliasVerdict, Sighting, Subject
from xalias_tui.jobs.absent import confirmable
from xalias_tui.jobs.accounts import ready_once_an_account
from xalias_tui.jobs.pointing import Directory, plain_name
from xalias_tui.jobs.pool import Pool
from xalias_tui.jobs.workspace import Workspace

MOST_ASKED: Final = 1_000
"""Questions of one audit: nothing is called takeable that nobody was asked about, as long as there are not more."""

_ABSENT: Final = frozenset({"404", "NoSuchBucket", "NotFound"})
_PRESENT: Final = frozenset({"403", "AccessDenied", "Forbidden", "301", "PermanentRedirect", "400", "BadRequest"})

Question = tuple[Subject, DnsName]


def confirm(
    workspace: Workspace,
    verdicts: tuple[AliasVerdict, ...],
    directory: Directory,
    tell: Callable[[str], None],
    stop: threading.Event | None = None,
) -> Mapping[Question, Sighting]:
    """Ask AWS for the names of absent buckets and environments; what is refused or fails is no sighting."""
    if not _questions(verdicts, directory):
        return {}
    ready, _ = ready_once_an_account(workspace, workspace.target_profiles)
    if not ready:
        ready, _ = ready_once_an_account(workspace, workspace.zone_profiles)
    questions = _questions(verdicts, directory, ready[0].partition) if ready else ()
    if not questions:
        return {}
    tell(f"asking whether {len(questions)} names are free")
    profile = ready[0].profile
    found: dict[Question, Sighting] = {}
    lock = threading.Lock()

    def ask(question: Question) -> None:
        seen = _bucket(workspace, profile, question[1]) if question[0] == "s3-website" else None
        if question[0] == "elasticbeanstalk":
            seen = _prefix(workspace, profile, question[1])
        if seen is not None:
            with lock:
                found[question] = seen

    Pool().run([partial(ask, question) for question in questions], stop)
    with lock:
        return dict(found)


def _questions(
    verdicts: tuple[AliasVerdict, ...], directory: Directory, partition: str | None = None
) -> tuple[Question, ...]:
    """Names of which no inventory tells whose they are, those first that nothing else decides.

    Of names in one partition only, where one is given: no other knows them.
    """
    sure: dict[Question, None] = {}
    doubtful: dict[Question, None] = {}
    for verdict in verdicts:
        leads_to = verdict.record.leads_to
        if verdict.target is not None or leads_to is None or verdict.verdict == "live":
            continue
        if partition is not None and partition_of_name(leads_to) not in ("", partition):
            continue
        pointed = directory.look_up(leads_to)
        subject = confirmable(verdict.record, pointed)
        if subject is None:
            continue
        name = verdict.record.name if subject == "s3-website" else plain_name(leads_to)
        (doubtful if pointed.gaps else sure)[subject, name] = None
    return (*doubtful, *sure)[:MOST_ASKED]


def _bucket(workspace: Workspace, profile: str, name: DnsName) -> Sighting | None:
    """Bucket names are shared by a partition: any account of it may ask for any bucket (HeadBucket in the S3 API)."""
    try:
        workspace.accounts.ask(profile, "").call("s3", "head_bucket", Bucket=name.bare)
    except LookupFailedError as error:
        if error.code in _ABSENT:
            return Sighting(exists=False, evidence="s3:HeadBucket answered 404")
        if error.code in _PRESENT:
            return Sighting(exists=True, evidence=f"s3:HeadBucket answered {error.code}")
        return None
    except XaliasError:
        return None
    return Sighting(exists=True, evidence="s3:HeadBucket answered 200")


def _prefix(workspace: Workspace, profile: str, name: DnsName) -> Sighting | None:
    """Prefixes are shared by all accounts of a region (CheckDNSAvailability in the Elastic Beanstalk API reference)."""
    prefix, region = name.labels[:2]
    try:
        answer = workspace.accounts.ask(profile, region).call(
            "elasticbeanstalk", "check_dns_availability", CNAMEPrefix=prefix
        )
    except (LookupFailedError, XaliasError):
        return None
    free = bool(answer.get("Available"))
    said = "is free" if free else "is taken"
    return Sighting(exists=not free, evidence=f"elasticbeanstalk:CheckDNSAvailability says that it {said}")
