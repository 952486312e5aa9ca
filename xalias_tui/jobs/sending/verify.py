"""Whether the world sees a change that Route 53 has everywhere: its name servers, a resolver, TLS and HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.traces import StepName, TraceStep
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.session.probes import Probes, probes_by
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.trace.dns import answers_step
from xalias_tui.jobs.trace.web import web_steps
from xalias_tui.jobs.zones.delegation import who_is_asked
from xalias_tui.jobs.zones.read import detail

VERIFIED: Final[tuple[StepName, ...]] = ("answers", "tls", "http")
"""The steps of a verification, which are the last ones of a trace."""

_VISITED: Final = frozenset({"A", "AAAA", "HTTPS", "CNAME"})
_GONE: Final = frozenset({"NXDOMAIN", "NOERROR"})

Tell = Callable[[TraceStep], None]


def verify(workspace: Workspace, plan: Plan, tell: Tell, probes: Probes | None = None) -> tuple[TraceStep, ...]:
    """Ask the world about the name of a plan that was committed; nothing is changed, each question is bounded in time.

    Args:
        workspace: Whose resolvers are asked, and whose profile reads the zone's name servers where the plan lacks them.
        plan: What was committed.
        tell: Told of each step as soon as it is known.
        probes: Ways to ask; by default those of the workspace.
    """
    steps: list[TraceStep] = []
    for step in _steps(workspace, plan, probes or _ways(workspace, plan.zone)):
        steps.append(step)
        tell(step)
    return tuple(steps)


def _ways(workspace: Workspace, zone: Zone) -> Probes | str:
    """The ways to ask, or why no one is asked."""
    try:
        dns = who_is_asked(workspace, zone)
    except AwsError as error:
        return str(error)
    return dns if isinstance(dns, str) else probes_by(workspace.options)


def _steps(workspace: Workspace, plan: Plan, probes: Probes | str) -> Iterable[TraceStep]:
    if plan.zone.private:
        yield from _skipped("A private zone answers inside its VPCs only.")
        return
    if isinstance(probes, str):
        yield from _skipped(f"{probes[0].upper()}{probes[1:].removesuffix('.')}.")
        return
    servers = _servers(workspace, plan.zone)
    for name in plan.names:
        for step in _steps_of(probes, plan, name, servers):
            yield step if len(plan.names) == 1 else replace(step, detail=f"{name.bare}: {step.detail}")


def _steps_of(probes: Probes, plan: Plan, name: DnsName, servers: tuple[str, ...]) -> Iterable[TraceStep]:
    visited = tuple(record for record in plan.after if record.type in _VISITED and record.name == name)
    if not visited:
        yield _gone(probes, plan, name, servers)
        yield from _skipped("The change leaves nothing there that could be called.", VERIFIED[1:])
        return
    answers, addresses = answers_step(probes, ZoneRecords(plan.zone, plan.after), visited, name, servers)
    yield answers
    yield from web_steps(probes, name, addresses, lambda _: None)


def _servers(workspace: Workspace, zone: Zone) -> tuple[str, ...]:
    """The zone's name servers; none where they can't be read: a resolver is asked all the same."""
    try:
        return detail(workspace, zone).name_servers
    except LookupFailedError:
        return zone.name_servers


def _gone(probes: Probes, plan: Plan, name: DnsName, servers: tuple[str, ...]) -> TraceStep:
    """Whether the name servers have stopped to answer what was removed."""
    removed = [record.type for record in plan.before if record.type in _VISITED and record.name == name]
    types = tuple(dict.fromkeys(removed)) or ("A",)
    told = [probes.dns.ask_server(server, name, type_) for server in servers for type_ in types]
    still = [answer for answer in told if answer.values]
    if still:
        words = f"{still[0].server} still answers {', '.join(still[0].values)}: a wildcard, or not everywhere yet."
        return TraceStep("answers", "warn", words)
    heard = [answer for answer in told if answer.rcode in _GONE]
    if not heard:
        return TraceStep("answers", "skip", told[0].problem if told else "The zone's name servers are not known.")
    words = f"None of {len(servers)} name servers answers {name.bare} {' or '.join(types)} any more."
    return TraceStep("answers", "ok", words)


def _skipped(why: str, steps: tuple[StepName, ...] = VERIFIED) -> Iterable[TraceStep]:
    return (TraceStep(step, "skip", why) for step in steps)
