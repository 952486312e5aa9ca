"""Many records at once: rows of a file as one judged plan a zone. Nothing is sent from here.

Zones and targets are looked up once for all rows. A row that can't be planned is left out; the others are planned.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from functools import partial
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.error_rules import RECORD_NAME_OUTSIDE_ZONE
from xalias_tui.domain.errors import AwsError, UsageError, XaliasError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.plans import Plan, Surroundings
from xalias_tui.domain.policies import what_to_do
from xalias_tui.domain.record_rows import Rejected, Row, same_record
from xalias_tui.domain.records import Routing
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.plans.among_each_other import Seen, among_each_other
from xalias_tui.jobs.plans.pipeline import Proposal, Wanted, planned
from xalias_tui.jobs.plans.plan import PlanRequest, wanted_among
from xalias_tui.jobs.plans.repair import around_zone, join, merged
from xalias_tui.jobs.plans.surroundings import in_a_zone
from xalias_tui.jobs.session.accounts import check_sides
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import Discovery, Scope
from xalias_tui.jobs.targets.find import discovered, everywhere_named, scope_of, sought
from xalias_tui.jobs.zones.read import ZonesRead, read_records, read_zones

COMMENT: Final = "xalias: records from a file"
WORKERS: Final = 8
"""Names whose targets are inspected at the same time."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PlanOfRows:
    """One plan, and the lines that it is made of, in order."""

    plan: Plan
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ManyPlanned:
    """What became of the rows.

    Attributes:
        plans: One a zone, or several where one request can't carry it.
        rejected: Rows that are left out, in order of their lines.
        unchanged: Rows that are as they should be already.
        unscanned: What could not be asked.
    """

    plans: tuple[PlanOfRows, ...]
    rejected: tuple[Rejected, ...]
    unchanged: tuple[Row, ...]
    unscanned: tuple[Unscanned, ...]


def plan_rows(workspace: Workspace, rows: Iterable[Row], tell: Tell | None = None) -> ManyPlanned:
    """One judged plan for each zone, from its records as they are now.

    Args:
        workspace: Whose zones are read, and whose target side is asked.
        rows: What is wanted.
        tell: Told in words how far it is, on any thread.

    Raises:
        UsageError: when a side is of several AWS partitions.
        AwsError: when no zone profile could be asked at all.
    """
    placed = tuple(replace(row, place=place) for place, row in enumerate(rows))
    return _Many(workspace, placed, tell or (lambda _: None)).planned()


@dataclass(frozen=True, slots=True)
class _Meant:
    """A row with what it means."""

    row: Row
    wanted: Wanted


@dataclass(slots=True)
class _OfAName:
    """The rows of one name in one zone, and what became of them."""

    rows: tuple[_Meant, ...]
    seen: Seen
    plan: Plan | None = None
    unscanned: tuple[Unscanned, ...] = ()
    error: XaliasError | None = None
    defect: Exception | None = None


@dataclass
class _Many:
    workspace: Workspace
    rows: tuple[Row, ...]
    tell: Tell
    rejected: dict[int, Rejected] = field(default_factory=dict)
    unchanged: list[Row] = field(default_factory=list)
    unscanned: list[Unscanned] = field(default_factory=list)

    def planned(self) -> ManyPlanned:
        """All of it."""
        if any(row.target for row in self.rows):
            check_sides(self.workspace)
        self.tell("reading zones")
        read = read_zones(self.workspace)
        self.unscanned.extend(read.unscanned)
        by_zone: dict[str, list[_Meant]] = defaultdict(list)
        for meant in self._meant(read):
            by_zone[meant.wanted.zone.id].append(meant)
        plans = [plan for of_zone in by_zone.values() for plan in self._of_zone(read, of_zone)]
        return ManyPlanned(
            tuple(plans),
            tuple(sorted(self.rejected.values(), key=lambda one: one.line)),
            tuple(sorted(self.unchanged, key=lambda row: row.line)),
            tuple(dict.fromkeys(self.unscanned)),
        )

    def _meant(self, read: ZonesRead) -> Iterable[_Meant]:
        finder = _Finder(self.workspace, self.rows, self.tell)
        for row in self.rows:
            try:
                name = DnsName.parse(row.name)
                yield _Meant(row, wanted_among(_request(row), name, read, finder.find(row.target, name)))
            except (UsageError, AwsError) as error:
                self._reject((row,), error)

    def _of_zone(self, read: ZonesRead, rows: list[_Meant]) -> tuple[PlanOfRows, ...]:
        zone = rows[0].wanted.zone
        self.tell(f"reading {zone.name.bare}")
        try:
            records = read_records(self.workspace, zone)
            around = around_zone(self.workspace, records, read.zones, complete=not read.unscanned)
        except (LookupFailedError, AwsError) as error:
            self._reject([meant.row for meant in rows], _unreadable(zone, error))
            return ()
        self.unscanned.extend(around.custody.unread)
        names: dict[DnsName, list[_Meant]] = defaultdict(list)
        for meant in self._proposable(rows, around):
            names[meant.wanted.name].append(meant)
        unique = {name: tuple(rows) for name, rows in names.items() if self._is_one_each(tuple(rows), around)}
        wanted = [_together([meant.wanted for meant in rows]) for rows in unique.values()]
        groups = [_OfAName(unique[seen.wanted.name], seen) for seen in among_each_other(self.workspace, wanted, around)]
        self._judge(groups)
        return self._joined(groups, around)

    def _proposable(self, rows: Iterable[_Meant], around: Surroundings) -> Iterable[_Meant]:
        """Those whose change can be proposed, alone."""
        for meant in rows:
            name, zone = meant.wanted.name, meant.wanted.zone
            if not name.is_inside(zone.name):  # a plan with such a record is refused as a whole
                error = UsageError.of(RECORD_NAME_OUTSIDE_ZONE, name=name.bare, zone=zone.name.bare)
                self._reject((meant.row,), error)
                continue
            targets = tuple(in_a_zone(self.workspace, target, around) for target in meant.wanted.targets)
            try:
                meant.wanted.propose(targets, around)
            except UsageError as error:
                self._reject((meant.row,), error)
            else:
                yield meant

    def _is_one_each(self, rows: tuple[_Meant, ...], around: Surroundings) -> bool:
        """Whether no two rows of a name are about the same record; those that are, are left out: which one is right?"""
        types = {meant.row.place: _types(meant, around) for meant in rows}
        pairs = tuple(same_record((meant.row for meant in rows), types))
        for first, second in pairs:
            for row, other in ((first, second), (second, first)):
                which = "another row of it" if row.line == other.line else f"line {other.line}"
                why = f"Line {row.line} is about the same record as {which}."
                self._reject((row,), UsageError("row-invalid", why, "Keep one of them."))
        if pairs:
            told = {row.place for pair in pairs for row in pair}
            clash = UsageError("row-invalid", "Other lines about this name contradict each other.", "Correct them.")
            self._reject([meant.row for meant in rows if meant.row.place not in told], clash)
        return not pairs

    def _judge(self, groups: list[_OfAName]) -> None:
        lock = threading.Lock()
        done = 0

        def judge(group: _OfAName) -> None:
            nonlocal done
            try:
                last = planned(self.workspace, group.seen.wanted, group.seen.around)
                group.plan, group.unscanned = last.plan, last.unscanned
            except (UsageError, AwsError) as error:
                group.error = error
            except LookupFailedError as error:
                group.error = _unreadable(group.seen.wanted.zone, error)
            except Exception as error:  # noqa: BLE001 -- a defect of ours ends the command, not only this thread
                group.defect = error
            with lock:
                done += 1
                self.tell(f"{done} of {len(groups)} names checked")

        Pool(workers=WORKERS).run([partial(judge, group) for group in groups])
        for group in groups:
            if group.defect is not None:
                raise group.defect

    def _joined(self, groups: list[_OfAName], around: Surroundings) -> tuple[PlanOfRows, ...]:
        plans: list[Plan] = []
        lines: dict[DnsName, list[int]] = defaultdict(list)
        failed: set[DnsName] = set()
        for group in groups:  # in order: none comes before a name that it points to
            name, lacking = group.seen.wanted.name, sorted(group.seen.waits_for & failed)
            if lacking and group.error is None:
                why = f"It points to {lacking[0].bare}, which is left out."
                group.error = UsageError("row-invalid", why, "Correct that row first.")
            if group.error is not None:
                failed.add(name)
            rows = [meant.row for meant in group.rows]
            self.unscanned.extend(group.unscanned)
            if group.error is not None:
                self._reject(rows, group.error)
            elif group.plan is not None and not group.plan.changes:
                self.unchanged.extend(rows)
            elif group.plan is not None:
                plans.append(group.plan)
                lines[group.plan.name].extend(row.line for row in rows)
        whole = join(plans, around, comment=COMMENT)
        return tuple(PlanOfRows(plan, _lines(plan, lines)) for plan in whole)

    def _reject(self, rows: Iterable[Row], error: XaliasError) -> None:
        for row in rows:
            self.rejected.setdefault(row.place, Rejected(row.line, row.name, error))


class _Finder:
    """Targets of many rows, discovered once for each place where they can be."""

    def __init__(self, workspace: Workspace, rows: Iterable[Row], tell: Tell) -> None:
        pasted = [Pasted.read(row.target) for row in rows if row.target]
        self._workspace = workspace
        self._everywhere = any(scope_of(text) in (Scope(), everywhere_named(text)) for text in pasted)
        self._found: dict[Scope, Discovery | AwsError] = {}
        self._tell = tell

    def find(self, text: str | None, name: DnsName) -> tuple[Target | None, tuple[Target, ...], tuple[Unscanned, ...]]:
        """As ``plan.find``.

        Raises:
            UsageError: when nothing is called so, or several targets are.
            AwsError: when no account could be asked.
        """
        if text is None:
            return None, (), ()
        pasted = Pasted.read(text)
        scope = Scope() if self._everywhere else scope_of(pasted)
        if scope not in self._found:
            self._tell("searching the targets")
            self._found[scope] = discovered(self._workspace, scope)
        found = sought(pasted, self._found[scope], name)
        return found.target, found.targets, found.unscanned


def _together(many: list[Wanted]) -> Wanted:
    """What several rows of one name want, as one: their records are judged together, as they change together."""
    if len(many) == 1:
        return many[0]
    targets = tuple({target.key: target for one in many for target in one.targets}.values())
    at = {target.key: index for index, target in enumerate(targets)}

    def proposed(better: tuple[Target, ...], around: Surroundings) -> Proposal:
        return merged([one.propose(tuple(better[at[own.key]] for own in one.targets), around) for one in many], around)

    first = many[0]
    return Wanted(
        zone=first.zone,
        name=first.name,
        propose=proposed,
        targets=targets,
        known=tuple({target.key: target for one in many for target in one.known}.values()),
        text=first.text,
        read=first.read,
        unscanned=tuple(dict.fromkeys(item for one in many for item in one.unscanned)),
    )


def _types(meant: _Meant, around: Surroundings) -> frozenset[str]:
    """The record types that a row is about; empty for all of its name."""
    if meant.row.target is None:
        return frozenset(meant.row.types)
    drafts = meant.wanted.propose(meant.wanted.targets, around).drafts
    return frozenset(type_ for draft in drafts for type_ in draft.types)


def _request(row: Row) -> PlanRequest:
    return PlanRequest(
        name=row.name,
        target=row.target,
        zone=row.zone,
        types=row.types,
        evaluate_target_health=row.evaluate_target_health,
        routing=None if row.weight is None else Routing("weighted", row.weight),
        set_identifier=row.set_identifier,
        replace=row.replace,
        cname_ttl=row.cname_ttl,
    )


def _lines(plan: Plan, lines: dict[DnsName, list[int]]) -> tuple[int, ...]:
    names = {change.record.name for change in plan.changes}
    return tuple(sorted(line for name in names for line in lines.get(name, ())))


def _unreadable(zone: Zone, error: LookupFailedError | AwsError) -> XaliasError:
    """Why no row of a zone can be planned."""
    if isinstance(error, AwsError):
        return error
    remedy = what_to_do(error.code, error.needed, said=error.message)
    return AwsError(error.code, f"{zone.name.bare} could not be read: {error.message}", remedy)
