"""Questions over UDP to a name server on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from xalias_tui.domain.names import DnsName
from xalias_tui.probes.dns import Answer, DnsProbe
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.world import World

ZONE = DnsName.parse("example.com")


@pytest.fixture(scope="module")
def served() -> Iterator[NameServer]:
    world = World.empty(propagation_seconds=0)
    organisation.build(world)
    with NameServer(world) as server:
        yield server


@pytest.fixture
def probe(served: NameServer) -> DnsProbe:
    return DnsProbe((("127.0.0.1", served.port),), port=served.port)


def test_a_resolver_answers_addresses_of_aliases_and_follows_cnames(probe: DnsProbe) -> None:
    alias = probe.ask(DnsName.parse("www.example.com"), "A")
    assert (alias.rcode, len(alias.values), alias.problem) == ("NOERROR", 1, "")
    office = probe.ask(DnsName.parse("wifi.oslo.example.com"), "A")
    assert office.values == probe.ask(DnsName.parse("vpn.oslo.example.com"), "A").values


def test_what_is_not_there_is_told_from_what_is_empty(probe: DnsProbe) -> None:
    assert probe.ask(DnsName.parse("nothing.example.com"), "A").rcode == "NXDOMAIN"
    gone = probe.ask(DnsName.parse("old.example.com"), "A")
    assert (gone.rcode, gone.values) == ("NOERROR", ())


def test_a_delegation_is_read_at_the_parents_servers(probe: DnsProbe) -> None:
    answer = probe.delegation(ZONE)
    assert (answer.server, len(answer.authority)) == ("registry.test", 4)
    assert set(probe.ask(ZONE, "NS").values) == {f"{host}." for host in answer.authority}
    below = probe.delegation(DnsName.parse("dev.example.com"))
    assert "ns-11.awsdns-11.com" in below.authority


def test_an_authoritative_server_is_found_by_its_name(probe: DnsProbe) -> None:
    host = probe.delegation(ZONE).authority[0]
    answer = probe.ask_server(host, DnsName.parse("www.example.com"), "A")
    assert (answer.server, answer.rcode, len(answer.values)) == (host, "NOERROR", 1)


def test_a_server_that_does_not_answer_is_a_problem_and_no_absence() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        answer = DnsProbe((silent.getsockname(),), timeout=0.05).ask(ZONE, "A")
    assert (answer.rcode, answer.values) == ("", ())
    assert "did not answer within" in answer.problem


def test_the_next_resolver_is_asked_where_the_first_is_silent(served: NameServer) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        probe = DnsProbe((silent.getsockname(), ("127.0.0.1", served.port)), timeout=2)
        assert probe.ask(DnsName.parse("www.example.com"), "A").rcode == "NOERROR"


def test_a_zone_that_nobody_delegates_has_no_delegation(probe: DnsProbe) -> None:
    answer = probe.delegation(DnsName.parse("nowhere.test"))
    assert (answer.authority, bool(answer.problem)) == ((), True)


def test_nobody_is_asked_once_the_time_is_over(served: NameServer) -> None:
    asked = served.asked
    late = DnsProbe((("127.0.0.1", served.port),), port=served.port, within=0.0)
    answer = late.delegation(ZONE)
    assert (answer.authority, served.asked) == ((), asked)
    assert "0 s had passed" in answer.problem


def test_a_server_whose_address_nobody_tells_is_not_called_one_without() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        answer = DnsProbe((silent.getsockname(),), timeout=0.05).ask_server("ns-1.awsdns-01.org", ZONE, "SOA")
    assert (answer.server, answer.rcode) == ("ns-1.awsdns-01.org", "")
    assert "127.0.0.1 did not answer within" in answer.problem


def test_a_server_that_is_nowhere_has_no_address(probe: DnsProbe) -> None:
    for host in ("", "nowhere.example.com"):
        answer = probe.ask_server(host, ZONE, "SOA")
        assert (answer.rcode, "has no address" in answer.problem) == ("", True)


class Scripted(DnsProbe):
    """Answers as the test says, in order."""

    def __init__(self, *told: Answer) -> None:
        super().__init__()
        self.told = list(told)

    def ask(self, name: DnsName, type_: str) -> Answer:
        del name, type_
        return self.told.pop(0)

    def ask_server(self, host: str, name: DnsName, type_: str) -> Answer:
        del host
        return self.ask(name, type_)


def said(rcode: str, *values: str, **fields: Any) -> Answer:
    return Answer("ns.test", ZONE, "NS", rcode, values, **fields)


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ((said("SERVFAIL"),), False),
        ((said("NOERROR", "a.test."), said("REFUSED")), False),
        ((said("NOERROR", "a.test."), said("NOERROR")), False),
        ((said("NOERROR", "a.test."), said("NOERROR", authoritative=True)), True),
        ((said("NOERROR", "a.test.", "b.test."), said("REFUSED"), said("NXDOMAIN")), True),
        ((said("NXDOMAIN"), said("NOERROR", "root.test."), said("NXDOMAIN")), True),
    ],
)
def test_that_nobody_delegates_is_only_said_where_the_parent_says_so(told: tuple[Answer, ...], known: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    answer = Scripted(*told).delegation(ZONE)
    assert (answer.authority, not answer.problem) == ((), known)
