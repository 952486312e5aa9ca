"""What can be aliased: ``kinds`` has one module a kind, ``shared`` what several of them use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Finding, Rule
from xalias_tui.domain.meant import did_you_mean
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.targets import kinds, shared
from xalias_tui.targets.shared import judging
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.subject import Subject, WatchedSubject

__all__ = ["Kind", "all_kinds", "judge", "judge_existing", "kind", "offline_target", "recognise", "rules"]


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(
        import_module(f"{package.__name__}.{module.name}")
        for package in (kinds, shared)
        for module in iter_modules(package.__path__)
    )


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of lists."""
    found = [module.KIND for module in _modules() if isinstance(getattr(module, "KIND", None), Kind)]
    return tuple(sorted(found, key=lambda kind: (kind.order, kind.key)))


@cache
def _by_key() -> Mapping[str, Kind]:
    """Every kind in that order, and last that of names which are no alias target."""
    from xalias_tui.targets.shared.lookalikes import LOOKALIKE  # noqa: PLC0415 -- part of this package

    return {kind.key: kind for kind in (*all_kinds(), LOOKALIKE)}


def kind(key: str) -> Kind:
    """The kind of a key; the empty key is that of names which are no alias target.

    Raises:
        UsageError: when there is no such kind.
    """
    found = _by_key().get(key)
    if found is not None:
        return found
    known = [candidate.key for candidate in all_kinds()]
    remedy = f"{did_you_mean(key, known)} Kinds are: {', '.join(known)}.".lstrip()
    raise UsageError("kind-unknown", f"There is no kind of target called {key}.", remedy)


def recognise(name: DnsName) -> Recognition | None:
    """What a DNS name alone shows, near misses included; None for an unknown form."""
    answers = (candidate.recognise(name) for candidate in _by_key().values())
    return next((answer for answer in answers if answer is not None), None)


def judge(case: Case) -> Iterator[Finding]:
    """Every finding about the target of a draft; nothing for a draft that only removes."""
    target = case.draft.target
    return iter(()) if target is None else judging.judge(kind(target.kind), Subject(case, target))


def judge_existing(case: Case) -> tuple[Finding, ...] | None:
    """Every finding about the target of a record that exists, but notes.

    None where there is nothing to say of any other record either that has the same types and flag and points to the
    same target from the same zone: no rule looked at the record's name.
    """
    target = case.draft.target
    if target is None:
        return None
    subject = WatchedSubject(case, target)
    said = judging.judge(kind(target.kind), subject)
    found = tuple([row for row in said if row.rule is None or not row.rule.is_note(row.severity)])
    return found if found or subject.looked_at else None


def offline_target(recognition: Recognition) -> Target:
    """The target of a recognised name; nothing was read about it: it has no ``facts``."""
    return Target(
        kind=recognition.kind,
        name=recognition.dns_name.bare,
        arn="",
        account_id="",
        profile="",
        region=recognition.region,
        dns_name=recognition.dns_name,
        zone_id=recognition.zone_id,
        zone_id_origin="table" if recognition.zone_id else "",
        record_types=recognition.record_types if recognition.aliasable else (),
        state=recognition.rule_id,
        internal=recognition.internal,
        evaluate_target_health=kind(recognition.kind).evaluate_target_health,
    )


@cache
def rules() -> tuple[Rule, ...]:
    """The catalogue of this room, by id."""
    found = {value.id: value for module in _modules() for value in vars(module).values() if isinstance(value, Rule)}
    return tuple(found[id_] for id_ in sorted(found))
