"""What the simulated name server answers of names that are covered by a wildcard, or that only lead to others."""

from __future__ import annotations

import dns.message
import dns.rcode
import pytest

from tests.sandbox.change_batches import HUB, ZONE, plain
from xalias_tui.sandbox.name_server import NameServer
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
