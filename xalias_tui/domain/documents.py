"""The JSON documents of the headless contract, written and read.

Keys are exactly those of the contract; keys may be added, never renamed or removed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.findings import Finding, Rule
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.partitions import partition_of_name
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet, Routing
from xalias_tui.domain.targets import CardOrigin, Recognition, Target
from xalias_tui.domain.validations import ValidationRecord
from xalias_tui.domain.zones import Zone

SCHEMA: Final = "xalias/1"

Document = dict[str, Any]
_encode: Final = json.JSONEncoder().encode

CHECKSUM: Final = "seal"
"""The key of a document's checksum."""
BESIDE: Final = frozenset({CHECKSUM, "also", "rows"})
"""What a checksum does not cover.

``also`` holds plans of other zones that belong to a plan, each with its own; ``rows`` the lines that it was made of.
"""


def envelope(command: str, data: Document, unscanned: tuple[Unscanned, ...] = ()) -> Document:
    """The document of a command that succeeded."""
    return {
        "schema": SCHEMA,
        "command": command,
        "data": data,
        "unscanned": [unscanned_document(item) for item in unscanned],
    }


def error_envelope(command: str, error: XaliasError) -> Document:
    """The document of a command that ended with an error."""
    return {
        "schema": SCHEMA,
        "command": command,
        "error": {"code": error.code, "message": error.message, "remedy": error.remedy},
    }


def unscanned_document(item: Unscanned) -> Document:
    """A look-up that failed."""
    return {
        "account_id": item.account_id,
        "profile": item.profile,
        "region": item.region,
        "kind": item.kind,
        "code": item.code,
        "message": item.message,
        "action": item.action,
        "accounts": item.accounts or 1,
        "account_ids": list(item.account_ids) or ([item.account_id] if item.account_id else []),
    }


def account_document(account: Account) -> Document:
    """An element of ``accounts``."""
    return {
        "profile": account.profile,
        "account_id": account.account_id,
        "arn": account.arn,
        "partition": account.partition if account.arn else "",
        "state": account.state,
        "message": account.message,
        "remedy": account.remedy,
        "read_only": account.read_only,
        "origin": account.origin,
        "via": account.via,
        "name": account.name,
        "ou": account.ou,
        "until": None if account.until is None else account.until.isoformat(),
    }


def zone_document(zone: Zone) -> Document:
    """An element of ``zones``."""
    return {
        "id": zone.id,
        "name": zone.name.text,
        "private": zone.private,
        "account_id": zone.account_id,
        "profile": zone.profile,
        "record_count": zone.record_count,
        "comment": zone.comment,
        "name_servers": list(zone.name_servers),
        "vpcs": [{"id": vpc.id, "region": vpc.region} for vpc in zone.vpcs],
        "linked_service": zone.linked_service,
        "partition": zone.partition,
        "accelerated_recovery": zone.accelerated_recovery,
        "public_dns_fallback": zone.public_dns_fallback,
        "guardrails": sorted(zone.guardrails),
    }


def record_document(record: RecordSet) -> Document:
    """A *record*, with its lossless wire form added."""
    return {**_reading(record), "wire": record.wire}


def record_texts(more: Document) -> Callable[[RecordSet], str]:
    """What makes the JSON of a *record* with further keys, one at least, that are the same for many records.

    Its wire form is the text that a record has anyway.
    """
    end = _encode(more)[1:]
    return lambda record: f'{_encode(_reading(record))[:-1]}, "wire": {record.wire_json}, {end}'


def _reading(record: RecordSet) -> Document:
    alias = record.alias
    return {
        "name": record.name.text,
        "type": record.type,
        "set_identifier": record.set_identifier,
        "ttl": record.ttl,
        "values": list(record.values),
        "alias": None
        if alias is None
        else {
            "dns_name": alias.dns_name.text,
            "zone_id": alias.zone_id,
            "evaluate_target_health": alias.evaluate_target_health,
        },
        "routing": routing_document(record.routing),
        "health_check_id": record.health_check_id,
        "traffic_policy_instance_id": record.traffic_policy_instance_id,
    }


def routing_document(routing: Routing | None) -> Document | None:
    """The ``routing`` of a *record*."""
    if routing is None:
        return None
    detail = dict(routing.value) if isinstance(routing.value, Mapping) else {"value": routing.value}
    return {"policy": routing.policy, **detail}


def target_document(target: Target) -> Document:
    """A *target*; ``dns_name`` and ``zone_id`` are the very values of the alias record."""
    return {
        "kind": target.kind,
        "name": target.name,
        "arn": target.arn,
        "account_id": target.account_id,
        "profile": target.profile,
        "region": target.region,
        "dns_name": target.dns_name.text if target.dns_name else "",
        "zone_id": target.zone_id,
        "zone_id_origin": target.zone_id_origin,
        "record_types": list(target.record_types),
        "hostnames": list(target.hostnames),
        "other_names": [name.text for name in target.other_names],
        "state": target.state,
        "internal": target.internal,
        "label": target.label,
        "card": None if target.card is None else _card_document(target.card),
        **_reading_document(target),
    }


def _reading_document(target: Target) -> Document:
    reading = target.reading
    read_at = target.read_at if reading is None else reading.read_at
    since = None if reading is None else reading.unchanged_since
    return {
        "source": target.source,
        "read_at": None if read_at is None else read_at.isoformat(),
        "unchanged_since": None if since is None else since.isoformat(),
        "unread": [] if reading is None else list(reading.unread),
    }


def _card_document(card: CardOrigin) -> Document:
    return {
        "made_at": card.made_at.isoformat(),
        "opened_at": card.opened_at.isoformat(),
        "inspected_for": card.inspected_for,
        "edited": card.edited,
    }


def recognition_document(recognition: Recognition) -> Document:
    """The answer of ``resolve``."""
    return {
        "kind": recognition.kind,
        "dns_name": recognition.dns_name.text,
        "region": recognition.region,
        "partition": partition_of_name(recognition.dns_name),
        "zone_id": recognition.zone_id,
        "zone_id_source": recognition.zone_id_source,
        "record_types": list(recognition.record_types),
        "aliasable": recognition.aliasable,
        "reason": recognition.reason,
        "rule": recognition.rule_id,
    }


def finding_document(finding: Finding) -> Document:
    """A *finding*."""
    record = finding.record
    return {
        "id": finding.id,
        "severity": finding.severity.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "fix": finding.fix,
        "record": None
        if record is None
        else {
            "name": record.name.text,
            "type": record.type,
            "set_identifier": record.set_identifier,
            "zone_id": finding.zone_id,
        },
        "target": finding.target,
    }


def validation_document(record: ValidationRecord) -> Document:
    """An element of ``validations``: a record that the target waits for."""
    return {
        "name": record.name.text,
        "type": record.type,
        "value": record.value,
        "proves": record.proves,
        "service": record.service,
        "resource": record.resource,
        "state": record.state,
        "renews": record.renews,
    }


def rule_document(rule: Rule) -> Document:
    """An element of ``rules``."""
    return {
        "id": rule.id,
        "severity": rule.severity.value,
        "when": rule.when,
        "message": rule.message,
        "remedy": rule.remedy,
        "source": rule.source,
    }


def plan_document(plan: Plan) -> Document:
    """The ``data`` of ``plan``; ``plan_from_document`` reads back what is sent and what was said of it.

    What was only evidence for that is not kept: of the target its facts and whether it was inspected, of the
    zone whether GetHostedZone was asked.

    ``digest`` is the identity of the change; ``seal`` is a checksum of the whole document, findings included.
    """
    document = {
        "zone": zone_document(plan.zone),
        "name": plan.name.text,
        "target": None if plan.target is None else target_document(plan.target),
        "before": [record_document(record) for record in plan.before],
        "after": [record_document(record) for record in plan.after],
        "changes": [{"action": change.action, "record": record_document(change.record)} for change in plan.changes],
        "batch": plan.batch,
        "findings": [finding_document(finding) for finding in plan.findings],
        "validations": [validation_document(record) for record in plan.awaits],
        "digest": plan.digest,
        "made_at": None if plan.made_at is None else plan.made_at.isoformat(),
        "undoes": plan.undoes,
    }
    return {**document, CHECKSUM: checksum(document)}


def checksum(document: Mapping[str, Any]) -> str:
    """What reveals an accidental edit: SHA-256 of all but ``seal`` itself and ``also``; anybody can make a new one."""
    content = {key: value for key, value in document.items() if key not in BESIDE}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
