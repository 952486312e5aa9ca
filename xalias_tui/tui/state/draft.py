"""The operator's desk: everything that is decided so far, as one frozen value with pure methods.

Widgets keep only their cursor, scroll and unfinished typing. Each question to a thread takes a number from here; an
answer that carries another number than the latest of its subject is stale and dropped.
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Severity, worst
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import Routing
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.state.previewed import Previewed

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Draft, Plan

NO_TARGET: Final = "Choose a target first: tab goes to them."


@dataclass(frozen=True, slots=True)
class Desk:
    """Decision state of the explorer.

    Attributes:
        zone: The zone that will hold the record: the open one, else the highlighted one.
        target: The highlighted target.
        typed_name: The name the operator gave; None while the first suggestion is used.
        suggested: Whether suggestions of target and zone were read.
        suggestions: Names that target and zone suggest, best first.
        default_types: Types that the target is given unless the operator chose others.
        chosen_types: Types the operator chose; None for the default.
        evaluate_target_health: As it will be sent.
        replace: Whether existing records may be replaced.
        cname_ttl: Seconds of the CNAME that is wanted instead of an alias; None for an alias.
        edited: Whether the options are the operator's own: until then an editor begins with what exists at the name.
        routing: Routing policy, None for simple.
        set_identifier: Identifier inside a routing group.
        validates: Whether validation records that are offered belong to the change.
        preview: The plan made from all of this, or why there is none.
        in_flight: The plan that is being committed; None while nothing is.
        edition: Number of the draft: a plan that was made from an earlier one is not shown.
    """

    zone: Zone | None = None
    target: Target | None = None
    typed_name: DnsName | None = None
    suggested: bool = False
    suggestions: tuple[DnsName, ...] = ()
    default_types: tuple[str, ...] = ()
    chosen_types: tuple[str, ...] | None = None
    evaluate_target_health: bool = False
    replace: bool = False
    cname_ttl: int | None = None
    edited: bool = False
    routing: Routing | None = None
    set_identifier: str | None = None
    validates: bool = False
    preview: Previewed = field(default_factory=Previewed)
    in_flight: Plan | None = None
    edition: int = 0

    # -- choices

    @property
    def name(self) -> DnsName | None:
        """The record's name: as typed, else the first suggestion."""
        return self.typed_name or (self.suggestions[0] if self.suggestions else None)

    @property
    def types(self) -> tuple[str, ...]:
        """The record types: as chosen, else the target's default; a CNAME is one of its own."""
        if self.cname_ttl is not None:
            return ("CNAME",)
        return self.default_types if self.chosen_types is None else self.chosen_types

    @property
    def draft(self) -> Draft | None:
        """What is wanted, once zone, target, name and a type are chosen."""
        from xalias_tui.domain.plans import Cname, Draft

        if self.zone is None or self.target is None or self.name is None or not self.types:
            return None
        return Draft(
            zone=self.zone,
            name=self.name,
            types=self.types,
            target=self.target,
            evaluate_target_health=self.evaluate_target_health,
            routing=self.routing,
            set_identifier=self.set_identifier,
            replace=self.replace,
            cname=None if self.cname_ttl is None else Cname(self.target.dns_name or self.name, self.cname_ttl),
        )

    def on_zone(self, zone: Zone | None) -> Desk:
        """Another zone: a typed name stays only where it lies inside it."""
        if zone == self.zone:
            return self
        keeps = zone is not None and self.typed_name is not None and self.typed_name.is_inside(zone.name)
        return self._changed(
            zone=zone,
            suggested=False,
            edited=False,
            suggestions=(),
            typed_name=self.typed_name if keeps else None,
            replace=False,
            validates=False,
        )

    def on_target(self, target: Target | None) -> Desk:
        """Another target: the chosen record types are reset. The same target listed again keeps them."""
        if target == self.target:
            return self
        if target is not None and self.target is not None and target.takes_the_place_of(self.target):
            return replace(self, target=target)
        return self._changed(
            target=target,
            suggested=False,
            suggestions=(),
            default_types=(),
            chosen_types=None,
            replace=False,
            validates=False,
            cname_ttl=None,
        )

    def suggesting(self, names: tuple[DnsName, ...], types: tuple[str, ...], target: Target | None = None) -> Desk:
        """Names and types that the chosen target suggests in the chosen zone; ``target`` is the same, better known."""
        evaluate = self.evaluate_target_health and self.may_evaluate_target_health
        return self._changed(
            target=target or self.target,
            suggested=True,
            suggestions=names,
            default_types=types,
            evaluate_target_health=evaluate,
        )

    def named(self, name: DnsName | None) -> Desk:
        """A name as typed; None goes back to the first suggestion. Consent does not carry over."""
        same = name == self.name
        return self._changed(
            edited=self.edited and same,
            typed_name=name,
            replace=self.replace and same,
            validates=self.validates and same,
        )

    def with_types(self, types: tuple[str, ...]) -> Desk:
        """Record types as chosen, in the order that the target lists them."""
        order = self.target.record_types if self.target else types
        return self._changed(chosen_types=tuple(type_ for type_ in order if type_ in types))

    def as_cname(self, ttl: int | None) -> Desk:
        """A CNAME of so many seconds instead of an alias; None for an alias."""
        return self._changed(cname_ttl=ttl, routing=None, set_identifier=None, evaluate_target_health=False)

    @property
    def leads(self) -> bool:
        """Whether the target can be reached in the form that is wanted: any name can be by a CNAME."""
        target = self.target
        return target is not None and (target.aliasable or (self.cname_ttl is not None and target.dns_name is not None))

    def validating(self) -> Desk:
        """The change with the validation records that are offered, or without them again; both plans are known."""
        if self.preview.other is None:
            return self
        return replace(self, preview=self.preview.swapped(), validates=not self.validates)

    def next_types(self) -> Desk:
        """The next combination of the types that the target takes: all of the default, each alone, then every type."""
        if self.target is None or not self.target.record_types or self.cname_ttl is not None:
            return self
        options = list(
            dict.fromkeys(
                [self.default_types, *((type_,) for type_ in self.target.record_types), self.target.record_types]
            )
        )
        at = options.index(self.types) if self.types in options else -1
        return self.with_types(options[(at + 1) % len(options)])

    def with_options(
        self,
        *,
        evaluate_target_health: bool,
        replace_existing: bool,
        routing: Routing | None,
        set_identifier: str | None,
        cname_ttl: int | None = None,
    ) -> Desk:
        """The options of the record editor."""
        return self._changed(
            edited=True,
            evaluate_target_health=evaluate_target_health,
            replace=replace_existing,
            routing=routing,
            set_identifier=set_identifier if routing else None,
            cname_ttl=cname_ttl,
        )

    def as_today(self) -> Desk:
        """With types, target health and TTL of the records that exist at the name, unless the operator chose others."""
        today = self.preview.today(self.name)
        if self.edited or not today:
            return self
        aliases = {record.type: record.alias for record in today if record.alias is not None}
        fitting = tuple(type_ for type_ in (self.target.record_types if self.target else ()) if type_ in aliases)
        health = self.evaluate_target_health or any(alias.evaluate_target_health for alias in aliases.values())
        ttl = next((record.ttl for record in today if record.type == "CNAME"), None)
        return replace(
            self,
            chosen_types=self.chosen_types or fitting or None,
            evaluate_target_health=health and self.may_evaluate_target_health,
            cname_ttl=self.cname_ttl if self.cname_ttl is None else (ttl or self.cname_ttl),
        )

    @property
    def may_evaluate_target_health(self) -> bool:
        """Whether Route 53 accepts the flag for the target."""
        return self.target is not None and self.target.evaluate_target_health != "forbidden"

    def _changed(self, **changes: object) -> Desk:
        """A choice changed: the plan made from the old one is gone, whatever answer may still arrive."""
        fresh = {**changes, "preview": self.preview.emptied(), "edition": self.edition + 1}
        return replace(self, **fresh)  # type: ignore[arg-type] # fields are checked by the callers' names

    # -- preview

    @property
    def plan(self) -> Plan | None:
        """The plan of the preview."""
        return self.preview.plan

    def previewed(
        self,
        plan: Plan,
        unscanned: tuple[Unscanned, ...],
        at: datetime,
        negative_ttl: int | None = None,
        validated: Plan | None = None,
        *,
        complete: bool = True,
    ) -> Desk:
        """The plan is there, made from what was read at a time; ``validated`` also creates validation records.

        It can be committed once it is complete: until then the name servers are still being asked.
        """
        chosen, other = (validated, plan) if self.validates and validated is not None else (plan, validated)
        preview = Previewed(chosen, other, complete, unscanned, at, negative_ttl, "ready")
        return replace(self, preview=preview)

    # -- commit

    def committing(self, plan: Plan) -> Desk:
        """A plan is on its way."""
        return replace(self, in_flight=plan)

    def landed(self) -> Desk:
        """The commit ended, whatever came of it; what was previewed is no longer what is there."""
        return self._changed(replace=False, validates=False, in_flight=None)


def why_no_commit(desk: Desk, *, read_only: bool) -> str:
    """Why nothing can be committed now, with what to do; empty where it can."""
    if desk.in_flight is not None:
        return f"A change of {desk.in_flight.name} is in flight; wait until it is in sync."
    if read_only:
        return "This account is read-only here: nothing can be sent."
    choice = missing(desk)
    if choice:
        return choice
    if desk.plan is None:
        return desk.preview.problem or "The preview is still being read."
    if not desk.preview.complete:
        return "The name servers are still being asked: their answers may be reasons not to send this."
    return "Nothing to change: the record is already as wanted." if desk.preview.in_place else ""


def missing(desk: Desk) -> str:
    """What must be chosen before there can be a preview; empty where nothing is."""
    if desk.zone is None:
        return "Choose a zone first."
    if desk.target is None:
        return NO_TARGET
    if not desk.leads:
        cname = "Press a for a CNAME, or choose" if desk.target.dns_name else "Choose"
        return f"{desk.target.name} cannot be aliased ({desk.target.state}). {cname} another target."
    return "Give the record a name first: press n." if desk.name is None else ""


@dataclass(frozen=True, slots=True)
class Consent:
    """What the operator must do to let a plan go.

    Attributes:
        reasons: Why a key press is not enough; empty where it is.
        errors: Findings of severity error that would be overridden.
    """

    reasons: tuple[str, ...]
    errors: tuple[Finding, ...]

    @property
    def by_name(self) -> bool:
        """Whether the record's name must be typed."""
        return bool(self.reasons)


def consent(plan: Plan, *, again: bool = False) -> Consent:
    """What it takes: replacing, an apex or overriding an error asks for the record's name.

    An undo puts back what was there under the same guard; that alone asks for no name. A change that is made ``again``
    asks for what it asked for the first time.
    """
    errors = tuple(finding for finding in plan.findings if finding.severity is Severity.ERROR)
    reasons = []
    if plan.replaces and (again or not plan.undoes):
        reasons.append("it deletes a record that exists" if plan.only_deletes else "it replaces a record that exists")
    if plan.name == plan.zone.name:
        many = len(plan.names)
        reasons.append("it is the apex of the zone" if many == 1 else f"it changes records of {many} names")
    if errors:
        reasons.append(f"it overrides {len(errors)} finding{'s' if len(errors) > 1 else ''} of severity error")
    return Consent(tuple(reasons), errors)


def verdict(plan: Plan) -> str:
    """How many findings of which severity, in words."""
    if worst(plan.findings) is None:
        return "no findings"
    counts = {severity: sum(finding.severity is severity for finding in plan.findings) for severity in Severity}
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    return ", ".join(
        f"{count} {words[severity]}{'s' if count > 1 else ''}" for severity, count in counts.items() if count
    )
