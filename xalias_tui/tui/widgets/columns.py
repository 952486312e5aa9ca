"""How zones, records, targets, accounts and journal entries are listed; pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.accounts import Account, digits
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.listed import listed_name, listed_state, may_be_gone, owner_text, reach, searched_text
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.routing import value_text
from xalias_tui.domain.targets import Target
from xalias_tui.domain.text import shown
from xalias_tui.domain.verdicts import GLYPHS, AliasVerdict, Verdict
from xalias_tui.domain.ways_in import own_profile
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.text.phrases import names_of
from xalias_tui.tui.widgets.rows import Column, Spec

if TYPE_CHECKING:
    from xalias_tui.domain.custody import Protection
    from xalias_tui.domain.plans import Plan
    from xalias_tui.jobs.history.reading import Entry

_CELL: Final = 120


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone, whether another zone carries the same name, and whether the internet asks it; None: not known."""

    zone: Zone
    twin: bool
    live: bool | None = None


def zone_rows(zones: Sequence[Zone], live: Mapping[str, bool] | None = None) -> tuple[ZoneRow, ...]:
    """Zones by name, twins marked; those of which it is known as live or stale."""
    known = live or {}
    names = Counter(zone.name for zone in zones)
    ordered = sorted(zones, key=lambda zone: (zone.name.labels[::-1], zone.private, zone.id))
    return tuple(ZoneRow(zone, names[zone.name] > 1, known.get(zone.id)) for zone in ordered)


def by_labels(name: DnsName) -> tuple[str, ...]:
    """Names in Route 53's order: by the last label first."""
    return name.labels[::-1]


def _zone_kind(row: ZoneRow) -> str:
    if row.live is not None:
        return f"{row.zone.visibility} ({'live' if row.live else 'stale'})"
    return f"{row.zone.visibility} (twin)" if row.twin else row.zone.visibility


def _zone_count(row: ZoneRow) -> str:
    return "" if row.zone.record_count is None else f"{row.zone.record_count:,}"


def zone_owner(zone: Zone) -> str:
    """How the account of a zone is found."""
    return f"{zone.profile} {zone.account_id} {digits(zone.account_id)}"


ZONES: Final[Spec[ZoneRow]] = Spec(
    columns=(
        Column(
            "Zone",
            lambda row: shown(row.zone.name.text, _CELL),
            16,
            share=3,
            order=lambda row: by_labels(row.zone.name),
        ),
        Column("Visibility", _zone_kind, 14, toned=True),
        Column("Records", _zone_count, 8, number=True, order=lambda row: row.zone.record_count or 0),
        Column("Zone id", lambda row: shown(row.zone.id, _CELL), 21, drops=72, whole=True),
        Column("Comment", lambda row: shown(row.zone.comment, _CELL), 10, share=2, drops=96),
    ),
    key=lambda row: row.zone.id,
    haystack=lambda row: f"{row.zone.name} {row.zone.id} {_zone_kind(row)} {row.zone.comment}".lower(),
    tone=lambda row: "warning" if row.live is False else "",
    fields={"account": lambda row: zone_owner(row.zone)},
)


def record_summary(record: RecordSet, share: float | None = None) -> str:
    """Where a record leads; of a member of a routing group first which one it is, and its share of the answers."""
    if record.routing is None:
        return shown(record.summary(), _CELL * 2)
    value = value_text(record.routing) if share is None else f"{share:.0%}"
    member = " ".join(dict.fromkeys(part for part in (record.set_identifier, value) if part))
    return shown(f"[{member}] {record.summary()}", _CELL * 2)


def shares_of(records: Sequence[RecordSet]) -> Mapping[RecordKey, float]:
    """The part of the answers that each weighted record gets among those of its name and type."""
    from xalias_tui.domain.groups import weighted_shares

    groups: dict[tuple[DnsName, str], list[RecordSet]] = {}
    for record in records:
        if record.routing is not None and record.routing.policy == "weighted":
            groups.setdefault((record.name, record.type), []).append(record)
    return {
        RecordKey(name, type_, identifier): share
        for (name, type_), members in groups.items()
        for identifier, share in weighted_shares(members).items()
    }


def records_of(
    zone: DnsName | None,
    verdicts: Mapping[RecordKey, AliasVerdict] | None = None,
    protections: Sequence[Protection] = (),
    shares: Mapping[RecordKey, float] | None = None,
) -> Spec[RecordSet]:
    """How records are listed: by their name inside a zone (``@`` for the apex), in full where there is none.

    Aliases carry their verdict as soon as there are verdicts, members of weighted groups their share, and what is
    protected says so.
    """
    known, parts = verdicts or {}, shares or {}
    held = {(protection.name, protection.type) for protection in protections}

    def leads_to(record: RecordSet) -> str:
        mark = "protected · " if (record.name, record.type) in held else ""
        return mark + record_summary(record, parts.get(record.key))

    def name(record: RecordSet) -> str:
        return shown(record.name.relative_to(zone) if zone else record.name.text, _CELL)

    def verdict(record: RecordSet) -> str:
        found = known.get(record.key) if known else None
        return verdict_words(found) if found is not None else ""

    def haystack(record: RecordSet) -> str:
        values = "" if record.alias is not None else record.summary()
        return f"{record.name} {record.type} {values} {record.set_identifier or ''} {record.routing or ''}".lower()

    def common(record: RecordSet) -> str:
        mark = "protected" if held and (record.name, record.type) in held else ""
        return f"{record.summary() if record.alias is not None else ''} {verdict(record)} {mark}".lower()

    return Spec(
        columns=(
            Column("Record", name, 12, share=2, order=lambda record: by_labels(record.name)),
            Column("Type", lambda record: record.type, 5),
            *((Column("Verdict", verdict, 10, toned=True),) if known else ()),
            Column("Points to", leads_to, 16, share=3),
        ),
        key=lambda record: str(record.key),
        haystack=haystack,
        common=common,
        tone=lambda record: verdict_tone(known[record.key]) if record.key in known else "",
        fields={"record": lambda record: record.name.text, "verdict": verdict},
    )


_TONES: Final[dict[Verdict, str]] = {
    "takeable": "error",
    "broken": "error",
    "not-served": "warning",
    "unknown": "warning",
    "live": "success",
}


def verdict_words(verdict: AliasVerdict) -> str:
    """Glyph and word; a live alias with something to be said of it gets a mark of its own."""
    warned = verdict.verdict == "live" and bool(verdict.findings)
    return "! live" if warned else f"{GLYPHS[verdict.verdict]} {verdict.verdict}"


def verdict_tone(verdict: AliasVerdict) -> str:
    """The tone of a verdict; its word says the same."""
    return "warning" if verdict.verdict == "live" and verdict.findings else _TONES[verdict.verdict]


def target_name(target: Target) -> str:
    """What it is called in lists."""
    return shown(listed_name(target), _CELL)


_FAILED: Final = ("fail", "error", "disabled", "inactive", "deleted")
_UNDER_WAY: Final = ("pending", "progress", "provisioning", "updating", "impaired", "degraded", "creating", "launching")


def target_state(target: Target) -> str:
    """Its state, behind ``~`` where that was not read of its account just now, and ``?`` where it may be gone."""
    mark = "" if target.source == "live" else ("? " if may_be_gone(target) else "~ ")
    return shown(mark + listed_state(target), _CELL)


def target_tone(target: Target) -> str:
    """The tone of a target's state; its words or signs say the same. What cannot be aliased is muted."""
    state = target.state.lower()
    if not target.aliasable:
        return "muted"
    if any(word in state for word in _FAILED):
        return "error"
    if may_be_gone(target) or any(word in state for word in _UNDER_WAY):
        return "warning"
    return "" if target.source == "live" else "dim"


def targets_of(uses: Mapping[str, int]) -> Spec[Target]:
    """How targets are listed once it is known how many records point to each."""
    column: Column[Target] = Column(
        "Uses",
        lambda target: str(uses.get(target.key, 0)),
        5,
        number=True,
        order=lambda target: uses.get(target.key, 0),
        counts=uses,
    )
    *others, state = TARGETS.columns
    return replace(TARGETS, columns=(*others, replace(state, width=9), column))


def _target_owner(target: Target) -> str:
    return shown(own_profile(target.profile) or digits(target.account_id), _CELL)


TARGETS: Final[Spec[Target]] = Spec(
    columns=(
        Column("Kind", lambda target: shown(target.kind, _CELL), 12, kept_as="kind"),
        Column("Target", target_name, 15, share=3, order=lambda target: listed_name(target).lower(), kept_as="title"),
        Column("Region", lambda target: target.region, 14, kept_as="region"),
        Column("Reach", reach, 8, drops=74, kept_as="reach"),
        Column(
            "Account", _target_owner, 14, drops=92, order=lambda target: owner_text(target).lower(), kept_as="owner"
        ),
        Column(
            "State",
            target_state,
            12,
            share=1,
            toned=True,
            order=lambda target: listed_state(target).lower(),
            kept_as="state",
        ),
    ),
    key=lambda target: target.key,
    haystack=searched_text,
    tone=target_tone,
    kind=lambda target: target.kind,
    fields={"account": owner_text, "reach": reach},
)


_NOT_REACHED: Final = frozenset({"closed", "not-asked"})
"""States of accounts through which nothing is read or written."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A profile, and the sides it is used on."""

    account: Account
    on_zones: bool
    on_targets: bool
    waiting: bool = False
    depth: int = 0
    is_unit: bool = False

    @property
    def state(self) -> str:
        """In words."""
        if self.is_unit:
            return ""
        if self.waiting:
            return "asking…"
        return "signed in" if self.account.state == "ready" else self.account.state_words

    @property
    def access(self) -> str:
        """Whether changes may be sent through it, in words; empty where it isn't reached at all."""
        if self.is_unit or self.account.state in _NOT_REACHED:
            return ""
        return "read-only" if self.account.read_only else "read-write"

    @property
    def sides(self) -> str:
        """In words."""
        return " + ".join(word for word, on in (("zones", self.on_zones), ("targets", self.on_targets)) if on)


def _profile(row: AccountRow) -> str:
    nickname = f" ({row.account.nickname})" if row.account.nickname else ""
    mark = "▾ " if row.is_unit else ""
    return "  " * row.depth + mark + shown(row.account.called + nickname, _CELL)


def _account_tone(row: AccountRow) -> str:
    if row.waiting or row.is_unit:
        return "muted"
    return "" if row.account.state == "ready" else "warning"


def _account(row: AccountRow) -> str:
    if row.is_unit:
        return ""
    return shown(digits(row.account.account_id), _CELL) or "–"


def _account_name(row: AccountRow) -> str:
    return "" if row.is_unit or row.account.name == row.account.called else shown(row.account.name, _CELL)


def _units_last(column: Column[AccountRow]) -> Column[AccountRow]:
    """Headings of the tree say nothing about rows in another order: they come behind all."""
    return replace(column, order=lambda row: (row.is_unit, column.cell(row).lower()))


_ACCOUNT_COLUMNS: Final[tuple[Column[AccountRow], ...]] = (
    Column("Profile", _profile, 14, share=1, whole=True),
    Column("Used for", lambda row: "" if row.is_unit else row.sides or "–", 15, snug=True),
    Column("State", lambda row: row.state, 14, toned=True, snug=True),
    Column("Account", _account, 14, whole=True),
    Column("Access", lambda row: row.access, 10, drops=70),
    Column("Name", _account_name, 10, share=1, drops=100),
    Column("Who", lambda row: shown(row.account.arn or row.account.message, _CELL * 2), 20, share=3, drops=96),
)

ACCOUNTS: Final[Spec[AccountRow]] = Spec(
    columns=tuple(_units_last(column) for column in _ACCOUNT_COLUMNS),
    key=lambda row: row.account.profile,
    haystack=lambda row: " ".join(
        (_profile(row), row.account.account_id, row.account.name, row.account.state, row.account.arn, row.account.ou)
    ).lower(),
    tone=_account_tone,
)


def change_words(plan: Plan) -> str:
    """What a plan does, in a word and its types."""
    word = "remove" if plan.only_deletes else ("replace" if plan.replaces else "create")
    types = "+".join(dict.fromkeys(change.record.type for change in plan.changes))
    return f"{word} {types}"


_STATUS_TONE: Final = {"refused": "error", "unknown": "warning", "intended": "warning", "pending": "warning"}

HISTORY: Final[Spec[Entry]] = Spec(
    columns=(
        Column("When (UTC)", lambda entry: f"{entry.at:%Y-%m-%d %H:%M:%S}", 19),
        Column("Status", lambda entry: entry.status, 8, toned=True),
        Column("Change", lambda entry: change_words(entry.plan), 15),
        Column("Record", lambda entry: shown(names_of(entry.plan), _CELL), 20, share=3),
        Column("Account", lambda entry: digits(entry.account_id), 14, drops=90, whole=True),
        Column("Who", lambda entry: shown(entry.who, _CELL), 12, share=2, drops=110),
    ),
    key=lambda entry: entry.entry,
    haystack=lambda entry: " ".join(
        (entry.entry, entry.status, *(name.text for name in entry.plan.names), entry.account_id, entry.who)
    ).lower(),
    tone=lambda entry: _STATUS_TONE.get(entry.status, ""),
    fields={
        "account": lambda entry: f"{zone_owner(entry.plan.zone)} {entry.account_id}",
        "zone": lambda entry: f"{entry.plan.zone.name} {entry.zone_id}",
    },
)
