"""Plans and targets read back from documents that others can write: every member is checked, nothing is believed.

The checksum of a document reveals accidents, not intent. So that nothing is sent that a confirmation did not show, what
a plan says of its records is derived again from what it sends, and the document is refused where the two differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast, get_args

from xalias_tui.domain.documents import BESIDE, CHECKSUM, checksum, plan_document
from xalias_tui.domain.errors import UsageError, XaliasError
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.given import Given, NotGivenError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Action, Change, Plan
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.targets import CardOrigin, Reading, Target, ZoneIdOrigin
from xalias_tui.domain.validations import ValidationRecord
from xalias_tui.domain.zones import Vpc, Zone

_ID: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_TYPE: Final = re.compile(r"[A-Z][A-Z0-9]{0,9}")
_MAKE_ONE: Final = "Make one with 'xalias plan NAME --target T --out FILE'."
_DERIVED: Final = ("before", "after", "changes", "batch")


def plan_from_document(document: object) -> Plan:
    """Read a plan back.

    Raises:
        UsageError: when the document is no plan, is of a later version, or was edited since it was made.
    """
    try:
        given = Given(document)
        plan = _read_plan(given)
        made = plan_document(plan)
    except (NotGivenError, XaliasError) as error:
        why = error.message if isinstance(error, XaliasError) else error
        raise UsageError("not-a-plan", f"This is no plan of xalias: {why}.", _MAKE_ONE) from error
    unknown = sorted(given.members.keys() - made.keys() - BESIDE)
    if unknown:
        raise UsageError(
            "not-a-plan",
            f"The plan is of a later version of xalias: it has {', '.join(unknown)}.",
            "Send it with that version, or make a new plan.",
        )
    edited = _contradiction(plan, given.members, made)
    if edited:
        raise UsageError(
            "plan-edited",
            f"The plan was changed after it was made: {edited}.",
            "Make a new plan instead of editing one.",
        )
    return plan


def _contradiction(plan: Plan, given: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    """In what a plan contradicts itself, in words; empty where it does not."""
    outside = [name.bare for name in plan.names if not name.is_inside(plan.zone.name)]
    if outside:
        return f"{outside[0]} is not in zone {plan.zone.name.bare}"
    before = {record.key: record for record in plan.before}
    gone = {change.record.key: change.record for change in plan.changes if change.action == "DELETE"}
    new = {change.record.key: change.record for change in plan.changes if change.action == "CREATE"}
    if any(key not in before or before[key].wire != record.wire for key, record in gone.items()):
        return "it deletes what it does not say is there"
    kept = {key: record for key, record in before.items() if key not in gone}
    after = {key: record.wire for key, record in {**kept, **new}.items()}
    if after != {record.key: record.wire for record in plan.after} or len(plan.changes) != len(gone) + len(new):
        return "what it says will be there does not follow from its changes"
    for key in _DERIVED:
        if not _agrees(given[key], made[key]):
            return f"'{key}' contradicts what would be sent"
    if given["digest"] != plan.digest or given[CHECKSUM] != checksum(given):
        return "its checksum does not match"
    return ""


def _agrees(given: Any, made: Any) -> bool:
    """Whether what a document says is what we would say; an earlier version said less."""
    if isinstance(given, Mapping) and isinstance(made, Mapping):
        return all(key in made and _agrees(value, made[key]) for key, value in given.items())
    if isinstance(given, list) and isinstance(made, list):
        return len(given) == len(made) and all(_agrees(one, other) for one, other in zip(given, made, strict=True))
    return bool(type(given) is type(made) and given == made)


def _read_plan(given: Given) -> Plan:
    for key in ("digest", CHECKSUM):
        given.text(key)
    return Plan(
        zone=read_zone(given.one("zone")),
        name=given.name("name"),
        target=None if "target" not in given else read_target(given.one("target")),
        before=tuple(_read_record(record) for record in given.many("before")),
        after=tuple(_read_record(record) for record in given.many("after")),
        changes=tuple(_read_change(change) for change in given.many("changes")),
        findings=tuple(_read_finding(finding) for finding in given.many("findings")),
        comment=given.one("batch").text("Comment", ""),
        awaits=tuple(_read_validation(item) for item in given.many("validations")) if "validations" in given else (),
        made_at=given.moment_or_none("made_at"),
        undoes=given.text("undoes", ""),
    )


def _read_change(given: Given) -> Change:
    return Change(cast("Action", given.one_of("action", *get_args(Action))), _read_record(given.one("record")))


def _read_record(given: Given) -> RecordSet:
    wire = given.one("wire")
    wire.name("Name")
    _matching(wire, "Type", _TYPE)
    for key in ("SetIdentifier", "HealthCheckId", "TrafficPolicyInstanceId"):
        wire.text_or_none(key)
    wire.number_or_none("TTL")
    for item in wire.many("ResourceRecords") if "ResourceRecords" in wire.members else ():
        item.text("Value")
    alias = wire.one_or_none("AliasTarget")
    if alias is not None:
        alias.name("DNSName")
        alias.text("HostedZoneId")
        alias.flag("EvaluateTargetHealth")
    return RecordSet.from_wire(wire.members)


def _read_validation(given: Given) -> ValidationRecord:
    return ValidationRecord(
        name=given.name("name"),
        type=given.text("type"),
        value=given.text("value"),
        proves=given.text("proves"),
        service=given.text("service"),
        resource=given.text("resource"),
        state=given.text("state", ""),
        renews=given.flag("renews", default=False),
    )


def read_zone(given: Given) -> Zone:
    """An element of ``zones`` read back.

    Raises:
        NotGivenError, XaliasError: when it is no such document.
    """
    has_features = "guardrails" in given  # documents of earlier versions have none
    return Zone(
        id=_matching(given, "id", _ID),
        name=given.name("name"),
        private=given.flag("private"),
        account_id=_matching(given, "account_id", _ID),
        profile=given.text("profile"),
        record_count=given.number_or_none("record_count"),
        comment=given.text("comment"),
        linked_service=given.text("linked_service"),
        name_servers=given.texts("name_servers"),
        vpcs=tuple(Vpc(vpc.text("id"), vpc.text("region")) for vpc in given.many("vpcs")),
        partition=given.text("partition"),
        accelerated_recovery=given.text("accelerated_recovery") if has_features else "",
        public_dns_fallback=given.text("public_dns_fallback") if has_features else "",
        guardrails=frozenset(given.texts("guardrails") if has_features else ()),
    )


def read_target(given: Given) -> Target:
    """A *target* read back, without its evidence.

    Raises:
        NotGivenError, XaliasError: when it is no such document.
    """
    card = given.one_or_none("card")
    others = given.texts("other_names") if "other_names" in given else ()  # documents of earlier versions have none
    return Target(
        kind=given.text("kind"),
        name=given.text("name"),
        arn=given.text("arn"),
        account_id=given.text("account_id"),
        profile=given.text("profile"),
        region=given.text("region"),
        dns_name=given.name("dns_name") if given.text("dns_name") else None,
        zone_id=given.text("zone_id"),
        zone_id_origin=cast("ZoneIdOrigin", given.one_of("zone_id_origin", *get_args(ZoneIdOrigin))),
        record_types=given.texts("record_types"),
        hostnames=given.texts("hostnames"),
        other_names=tuple(DnsName.from_route53(name) for name in others),
        state=given.text("state"),
        internal=given.flag_or_none("internal"),
        label=given.text("label"),
        card=None if card is None else _read_card(card),
        reading=_read_reading(given),
        read_at=given.moment_or_none("read_at") if given.text("source", "live") == "live" else None,
    )


def _read_reading(given: Given) -> Reading | None:
    """Where a target was read that was not read of its account; documents of before know of none."""
    source = given.text("source", "live")
    if source not in ("config", "cache"):
        return None
    return Reading(
        "config" if source == "config" else "cache",
        given.moment("read_at"),
        given.moment_or_none("unchanged_since"),
        given.texts("unread"),
    )


def _read_card(given: Given) -> CardOrigin:
    return CardOrigin(
        given.moment("made_at"), given.moment("opened_at"), given.text("inspected_for"), given.flag("edited")
    )


def _read_finding(given: Given) -> Finding:
    record = given.one_or_none("record")
    return Finding(
        id=given.text("id"),
        severity=Severity(given.one_of("severity", *(severity.value for severity in Severity))),
        message=given.text("message"),
        remedy=given.text("remedy"),
        fix=given.text("fix", ""),
        record=None
        if record is None
        else RecordKey(record.name("name"), record.text("type"), record.text_or_none("set_identifier")),
        zone_id=None if record is None else record.text_or_none("zone_id"),
        target=given.text_or_none("target"),
    )


def _matching(given: Given, key: str, form: re.Pattern[str]) -> str:
    found = given.text(key)
    if not form.fullmatch(found):
        raise NotGivenError(f"'{key}' is not of the form that AWS gives it")
    return found
