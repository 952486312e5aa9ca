"""The text of the preview: what is, what will be, how it is judged, and where each value came from. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from textual.content import Content

from xalias_tui.domain.accounts import digits
from xalias_tui.domain.coverage import REASONS
from xalias_tui.domain.findings import Finding, Severity, alike, by_severity
from xalias_tui.domain.listed import may_be_gone
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.text import shown
from xalias_tui.domain.ways_in import reached_by
from xalias_tui.tui.state.draft import Desk, verdict
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import About, Hanging, Line, Page, field
from xalias_tui.tui.text.phrases import ago, count

if TYPE_CHECKING:
    from xalias_tui.domain.names import DnsName
    from xalias_tui.domain.plans import Plan


FINDING_STYLE: Final = {
    Severity.ERROR: "bold $text-error",
    Severity.WARNING: "bold $text-warning",
    Severity.INFO: "bold $text-primary",
}
FINDING_WORD: Final = {Severity.ERROR: "ERROR  ", Severity.WARNING: "WARNING", Severity.INFO: "NOTE   "}
_ORIGIN: Final = {
    "api": "from the API",
    "table": "from the published table, no call was made",
    "zone": "of this zone",
    "": "origin not known",
}
_LABEL: Final = 10
"""Cells of the labels of the preview."""
_ABOUT: Final[dict[Severity, About]] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: ""}


def preview_content(desk: Desk, now: datetime, *, batch: bool = False) -> Page:
    """Everything that the operator should see before committing."""
    lines: list[Line] = [*_headline(desk), *_origin(desk, now)]
    if desk.plan is not None:
        if desk.preview.in_place:
            lines += [Content(""), Content.styled("Already in place: nothing to change.", "bold")]
        lines += batch_lines(desk.plan) if batch else plan_lines(desk.plan, desk)
        lines += [Content(""), *_age(desk, now)]
    elif desk.preview.problem:
        lines += [Content(""), safe(desk.preview.problem, "$text-error", limit=600)]
    elif desk.preview.activity:
        lines += [Content(""), safe(desk.preview.activity, "$text-muted")]
    elif desk.preview.phase == "reading" and desk.name is not None:
        lines += [Content(""), safe(f"Reading what is at {desk.name} now …", "$text-muted")]
    return Page(lines)


def _headline(desk: Desk) -> list[Content]:
    if desk.zone is None:
        return [Content("Choose a zone on the left and a target on the right: the exact change appears here.")]
    if desk.target is None:
        return [Content("Choose a target on the right: the exact change appears here.")]
    if not desk.leads:
        cname = "Press a for a CNAME (not at the zone's apex), or choose" if desk.target.dns_name else "Choose"
        return [
            Content.assemble(safe(desk.target.name, "bold"), " cannot be aliased: ", safe(desk.target.state, "bold")),
            Content(f"{cname} another target."),
        ]
    if desk.name is None:
        return [
            Content.assemble(
                safe(desk.target.name, "bold"), " suggests no name in ", safe(desk.zone.name.bare, "bold"), "."
            ),
            Content("Press n to name the record."),
        ]
    return [
        Content.assemble(
            safe(desk.name.text, "bold"),
            f"  {' + '.join(desk.types) or 'no type'}  {'→' if desk.cname_ttl is not None else 'alias →'} ",
            safe(desk.target.dns_name.text if desk.target.dns_name else "", "bold"),
        )
    ]


def _origin(desk: Desk, now: datetime) -> list[Line]:
    if desk.zone is None or desk.target is None or not desk.leads:
        return []
    zone, target = desk.zone, desk.target
    if desk.cname_ttl is None:
        health = f"evaluate target health {'on' if desk.evaluate_target_health else 'off'}"
        options = [f"zone id {target.zone_id} ({_ORIGIN[target.zone_id_origin]})", health]
    else:
        options = [f"a CNAME that resolvers keep for {desk.cname_ttl} s; a makes it an alias again"]
    if desk.replace:
        options.append("existing records may be replaced")
    if desk.routing:
        options.append(f"{desk.routing} · {desk.set_identifier or 'no set identifier'}")
    account = f" of account {digits(zone.account_id)}{' · ' + reached_by(zone.profile) if zone.profile else ''}"
    where = Content.assemble(
        safe(zone.name.text), safe(f"  {zone.visibility}, {zone.id}", "$text-muted"), safe(account, "$text-muted")
    )
    return [
        field("in", where, _LABEL),
        field("to", safe(target_words(target)), _LABEL),
        *_reading(desk.plan.target if desk.plan and desk.plan.target else target, now),
        field("", safe(" · ".join(options), "$text-muted"), _LABEL),
    ]


def _reading(target: Target, now: datetime) -> list[Line]:
    """Where a target was read, unless its account was asked just now: the sign is the one of its row."""
    if target.card is not None:
        return [field("", safe(f"~ from a target card of {ago(target.card.made_at, now)}", "$text-muted"), _LABEL)]
    if target.reading is None:
        return []
    what = "as AWS Config recorded it" if target.reading.source == "config" else "as it was kept"
    words = f"{what}, read {ago(target.reading.read_at, now)}"
    if not may_be_gone(target):
        return [field("", safe(f"~ {words}", "$text-muted"), _LABEL)]
    why = REASONS.get(target.doubt, f"The look-up there failed ({target.doubt}).")
    return [field("", safe(f"? {words}; it may be gone by now: {why}", "$text-warning", limit=400), _LABEL)]


def target_words(target: Target) -> str:
    """What and whose a target is."""
    owner = f"account {digits(target.account_id)}" if target.account_id else "account not known"
    profile = f" · {reached_by(target.profile)}" if target.profile else ""
    return f"{target.kind or 'name'} {target.name} · {target.region or 'region not known'} · {owner}{profile}"


def plan_lines(plan: Plan, desk: Desk) -> list[Line]:
    """What decides, as in the confirmation: errors, warnings, before and after of each record, then folded notes."""
    lines: list[Line] = [Content(""), Content.styled(f"Checks: {verdict(plan)}", "bold")]
    lines += deciding_lines(plan.findings, plan.names, "v")
    if plan.before and not desk.replace and not desk.preview.in_place:
        lines.append(Content("A record exists here: e, 'existing records may be replaced', plans its replacement."))
    lines += offer_lines(plan, desk.preview.other, "p")
    return [*lines, Content(""), *change_lines(plan), *note_lines(plan.findings, "v", folded=True)]


def change_lines(plan: Plan) -> list[Line]:
    """Each record concerned, before and after; names and types that share both are grouped, each of them named."""
    before = {record.key: record for record in plan.before}
    after = {record.key: record for record in plan.after}
    touched = {change.record.key for change in plan.changes}
    groups: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[RecordKey]] = {}
    for key in sorted({*before, *after}):
        shape = (_record(before.get(key)), _record(after.get(key)), key in touched)
        groups.setdefault(shape, []).append(key)
    lines: list[Line] = []
    for (old, new, changes), keys in groups.items():
        about: About = "change" if changes else ""
        lines += [Hanging(Content(""), safe(_keys(of_name), "bold"), about) for of_name in _by_name(keys)]
        if changes:
            lines += _side("- before  ", "$text-error", old) + _side("+ after   ", "$text-success", new)
        else:
            lines += _side("  same    ", "$text-muted", old)
    return lines


def offer_lines(plan: Plan, other: Plan | None, key: str) -> list[Line]:
    """The validation records that are offered beside a plan, or that can be left out of it again."""
    if other is None:
        return []
    more, less = _proofs(other, plan), _proofs(plan, other)
    lines = [
        Hanging(
            Content.styled("? offered ", "$text-primary"),
            Content.assemble(safe(str(record.key), "bold"), safe(f"  {record.summary()}")),
        )
        for record in more
    ]
    them = "it" if len(more or less) == 1 else "them"
    words = f"The target needs {them}: {key} adds {them} to this change." if more else f"{key} leaves {them} out."
    return [*lines, Content(words)]


def _proofs(plan: Plan, without: Plan) -> list[RecordSet]:
    """What one plan creates and another does not."""
    known = {change.record for change in without.changes if change.action == "CREATE"}
    return [change.record for change in plan.changes if change.action == "CREATE" and change.record not in known]


def _by_name(keys: list[RecordKey]) -> list[list[RecordKey]]:
    """Records that are alike, those of each name together."""
    names: dict[DnsName, list[RecordKey]] = {}
    for key in keys:
        names.setdefault(key.name, []).append(key)
    return list(names.values())


def _keys(keys: list[RecordKey]) -> str:
    """Of one name: ``www.example.com. A + AAAA``, with set identifiers where there are any."""
    types = " + ".join(f"{key.type} ({key.set_identifier})" if key.set_identifier else key.type for key in keys)
    return f"{keys[0].name}  {types}"


def _side(label: str, style: str, lines: tuple[str, ...]) -> list[Line]:
    first, *more = lines
    blank = Content(" " * len(label))
    return [
        Hanging(Content.styled(label, style), Content(first), "record"),
        *(Hanging(blank, Content.styled(line, "$text-muted"), "record") for line in more),
    ]


def _record(record: RecordSet | None) -> tuple[str, ...]:
    if record is None:
        return ("no record",)
    summary, details = shown(record.summary(), 400), shown(record.details)
    return (summary, details) if details else (summary,)


def finding_lines(finding: Finding, key: str = "") -> list[Line]:
    """A finding: severity in words, sentence, remedy; ``key`` is the one that shows its command, where one does."""
    text = Content.assemble(safe(finding.id, "bold"), "  ", safe(finding.message, limit=500))
    label = Content.styled(f"{FINDING_WORD[finding.severity]} ", FINDING_STYLE[finding.severity])
    lines: list[Line] = [Hanging(label, text, _ABOUT[finding.severity])]
    if finding.remedy:
        also = f"  ({key}: a command does it)" if key and finding.fix else ""
        remedy = Content.assemble(safe(finding.remedy, limit=500), (also, "$text-muted"))
        lines.append(Hanging(Content("        → "), remedy))
    return lines


def deciding_lines(findings: Sequence[Finding], names: Iterable[DnsName] = (), key: str = "") -> list[Line]:
    """Errors, then warnings; what is said of several records is said once. ``key`` as in ``finding_lines``."""
    deciding = [finding for finding in by_severity(findings) if _ABOUT[finding.severity]]
    lines: list[Line] = []
    for same in alike(deciding, names):
        lines += finding_lines(same.first, key)
        if len(same.names) > 1:
            others = safe(", ".join(same.names[1:]), limit=4_000)
            lines.append(Hanging(Content("        also "), others, _ABOUT[same.first.severity]))
    return lines


def note_lines(findings: Sequence[Finding], key: str, *, folded: bool) -> list[Line]:
    """Notes in full; folded in one line that names them, with the key that unfolds them."""
    notes = [finding for finding in findings if not _ABOUT[finding.severity]]
    if not notes:
        return []
    if not folded:
        return [line for finding in notes for line in finding_lines(finding)]
    ids = ", ".join(dict.fromkeys(finding.id for finding in notes))
    also = (f"  {key} shows {'it' if len(notes) == 1 else 'them'}", "$text-muted")
    return [Hanging(Content.styled(f"{count(len(notes), 'note')}  ", "bold"), Content.assemble(safe(ids), also))]


def batch_lines(plan: Plan, sent: str = "as it would be sent") -> list[Line]:
    """The change batch exactly as it would be, or was, sent."""
    text = json.dumps(plan.batch, indent=2, ensure_ascii=True)
    lines = [Content.styled(f"Change batch, exactly {sent} (b goes back):", "bold")]
    lines += [safe(line, limit=2_000) for line in text.splitlines()]
    return [Content(""), *lines, Content(""), safe(f"digest {plan.digest}", "$text-muted")]


def _age(desk: Desk, now: datetime) -> list[Line]:
    from xalias_tui.domain.missed import missed_together

    lines: list[Line] = []
    if desk.preview.read_at is not None:
        target = desk.plan.target if desk.plan else None
        inspected = "" if target is None or target.inspected_at is None else ago(target.inspected_at, now)
        also = f", {shown(target.name)} inspected {inspected}" if target is not None and inspected else ""
        again = "both" if also else "it"
        words = f"The records were read {ago(desk.preview.read_at, now)}{also}; R reads {again} again."
        lines.append(Content.styled(words, "$text-muted"))
    label = Content.styled("Not read: ", "$text-warning")
    lines += [Hanging(label, Content(line)) for line in missed_together(desk.preview.unscanned)]
    return lines
