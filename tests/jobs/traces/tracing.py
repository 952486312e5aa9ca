"""What tests of traces share: names of the demo organisation, and name servers that say what a test lets them say."""

from __future__ import annotations

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.traces import Trace, TraceStep
from xalias_tui.jobs.session.probes import Probes
from xalias_tui.probes.dns import Answer

WWW = DnsName.parse("www.example.com")


def step(traced: Trace, name: str) -> TraceStep:
    """The step of a name; there is exactly one."""
    (found,) = [one for one in traced.steps if one.step == name]
    return found


class Claims:
    """Name servers that say what a test lets them say, else what the real ones say."""

    def __init__(self, real: Probes, **said: Answer) -> None:
        self.real, self.said = real.dns, said

    def ask(self, name: DnsName, type_: str) -> Answer:
        return self.said.get("resolver") or self.real.ask(name, type_)

    def ask_server(self, host: str, name: DnsName, type_: str) -> Answer:
        said = self.said.get("server")
        return said if said and (said.type == type_ or not said.values) else self.real.ask_server(host, name, type_)

    def delegation(self, zone: DnsName) -> Answer:
        return self.said.get("delegation") or self.real.delegation(zone)


class Leading(Claims):
    """Name servers by which one name leads to some addresses; of every other name the real ones are asked."""

    def __init__(self, real: Probes, name: DnsName, *addresses: str) -> None:
        super().__init__(real)
        self.name, self.addresses = name, addresses

    def ask(self, name: DnsName, type_: str) -> Answer:
        if name != self.name:
            return super().ask(name, type_)
        fitting = [address for address in self.addresses if (":" in address) == (type_ == "AAAA")]
        return Answer("ns.test", name, type_, "NOERROR", tuple(fitting))

    def ask_server(self, host: str, name: DnsName, type_: str) -> Answer:
        return self.ask(name, type_) if name == self.name else super().ask_server(host, name, type_)


def told(rcode: str, *values: str, authority: tuple[str, ...] = (), problem: str = "") -> Answer:
    return Answer("ns.test", WWW, "A", rcode, values, authority, problem)
