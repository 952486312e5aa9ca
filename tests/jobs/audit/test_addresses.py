"""Plain A records on addresses of EC2, over the wire: whose they are, whose they may be, and what was not asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cases.lab import world, zone
from tests.jobs.fakes import zone as zone_of
from tests.raised import Raised, raises
from xalias_tui.domain.audits import Audit
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.audit.addresses import Addresses, judge_addresses
from xalias_tui.jobs.audit.run import audit
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.probes.dns import Answer
from xalias_tui.sandbox.faults import denied
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.organisation.records import plain
from xalias_tui.sandbox.profiles import clashing
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

ELASTIC, ATTACHED, FOREIGN, OWN_SERVER = "203.0.113.10", "203.0.113.11", "203.0.113.12", "198.51.100.7"


@pytest.fixture
def made() -> World:
    """Three addresses of EC2, two of which the accounts hold, and one of another network."""
    built = world()
    Estate(built, SHOP).put("ec2", "eu-west-1", "addresses", {"PublicIp": ELASTIC, "AllocationId": "eipalloc-1"})
    interface = {"NetworkInterfaceId": "eni-1", "Association": {"PublicIp": ATTACHED}, "_public": ATTACHED}
    Estate(built, MEDIA).put("ec2", "us-east-1", "network_interfaces", interface)
    reverse = {
        ELASTIC: "ec2-203-0-113-10.eu-west-1.compute.amazonaws.com.",
        ATTACHED: "ec2-203-0-113-11.compute-1.amazonaws.com.",
        FOREIGN: "ec2-203-0-113-12.eu-west-1.compute.amazonaws.com.",
        OWN_SERVER: "mail.example.net.",
    }
    for address, name in reverse.items():
        turned = ".".join(reversed(address.split(".")))
        built.internet.remembered[f"{turned}.in-addr.arpa.", "PTR"] = (name,)
    names = {"elastic": ELASTIC, "attached": ATTACHED, "foreign": FOREIGN, "own": OWN_SERVER, "inside": "10.0.0.1"}
    zone(built, "example.com", [plain(f"{name}.example.com.", "A", value) for name, value in names.items()])
    return built


@pytest.fixture
def audited(made: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Audit]:
    with Sandbox.start(made) as running, NameServer(made) as names:
        for name in clashing(os.environ):
            monkeypatch.delenv(name, raising=False)
        for name, value in running.environment(tmp_path / "aws").items():
            monkeypatch.setenv(name, value)
        options = Options(
            ("dns-prod",), ("shop-prod", "media-prod"), kinds=("alb",), resolvers=(("127.0.0.1", names.port),)
        )
        yield audit(Workspace(options, journal=Journal(tmp_path / "journal.jsonl")))


@raises("address-in-no-account")
def test_an_address_that_no_account_holds_is_named_and_never_broken(
    made: World, audited: Audit, raised: Raised
) -> None:
    verdicts = {row.record.name.bare.partition(".")[0]: row for row in audited.verdicts}
    assert {name: row.verdict for name, row in verdicts.items()} == {
        "elastic": "live",
        "attached": "live",
        "foreign": "unknown",
    }
    (about,) = verdicts["foreign"].findings
    raised(made, [about])
    assert (about.severity, FOREIGN in about.message, "eu-west-1" in about.message) == ("info", True, True)
    assert (audited.of_type("A", "AAAA"), audited.unscanned) == (3, ())


class Silent:
    """A resolver that never answers."""

    def __init__(self) -> None:
        self.asked = 0

    def ask(self, name: DnsName, type_: str) -> Answer:
        self.asked += 1
        return Answer("", name, type_, "", problem="No answer.")


def test_a_silent_resolver_is_not_asked_about_every_address() -> None:
    records = tuple(RecordSet.from_wire(plain(f"a{at}.example.com.", "A", f"203.0.113.{at}")) for at in range(200))
    silent = Silent()
    found = judge_addresses(Workspace(Options()), (ZoneRecords(zone_of(), records),), silent)  # type: ignore[arg-type] # asks one thing
    assert found == Addresses()
    assert silent.asked < 50


@pytest.mark.parametrize("operation", ["DescribeAddresses", "DescribeNetworkInterfaces"])
def test_what_could_not_be_asked_says_so_and_proves_nothing(
    made: World, request: pytest.FixtureRequest, operation: str
) -> None:
    made.faults.next(f"ec2:{operation}", denied(f"ec2:{operation}"), times=100)
    audited: Audit = request.getfixturevalue("audited")
    found = {row.record.name.bare: [finding.id for finding in row.findings] for row in audited.verdicts}
    assert found["foreign.example.com"] == ["investigation-incomplete"]
    assert {row.kind for row in audited.unscanned} == {"addresses"}
