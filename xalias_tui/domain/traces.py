"""The way of a name from the registry to the web server, step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Literal

from xalias_tui.domain.commands import Variable, joined
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.documents import finding_document
from xalias_tui.domain.findings import Finding, Severity, worst
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import Zone

StepName = Literal[
    "delegation", "zone", "record", "target", "resource", "demands", "certificate", "answers", "tls", "http"
]
Status = Literal["ok", "warn", "fail", "skip"]
Outcome = Literal["ok", "broken", "unknown"]

_OF_THE_TARGET: Final[tuple[StepName, ...]] = ("target", "resource", "demands", "certificate")
_STATUS: Final[dict[Severity | None, Status]] = {
    None: "ok",
    Severity.INFO: "ok",
    Severity.WARNING: "warn",
    Severity.ERROR: "fail",
}


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step.

    Attributes:
        step: Which one.
        status: ``skip`` where it could not be, or needed not be, looked at.
        detail: What was found, or why nothing was looked at, in one sentence.
        findings: What is wrong, most severe first.
        evidence: What the sentence was made from, a line each: hops, members of a routing group, addresses.
        complete: Whether everything that belongs to the step could be looked at.
    """

    step: StepName
    status: Status
    detail: str
    findings: tuple[Finding, ...] = ()
    evidence: tuple[str, ...] = ()
    complete: bool = True

    @property
    def label(self) -> str:
        """What the step is called in sentences; ``step`` is its value in JSON."""
        return "requirements" if self.step == "demands" else self.step

    @classmethod
    def judged(
        cls,
        step: StepName,
        detail: str,
        findings: tuple[Finding, ...],
        evidence: tuple[str, ...] = (),
        *,
        complete: bool = True,
    ) -> TraceStep:
        """A step whose status is that of its worst finding."""
        return cls(step, _STATUS[worst(findings)], detail, findings, evidence, complete)


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that can be done about a broken name; each is a plan that is reviewed before it is sent.

    Attributes:
        action: What.
        words: The same in words.
        command: The command for a POSIX shell that plans it; ``"$TARGET"`` in it is the operator's to choose.
    """

    action: Literal["repoint", "delete", "convert"]
    words: str
    command: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A traced name.

    Attributes:
        name: The name.
        steps: In the order in which a visitor passes them.
        zone: The zone that answers; None where none is known.
        record: The record that was followed; None where there is none.
        verdicts: What is said of each alias, or CNAME to a name of AWS, that answers on the name.
        unscanned: Look-ups that failed: what is absent there proves nothing.
        others: Records of other names of its zone that point to the same name outside it.
    """

    name: DnsName
    steps: tuple[TraceStep, ...]
    zone: Zone | None = None
    record: RecordSet | None = None
    verdicts: tuple[AliasVerdict, ...] = ()
    unscanned: tuple[Unscanned, ...] = ()
    others: tuple[RecordSet, ...] = ()

    @property
    def broken_at(self) -> TraceStep | None:
        """The first step that fails."""
        return next((step for step in self.steps if step.status == "fail"), None)

    @property
    def warned_at(self) -> TraceStep | None:
        """The step that warns: what visitors get before notes about the way there."""
        warned = [step for step in self.steps if step.status == "warn"]
        return next((step for step in warned if step.step == "http"), next(iter(warned), None))

    @property
    def verdict(self) -> Outcome:
        """``broken`` where a step fails; ``unknown`` where none does and not all was looked at, or an alias is so."""
        if self.broken_at is not None:
            return "broken"
        looked = {step.step for step in self.steps if step.status != "skip"}
        if "http" in looked:
            return "ok"
        settled = not any(verdict.verdict == "unknown" for verdict in self.verdicts)
        return "ok" if settled and "demands" in looked and all(step.complete for step in self.steps) else "unknown"

    @property
    def headline(self) -> str:
        """The verdict in one sentence: the first broken step, else the first that warns."""
        broken, warned = self.broken_at, self.warned_at
        if broken is not None:
            return f"broken at {broken.label}: {_said(broken)}"
        if self.verdict == "unknown":
            also = f"; {warned.label} warns: {_said(warned)}" if warned else ""
            return f"nothing broken was found, but not everything could be looked at{also}"
        return f"works, but {warned.label} warns: {_said(warned)}" if warned else "nothing is broken"

    @property
    def repairable(self) -> tuple[AliasVerdict, ...]:
        """What is to be repaired: broken records, else all aliases where a step about their target fails."""
        aliases = tuple(verdict for verdict in self.verdicts if verdict.record.alias is not None)
        bad = tuple(verdict for verdict in self.verdicts if verdict.is_bad)
        broken = self.broken_at
        return bad or (aliases if broken is not None and broken.step in _OF_THE_TARGET else ())

    @property
    def convertible(self) -> RecordSet | None:
        """The alias that works as a CNAME: all that is wrong is what aliases alone must not do; else None."""
        record, broken = self.record, self.broken_at
        if record is None or record.alias is None or record.routing is not None or broken is None:
            return None
        wrong = [finding for finding in self.findings if finding.severity is Severity.ERROR]
        of_aliases = bool(wrong) and all(finding.rule is not None and finding.rule.aliases_only for finding in wrong)
        apex = self.zone is not None and record.name == self.zone.name
        return record if of_aliases and broken.step in _OF_THE_TARGET and not apex else None

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What can be done, the likeliest first."""
        found: dict[tuple[str, str], Remedy] = {}
        alike: dict[object, list[AliasVerdict]] = {}
        for verdict in self.repairable:  # types of one name that point alike are repaired together
            key = verdict.record.key
            place = (key.name, key.set_identifier, verdict.record.leads_to, verdict.successor and verdict.successor.key)
            alike.setdefault(place, []).append(verdict)
        takeable = tuple(verdict for verdict in self.verdicts if verdict.verdict == "takeable")
        makers = (_deleting, _repointing) if takeable else (_repointing, _deleting)
        repairs = [make(group) for make in makers for group in alike.values()]
        repairs += [_repointing_all(group, self.others) for group in alike.values() if self.others]
        for remedy in repairs:
            if remedy is not None:
                found.setdefault((remedy.action, remedy.command), remedy)
        record = None if takeable else self.convertible
        if record is not None and self.zone is not None:
            words = f"make {record.name.bare} a CNAME, which can point anywhere"
            command = _command(self.zone, None, "convert", record.name.bare, "--zone", self.zone.id)
            found["convert", command] = Remedy("convert", words, command)
        return tuple(found.values())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of all steps."""
        return tuple(finding for step in self.steps for finding in step.findings)


def _said(step: TraceStep) -> str:
    """What a step says in one sentence: its worst finding, else its detail."""
    return step.findings[0].message if step.findings else step.detail


def step_document(step: TraceStep) -> dict[str, Any]:
    """A step as documents hold it."""
    return {
        "step": step.step,
        "status": step.status,
        "detail": step.detail,
        "evidence": list(step.evidence),
        "complete": step.complete,
        "findings": [finding_document(finding) for finding in step.findings],
    }


def _repointing(verdicts: list[AliasVerdict]) -> Remedy | None:
    """The very records, through their group where they are of one; others that point to the same target stay."""
    verdict, record = verdicts[0], verdicts[0].record
    if record.alias is None:
        return None
    new = _successor(verdict)
    right = " with its right hosted zone id" if verdict.successor == verdict.target else ""
    words = f"point {_named(verdicts)} to {new}{right}" if new else f"point {_named(verdicts)} to another target"
    where = (record.name.bare, "--zone", verdict.zone.id, *_types(verdicts))
    found = verdict.successor or verdict.target
    if record.set_identifier is not None:
        member = _new_target(new, f"{record.set_identifier}=")
        return Remedy("repoint", words, _command(verdict.zone, found, "group", *where, last=("--target", member)))
    last = ("--replace", "--target", _new_target(new))
    return Remedy("repoint", words, _command(verdict.zone, found, "plan", *where, last=last))


def _repointing_all(verdicts: list[AliasVerdict], others: tuple[RecordSet, ...]) -> Remedy | None:
    """Everything that points to the same place."""
    verdict, old = verdicts[0], verdicts[0].points_to
    alike = dict.fromkeys(row.name.bare for row in others)
    if old is None or not alike or not verdict.is_bad:
        return None
    new = _successor(verdict)
    words = f"point everything at {old.bare} to {new or 'another target'}; {', '.join(alike)} points there too"
    command = _command(verdict.zone, verdict.successor, "repoint", old.bare, last=(_new_target(new),))
    return Remedy("repoint", words, command)


def _new_target(new: str, after: str = "") -> str | Variable:
    """The word that names a new target; what the operator has to fill in where none is known."""
    return f"{after}{new}" if new else Variable("TARGET", after)


def _successor(verdict: AliasVerdict) -> str:
    successor = verdict.successor
    return successor.dns_name.bare if successor is not None and successor.dns_name is not None else ""


def _deleting(verdicts: list[AliasVerdict]) -> Remedy:
    verdict, record = verdicts[0], verdicts[0].record
    words = ["plan", record.name.bare, "--delete", "--zone", verdict.zone.id, *_types(verdicts)]
    words += ["--set-identifier", record.set_identifier] if record.set_identifier is not None else []
    return Remedy("delete", f"delete {_named(verdicts)}", _command(verdict.zone, None, *words))


def _types(verdicts: list[AliasVerdict]) -> tuple[str, ...]:
    return tuple(word for verdict in verdicts for word in ("--type", verdict.record.type))


def _named(verdicts: list[AliasVerdict]) -> str:
    """The records in words: their key, with every type."""
    key, types = verdicts[0].record.key, "+".join(verdict.record.type for verdict in verdicts)
    return str(replace(key, type=types))


def _command(zone: Zone, target: Target | None, *words: str, last: tuple[str | Variable, ...] = ()) -> str:
    """A command that asks the accounts that zone and target were found in."""
    profiles = {"--zone-profile": zone.profile, "--target-profile": target.profile if target else ""}
    given = [word for option, profile in profiles.items() if profile for word in (option, profile)]
    return joined("xalias", *words, *given, *last)


def trace_document(trace: Trace) -> dict[str, Any]:
    """The ``data`` of ``trace``."""
    broken = trace.broken_at
    return {
        "name": trace.name.text,
        "verdict": trace.verdict,
        "broken_at": None if broken is None else broken.step,
        "headline": trace.headline,
        "remedies": [
            {"action": remedy.action, "words": remedy.words, "command": remedy.command} for remedy in trace.remedies
        ],
        "steps": [step_document(step) for step in trace.steps],
    }
