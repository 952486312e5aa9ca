from __future__ import annotations

import pytest

from tests.jobs.fakes import alias, zone
from tests.jobs.traces.tracing import WWW
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.session.probes import Probes
from xalias_tui.jobs.trace.dns import answers_step
from xalias_tui.probes.dns import Answer

CDN = "d111111abcdef8.cloudfront.net"


class Empty:
    """Name servers that know the name, and no value of any type asked."""

    def ask(self, name: DnsName, type_: str) -> Answer:
        return Answer("ns.test", name, type_, "NOERROR")

    def ask_server(self, host: str, name: DnsName, type_: str) -> Answer:
        return Answer(host, name, type_, "NOERROR")

    def delegation(self, zone: DnsName) -> Answer:
        return Answer("ns.test", zone, "NS", "NOERROR")


@pytest.mark.parametrize(("type_", "expected"), [("HTTPS", []), ("A", ["alias-resolves-nothing"])])
def test_only_an_alias_of_the_type_asked_resolves_to_nothing(type_: str, expected: list[str]) -> None:
    found = (alias("www.example.com", type_, CDN, "Z2FDTNDATAQYW2"),)
    told, addresses = answers_step(Probes(dns=Empty()), ZoneRecords(zone(), found), found, WWW, ("ns-1.test",))
    assert ([finding.id for finding in told.findings], addresses) == (expected, ())
