"""Validation records that a target waits for, and the findings about each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.targets import Certificate, Facts
from xalias_tui.domain.validations import Placed, ValidationRecord, place
from xalias_tui.targets.shared import common_rules as common
from xalias_tui.targets.shared import validation_rules as rules
from xalias_tui.targets.shared.acm import ISSUED, PENDING, parsed_name
from xalias_tui.targets.shared.certificate_rules import CERT_VALIDATION_RECORD_GONE
from xalias_tui.targets.shared.subject import Subject

_PROVED: Final = "SUCCESS"
_NOT_THERE: Final = frozenset({"missing", "wrong"})


def of_facts(facts: Facts | None, name: DnsName) -> tuple[ValidationRecord, ...]:
    """Those of the certificates in some evidence that cover a name."""
    certificates = certificates_in(facts)
    return tuple(dict.fromkeys(record for certificate in certificates for record in of_certificate(certificate, name)))


def of_certificate(certificate: Certificate, name: DnsName) -> Iterator[ValidationRecord]:
    """The records that a certificate waits for, or that its renewal needs; nothing where it does not cover the name.

    A certificate is issued as a whole: every one of its names must be proved, also those that the record is not called.
    """
    renews = certificate.status == ISSUED and certificate.type != "IMPORTED"
    if not (renews or certificate.status == PENDING) or not certificate.covers(name):
        return
    for item in certificate.validations:
        record = parsed_name(item.record_name)
        if record is not None and (renews or item.status != _PROVED):
            yield ValidationRecord(
                record,
                item.record_type,
                item.record_value,
                proves=item.name,
                service=certificate.service,
                resource=certificate.arn,
                state=certificate.renewal or certificate.status if renews else item.status or certificate.status,
                renews=renews,
            )


def certificates_in(facts: Facts | None) -> list[Certificate]:
    """Every certificate that was read among some evidence, once."""
    return [] if facts is None else [certificate for certificate in facts.all_certificates if certificate.read]


# -- checks


def placed(case: Case, records: tuple[ValidationRecord, ...]) -> tuple[Placed, ...]:
    """Whether each record exists, as far as the records around a draft were read; one of each name and value."""
    around = case.around
    first: dict[tuple[DnsName, str, str], ValidationRecord] = {}
    for record in records:
        first.setdefault((record.name, record.type, record.value), record)
    return tuple(place(record, around.records, around.others, around.zones) for record in first.values())


def planned(case: Case, item: Placed) -> bool:
    """Whether the batch creates the record."""
    return item.record.proved_by(case.created)


def settled(case: Case, records: tuple[ValidationRecord, ...]) -> bool:
    """Whether nothing is left to do but to wait: every record is there, or comes with the batch."""
    return all(item.standing == "there" or planned(case, item) for item in placed(case, records))


def judge(subject: Subject, records: tuple[ValidationRecord, ...]) -> Iterator[Finding]:
    """Findings about each record that the draft's target waits for, or needs for renewal."""
    for item in placed(subject.case, records):
        record, zone = item.record, item.zone
        values: dict[str, Any] = {
            "service": record.service,
            "validation": str(record),
            "proves": record.proves,
            "holder": zone.name.bare if zone else "",
            "holder_id": zone.id if zone else "",
            "found": "; ".join(f"{row.type} {row.summary()}" for row in item.found),
        }
        if planned(subject.case, item):
            yield subject.finding(rules.VALIDATION_RECORD_PLANNED, **values)
        elif record.renews:
            yield from _judge_renewal(subject, item)
        elif item.standing in _NOT_THERE:
            yield _not_there(subject, item, values)
        elif item.standing == "there":
            yield subject.finding(rules.VALIDATION_RECORD_THERE, **values)
        elif item.standing == "unknown":
            yield subject.finding(common.INVESTIGATION_INCOMPLETE, what=f"whether zone {values['holder']} has {record}")
        else:
            yield subject.finding(rules.VALIDATION_RECORD_OUTSIDE, why=_why_outside(subject.case, item), **values)


def _not_there(subject: Subject, item: Placed, values: dict[str, Any]) -> Finding:
    """It is missing or wrong: the draft's own batch can make it, or that of another zone."""
    rule = rules.VALIDATION_RECORD_MISSING if item.standing == "missing" else rules.VALIDATION_RECORD_WRONG
    remedy = None
    if item.standing == "wrong" and not item.replaceable:
        remedy = "Delete the existing record by hand, then plan again."
    elif item.zone is not None and item.zone.id != subject.case.zone.id:
        remedy = "That zone needs a plan of its own: 'xalias validate {name} --target {target}' makes it."
    return subject.finding(rule, remedy=remedy, **values)


def _judge_renewal(subject: Subject, item: Placed) -> Iterator[Finding]:
    """Of what is proved already, only the loss of the record is worth a word."""
    if item.standing in _NOT_THERE:
        record = item.record
        yield subject.finding(
            CERT_VALIDATION_RECORD_GONE,
            record=record.name.text,
            value=record.value,
            certificate=record.resource,
            certificate_region=subject.target.region,
        )


def _why_outside(case: Case, item: Placed) -> str:
    if item.standing == "ambiguous":
        return "several zones that were read could hold it"
    incomplete = "" if case.around.zones_complete else " (not all zone accounts could be read)"
    return f"no zone that was read holds it{incomplete}"
