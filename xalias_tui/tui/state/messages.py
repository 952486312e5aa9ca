"""What threads tell the screens. Each carries the number of the question that it answers; stale ones are dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.message import Message

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.audits import Acceptance, Audit
from xalias_tui.domain.custody import Protection
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.domain.traces import Trace, TraceStep
from xalias_tui.domain.validations import Progress
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.tui.state.draft import Subject
from xalias_tui.tui.state.engine import Engine

if TYPE_CHECKING:
    from xalias_tui.jobs.audit.used_by import UsedBy
    from xalias_tui.jobs.history.reading import Entry
    from xalias_tui.jobs.plans.routing_group import GroupRead
    from xalias_tui.jobs.sending.commit import Outcome, Step


@dataclass(eq=False)
class Answer(Message):
    """An answer to a numbered question."""

    number: int


@dataclass(eq=False)
class Failed(Answer):
    """A question could not be answered."""

    subject: Subject
    error: XaliasError


@dataclass(eq=False)
class SidesRead(Answer):
    """Who each profile of the two sides is."""

    accounts: tuple[Account, ...]


@dataclass(eq=False)
class AccountsRead(Answer):
    """Every profile that exists."""

    accounts: tuple[Account, ...]


@dataclass(eq=False)
class ZonesAnswer(Answer):
    """The hosted zones."""

    zones: tuple[Zone, ...]
    unscanned: tuple[Unscanned, ...]
    at: datetime


@dataclass(eq=False)
class LivenessKnown(Answer):
    """Which zones the internet asks and which it does not, by id, of those that share their name."""

    live: Mapping[str, bool]


@dataclass(eq=False)
class RecordsPage(Answer):
    """Some record sets of the open zone."""

    records: tuple[RecordSet, ...]


@dataclass(eq=False)
class RecordsAnswer(Answer):
    """All record sets of the open zone."""

    records: ZoneRecords
    at: datetime


@dataclass(eq=False)
class ProtectionsKnown(Answer):
    """What is protected in the open zone, and the look-up where it failed."""

    protections: tuple[Protection, ...]
    unscanned: tuple[Unscanned, ...]


@dataclass(eq=False)
class TargetsFound(Answer):
    """More targets."""

    targets: tuple[Target, ...]


@dataclass(eq=False)
class TargetsMissed(Answer):
    """A look-up of the target side failed."""

    item: Unscanned


@dataclass(eq=False)
class TargetsProgress(Answer):
    """How many of how many look-ups ended."""

    done: int
    total: int
    regions: int


@dataclass(eq=False)
class TargetsAnswer(Answer):
    """Discovery ended, or was stopped after ``done`` of ``total`` look-ups."""

    targets: tuple[Target, ...]
    unscanned: tuple[Unscanned, ...]
    at: datetime
    done: int
    total: int


@dataclass(eq=False)
class Recognised(Answer):
    """What the text of the target filter is, read offline."""

    text: str
    recognition: Recognition
    target: Target


@dataclass(eq=False)
class Suggested(Answer):
    """Names and types that target and zone suggest; the target with what was read of it for that."""

    target: Target
    names: tuple[DnsName, ...]
    types: tuple[str, ...]


@dataclass(eq=False)
class Inspecting(Answer):
    """The next call about the picked target."""

    target: str
    what: str
    calls: int


@dataclass(eq=False)
class Previewed(Answer):
    """The judged plan of the draft."""

    plan: Plan
    unscanned: tuple[Unscanned, ...]
    at: datetime
    negative_ttl: int | None
    validated: Plan | None = None


@dataclass(eq=False)
class Following(Answer):
    """How far something is that waits for validation records."""

    progress: Progress
    waited: float


@dataclass(eq=False)
class FollowEnded(Answer):
    """It is not followed any more; ``why`` is empty where everything is issued or failed."""

    issued: bool
    why: str


@dataclass(eq=False)
class Proposed(Answer):
    """What would be done to a record, judged."""

    plan: Plan


@dataclass(eq=False)
class Tracing(Answer):
    """What a trace looks at now."""

    what: str


@dataclass(eq=False)
class Traced(Answer):
    """The trace of a name."""

    trace: Trace


@dataclass(eq=False)
class Verified(Answer):
    """One thing that the world says of a change that is in sync."""

    step: TraceStep


@dataclass(eq=False)
class UndoPlanned(Answer):
    """The way back of a change, judged."""

    plan: Plan


@dataclass(eq=False)
class HistoryRead(Answer):
    """The journal, newest first."""

    entries: tuple[Entry, ...]
    at: datetime


@dataclass(eq=False)
class AuditTold(Answer):
    """How far the audit is, in words."""

    words: str


@dataclass(eq=False)
class AuditEnded(Answer):
    """The audit."""

    audit: Audit


@dataclass(eq=False)
class RepairsPlanned(Answer):
    """One plan a zone that repairs what was chosen."""

    plans: tuple[Plan, ...]


@dataclass(eq=False)
class Decided(Answer):
    """Every decision to live with a finding that is kept now."""

    decisions: tuple[Acceptance, ...]


@dataclass(eq=False)
class VerdictsKnown(Answer):
    """The verdicts of the open zone's aliases, and how many records of the zones read lead to each target."""

    verdicts: Mapping[RecordKey, AliasVerdict]
    uses: Mapping[str, int]


@dataclass(eq=False)
class UsesFound(Answer):
    """The records that lead to a target."""

    used_by: UsedBy


@dataclass(eq=False)
class GroupFound(Answer):
    """The routing group of a name, and the target that may join it, inspected for that name."""

    read: GroupRead
    target: Target | None


@dataclass(eq=False)
class Stepped(Message):
    """One of the plans that are being sent went one step further."""

    step: Step


@dataclass(eq=False)
class CommitEnded(Message):
    """The commit ended: with what became of each plan, or with an error and nothing sent."""

    outcomes: tuple[Outcome, ...]
    error: XaliasError | None


@dataclass(eq=False)
class EngineReady(Message):
    """The engine was made, behind the first paint."""

    engine: Engine


@dataclass(eq=False)
class EngineFailed(Message):
    """The engine could not be made."""

    error: XaliasError
