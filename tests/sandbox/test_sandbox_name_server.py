"""What the simulated name server answers of names that are covered by a wildcard, or that only lead to others."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import pytest

from tests.sandbox.change_batches import HUB, ZONE, plain
from xalias_tui.sandbox.name_server import ADDRESS, NameServer
from xalias_tui.sandbox.world import World


@pytest.mark.parametrize(
    ("name", "rcode", "values"),
    [
        ("one", "NOERROR", ["192.0.2.9"]),
        ("two.one", "NOERROR", ["192.0.2.9"]),
        ("x.ent", "NOERROR", ["192.0.2.1"]),
        ("ent", "NOERROR", []),
        ("y.ent", "NXDOMAIN", []),
        ("z.y.ent", "NXDOMAIN", []),
        ("*", "NOERROR", ["192.0.2.9"]),
    ],
)
def test_a_wildcard_answers_below_the_closest_name_that_exists(name: str, rcode: str, values: list[str]) -> None:
    world = World.empty()
    world.route53.create_zone(HUB, "example.com", zone_id=ZONE)
    world.route53.load(ZONE, [plain("*.example.com", value="192.0.2.9"), plain("x.ent.example.com")])
    question = dns.message.make_query(f"{name}.example.com.", "A", flags=0)
    with NameServer(world) as server:
        reply = dns.message.from_wire(server.answer(question.to_wire()))
    assert dns.rcode.to_text(reply.rcode()) == rcode
    assert [row.to_text() for rrset in reply.answer for row in rrset] == values


CHAIN = [
    plain("one.example.com", "CNAME", "two.example.com"),
    plain("two.example.com", "CNAME", "nowhere.example.com"),
    plain("away.example.com", "CNAME", "www.elsewhere.test"),
    plain("lost.example.com", "CNAME", "gone.elsewhere.test"),
    {**plain("text.example.com", "TXT"), "ResourceRecords": [{"Value": f'"{at:03}{"x" * 200}"'} for at in range(6)]},
]


@pytest.fixture
def served() -> Iterator[NameServer]:
    world = World.empty()
    world.route53.create_zone(HUB, "example.com", zone_id=ZONE)
    world.route53.load(ZONE, CHAIN)
    world.internet.hosts["www.elsewhere.test."] = ("198.51.100.7",)
    with NameServer(world) as server:
        yield server


@pytest.mark.parametrize(
    ("name", "rcode", "answers"),
    [("one", "NXDOMAIN", 2), ("away", "NOERROR", 2), ("lost", "NXDOMAIN", 1), ("text", "NOERROR", 0)],
)
def test_the_response_code_of_a_chain_is_that_of_its_last_name(
    served: NameServer, name: str, rcode: str, answers: int
) -> None:
    reply = dns.query.udp(dns.message.make_query(f"{name}.example.com.", "A"), ADDRESS, port=served.port, timeout=5)
    assert (dns.rcode.to_text(reply.rcode()), len(reply.answer)) == (rcode, answers)


def test_an_authority_does_not_follow_names_outside_its_zones(served: NameServer) -> None:
    question = dns.message.make_query("away.example.com.", "A", flags=0)
    reply = dns.query.udp(question, ADDRESS, port=served.port, timeout=5)
    assert [dns.rdatatype.to_text(rows.rdtype) for rows in reply.answer] == ["CNAME"]


@pytest.mark.parametrize(("payload", "truncated"), [(0, True), (1232, True), (4096, False)])
def test_what_is_too_long_for_a_datagram_is_had_over_tcp(served: NameServer, payload: int, *, truncated: bool) -> None:
    question = dns.message.make_query("text.example.com.", "TXT", use_edns=bool(payload), payload=payload)
    reply = dns.query.udp(question, ADDRESS, port=served.port, timeout=5)
    assert bool(reply.flags & dns.flags.TC) == truncated
    assert bool(reply.answer) != truncated
    whole, by_tcp = dns.query.udp_with_fallback(question, ADDRESS, port=served.port, timeout=5)
    assert (len(whole.answer[0]), by_tcp) == (6, truncated)


def test_several_questions_pass_over_one_connection(served: NameServer) -> None:
    with socket.create_connection((ADDRESS, served.port), timeout=5) as connection:
        for type_ in ("TXT", "A"):
            question = dns.message.make_query("text.example.com.", type_)
            dns.query.send_tcp(connection, question)
            reply, _ = dns.query.receive_tcp(connection)
            assert question.is_response(reply)


def test_other_classes_are_refused(served: NameServer) -> None:
    question = dns.message.make_query("version.bind.", "TXT", "CH")
    assert dns.query.udp(question, ADDRESS, port=served.port, timeout=5).rcode() == dns.rcode.REFUSED


def test_every_record_of_a_name_is_had_at_once(served: NameServer) -> None:
    question = dns.message.make_query("example.com.", "ANY")
    reply = dns.query.tcp(question, ADDRESS, port=served.port, timeout=5)
    assert {dns.rdatatype.to_text(rows.rdtype) for rows in reply.answer} == {"NS", "SOA"}
