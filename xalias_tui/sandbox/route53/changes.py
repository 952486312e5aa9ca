"""ChangeResourceRecordSets: every change is judged in order on a draft; all of them are made, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.route53 import aliases, coexistence, guardrails, values, zone_limits
from xalias_tui.sandbox.route53.judgement import Attempt
from xalias_tui.sandbox.route53.names import NameProblem
from xalias_tui.sandbox.route53.protections import protected
from xalias_tui.sandbox.route53.records import Wire, describe, normalised, same_record, values_of
from xalias_tui.sandbox.route53.shape import check_shape
from xalias_tui.sandbox.route53.store import ChangeInfo, Route53
from xalias_tui.sandbox.route53.zones import Draft, Zone, key_of

_MAX_RECORDS = 1000
_MAX_CHARACTERS = 32_000
_RULES = (*coexistence.RULES, *values.RULES, *aliases.RULES)
_REQUIRED = {
    "SOA": "A HostedZone must contain exactly one SOA record.",
    "NS": "A HostedZone must contain at least one NS record for the zone itself.",
}

_Step = tuple[str, Wire]


def change_records(route53: Route53, zone: Zone, batch: Mapping[str, Any]) -> ChangeInfo:
    """Make all changes of a batch in a zone, or none of them.

    Raises:
        Refusal: ``InvalidInput``, ``InvalidChangeBatch`` with every sentence in one bracketed list,
            ``NoSuchHealthCheck``, or ``AccessDenied`` for a zone that a service manages.
    """
    check_shape(batch)
    with route53.lock:
        if zone.linked_service is not None:
            manager = zone.linked_service["ServicePrincipal"]
            raise Refusal(
                "AccessDenied", f"The resource hostedzone/{zone.id} can only be managed through {manager}", 403
            )
        _refuse(zone_limits.locked(zone))
        steps = _normalised_steps(batch["Changes"])
        _refuse(chain(_exceeded_limits(steps), _repeated(steps)))
        _check_health_checks(route53, zone, steps)
        _refuse(protected(zone, [record for _, record in steps]))
        draft = Draft(zone)
        _refuse(_tried(route53, draft, steps))
        _refuse(guardrails.refused(draft, steps))
        draft.commit()
        change = route53.accepted(zone, batch.get("Comment"))
        for action, record in steps:
            zone.made.pop(key_of(record), None)
            if action != "DELETE":
                zone.made[key_of(record)] = change.submitted_at
        return change


def _refuse(sentences: Iterator[str]) -> None:
    found = list(sentences)
    if found:
        raise Refusal("InvalidChangeBatch", f"[{', '.join(found)}]")


def _normalised_steps(changes: Sequence[Mapping[str, Any]]) -> list[_Step]:
    steps: list[_Step] = []
    problems: list[str] = []
    for change in changes:
        try:
            steps.append((change["Action"], normalised(change["ResourceRecordSet"])))
        except NameProblem as problem:
            problems.append(str(problem))
    _refuse(iter(problems))
    return steps


def _exceeded_limits(steps: Sequence[_Step]) -> Iterator[str]:
    """Limits of one request; an UPSERT counts twice, an alias as one record.

    Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
    """
    weights = [(2 if action == "UPSERT" else 1, values_of(record)) for action, record in steps]
    if sum(weight * max(1, len(plain)) for weight, plain in weights) > _MAX_RECORDS:
        yield f"Number of records limit of {_MAX_RECORDS} exceeded."
    if sum(weight * sum(map(len, plain)) for weight, plain in weights) > _MAX_CHARACTERS:
        yield f"Number of characters limit of {_MAX_CHARACTERS} exceeded."


def _repeated(steps: Sequence[_Step]) -> Iterator[str]:
    """A record set appears once, or is deleted and then created."""
    actions: dict[tuple[str, str, str], list[str]] = {}
    for action, record in steps:
        actions.setdefault((record["Type"], record["Name"], record.get("SetIdentifier") or ""), []).append(action)
    for (record_type, name, _), found in actions.items():
        if len(found) > 1 and found != ["DELETE", "CREATE"]:
            yield (f"The request contains an invalid set of changes for a resource record set '{record_type} {name}'")


def _check_health_checks(route53: Route53, zone: Zone, steps: Sequence[_Step]) -> None:
    for action, record in steps:
        identifier = record.get("HealthCheckId")
        check = route53.health_checks.get(identifier or "", {})
        if action != "DELETE" and identifier and check.get("_account_id") != zone.account_id:
            raise Refusal("NoSuchHealthCheck", f"A health check with ID {identifier} does not exist.")


def _tried(route53: Route53, draft: Draft, steps: Sequence[_Step]) -> Iterator[str]:
    for action, record in steps:
        sentences = list(_try(action, Attempt(record, draft, route53)))
        if sentences:
            yield from sentences
        elif action == "DELETE":
            draft.remove(record)
        else:
            draft.put(record)
    yield from _missing_required(draft)
    yield from zone_limits.exceeded(draft)


def _try(action: str, attempt: Attempt) -> Iterator[str]:
    outside = list(coexistence.inside_zone(attempt))
    if outside:
        yield from outside
    elif action == "DELETE":
        yield from _deletable(attempt)
    elif action == "CREATE" and attempt.draft.get(attempt.record) is not None:
        yield f"Tried to create resource record set {describe(attempt.record)} but it already exists"
    else:
        for rule in _RULES:
            yield from rule(attempt)


def _deletable(attempt: Attempt) -> Iterator[str]:
    there = attempt.draft.get(attempt.record)
    tried = f"Tried to delete resource record set {describe(attempt.record)}"
    if there is None:
        yield f"{tried} but it was not found"
    elif not same_record(there, attempt.record):
        yield f"{tried} but the values provided do not match the current values"


def _missing_required(draft: Draft) -> Iterator[str]:
    there = {key_of(record)[1] for record in draft.at(draft.zone.name).values()}
    for record_type, sentence in _REQUIRED.items():
        if record_type not in there:
            yield sentence
