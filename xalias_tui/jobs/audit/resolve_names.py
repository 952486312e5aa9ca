"""Whether names of targets that are in no inventory resolve: a name that resolves exists, whoever owns it.

Some services answer every name below a domain of theirs. There a name that resolves proves nothing, which one more
question about a name that cannot exist shows: then it is left open.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Sighting, Subject
from xalias_tui.jobs.session.config_source import zone_side
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.probes.dns import Answer, DnsProbe
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.naming import plain_name

if TYPE_CHECKING:
    from xalias_tui.jobs.session.probes import Dns

MOST_SILENT: Final = 3
"""Questions without an answer after which nothing more is asked: each may take seconds."""
_WORKERS: Final = 16
_SECONDS: Final = 3.0
"""What one question may take."""
_NOBODYS: Final = "xalias-control-0000000000"
_TOLD: Final = frozenset({"NOERROR", "NXDOMAIN"})

Sightings = dict[tuple[Subject, DnsName], Sighting]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What resolvers told.

    Attributes:
        sightings: Names that resolve, and names that do not.
        unresolved: Names that could not be settled, each with the reason.
        missed: The same as a look-up that failed; empty where everything was answered.
    """

    sightings: Sightings
    unresolved: Mapping[DnsName, str]
    missed: tuple[Unscanned, ...] = ()

    def added_to(self, inventory: Inventory) -> Inventory:
        """An inventory that knows it too."""
        unanswered: dict[tuple[Subject, DnsName], str] = {("dns", name): why for name, why in self.unresolved.items()}
        return replace(
            inventory,
            sightings={**inventory.sightings, **self.sightings},
            unanswered={**inventory.unanswered, **unanswered},
        )


def resolver_of(workspace: Workspace) -> Dns | None:
    """The resolver of a workspace's options; None if only AWS is asked.

    Only AWS is asked where Route 53 is at an endpoint of the operator's own: the internet does not know its zones.
    """
    if workspace.offline:
        return None
    resolvers = workspace.options.resolvers
    if resolvers:
        return DnsProbe(resolvers, timeout=_SECONDS, port=resolvers[0][1])
    return DnsProbe(timeout=_SECONDS) if is_of_the_internet(workspace) else None


def is_of_the_internet(workspace: Workspace) -> bool:
    """Whether others than the accounts that can be asked may have targets: not at an endpoint of the operator's own."""
    for profile in zone_side(workspace):
        try:
            if not workspace.accounts.hosted_zones(profile).of_the_internet:
                return False
        except XaliasError:
            continue  # it can't sign in, which those who read its zones say
    return True


def resolve(
    dns: Dns,
    verdicts: Iterable[AliasVerdict],
    say: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
) -> Resolved:
    """Which names of absent targets resolve.

    Args:
        dns: The resolver.
        verdicts: Judged without it; only targets that were not found, and names that they do not list, are asked about.
        say: Told what is asked.
        stop: Set it to ask nothing more.
    """
    names = tuple(
        dict.fromkeys(
            plain_name(verdict.points_to) if verdict.target is None else verdict.points_to
            for verdict in verdicts
            if verdict.points_to is not None and not _is_listed(verdict.target, verdict.points_to)
        )
    )
    if not names:
        return Resolved({}, {})
    if say is not None:
        say(f"asking whether {len(names)} names resolve")
    return _Asking(dns, stop).about(names)


def _is_listed(target: Target | None, name: DnsName) -> bool:
    return target is not None and target_kind(target.kind).has_name(target, name)


class _Asking:
    """One round of questions; ends early if no answers come."""

    def __init__(self, dns: Dns, stop: threading.Event | None) -> None:
        self._dns = dns
        self._stop = stop
        self._lock = threading.Lock()
        self._said: dict[DnsName, Answer] = {}
        self._silent = 0
        self._heard = False

    def about(self, names: tuple[DnsName, ...]) -> Resolved:
        """Ask for the names, then for one beside each that resolves which cannot exist, and above each that is not."""
        self._ask(names)
        there = [name for name in names if name in self._said and self._said[name].values]
        controls = {name: control for name in there if (control := _control(name)) is not None}
        absent = [name for name in names if name in self._said and self._said[name].rcode == "NXDOMAIN"]
        above = (parent for name in absent for parent in _above(name))
        self._ask(tuple(dict.fromkeys((*controls.values(), *above))))
        found: Sightings = {}
        open_: dict[DnsName, str] = {}
        unanswered: list[str] = []
        for name in names:
            answer = self._said.get(name)
            if answer is None or answer.rcode not in _TOLD:
                open_[name] = _why(name, answer)
                unanswered.append(open_[name])
            elif not answer.values:
                settles = answer.rcode == "NXDOMAIN" and any(self._exists(above) for above in _above(name))
                found["dns", name] = Sighting(exists=False, evidence="it does not resolve", settles=settles)
            elif name in controls and self._resolves(controls[name]):
                open_[name] = f"it resolves, as any name below {controls[name].parent} does"
            else:
                found["dns", name] = Sighting(exists=True, evidence=f"it resolves to {answer.values[0]}")
        return Resolved(found, open_, _missed(len(names), unanswered))

    def _exists(self, above: DnsName) -> bool:
        """Whether a name exists: a resolver that denies all names above one does not know the names of AWS."""
        answer = self._said.get(above)
        return answer is not None and answer.rcode == "NOERROR"

    def _resolves(self, control: DnsName) -> bool:
        """Whether a name that cannot exist resolves too; also true if that could not be asked."""
        answer = self._said.get(control)
        return answer is None or answer.rcode not in _TOLD or bool(answer.values)

    def _ask(self, names: tuple[DnsName, ...]) -> None:
        Pool(workers=_WORKERS, name="xalias-dns").run([partial(self._question, name) for name in names], self._stop)

    def _question(self, name: DnsName) -> None:
        with self._lock:
            if self._silent >= MOST_SILENT and not self._heard:
                return
        answer = self._dns.ask(name, "A")
        if answer.rcode == "NOERROR" and not answer.values:  # a load balancer may have IPv6 addresses only
            answer = self._dns.ask(name, "AAAA")
        with self._lock:
            self._said[name] = answer
            self._heard = self._heard or bool(answer.rcode)
            self._silent += not answer.rcode


def _above(name: DnsName) -> tuple[DnsName, ...]:
    """The two names above one: what is gone may have had a name of its own above it, as the branches of an app have."""
    parent = name.parent
    return tuple(above for above in (parent, parent and parent.parent) if above is not None and above.labels)


def _control(name: DnsName) -> DnsName | None:
    """A name beside another that cannot exist."""
    return None if name.parent is None else name.parent.child(_NOBODYS)


def _why(name: DnsName, answer: Answer | None) -> str:
    if answer is None:
        return "resolvers were asked no more, as they gave no answer"
    return answer.problem.rstrip(".") or f"{answer.server} answers {answer.rcode} for {name.bare}"


def _missed(asked: int, unanswered: list[str]) -> tuple[Unscanned, ...]:
    if not unanswered:
        return ()
    message = f"{len(unanswered)} of {asked} names of targets could not be resolved: {unanswered[0]}."
    return (Unscanned("", "", "", "resolver", "no-answer", message),)
