"""Whether the world sees a change that Route 53 has everywhere: its name servers, a resolver, TLS and HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.traces import StepName, TraceStep
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.asking import who_is_asked
from xalias_tui.jobs.outside import Probes, probes_by
from xalias_tui.jobs.trace_outside import answers_step
from xalias_tui.jobs.trace_web import web_steps
from xalias_tui.jobs.workspace import Workspace
from xalias_tui.jobs.zones import detail

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
    """The ways to ask, or why nobody is asked."""
    try:
        dns = who_is_asked(workspace, zone)
    except AwsError as error:
        return str(error)
    options = workspace.options
    return dns if isinstance(dns, str) else probes_by(options.resolvers, connects=options.connects)


def _steps(workspace: Workspace, plan: Plan, probes: Probes | str) -> Iterable[TraceStep]:
    if plan.zone.private:
        yield from _skipped("A private zone answers inside its VPCs only.")
        return
    if isinstance(probes, str):
        yield from _skipped(f"{probes[0].upper()}{probes[1:].removesuffix('.')}.")
        return
    servers = _servers(workspace, plan.zone)
    visited = tuple(record for record in plan.after if record.type in _VISITED and record.name == plan.name)
    if not visited:
        yield _gone(probes, plan, servers)
        yield from _skipped("The name leads nowhere any more.", VERIFIED[1:])
        return
    answers, addresses = answers_step(probes, plan.zone, visited, plan.name, servers)
    yield answers
    yield from web_steps(probes, plan.name, addresses, lambda _: None)


def _servers(workspace: Workspace, zone: Zone) -> tuple[str, ...]:
    """The zone's name servers; none where they can't be read: a resolver is asked all the same."""
    try:
        return detail(workspace, zone).name_servers
    except LookupFailedError:
        return zone.name_servers


def _gone(probes: Probes, plan: Plan, servers: tuple[str, ...]) -> TraceStep:
    """Whether the name servers have stopped to answer what was removed."""
    removed: tuple[RecordSet, ...] = tuple(record for record in plan.before if record.type in _VISITED)
    types = tuple(dict.fromkeys(record.type for record in removed)) or ("A",)
    told = [probes.dns.ask_server(server, plan.name, type_) for server in servers for type_ in types]
    still = [answer for answer in told if answer.values]
    if still:
        words = f"{still[0].server} still answers {', '.join(still[0].values)}: a wildcard, or not everywhere yet."
        return TraceStep("answers", "warn", words)
    heard = [answer for answer in told if answer.rcode in _GONE]
    if not heard:
        return TraceStep("answers", "skip", told[0].problem if told else "The zone's name servers are not known.")
    return TraceStep("answers", "ok", f"None of {len(servers)} name servers answers {plan.name.bare} any more.")


def _skipped(why: str, steps: tuple[StepName, ...] = VERIFIED) -> Iterable[TraceStep]:
    return (TraceStep(step, "skip", why) for step in steps)
